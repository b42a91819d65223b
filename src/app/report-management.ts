/** What the visits that change a card report as JSON. */

import type { Aftermath } from '../visits/aftermath.js';
import type { Blocked } from '../visits/block.js';
import { answerOf, type Reading } from '../visits/read.js';
import type { Written } from '../visits/write.js';

type Json = Readonly<Record<string, unknown>>;

/** The answer as the driver calls give it. */
export function readingJson(reading: Reading, unmasked: boolean): Json {
  return { answer: answerOf(reading, unmasked) };
}

export function pinJson({ pin }: { readonly pin: string }): Json {
  return { pin };
}

export function writtenJson({ items }: Written): Json {
  return { items };
}

export function blockedJson({ target }: Blocked): Json {
  return { target };
}

/** What an unsuccessful visit has left on the card. */
export function aftermathJson({ aftermath }: { readonly aftermath?: Aftermath }): Json {
  return aftermath === undefined ? {} : { aftermath };
}
