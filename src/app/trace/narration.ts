/** What one exchange looks like to a reader of the transcript, with what must not be seen already taken out. */

import { toHex } from '../../base/hex.js';
import type { Text } from '../../base/text.js';

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
    const start = Math.max(at, from);
    const end = Math.min(bytes.length, Math.max(start, to));
    text += toHex(bytes.subarray(at, start)) + '**'.repeat(end - start);
    at = end;
  }
  return text + toHex(bytes.subarray(at));
}

export function words(zh: string, en: string): Text {
  return { zh, en };
}

/** Two texts as one sentence. */
export function join(a: Text, b: Text, between = ' '): Text {
  return { zh: a.zh + between + b.zh, en: a.en + between + b.en };
}
