import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { Message } from '../../src/codec/iso8583.js';
import { decodeRecord, type Entry, encodeRecord } from '../../src/journal/entries.js';

const MOMENT = '20260601090807';
/** 0200 with fields 4 and 11. */
const MESSAGE: Message = {
  mti: '0200',
  fields: new Map([
    [4, '000000001234'],
    [11, '000007'],
  ]),
};
const MESSAGE_BYTES = '0200 1020000000000000 000000001234 000007';
const MOMENT_BYTES = '20260601090807';

/** Each entry, and its bytes by hand: length 2, kind 1, content. */
const LAYOUT: readonly (readonly [name: string, entry: Entry, bytes: string])[] = [
  ['a counter', { kind: 'counter', counter: 'stan', value: 999_999 }, '0006 01 02 000F423F'],
  ['another counter', { kind: 'counter', counter: 'sequence', value: 99_999_999 }, '0006 01 01 05F5E0FF'],
  ['the batch', { kind: 'counter', counter: 'batch', value: 1 }, '0006 01 03 00000001'],
  [
    'a request to be taken back',
    {
      kind: 'pending',
      pending: { way: 'reverse', reason: 'A0', tries: 3, moment: MOMENT, request: MESSAGE },
    },
    `001E 02 00 02 03 ${MOMENT_BYTES} ${MESSAGE_BYTES}`,
  ],
  [
    'an advice to be repeated',
    {
      kind: 'pending',
      pending: { way: 'repeat', reason: undefined, tries: 0, moment: MOMENT, request: MESSAGE },
    },
    `001E 02 01 00 00 ${MOMENT_BYTES} ${MESSAGE_BYTES}`,
  ],
  ['nothing pending', { kind: 'nothing-pending' }, '0001 03'],
  [
    'a row',
    {
      kind: 'row',
      row: {
        where: 'uploaded',
        moment: MOMENT,
        tsi: Uint8Array.of(0xf8, 0x00),
        label: 'PBOC',
        signature: true,
        message: MESSAGE,
      },
    },
    `0024 04 02 01 04 50424F43 ${MOMENT_BYTES} F800 ${MESSAGE_BYTES}`,
  ],
  ['a notice', { kind: 'notice', notice: MESSAGE }, `0014 05 ${MESSAGE_BYTES}`],
  ['its end', { kind: 'notified', stan: 7 }, '0004 06 000007'],
  [
    'a dispute',
    {
      kind: 'dispute',
      dispute: { way: 'reverse', reason: '06', tries: 9, moment: MOMENT, request: MESSAGE, acknowledged: true },
    },
    `001F 07 01 00 03 09 ${MOMENT_BYTES} ${MESSAGE_BYTES}`,
  ],
  [
    'a settlement that has begun',
    { kind: 'settling', settling: { stan: 8, moment: MOMENT } },
    `000B 08 000008 ${MOMENT_BYTES}`,
  ],
  [
    'a settlement',
    {
      kind: 'settlement',
      settlement: {
        batch: 2,
        moment: MOMENT,
        debits: 3,
        debitAmount: 999_999_999_999,
        credits: 1,
        creditAmount: 34,
        balanced: false,
        disputes: 1,
      },
    },
    `001D 09 000002 ${MOMENT_BYTES} 0003 00E8D4A50FFF 0001 000000000022 00 01`,
  ],
  ['the end of a batch', { kind: 'batch-over' }, '0001 0A'],
  ['a setting', { kind: 'setting', key: 'ca 09', value: fromHex('0102') }, '0009 0B 05 6361203039 0102'],
];

describe('an entry', () => {
  it.each(LAYOUT)('%s has its bytes, and is read from them', (_, entry, bytes) => {
    const packed = bytes.replaceAll(' ', '');
    expect(toHex(encodeRecord([entry]))).toBe(packed);
    expect(decodeRecord(fromHex(packed))).toEqual([entry]);
  });

  it('of a kind that nobody writes is a broken assumption', () => {
    expect(() => decodeRecord(fromHex('000110'))).toThrow('kind that the journal writes');
    expect(() => decodeRecord(fromHex('0006010400000001'))).toThrow('counter');
  });
});

describe('a record', () => {
  it('has its entries in their order', () => {
    const entries = LAYOUT.map(([, entry]) => entry);
    const body = LAYOUT.map(([, , bytes]) => bytes.replaceAll(' ', '')).join('');
    expect(toHex(encodeRecord(entries))).toBe(body);
    expect(decodeRecord(fromHex(body))).toEqual(entries);
  });

  it('may be empty', () => {
    expect(decodeRecord(new Uint8Array(0))).toEqual([]);
  });
});
