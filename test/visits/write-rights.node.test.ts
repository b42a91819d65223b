/**
 * Every file of every version through the write visit (sscard.md 4, 5.1): with the proof that the rights table names it is
 * written, byte for byte as the bureau's own encoder would have it; with any other it is not.
 */

import { describe, expect, it } from 'vitest';
import type { LayoutItem } from '../../hosts/peers/bureau/layout.js';
import { layoutOf as bureauLayout } from '../../hosts/peers/bureau/layouts.js';
import { encodeValue } from '../../hosts/peers/bureau/values.js';
import type { Card } from '../../hosts/peers/card/card.js';
import { Slot } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { ACCEPT_ALL } from '../../src/app/start-terminal.js';
import { concat } from '../../src/base/bytes.js';
import { hexNumber, toHex } from '../../src/base/hex.js';
import { openSession } from '../../src/card/session.js';
import { encodeRecord } from '../../src/codec/record.js';
import { byKey, PIN } from '../../src/ssse/items.js';
import { PsamKeys } from '../../src/ssse/key-service.js';
import { KEYS } from '../../src/ssse/keys.js';
import { layoutOf } from '../../src/ssse/layout.js';
import type { Access, CardFile, Generation, Item } from '../../src/ssse/model.js';
import { preprocess } from '../../src/ssse/preprocess.js';
import { isRefusal } from '../../src/ssse/refusal.js';
import { planWrite, readWriteOrder } from '../../src/ssse/write-plan.js';
import { Pin } from '../../src/vault/pin-room.js';
import { samplePsam } from '../xs/scenarios.js';
import { bench, cardLike, outcome, tampered } from './bench.js';

const CARDS: readonly (readonly [Generation, string])[] = [
  ['1.0', 'v1-plain'],
  ['2.0', 'v2-rich'],
  ['3.0', 'v3-sm4'],
];

/** A value of an item as the address string has it, and as the bureau's profiles have it. */
interface Pair {
  readonly ours: string;
  readonly bureaus: string | Readonly<Record<string, string>>;
}

function sample(item: Item): Pair {
  if (item.parts) {
    const parts = item.parts.map((part) => [hexNumber(part.tag), sample(part)] as const);
    return {
      ours: parts.map(([, { ours }]) => `${ours}^`).join(''),
      bureaus: Object.fromEntries(parts.map(([tag, { bureaus }]) => [tag, bureaus as string])),
    };
  }
  const both = (text: string) => ({ ours: text, bureaus: text });
  if (item.meaning === 'date') return both('20240229');
  if (item.meaning === 'date-time') return both('20240229235958');
  if (item.meaning === 'region') return both('990104');
  if (item.type === 'b') return { ours: '258', bureaus: hexNumber(258, 2 * item.length) };
  if (item.meaning === 'fen') return { ours: '1205', bureaus: '1205'.padStart(2 * item.length, '0') };
  if (item.type === 'cn') return both('7'.repeat(item.meaning === 'hex' ? 2 * item.length : 2 * item.length - 1));
  return both('新街口'.repeat(9).slice(0, Math.floor(item.length / 2)) || 'x');
}

/** The name's second record follows from its first. */
const itemsOf = (file: CardFile) => file.items.filter(({ tag }) => file.name !== 'SSSEEF06' || tag !== 0x4e);

function orderFor(file: CardFile): { readonly address: string; readonly data: string } {
  if (file.kind === 'transparent') return { address: `${file.name}|$`, data: `${file.name}|A1B2|$` };
  if (file.kind === 'cyclic') {
    return {
      address: `${file.name}|$`,
      data: `${file.name}|${file.items.map((one) => `${sample(one).ours}^`).join('')}|$`,
    };
  }
  const places = itemsOf(file).flatMap((item) =>
    Array.from({ length: item.count ?? 1 }, (_, i) => ({
      code: (item.count ?? 1) > 1 ? `${hexNumber(item.tag)}:${i + 1}` : hexNumber(item.tag),
      value: sample(item).ours,
    })),
  );
  return {
    address: `${file.name}|${places.map(({ code }) => `${code}|`).join('')}$`,
    data: `${file.name}|${places.map(({ value }) => `${value}|`).join('')}$`,
  };
}

/** What must be in the file then, by the bureau's tables and encoder: records or bytes; of a cyclic file the newest. */
function expected(file: CardFile, generation: Generation): string[] {
  const own = bureauLayout(generation).directories.flatMap(({ files }) => files);
  const theirs = own.find(({ name }) => name === file.name);
  const encode = (item: LayoutItem, ours: Item | undefined) =>
    encodeValue(item, ours && itemsOf(file).includes(ours) ? sample(ours).bureaus : '', file.name);
  if (file.kind === 'transparent') return ['A1B2'.padEnd(2 * (file.size ?? 0), '0')];
  const values = (theirs?.items ?? []).map((item, i) => ({ item, value: encode(item, file.items[i]) }));
  if (file.kind === 'cyclic') return [toHex(concat(...values.map(({ value }) => value)))];
  return values.flatMap(({ item, value }) => new Array<string>(item.count).fill(toHex(encodeRecord(item.tag, value))));
}

/** What is in the file: its records, or its bytes. */
function contents(card: Card, file: CardFile): readonly string[] {
  const ssse = card.image().environments.find(({ kind }) => kind === 'SSSE');
  const directory =
    file.directory === 'SSSE' ? ssse : ssse?.applications.find(({ fid }) => fid === `DF${file.directory.slice(2)}`);
  const found = directory?.files.find(({ fid }) => fid === hexNumber(file.fid, 4));
  if (found === undefined) throw new Error(`the card has no ${file.name}`);
  return 'content' in found ? [found.content] : found.records;
}

/** Writes past the visit, with another proof than the rights table's. */
async function writeWith(sampleName: string, file: CardFile, generation: Generation, write: Access): Promise<string> {
  const card = cardLike(sampleName, { pin: '123456' });
  const before = JSON.stringify(contents(card, file));
  const clock = new VirtualClock('20260601090000');
  const icc = new Slot({ name: 'icc', clock });
  const sam = new Slot({ name: 'sam1', clock });
  icc.insert(card);
  sam.insert(samplePsam('full')(new SeededRandom(5)));
  const keys = new PsamKeys([sam], new Map());
  const random = { bytes: async (length: number) => new SeededRandom(6).bytes(length) };
  const terms = { keys, random, acceptance: ACCEPT_ALL, blacklist: { find: async () => undefined }, today: '20260601' };
  const social = await preprocess(await openSession(icc), terms);
  if (isRefusal(social)) throw new Error(social.refused);
  if (write.by === 'pin') await social.verify(new Pin(Uint8Array.of(1, 2, 3, 4, 5, 6)));
  const order = orderFor(file);
  const read = readWriteOrder(order.address, order.data, 'own');
  if (isRefusal(read)) throw new Error(read.refused);
  const [plan] =
    file.write.by === 'nobody'
      ? []
      : (planWrite(read, generation) as Exclude<ReturnType<typeof planWrite>, { refused: unknown }>);
  const item = plan?.items[0] ?? {
    label: '',
    tag: 0,
    number: 0,
    repeated: false,
    data: new Uint8Array(file.size ?? 0),
  };
  const writer = await social.openToWrite({ ...file, write }, 'key');
  if (isRefusal(writer)) return writer.refused;
  const refused = await writer.write(item);
  expect(JSON.stringify(contents(card, file))).toBe(before);
  return refused?.refused ?? 'written';
}

/** A key of the file's directory, or of SSSE, that the terminal can prove and that is not the file's. */
function anotherKey(file: CardFile): string | undefined {
  const right = 'key' in file.write ? file.write.key : '';
  const own = KEYS.filter(
    ({ directory, name, cardId }) => directory === file.directory && cardId !== undefined && /^[UR]K/.test(name),
  );
  return own.find(({ name }) => name !== right && layoutHas(name))?.name;
}

/** Whether cards of every version have the key: it is named in the rights of 1.0. */
function layoutHas(name: string): boolean {
  return layoutOf('1.0').some(({ read, write }) =>
    [read, write].some((access) => 'key' in access && access.key === name),
  );
}

describe.each(CARDS)('%s (%s)', (generation, sampleName) => {
  const files = layoutOf(generation);
  const writable = files.filter(({ write }) => write.by !== 'nobody');

  it.each(writable.map((file) => [file.name, file] as const))('%s is written by its key', async (_, file) => {
    const card = cardLike(sampleName);
    const one = await bench({ card });
    const result = await one.terminal.write({ ...orderFor(file), proof: 'key', meaning: 'own' });
    expect(outcome(result)).toBe('done');
    const wanted = expected(file, generation);
    expect(contents(card, file).slice(0, wanted.length)).toEqual(wanted);
    // No PIN takes the place of an update key, and none is asked for.
    expect(one.world.pinPad.entries).toBe(0);
  });

  it.each(writable.map((file) => [file.name, file] as const))('%s is not written by another', async (_, file) => {
    const card = cardLike(sampleName);
    const before = JSON.stringify(contents(card, file));
    const key = KEYS.find(({ name }) => 'key' in file.write && name === file.write.key);
    const stranger = tampered(samplePsam('full')(new SeededRandom(3)), (tpdu, real) => {
      // The right key's name, and a card's factor that is not this card's.
      if (tpdu[1] === 0xde && tpdu[3] === key?.psamId) tpdu[12] ^= 1;
      return real();
    });
    const one = await bench({ card, psam: stranger });
    const result = await one.terminal.write({ ...orderFor(file), proof: 'key', meaning: 'own' });
    expect(outcome(result)).toBe(`terminal-not-authentic 2 ${file.name}`);
    expect(JSON.stringify(contents(card, file))).toBe(before);
  });

  it.each(files.map((file) => [file.name, file] as const))('%s is not written by the PIN', async (_, file) => {
    expect(await writeWith(sampleName, file, generation, PIN)).toBe('write-denied');
  });

  it.each(files.map((file) => [file.name, file] as const))('%s is not written by another key', async (_, file) => {
    const other = anotherKey(file);
    expect(await writeWith(sampleName, file, generation, other ? byKey(other) : PIN)).toBe('write-denied');
  });
});

it('writes nothing where only the card itself writes', async () => {
  const card = cardLike('v2-rich');
  const one = await bench({ card });
  const data = 'DF04EF08|4^2^990100000001^20260601090000^0^0^0|$';
  const result = await one.terminal.write({ address: 'DF04EF08|$', data, proof: 'key', meaning: 'own' });
  expect(result).toMatchObject({ refusal: { refused: 'write-malformed', rule: 'read-only', file: 'DF04EF08' } });
  expect(one.world.icc.exchanges).toBe(0);
});
