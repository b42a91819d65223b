/** A terminal's days with its journal, as a script, and the power that goes in between. */

import { type NorFlash, PowerLoss } from '../../hosts/peers/flash/nor-flash.js';
import type { Counter } from '../../src/journal/entries.js';
import type { Journal } from '../../src/journal/journal.js';
import type { Flash } from '../../src/ports/flash.js';
import { boot } from '../journal/flash-desk.js';

export type Step = 'boot' | Counter | { readonly pan: string; readonly amount: number };

/** How a deed is done to the journal: what a mutant does otherwise. */
export interface Ways {
  /** The flash as the journal sees it. */
  readonly seen: (flash: NorFlash) => Flash;
  /** Gets a number into somebody's hands: `hand` is called as soon as he has it. */
  readonly giveNumber: (
    journal: Journal,
    counter: Counter,
    flash: NorFlash,
    hand: (number: number) => void,
  ) => Promise<void>;
}

export const RIGHT_WAYS: Ways = {
  seen: (flash) => flash,
  async giveNumber(journal, counter, _flash, hand) {
    const number = await journal.nextNumber(counter);
    if (typeof number === 'string') throw new Error(`the journal is ${number}`);
    hand(number);
  },
};

/** What somebody outside knows of the journal: a model in lock step, which tolerates either end of what a cut hit. */
class Witness {
  readonly #last: Record<Counter, number> = { sequence: 0, stan: 0 };
  /** A number that a cut may have used up. */
  readonly #skipped: Record<Counter, number> = { sequence: 0, stan: 0 };
  readonly #spent = new Map<string, number>();
  /** What a cut may have booked besides. */
  #open: { readonly pan: string; readonly amount: number } | undefined;

  cut(step: Step): void {
    if (step === 'sequence' || step === 'stan') this.#skipped[step]++;
    else if (step !== 'boot') this.#open = step;
  }

  handed(counter: Counter, number: number): void {
    const low = this.#last[counter] + 1;
    const high = low + this.#skipped[counter];
    if (number < low || number > high) throw new Error(`${counter} ${number} came where ${low} to ${high} was due`);
    this.#last[counter] = number;
    this.#skipped[counter] = 0;
  }

  booked({ pan, amount }: { readonly pan: string; readonly amount: number }): void {
    this.#spent.set(pan, (this.#spent.get(pan) ?? 0) + amount);
  }

  /** After power-on: before or after, and nothing else. */
  compare(journal: Journal): void {
    const open = this.#open;
    this.#open = undefined;
    if (open && journal.spentBefore(open.pan, '') === (this.#spent.get(open.pan) ?? 0) + open.amount) this.booked(open);
    for (const [pan, amount] of this.#spent)
      if (journal.spentBefore(pan, '') !== amount)
        throw new Error(`${pan} has spent ${journal.spentBefore(pan, '')}, not ${amount}`);
  }
}

/**
 * Plays a script; where the power goes the terminal boots and goes on with the next step. @throws Error when the journal
 * is neither as before nor as after, gives a number twice, or refuses
 */
export async function playScript(flash: NorFlash, script: readonly Step[], cuts: readonly Cut[], ways = RIGHT_WAYS) {
  const witness = new Witness();
  const power = new Power(flash, cuts);
  let journal: Journal | undefined;
  for (const step of ['boot' as const, ...script]) {
    let interrupted = false;
    do {
      try {
        if (journal === undefined || step === 'boot' || interrupted) {
          journal = undefined;
          journal = await boot(ways.seen(flash));
          witness.compare(journal);
        }
        if (!interrupted) await take(journal, step, witness, flash, ways);
        break;
      } catch (error) {
        if (!(error instanceof PowerLoss)) throw error;
        if (!interrupted && journal) witness.cut(step);
        interrupted = true;
        power.restore();
      }
    } while (interrupted);
  }
}

export interface Cut {
  readonly operation: number;
  readonly tear: Parameters<NorFlash['cutAt']>[1];
}

/** Arms the cuts one after the other. */
class Power {
  readonly #flash: NorFlash;
  readonly #cuts: Cut[];

  constructor(flash: NorFlash, cuts: readonly Cut[]) {
    this.#flash = flash;
    this.#cuts = [...cuts];
    this.#arm();
  }

  restore(): void {
    this.#flash.powerOn();
    this.#arm();
  }

  #arm(): void {
    const next = this.#cuts.shift();
    if (next) this.#flash.cutAt(next.operation, next.tear);
  }
}

async function take(journal: Journal, step: Step, witness: Witness, flash: NorFlash, ways: Ways): Promise<void> {
  if (step === 'boot') return;
  if (step === 'sequence' || step === 'stan') {
    await ways.giveNumber(journal, step, flash, (number) => witness.handed(step, number));
    return;
  }
  const booked = await journal.bookSpending(step.pan, '', step.amount);
  if (booked !== 'done') throw new Error(`the journal is ${booked}`);
  witness.booked(step);
}
