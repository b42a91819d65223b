/**
 * The card's issuer, as far as a terminal can tell: it checks the cryptogram by its own keys, looks at the account, and
 * answers with a cryptogram of its own and scripts. A stand-in that is asked directly; it can be told to misbehave. emv.md
 * 2.8, 2.10, 3.8.
 */

import { asciiBytes, concat, equalBytes, readUint } from '../../../src/base/bytes.js';
import {
  applicationCryptogram,
  cardKeyOf,
  paymentSessionKey,
  responseCryptogram,
  type ScriptContext,
} from '../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Issuer, IssuerAnswer, IssuerRequest } from '../../../src/ports/issuer.js';
import { type Account, type AccountOpening, Accounts } from './accounts.js';
import { type IssuerMasterKey, issuerMasterKey } from './keys.js';
import { checkOnlinePin } from './online-pin.js';
import { type ScriptOrder, scriptCommand, scriptTemplate } from './script-commands.js';

/** A script that waits for the next answer to its card. */
export interface ScriptPlan {
  readonly template: 0x71 | 0x72;
  /** 9F18, four bytes. */
  readonly identifier: Uint8Array;
  readonly orders: readonly ScriptOrder[];
}

/** How the stand-in departs from what an issuer would do. */
export interface Temper {
  /** Whatever the account says, answer this; two characters. */
  readonly responseCode?: string;
  /** 91 with a wrong cryptogram, or none at all. */
  readonly authentication?: 'wrong' | 'absent';
  /** The line is down, or the answer is lost on the way back. */
  readonly line?: 'unable' | 'unknown';
}

export interface IssuerOptions {
  readonly accounts: readonly AccountOpening[];
  /** What becomes of a card that the bank does not know: refused, or taken for an open account with 1000.00 [TP]. */
  readonly strangers?: 'refused' | 'welcome';
  /** The key that the terminal's PIN blocks come under, 16 bytes; without it PIN blocks are not looked at. */
  readonly pinKey?: Uint8Array;
  readonly temper?: Temper;
}

/** Response codes of field 39. emv.md 3.8. */
const CODE = Object.freeze({
  approved: '00',
  declined: '05',
  invalidCard: '14',
  formatError: '30',
  creditUnsupported: '40',
  insufficient: '51',
  expired: '54',
  wrongPin: '55',
  notPermitted: '57',
  pinTriesExceeded: '75',
});

/** Account status to response code; an inactive account is a restricted card [TP]. */
const STATUS_CODES: Readonly<Record<Account['status'], string | undefined>> = Object.freeze({
  open: undefined,
  inactive: '62',
  frozen: '62',
  lost: '41',
  stolen: '43',
  closed: '14',
});

/** 156: China, and RMB. */
const HOME = 0x0156;
/** 9C of a balance enquiry, and of what credits an account. */
const BALANCE = 0x31;
const REFUND = 0x20;
const ARQC = 0x80;
/** 9F10 up to its algorithm byte. */
const ISSUER_DATA_MIN = 8;
/** CVR byte 2, b8–b5: second cryptogram not requested, first one an ARQC. */
const ONLINE_REQUESTED = 0xa0;
/** TVR byte 3 b3. */
const ONLINE_PIN = 0x04;

/** What goes into the cryptogram before the CVR (emv.md 2.8). */
const CRYPTOGRAM_TAGS: readonly (readonly [tag: number, length: number])[] = Object.freeze([
  [0x9f02, 6],
  [0x9f03, 6],
  [0x9f1a, 2],
  [0x95, 5],
  [0x5f2a, 2],
  [0x9a, 3],
  [0x9c, 1],
  [0x9f37, 4],
  [0x82, 2],
  [0x9f36, 2],
] as const);

/** A request with everything in it that the issuer needs. */
interface Request {
  readonly values: ReadonlyMap<number, Uint8Array>;
  readonly pan: string;
  readonly panSequence: string;
  readonly cryptogram: Uint8Array;
  /** 9F10 */
  readonly issuerData: Uint8Array;
  readonly counter: number;
  /** Fen. */
  readonly amount: number;
  readonly kind: number;
  readonly pinBlock: Uint8Array | undefined;
}

export class StandInIssuer implements Issuer {
  /** May change from one request to the next. */
  temper: Temper;
  readonly #options: IssuerOptions;
  readonly #accounts: Accounts;
  readonly #scripts = new Map<string, ScriptPlan[]>();

  constructor(options: IssuerOptions) {
    this.#options = options;
    this.temper = options.temper ?? {};
    this.#accounts = new Accounts(options.accounts, options.strangers === 'welcome');
  }

  /** Has a script go out with the next answer to this card. */
  order(pan: string, plan: ScriptPlan): void {
    this.#scripts.set(pan, [...(this.#scripts.get(pan) ?? []), plan]);
  }

  /** Fen; undefined where the bank does not know the card. */
  balanceOf(pan: string): number | undefined {
    return this.#accounts.find(pan)?.balance;
  }

  async authorise(asked: IssuerRequest): Promise<IssuerAnswer> {
    const { line } = this.temper;
    if (line === 'unable') return { kind: 'unable' };
    const answer = this.#answer(asked);
    return line === 'unknown' ? { kind: 'unknown' } : answer;
  }

  async reverse(asked: IssuerRequest): Promise<'done' | 'unknown'> {
    if (this.temper.line !== undefined) return 'unknown';
    const request = readRequest(asked);
    if (request !== undefined) this.#accounts.takeBack(request.pan, reference(request));
    return 'done';
  }

  #answer(asked: IssuerRequest): IssuerAnswer {
    const { temper } = this;
    const { pinKey } = this.#options;
    const request = readRequest(asked);
    if (request === undefined) return refusal(CODE.formatError);
    const account = this.#accounts.find(request.pan);
    if (account === undefined || account.panSequence !== request.panSequence) return refusal(CODE.invalidCard);
    if (!isGenuine(request)) return refusal(temper.responseCode ?? CODE.declined);
    const code = temper.responseCode ?? decide(request, account, pinKey);
    account.counter = Math.max(account.counter, request.counter);
    if (code === CODE.approved) this.#accounts.book(account, reference(request), effectOn(request));
    const { kind } = request;
    return {
      kind: 'answered',
      responseCode: code,
      issuerAuthenticationData: authenticationData(request, code, temper.authentication),
      scripts: this.#takeScripts(request),
      ...(kind === BALANCE && code === CODE.approved && { balance: account.balance }),
    };
  }

  #takeScripts(request: Request): readonly { readonly template: 0x71 | 0x72; readonly value: Uint8Array }[] {
    const plans = this.#scripts.get(request.pan) ?? [];
    this.#scripts.delete(request.pan);
    const keys = { mac: ownKey(request, 'IMKMAC'), encryption: ownKey(request, 'IMKENC') };
    const context: ScriptContext = { counter: request.counter, cryptogram: request.cryptogram };
    return plans.map(({ template, identifier, orders }) => ({
      template,
      value: scriptTemplate(
        identifier,
        orders.map((order) => scriptCommand(keys, context, order)),
      ),
    }));
  }
}

/** Whether the account may do this: the rules of the social card first, then the account, then the money. */
function decide(request: Request, account: Account, pinKey: Uint8Array | undefined): string {
  const { values, counter, amount, kind } = request;
  if (number(values, 0x5f2a) !== HOME || number(values, 0x9f1a) !== HOME) return CODE.notPermitted;
  if (counter <= account.counter) return CODE.declined;
  if (account.status !== 'open') return STATUS_CODES[account.status] ?? CODE.declined;
  if (digits(values.get(0x9a)).slice(0, 4) > account.expires) return CODE.expired;
  if ((request.issuerData[4] & 0xf0) !== ONLINE_REQUESTED) return CODE.declined;
  const pinEntered = ((values.get(0x95)?.[2] ?? 0) & ONLINE_PIN) !== 0;
  if (pinEntered && pinKey !== undefined) {
    const verdict = checkOnlinePin(account, pinKey, request.pinBlock);
    if (verdict !== 'right') return verdict === 'wrong' ? CODE.wrongPin : CODE.pinTriesExceeded;
  }
  if (kind === BALANCE || kind === REFUND) return CODE.approved;
  return amount > account.balance ? CODE.insufficient : CODE.approved;
}

/** Fen that an approval moves: a balance enquiry nothing, a refund back. */
function effectOn({ kind, amount }: Request): number {
  if (kind === BALANCE) return 0;
  return kind === REFUND ? amount : -amount;
}

/** Whether the card's own key made this cryptogram over these values. */
function isGenuine(request: Request): boolean {
  const data = concat(
    ...CRYPTOGRAM_TAGS.map(([tag, length]) => sized(request.values.get(tag), length)),
    request.issuerData.subarray(3, 7),
  );
  const key = sessionKey(request);
  return equalBytes(applicationCryptogram(softwareCiphers, key, data), request.cryptogram);
}

/** 91: ARPC ‖ ARC. emv.md 2.8. */
function authenticationData(request: Request, code: string, temper: Temper['authentication']): Uint8Array | undefined {
  if (temper === 'absent') return undefined;
  const answer = responseCryptogram(softwareCiphers, sessionKey(request), request.cryptogram, asciiBytes(code));
  if (temper === 'wrong') answer[0] ^= 0xff;
  return concat(answer, asciiBytes(code));
}

function refusal(responseCode: string): IssuerAnswer {
  return { kind: 'answered', responseCode, issuerAuthenticationData: undefined, scripts: [] };
}

/** What a cryptogram is asked for by; undefined where something is missing or is not what it should be. */
function readRequest({ values, pinBlock }: IssuerRequest): Request | undefined {
  const pan = digits(values.get(0x5a)) || digits(values.get(0x57)).split('D')[0];
  const cryptogram = values.get(0x9f26);
  const issuerData = values.get(0x9f10);
  const counter = values.get(0x9f36);
  const information = values.get(0x9f27)?.[0];
  if (!/^[0-9]{13,19}$/.test(pan) || (information !== undefined && information >> 6 !== ARQC >> 6)) return undefined;
  if (cryptogram?.length !== 8 || counter?.length !== 2) return undefined;
  if (issuerData === undefined || issuerData.length < ISSUER_DATA_MIN) return undefined;
  return {
    values,
    pan,
    panSequence: digits(values.get(0x5f34)) || '00',
    cryptogram,
    issuerData,
    counter: readUint(counter, 0, 2),
    amount: Number(digits(values.get(0x9f02)) || '0'),
    kind: values.get(0x9c)?.[0] ?? 0,
    pinBlock,
  };
}

/** What names a request in a reversal: the terminal's sequence number. */
function reference({ values, pan }: Request): string {
  return `${pan} ${digits(values.get(0x9f41))} ${digits(values.get(0x9f1c))}`;
}

function sessionKey(request: Request): Uint8Array {
  return paymentSessionKey(softwareCiphers, ownKey(request, 'IMKAC'), request.counter);
}

function ownKey({ pan, panSequence }: Request, name: IssuerMasterKey): Uint8Array {
  return cardKeyOf(softwareCiphers, issuerMasterKey(name), pan, panSequence);
}

/** Hexadecimal digits without the F at the end: of BCD its digits, of track two its text. */
function digits(value: Uint8Array | undefined): string {
  let text = '';
  for (const byte of value ?? []) text += (byte >> 4).toString(16) + (byte & 0x0f).toString(16);
  return text.toUpperCase().replace(/F+$/, '');
}

function number(values: ReadonlyMap<number, Uint8Array>, tag: number): number {
  const value = values.get(tag);
  return value?.length === 2 ? readUint(value, 0, 2) : -1;
}

/** Right-aligned in its length. */
function sized(value: Uint8Array | undefined, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const source = (value ?? bytes).slice(-length);
  bytes.set(source, length - source.length);
  return bytes;
}
