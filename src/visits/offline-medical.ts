/**
 * 临时脱网结算: what the insurance may come to owe at this terminal while the bureau cannot be reached, by payments of medical
 * accounts and by visits that cards record (sscard.md 8; the limits are the profile's `[TP]`). Before each of them the bureau gets
 * what waits for it, and one that has it all has no limit.
 */

import { encodeUpload } from '../codec/purse-upload.js';
import type { Journal } from '../journal/journal.js';
import { collectedSlip } from '../screens/purse-clearing.js';
import type { PurseAmounts } from '../ssse/purse.js';
import { showDateTime } from '../ssse/values.js';
import { bureauHeard, noteContact } from './bureau-contact.js';
import { uploadRows } from './medical-settle.js';
import type { OfflineLimits, Terminal } from './terminal.js';
import type { PaymentRefusal } from './visit-result.js';

/** Why the payment may not begin; the card has not been touched. */
export async function offlineObstacle(terminal: Terminal, amounts: PurseAmounts): Promise<PaymentRefusal | undefined> {
  const missing = await reachBureau(terminal);
  return missing && beyondOffline(terminal, missing, fenOf(amounts));
}

/**
 * What stands against settling this without the bureau.
 * @param missing why it has not been reached @param fen what account and pool pay
 */
export function beyondOffline(terminal: Terminal, missing: PaymentRefusal, fen: number): PaymentRefusal | undefined {
  if (missing.refused !== 'clearing-unreachable' && missing.refused !== 'clearing-refused') return missing;
  const limits = terminal.social.offlineMedical;
  if (limits === undefined) return { refused: 'offline-never' };
  return beyond(limits, terminal.journal, fen, terminal.world.clock.now());
}

/** Uploads what waits, or asks with nothing whether the bureau hears. */
export async function reachBureau(terminal: Terminal): Promise<PaymentRefusal | undefined> {
  const { clearing, journal, world } = terminal;
  if (clearing === undefined) return { refused: 'clearing-unreachable' };
  if (journal.state.purse.rows.length === 0) {
    const answer = await clearing.upload(encodeUpload([]));
    if (answer === 'unreachable') return { refused: 'clearing-unreachable' };
    return answer.result === 'ok' ? await noteContact(terminal) : { refused: 'clearing-refused' };
  }
  const { collected, refused } = await uploadRows(terminal);
  // The attendant must hear of what the bureau does not believe; the rest needs no paper in front of a holder.
  if (collected.disputed > 0) await world.printer.print(collectedSlip(collected, showDateTime(world.clock.now())));
  return refused;
}

/** @param fen that is asked for @param now YYYYMMDDhhmmss */
function beyond(limits: OfflineLimits, journal: Journal, fen: number, now: string): PaymentRefusal | undefined {
  const { rows, pending } = journal.state.purse;
  // What the insurance owes and has not judged: payments, and visits settled without the host. A load was authorised by the
  // bureau, and a visit that was settled at the host is known there. One whose end nobody has heard may have come about: until
  // its card says no, it counts.
  const waiting = [...rows, ...pending].filter(({ kind }) => kind === 'purchase' || kind === 'visit-log-offline');
  const sum = waiting.reduce((all, one) => all + fenOf(one), 0);
  const since = bureauHeard(journal) ?? waiting.map(({ moment }) => moment).sort()[0] ?? now;
  if (fen > limits.payment) return { refused: 'offline-payment' };
  if (waiting.length + 1 > limits.count) return { refused: 'offline-count' };
  if (sum + fen > limits.sum) return { refused: 'offline-sum' };
  // A clock that was set back gains no time.
  return Math.abs(hoursOf(now) - hoursOf(since)) > limits.hours ? { refused: 'offline-hours' } : undefined;
}

/** What the insurance pays of it. */
function fenOf({ account, pool }: Pick<PurseAmounts, 'account' | 'pool'>): number {
  return account + pool;
}

const HOUR_MS = 3_600_000;

/** @param moment local time YYYYMMDDhhmmss */
function hoursOf(moment: string): number {
  const field = (from: number, to: number) => Number(moment.slice(from, to));
  const [hour, minute, second] = [field(8, 10), field(10, 12), field(12, 14)];
  return Date.UTC(field(0, 4), field(4, 6) - 1, field(6, 8), hour, minute, second) / HOUR_MS;
}
