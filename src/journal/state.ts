/** What the journal's entries add up to: all that is live. */

import { assert } from '../base/assert.js';
import type { Message } from '../codec/iso8583.js';
import {
  COUNTERS,
  type Counter,
  type Dispute,
  decodeRecord,
  type Entry,
  encodeRecord,
  type Pending,
  type Row,
  type Settlement,
  type Settling,
} from './entries.js';
import { PurseState } from './purse-state.js';

export class JournalState {
  readonly #purse = new PurseState();
  readonly #counters = new Map<Counter, number>();
  readonly #settings = new Map<string, Uint8Array>();
  #pending: Pending | undefined;
  #rows: Row[] = [];
  #notices: Message[] = [];
  #disputes: Dispute[] = [];
  #settling: Settling | undefined;
  #settlement: Settlement | undefined;

  get pending(): Pending | undefined {
    return this.#pending;
  }

  /** Of the batch, in the order in which they came about. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Script result notices that no bank has confirmed, oldest first. */
  get notices(): readonly Message[] {
    return this.#notices;
  }

  get disputes(): readonly Dispute[] {
    return this.#disputes;
  }

  get settling(): Settling | undefined {
    return this.#settling;
  }

  /** The last batch that was settled. */
  get settlement(): Settlement | undefined {
    return this.#settlement;
  }

  /** What there is of the medical accounts of cards. */
  get purse(): Omit<PurseState, 'apply'> {
    return this.#purse;
  }

  /** The last number that was given; 0 before the first. */
  last(counter: Counter): number {
    return this.#counters.get(counter) ?? 0;
  }

  /** The number that comes next: 1 after the last that its field can hold. */
  next(counter: Counter): number {
    const last = this.last(counter);
    return last === COUNTERS[counter].max ? 1 : last + 1;
  }

  setting(key: string): Uint8Array | undefined {
    return this.#settings.get(key);
  }

  /** Keys of settings that begin so. */
  settingsOf(prefix: string): string[] {
    return [...this.#settings.keys()].filter((key) => key.startsWith(prefix));
  }

  /** @param body a record's */
  applyRecord(body: Uint8Array): void {
    for (const entry of decodeRecord(body)) this.apply(entry);
  }

  apply(entry: Entry): void {
    switch (entry.kind) {
      case 'counter':
        this.#counters.set(entry.counter, entry.value);
        return;
      case 'pending':
        this.#pending = entry.pending;
        return;
      case 'nothing-pending':
        this.#pending = undefined;
        return;
      case 'row': {
        const at = this.#rows.findIndex(({ message }) => stanOf(message) === stanOf(entry.row.message));
        if (at < 0) this.#rows.push(entry.row);
        else this.#rows[at] = entry.row;
        return;
      }
      case 'notice':
        this.#notices.push(entry.notice);
        return;
      case 'notified':
        this.#notices = this.#notices.filter((notice) => stanOf(notice) !== entry.stan);
        return;
      case 'dispute': {
        const others = this.#disputes.filter((other) => !isSame(other.request, entry.dispute.request));
        this.#disputes = [...others, entry.dispute];
        return;
      }
      case 'settling':
        this.#settling = entry.settling;
        return;
      case 'settlement':
        this.#settlement = entry.settlement;
        return;
      case 'batch-over':
        this.#rows = [];
        this.#settling = undefined;
        this.#disputes = this.#disputes.filter(({ acknowledged }) => !acknowledged);
        return;
      case 'setting':
        if (entry.value.length === 0) this.#settings.delete(entry.key);
        else this.#settings.set(entry.key, entry.value);
        return;
      default:
        this.#purse.apply(entry);
    }
  }

  /** The fewest records that make this state, none longer than the one that it came with. */
  snapshot(): Uint8Array[] {
    const entries: Entry[] = [
      ...[...this.#counters].map(([counter, value]) => ({ kind: 'counter', counter, value }) as const),
      ...[...this.#settings].map(([key, value]) => ({ kind: 'setting', key, value }) as const),
      ...this.#rows.map((row) => ({ kind: 'row', row }) as const),
      ...(this.#pending ? [{ kind: 'pending', pending: this.#pending } as const] : []),
      ...this.#notices.map((notice) => ({ kind: 'notice', notice }) as const),
      ...this.#disputes.map((dispute) => ({ kind: 'dispute', dispute }) as const),
      ...(this.#settling ? [{ kind: 'settling', settling: this.#settling } as const] : []),
      ...(this.#settlement ? [{ kind: 'settlement', settlement: this.#settlement } as const] : []),
      ...this.#purse.entries(),
    ];
    return entries.map((entry) => encodeRecord([entry]));
  }
}

/** Field 11 of a message that has one. */
export function stanOf({ fields }: Message): number {
  const digits = fields.get(11);
  assert(typeof digits === 'string', 'what the journal keeps has a trace number');
  return Number(digits);
}

/** Trace numbers come round again; with the batch in field 60 there is one of each. */
function isSame(a: Message, b: Message): boolean {
  return a.fields.get(11) === b.fields.get(11) && batchOf(a) === batchOf(b);
}

function batchOf({ fields }: Message): string | undefined {
  const digits = fields.get(60);
  return typeof digits === 'string' ? digits.slice(2, 8) : undefined;
}
