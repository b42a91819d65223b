/** A terminal's days with its journal, as a script, and the power that goes in between. */

import { type NorFlash, PowerLoss } from '../../hosts/peers/flash/nor-flash.js';
import type { Journal } from '../../src/journal/journal.js';
import { stanOf } from '../../src/journal/state.js';
import type { Flash } from '../../src/ports/flash.js';
import { boot, pending, request, row } from '../journal/flash-desk.js';

type Counter = 'sequence' | 'stan';

/** A boot, a number, a sale by its request and its row, a batch that is settled. */
export type Step = 'boot' | Counter | 'settle' | { readonly pan: string; readonly amount: number };

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
  /** Numbers that cuts may have used up. */
  readonly #skipped: Record<Counter, number> = { sequence: 0, stan: 0 };
  #spent = new Map<string, number>();
  #batch = 1;
  /** Of what a cut hit: a request that may be pending, a sale that may be booked, a batch that may be over. */
  #open: { readonly pan: string; readonly amount: number } | undefined;
  #settling = false;

  cut(step: Step): void {
    if (step === 'sequence' || step === 'stan') this.#skipped[step]++;
    else if (step === 'settle') {
      this.#skipped.stan++;
      this.#settling = true;
    } else if (step !== 'boot') {
      this.#skipped.stan++;
      this.#open = step;
    }
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

  settled(): void {
    this.#spent = new Map();
    this.#batch++;
  }

  /** After power-on: before, or pending, or after, and nothing else. Power may go while this finishes what was begun. */
  async compare(journal: Journal): Promise<void> {
    const open = this.#open;
    if (journal.state.pending) {
      const { fields } = journal.state.pending.request;
      if (open?.pan !== fields.get(2) || open?.amount !== Number(fields.get(4)))
        throw new Error('a stranger is pending');
      await journal.close();
    } else if (open && journal.spentBefore(open.pan, '01') === (this.#spent.get(open.pan) ?? 0) + open.amount) {
      this.booked(open);
    }
    this.#open = undefined;
    if (this.#settling && journal.batch === this.#batch + 1) this.settled();
    if (journal.batch !== this.#batch) throw new Error(`batch ${journal.batch} is open, not ${this.#batch}`);
    if (journal.state.settling) await settle(journal, () => this.settled());
    this.#settling = false;
    for (const [pan, amount] of this.#spent)
      if (journal.spentBefore(pan, '01') !== amount)
        throw new Error(`${pan} has spent ${journal.spentBefore(pan, '01')}, not ${amount}`);
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
          await witness.compare(journal);
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
  if (step === 'settle') {
    const stan = journal.state.next('stan');
    must(await journal.beginSettlement({ stan, moment: MOMENT }));
    witness.handed('stan', stan);
    await settle(journal, () => witness.settled());
    return;
  }
  const message = request(journal.state.next('stan'), step.pan, step.amount, journal.batch);
  must(await journal.begin(pending(message)));
  must(await journal.book(row(message)));
  witness.handed('stan', stanOf(message));
  witness.booked(step);
}

const MOMENT = '20260601180000';

async function settle(journal: Journal, done: () => void): Promise<void> {
  const totals = { debits: 0, debitAmount: 0, credits: 0, creditAmount: 0 };
  must(await journal.settled({ ...totals, batch: journal.batch, moment: MOMENT, balanced: true, disputes: 0 }));
  done();
}

function must(kept: string): void {
  if (kept !== 'done') throw new Error(`the journal is ${kept}`);
}
