import { describe, expect, it } from 'vitest';
import { tagBytes } from '../../../src/codec/tlv.js';
import { AIP, AUC, type Bit, TERMINAL_CAPABILITIES, TSI, TVR } from '../../../src/pse/bits.js';
import { formatOf } from '../../../src/pse/data-formats.js';
import {
  ADA_WORDS,
  ADDITIONAL_CAPABILITY_WORDS,
  AIP_WORDS,
  AUC_WORDS,
  type BitRow,
  bitsSet,
  CAPABILITY_WORDS,
  TSI_WORDS,
  TVR_WORDS,
} from '../../../src/pse/words/bit-words.js';
import { type TagRow, tagRow } from '../../../src/pse/words/tags.js';

const HAN = /[\u4e00-\u9fff]/;

/** All rows, found as a reader of tags would find them. */
function rows(): TagRow[] {
  const found: TagRow[] = [];
  for (let tag = 0x40; tag <= 0xff; tag++) push(found, tag);
  for (const first of [0x5f, 0x7f, 0x9f, 0xbf, 0xdf]) {
    for (let second = 0x01; second < 0x80; second++) push(found, first * 256 + second);
  }
  return found;
}

function push(found: TagRow[], tag: number): void {
  const row = tagRow(tag);
  if (row !== undefined) found.push(row);
}

describe('the table of tags', () => {
  const all = rows();

  it('has the whole dictionary', () => {
    expect(all.length).toBeGreaterThan(170);
  });

  it('has tags that can be written, lengths in order, names in both languages', () => {
    for (const { tag, name, min, max } of all) {
      expect(tagBytes(tag).length).toBeGreaterThan(0);
      expect(max >= min).toBe(true);
      expect(name.zh.length).toBeGreaterThan(1);
      expect(HAN.test(name.en)).toBe(false);
      expect(name.en.length).toBeGreaterThan(3);
    }
  });

  it('agrees with the formats by which data object lists are filled', () => {
    const differ = all.filter(({ tag, format }) => {
      const listed = formatOf(tag);
      return listed === 'other' ? false : listed !== format;
    });
    expect(differ.map((row) => row.tag.toString(16))).toEqual([]);
  });
});

describe('the tables of bits', () => {
  const bitsOf = (names: Readonly<Record<string, Bit>>) =>
    Object.values(names).map(({ byte, bit }) => `${byte}.${bit}`);
  const rowsOf = (table: readonly BitRow[]) => table.map(([{ byte, bit }]) => `${byte}.${bit}`);

  it('have words for every bit that the kernel knows, and for no other', () => {
    expect(rowsOf(TVR_WORDS)).toEqual(bitsOf(TVR));
    expect(rowsOf(TSI_WORDS)).toEqual(bitsOf(TSI));
    expect(rowsOf(AIP_WORDS)).toEqual(bitsOf(AIP));
    expect(rowsOf(AUC_WORDS)).toEqual(bitsOf(AUC));
    expect(rowsOf(CAPABILITY_WORDS)).toEqual(bitsOf(TERMINAL_CAPABILITIES));
  });

  it('name no bit twice, and nothing the same way twice', () => {
    for (const table of [TVR_WORDS, TSI_WORDS, AIP_WORDS, AUC_WORDS, ADDITIONAL_CAPABILITY_WORDS, ADA_WORDS]) {
      expect(new Set(rowsOf(table)).size).toBe(table.length);
      expect(new Set(table.map(([, words]) => words.en)).size).toBe(table.length);
      expect(new Set(table.map(([, words]) => words.zh)).size).toBe(table.length);
      for (const [, words] of table) expect(HAN.test(words.en)).toBe(false);
    }
  });

  it('are read first byte first, high bit first', () => {
    expect(bitsSet(TSI_WORDS, Uint8Array.of(0x84, 0x00)).map((bit) => bit.at)).toEqual(['1.8', '1.3']);
  });
});
