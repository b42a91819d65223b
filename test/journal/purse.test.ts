/** Intents and rows of the medical account in the journal: what a terminal that comes up again knows of them. */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { intentBytes, type PurseIntent, type PurseRow, rowBytes } from '../../src/journal/purse-entries.js';
import { boot, flashOf, pending, request } from './flash-desk.js';

const SHAPE = Object.freeze({ unitCount: 4, unitLength: 4096, programLength: 16 });

const INTENT: PurseIntent = {
  kind: 'purchase',
  cardIdentifier: fromHex('990100D1560000050000000166534F34'),
  cardNumber: 'A00000011',
  sequence: 7,
  account: 1234,
  selfPay: 300,
  pool: 8000,
  terminalNumber: '990100000001',
  terminalSequence: 0x102,
  moment: '20120528093015',
  algorithm: 'DES',
  historical: fromHex('00995453549999990100000001'),
  balance: 10_000,
};
const OTHER: PurseIntent = { ...INTENT, cardNumber: 'A00000029', sequence: 3 };
const ROW: PurseRow = { ...INTENT, tac: fromHex('5BAA29A5'), mac: fromHex('C739763E'), check: 'right' };

describe('the medical account in the journal', () => {
  it('lies in its records as it always has', () => {
    const intent =
      '01990100D1560000050000000166534F34413030303030303131' +
      '0007000004D20000012C00001F409901000000010000010220120528093015' +
      '000099545354999999010000000100002710';
    expect(toHex(intentBytes(INTENT))).toBe(intent);
    expect(toHex(rowBytes(ROW))).toBe(`${intent}005BAA29A5C739763E`);
    const kinds = ['load', 'purchase', 'visit-log', 'visit-log-offline'] as const;
    expect(kinds.map((kind) => intentBytes({ ...INTENT, kind })[0])).toEqual([0, 1, 2, 3]);
  });

  it('keeps an intent for its card alone, across boots', async () => {
    const flash = flashOf(SHAPE);
    const first = await boot(flash);
    expect(await first.beginPurse(INTENT)).toBe('done');
    expect(await first.beginPurse(OTHER)).toBe('done');
    const { purse } = (await boot(flash)).state;
    expect(purse.pending).toEqual([INTENT, OTHER]);
    expect(purse.pendingOf(OTHER)).toEqual(OTHER);
    expect(purse.pendingOf({ ...OTHER, cardIdentifier: new Uint8Array(16) })).toBeUndefined();
    expect(purse.rows).toEqual([]);
  });

  it('books and closes in one record, and leaves other cards alone', async () => {
    const flash = flashOf(SHAPE);
    const journal = await boot(flash);
    await journal.beginPurse(INTENT);
    await journal.beginPurse(OTHER);
    const before = flash.operations;
    expect(await journal.bookPurse(ROW)).toBe('done');
    expect(flash.operations - before).toBe(2);
    const again = await boot(flash);
    expect(again.state.purse.rows).toEqual([ROW]);
    expect(again.state.purse.pending).toEqual([OTHER]);
    await again.closePurse(OTHER);
    expect((await boot(flash)).state.purse.pending).toEqual([]);
  });

  it('lets the oldest rows go once the bureau has them, and no others', async () => {
    const flash = flashOf(SHAPE);
    const journal = await boot(flash);
    for (const sequence of [7, 8, 9]) {
      await journal.beginPurse({ ...INTENT, sequence });
      await journal.bookPurse({ ...ROW, sequence });
    }
    expect(await journal.collectPurse(2)).toBe('done');
    expect((await boot(flash)).state.purse.rows).toEqual([{ ...ROW, sequence: 9 }]);
    await expect(journal.collectPurse(2)).rejects.toThrow('no more than there is');
  });

  it('begins nothing for a card that has something pending', async () => {
    const journal = await boot(flashOf(SHAPE));
    await journal.beginPurse(INTENT);
    await expect(journal.beginPurse({ ...INTENT, sequence: 8 })).rejects.toThrow('pending');
  });

  it('pends beside the bank’s request', async () => {
    const flash = flashOf(SHAPE);
    const journal = await boot(flash);
    await journal.beginPurse(INTENT);
    expect(await journal.begin(pending(request(1, '6210999901000000013', 100)))).toBe('done');
    await journal.close();
    expect((await boot(flash)).state.purse.pending).toEqual([INTENT]);
  });
});
