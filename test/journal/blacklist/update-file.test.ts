/** Updates that must not be taken: each refused for its own reason, and the list goes on as it was. */

import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.js';
import { toHex } from '../../../src/base/hex.js';
import type { BlacklistStore } from '../../../src/journal/blacklist/store.js';
import { flashOf } from '../flash-desk.js';
import {
  ask,
  card,
  type Forgery,
  fullFile,
  incrementalFile,
  load,
  openStore,
  partsOf,
  range,
  SMALL_BANKS,
  signedFile,
  TODAY,
} from './blacklist-desk.js';

const LIST = [card(1), card(2), card(3), range(1000, 1099), range(2000, 2099)];
const NEXT = [card(2), card(3), card(4), range(1000, 1099), range(2000, 2199)];

/** Version 3 is in force. */
async function inForce(): Promise<BlacklistStore> {
  const store = await openStore(flashOf(SMALL_BANKS));
  expect(await load(store, fullFile(3, LIST))).toBe('done 3');
  return store;
}

/** Version 3 as it was: nothing lost, nothing taken over. */
async function expectUntouched(store: BlacklistStore): Promise<void> {
  expect(store.inForce(TODAY)?.version).toBe(3);
  const asked = [1, 2, 3, 4, 1050, 2050, 2150];
  const found: string[] = [];
  for (const n of asked) found.push((await ask(store, card(n))) ?? '-');
  expect(found).toEqual(['suspect', 'suspect', 'suspect', '-', 'range', 'range', '-']);
}

const FULL = fullFile(5, NEXT);
const INCREMENTAL = incrementalFile({ version: 5, base: 3, era: 3 }, LIST, NEXT);

/** The next version, changed by the publisher's own hand. */
function changed(change: (parts: Forgery) => Forgery, file = INCREMENTAL): Uint8Array {
  return signedFile(change(partsOf(file)));
}

/** With bytes of the head, from an offset on, replaced. */
const withHead =
  (offset: number, hex: string) =>
  ({ head, blocks }: Forgery): Forgery => ({
    head: head.slice(0, 2 * offset) + hex + head.slice(2 * offset + hex.length),
    blocks,
  });

const withBlock =
  (change: (block: string) => string) =>
  ({ head, blocks }: Forgery): Forgery => ({ head, blocks: blocks.map(change) });

describe('an update', () => {
  it.each([
    ['full', FULL],
    ['incremental', INCREMENTAL],
  ])('that is %s is taken when nothing is wrong with it', async (_, file) => {
    expect(await load(await inForce(), file)).toBe('done 5');
    expect(await load(await inForce(), signedFile(partsOf(file)))).toBe('done 5');
  });

  it('is refused when something follows it', async () => {
    const store = await inForce();
    expect(await load(store, concat(INCREMENTAL, Uint8Array.of(0)))).toBe('malformed');
    expect(await load(store, concat(FULL, FULL))).toBe('malformed');
    await expectUntouched(store);
  });

  it('is refused when its blocks are in another order, or of another file', async () => {
    const store = await inForce();
    const many = (version: number) =>
      fullFile(
        version,
        Array.from({ length: 200 }, (_, i) => card(i)),
      );
    const cut = (file: Uint8Array) => [file.slice(0, 61), file.slice(61, 61 + 4100), file.slice(61 + 4100)];
    const [head, first, second] = cut(many(6));
    expect(first.length + second.length).toBeGreaterThan(5000);
    expect(await load(store, concat(head, second, first))).toBe('not-authentic');
    expect(await load(store, concat(head, second))).toBe('not-authentic');
    expect(await load(store, concat(head, cut(many(5))[1], second))).toBe('not-authentic');
    expect(await load(store, concat(cut(many(5))[0], first, second))).toBe('not-authentic');
    await expectUntouched(store);
    expect(await load(store, concat(head, first, second))).toBe('done 6');
  });

  it('is refused when it is not newer than what is in force', async () => {
    const store = await inForce();
    expect(await load(store, fullFile(3, NEXT))).toBe('not-newer');
    expect(await load(store, fullFile(2, NEXT))).toBe('not-newer');
    expect(await load(store, incrementalFile({ version: 3, base: 2 }, LIST, NEXT))).toBe('not-newer');
    await expectUntouched(store);
    expect(await load(store, FULL)).toBe('done 5');
    expect(await load(store, FULL)).toBe('not-newer');
    expect(await load(store, INCREMENTAL)).toBe('not-newer');
  });

  it('is refused when it builds on another version', async () => {
    const store = await inForce();
    expect(await load(store, incrementalFile({ version: 5, base: 4, era: 3 }, LIST, NEXT))).toBe('other-base');
    expect(await load(store, incrementalFile({ version: 5, base: 2, era: 3 }, LIST, NEXT))).toBe('other-base');
    await expectUntouched(store);
    expect(await load(await openStore(flashOf(SMALL_BANKS)), INCREMENTAL)).toBe('other-base');
  });
});

describe('an update of the publisher’s that is wrong in itself', () => {
  const [head] = [partsOf(INCREMENTAL).head];
  const entries = partsOf(INCREMENTAL).blocks[0];
  // Two ranges (one off, one on) of 19 bytes, two cards (one off, one on) of 26.
  const [rangeOff, rangeOn] = [entries.slice(0, 38), entries.slice(38, 76)];
  const [first, second] = [entries.slice(76, 128), entries.slice(128)];

  it('has the parts that these tests take it apart into', () => {
    expect([rangeOff.slice(0, 2), rangeOn.slice(0, 2)]).toEqual(['82', '02']);
    expect([first.slice(0, 2), second.slice(0, 2)].sort()).toEqual(['01', '81']);
    expect(second).toHaveLength(52);
  });

  it.each<[string, string, (parts: Forgery) => Forgery]>([
    ['has another magic', 'malformed', withHead(0, '53534344')],
    ['is of another form', 'malformed', withHead(4, '02')],
    ['is of no kind', 'malformed', withHead(5, '03')],
    ['has version 0', 'malformed', withHead(6, '00000000')],
    ['is incremental on nothing', 'malformed', withHead(10, '00000000')],
    ['is full and builds on something', 'malformed', withHead(5, '01')],
    ['was made at no time', 'malformed', withHead(14, '2026060108000A')],
    ['was made at no whole time', 'malformed', withHead(14, '202606010800FF')],
    ['has another entry where a range should be', 'malformed', withBlock((block) => `01${block.slice(2)}`)],
    ['has an entry of no kind', 'malformed', withBlock((block) => `42${block.slice(2)}`)],
    ['has half an entry', 'malformed', withBlock((block) => block.slice(0, -2))],
    ['has an entry more', 'malformed', withBlock((block) => `${block}${second}`)],
    [
      'has a number that is none',
      'malformed',
      withBlock(() => rangeOff.replace('41', '61') + rangeOn + first + second),
    ],
    ['has a card whose number is none', 'malformed', withBlock((block) => `${block.slice(0, -2)}20`)],
    ['has a range that runs down', 'malformed', withBlock(() => rangeOff + rangeOn.slice(0, 20) + '30'.repeat(9))],
    ['puts ranges on before it takes them off', 'out-of-order', withBlock(() => rangeOn + rangeOff + first + second)],
    ['has its cards in another order', 'out-of-order', withBlock(() => rangeOff + rangeOn + second + first)],
    ['has a card twice', 'out-of-order', withBlock(() => rangeOff + rangeOn + first + first)],
    ['has a range twice', 'out-of-order', withBlock(() => rangeOff + rangeOff + first + second)],
    ['announces another sum', 'contradictory', withHead(44, head.slice(88) === '00' ? '01' : '00')],
    ['announces other counts', 'contradictory', withHead(29, '00000003')],
    ['announces fewer cards', 'contradictory', withHead(33, '00000002')],
    ['ends before all its entries came', 'cut-short', ({ head: same }) => ({ head: same, blocks: [rangeOff] })],
    ['announces more entries', 'cut-short', withHead(25, '00000003')],
    ['announces fewer entries', 'malformed', withHead(25, '00000001')],
    ['has an empty block', 'not-authentic', ({ head: same, blocks }) => ({ head: same, blocks: ['', ...blocks] })],
  ])('%s: %s', async (_, reason, change) => {
    const store = await inForce();
    expect(await load(store, changed(change))).toBe(reason);
    await expectUntouched(store);
  });

  it('takes off in a full version', async () => {
    const store = await inForce();
    expect(
      await load(
        store,
        changed(
          withBlock((block) => `82${block.slice(2)}`),
          FULL,
        ),
      ),
    ).toBe('malformed');
    await expectUntouched(store);
  });

  it.each([
    ['takes off a card that is not there', [...LIST, card(7)], LIST],
    ['takes off a range that is not there', [...LIST, range(3000, 3001)], LIST],
    ['takes off a range that ends elsewhere', [card(1), range(1000, 1098)], [card(1)]],
    ['puts on a card that is there', [card(1)], [card(1), card(2)]],
    ['puts on a range that is there', [card(1)], [card(1), range(1000, 1099)]],
    ['puts on a range that overlaps the one before', [card(1)], [card(1), range(1099, 1100)]],
    ['puts on a range that overlaps the next one', [card(1)], [card(1), range(900, 1000)]],
  ] as const)('%s', async (_, before, after) => {
    const store = await inForce();
    // The publisher is wrong about what the terminal has.
    expect(await load(store, incrementalFile({ version: 4, base: 3, era: 3 }, before, after))).toBe('contradictory');
    await expectUntouched(store);
  });

  it('was made for another era, which shows in its order or its sum', async () => {
    const store = await inForce();
    const reason = await load(store, incrementalFile({ version: 4, base: 3, era: 2 }, LIST, NEXT));
    expect(['out-of-order', 'contradictory']).toContain(reason);
    await expectUntouched(store);
  });
});

describe('an update on a version that cannot be read any more', () => {
  it('is refused unless it is a full one', async () => {
    const flash = flashOf(SMALL_BANKS);
    const store = await openStore(flash);
    await load(store, fullFile(3, LIST));
    const content = flash.content();
    // The first version lies in the first bank: ranges behind the head, cards before the last one.
    const inFirst = (unit: number) => unit * SMALL_BANKS.unitLength;
    for (const unit of [1, 8]) {
      const damaged = content.slice();
      damaged[inFirst(unit) + 3] ^= 0x10;
      const one = await openStore(flashOf(SMALL_BANKS, damaged));
      expect(one.inForce(TODAY)?.version).toBe(3);
      expect(await load(one, INCREMENTAL)).toBe('damaged');
      expect(one.inForce(TODAY)?.version).toBe(3);
      expect(await load(one, FULL)).toBe('done 5');
    }
    expect(toHex(content.subarray(inFirst(9), inFirst(10)))).toBe(toHex(content.subarray(0, inFirst(1))));
  });
});
