/**
 * 1.0 cards that carry 2.0 data: sscard.md 4.8, `[1]` V2 annex C. Some tags changed their meaning with 2.0; a card made
 * to 1.0 may hold the new, shorter value, filled up to the old length with E nibbles.
 */

import { asciiBytes } from '../base/bytes.js';
import type { CardRecord } from '../codec/record.js';
import type { Item } from './model.js';

/** The tags that announce a 2.0 value by an EE at their end. */
const REUSED: readonly number[] = Object.freeze([
  0x32, 0x37, 0x38, 0x4b, 0x4d, 0x4f, 0x50, 0x55, 0x97, 0x61, 0x71, 0x81, 0x84, 0x87, 0x90, 0x93,
]);

/** Tags whose length did not change, so that they have no room for the mark, and the partner that each follows. */
const COMPANIONS: readonly (readonly [tag: number, partner: number])[] = Object.freeze([
  Object.freeze([0x39, 0x38] as const),
  Object.freeze([0x56, 0x55] as const),
  Object.freeze([0x96, 0x55] as const),
  Object.freeze([0x6f, 0x71] as const),
  Object.freeze([0x70, 0x71] as const),
  Object.freeze([0x92, 0x90] as const),
]);

const FILLER = 0xee;

/** Whether the records of this 1.0 file give `tag` its 2.0 meaning. */
export function hasNewMeaning(tag: number, records: readonly CardRecord[]): boolean {
  const marked = COMPANIONS.find(([companion]) => companion === tag)?.[1] ?? tag;
  if (!REUSED.includes(marked)) return false;
  const value = records.find((record) => record.tag === marked)?.value;
  return value !== undefined && value.length > 0 && value[value.length - 1] === FILLER;
}

/** How a 1.0 card may hold a tag's 2.0 value: behind the mark, beside a partner that has it, or not at all. */
export function roomForNewMeaning(tag: number): 'marked' | 'unmarked' | undefined {
  if (REUSED.includes(tag)) return 'marked';
  return COMPANIONS.some(([companion]) => companion === tag) ? 'unmarked' : undefined;
}

/**
 * The bytes of a 2.0 value out of its 1.0 field, without the filler. `item` is the 2.0 item. Where the field was `cn` and
 * the new value is `an`, annex C does not say in which form it stands: as many bytes as the item has characters are
 * characters, as many nibbles are BCD digits `[calc]` (the 5 digits of 4B fit the 4-byte field only so).
 */
export function withoutFiller(item: Item, bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === FILLER) end--;
  const kept = bytes.slice(0, end);
  const half = end > 0 && end < bytes.length && (kept[end - 1] & 0x0f) === 0x0e;
  if (item.type === 'cn') {
    if (half) kept[end - 1] |= 0x0f;
    return kept;
  }
  const count = 2 * end - (half ? 1 : 0);
  const digits = nibbles(kept, count);
  return count === item.length && /^\d+$/.test(digits) ? asciiBytes(digits) : kept;
}

function nibbles(bytes: Uint8Array, count: number): string {
  let digits = '';
  for (let i = 0; i < count; i++) digits += (i % 2 === 0 ? bytes[i >> 1] >> 4 : bytes[i >> 1] & 0x0f).toString(16);
  return digits;
}
