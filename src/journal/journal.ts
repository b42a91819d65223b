/**
 * What the terminal must not forget: numbers that are given once, the request whose end is not known, the batch, what
 * people must settle. The money rules of the house are kept here: nothing begins while something is pending, and one
 * record both books a result and closes what was pending.
 */

import { assert } from '../base/assert.js';
import type { Message } from '../codec/iso8583.js';
import type { Flash } from '../ports/flash.js';
import type { DeviceKey } from '../vault/device-key.js';
import {
  type Counter,
  type Dispute,
  type Entry,
  encodeRecord,
  type Pending,
  type Row,
  type Settlement,
  type Settling,
} from './entries.js';
import { BODY_MAX } from './frame.js';
import type { PurseIntent, PurseRow } from './purse-entries.js';
import { RecordStore } from './record-store.js';
import { recover } from './recovery.js';
import { Seal } from './seal.js';
import { JournalState, stanOf } from './state.js';

/** Why the journal takes nothing. */
export type JournalTrouble =
  /** what is live leaves no room for more */
  | 'full'
  /** the flash does not hold what is written to it */
  | 'failing'
  /** the flash holds a journal that cannot be read: damaged beyond what a power cut does, of another device key or firmware */
  | 'lost';

export type Kept = 'done' | JournalTrouble;

/**
 * What must be free before a transaction begins, whatever comes of it: its numbers, the request, the request with its
 * reason, the result with a notice, or the dispute.
 */
const TRANSACTION_ROOM: readonly number[] = Object.freeze([16, 16, 512, 512, BODY_MAX]);

export class Journal {
  readonly #store: RecordStore;
  readonly #state: JournalState;
  readonly #entriesMax: number;
  /** Once set it stays until the next boot. */
  #trouble: Exclude<JournalTrouble, 'full'> | undefined;

  private constructor(
    store: RecordStore,
    state: JournalState,
    entriesMax: number,
    trouble?: Exclude<JournalTrouble, 'full'>,
  ) {
    this.#store = store;
    this.#state = state;
    this.#entriesMax = entriesMax;
    this.#trouble = trouble;
  }

  /**
   * Recovers what the flash holds and starts afresh with it. A journal in trouble opens, too: it remembers and takes nothing.
   * @param entriesMax rows, notices and disputes that there is memory for; a journal that has so many is full
   */
  static async open(flash: Flash, deviceKey: DeviceKey, entriesMax = Number.POSITIVE_INFINITY): Promise<Journal> {
    const seal = new Seal(deviceKey);
    const found = await recover(flash, seal);
    const state = new JournalState();
    if (found.kind === 'found') for (const record of found.records) state.applyRecord(record);
    const store = new RecordStore(flash, seal, found.kind === 'found' ? found.epoch : 0);
    if (found.kind === 'lost') return new Journal(store, state, entriesMax, 'lost');
    const started = await store.start(state.snapshot());
    return new Journal(store, state, entriesMax, started === 'done' ? undefined : started);
  }

  /** All that is live. */
  get state(): Omit<JournalState, 'apply' | 'applyRecord' | 'snapshot'> {
    return this.#state;
  }

  /** The batch that is open, 1 to 999999. */
  get batch(): number {
    return this.#state.next('batch');
  }

  /** Whether a transaction can begin: then there is room for it to its end. */
  readiness(): Kept {
    if (this.#trouble) return this.#trouble;
    const { rows, notices, disputes, purse } = this.#state;
    if (rows.length + notices.length + disputes.length + purse.rows.length >= this.#entriesMax) return 'full';
    return this.#store.fitsAfresh(this.#state.snapshot(), TRANSACTION_ROOM) ? 'done' : 'full';
  }

  /** Moves a counter, and gives its value once that is durable: no cut lets it be given again. */
  async nextNumber(counter: Exclude<Counter, 'batch'>): Promise<number | JournalTrouble> {
    const value = this.#state.next(counter);
    const written = await this.#append([{ kind: 'counter', counter, value }]);
    return written === 'done' ? value : written;
  }

  /**
   * Fen that an account has spent in this batch, for the floor limit (EMV 4.3 Book 3 10.6.1): what was bought or drawn.
   * @param panSequence 5F34 as two digits; '' for a card without
   */
  spentBefore(pan: string, panSequence: string): number {
    return this.#state.rows
      .map(({ message }) => message.fields)
      .filter((fields) => fields.get(2) === pan && (fields.get(23) ?? '0').slice(-2) === (panSequence || '0'))
      .filter((fields) => /^0[01]/.test(String(fields.get(3))))
      .reduce((sum, fields) => sum + Number(fields.get(4)), 0);
  }

  /** The intent, before the request goes out: it moves the STAN to that of the request, which must be the next one. */
  async begin(pending: Pending): Promise<Kept> {
    assert(this.#state.pending === undefined, 'nothing begins while something is pending');
    assert(this.#state.settling === undefined, 'nothing begins while a batch is being settled');
    const value = this.#state.next('stan');
    assert(stanOf(pending.request) === value, 'a request has the next trace number');
    return await this.#append([
      { kind: 'counter', counter: 'stan', value },
      { kind: 'pending', pending },
    ]);
  }

  /** Keeps why the pending request is to be forgotten, or how often that was tried. */
  mark(change: Pick<Pending, 'reason'> | Pick<Pending, 'tries'>): Promise<Kept> {
    return this.#append([{ kind: 'pending', pending: { ...this.#mustBePending(), ...change } }]);
  }

  /**
   * The pending request came to nothing: the bank has declined or forgotten it.
   * @param notice a script result notice that the bank is to have; its trace number is the next one
   */
  close(notice?: Message): Promise<Kept> {
    this.#mustBePending();
    return this.#append([{ kind: 'nothing-pending' }, ...this.#noticeEntries(notice)]);
  }

  /** Books what the bank approved, and closes the request. @param notice as with `close` */
  async book(row: Row, notice?: Message): Promise<Kept> {
    assert(stanOf(this.#mustBePending().request) === stanOf(row.message), 'what is booked is what was pending');
    return await this.#append([{ kind: 'nothing-pending' }, { kind: 'row', row }, ...this.#noticeEntries(notice)]);
  }

  /**
   * Books what the card approved by itself, under the next trace number. A request to the bank that stayed without an
   * answer remains to be taken back.
   */
  async bookOffline(row: Row): Promise<Kept> {
    const value = this.#state.next('stan');
    assert(stanOf(row.message) === value, 'an offline approval has the next trace number');
    return await this.#append([
      { kind: 'counter', counter: 'stan', value },
      { kind: 'row', row },
    ]);
  }

  /** The bank has a row now that was approved offline. */
  uploaded(row: Row): Promise<Kept> {
    return this.#append([{ kind: 'row', row: { ...row, where: 'uploaded' } }]);
  }

  /** The pending request becomes the business of people. */
  dispute(): Promise<Kept> {
    const dispute: Dispute = { ...this.#mustBePending(), acknowledged: false };
    return this.#append([{ kind: 'nothing-pending' }, { kind: 'dispute', dispute }]);
  }

  /** An operator has seen the dispute. */
  acknowledge(dispute: Dispute): Promise<Kept> {
    return this.#append([{ kind: 'dispute', dispute: { ...dispute, acknowledged: true } }]);
  }

  /** Keeps a notice that the bank is to have. @param notice with the next trace number */
  owe(notice: Message): Promise<Kept> {
    return this.#append(this.#noticeEntries(notice));
  }

  notified(notice: Message): Promise<Kept> {
    return this.#append([{ kind: 'notified', stan: stanOf(notice) }]);
  }

  /** The intent, before the command that moves a card's money. It pends for its card alone (purse-state.ts). */
  async beginPurse(intent: PurseIntent): Promise<Kept> {
    assert(this.#state.purse.pendingOf(intent) === undefined, 'nothing begins for a card with something pending');
    return await this.#append([{ kind: 'purse-intent', intent }]);
  }

  /** It came to nothing: the card has said so. */
  closePurse(intent: PurseIntent): Promise<Kept> {
    return this.#append([{ kind: 'purse-over', intent }]);
  }

  /** Books what the card has proved, and closes its intent. */
  bookPurse(row: PurseRow): Promise<Kept> {
    return this.#append([
      { kind: 'purse-row', row },
      { kind: 'purse-over', intent: row },
    ]);
  }

  /** The bureau has the oldest rows of the medical account, so many: they are its business now. */
  async collectPurse(count: number): Promise<Kept> {
    assert(count <= this.#state.purse.rows.length, 'the bureau has no more than there is');
    return await this.#append([{ kind: 'purse-collected', count }]);
  }

  /** From now on the batch takes nothing more. @param settling with the next trace number */
  async beginSettlement(settling: Settling): Promise<Kept> {
    assert(this.#state.pending === undefined, 'no batch is settled while something is pending');
    const value = this.#state.next('stan');
    assert(settling.stan === value, 'a settlement has the next trace number');
    return await this.#append([
      { kind: 'counter', counter: 'stan', value },
      { kind: 'settling', settling },
    ]);
  }

  /** The batch is over, and the next one begins. */
  async settled(settlement: Settlement): Promise<Kept> {
    assert(settlement.batch === this.batch, 'the batch that is settled is the open one');
    return await this.#append([
      { kind: 'settlement', settlement },
      { kind: 'batch-over' },
      { kind: 'counter', counter: 'batch', value: settlement.batch },
    ]);
  }

  /** Keeps a setting of at most some 900 bytes; none for an empty one. */
  keep(key: string, value: Uint8Array): Promise<Kept> {
    return this.#append([{ kind: 'setting', key, value }]);
  }

  #mustBePending(): Pending {
    const { pending } = this.#state;
    assert(pending !== undefined, 'something is pending');
    return pending;
  }

  #noticeEntries(notice: Message | undefined): Entry[] {
    if (notice === undefined) return [];
    return [
      { kind: 'counter', counter: 'stan', value: stanOf(notice) },
      { kind: 'notice', notice },
    ];
  }

  async #append(entries: readonly Entry[]): Promise<Kept> {
    if (this.#trouble) return this.#trouble;
    const body = encodeRecord(entries);
    if (!this.#store.fits([body.length])) {
      const live = this.#state.snapshot();
      if (!this.#store.fitsAfresh(live, [body.length])) return 'full';
      if ((await this.#store.start(live)) !== 'done') return this.#fail();
    }
    if ((await this.#store.append(body)) !== 'done') return this.#fail();
    for (const entry of entries) this.#state.apply(entry);
    return 'done';
  }

  #fail(): 'failing' {
    this.#trouble = 'failing';
    return 'failing';
  }
}
