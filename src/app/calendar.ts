/** The board's calendar, before anything else: without a date no card's validity can be judged, and no certificate's. */

import type { World } from '../ports/world.js';
import { menuView } from '../screens/menu-views.js';
import {
  ASK_AGAIN,
  ASKING_TIME,
  CLOCK_UNSET,
  ENTER_BY_HAND,
  NO_MOMENT,
  startingView,
  TYPE_MOMENT,
} from '../screens/start-views.js';
import { ask, KEY_WITHIN_MS } from './questions.js';

/** The platform's own; ms since 1970 in UTC. */
export interface Calendar {
  readonly now: () => number;
  readonly set: (utc: number) => void;
}

export interface CalendarParts {
  readonly calendar: Calendar;
  readonly zoneMinutes: number;
  readonly world: Pick<World, 'screen' | 'keypad'>;
  /** The network's time; undefined where nobody said it. Left away by a terminal that has no time server. */
  readonly askNetwork?: () => Promise<number | undefined>;
}

/** No firmware of this project is older, and no certificate of its CAs is to last longer. */
const EARLIEST = Date.UTC(2026, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Asks the network, then whoever is there, until the calendar is set: there is no terminal before. */
export async function setCalendar(parts: CalendarParts): Promise<void> {
  const { calendar, world } = parts;
  if (isPossible(calendar.now()) || (await byNetwork(parts))) return;
  for (;;) {
    const choices = [ENTER_BY_HAND, ...(parts.askNetwork ? [ASK_AGAIN] : [])];
    await world.screen.show(menuView(CLOCK_UNSET, choices));
    const answer = await world.keypad.choose(choices.length, KEY_WITHIN_MS);
    // Nobody there: the network may have come back by now.
    const byHand = answer.kind === 'chosen' && answer.index === 0;
    if (byHand ? await byOperator(parts) : await byNetwork(parts)) return;
  }
}

async function byNetwork({ calendar, world, askNetwork }: CalendarParts): Promise<boolean> {
  if (askNetwork === undefined) return false;
  await world.screen.show(startingView(ASKING_TIME));
  const time = await askNetwork();
  if (time === undefined || !isPossible(time)) return false;
  calendar.set(time);
  return true;
}

async function byOperator({ calendar, world, zoneMinutes }: CalendarParts): Promise<boolean> {
  const typed = await ask(
    world,
    CLOCK_UNSET,
    {
      ask: 'number',
      prompt: TYPE_MOMENT,
      minDigits: 12,
      maxDigits: 12,
      check: ([digits]) => (momentOf(digits, zoneMinutes) === undefined ? NO_MOMENT : undefined),
    },
    [],
  );
  const time = typed.kind === 'answered' ? momentOf(typed.answer, zoneMinutes) : undefined;
  if (time === undefined) return false;
  calendar.set(time);
  return true;
}

/** @param digits local, YYYYMMDDhhmm @returns undefined for a moment that no calendar has, or none that can be now */
function momentOf(digits: string, zoneMinutes: number): number | undefined {
  const field = (from: number, to: number) => Number(digits.slice(from, to));
  const local = Date.UTC(field(0, 4), field(4, 6) - 1, field(6, 8), field(8, 10), field(10, 12));
  const time = local - zoneMinutes * 60_000;
  const again = new Date(local).toISOString().replace(/\D/g, '').slice(0, 12);
  return again === digits && isPossible(time) ? time : undefined;
}

function isPossible(time: number): boolean {
  return time >= EARLIEST && time < LATEST;
}
