/** What a card says of one of its applications, for the candidate list (EMV 4.3 Book 1 12.2.3, 12.3.1, 12.4). */

import { equalBytes, startsWith } from '../base/bytes.js';
import { toHex } from '../base/hex.js';
import { type Bit, isSet } from './bits.js';
import type { DataObjects } from './data-objects.js';
import type { ApplicationParameters, KernelParameters } from './parameters.js';
import type { Candidate } from './payment-kernel.js';

/** 87 应用优先指示器: b8 and b4 to b1. */
const CONFIRMATION_MASK = 0x80;
const PRIORITY_MASK = 0x0f;
/** Both names are 1 to 16 characters. */
const NAME_MAX = 16;

/** 9F11 issuer code table index 01, ISO/IEC 8859-1, and the bit of 9F40 by which a terminal claims it (Book 4 A3). */
const LATIN_1 = 0x01;
const LATIN_1_SHOWN: Bit = Object.freeze({ byte: 5, bit: 1 });

/**
 * The row of the application table that an AID of the card belongs to: the one of the same bytes, else the longest one
 * that it begins with and that allows longer AIDs (Book 1 12.3.1). Undefined when it is none of ours.
 */
export function applicationFor(parameters: KernelParameters, aid: Uint8Array): ApplicationParameters | undefined {
  const { applications } = parameters;
  const exact = applications.find((application) => equalBytes(application.aid, aid));
  if (exact !== undefined) return exact;
  let longest: ApplicationParameters | undefined;
  for (const application of applications) {
    const longer = longest === undefined || application.aid.length > longest.aid.length;
    if (application.partialMatch && longer && startsWith(aid, application.aid)) longest = application;
  }
  return longest;
}

/**
 * A candidate from its directory entry or FCI. `codeTable` is the 9F11 that goes with its preferred name: the one of
 * the PSE's FCI for a directory entry, the application's own for its FCI. A label is mandatory, but a card without one
 * is served (Book 1 12.2.4) and shows its AID.
 */
export function candidateOf(
  aid: Uint8Array,
  objects: DataObjects,
  codeTable: Uint8Array | undefined,
  parameters: KernelParameters,
): Candidate {
  const value = objects.get(0x87);
  const indicator = value?.length === 1 ? value[0] : 0;
  return {
    aid,
    label: labelOf(objects) || toHex(aid),
    preferredName: preferredNameOf(objects, codeTable, parameters),
    priority: indicator & PRIORITY_MASK,
    confirm: (indicator & CONFIRMATION_MASK) !== 0,
  };
}

/** The name that holder and receipt see (Book 1 12.4): the preferred one where it can be shown, else the label. */
export function nameOf(candidate: Candidate): string {
  return candidate.preferredName ?? candidate.label;
}

/** Priority 1 first, those without one last; equal ones stay as the card gave them (Book 1 12.4 step 4). */
export function inOrderOfPriority(candidates: readonly Candidate[]): Candidate[] {
  const rank = ({ priority }: Candidate): number => (priority === 0 ? PRIORITY_MASK + 1 : priority);
  return [...candidates].sort((a, b) => rank(a) - rank(b));
}

/** 50: what is not a printable ASCII character is left out. */
function labelOf(objects: DataObjects): string {
  const label = objects.get(0x50) ?? [];
  return String.fromCharCode(...[...label].filter((byte) => byte >= 0x20 && byte <= 0x7e).slice(0, NAME_MAX)).trim();
}

/**
 * 9F12 when its characters are those of ISO/IEC 8859-1 and the terminal shows them; Unicode begins with the same ones.
 */
function preferredNameOf(
  objects: DataObjects,
  codeTable: Uint8Array | undefined,
  { additionalCapabilities }: KernelParameters,
): string | undefined {
  const name = objects.get(0x9f12) ?? new Uint8Array(0);
  const known = codeTable?.length === 1 && codeTable[0] === LATIN_1 && isSet(additionalCapabilities, LATIN_1_SHOWN);
  const shown = name.every((byte) => (byte >= 0x20 && byte <= 0x7e) || byte >= 0xa0);
  if (!known || !shown || name.length > NAME_MAX) return undefined;
  return String.fromCharCode(...name).trim() || undefined;
}
