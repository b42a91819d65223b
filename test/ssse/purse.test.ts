/** The commands of the medical account as sscard.md 8 has them, byte for byte; the purchase is that of 16.7. */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { openSession } from '../../src/card/session.js';
import { Purse } from '../../src/ssse/purse.js';
import { type Exchange, ScriptedReader } from '../card/scripted-reader.js';

const TERMINAL = '990100000001';
const AMOUNTS = { account: 1234, selfPay: 300, pool: 8000 };

async function purse(...script: readonly Exchange[]): Promise<Purse> {
  return new Purse(await openSession(new ScriptedReader(script)));
}

describe('the account', () => {
  it('tells its balance', async () => {
    expect(await (await purse(['B026000104', '0003D0909000'])).balance()).toBe(250_000);
  });

  it('tells the totals of its year', async () => {
    const account = await purse(
      ['B026000206', '0000012C20249000'],
      ['B026000306', '00001F4020249000'],
      ['B056010002', '04019000'],
    );
    expect(await account.totals()).toEqual({ selfPay: 300, pool: 8000, year: '2024', startingDay: '0401' });
  });

  it('does not take letters for a year', async () => {
    const account = await purse(
      ['B026000206', '0000012C20A49000'],
      ['B026000306', '00001F4020A49000'],
      ['B056010002', '04019000'],
    );
    expect(await account.totals()).toEqual({ refused: 'card-data-malformed' });
  });

  it('tells and takes the first day of its year', async () => {
    const account = await purse(
      ['B056010002', '04019000'],
      ['B0560000020701', '9000'],
      ['B056010002', '07019000'],
      ['B056010002', 'FFFF9000'],
    );
    expect(await account.startingDay()).toBe('0401');
    expect(await account.updateStartingDay('0701')).toBeUndefined();
    expect(await account.startingDay()).toBe('0701');
    expect(await account.startingDay()).toBe('FFFF');
  });

  it.each([
    ['6982', { refused: 'write-denied' }],
    ['6985', { refused: 'purse-missing' }],
    ['6D00', { refused: 'purse-missing' }],
    ['6581', { refused: 'card-refused', sw: 0x6581 }],
    ['6A80', { refused: 'card-refused', sw: 0x6a80 }],
  ])('has a reason for %s to the first day', async (sw, refusal) => {
    expect(await (await purse(['B0560000020701', sw])).updateStartingDay('0701')).toEqual(refusal);
  });

  it('does not take one byte for a day', async () => {
    expect(await (await purse(['B056010002', '049000'])).startingDay()).toEqual({ refused: 'card-data-malformed' });
  });

  it('begins a purchase and is debited', async () => {
    const account = await purse(
      [
        'B028010113 01 000004D2 0000012C 00001F40 990100000001 16',
        '00002710 00000000 00000000 2012 0007 01 00 C0FFEE01 9000',
      ],
      ['B02C01000F 00000102 20120528093015 9BD3BFA4 08', '5BAA29A5 C739763E 9000'],
    );
    const start = await account.initializeForPurchase(AMOUNTS, TERMINAL);
    expect(start).toEqual({ balance: 10_000, sequence: 7, key: fromHex('0100'), random: fromHex('C0FFEE01') });
    const proof = await account.debit(0x102, '20120528093015', fromHex('9BD3BFA4'));
    expect(proof).toEqual({ tac: fromHex('5BAA29A5'), mac: fromHex('C739763E') });
  });

  it('answers the proof with the MAC before the TAC', async () => {
    const account = await purse(['B02E003202 0007 08', 'C739763E 5BAA29A5 9000']);
    const told = await account.proof(0x32, 7);
    expect(told.answer === 'proof' && `${toHex(told.proof.mac)} ${toHex(told.proof.tac)}`).toBe('C739763E 5BAA29A5');
  });

  it.each([
    ['9406', { answer: 'none' }],
    ['6581', { answer: 'other', refusal: { refused: 'card-refused', sw: 0x6581 } }],
    ['C739763E9000', { answer: 'other', refusal: { refused: 'card-data-malformed' } }],
  ])('tells what %s leaves open of a proof', async (answer, told) => {
    expect(await (await purse(['B02E003202 0007 08', answer])).proof(0x32, 7)).toEqual(told);
  });

  it.each([
    ['9401', 'purse-insufficient'],
    ['9402', 'purse-exhausted'],
    ['9403', 'purse-key-missing'],
    ['6985', 'purse-missing'],
    ['6D00', 'purse-missing'],
    ['6E00', 'purse-missing'],
    ['9303', 'application-blocked'],
    ['6982', 'access-denied'],
    ['00002710 9000', 'card-data-malformed'],
  ])('has a reason for %s', async (answer, reason) => {
    const account = await purse(['B028010113 01 000004D2 0000012C 00001F40 990100000001 16', answer]);
    expect(await account.initializeForPurchase(AMOUNTS, TERMINAL)).toEqual({ refused: reason });
  });

  it('says that a MAC was refused', async () => {
    const account = await purse(['B02C01000F 00000102 20120528093015 00000000 08', '9302']);
    const refused = await account.debit(0x102, '20120528093015', new Uint8Array(4));
    expect(refused).toEqual({ refused: 'purse-mac-refused' });
  });
});
