/** What the acquirer keeps of its terminals, as JSON: sessions, transactions, batches, and what it wants done. */

import * as v from 'valibot';
import { count, digits, hexBytes } from '../../parse-json.js';
import { cardKinds } from '../issuing-image.js';

const text = v.pipe(v.string(), v.maxLength(64));
const fen = count(999_999_999_999);
const response = v.record(v.pipe(v.string(), v.regex(/^[0-9]{1,3}$/)), v.pipe(v.string(), v.maxLength(1024)));

const sessionSchema = v.strictObject({
  terminal: text,
  /** Business day, YYYYMMDD: at its end the keys end. */
  date: digits(8),
  batch: digits(6),
  stan: digits(6),
  pinKey: hexBytes(16),
  macKey: hexBytes(8),
  /** Field 62 of the answer, for the same sign-in once more. */
  sealed: hexBytes(40),
});

const recordSchema = v.strictObject({
  terminal: text,
  merchant: text,
  batch: digits(6),
  stan: digits(6),
  kind: cardKinds,
  pan: text,
  amount: fen,
  /** SHA-1 of the request, without what depends on keys: what a repetition must have. */
  digest: hexBytes(20),
  /** Field 37, and with the acquirer's number the reference in the network. */
  rrn: digits(12),
  /** YYYYMMDDhhmmss at the host. */
  moment: digits(14),
  state: v.picklist(['approved', 'declined', 'reversed']),
  voided: v.boolean(),
  refunded: fen,
  /** Of a void and a refund: the identity of the original. */
  original: v.exactOptional(text),
  /** Fields of the answer by number, besides what it repeats of the request; 55 in hexadecimal. */
  answer: response,
});

const uploadSchema = v.strictObject({
  stan: digits(6),
  pan: text,
  amount: fen,
  credit: v.boolean(),
  /** Field 55, hexadecimal: what the card said. */
  evidence: v.exactOptional(v.pipe(v.string(), v.maxLength(510))),
});

const disputeSchema = v.strictObject({
  stan: digits(6),
  /** Who alone knows of it; or both do, and not the same. */
  side: v.picklist(['terminal', 'host', 'differs']),
});

const batchSchema = v.strictObject({
  terminal: text,
  batch: digits(6),
  state: v.picklist(['open', 'uploading', 'closed']),
  /** Field 48 of the settlement, and of its answer. */
  claimed: v.exactOptional(digits(62)),
  answered: v.exactOptional(digits(62)),
  uploads: v.array(uploadSchema),
  disputes: v.array(disputeSchema),
});

const noticeSchema = v.strictObject({ terminal: text, batch: digits(6), stan: digits(6), code: text });

const wishes = v.picklist(['sign-in', 'ca-keys', 'parameters']);

export const acquirerSchema = v.strictObject({
  sessions: v.array(sessionSchema),
  records: v.array(recordSchema),
  /** Identities that were taken back before they came. */
  tombstones: v.array(text),
  batches: v.array(batchSchema),
  notices: v.array(noticeSchema),
  wishes: v.array(v.strictObject({ terminal: text, wish: wishes })),
  /** Retrieval reference numbers given so far. */
  references: fen,
});

export type AcquirerImage = v.InferOutput<typeof acquirerSchema>;
export type Session = Readonly<AcquirerImage['sessions'][number]>;
/** One transaction at the acquirer: a value, replaced whenever something changes. */
export type AcquirerRecord = Readonly<AcquirerImage['records'][number]>;
export type Batch = Readonly<AcquirerImage['batches'][number]>;
export type Upload = Readonly<Batch['uploads'][number]>;
export type Dispute = Readonly<Batch['disputes'][number]>;
export type Wish = v.InferOutput<typeof wishes>;

/** What names a transaction at the host. */
export interface Identity {
  readonly terminal: string;
  readonly batch: string;
  readonly stan: string;
}

export function nameOf({ terminal, batch, stan }: Identity): string {
  return `${terminal} ${batch} ${stan}`;
}

/** The acquirer's memory: values by their names. */
export class Books {
  readonly sessions = new Map<string, Session>();
  readonly tombstones: Set<string>;
  readonly #records = new Map<string, AcquirerRecord>();
  readonly #batches = new Map<string, Batch>();
  readonly #notices = new Map<string, AcquirerImage['notices'][number]>();
  #wishes: AcquirerImage['wishes'];
  #references: number;

  constructor(image?: AcquirerImage) {
    for (const session of image?.sessions ?? []) this.sessions.set(session.terminal, session);
    for (const record of image?.records ?? []) this.put(record);
    for (const batch of image?.batches ?? []) this.putBatch(batch);
    for (const notice of image?.notices ?? []) this.putNotice(notice);
    this.tombstones = new Set(image?.tombstones ?? []);
    this.#wishes = [...(image?.wishes ?? [])];
    this.#references = image?.references ?? 0;
  }

  find(identity: Identity): AcquirerRecord | undefined {
    return this.#records.get(nameOf(identity));
  }

  named(name: string): AcquirerRecord | undefined {
    return this.#records.get(name);
  }

  put(record: AcquirerRecord): void {
    this.#records.set(nameOf(record), record);
  }

  records(): IterableIterator<AcquirerRecord> {
    return this.#records.values();
  }

  /** Approved and not taken back, oldest first. */
  standing(terminal: string, batch: string): AcquirerRecord[] {
    return [...this.#records.values()].filter(
      (record) => record.terminal === terminal && record.batch === batch && record.state === 'approved',
    );
  }

  /** A batch is open from when it is first heard of. */
  batch(terminal: string, batch: string): Batch {
    const known = this.#batches.get(`${terminal} ${batch}`);
    return known ?? { terminal, batch, state: 'open', uploads: [], disputes: [] };
  }

  putBatch(batch: Batch): void {
    this.#batches.set(`${batch.terminal} ${batch.batch}`, batch as AcquirerImage['batches'][number]);
  }

  batches(): IterableIterator<Batch> {
    return this.#batches.values();
  }

  notice(identity: Identity): string | undefined {
    return this.#notices.get(nameOf(identity))?.code;
  }

  putNotice(notice: AcquirerImage['notices'][number]): void {
    this.#notices.set(nameOf(notice), notice);
  }

  wish(terminal: string, wish: Wish): void {
    this.grant(terminal, wish);
    this.#wishes.push({ terminal, wish });
  }

  /** The terminal has done it. */
  grant(terminal: string, wish: Wish): void {
    this.#wishes = this.#wishes.filter((one) => one.terminal !== terminal || one.wish !== wish);
  }

  wishOf(terminal: string): Wish | undefined {
    return this.#wishes.find((one) => one.terminal === terminal)?.wish;
  }

  /** A retrieval reference number, twelve digits, never the same again. */
  nextReference(): string {
    this.#references++;
    return String(this.#references).padStart(12, '0');
  }

  image(): AcquirerImage {
    return {
      sessions: [...this.sessions.values()],
      records: [...this.#records.values()],
      tombstones: [...this.tombstones],
      batches: [...this.#batches.values()],
      notices: [...this.#notices.values()],
      wishes: [...this.#wishes],
      references: this.#references,
    };
  }
}
