/** The terminal as its visits see it: the world, what its profile offers, and what it remembers between visits. */

import type { KeyLevels } from '../card/psam.js';
import type { World } from '../ports/world.js';
import type { Acceptance, Blacklist } from '../ssse/validity.js';

/** What a holder can come for. */
export type Use = 'identify' | 'enquire';

export interface Terminal {
  readonly world: World;
  readonly offers: readonly Use[];
  readonly acceptance: Acceptance;
  readonly blacklist: Blacklist;
  /** PIN entries that one visit allows before it ends; the card's own counter may end it sooner. */
  readonly pinEntriesMax: number;
  readonly keyLevels: KeyLevels;
}
