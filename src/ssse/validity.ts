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

/** The list of cards that must not be used (sscard.md 11.1). */
export interface Blacklist {
  /** Whether the card itself is listed, or its number lies in a listed range. */
  find(cardIdentifier: Uint8Array, cardNumber: string): 'card' | 'range' | undefined;
}

/**
 * The checks in the standard's order; the first that fails decides.
 * @param today YYYYMMDD
 */
export function checkValidity(
  issuer: Issuer,
  acceptance: Acceptance,
  blacklist: Blacklist,
  today: string,
): Refusal | undefined {
  const listed = blacklist.find(issuer.cardIdentifier, issuer.cardNumber);
  if (listed) return refuse(listed === 'card' ? 'blacklisted-card' : 'blacklisted-range');
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
