/** A store and a plain set of entries, taken through the same versions and asked the same questions. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disjoint, type ListedEntry } from '../../../hosts/peers/bureau/blacklist-list.js';
import { fromHex } from '../../../src/base/hex.js';
import type { BlacklistStore } from '../../../src/journal/blacklist/store.js';
import { flashOf } from '../flash-desk.js';
import { card, cards, fullFile, incrementalFile, load, openStore, SMALL_BANKS, TODAY } from './blacklist-desk.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const RUNS = Number(process.env.MODEL_RUNS ?? 30);

/** Every card that the model can list. */
const POPULATION = cards(0, 60);

/** Few enough of them that ranges meet, and characters on both sides of the alphabet's. */
const character = fc.constantFrom(...'09AZ');
const wellFormed = fc.array(character, { minLength: 9, maxLength: 9 }).map((all) => all.join(''));
const anyText = fc.oneof(
  wellFormed,
  fc.array(fc.constantFrom(...'09AZ az/:@[é卡'), { maxLength: 11 }).map((all) => all.join('')),
);

interface List {
  readonly cards: readonly number[];
  readonly ranges: readonly { readonly from: string; readonly to: string }[];
}

const list: fc.Arbitrary<List> = fc.record({
  cards: fc.uniqueArray(fc.nat(POPULATION.length - 1), { maxLength: 40 }),
  ranges: fc.array(
    fc.tuple(wellFormed, wellFormed).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })),
    { maxLength: 6 },
  ),
});

const step = fc.record({ list, kind: fc.constantFrom('full', 'incremental'), boot: fc.boolean() });

const entriesOf = ({ cards: listed, ranges }: List): ListedEntry[] => [...listed.map(card), ...ranges];

/** By the words of the standard: ranges in ASCII order, cards by identifier and number. */
function modelFinds({ cards: listed, ranges }: List, n: number, cardNumber: string): string {
  if (ranges.some(({ from, to }) => from <= cardNumber && cardNumber <= to)) return 'range';
  return listed.includes(n) && cardNumber === card(n).cardNumber ? 'suspect' : 'nothing';
}

async function expectSame(store: BlacklistStore, model: List, texts: readonly string[]): Promise<void> {
  for (let n = 0; n < POPULATION.length; n++) {
    const { cardIdentifier, cardNumber } = POPULATION[n];
    const asked = [cardNumber, texts[n % texts.length]];
    for (const text of asked) {
      const found = (await store.find(fromHex(cardIdentifier), text, TODAY)) ?? 'nothing';
      expect(`${n} ${text} ${found}`).toBe(`${n} ${text} ${modelFinds(model, n, text)}`);
    }
  }
  expect(store.inForce(TODAY)?.cards).toBe(model.cards.length);
  expect(store.inForce(TODAY)?.ranges).toBe(disjoint(model.ranges).length);
}

describe('a store beside a set', () => {
  it(`answers the same, version after version (seed ${SEED}, ${RUNS} runs)`, async () => {
    const texts = fc.array(anyText, { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), texts, async (steps, asked) => {
        const flash = flashOf(SMALL_BANKS);
        let store = await openStore(flash);
        let model: List | undefined;
        let era = 0;
        for (const [i, { list: next, kind, boot }] of steps.entries()) {
          const version = i + 1;
          if (model === undefined || kind === 'full') {
            expect(await load(store, fullFile(version, entriesOf(next)))).toBe(`done ${version}`);
            era = version;
          } else {
            const file = incrementalFile({ version, base: i, era }, entriesOf(model), entriesOf(next));
            expect(await load(store, file)).toBe(`done ${version}`);
          }
          model = next;
          if (boot) store = await openStore(flash);
          await expectSame(store, model, asked);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it(`takes no bytes for an update that are none (seed ${SEED})`, async () => {
    const genuine = fullFile(2, [card(1), { from: 'B00000000', to: 'B00000009' }]);
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(1, [card(3)]));
    const splice = fc.tuple(fc.nat(genuine.length), fc.nat(40), fc.uint8Array({ maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), splice), async (change) => {
        const bytes =
          change instanceof Uint8Array
            ? change
            : Uint8Array.of(...genuine.slice(0, change[0]), ...change[2], ...genuine.slice(change[0] + change[1]));
        fc.pre(bytes.length !== genuine.length || !bytes.every((byte, i) => byte === genuine[i]));
        expect(await load(store, bytes)).toMatch(/^(malformed|not-authentic|cut-short)$/);
        expect(store.inForce(TODAY)?.version).toBe(1);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
