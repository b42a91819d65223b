import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { decodeMessage, encodeMessage, type Message } from '../../../src/codec/iso8583.js';
import { cardRequest, voidRequest } from '../../../src/links/bank/card-requests.js';
import { reversalOf, scriptNotice, storedForm } from '../../../src/links/bank/reversal.js';
import { FRAMES, LATE, STATION, sent, VALUES, values } from './signed-on.js';

const MOMENT = '20260601090000';
const PURCHASE = { station: STATION, stan: 123, values: VALUES, amount: 1234 };
const RESULTS = values({ DF31: '2000000001' });

/** Through the journal and back. */
function kept(request: Message): Message {
  return decodeMessage(encodeMessage(storedForm(request, MOMENT)));
}

/** What the card was asked for is a balance. */
const BALANCE = new Map([...VALUES, ...values({ '9C': '31' })]);

describe('storedForm', () => {
  it('has no track, PIN or MAC, and the terminal’s time', () => {
    const pinBlock = fromHex('0011223344556677');
    const { fields } = storedForm(cardRequest('purchase', { ...PURCHASE, pinBlock }), MOMENT);
    expect([...fields.keys()].sort((a, b) => a - b)).toEqual([2, 3, 4, 11, 12, 13, 14, 22, 23, 25, 41, 42, 49, 55, 60]);
    expect([fields.get(12), fields.get(13)]).toEqual(['090000', '0601']);
  });
});

describe('reversalOf', () => {
  it('is made from the kept request alone, byte for byte', async () => {
    expect(await sent(reversalOf(kept(cardRequest('purchase', PURCHASE)), '98'))).toBe(FRAMES.reversal);
  });

  it('tells what the card said last, and what came of scripts', async () => {
    const late = { values: new Map([...LATE, ...RESULTS]) };
    expect(await sent(reversalOf(kept(cardRequest('purchase', PURCHASE)), '06', late))).toBe(FRAMES.reversal06);
  });

  it('of a transfer keeps both accounts and the second bitmap', async () => {
    const toAccount = '6228480402564890018';
    const transfer = cardRequest('transfer', {
      ...PURCHASE,
      values: new Map([...VALUES, ...values({ '9C': '40' })]),
      toAccount,
    });
    expect(await sent(reversalOf(kept(transfer), 'A0'))).toBe(FRAMES.transferReversal);
  });

  it('of a void names the void, keeps the reference, and has no chip data', () => {
    const original = { batch: 5, stan: 123, date: '0531', reference: '260601000123', approval: 'A12345' };
    const asked = { station: STATION, stan: 124, values: VALUES, original, amount: 1234 };
    const { mti, fields } = reversalOf(kept(voidRequest(asked)), '98', { values: LATE });
    expect([mti, ...[3, 11, 37, 38, 55, 61].map((field) => fields.get(field))]).toEqual([
      '0400',
      '200000',
      '000124',
      '260601000123',
      'A12345',
      undefined,
      '0000050001240601',
    ]);
  });

  it('of a balance enquiry is a bug, and so is one of a request that was not kept', () => {
    const balance = cardRequest('balance', { station: STATION, stan: 123, values: BALANCE });
    expect(() => reversalOf(kept(balance), '98')).toThrow('moved money');
    expect(() => reversalOf(cardRequest('purchase', PURCHASE), '98')).toThrow('its date');
  });
});

describe('scriptNotice', () => {
  it('has a number of its own and the results of the scripts, byte for byte', async () => {
    const notice = scriptNotice(kept(cardRequest('purchase', PURCHASE)), LATE, fromHex('2000000001'), 126);
    expect(await sent(notice)).toBe(FRAMES.notice);
  });

  it('tells the first thirty scripts of more', () => {
    const results = fromHex('2000000001'.repeat(31));
    const { fields } = scriptNotice(kept(cardRequest('purchase', PURCHASE)), LATE, results, 126);
    expect(toHex(fields.get(55) as Uint8Array)).toContain(`DF318196${'2000000001'.repeat(30)}9F1A`);
    expect(() => scriptNotice(kept(cardRequest('purchase', PURCHASE)), LATE, fromHex('20'), 126)).toThrow('five bytes');
  });
});
