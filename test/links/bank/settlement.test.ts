import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/hex.js';
import { decodeMessage } from '../../../src/codec/iso8583.js';
import { cardRequest, voidRequest } from '../../../src/links/bank/card-requests.js';
import { storedForm } from '../../../src/links/bank/reversal.js';
import {
  batchRow,
  decodeTotals,
  encodeTotals,
  settleRequest,
  uploadEnd,
  uploadOf,
} from '../../../src/links/bank/settlement.js';
import { FRAMES, LATE, STATION, sent, VALUES, values } from './signed-on.js';

const TOTALS = { debitAmount: 123456, debitCount: 12, creditAmount: 1234, creditCount: 1 };
const MOMENT = '20260601090000';

function messageIn(frame: string) {
  return decodeMessage(fromHex(frame).subarray(13));
}

/** What the card was asked for is a balance. */
const BALANCE = new Map([...VALUES, ...values({ '9C': '31' })]);

describe('totals', () => {
  it('are 62 digits, the foreign side nothing', () => {
    expect(encodeTotals(TOTALS)).toBe(`0000001234560120000000012340010${'0'.repeat(31)}`);
    const most = { debitAmount: 999_999_999_999, debitCount: 999, creditAmount: 0, creditCount: 0 };
    expect(encodeTotals(most)).toBe(`${'9'.repeat(15)}${'0'.repeat(47)}`);
    expect(() => encodeTotals({ ...most, debitCount: 1000 })).toThrow('fits its field');
  });

  it('are read with the flags of an answer', () => {
    const answer = messageIn(FRAMES.settleAnswer).fields.get(48);
    const nothing = { debitAmount: 0, debitCount: 0, creditAmount: 0, creditCount: 0 };
    expect(decodeTotals(String(answer))).toEqual({
      domestic: { ...TOTALS, flag: '2' },
      foreign: { ...nothing, flag: '1' },
    });
  });

  it('of another length, or with a flag that means nothing, are none', () => {
    expect(decodeTotals('0'.repeat(61))).toBeUndefined();
    expect(decodeTotals('0'.repeat(63))).toBeUndefined();
    expect(decodeTotals(`${'0'.repeat(61)}4`)).toBeUndefined();
    expect(decodeTotals(`${'0'.repeat(30)}9${'0'.repeat(31)}`)).toBeUndefined();
  });
});

describe('the end of a batch', () => {
  it('is asked for and ended, byte for byte', async () => {
    expect(await sent(settleRequest(STATION, 127, TOTALS))).toBe(FRAMES.settle);
    expect(await sent(uploadEnd(STATION, 128, TOTALS))).toBe(FRAMES.uploadEnd);
  });

  it('uploads a purchase with its reference and the card’s last word', async () => {
    const stored = storedForm(
      cardRequest('purchase', { station: STATION, stan: 123, values: VALUES, amount: 1234 }),
      MOMENT,
    );
    const late = new Map([...LATE, ...values({ '9F26': '8877665544332211', '9F27': '40', '8A': '3030' })]);
    const row = batchRow(stored, messageIn(FRAMES.purchaseAnswer), late);
    expect([12, 13].map((field) => row.fields.get(field))).toEqual(['090001', '0601']);
    expect(await sent(uploadOf(row, STATION))).toBe(FRAMES.upload);
  });

  it('uploads a void with its own reference and its original', async () => {
    const original = { batch: 5, stan: 123, date: '0601', reference: '260601000123', approval: 'A12345' };
    const asked = { station: STATION, stan: 124, values: VALUES, original, amount: 1234 };
    const answer = {
      mti: '0210',
      fields: new Map([
        [37, '260601000999'],
        [38, 'B12345'],
      ]),
    };
    const row = batchRow(storedForm(voidRequest(asked), MOMENT), answer, LATE);
    expect(await sent(uploadOf(row, STATION))).toBe(FRAMES.uploadVoid);
  });

  it('has no row of a balance enquiry', () => {
    const balance = cardRequest('balance', { station: STATION, stan: 123, values: BALANCE });
    expect(() => uploadOf(balance, STATION)).toThrow('moved money');
  });
});
