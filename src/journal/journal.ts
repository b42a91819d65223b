/** What the terminal must not forget: numbers that are given once, and what each account has spent here. */

import type { Flash } from '../ports/flash.js';
import type { DeviceKey } from '../vault/device-key.js';
import { type Counter, counterEntry, JournalState, SPENDING_LENGTH, spendingEntry } from './entries.js';
import { RecordStore } from './record-store.js';
import { recover } from './recovery.js';
import { Seal } from './seal.js';

/** Why the journal takes nothing. */
export type JournalTrouble =
  /** what is live leaves no room for more */
  | 'full'
  /** the flash does not hold what is written to it */
  | 'failing'
  /** the flash holds a journal that cannot be read: damaged beyond what a power cut does, or of another device key */
  | 'lost';

export class Journal {
  readonly #store: RecordStore;
  readonly #state: JournalState;
  /** Once set it stays until the next boot. */
  #trouble: Exclude<JournalTrouble, 'full'> | undefined;

  private constructor(store: RecordStore, state: JournalState, trouble: Exclude<JournalTrouble, 'full'> | undefined) {
    this.#store = store;
    this.#state = state;
    this.#trouble = trouble;
  }

  /** Recovers what the flash holds and starts afresh with it. A journal in trouble opens, too: it remembers and takes nothing. */
  static async open(flash: Flash, deviceKey: DeviceKey): Promise<Journal> {
    const seal = new Seal(deviceKey);
    const found = await recover(flash, seal);
    const state = new JournalState();
    if (found.kind === 'found') for (const record of found.records) state.apply(record);
    const store = new RecordStore(flash, seal, found.kind === 'found' ? found.epoch : 0);
    if (found.kind === 'lost') return new Journal(store, state, 'lost');
    const started = await store.start(state.snapshot());
    return new Journal(store, state, started === 'done' ? undefined : started);
  }

  /**
   * Moves a counter, and gives its value once that is durable: no cut lets it be given again. There is room then to book
   * what the number is for.
   */
  async nextNumber(counter: Counter): Promise<number | JournalTrouble> {
    const value = this.#state.last(counter) + 1;
    const written = await this.#append(counterEntry(counter, value), [SPENDING_LENGTH]);
    return written === 'done' ? value : written;
  }

  /** Fen that an account has spent here, for the floor limit (EMV 4.3 Book 3 10.6.1). @param panSequence '' for a card without */
  spentBefore(pan: string, panSequence: string): number {
    return this.#state.spent(pan, panSequence);
  }

  /** Books what an account has spent. */
  async bookSpending(pan: string, panSequence: string, amount: number): Promise<'done' | JournalTrouble> {
    return await this.#append(spendingEntry(pan, panSequence, amount), []);
  }

  /** @param spare lengths of entries for which there must be room besides */
  async #append(entry: Uint8Array, spare: readonly number[]): Promise<'done' | JournalTrouble> {
    if (this.#trouble) return this.#trouble;
    const lengths = [entry.length, ...spare];
    if (!this.#store.fits(lengths)) {
      const live = this.#state.snapshot();
      if (!this.#store.fitsAfresh(live, lengths)) return 'full';
      if ((await this.#store.start(live)) !== 'done') return this.#fail();
    }
    if ((await this.#store.append(entry)) !== 'done') return this.#fail();
    this.#state.apply(entry);
    return 'done';
  }

  #fail(): 'failing' {
    this.#trouble = 'failing';
    return 'failing';
  }
}
