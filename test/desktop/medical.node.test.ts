/** `ssc visit` to the medical account: arguments, results, and a card that comes back to a terminal that was switched off. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cardCommand } from '../../hosts/desktop/card-new.js';
import { samplePath } from '../../hosts/desktop/files.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import { visitCommand } from '../../hosts/desktop/visit.js';

const DRAWER = mkdtempSync(join(tmpdir(), 'ssc-'));
afterAll(() => rmSync(DRAWER, { recursive: true }));

const CARD = ['--card', samplePath('cards/v2-offline-purse.json'), '--pin', '123456', '--pin', '123456'];

async function ssc(...args: string[]): Promise<{ status: number; json: unknown } | string> {
  let written = '';
  try {
    const status = await visitCommand([...args, '--json'], (text) => {
      written += text;
    });
    return { status, json: JSON.parse(written) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}

describe('the medical account on the command line', () => {
  it('pays, and tells what is left', async () => {
    const flash = join(DRAWER, 'flash.bin');
    const paid = await ssc(
      ...['medical-purchase', 'medical-balance', ...CARD, '--flash', flash, '--press', '1'],
      ...['--account', '12.34', '--self-pay', '3.00', '--pool', '80.00'],
    );
    expect(paid).toMatchObject({
      status: 0,
      json: [
        {
          balance: 248_766,
          transaction: { account: 1234, selfPay: 300, pool: 8000, check: 'right', cardNumber: 'A0*****93' },
        },
        {
          balance: 248_766,
          totals: { selfPay: 300, pool: 8000, year: '2026', startingDay: '0401' },
          earlier: 'nothing',
        },
      ],
    });
  });

  it('uploads what was paid at an earlier switching on, and keeps it as long as the bureau is away', async () => {
    const flash = join(DRAWER, 'upload.bin');
    const pay = ['medical-purchase', ...CARD, '--flash', flash, '--press', '1', '--account', '12.34'];
    expect(await ssc(...pay)).toMatchObject({ status: 0 });
    for (const state of ['down', 'none'])
      expect(await ssc('medical-settle', '--flash', flash, '--bureau', state)).toMatchObject({
        status: 1,
        json: { outcome: 'refused', reason: 'clearing-unreachable' },
      });
    const uploaded = { lines: 1, purchases: 1, paid: 1234, disputed: 0 };
    expect(await ssc('medical-settle', '--flash', flash)).toMatchObject({ status: 0, json: { uploaded } });
    const nothing = { lines: 0, purchases: 0 };
    expect(await ssc('medical-settle', '--flash', flash)).toMatchObject({ status: 0, json: { uploaded: nothing } });
    expect(await ssc('medical-settle', '--bureau', 'asleep')).toMatch(/--bureau is up, down or none/);
  });

  it('goes to a bureau that knows what it has booked', async () => {
    const [flash, books, before] = ['twice.bin', 'books.json', 'before.bin'].map((name) => join(DRAWER, name));
    const pay = ['medical-purchase', ...CARD, '--flash', flash, '--press', '1', '--account', '12.34'];
    expect(await ssc(...pay)).toMatchObject({ status: 0 });
    copyFileSync(flash, before);
    // The same line from a flash that was put back: the bureau says what it said, and has it once.
    for (const kept of [flash, before]) {
      const uploaded = { lines: 1, disputed: 0 };
      expect(await ssc('medical-settle', '--flash', kept, '--bureau-file', books)).toMatchObject({
        json: { uploaded },
      });
    }
    const kept = JSON.parse(readFileSync(books, 'utf8'));
    expect(kept).toMatchObject({ format: 'ssc-purse-books/1', lines: [{ account: 1234, verdict: 'booked' }] });
    writeFileSync(books, JSON.stringify({ ...kept, lines: [{ ...kept.lines[0], tac: 'none' }] }));
    expect(await ssc('medical-settle', '--bureau-file', books)).toMatch(/books\.json: .*lines\.0\.tac/);
  });

  it('records visits that were settled without the host, and at it', async () => {
    const card = join(DRAWER, 'offline.card.json');
    cardCommand(['new', '--profile', samplePath('cards/v2-rich.json'), '-o', card], () => {});
    const log = (...args: string[]) =>
      ssc('visit-log', '--card', card, '--keep', '--pin', '123456', '--press', '1', '--total', '150.00', ...args);
    expect(await log('--covered', '100.00', '--settled', 'offline')).toMatchObject({
      status: 0,
      json: { transaction: { kind: 'visit-log-offline' }, offline: { sum: 22_550, count: 2 } },
    });
    expect(await log('--settled', 'offline', '--bureau', 'up')).toMatchObject({ json: { reason: 'offline-needless' } });
    expect(await log('--settled', 'online')).toMatchObject({ status: 0, json: { offline: { sum: 0, count: 0 } } });
    expect(await log('--settled', 'later')).toMatch(/--settled is online or offline, not 'later'/);
  });

  it('sets the first day of the year on a card that is kept', async () => {
    const card = join(DRAWER, 'day.card.json');
    cardCommand(['new', '--profile', samplePath('cards/v2-offline-purse.json'), '-o', card], () => {});
    const set = (...args: string[]) => ssc('starting-day', '--card', card, '--keep', ...args);
    expect(await set('--day', '0701', '--press', '2')).toMatchObject({
      status: 1,
      json: { visit: 'starting-day', outcome: 'refused', reason: 'starting-day-not-confirmed' },
    });
    const changed = { outcome: 'done', before: '0401', startingDay: '0701' };
    expect(await set('--day', '0701', '--press', '1')).toMatchObject({ status: 0, json: changed });
    expect(await set('--day', '0701')).toMatchObject({ status: 0, json: { before: '0701', startingDay: '0701' } });
    const balance = await ssc('medical-balance', '--card', card, '--pin', '123456');
    expect(balance).toMatchObject({ json: { totals: { startingDay: '0701' } } });
    expect(await set('--day', '0230')).toMatchObject({ status: 1, json: { reason: 'starting-day-malformed' } });
    for (const bad of [[], ['--day', '4-1'], ['--day', '20260401']])
      expect(await set(...bad)).toMatch(/--day is MMDD, such as 0401/);
  });

  it('says what an amount is', async () => {
    expect(await ssc('medical-purchase', ...CARD)).toMatch(/--account, --self-pay or --pool/);
    for (const bad of ['12', '-1.00', '42949672.96', '1.234'])
      expect(await ssc('medical-purchase', ...CARD, `--pool=${bad}`)).toMatch(/--pool is yuan and fen/);
  });
});
