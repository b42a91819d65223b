import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import { decodeHolder } from '../../src/ssse/holder.js';
import { isRefusal } from '../../src/ssse/refusal.js';

const padded = (hex: string, length: number): string => hex.padEnd(2 * length, '0');

/** EF06: 张测试, the test person of sscard.md 16.1. */
const EF06: Readonly<Record<number, string>> = {
  8: '393930313030313939303031303130303132',
  9: padded('D5C5B2E2CAD4', 30),
  78: padded('', 20),
  10: '31',
  11: '01',
  12: '990100',
  13: '19900101',
};

function holder(changes: Readonly<Record<number, string | undefined>> = {}) {
  const values = Object.entries({ ...EF06, ...changes });
  return decodeHolder(
    values.flatMap(([tag, value]) => (value === undefined ? [] : [{ tag: Number(tag), value: fromHex(value) }])),
  );
}

const refused = (changes: Readonly<Record<number, string | undefined>>): string => {
  const read = holder(changes);
  return isRefusal(read) ? read.refused : 'read';
};

const nameOf = (changes: Readonly<Record<number, string | undefined>>): string => {
  const read = holder(changes);
  return isRefusal(read) ? read.refused : read.name;
};

describe('EF06', () => {
  it('tells who the holder is', () => {
    expect(holder()).toEqual({
      personNumber: '990100199001010012',
      name: '张测试',
      sex: '1',
      ethnicity: '01',
      birthPlace: '990100',
      birthDate: '19900101',
    });
  });

  it.each([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d])('has item %s in its length, or is refused', (tag) => {
    expect(refused({ [tag]: undefined })).toBe('card-data-missing');
    expect(refused({ [tag]: '' })).toBe('card-data-malformed');
    expect(refused({ [tag]: `${EF06[tag]}00` })).toBe('card-data-malformed');
  });

  it('may lack the extension of the name, which came with 2.0', () => {
    expect(nameOf({ 78: undefined })).toBe('张测试');
    expect(refused({ 78: padded('', 19) })).toBe('card-data-malformed');
    expect(refused({ 78: '' })).toBe('card-data-malformed');
  });

  it('joins a name that is cut inside a character before it is decoded', () => {
    // 30 bytes are 29 letters and the first half of 张 (D5 C5); the extension goes on with the second half.
    const letters = '41'.repeat(29);
    expect(nameOf({ 9: `${letters}D5`, 78: padded('C542', 20) })).toBe(`${'A'.repeat(29)}张B`);
  });

  it('takes an extension that was never written for none', () => {
    expect(nameOf({ 78: 'F'.repeat(40) })).toBe('张测试');
  });

  it('names somebody: an empty number or name vouches for nobody', () => {
    expect(refused({ 8: padded('', 18) })).toBe('card-data-missing');
    expect(refused({ 8: 'F'.repeat(36) })).toBe('card-data-missing');
    expect(refused({ 9: padded('', 30) })).toBe('card-data-missing');
    expect(refused({ 9: 'F'.repeat(60) })).toBe('card-data-missing');
  });

  it('has digits where digits belong', () => {
    expect(refused({ 11: '0A' })).toBe('card-data-malformed');
    expect(refused({ 12: 'F90100' })).toBe('card-data-malformed');
    expect(refused({ 13: '1990C101' })).toBe('card-data-malformed');
  });

  it('may have items that are not set', () => {
    const read = holder({ 10: '00', 11: 'FF', 12: 'FFFFFF', 13: 'FFFFFFFF' });
    if (isRefusal(read)) throw new Error(read.refused);
    expect([read.sex, read.ethnicity, read.birthPlace, read.birthDate]).toEqual(['', '', '', '']);
  });
});
