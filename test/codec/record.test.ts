import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeRecords, encodeRecord } from '../../src/codec/record.js';

/** EF05 of a 2.0 card (sscard.md 4.2, 16.1), as `00B20105 40` answers it: 64 bytes. */
const ISSUER_FILE =
  '0110990100D1560000050000000166534F34' +
  '020133' +
  '0304322E3030' +
  '040C915600000299010099010001' +
  '050420200101' +
  '060420300101' +
  '0709413030303030303131';

const shown = (bytes: string) => decodeRecords(fromHex(bytes)).map(({ tag, value }) => `${tag}=${toHex(value)}`);

describe('decodeRecords', () => {
  it('reads a file of records', () => {
    expect(fromHex(ISSUER_FILE)).toHaveLength(0x40);
    expect(shown(ISSUER_FILE).join(' ')).toBe(
      '1=990100D1560000050000000166534F34 2=33 3=322E3030 4=915600000299010099010001 5=20200101 6=20300101 ' +
        '7=413030303030303131',
    );
  });

  it('keeps records of the same tag apart and in order', () => {
    expect(shown('2A00400101400102400103').join()).toBe('42=,64=01,64=02,64=03');
  });

  it('knows one byte of tag and one of length, whatever they would mean in BER', () => {
    expect(shown('9F0101' + '7F0102' + 'A40103').join()).toBe('159=01,127=02,164=03');
    const [long] = decodeRecords(fromHex(`4E81${'AB'.repeat(129)}`));
    expect(long.value).toHaveLength(129);
    const [longest] = decodeRecords(fromHex(`4EFF${'AB'.repeat(255)}`));
    expect(longest.value).toHaveLength(255);
  });

  it('reads a record without a value, at the end too', () => {
    expect(shown('9300').join()).toBe('147=');
  });

  it('finds no record in no bytes', () => {
    expect(decodeRecords(new Uint8Array(0))).toHaveLength(0);
  });

  it('copies the values', () => {
    const bytes = fromHex('0202AABB');
    const [record] = decodeRecords(bytes);
    bytes.fill(0);
    expect(toHex(record.value)).toBe('AABB');
  });

  it('refuses what reaches past the end, and filler', () => {
    for (const [bytes, rule] of [
      ['01', 'length missing at 1'],
      ['020133' + '03', 'length missing at 4'],
      ['020233', 'value shorter than its length at 3'],
      ['020133' + '00', 'not a tag at 3'],
      ['020133' + '0000', 'not a tag at 3'],
      ['FFFFFF', 'not a tag at 0'],
      ['020133' + 'FF', 'not a tag at 3'],
    ]) {
      expect(() => decodeRecords(fromHex(bytes))).toThrow(`record: ${rule}`);
    }
  });
});

describe('encodeRecord', () => {
  it('writes tag, length, value', () => {
    expect(toHex(encodeRecord(0x03, fromHex('322E3030')))).toBe('0304322E3030');
    expect(toHex(encodeRecord(0x93, new Uint8Array(0)))).toBe('9300');
    expect(encodeRecord(0x40, new Uint8Array(255))).toHaveLength(257);
  });

  it('writes a group as records in a record (B-TLV)', () => {
    const inner = Uint8Array.of(...encodeRecord(0x41, fromHex('20240101')), ...encodeRecord(0x42, fromHex('31')));
    const group = encodeRecord(0x40, inner);
    expect(toHex(group)).toBe('4009' + '410420240101' + '420131');
    const [outer] = decodeRecords(group);
    expect(decodeRecords(outer.value)).toHaveLength(2);
  });

  it('refuses no tags and values that do not fit', () => {
    for (const tag of [0, 0xff, 0x100, -1, 1.5]) {
      expect(() => encodeRecord(tag, new Uint8Array(0))).toThrow('a record tag is 01 to FE');
    }
    expect(() => encodeRecord(1, new Uint8Array(256))).toThrow('at most 255');
  });
});
