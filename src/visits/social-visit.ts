/** The frame of every visit to the social security side: it opens, asks, tells and closes, whatever happens. */

import type { CardSession } from '../card/session.js';
import type { View } from '../ports/screen.js';
import type { KeyService } from '../ssse/key-service.js';
import { preprocess } from '../ssse/preprocess.js';
import { isRefusal, type RefusalReason } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import type { Aftermath } from './aftermath.js';
import { dealWithListed, isBlock } from './blacklisted.js';
import type { Terminal, Use } from './terminal.js';
import { attempt, tell } from './visit-frame.js';
import type { VisitRefusal, VisitResult } from './visit-result.js';

/** What some visits have beyond the others. */
export interface Peculiarities {
  /** What must stand before the card is touched. */
  readonly prepare?: () => Promise<VisitRefusal | undefined>;
  /** What does not end this visit before its work begins. */
  readonly tolerates?: readonly RefusalReason[];
  /** What the work has left on the card when it came to nothing; told the INS of a command that got no answer. */
  readonly leaves?: (unanswered: number | undefined) => Aftermath | undefined;
}

/**
 * Runs one visit: resets the card, takes it through the pre-processing, lets `body` do its work, and powers both cards
 * down before anybody is told. @returns what came of it; a Fault ends here, and a Bug does not
 */
export async function socialVisit<T extends object>(
  terminal: Terminal,
  use: Use,
  body: Body<T>,
  praise: (value: T) => View,
  peculiarities: Peculiarities = {},
): Promise<VisitResult<T>> {
  const result = await withKeys(terminal, use, body, peculiarities);
  await tell(terminal, result, praise);
  return result;
}

type Body<T> = (card: SocialCard, keys: KeyService) => Promise<T | VisitRefusal>;

async function withKeys<T extends object>(
  terminal: Terminal,
  use: Use,
  body: Body<T>,
  { prepare, tolerates = [], leaves }: Peculiarities,
): Promise<VisitResult<T>> {
  const { world } = terminal;
  const keys = terminal.keys();
  let session: CardSession | undefined;
  let aftermath: Aftermath | undefined;
  const work = async (opened: CardSession): Promise<T | VisitRefusal> => {
    session = opened;
    const card = await preprocess(opened, {
      keys,
      random: world.random,
      acceptance: terminal.acceptance,
      blacklist: terminal.blacklist,
      today: world.clock.now().slice(0, 8),
      tolerates,
      expects: terminal.expects,
      vouchedFor: terminal.vouchedFor,
    });
    if (!isRefusal(card)) return await body(card, keys);
    if (card.refused === 'blacklisted-card')
      aftermath = await dealWithListed(opened, keys, terminal.social.onBlacklisted);
    return card;
  };
  try {
    const result = await attempt(terminal, use, work, prepare);
    if (result.outcome === 'done') return result;
    const unanswered = result.outcome === 'interrupted' ? session?.unanswered : undefined;
    aftermath ??= leaves?.(unanswered) ?? (isBlock(unanswered) ? { left: 'block-unknown' } : undefined);
    return aftermath ? { ...result, aftermath } : result;
  } finally {
    await keys.close();
  }
}
