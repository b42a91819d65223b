/** The visits to the bank side as their user runs them. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const TOP = fileURLToPath(new URL('../../', import.meta.url));

function ssc(...args: string[]) {
  const program = join(TOP, 'node_modules/.bin/tsx');
  const options = { cwd: TOP, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(program, ['hosts/desktop/ssc.ts', 'visit', ...args], options);
  return { status, stdout, stderr };
}

const CARD = ['--card', 'hosts/samples/cards/bank-dda.json', '--pin', '123456'];

describe('ssc visit', () => {
  it('purchase: says the result as JSON, with the account masked', () => {
    const { status, stdout, stderr } = ssc('purchase', '--amount', '12.34', ...CARD, '--json');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).not.toContain('6210999901');
    expect(JSON.parse(stdout)).toMatchObject({
      visit: 'purchase',
      outcome: 'done',
      where: 'online',
      amount: 1234,
      pan: '621099*********0027',
      sequence: 1,
      transaction: { '95': '0008048000', '9B': 'F800', '9F27': '40', '8A': '3030' },
      psamExchanges: 0,
    });
  });

  it('purchase: exits 1 with the reason when the bank is silent, and says that it is open', () => {
    const { status, stdout } = ssc('purchase', '--amount', '12.34', ...CARD, '--bank', 'silent', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'refused', reason: 'bank-unreachable', reversal: 'open' });
  });

  it('purchase: numbers on in a flash that is kept, and knows a file that is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssc-'));
    try {
      const flash = join(folder, 'flash.bin');
      const pay = () => ssc('purchase', '--amount', '1.00', ...CARD, '--json', '--flash', flash);
      expect(JSON.parse(pay().stdout)).toMatchObject({ outcome: 'done', sequence: 1 });
      expect(JSON.parse(pay().stdout)).toMatchObject({ outcome: 'done', sequence: 2 });
      writeFileSync(flash, 'short');
      expect(pay()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/a flash is 262144 bytes/) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('balance and select', () => {
    expect(JSON.parse(ssc('balance', ...CARD, '--json').stdout)).toMatchObject({ outcome: 'done', balance: 100_000 });
    const { stdout } = ssc('select', ...CARD, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ applications: [{ aid: 'A000000333010101', label: 'PBOC DEBIT' }] });
  });

  it.each([
    [['purchase', ...CARD], /--amount is missing/],
    [['purchase', '--amount', '12', ...CARD], /--amount is yuan and fen/],
    [['purchase', '--amount', '0.00', ...CARD], /--amount is yuan and fen/],
    [['purchase', '--amount', '1.00', ...CARD, '--bank', 'away'], /--bank is up, down or silent/],
    [['select', ...CARD, '--press', '10'], /--press takes/],
    [['refund', ...CARD], /--amount is missing/],
    [['refunds', ...CARD], /is not one of identify, enquire, select, balance, purchase, withdraw, deposit, transfer/],
  ])('%j is bad usage', (args, complaint) => {
    const { status, stdout, stderr } = ssc(...args);
    expect(stderr).toMatch(complaint);
    expect([stdout, status]).toEqual(['', 2]);
  });
});
