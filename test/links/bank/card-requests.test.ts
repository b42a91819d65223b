import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/hex.js';
import { cardRequest, offlineUpload, refundRequest, voidRequest } from '../../../src/links/bank/card-requests.js';
import { FRAMES, LATE, STATION, sent, VALUES, values } from './signed-on.js';

const PURCHASE = { station: STATION, stan: 123, values: VALUES, amount: 1234 };
const ORIGINAL = { batch: 5, stan: 123, date: '0601', reference: '260601000123' };

function changed(hex: Readonly<Record<string, string>>): ReadonlyMap<number, Uint8Array> {
  return new Map([...VALUES, ...values(hex)]);
}

function without(tag: number): ReadonlyMap<number, Uint8Array> {
  return new Map([...VALUES].filter(([one]) => one !== tag));
}

describe('cardRequest', () => {
  it('is a purchase, byte for byte, with a PIN and without', async () => {
    expect(await sent(cardRequest('purchase', PURCHASE))).toBe(FRAMES.purchase);
    const pinBlock = fromHex('0011223344556677');
    expect(await sent(cardRequest('purchase', { ...PURCHASE, pinBlock }))).toBe(FRAMES.purchasePin);
  });

  it('is a balance enquiry without an amount', async () => {
    const asked = { station: STATION, stan: 123, values: changed({ '9C': '31', '9F02': '000000000000' }) };
    expect(await sent(cardRequest('balance', asked))).toBe(FRAMES.balance);
  });

  it('is a transfer with two accounts, a second bitmap and its MAC behind', async () => {
    const toAccount = '6228480402564890018';
    const request = cardRequest('transfer', { ...PURCHASE, values: changed({ '9C': '40' }), toAccount });
    expect(await sent(request)).toBe(FRAMES.transfer);
  });

  it('is a withdrawal and a deposit by other codes', async () => {
    const [cash, deposit] = ['01', '21'].map((kind) => ({ ...PURCHASE, values: changed({ '9C': kind }) }));
    const pinBlock = fromHex('0011223344556677');
    expect(await sent(cardRequest('withdrawal', { ...cash, pinBlock }))).toBe(FRAMES.withdrawal);
    expect(await sent(cardRequest('deposit', deposit))).toBe(FRAMES.deposit);
    expect(() => cardRequest('deposit', cash)).toThrow('the same transaction');
  });

  it('leaves away what the card does not have, or has in no form that fits', () => {
    const has = (one: ReadonlyMap<number, Uint8Array>, field: number) =>
      cardRequest('purchase', { ...PURCHASE, values: one }).fields.has(field);
    expect(has(VALUES, 35)).toBe(true);
    expect(has(without(0x57), 35)).toBe(false);
    expect(has(without(0x5f34), 23)).toBe(false);
    expect(has(changed({ '57': '6212990100000016D301220100000000000000' }), 35)).toBe(false);
    expect(has(changed({ '57': '6212990100000016' }), 35)).toBe(false);
    expect(has(changed({ '57': 'D30122' }), 35)).toBe(false);
    expect(has(changed({ '57': '6212990100000016D3012A' }), 35)).toBe(false);
  });

  it('is a bug without an account, with an amount too large, or with what it must not have', () => {
    expect(() => cardRequest('purchase', { ...PURCHASE, values: without(0x5a) })).toThrow('an account');
    expect(() => cardRequest('purchase', { ...PURCHASE, amount: 1_000_000_000_000 })).toThrow('fits its field');
    expect(() => cardRequest('purchase', { ...PURCHASE, amount: 0 })).toThrow('one fen or more');
    expect(() => cardRequest('purchase', { ...PURCHASE, amount: 1.5 })).toThrow('whole number');
    expect(() => cardRequest('balance', { ...PURCHASE, values: changed({ '9C': '31' }) })).toThrow('have an amount');
    expect(() => cardRequest('transfer', { ...PURCHASE, values: changed({ '9C': '40' }) })).toThrow('to an account');
    expect(() => cardRequest('purchase', { ...PURCHASE, toAccount: '1' })).toThrow('goes to an account');
    expect(() => cardRequest('purchase', { ...PURCHASE, stan: 1_000_000 })).toThrow('fits its field');
  });
});

describe('voidRequest and refundRequest', () => {
  it('name their original and have no cryptogram, byte for byte', async () => {
    const original = { ...ORIGINAL, approval: 'A12345' };
    const asked = { station: STATION, stan: 124, values: VALUES, original, amount: 1234 };
    expect(await sent(voidRequest(asked))).toBe(FRAMES.void);
  });

  it('give back a part in a later batch, without an approval code', async () => {
    const station = { ...STATION, batch: 6 };
    const asked = { station, stan: 125, values: VALUES, original: ORIGINAL, amount: 234 };
    expect(await sent(refundRequest(asked))).toBe(FRAMES.refund);
  });
});

describe('offlineUpload', () => {
  it('has the TC and the terminal’s own code, and no track', async () => {
    const late = values({ '9F26': '8877665544332211', '9F27': '40', '8A': '5931' });
    const upload = offlineUpload({ station: STATION, stan: 123, values: new Map([...LATE, ...late]), amount: 1234 });
    expect(await sent(upload)).toBe(FRAMES.offline);
  });
});
