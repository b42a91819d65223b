/** What one exchange looks like to a reader of the transcript, with what must not be seen already taken out. */

import { FormatError } from '../../base/format-error.js';
import { toHex } from '../../base/hex.js';
import { type Text, words } from '../../base/text.js';
import type { TraceEvent } from '../../ports/trace.js';
import type { Exposure } from '../../pse/words/description.js';
import { maskEnds } from '../../screens/mask.js';

/** Bytes `from` up to but not including `to`, written `**`. */
export interface Hidden {
  readonly from: number;
  readonly to: number;
}

export interface Narration {
  readonly words: Text;
  readonly hidden: readonly Hidden[];
}

/** Puts APDUs of one slot into words. It follows the conversation, so it is told every line of it, in order. */
export interface Narrator {
  /** A reset began: nothing is selected any more. */
  reset(): void;
  command(apdu: Uint8Array): Narration;
  response(answer: Uint8Array): Narration;
}

/** Upper-case hexadecimal with the hidden bytes as `**`. */
export function hexWithout(bytes: Uint8Array, hidden: readonly Hidden[]): string {
  let text = '';
  let at = 0;
  for (const { from, to } of [...hidden].sort((a, b) => a.from - b.from)) {
    const start = Math.min(bytes.length, Math.max(at, from));
    const end = Math.min(bytes.length, Math.max(start, to));
    text += toHex(bytes.subarray(at, start)) + '**'.repeat(end - start);
    at = end;
  }
  return text + toHex(bytes.subarray(at));
}

/** What of so many bytes a reader without leave must not see; nobody sees a secret. */
export function hiddenOf(length: number, exposure: Exposure | undefined, unmasked: boolean): Hidden[] {
  if (exposure === undefined || length === 0 || (unmasked && exposure !== 'secret')) return [];
  const { head, tail } = maskEnds(length);
  switch (exposure) {
    case 'number':
      return [{ from: head, to: length - tail }];
    case 'track':
      return [{ from: head, to: length }];
    case 'secret':
      return [{ from: 0, to: length }];
  }
}

export const UNREADABLE: Text = words('无法识别', 'Unreadable');

/** What a parser reads, or undefined where it refuses. */
export function orUndefined<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Writes the lines of one port. */
export type Note = (direction: TraceEvent['direction'], text: Text, bytes?: string) => void;
