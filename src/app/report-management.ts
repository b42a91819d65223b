/** What the visits that change a card report as JSON. */

import type { Aftermath } from '../visits/aftermath.js';
import type { Blocked } from '../visits/block.js';
import type { Written } from '../visits/write.js';

type Json = Readonly<Record<string, unknown>>;

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
