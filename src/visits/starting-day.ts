/**
 * 设置年度起始日: on which day of the year a card's medical account begins to count anew (SPEC-5; sscard.md 8). It moves no
 * money, so the journal has nothing to keep of it: which day the card has is read from the card, before and after.
 */

import type { PurseRow } from '../journal/purse-entries.js';
import { maskNumber } from '../screens/mask.js';
import { confirmDayView, type DayChange, daySetView, daySlip } from '../screens/starting-day.js';
import { isDayOfEveryYear } from '../ssse/calendar.js';
import type { PurseYear } from '../ssse/purse.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { printable, showDateTime } from '../ssse/values.js';
import { enterPin } from './pin-entry.js';
import { resolvePurse } from './purse-recovery.js';
import { printPurse } from './purse-visit.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitRefusal, VisitResult } from './visit-result.js';

export interface StartingDayRequest {
  /** mmdd; what is no day of every year is refused before the card is powered up. */
  readonly day: string;
}

/** What the card had, and what has been read from it since; the same where nothing was to be written. */
export interface StartingDaySet extends DayChange {
  /** As on the card. */
  readonly cardNumber: string;
  /** Of the PSAM; twelve zeros where there is none. */
  readonly terminalNumber: string;
}

/** Shows the attendant both days, proves the permission (DSK), sets the day, reads it back, tells, and prints the slip. */
export async function startingDay(
  terminal: Terminal,
  { day }: StartingDayRequest,
): Promise<VisitResult<StartingDaySet>> {
  const job = new DayJob(terminal, day);
  const result = await socialVisit<StartingDaySet>(
    terminal,
    'starting-day',
    async (card, keys) => {
      const change = await job.run(card);
      if ('refused' in change) return change;
      return { ...change, cardNumber: printable(card.issuer.cardNumber), terminalNumber: keys.terminalNumber };
    },
    daySetView,
    {
      prepare: async () => (isDayOfEveryYear(day) ? undefined : { refused: 'starting-day-malformed' }),
      leaves: () => (job.isInDoubt ? { left: 'starting-day-unknown' } : undefined),
    },
  );
  if (job.settled) await printPurse(terminal, job.settled);
  if (result.outcome === 'done' && result.value.before !== day) await printDay(terminal, result.value);
  return result;
}

const CONFIRM_WITHIN_MS = 60_000;

/** One card's day, and how far it came. */
class DayJob {
  readonly #terminal: Terminal;
  readonly #day: string;
  #settled: PurseRow | undefined;
  #isInDoubt = false;

  constructor(terminal: Terminal, day: string) {
    this.#terminal = terminal;
    this.#day = day;
  }

  /** An earlier transaction of the card that turned out to have come about: for the printer. */
  get settled(): PurseRow | undefined {
    return this.#settled;
  }

  /** Whether the card has been told the day, and has not been read since. */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  async run(card: SocialCard): Promise<DayChange | VisitRefusal> {
    const open = await this.#settle(card);
    if (open) return open;
    const year = await card.purseYear();
    if (isRefusal(year)) return year;
    const before = await readDay(year);
    if (isRefusal(before)) return before;
    const change: DayChange = { before: before.day, day: this.#day };
    if (change.before === change.day) return change;
    if (!(await this.#isConfirmed(card, change))) return { refused: 'starting-day-not-confirmed' };
    return (await card.permit('DSK')) ?? (await this.#set(year)) ?? change;
  }

  /** What the account remembers of a transaction that pends here lies beside the day (sscard.md 15): it is asked for first. */
  async #settle(card: SocialCard): Promise<Refusal | undefined> {
    const terminal = this.#terminal;
    if (terminal.journal.state.purse.pendingOf(card.issuer) === undefined) return undefined;
    const refused = card.needsPin({ by: 'pin' }, 'pin') ? await enterPin(terminal, card) : undefined;
    if (refused) return refused;
    const end = await resolvePurse(terminal, card);
    if (isRefusal(end)) return end;
    if (end.kind === 'completed') this.#settled = end.row;
    return end.kind === 'open' ? refuse('purse-earlier-unknown') : undefined;
  }

  async #isConfirmed(card: SocialCard, change: DayChange): Promise<boolean> {
    const { screen, keypad } = this.#terminal.world;
    const number = printable(card.issuer.cardNumber);
    await screen.show(confirmDayView(change, number, maskNumber(number)));
    const answer = await keypad.choose(2, CONFIRM_WITHIN_MS);
    return answer.kind === 'chosen' && answer.index === 0;
  }

  /** The card's no is looked into like its yes: 65xx says nothing of its memory, and the day alone tells. */
  async #set(year: PurseYear): Promise<VisitRefusal | undefined> {
    this.#isInDoubt = true;
    const refused = await year.updateStartingDay(this.#day);
    const after = await readDay(year);
    if (isRefusal(after)) return refused ?? after;
    this.#isInDoubt = false;
    return after.day === this.#day ? undefined : (refused ?? { refused: 'starting-day-not-kept' });
  }
}

/** The first day of the card's year, mmdd; none where the bytes are no day. */
async function readDay(year: PurseYear): Promise<{ readonly day: string | undefined } | Refusal> {
  const day = await year.startingDay();
  if (isRefusal(day)) return day;
  return { day: isDayOfEveryYear(day) ? day : undefined };
}

async function printDay({ world }: Terminal, { cardNumber, ...set }: StartingDaySet): Promise<void> {
  const moment = showDateTime(world.clock.now());
  await world.printer.print(daySlip({ ...set, cardNumber: maskNumber(cardNumber), moment }));
}
