/**
 * Card transactions at the acquirer: each asked once of the network, booked with its approval, and told the same again as
 * often as it is asked, until it is taken back.
 */

import { fromHex, toHex } from '../../../../src/base/hex.js';
import { encodeMessage, type FieldValue } from '../../../../src/codec/iso8583.js';
import { sha1 } from '../../../../src/crypto/sha1.js';
import type { CardAnswer, CardRequest } from '../card-request.js';
import { cashOf, type Line, merchantOf, SWITCH } from '../ledger.js';
import { CODE } from '../response-codes.js';
import { type AcquirerRecord, nameOf } from './books.js';
import { amountOf, type CheckedFields, checkFields, panSequenceOf } from './card-fields.js';
import { originalRecord } from './original.js';
import type { Acquirer, HostAnswer, HostRequest } from './request.js';
import type { CardTransaction } from './transactions.js';

/** Field 55 at its longest. */
const CHIP_MAX = 255;
const CHIP = '55';
/** PIN block and MAC. */
const OF_THE_KEYS: readonly number[] = Object.freeze([52, 64, 128]);
/** Field 54: account of any kind, available balance, renminbi. */
const BALANCE_HEAD = '1002156';
/** Field 44: numbers of issuer and acquirer. */
const INSTITUTION_LENGTH = 11;

/** Any transaction with a card that is not a reversal. */
export function cardTransaction(acquirer: Acquirer, request: HostRequest): HostAnswer {
  const { books } = acquirer;
  const known = books.find(request);
  if (known !== undefined)
    return isSame(known, request) && known.state !== 'reversed' ? told(known) : { code: CODE.duplicate };
  if (books.tombstones.has(nameOf(request))) return { code: CODE.duplicate };
  if (books.batch(request.terminal, request.batch).state !== 'open') return { code: CODE.stateDiffers };
  const rrn = books.nextReference();
  const checked = checkFields(acquirer, request);
  const original = givesBack(request.name) ? originalRecord(acquirer, request) : undefined;
  const refused = [checked, original].find((one) => typeof one === 'string');
  if (typeof checked === 'string' || typeof original === 'string')
    return told(keep(acquirer, request, rrn, { code: String(refused) }));
  const asked = networkRequest(acquirer, request, rrn, checked, original);
  const { answer, issuer, waited } = acquirer.network.authorise(asked);
  const record = keep(acquirer, request, rrn, answer, issuer, original);
  if (record.state === 'approved') {
    acquirer.ledger.post(postedAs(acquirer, record), linesOf(record));
    if (original) books.put(givenBack(original, record));
  }
  return { ...told(record), waited };
}

/** The reference of a transaction in the network. */
export function referenceOf({ id }: Pick<Acquirer, 'id'>, { rrn }: Pick<AcquirerRecord, 'rrn'>): string {
  return `${id}${rrn}`;
}

/** What the acquirer's own lines stand under: its issuing side may have the transaction in the same books. */
export function postedAs(acquirer: Pick<Acquirer, 'id'>, record: AcquirerRecord): string {
  return `${referenceOf(acquirer, record)} acquired`;
}

/** A repetition is the same word for word, but for what depends on the keys of the day. */
function digestOf({ message }: HostRequest): string {
  const fields = [...message.fields].filter(([field]) => !OF_THE_KEYS.includes(field));
  return toHex(sha1(encodeMessage({ mti: message.mti, fields: new Map(fields) })));
}

/** Whether a request under a known number asks for what was asked before. */
function isSame(known: AcquirerRecord, request: HostRequest): boolean {
  return known.digest === digestOf(request);
}

function givesBack(name: string): boolean {
  return name === 'void' || name === 'refund';
}

function networkRequest(
  acquirer: Acquirer,
  request: HostRequest,
  rrn: string,
  checked: CheckedFields,
  original: AcquirerRecord | undefined,
): CardRequest {
  const { name, text } = request;
  const panSequence = panSequenceOf(request);
  return {
    ...checked,
    reference: referenceOf(acquirer, { rrn }),
    acquirer: acquirer.id,
    kind: name as CardTransaction,
    pan: text(2),
    amount: amountOf(request),
    currency: text(49),
    answerRoom: CHIP_MAX,
    ...(text(14) !== '' && { expires: text(14) }),
    ...(panSequence !== undefined && { panSequence }),
    ...(name === 'transfer' && { to: text(103) }),
    ...(original && { original: referenceOf(acquirer, original) }),
  };
}

/** Writes down what came of it. */
function keep(
  acquirer: Acquirer,
  request: HostRequest,
  rrn: string,
  answer: CardAnswer,
  issuer = '',
  original?: AcquirerRecord,
): AcquirerRecord {
  const { code, approvalCode, balance, chip } = answer;
  const { terminal, batch, stan, entry, text } = request;
  const moment = acquirer.now();
  const institutions = issuer.padEnd(INSTITUTION_LENGTH) + acquirer.id.padEnd(INSTITUTION_LENGTH);
  const record: AcquirerRecord = {
    terminal,
    merchant: entry.merchant,
    batch,
    stan,
    kind: request.name as CardTransaction,
    pan: text(2),
    amount: amountOf(request),
    digest: digestOf(request),
    rrn,
    moment,
    state: code === CODE.approved ? 'approved' : 'declined',
    voided: false,
    refunded: 0,
    ...(original && { original: nameOf(original) }),
    answer: {
      12: moment.slice(8),
      13: moment.slice(4, 8),
      15: moment.slice(4, 8),
      37: rrn,
      39: code,
      ...(approvalCode !== undefined && { 38: approvalCode }),
      ...(issuer !== '' && { 44: institutions }),
      ...(balance !== undefined && { 54: balanceField(balance) }),
      ...(chip && { [CHIP]: toHex(chip) }),
    },
  };
  acquirer.books.put(record);
  return record;
}

/** The answer as it was given the first time. */
function told({ answer }: AcquirerRecord): HostAnswer {
  const fields = new Map<number, FieldValue>();
  for (const [field, value] of Object.entries(answer))
    fields.set(Number(field), field === CHIP ? fromHex(value) : value);
  return { code: answer[39], fields };
}

function balanceField(fen: number): string {
  return `${BALANCE_HEAD}${fen < 0 ? 'D' : 'C'}${String(Math.abs(fen)).padStart(12, '0')}`;
}

/** The original once its void or refund is approved. */
function givenBack(original: AcquirerRecord, { kind, amount }: AcquirerRecord): AcquirerRecord {
  return kind === 'void' ? { ...original, voided: true } : { ...original, refunded: original.refunded + amount };
}

/** The acquirer's lines: the switch owes what the merchant gets or the drawer gave; a transfer passes by. */
function linesOf({ kind, merchant, terminal, amount }: AcquirerRecord): Line[] {
  const between = (account: string, toAccount: number): Line[] => [
    { account, amount: toAccount },
    { account: SWITCH, amount: -toAccount },
  ];
  switch (kind) {
    case 'purchase':
    case 'offline-purchase':
      return between(merchantOf(merchant), amount);
    case 'void':
    case 'refund':
      return between(merchantOf(merchant), -amount);
    case 'withdrawal':
      return between(cashOf(terminal), amount);
    case 'deposit':
      return between(cashOf(terminal), -amount);
    default:
      return [];
  }
}
