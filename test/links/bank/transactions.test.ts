import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../../src/codec/iso8583.js';
import { privateData } from '../../../src/links/bank/private-data.js';
import { deviationOf, transactionOf } from '../../../src/links/bank/transactions.js';

function transaction(mti: string, process: string, condition: string, digits: string) {
  const all: readonly (readonly [number, FieldValue])[] = [
    [3, process],
    [25, condition],
    [60, digits],
  ];
  return transactionOf({ mti, fields: new Map(all.filter(([, value]) => value !== '')) });
}

function told(...key: readonly [string, string, string, string]): string {
  const found = transaction(...key);
  return found ? `${found.reversal ? 'reversal ' : ''}${found.direction} ${found.name.en}` : 'unknown';
}

describe('transactionOf', () => {
  it('tells payments by field 3, 25 and 60.1', () => {
    expect(told('0200', '310000', '00', '01000001')).toBe('request Balance enquiry');
    expect(told('0200', '000000', '00', '22000001')).toBe('request Purchase');
    expect(told('0200', '200000', '00', '23000001')).toBe('request Void of a purchase');
    expect(told('0220', '200000', '00', '25000001')).toBe('request Refund');
    expect(told('0100', '030000', '06', '10000001')).toBe('request Pre-authorisation');
    expect(told('0200', '000000', '06', '20000001')).toBe('request Completion');
    expect(told('0220', '000000', '06', '24000001')).toBe('request Completion advice');
    expect(told('0200', '010000', '00', '71000001')).toBe('request Withdrawal');
    expect(told('0200', '210000', '00', '72000001')).toBe('request Deposit');
    expect(told('0200', '400000', '00', '73000001')).toBe('request Transfer');
  });

  it('tells management by field 60.3', () => {
    expect(told('0800', '', '', '00000001004')).toBe('request Sign-in');
    expect(told('0820', '', '', '00000001002')).toBe('request Sign-out');
    expect(told('0820', '', '', '00000001301')).toBe('request Echo test');
    expect(told('0820', '', '', '00000001372')).toBe('request Query for CA keys');
    expect(told('0800', '', '', '00000001370')).toBe('request Download of CA keys');
    expect(told('0500', '', '', '00000001201')).toBe('request Batch settlement');
    expect(told('0320', '', '', '00000001207')).toBe('request End of the batch upload');
    expect(told('0620', '000000', '00', '00000001951')).toBe('request Script result notice');
  });

  it('knows answers, each ten above its request', () => {
    expect(told('0210', '000000', '00', '22000001')).toBe('answer Purchase');
    expect(told('0230', '200000', '00', '25000001')).toBe('answer Refund');
    expect(told('0110', '200000', '06', '11000001')).toBe('answer Void of a pre-authorisation');
    expect(told('0810', '', '', '00000001003')).toBe('answer Sign-in');
    expect(told('0830', '', '', '00000001301')).toBe('answer Echo test');
    expect(told('0510', '', '', '00000001201')).toBe('answer Batch settlement');
    expect(told('0330', '', '', '00000001202')).toBe('answer End of the batch upload');
    expect(told('0630', '', '', '00000001951')).toBe('answer Script result notice');
  });

  it('tells what a reversal takes back', () => {
    expect(told('0400', '000000', '00', '22000001')).toBe('reversal request Purchase');
    expect(told('0410', '200000', '00', '23000001')).toBe('reversal answer Void of a purchase');
    expect(told('0400', '030000', '06', '10000001')).toBe('reversal request Pre-authorisation');
    expect(told('0400', '200000', '00', '25000001')).toBe('reversal request Refund');
    expect(told('0400', '400000', '00', '73000001')).toBe('reversal request Transfer');
    expect(told('0400', '', '', '00000001003')).toBe('unknown');
  });

  it('does without a part of the key where nothing else fits, and does not guess', () => {
    expect(told('0510', '', '', '')).toBe('answer Batch settlement');
    expect(told('0210', '310000', '', '')).toBe('answer Balance enquiry');
    expect(told('0200', '000000', '00', '')).toBe('unknown');
    expect(told('0200', '000000', '00', '99000001')).toBe('unknown');
    expect(told('0800', '', '', '00000001999')).toBe('unknown');
  });
});

describe('deviationOf', () => {
  const SALE = [3, 4, 11, 22, 25, 41, 42, 49, 60, 64];

  function deviation(key: readonly [string, string, string, string], ...numbers: readonly number[]) {
    const found = transaction(...key);
    if (found === undefined) throw new Error('unknown');
    return deviationOf(found, { mti: key[0], fields: new Map(numbers.map((one) => [one, ''])) });
  }

  it('finds what is missing and what does not belong', () => {
    const sale = ['0200', '000000', '00', '22000001'] as const;
    expect(deviation(sale, ...SALE, 35, 52)).toEqual({ missing: [], unlisted: [] });
    expect(deviation(['0200', '310000', '00', '01000001'], ...SALE)).toEqual({ missing: [], unlisted: [4] });
    expect(deviation(['0400', '000000', '00', '22000001'], ...SALE, 48)).toEqual({ missing: [39, 61], unlisted: [48] });
    expect(deviation(['0200', '200000', '00', '23000001'], ...SALE, 37, 38, 61)).toEqual({ missing: [], unlisted: [] });
  });

  it('wants the MAC of a transfer in the second bitmap, and of management none', () => {
    const transfer = ['0200', '400000', '00', '73000001'] as const;
    expect(deviation(transfer, ...SALE, 102, 103)).toEqual({ missing: [128], unlisted: [64] });
    expect(deviation(['0400', '400000', '00', '73000001'], ...SALE, 39, 61, 128)).toEqual({
      missing: [],
      unlisted: [64],
    });
    expect(deviation(['0820', '', '', '00000001301'], 11, 41, 42, 60, 64)).toEqual({ missing: [], unlisted: [64] });
  });

  it('has nothing to say where the sources do not', () => {
    expect(deviation(['0100', '030000', '06', '10000001'], 48)).toEqual({ missing: [], unlisted: [] });
  });
});

describe('privateData', () => {
  it('may end behind any part', () => {
    expect(privateData(undefined)).toEqual({});
    expect(privateData('22000001')).toEqual({ kind: '22', batch: '000001' });
    expect(privateData('0000000100352')).toEqual({
      kind: '00',
      batch: '000001',
      network: '003',
      capability: '5',
      chipCondition: '2',
    });
    expect(privateData('2')).toEqual({});
  });
});
