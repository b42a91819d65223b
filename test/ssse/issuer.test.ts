import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { readIssuer } from '../../src/ssse/issuer.js';
import { isRefusal } from '../../src/ssse/refusal.js';

/** EF05 of the test card (sscard.md 16.1): tag → value. */
const EF05: Readonly<Record<number, string>> = {
  1: '990100D1560000050000000166534F34',
  2: '33',
  3: '322E3030',
  4: '915600000299010099010001',
  5: '20250101',
  6: '20350101',
  7: '413030303030303131',
};

function issuer(changes: Readonly<Record<number, string | undefined>> = {}) {
  const values = Object.entries({ ...EF05, ...changes });
  return readIssuer(
    values.flatMap(([tag, value]) => (value === undefined ? [] : [{ tag: Number(tag), value: fromHex(value) }])),
  );
}

const refused = (changes: Readonly<Record<number, string | undefined>>): string => {
  const read = issuer(changes);
  return isRefusal(read) ? read.refused : 'read';
};

describe('EF05', () => {
  it('is read item by item', () => {
    const read = issuer();
    if (isRefusal(read)) throw new Error(read.refused);
    const { cardIdentifier, ...rest } = read;
    expect(toHex(cardIdentifier)).toBe(EF05[1]);
    expect(rest).toEqual({
      region: '990100',
      cardClass: '3',
      version: '2.00',
      generation: '2.0',
      institution: '915600000299010099010001',
      issued: '20250101',
      expires: '20350101',
      cardNumber: 'A00000011',
    });
  });

  it('may come in any order and with more items', () => {
    const records = Object.entries(EF05)
      .reverse()
      .map(([tag, value]) => ({ tag: Number(tag), value: fromHex(value) }));
    expect(isRefusal(readIssuer([{ tag: 0xa1, value: new Uint8Array(3) }, ...records]))).toBe(false);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('has item %s, or is refused', (tag) => {
    expect(refused({ [tag]: undefined })).toBe('card-data-missing');
  });

  it('has a card number of nine characters, whatever comes behind them', () => {
    expect(refused({ 7: `${EF05[7]}4142` })).toBe('read');
    expect(refused({ 7: EF05[7].slice(2) })).toBe('card-data-malformed');
  });

  it.each([1, 2, 3, 4, 5, 6])('has item %s in its length, or is refused', (tag) => {
    expect(refused({ [tag]: `${EF05[tag]}00` })).toBe('card-data-malformed');
    expect(refused({ [tag]: EF05[tag].slice(2) })).toBe('card-data-malformed');
    expect(refused({ [tag]: '' })).toBe('card-data-malformed');
  });

  it.each([
    ['another RID', '990100D1560000060000000166534F34'],
    ['no RID', `990100${'F'.repeat(26)}`],
    ['a region with a letter', '99010AD1560000050000000166534F34'],
    ['a region that was never written', 'FFFFFFD1560000050000000166534F34'],
    ['nothing written', '0'.repeat(32)],
  ])('has an identifier as the standard writes it: %s', (_, identifier) => {
    expect(refused({ 1: identifier })).toBe('card-identifier-malformed');
  });

  it('is not judged by the authentication code, which no terminal may check', () => {
    expect(refused({ 1: '990100D15600000500000001FFFFFFFF' })).toBe('read');
    expect(refused({ 1: '990100D1560000050000000100000000' })).toBe('read');
  });

  it('has digits where digits belong', () => {
    expect(refused({ 4: '91560000029901009901000A' })).toBe('card-data-malformed');
    expect(refused({ 5: '2025010B' })).toBe('card-data-malformed');
    expect(refused({ 6: 'F0350101' })).toBe('card-data-malformed');
  });

  it('may have dates and a version that are not set', () => {
    const read = issuer({ 3: '00000000', 5: 'FFFFFFFF', 6: 'FFFFFFFF' });
    if (isRefusal(read)) throw new Error(read.refused);
    expect([read.version, read.generation, read.issued, read.expires]).toEqual(['', '1.0', '', '']);
  });

  it.each([
    ['312E3030', '1.00', '1.0'],
    ['322E3031', '2.01', '2.0'],
    ['332E3031', '3.01', '3.0'],
    ['342E3030', '4.00', undefined],
    ['32303030', '2000', undefined],
  ])('tells the generation by its version: %s', (hex, version, generation) => {
    const read = issuer({ 3: hex });
    if (isRefusal(read)) throw new Error(read.refused);
    expect(read.version).toBe(version);
    expect(read.generation).toBe(generation);
  });
});
