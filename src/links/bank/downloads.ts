/**
 * Downloads from the acquirer: CA keys (field 60.3 of 372, 370, 371) and chip parameters (382, 380, 381), each a
 * conversation: which entries are there, each of them, done (emv.md 3.2 [B]; field 62 [TP] after UnionPay's habit). These
 * messages have no MAC: a key's checksum tells damage, not origin.
 */

import { asciiBytes, concat, equalBytes } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import { decodeTlv, encodeTlv, type Tlv } from '../../codec/tlv.js';
import type { Sha1 } from '../../crypto/sha1.js';
import type { BankLink } from './bank-link.js';
import { numeric, type Station } from './build.js';
import { type DownloadedApplication, type DownloadedKey, readApplication, readKey } from './download-entries.js';
import { managementRequest } from './management.js';
import type { BankTransaction } from './transactions.js';

export type Download<T> =
  /** every entry that the host has; there may be none */
  | { readonly kind: 'complete'; readonly entries: readonly T[] }
  /** nothing went out; no answer came; the terminal has no number for a message: nothing is to be replaced */
  | { readonly kind: 'unable' | 'unknown' | 'no-number' }
  | { readonly kind: 'refused'; readonly code: string }
  /** all of it came, and could not be kept: the host is not told that it did */
  | { readonly kind: 'unkept' }
  /** what came is not what field 62 should hold, or a key is not what its checksum says */
  | { readonly kind: 'malformed' };

/** Whom a download talks to, and what numbers its messages. */
export interface Teller {
  readonly link: Pick<BankLink, 'ask'>;
  readonly station: Station;
  /** A new STAN for each message; undefined where there is none to be had. */
  nextStan(): Promise<number | undefined>;
}

/** Keeps what was downloaded, before the host hears that it is here. @returns whether that was done */
export type Keep<T> = (entries: readonly T[]) => Promise<boolean>;

/** All CA keys of the host. */
export function downloadCaKeys(
  teller: Teller,
  sha1: Sha1,
  keep: Keep<DownloadedKey> = async () => true,
): Promise<Download<DownloadedKey>> {
  return download(teller, { ...CA_KEYS, read: (objects) => readKey(objects, sha1) }, keep);
}

/** All rows of the host's application table. */
export function downloadApplications(
  teller: Teller,
  keep: Keep<DownloadedApplication> = async () => true,
): Promise<Download<DownloadedApplication>> {
  return download(teller, APPLICATIONS, keep);
}

/** What differs between the two. */
interface Subject<T> {
  readonly query: BankTransaction;
  readonly fetch: BankTransaction;
  readonly end: BankTransaction;
  /** Objects that name an entry, the first of which begins it, and their lengths. */
  readonly name: readonly (readonly [tag: number, min: number, max: number])[];
  /** @returns undefined for an entry that lacks something, or has it in another form */
  read(objects: readonly Tlv[]): T | undefined;
}

const CA_KEYS: Omit<Subject<DownloadedKey>, 'read'> = Object.freeze({
  query: 'key-query',
  fetch: 'key-download',
  end: 'key-end',
  name: Object.freeze([Object.freeze([0x9f06, 5, 5] as const), Object.freeze([0x9f22, 1, 1] as const)]),
});

const APPLICATIONS: Subject<DownloadedApplication> = Object.freeze({
  query: 'parameter-query',
  fetch: 'parameter-download',
  end: 'parameter-end',
  name: Object.freeze([Object.freeze([0x9f06, 5, 16] as const)]),
  read: readApplication,
});

/** First byte of field 62 of an answer. */
const NONE = 0x30;
const COMPLETE = 0x31;
const MORE = 0x32;
/** The count in a query has two digits. */
const ENTRIES_MAX = 99;
const APPROVED = '00';

type Failure<T> = Exclude<Download<T>, { kind: 'complete' }>;

async function download<T>(teller: Teller, subject: Subject<T>, keep: Keep<T>): Promise<Download<T>> {
  const names = await listed(teller, subject);
  if ('kind' in names) return names;
  const entries: T[] = [];
  for (const name of names) {
    const entry = await fetched(teller, subject, name);
    if ('failure' in entry) return entry.failure;
    entries.push(entry.value);
  }
  if (!(await keep(entries))) return { kind: 'unkept' };
  // The entries are here, whether or not the host hears that they are: it offers them again if it does not.
  await exchange(teller, subject.end);
  return { kind: 'complete', entries };
}

/** The names of all entries, each as the objects that ask for it. */
async function listed<T>(teller: Teller, subject: Subject<T>): Promise<Uint8Array[] | Failure<T>> {
  const names: Uint8Array[] = [];
  while (names.length <= ENTRIES_MAX) {
    const answer = await exchange(teller, subject.query, asciiBytes(`1${numeric(names.length, 2)}`));
    if ('kind' in answer) return answer;
    if (answer.state === NONE) return names;
    const more = namesIn(answer.objects, subject);
    if (more === undefined || more.length === 0) return MALFORMED;
    names.push(...more);
    if (answer.state === COMPLETE) return names.length > ENTRIES_MAX ? MALFORMED : names;
  }
  return MALFORMED;
}

function namesIn<T>(objects: readonly Tlv[], { name }: Subject<T>): Uint8Array[] | undefined {
  const starts = objects.flatMap(({ tag }, index) => (tag === name[0][0] ? [index] : []));
  if (starts[0] !== 0) return undefined;
  const names = starts.map((start, index) => nameIn(objects.slice(start, starts[index + 1]), name));
  return names.includes(undefined) ? undefined : names.filter((one) => one !== undefined);
}

/** Written anew: only the objects that name the entry. */
function nameIn(objects: readonly Tlv[], name: Subject<never>['name']): Uint8Array | undefined {
  const parts = name.map(([tag, min, max]) => {
    const value = objects.find((one) => one.tag === tag)?.value;
    return value && value.length >= min && value.length <= max ? encodeTlv(tag, value) : undefined;
  });
  return parts.includes(undefined) ? undefined : concat(...parts.filter((part) => part !== undefined));
}

type Fetched<T> = { readonly value: T } | { readonly failure: Failure<T> };

async function fetched<T>(teller: Teller, subject: Subject<T>, name: Uint8Array): Promise<Fetched<T>> {
  const answer = await exchange(teller, subject.fetch, name);
  if ('kind' in answer) return { failure: answer };
  const given = nameIn(answer.objects, subject.name);
  if (answer.state !== COMPLETE || given === undefined || !equalBytes(given, name)) return { failure: MALFORMED };
  const value = subject.read(answer.objects);
  return value === undefined ? { failure: MALFORMED } : { value };
}

const MALFORMED = Object.freeze({ kind: 'malformed' } as const);

/** An answer's field 62. */
interface Told {
  readonly state: number;
  readonly objects: readonly Tlv[];
}

const STATES: readonly number[] = Object.freeze([NONE, COMPLETE, MORE]);

/** One question. @param request field 62, if it has one */
async function exchange(teller: Teller, key: BankTransaction, request?: Uint8Array): Promise<Told | Failure<never>> {
  const { link, station } = teller;
  const stan = await teller.nextStan();
  if (stan === undefined) return { kind: 'no-number' };
  const answer = await link.ask(managementRequest(key, station, stan, [[62, request]]));
  if (answer.kind === 'unable') return { kind: 'unable' };
  if (answer.kind !== 'answered') return { kind: 'unknown' };
  if (answer.code !== APPROVED) return { kind: 'refused', code: answer.code };
  const told = answer.message.fields.get(62);
  const [state] = told instanceof Uint8Array ? told : [];
  if (!(told instanceof Uint8Array) || !STATES.includes(state)) return MALFORMED;
  const objects = objectsIn(told.subarray(1));
  return objects === undefined ? MALFORMED : { state, objects };
}

function objectsIn(bytes: Uint8Array): Tlv[] | undefined {
  try {
    return decodeTlv(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
