/** When the bureau was last heard: what a terminal may do without it is counted from there (sscard.md 8, 16.5). */

import { decodeBcd, encodeBcd } from '../codec/bcd.js';
import type { Journal } from '../journal/journal.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal } from './visit-result.js';

/** Setting of the journal: the moment, cn7. */
const HEARD = 'bureau-heard';
const MOMENT_LENGTH = 7;
/** YYYYMMDDhh: the flash is not worn by more than one note an hour. */
const HOUR_DIGITS = 10;

/** Local time YYYYMMDDhhmmss, at most an hour too early; undefined where nobody has ever been heard. */
export function bureauHeard({ state }: Journal): string | undefined {
  const kept = state.setting(HEARD);
  return kept && decodeBcd(kept);
}

/** Keeps that the bureau has just been heard. */
export async function noteContact({ journal, world }: Terminal): Promise<PaymentRefusal | undefined> {
  const now = world.clock.now();
  if (bureauHeard(journal)?.slice(0, HOUR_DIGITS) === now.slice(0, HOUR_DIGITS)) return undefined;
  const kept = await journal.keep(HEARD, encodeBcd(now, MOMENT_LENGTH));
  return kept === 'done' ? undefined : { refused: `journal-${kept}` };
}
