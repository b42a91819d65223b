/** What the simulator's panel and the terminal in it say to each other: one JSON object a message. */

import type { Key } from '../../src/drivers/keypad/key.js';
import type { Language } from '../../src/screens/layout.js';
import { CARDS, PSAMS } from './shelf.js';

/** A hand at the panel. */
export type PanelMessage =
  | { readonly key: Key }
  /** A card of the drawer goes in, or whatever is in the slot is torn out. */
  | { readonly insert: string }
  | { readonly remove: true }
  /** A card of the drawer is drawn through the slit. */
  | { readonly swipe: string }
  | { readonly psam: string }
  | { readonly bank: Switch }
  | { readonly bureau: Switch }
  | { readonly language: Language }
  | { readonly paper: 'up' | 'down' | 'tear' };

type Switch = 'up' | 'down';

export type TerminalMessage =
  /** It has just come up, and has an empty slot, the full PSAM, and lines that are up. */
  | { readonly ready: true }
  /** What is in the slot. */
  | { readonly card: string | null };

const WORDS: Readonly<Record<string, readonly unknown[]>> = Object.freeze({
  key: Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'cancel', 'clear', 'enter']),
  insert: CARDS,
  remove: Object.freeze([true]),
  swipe: CARDS,
  psam: PSAMS,
  bank: Object.freeze(['up', 'down']),
  bureau: Object.freeze(['up', 'down']),
  language: Object.freeze(['zh', 'en']),
  paper: Object.freeze(['up', 'down', 'tear']),
});

/** @returns undefined for what no panel of this terminal says */
export function readPanelMessage(text: string): PanelMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return undefined;
  const [name, word] = entry;
  return Object.hasOwn(WORDS, name) && WORDS[name].includes(word) ? (value as PanelMessage) : undefined;
}
