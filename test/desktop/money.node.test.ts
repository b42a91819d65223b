/** Visits to the bank side one after the other, each a run of its own: card, flash and the banks' books lie in files. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardCommand } from '../../hosts/desktop/card-new.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import { visitCommand } from '../../hosts/desktop/visit.js';

const SAMPLE = fileURLToPath(new URL('../../hosts/samples/cards/bank-dda.json', import.meta.url));

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssc-'));
  cardCommand(['new', '--profile', SAMPLE, '-o', join(folder, 'card.json')], () => {});
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly status: number;
  readonly text: string;
}

async function run(...args: readonly string[]): Promise<Run> {
  let text = '';
  const status = await visitCommand(args, (more) => {
    text += more;
  });
  return { status, text };
}

const kept = () => ['--flash', join(folder, 'flash.bin'), '--bank-file', join(folder, 'bank.json')];
const card = () => ['--card', join(folder, 'card.json'), '--keep', '--pin', '123456', '--press', '1'];

/** One run with the kept card, flash and books. @returns its JSON */
async function visit(name: string, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const isOperators = ['settle', 'sign-in', 'disputes', 'reprint'].includes(name);
  const { text } = await run(name, ...args, ...(isOperators ? [] : card()), ...kept(), '--json');
  return JSON.parse(text);
}

const purchase = () => visit('purchase', '--amount', '12.34');
const silent = (name: string, ...args: readonly string[]) => visit(name, ...args, '--bank', 'silent');

describe('runs of their own', () => {
  it('buy, take back once, settle, and go on in the next batch', async () => {
    expect(await purchase()).toMatchObject({
      outcome: 'done',
      amount: 1234,
      batch: 1,
      stan: 2,
      sequence: 1,
      reference: '000000000002',
    });
    expect(await visit('balance')).toMatchObject({ outcome: 'done', balance: 98_766 });
    const voided = await visit('void', '--stan', '2');
    expect(voided).toMatchObject({ outcome: 'done', amount: 1234, batch: 1, pan: '621099*********0027' });
    expect(await visit('void', '--stan', '2')).toMatchObject({ outcome: 'refused', reason: 'original-voided' });
    expect(await visit('balance')).toMatchObject({ balance: 100_000 });
    expect(await visit('settle')).toMatchObject({
      settlement: { batch: 1, debits: 1, debitAmount: 1234, credits: 1, creditAmount: 1234, balanced: true },
    });
    expect(await purchase()).toMatchObject({ outcome: 'done', batch: 2 });
    expect(await visit('void', '--stan', '2')).toMatchObject({ outcome: 'refused', reason: 'original-unknown' });
  });

  it('give money of an earlier batch back, in parts and no more than was paid', async () => {
    await purchase();
    await visit('settle');
    const refund = (amount: string) =>
      visit(
        'refund',
        ...['--amount', amount, '--batch', '1', '--stan', '2', '--date', '0601', '--reference', '000000000002'],
      );
    expect(await refund('10.00')).toMatchObject({ outcome: 'done', amount: 1000, batch: 2 });
    expect(await refund('2.35')).toMatchObject({ outcome: 'refused', responseCode: '61' });
    expect(await refund('2.34')).toMatchObject({ outcome: 'done' });
    expect(await visit('balance')).toMatchObject({ balance: 100_000 });
  });

  it('draw, pay in and send money', async () => {
    expect(await visit('withdraw', '--amount', '100.00')).toMatchObject({ outcome: 'done', amount: 10_000 });
    expect(await visit('deposit', '--amount', '50.00')).toMatchObject({ outcome: 'done', amount: 5_000 });
    const to = ['--to', '6210999902000000017'];
    expect(await visit('transfer', '--amount', '1.00', ...to)).toMatchObject({ outcome: 'done', amount: 100 });
    expect(await visit('balance')).toMatchObject({ balance: 100_000 - 10_000 + 5_000 - 100 });
    expect(await visit('settle')).toMatchObject({
      settlement: { debits: 2, debitAmount: 10_100, credits: 1, creditAmount: 5_000, balanced: true },
    });
  });

  it('settle in the next run what one has left open, before it does anything else', async () => {
    expect(await silent('purchase', '--amount', '12.34')).toMatchObject({ outcome: 'refused', reversal: 'open' });
    expect(await visit('purchase', '--amount', '1.00')).toMatchObject({ outcome: 'done' });
    expect(await visit('balance')).toMatchObject({ balance: 99_900 });
  });

  it('hand to people what three of them could not settle, who see it on the slip and acknowledge it', async () => {
    await silent('purchase', '--amount', '12.34');
    await silent('sign-in');
    await silent('sign-in');
    const settled = await run('settle', ...kept());
    expect(settled.text).toContain('待人工处理的交易');
    expect(settled.text).toContain('Purchase 000001-000002 2026-06-01 09:00:00 621099*********0027 ¥12.34');
    expect(await visit('disputes', '--press', '2')).toMatchObject({ acknowledged: 0, left: 1 });
    expect(await visit('disputes', '--press', '1')).toMatchObject({ acknowledged: 1, left: 0 });
  });

  it('print again what was printed, and mark it', async () => {
    const slip = (text: string) => text.slice(text.lastIndexOf('签购单'), text.lastIndexOf('┈'));
    const first = await run('purchase', '--amount', '12.34', ...card(), ...kept());
    const again = await run('reprint', ...kept());
    const numbered = await run('reprint', '--what', '2', ...kept());
    expect(again.status).toBe(0);
    expect(slip(again.text)).toContain('重打印凭证');
    expect(slip(again.text).replace(/ {2}重打印凭证\n {2}Reprint\n/, '')).toBe(slip(first.text));
    expect(slip(numbered.text)).toBe(slip(again.text));
    expect((await run('reprint', '--what', '3', ...kept())).status).toBe(1);
  });

  it('leave no account number in any file but the card’s and the banks’ own', async () => {
    await silent('purchase', '--amount', '12.34');
    await run('settle', ...kept(), '--trace', join(folder, 'trace.jsonl'));
    for (const name of ['flash.bin', 'trace.jsonl'])
      expect(readFileSync(join(folder, name)).toString('latin1')).not.toContain('6210999901');
    expect(readFileSync(join(folder, 'bank.json'), 'utf8')).toContain('6210999901000000027');
  });
});

describe('bad usage', () => {
  const NUMBERS = ['--batch', '1', '--stan', '2', '--date', '0601', '--reference', '000000000002'];
  const without = (name: string) => {
    const at = NUMBERS.indexOf(name);
    return [...NUMBERS.slice(0, at), ...NUMBERS.slice(at + 2)];
  };

  it.each<[string[], RegExp]>([
    [['void'], /^--stan is missing/],
    [['void', '--stan', '1234567'], /^--stan is the trace number of the purchase, not '1234567'$/],
    [['refund', ...NUMBERS], /^--amount is missing/],
    [['refund', '--amount', '1.00', ...without('--stan')], /^--stan is missing/],
    [['refund', '--amount', '1.00', ...without('--batch')], /^--batch is missing/],
    [['refund', '--amount', '1.00', ...without('--date')], /^--date is missing/],
    [['refund', '--amount', '1.00', ...without('--reference')], /^--reference is missing/],
    [
      ['refund', '--amount', '1.00', ...without('--reference'), '--reference', '12'],
      /^--reference is the 12 characters/,
    ],
    [['withdraw'], /^--amount is missing/],
    [['deposit', '--amount', '-1.00'], /^--amount is yuan and fen|argument/],
    [['deposit', '--amount', '1,00'], /^--amount is yuan and fen, such as 12.34, not '1,00'$/],
    [['transfer', '--amount', '1.00'], /^--to is missing/],
    [['transfer', '--amount', '1.00', '--to', '12345'], /^--to is an account of 6 to 28 digits, not '12345'$/],
    [['reprint', '--what', 'first'], /^--what is last, settlement or a trace number, not 'first'$/],
    [['settle', '--bank', 'off'], /^--bank is up, down or silent, not 'off'$/],
  ])('%j is one clear line', async (args, complaint) => {
    const withCard = ['settle', 'reprint'].includes(args[0]) ? [] : ['--card', SAMPLE];
    const shown: string[] = [];
    const error = await visitCommand([...args, ...withCard], (text) => void shown.push(text)).catch((one) => one);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(complaint);
    expect(error.message).not.toContain('\n');
    expect(shown).toEqual([]);
  });

  it.each(['--flash', '--bank-file'])(
    'a place for %s that is not there is told before anything moves',
    async (name) => {
      const shown: string[] = [];
      const args = [
        'purchase',
        '--amount',
        '1.00',
        '--card',
        SAMPLE,
        '--pin',
        '123456',
        name,
        join(folder, 'no', 'file'),
      ];
      const error = await visitCommand(args, (text) => void shown.push(text)).catch((one) => one);
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/file: cannot be written \(ENOENT\)$/);
      expect(shown).toEqual([]);
    },
  );

  it('books that are none are told by their format', async () => {
    writeFileSync(join(folder, 'bank.json'), '{"format":"something"}');
    const error = await run('settle', ...kept()).catch((one) => one);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/bank\.json: .*ssc-bank-network\/1/);
  });
});
