/** The issuing bank asked directly, by values, without acquirer and line; it can be told to misbehave. */

import { decodeTlv, findTlv } from '../../../src/codec/tlv.js';
import type { AccountOpening } from './accounts.js';
import type { CardRequest, CardRequestKind } from './card-request.js';
import { digitsOf } from './chip-data.js';
import { IssuingBank, type IssuingTemper } from './issuing-bank.js';
import { Ledger } from './ledger.js';
import { CODE } from './response-codes.js';
import type { ScriptPlan } from './script-commands.js';

/** A request by tag: the values of field 55 (use 1), and 5A, 57, 5F34, 9F1C for what a message has in its own fields. */
export interface IssuerRequest {
  readonly values: ReadonlyMap<number, Uint8Array>;
  /** Field 52, 8 bytes. */
  readonly pinBlock?: Uint8Array;
}

export type IssuerAnswer =
  | {
      readonly kind: 'answered';
      /** Field 39, tag 8A: two characters. */
      readonly responseCode: string;
      /** 91, 8 to 16 bytes. */
      readonly issuerAuthenticationData: Uint8Array | undefined;
      /** Templates 71 and 72 in the order received, each with the template's value. */
      readonly scripts: readonly { readonly template: 0x71 | 0x72; readonly value: Uint8Array }[];
      /** Available balance, fen, when it was asked for. */
      readonly balance?: number;
    }
  /** no request went out: the line is down */
  | { readonly kind: 'unable' }
  /** the request went out and nothing came back */
  | { readonly kind: 'unknown' };

/** How the stand-in departs from what an issuer would do. */
export interface Temper extends IssuingTemper {
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

/** 9C of a balance enquiry, and of what credits an account; all else debits. */
const KINDS: Readonly<Record<number, CardRequestKind>> = Object.freeze({ 49: 'balance', 32: 'refund' });
const RMB = '156';

export class StandInIssuer {
  /** May change from one request to the next. */
  temper: Temper;
  readonly #bank: IssuingBank;
  /** What the terminal calls a transaction, and what the bank does. */
  readonly #approved = new Map<string, string>();
  #requests = 0;

  constructor({ temper = {}, ...options }: IssuerOptions) {
    this.temper = temper;
    // Days do not pass here, and no limit counts them.
    this.#bank = new IssuingBank({ ...options, ledger: new Ledger(), now: () => '20000101000000' });
  }

  /** Has a script go out with the next answer to this card. */
  order(pan: string, plan: ScriptPlan): void {
    this.#bank.order(pan, plan);
  }

  /** Fen; undefined where the bank does not know the card. */
  balanceOf(pan: string): number | undefined {
    return this.#bank.balanceOf(pan);
  }

  async authorise(asked: IssuerRequest): Promise<IssuerAnswer> {
    const { line } = this.temper;
    if (line === 'unable') return { kind: 'unable' };
    const answer = this.#answer(asked);
    return line === 'unknown' ? { kind: 'unknown' } : answer;
  }

  async reverse(asked: IssuerRequest): Promise<'done' | 'unknown'> {
    if (this.temper.line !== undefined) return 'unknown';
    const reference = this.#approved.get(ownName(asked));
    if (reference !== undefined) this.#bank.reverse(reference);
    return 'done';
  }

  #answer(asked: IssuerRequest): IssuerAnswer {
    const request = requestOf(asked, `direct ${++this.#requests}`);
    if (request === undefined) return refusal(CODE.formatError);
    const { code, balance, chip } = this.#bank.authorise(request, this.temper);
    const name = ownName(asked);
    if (code === CODE.approved && !this.#approved.has(name)) this.#approved.set(name, request.reference);
    const objects = decodeTlv(chip ?? new Uint8Array(0));
    return {
      kind: 'answered',
      responseCode: code,
      issuerAuthenticationData: findTlv(objects, 0x91),
      scripts: objects.flatMap(({ tag, value }) => (tag === 0x71 || tag === 0x72 ? [{ template: tag, value }] : [])),
      ...(balance !== undefined && { balance }),
    };
  }
}

function refusal(responseCode: string): IssuerAnswer {
  return { kind: 'answered', responseCode, issuerAuthenticationData: undefined, scripts: [] };
}

/** @returns undefined for a request without a card number */
function requestOf({ values, pinBlock }: IssuerRequest, reference: string): CardRequest | undefined {
  const pan = panOf(values);
  if (!/^[0-9]{13,19}$/.test(pan)) return undefined;
  return {
    reference,
    acquirer: '',
    kind: KINDS[values.get(0x9c)?.[0] ?? 0] ?? 'purchase',
    pan,
    panSequence: digitsOf(values.get(0x5f34)) || '00',
    amount: Number(digitsOf(values.get(0x9f02)) || '0'),
    currency: RMB,
    chip: values,
    ...(pinBlock && { pinBlock }),
  };
}

/** What names a request in a reversal: the terminal's sequence number. */
function ownName({ values }: IssuerRequest): string {
  return `${panOf(values)} ${digitsOf(values.get(0x9f41))} ${digitsOf(values.get(0x9f1c))}`;
}

function panOf(values: ReadonlyMap<number, Uint8Array>): string {
  return digitsOf(values.get(0x5a)) || digitsOf(values.get(0x57)).split('D')[0];
}
