/** What every visit shares: whether it is offered at all, one session with the card, and the end of it. */

import { Fault } from '../base/fault.js';
import { type CardSession, openSession } from '../card/session.js';
import type { View } from '../ports/screen.js';
import { readingView } from '../screens/views.js';
import type { Terminal, Use } from './terminal.js';
import { apology, type VisitRefusal, type VisitResult } from './visit-result.js';

/**
 * Brings the card up, lets `work` do what the visit is for, and takes the card down, whatever happens. A Fault ends here;
 * a Bug does not.
 *
 * @param work gives the visit's value or its refusal, told apart by the field `refused`
 * @param prepare what must stand before the card is touched; its refusal ends the visit
 */
export async function attempt<T extends object>(
  terminal: Terminal,
  use: Use,
  work: (session: CardSession) => Promise<T | VisitRefusal>,
  prepare?: () => Promise<VisitRefusal | undefined>,
): Promise<VisitResult<T>> {
  if (!terminal.offers.includes(use)) return { outcome: 'refused', refusal: { refused: 'not-offered' } };
  const { world } = terminal;
  const obstacle = await prepare?.();
  if (obstacle) return { outcome: 'refused', refusal: obstacle };
  try {
    await world.screen.show(readingView());
    const session = await openSession(world.icc);
    try {
      const value = await work(session);
      return isVisitRefusal(value) ? { outcome: 'refused', refusal: value } : { outcome: 'done', value };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { outcome: 'interrupted', fault: error };
  }
}

/** Shows what came of a visit. */
export async function tell<T>(terminal: Terminal, result: VisitResult<T>, praise: (value: T) => View): Promise<void> {
  await terminal.world.screen.show(result.outcome === 'done' ? praise(result.value) : apology(result));
}

function isVisitRefusal(value: object): value is VisitRefusal {
  return 'refused' in value;
}
