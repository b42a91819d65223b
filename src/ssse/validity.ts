/** Whether an authentic card may be used here and today (SPEC-7 5, SPEC-8 7; sscard.md 10.1 step 4, 11.1). */

import { isCalendarDay } from './calendar.js';
import type { Issuer } from './issuer.js';
import { type Refusal, refuse } from './refusal.js';

/** What a terminal accepts: data of its profile, set by the bureau that runs it. */
export interface Acceptance {
  /** Heads of 初始化机构编号, digits: `9156000002` accepts every institution of the ministry. */
  readonly institutions: readonly string[];
  /** 卡的类别 accepted. */
  readonly classes: readonly string[];
  /** First three characters of 规范版本 accepted; an empty version counts as 1.0. */
  readonly versions: readonly string[];
}

/** What a blacklist says of a card; undefined: that it is not on it. */
export type Listing =
  /** the card itself is listed */
  | 'card'
  /** its number lies in a listed range */
  | 'range'
  /** the terminal's list suspects it, and the bureau that would know could not be asked */
  | 'suspect'
  /** the terminal has no list to go by, and the bureau could not be asked */
  | 'unavailable'
  | undefined;

/** The list of cards that must not be used (sscard.md 11.1). */
export interface Blacklist {
  /** @param cardIdentifier 识别码, 16 bytes @param cardNumber 卡号 as the card has it @param today YYYYMMDD */
  find(cardIdentifier: Uint8Array, cardNumber: string, today: string): Promise<Listing>;
  /** Whether it is so old that people should know, and may still be gone by: over 7 days (sscard.md 16.5) `[TP]`. */
  isOld?(today: string): boolean;
}

const LISTED = Object.freeze({
  card: 'blacklisted-card',
  range: 'blacklisted-range',
  suspect: 'blacklist-suspect',
  unavailable: 'blacklist-unavailable',
} as const);

/**
 * The checks in the standard's order; the first that fails decides.
 * @param today YYYYMMDD
 */
export async function checkValidity(
  issuer: Issuer,
  acceptance: Acceptance,
  blacklist: Blacklist,
  today: string,
): Promise<Refusal | undefined> {
  const listed = await blacklist.find(issuer.cardIdentifier, issuer.cardNumber, today);
  if (listed) return refuse(LISTED[listed]);
  if (!acceptance.institutions.some((head) => issuer.institution.startsWith(head))) {
    return refuse('institution-unsupported');
  }
  if (!acceptance.classes.includes(issuer.cardClass)) return refuse('class-unsupported');
  const version = issuer.version === '' ? '1.0' : issuer.version.slice(0, 3);
  if (issuer.generation === undefined || !acceptance.versions.includes(version)) return refuse('version-unsupported');
  return checkDates(issuer, today);
}

/** Both days belong to the card's life. Dates that are no dates cannot vouch for it. */
function checkDates(issuer: Issuer, today: string): Refusal | undefined {
  if (!isCalendarDay(issuer.issued) || !isCalendarDay(issuer.expires)) return refuse('card-data-malformed');
  if (today < issuer.issued) return refuse('not-yet-valid');
  return today > issuer.expires ? refuse('expired') : undefined;
}
