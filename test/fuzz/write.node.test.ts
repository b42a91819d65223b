/** Whatever a caller writes: a refusal that names its rule, or bytes of the published length that read back as they were meant. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeValue } from '../../src/ssse/encode-value.js';
import { layoutOf } from '../../src/ssse/layout.js';
import type { CardFile, Generation, Item } from '../../src/ssse/model.js';
import { isRefusal } from '../../src/ssse/refusal.js';
import { showValue } from '../../src/ssse/values.js';
import { planWrite, readWriteOrder } from '../../src/ssse/write-plan.js';

const GENERATIONS: readonly Generation[] = ['1.0', '2.0', '3.0'];
const files = GENERATIONS.flatMap((generation) => layoutOf(generation).map((file) => ({ generation, file })));
const items = files.flatMap(({ file }) => file.items.filter(({ type }) => type !== 'group'));

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.stringMatching(/^\d{0,20}$/),
  fc.stringMatching(/^[0-9A-F|$:^]{0,30}$/),
  fc.constantFrom('20240229', '990100', '张三', '408^080300^大学^', ''),
);

/** An address and data that are nearly right. */
const order = fc.constantFrom(...files).chain(({ file, generation }) =>
  fc.record({
    generation: fc.constant(generation),
    meaning: fc.constantFrom('own' as const, '2.0' as const),
    parts: fc.array(fc.tuple(fc.oneof({ weight: 9, arbitrary: codesOf(file) }, words), words), { maxLength: 3 }),
    whole: fc.boolean(),
    more: fc.constantFrom('', '', '', '|', 'x|'),
    file: fc.constant(file),
  }),
);

function codesOf(file: CardFile): fc.Arbitrary<string> {
  const codes = file.items.map(({ tag }) => tag.toString(16).padStart(2, '0'));
  return fc.constantFrom(...codes, ...codes.map((code) => `${code}:2`), '1');
}

function line({ name }: CardFile, parts: readonly string[]): string {
  return `${name}|${parts.map((part) => `${part}|`).join('')}$`;
}

describe('a write of anything', () => {
  it('is refused by a rule, or planned whole', () => {
    let planned = 0;
    fc.assert(
      fc.property(order, ({ file: of, parts, whole, more, generation, meaning }) => {
        const address = line(of, whole ? [] : parts.map(([code]) => code));
        const data = line(
          of,
          parts.map(([, value]) => value),
        ).replace(/\$$/, `${more}$`);
        const read = readWriteOrder(address, data, meaning);
        const plan = isRefusal(read) ? read : planWrite(read, generation);
        if (isRefusal(plan)) {
          expect(plan.refused === 'file-unknown' || plan.rule !== undefined).toBe(true);
          return;
        }
        planned++;
        for (const { file, items: written } of plan) {
          for (const { data: bytes } of written) {
            if (file.kind === 'cyclic' || file.kind === 'transparent') expect(bytes).toHaveLength(file.size ?? 0);
            else expect(bytes).toHaveLength(2 + (file.items.find(({ tag }) => tag === bytes[0])?.length ?? -1));
          }
        }
      }),
      { numRuns: 3000, seed: 45 },
    );
    expect(planned).toBeGreaterThan(50);
  });

  it('of any strings at all throws nothing', () => {
    fc.assert(
      fc.property(words, words, (address, data) => {
        const read = readWriteOrder(`${address}$`, data, 'own');
        expect(isRefusal(read) || read.files.length > 0).toBe(true);
      }),
      { numRuns: 2000, seed: 46 },
    );
  });
});

describe('a value', () => {
  it('reads back as it was written, amounts without their leading zeros', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.constantFrom(...items), words, (item: Item, text) => {
        const bytes = encodeValue(item, text);
        if (typeof bytes === 'string') return;
        written++;
        expect(bytes).toHaveLength(item.length);
        const { text: read, set } = showValue(item, bytes);
        const number = item.meaning === 'fen' || item.type === 'b';
        if (text === '' || !set) expect(set && !number).toBe(false);
        else if (number) expect(Number(read)).toBe(Number(text));
        else expect(read).toBe(text);
      }),
      { numRuns: 4000, seed: 47 },
    );
    expect(written).toBeGreaterThan(500);
  });
});
