/** The frame of every visit to the social security side: it opens, asks, tells and closes, whatever happens. */

import type { View } from '../ports/screen.js';
import { type KeyService, PsamKeys } from '../ssse/key-service.js';
import { preprocess } from '../ssse/preprocess.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import type { Terminal, Use } from './terminal.js';
import { attempt, tell } from './visit-frame.js';
import type { VisitResult } from './visit-result.js';

/**
 * Runs one visit: resets the card, takes it through the pre-processing, lets `body` do its work, and powers both cards
 * down before anybody is told. @returns what came of it; a Fault ends here, and a Bug does not
 */
export async function socialVisit<T extends object>(
  terminal: Terminal,
  use: Use,
  body: (card: SocialCard, keys: KeyService) => Promise<T | Refusal>,
  praise: (value: T) => View,
): Promise<VisitResult<T>> {
  const result = await withKeys(terminal, use, body);
  await tell(terminal, result, praise);
  return result;
}

async function withKeys<T extends object>(
  terminal: Terminal,
  use: Use,
  body: (card: SocialCard, keys: KeyService) => Promise<T | Refusal>,
): Promise<VisitResult<T>> {
  const { world } = terminal;
  const keys = new PsamKeys(world.sams, terminal.keyLevels);
  try {
    return await attempt(terminal, use, async (session) => {
      const card = await preprocess(session, {
        keys,
        random: world.random,
        acceptance: terminal.acceptance,
        blacklist: terminal.blacklist,
        today: world.clock.now().slice(0, 8),
      });
      return isRefusal(card) ? card : await body(card, keys);
    });
  } finally {
    await keys.close();
  }
}
