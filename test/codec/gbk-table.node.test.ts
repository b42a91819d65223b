import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeGbk, encodeGbk } from '../../src/codec/gbk.js';
import { gbkTableSource } from '../../tools/generate-gbk-table.js';

const CELLS: Uint8Array[] = [];
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) CELLS.push(Uint8Array.of(lead, trail));
}

const isCharacter = (text: string) => text.length === 1 && text !== '\uFFFD' && !/[\uE000-\uF8FF]/.test(text);

describe('the table of GBK', () => {
  it('is what its generator writes', () => {
    expect(readFileSync('src/codec/gbk-table.ts', 'utf8')).toBe(gbkTableSource());
  });

  it("agrees with the platform's GBK decoder in every cell that has a character there", () => {
    const gbk = new TextDecoder('gbk');
    let compared = 0;
    for (const cell of CELLS) {
      const witness = gbk.decode(cell);
      if (!isCharacter(witness) || (cell[0] === 0xa3 && cell[1] === 0xa0)) continue;
      compared++;
      if (decodeGbk(cell) !== witness) expect(decodeGbk(cell)).toBe(witness);
    }
    expect(CELLS).toHaveLength(23_940);
    expect(compared).toBeGreaterThan(21_700);
  });

  it('has 21891 characters: the 21886 of GBK without 6 beyond the BMP, with the Euro and 10 later forms', () => {
    const shown = CELLS.map(decodeGbk);
    expect(shown.filter(isCharacter)).toHaveLength(21_891);
    expect(shown.filter((text) => /^□<[0-9A-F]{4}>$/.test(text))).toHaveLength(23_940 - 21_891);
  });

  it('writes every character it reads back into its own cell', () => {
    for (const cell of CELLS) {
      const text = decodeGbk(cell);
      if (isCharacter(text) && encodeGbk(text).join() !== cell.join()) expect(encodeGbk(text)).toEqual(cell);
    }
  });
});
