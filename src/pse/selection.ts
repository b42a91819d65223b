/** Application selection 应用选择 (EMV 4.3 Book 1 clause 12; JR/T 0025.5 chapter 6, emv.md 2.1). */

import { assert } from '../base/assert.js';
import { equalBytes, startsWith } from '../base/bytes.js';
import type { CardSession } from '../card/session.js';
import { SW } from '../codec/status-words.js';
import { applicationFor, candidateOf, inOrderOfPriority, nameOf } from './candidate.js';
import type { DataObjects } from './data-objects.js';
import { readDirectory } from './directory.js';
import { type Fci, readFci } from './fci.js';
import type { ApplicationParameters, KernelParameters } from './parameters.js';
import type { Candidate } from './payment-kernel.js';
import { selectByName } from './select.js';
import { type Ended, ended, isEnded } from './transaction-state.js';

/** ISO/IEC 7816-4 and EMV: the selected application is blocked, in EMV's words invalidated. */
const BLOCKED = 0x6283;

/** A card has fewer applications of one name; one that gives more `[TP]` gives the same again and again. */
const OCCURRENCES_MAX = 16;

/** What final selection hands to the transaction, in the fields of `TransactionState`. */
export interface Selected {
  /** The card's AID: the DF name 84. */
  readonly aid: Uint8Array;
  /**
   * For screen and receipt: the preferred name 9F12 where the terminal can show it, else the label 50, else the AID.
   */
  readonly label: string;
  readonly application: ApplicationParameters;
  /** The primitive objects of the FCI: 84, 50, 87, 9F38, 5F2D, 9F11, 9F12, 9F4D … */
  readonly icc: DataObjects;
}

/**
 * The applications that terminal and card have in common, in order of priority, one at least: from the card's
 * directory, and from the terminal's list of AIDs when there is none, when it is in error or when it names none of ours
 * (Book 1 12.3.2 step 5).
 * @returns Ended `card-blocked` (6A81), `application-blocked` (all that both know are blocked) or
 * `no-common-application`
 * @throws Fault of the card's port
 */
export async function buildCandidates(card: CardSession, parameters: KernelParameters): Promise<Candidate[] | Ended> {
  const listed = await readDirectory(card, parameters);
  if (isEnded(listed)) return listed;
  const found = listed?.length ? listed : await tryAids(card, parameters);
  return isEnded(found) ? found : inOrderOfPriority(found);
}

/**
 * Final selection of one candidate by its whole name (Book 1 12.4). `next` and `blocked` (6283) both mean that it
 * leaves the candidate list and that the choice begins again with those that are left; `blocked` gives the words for
 * the end when none is. From then on nothing is selected without the holder's consent.
 * @throws Fault of the card's port
 */
export async function selectApplication(
  card: CardSession,
  candidate: Candidate,
  parameters: KernelParameters,
): Promise<Selected | 'next' | 'blocked'> {
  const response = await selectByName(card, candidate.aid);
  if (response.sw === BLOCKED) return 'blocked';
  const fci = response.sw === SW.ok ? readFci(response.data) : undefined;
  if (fci === undefined || !equalBytes(fci.name, candidate.aid)) return 'next';
  const application = applicationFor(parameters, fci.name);
  assert(application !== undefined, 'a candidate is one of the terminal');
  return { aid: fci.name, label: nameOf(candidate), application, icc: fci.objects };
}

/** Tries each AID of the terminal (Book 1 12.3.3). */
async function tryAids(card: CardSession, parameters: KernelParameters): Promise<Candidate[] | Ended> {
  const candidates: Candidate[] = [];
  let blocked = false;
  for (const application of parameters.applications) {
    const occurrences = await occurrencesOf(card, application);
    if (isEnded(occurrences)) return occurrences;
    blocked ||= occurrences.includes('blocked');
    for (const found of occurrences) {
      if (found === 'blocked' || candidates.some(({ aid }) => equalBytes(aid, found.name))) continue;
      candidates.push(candidateOf(found.name, found.objects, found.objects.get(0x9f11), parameters));
    }
  }
  if (candidates.length > 0) return candidates;
  return ended(blocked ? 'application-blocked' : 'no-common-application');
}

/**
 * Steps 2 to 7 of Book 1 12.3.3 for one AID. An application of just this name is the only one; after one with a longer
 * name, where the row allows that, the next occurrence is asked for. Anything else leads on to the next AID.
 */
async function occurrencesOf(
  card: CardSession,
  { aid, partialMatch }: ApplicationParameters,
): Promise<(Fci | 'blocked')[] | Ended> {
  const occurrences: (Fci | 'blocked')[] = [];
  while (occurrences.length < OCCURRENCES_MAX) {
    const isFirst = occurrences.length === 0;
    const response = await selectByName(card, aid, isFirst ? 'first' : 'next');
    if (isFirst && response.sw === SW.functionNotSupported) return ended('card-blocked', response.sw);
    if (response.sw !== SW.ok && response.sw !== BLOCKED) break;
    const fci = readFci(response.data);
    const isLonger = fci !== undefined && fci.name.length > aid.length;
    if (fci !== undefined && (!startsWith(fci.name, aid) || (isLonger && !partialMatch))) break;
    if (response.sw === BLOCKED) occurrences.push('blocked');
    else if (fci !== undefined) occurrences.push(fci);
    if (!isLonger) break;
  }
  return occurrences;
}
