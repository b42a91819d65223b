/**
 * Card or PSAM pulled at every exchange of a write, and again at every exchange of the write that follows: each time what
 * the terminal says of each item is true of the card, and a write left in peace then brings all of it.
 */

import { describe, expect, it } from 'vitest';
import { type Card, createCard } from '../../hosts/peers/card/card.js';
import type { CardImage } from '../../hosts/peers/card/image.js';
import { NorFlash } from '../../hosts/peers/flash/nor-flash.js';
import type { Mischief } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import type { Written } from '../../src/visits/write.js';
import { type Bench, bench, cardLike } from '../visits/bench.js';
import { claims } from '../visits/claims.js';

const ADDRESS = 'DF01EF05|20|21|0E|$DF04EF15|$DF01EF16|$';
const DATA = 'DF01EF05|11|虚构路2号|990103|$DF04EF15|5^9|$DF01EF16|A1B2|$';

/** Where the items of the address lie: numbers of records, the newest of a cyclic file, the first bytes of a transparent one. */
const ITEMS = [
  { directory: 'DF01', file: 'EF05', record: 0 },
  { directory: 'DF01', file: 'EF05', record: 1 },
  { directory: 'DF01', file: 'EF05', record: 2 },
  { directory: 'DF04', file: 'EF15', record: 0 },
  { directory: 'DF01', file: 'EF16', record: undefined },
] as const;

/** What each item is on the card. */
function look({ environments: [ssse] }: CardImage): string[] {
  return ITEMS.map(({ directory, file, record }) => {
    const found = ssse.applications.find(({ fid }) => fid === directory)?.files.find(({ fid }) => fid === file);
    if (found === undefined) throw new Error(`the card has no ${directory}${file}`);
    return record !== undefined && 'records' in found ? found.records[record] : `${JSON.stringify(found)}`;
  });
}

interface Played {
  readonly one: Bench;
  readonly result: VisitResult<Written>;
  readonly image: CardImage;
}

async function played(image: CardImage, slot?: Slot, mischief?: Mischief): Promise<Played> {
  const dice = new SeededRandom(3);
  const card: Card = createCard(image, (length) => dice.bytes(length));
  const disturbed = mischief && (slot === 'card' ? { cardMischief: mischief } : { psamMischief: mischief });
  const one = await bench({ card, ...disturbed });
  const operations = operationsOf(one);
  const result = await one.terminal.write({ address: ADDRESS, data: DATA, proof: 'key', meaning: 'own' });
  expect(operationsOf(one), 'a write has nothing to keep').toBe(operations);
  return { one, result, image: card.image() };
}

/** What the terminal's flash has been told to do. */
function operationsOf({ world: { flash } }: Bench): number {
  if (!(flash instanceof NorFlash)) throw new Error('the bench has another flash');
  return flash.operations;
}

type Slot = 'card' | 'psam';

/** Every blow at a write to such a card. @returns the cards that are left, each once */
async function sweep(image: CardImage, kinds: readonly ('removed' | 'mute')[]): Promise<Map<string, CardImage>> {
  const calm = await played(image);
  expect(calm.result.outcome).toBe('done');
  const states = { before: look(image), after: look(calm.image) };
  const left = new Map<string, CardImage>();
  for (const slot of ['card', 'psam'] as const) {
    const count = slot === 'card' ? calm.one.world.icc.exchanges : calm.one.world.sams[0].exchanges;
    for (const kind of kinds) {
      for (const when of ['before', 'after'] as const) {
        for (let at = 1; at <= count; at++) {
          const torn = await played(image, slot, ({ what, count: now }) =>
            what === 'exchange' && now === at ? { kind, when } : undefined,
          );
          judge(torn, states, `${slot} ${kind} ${when} exchange ${at}`);
          left.set(JSON.stringify(torn.image), torn.image);
        }
      }
    }
  }
  return left;
}

interface States {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** An item may be there in part only where it is bytes of a transparent file; a record is whole or as it was. */
function judge({ one, result, image }: Played, { before, after }: States, where: string): void {
  expect(result.outcome, where).toBe('interrupted');
  const found = look(image);
  for (const [i, claim] of claims(result, ITEMS.length).entries()) {
    if (claim === 'same') expect(found[i], where).toBe(before[i]);
    if (claim === 'changed') expect(found[i], where).toBe(after[i]);
    if (claim === 'either' && ITEMS[i].record !== undefined) expect([before[i], after[i]], where).toContain(found[i]);
  }
  expect(one.views[one.views.length - 1].screen, where).toBe('refused');
}

describe.each(['v2-rich', 'v2-secured'])('a write to %s', (sample) => {
  it('that is torn, torn again and then left in peace', async () => {
    const fresh = cardLike(sample).image();
    const once = await sweep(fresh, ['removed', 'mute']);
    // The card as it was, with each further item, and with all.
    expect(once.size).toBeGreaterThan(ITEMS.length);
    const twice = new Map<string, CardImage>();
    for (const image of once.values()) for (const [key, next] of await sweep(image, ['removed'])) twice.set(key, next);
    const wanted = look((await played(fresh)).image);
    for (const image of twice.values()) {
      const last = await played(image);
      expect(last.result.outcome).toBe('done');
      expect(look(last.image)).toEqual(wanted);
    }
  });
});
