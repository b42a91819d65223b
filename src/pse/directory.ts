/** The payment system directory of a card, 支付系统环境 (EMV 4.3 Book 1 12.2.2, 12.2.3, 12.3.2; emv.md 2.1). */

import { asciiBytes, equalBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import type { CardSession } from '../card/session.js';
import { SW } from '../codec/status-words.js';
import { decodeTlv } from '../codec/tlv.js';
import { applicationFor, candidateOf } from './candidate.js';
import type { DataObjects } from './data-objects.js';
import { primitives, readFci } from './fci.js';
import type { KernelParameters } from './parameters.js';
import type { Candidate } from './payment-kernel.js';
import { selectByName } from './select.js';
import { type Ended, ended } from './transaction-state.js';

const PSE_NAME = '1PAY.SYS.DDF01';
/** A directory is one of the files that EMV itself lays out. */
const LAST_SFI = 10;
/** Record number 255 is reserved (ISO/IEC 7816-4 7.3.3). */
const LAST_RECORD = 254;

interface Entry {
  /** 4F, 5 to 16 bytes. */
  readonly aid: Uint8Array;
  readonly objects: DataObjects;
}

/**
 * The applications in the card's directory that the terminal has too, as the card orders them.
 * @returns undefined when the card has no usable directory (6A82, blocked 6283, any other word, an error in the FCI or
 * in a record): the list of AIDs decides then; Ended `card-blocked` on 6A81
 */
export async function readDirectory(
  card: CardSession,
  parameters: KernelParameters,
): Promise<Candidate[] | Ended | undefined> {
  const response = await selectByName(card, asciiBytes(PSE_NAME));
  if (response.sw === SW.functionNotSupported) return ended('card-blocked', response.sw);
  const fci = response.sw === SW.ok ? readFci(response.data) : undefined;
  const sfi = fci?.objects.get(0x88);
  if (fci === undefined || sfi?.length !== 1 || sfi[0] < 1 || sfi[0] > LAST_SFI) return undefined;
  const entries = await readEntries(card, sfi[0]);
  return entries && candidatesIn(entries, fci.objects.get(0x9f11), parameters);
}

/** The applications of all records up to 6A83; undefined as soon as one is in error. */
async function readEntries(card: CardSession, sfi: number): Promise<Entry[] | undefined> {
  const entries: Entry[] = [];
  for (let number = 1; number <= LAST_RECORD; number++) {
    const response = await card.send({ cla: 0x00, ins: 0xb2, p1: number, p2: (sfi << 3) | 0x04, le: 256 });
    if (response.sw === SW.recordNotFound) break;
    const found = response.sw === SW.ok ? entriesOf(response.data) : undefined;
    if (found === undefined) return undefined;
    entries.push(...found);
  }
  return entries;
}

/** A record is `70{61{4F …} …}`; what is not a 61 in it is passed over. Undefined when it is something else. */
function entriesOf(record: Uint8Array): Entry[] | undefined {
  try {
    const [template, ...more] = decodeTlv(record);
    if (template?.tag !== 0x70 || more.length > 0) return undefined;
    const entries = decodeTlv(template.value).filter(({ tag }) => tag === 0x61);
    return entries.flatMap(({ value }) => entryOf(value));
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/**
 * An entry with 9D instead of 4F names a further directory (DDF), which editions before 4.3 walked into; EMV 4.3 12.2.3
 * knows only entries of applications, so that it is passed over. @throws FormatError for one with neither
 */
function entryOf(value: Uint8Array): Entry[] {
  const objects = primitives(decodeTlv(value));
  const aid = objects.get(0x4f);
  if (aid === undefined && objects.get(0x9d) !== undefined) return [];
  if (aid === undefined || aid.length < 5 || aid.length > 16)
    throw new FormatError('directory', 'AID of 5 to 16 bytes');
  return [{ aid, objects }];
}

function candidatesIn(
  entries: readonly Entry[],
  codeTable: Uint8Array | undefined,
  parameters: KernelParameters,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const { aid, objects } of entries) {
    const isNew = !candidates.some((candidate) => equalBytes(candidate.aid, aid));
    if (isNew && applicationFor(parameters, aid) !== undefined) {
      candidates.push(candidateOf(aid, objects, codeTable, parameters));
    }
  }
  return candidates;
}
