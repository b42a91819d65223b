/** Whether an account may do what is asked: the rules of the social card first, then the account, then the money. */

import { EMPTY, readUint } from '../../../src/base/bytes.js';
import { toHex } from '../../../src/base/hex.js';
import type { Account } from './accounts.js';
import { type CardRequest, isDebit } from './card-request.js';
import { type ChipData, digitsOf } from './chip-data.js';
import { checkOnlinePin } from './online-pin.js';
import { CODE } from './response-codes.js';

/** What goes out of one account, fen a time or a day and times a day. */
export interface Limits {
  /** One purchase or transfer, and all of a day. */
  readonly single: number;
  readonly daily: number;
  readonly withdrawn: number;
  readonly withdrawals: number;
}

export interface Rules {
  /** The key that PIN blocks come under, 16 bytes; without it PIN blocks are not looked at. */
  readonly pinKey?: Uint8Array;
  readonly limits?: Limits;
}

/** The verdict, and the account as it is after it: PIN tries and counter move with every request. */
export interface Decision {
  readonly code: string;
  readonly account: Account;
}

/** Account status to response code; an inactive account is a restricted card [TP]. */
const STATUS_CODES: Readonly<Record<Account['status'], string | undefined>> = Object.freeze({
  open: undefined,
  inactive: CODE.restricted,
  frozen: CODE.restricted,
  lost: CODE.lost,
  stolen: CODE.stolen,
  closed: CODE.invalidCard,
});

/** China, and RMB. */
const HOME = '156';
const HOME_NUMBER = 0x0156;
/** CVR byte 2, b8–b5: second cryptogram not requested, first one an ARQC. */
const ONLINE_REQUESTED = 0xa0;
/** TVR byte 3 b3. */
const ONLINE_PIN = 0x04;
/** Applications of UnionPay's that are not debit (emv.md 2.1): credit and quasi-credit. */
const CREDIT = /^A00000033301010[23]/;

/** @param balance fen on the account @param today YYYYMMDD */
export function decide(
  request: CardRequest,
  account: Account,
  chip: ChipData | undefined,
  balance: number,
  today: string,
  rules: Rules,
): Decision {
  const seen = chip ? { ...account, counter: Math.max(account.counter, chip.counter) } : account;
  const product = productCode(request, chip) ?? cardCode(request, account, chip);
  if (product !== undefined) return { code: product, account: seen };
  if (request.kind === 'offline-purchase')
    return { code: moneyCode(request, seen, balance, today, rules), account: seen };
  const pinEntered = ((chip?.values.get(0x95)?.[2] ?? 0) & ONLINE_PIN) !== 0 || request.pinBlock !== undefined;
  if (!pinEntered || rules.pinKey === undefined)
    return { code: moneyCode(request, seen, balance, today, rules), account: seen };
  const { verdict, account: tried } = checkOnlinePin(seen, rules.pinKey, request.pinBlock);
  if (verdict === 'wrong') return { code: CODE.wrongPin, account: tried };
  if (verdict === 'locked') return { code: CODE.pinTriesExceeded, account: tried };
  return { code: moneyCode(request, tried, balance, today, rules), account: tried };
}

/** Renminbi, at home, debit. */
function productCode({ currency }: CardRequest, chip: ChipData | undefined): string | undefined {
  if (currency !== HOME) return CODE.notPermitted;
  if (chip === undefined) return undefined;
  if (numberOf(chip, 0x5f2a) !== HOME_NUMBER || numberOf(chip, 0x9f1a) !== HOME_NUMBER) return CODE.notPermitted;
  return CREDIT.test(toHex(chip.values.get(0x84) ?? EMPTY)) ? CODE.creditUnsupported : undefined;
}

/** The card's counter and cryptogram, and the account's status and expiry; what gives money back wants an account alone. */
function cardCode(request: CardRequest, account: Account, chip: ChipData | undefined): string | undefined {
  if (request.kind === 'offline-purchase') return undefined;
  if (chip && chip.counter <= account.counter) return CODE.declined;
  if (chip === undefined && request.kind !== 'transfer-credit')
    return account.status === 'closed' ? CODE.invalidCard : undefined;
  if (account.status !== 'open') return STATUS_CODES[account.status];
  if (chip === undefined) return undefined;
  const month = digitsOf(chip.values.get(0x9a)).slice(0, 4);
  if (month > account.expires || month > (request.expires ?? month)) return CODE.expired;
  if ((chip.issuerData[4] & 0xf0) !== ONLINE_REQUESTED) return CODE.declined;
  return undefined;
}

/** An offline purchase was promised by the card and is paid whatever the account holds. */
function moneyCode(request: CardRequest, account: Account, balance: number, today: string, { limits }: Rules): string {
  const { kind, amount, chip } = request;
  const fromChip = digitsOf(chip?.get(0x9f02));
  if (fromChip !== '' && Number(fromChip) !== amount) return CODE.invalidAmount;
  if (!isDebit(kind) || kind === 'offline-purchase') return CODE.approved;
  if (limits !== undefined) {
    const day = account.day?.date === today ? account.day : { spent: 0, withdrawn: 0, withdrawals: 0 };
    if (kind === 'withdrawal') {
      if (day.withdrawn + amount > limits.withdrawn) return CODE.amountLimit;
      if (day.withdrawals >= limits.withdrawals) return CODE.countLimit;
    } else if (amount > limits.single || day.spent + amount > limits.daily) return CODE.amountLimit;
  }
  return amount > balance ? CODE.insufficient : CODE.approved;
}

/** An account after money went out of it, or with a negative amount came back, as the day's limits count it. */
export function countedToday(account: Account, kind: CardRequest['kind'], amount: number, today: string): Account {
  if (!isDebit(kind) || kind === 'offline-purchase') return account;
  const day = account.day?.date === today ? account.day : { date: today, spent: 0, withdrawn: 0, withdrawals: 0 };
  const times = Math.sign(amount);
  const counted =
    kind === 'withdrawal'
      ? { ...day, withdrawn: day.withdrawn + amount, withdrawals: day.withdrawals + times }
      : { ...day, spent: day.spent + amount };
  return { ...account, day: counted };
}

function numberOf({ values }: ChipData, tag: number): number {
  const value = values.get(tag);
  return value?.length === 2 ? readUint(value, 0, 2) : -1;
}
