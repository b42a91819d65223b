/** The frame of every visit to the social security side: it opens, asks, tells and closes, whatever happens. */

import { Fault } from '../base/fault.js';
import { openSession } from '../card/session.js';
import type { View } from '../ports/screen.js';
import { readingView } from '../screens/views.js';
import { type KeyService, PsamKeys } from '../ssse/key-service.js';
import { preprocess } from '../ssse/preprocess.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import type { Terminal, Use } from './terminal.js';
import { apology, type VisitResult } from './visit-result.js';

/**
 * Runs one visit: resets the card, takes it through the pre-processing, lets `body` do its work, and powers both cards
 * down before anybody is told. @returns what came of it; a Fault ends here, and a Bug does not
 */
export async function socialVisit<T>(
  terminal: Terminal,
  use: Use,
  body: (card: SocialCard, keys: KeyService) => Promise<T | Refusal>,
  praise: (value: T) => View,
): Promise<VisitResult<T>> {
  const { screen } = terminal.world;
  const result = terminal.offers.includes(use) ? await attempt(terminal, body) : NOT_OFFERED;
  await screen.show(result.outcome === 'done' ? praise(result.value) : apology(result));
  return result;
}

const NOT_OFFERED = Object.freeze({ outcome: 'refused', refusal: Object.freeze({ refused: 'not-offered' }) } as const);

async function attempt<T>(
  terminal: Terminal,
  body: (card: SocialCard, keys: KeyService) => Promise<T | Refusal>,
): Promise<VisitResult<T>> {
  const { world } = terminal;
  const keys = new PsamKeys(world.sams, terminal.keyLevels);
  try {
    await world.screen.show(readingView());
    const session = await openSession(world.icc);
    try {
      const card = await preprocess(session, {
        keys,
        random: world.random,
        acceptance: terminal.acceptance,
        blacklist: terminal.blacklist,
        today: world.clock.now().slice(0, 8),
      });
      const value = isRefusal(card) ? card : await body(card, keys);
      return isRefusal(value) ? { outcome: 'refused', refusal: value } : { outcome: 'done', value };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { outcome: 'interrupted', fault: error };
  } finally {
    await keys.close();
  }
}
