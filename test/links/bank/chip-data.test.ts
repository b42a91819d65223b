import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { chipAnswer, chipData, chipValues } from '../../../src/links/bank/chip-data.js';
import { VALUES, values } from './signed-on.js';

const STOCK = new Map([
  ...VALUES,
  ...values({ '9F63': '30343832303030300000000000000000', DF31: '2000000001', '8A': '3030' }),
]);

/** The tags of a use, in order. */
function tags(use: 1 | 2 | 3 | 4, stock: ReadonlyMap<number, Uint8Array> = STOCK): string {
  return [...chipValues(chipData(use, stock)).keys()].map((tag) => tag.toString(16).toUpperCase()).join(' ');
}

function answer(field: string) {
  const { issuerAuthenticationData, scripts } = chipAnswer({ mti: '0210', fields: new Map([[55, fromHex(field)]]) });
  const told = scripts.map(({ template, value }) => `${template.toString(16)} ${toHex(value)}`);
  return { data: issuerAuthenticationData && toHex(issuerAuthenticationData), scripts: told };
}

describe('chipData', () => {
  it('has the tags of each use, in the order of the sources', () => {
    expect(tags(1)).toBe(
      '9F26 9F27 9F10 9F37 9F36 95 9A 9C 9F02 5F2A 82 9F1A 9F03 9F33 9F34 9F35 9F1E 84 9F09 9F41 9F63',
    );
    expect(tags(2)).toBe('95 9F1E 9F10 9F36 DF31');
    expect(tags(3)).toBe('9F33 95 9F37 9F1E 9F10 9F26 9F36 82 DF31 9F1A 9A');
    expect(tags(4)).toBe(
      '9F26 9F27 9F10 9F37 9F36 95 9A 9C 9F02 5F2A 82 9F1A 9F03 9F33 9F34 9F35 9F1E 84 9F09 9F41 9F63 8A',
    );
  });

  it('leaves away what is missing, empty or too long', () => {
    const odd = values({ '95': '', '9F10': '00'.repeat(33), '9F1E': '00'.repeat(9) });
    expect(tags(2, new Map([...STOCK, ...odd]))).toBe('9F36 DF31');
    expect(tags(2, new Map())).toBe('');
  });

  it('fits its field with everything at its longest', () => {
    for (let length = 1; length <= 700; length++) {
      const longest = new Map([...STOCK.keys()].map((tag) => [tag, new Uint8Array(length)] as const));
      for (const use of [1, 2, 3, 4] as const) expect(chipData(use, longest).length).toBeLessThanOrEqual(255);
    }
    const longest = new Map([
      ...STOCK,
      ...values({ '9F10': '00'.repeat(32), '84': '00'.repeat(16), DF31: '00'.repeat(635) }),
    ]);
    for (const use of [1, 2, 3, 4] as const) expect(chipData(use, longest).length).toBeLessThanOrEqual(255);
  });
});

describe('chipAnswer', () => {
  it('has 91, and the scripts in the order they came in', () => {
    const told = answer('910A11223344556677883030 72099F1804000000028600 71099F1804000000018600 72020000');
    expect(told).toEqual({
      data: '11223344556677883030',
      scripts: ['72 9F1804000000028600', '71 9F1804000000018600', '72 0000'],
    });
  });

  it('is nothing where field 55 is no TLV, or is not there', () => {
    expect(answer('910A1122')).toEqual({ data: undefined, scripts: [] });
    expect(answer('9F3602001C')).toEqual({ data: undefined, scripts: [] });
    expect(chipAnswer({ mti: '0210', fields: new Map() })).toEqual({
      issuerAuthenticationData: undefined,
      scripts: [],
    });
  });
});
