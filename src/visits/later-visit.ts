/**
 * The frame of a void and of a refund: the attendant confirms what is taken back, the card shows whose it is and no more
 * (simplified flow 简化流程: no cryptogram), and the bank is asked.
 */

import { assert } from '../base/assert.js';
import { EMPTY } from '../base/bytes.js';
import type { Text } from '../base/text.js';
import { decodeBcd } from '../codec/bcd.js';
import type { Message } from '../codec/iso8583.js';
import type { Pending, Row } from '../journal/entries.js';
import type { LaterRequest } from '../links/bank/card-requests.js';
import { responseClass } from '../links/bank/response-codes.js';
import { storedForm } from '../links/bank/reversal.js';
import type { Line } from '../ports/screen.js';
import type { CardAccount } from '../pse/payment-kernel.js';
import { askingBankView, confirmView } from '../screens/payment-views.js';
import { prepareBank, takeNumber } from './bank-day.js';
import { PaymentDesk } from './payment-desk.js';
import { refusalOf } from './payment-visit.js';
import { laterRow, type Resolved, resolvePending, reversalAfter } from './resolve.js';
import type { Terminal } from './terminal.js';
import { attempt } from './visit-frame.js';
import type { PaymentRefusal, Reversal, VisitResult } from './visit-result.js';

const CONFIRM_WITHIN_MS = 60_000;

export interface LaterUse {
  readonly use: 'void' | 'refund';
  readonly title: Text;
  /** What settles the request when nobody answers: the bank forgets a void, and gets a refund again (emv.md 3.9). */
  readonly way: Pending['way'];
  readonly build: (request: LaterRequest) => Message;
}

/** What is taken back, as far as the terminal or its operator knows it. */
export interface LaterOrder {
  readonly original: LaterRequest['original'];
  /** Fen. */
  readonly amount: number;
  /** The card's number where the journal has it; the bank compares it otherwise. */
  readonly pan: string | undefined;
  readonly details: readonly Line[];
}

/** @param find the order, or why there is none; asked once nothing is pending any more */
export async function laterVisit(
  terminal: Terminal,
  later: LaterUse,
  find: () => LaterOrder | PaymentRefusal,
): Promise<VisitResult<Row>> {
  let order: LaterOrder | undefined;
  const prepare = async (): Promise<PaymentRefusal | undefined> => {
    const obstacle = await prepareBank(terminal);
    if (obstacle) return obstacle;
    const found = find();
    if ('refused' in found) return found;
    order = found;
    return await confirm(terminal, later.title, found.details);
  };
  const read = await attempt(terminal, later.use, (session) => readAccount(terminal, session, order?.pan), prepare);
  if (read.outcome !== 'done') return read;
  assert(order !== undefined, 'a card is read for an order');
  return await askBank(terminal, later, order, read.value);
}

async function confirm(
  { world }: Terminal,
  title: Text,
  details: readonly Line[],
): Promise<PaymentRefusal | undefined> {
  await world.screen.show(confirmView(title, details));
  const chosen = await world.keypad.choose(2, CONFIRM_WITHIN_MS);
  return chosen.kind === 'chosen' && chosen.index === 0 ? undefined : { refused: 'not-confirmed' };
}

/** Whose card it is. @param pan the only account that will do, where one is named */
export async function readAccount(
  terminal: Terminal,
  session: Parameters<Terminal['payment']['kernel']['account']>[0],
  pan: string | undefined,
): Promise<CardAccount | PaymentRefusal> {
  const { kernel, parameters } = terminal.payment;
  const sequence = await takeNumber(terminal);
  if (typeof sequence !== 'number') return sequence;
  const moment = terminal.world.clock.now();
  const transaction = { kind: 'refund', amount: 0, otherAmount: 0, moment, sequence, forcedOnline: false } as const;
  const desk = new PaymentDesk(terminal, { kind: 'balance', amount: 0 }, transaction);
  const account = await kernel.account(session, parameters, transaction, desk);
  if ('kind' in account) return refusalOf(account);
  const isOther = pan !== undefined && decodeBcd(account.values.get(0x5a) ?? EMPTY) !== pan;
  return isOther ? { refused: 'other-card' } : account;
}

async function askBank(
  terminal: Terminal,
  { way, build }: LaterUse,
  { original, amount }: LaterOrder,
  { values }: CardAccount,
): Promise<VisitResult<Row>> {
  const { bank, journal, world } = terminal;
  if (bank?.link.keys === undefined) return refused({ refused: 'bank-unreachable' });
  const moment = world.clock.now();
  const stan = journal.state.next('stan');
  const message = build({ station: bank.station, stan, values, original, amount });
  const request = storedForm(message, moment);
  const kept = await journal.begin({ way, reason: undefined, tries: 0, moment, request });
  if (kept !== 'done') return refused({ refused: `journal-${kept}` });
  await world.screen.show(askingBankView());
  const answer = await bank.ask(message);
  if (answer.kind === 'unable') {
    await journal.close();
    return refused({ refused: 'bank-unreachable' });
  }
  if (answer.kind === 'answered') {
    const verdict = responseClass(answer.code);
    if (verdict === 'approved') {
      const row = laterRow({ request, moment }, answer.message);
      const booked = await journal.book(row);
      if (booked === 'done') return { outcome: 'done', value: row };
      return refused({ refused: `journal-${booked}` }, reversalAfter(await resolvePending(terminal)));
    }
    if (verdict !== 'take-back') {
      await journal.close();
      return refused({ refused: 'declined-by-issuer', responseCode: answer.code });
    }
  }
  if (answer.kind === 'false') await journal.mark({ reason: 'A0' });
  if (answer.kind === 'answered') await journal.mark({ reason: '06' });
  return told(await resolvePending(terminal), way);
}

/** What nobody answered at once: a refund may have come about all the same, a void is taken back. */
function told(resolved: Resolved, way: Pending['way']): VisitResult<Row> {
  if (resolved.kind === 'booked') return { outcome: 'done', value: resolved.row };
  if (resolved.kind === 'declined') return refused({ refused: 'declined-by-issuer', responseCode: resolved.code });
  const refusal = { refused: way === 'repeat' ? 'refund-unanswered' : 'bank-unreachable' } as const;
  return refused(refusal, reversalAfter(resolved));
}

function refused(refusal: PaymentRefusal, reversal?: Reversal): VisitResult<never> {
  return { outcome: 'refused', refusal, ...(reversal && { reversal }) };
}
