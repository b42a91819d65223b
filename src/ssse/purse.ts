/**
 * The medical personal account (医疗个人账户) of DF04, command by command: SPEC-5, SPEC-7; sscard.md 8, `[1]` as a whole.
 * Amounts are fen. What a transaction means, and what is kept of it, is the business of a visit.
 */

import { concat, readUint, uintBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { fromHex, toHex } from '../base/hex.js';
import { type CardSession, succeeded } from '../card/session.js';
import type { Command } from '../codec/apdu.js';
import { decodeBcd, encodeBcd } from '../codec/bcd.js';
import { isRefusal, type Refusal, refusalOf, refuse } from './refusal.js';

/** Type byte (交易类型): the characters 1 and 2 of `an1`. PBOC's 01 and 02 cannot be excluded (sscard.md 8) `[TP]`. */
export const PURSE_TYPE = Object.freeze({ load: 0x31, purchase: 0x32 });

/** What a purchase or a line of the visit log says, fen: 账户金额, 自付, 统筹. */
export interface PurseAmounts {
  readonly account: number;
  readonly selfPay: number;
  readonly pool: number;
}

/** Totals of the settlement year: self-pay (SPIP), pool (SPFP), fen; the year, four digits; its first day, mmdd. */
export interface PurseTotals {
  readonly selfPay: number;
  readonly pool: number;
  readonly year: string;
  readonly startingDay: string;
}

/** What INITIALIZE FOR PURCHASE answers. */
export interface PurchaseStart {
  readonly balance: number;
  readonly sequence: number;
  /** Key version 1, algorithm 1. */
  readonly key: Uint8Array;
  /** 4 bytes. */
  readonly random: Uint8Array;
}

/** What INITIALIZE FOR LOAD answers. */
export interface LoadStart extends PurchaseStart {
  /** 4 bytes: by it the bureau knows the card, its balance and the amount. */
  readonly mac1: Uint8Array;
}

/** What proves a transaction, 4 bytes each: TAC to the bureau, MAC2 at once. */
export interface PurseProof {
  readonly tac: Uint8Array;
  readonly mac: Uint8Array;
}

/** The answer to GET TRANSACTION PROOF; silence, the third, is a Fault. */
export type ProofAnswer =
  | { readonly answer: 'proof'; readonly proof: PurseProof }
  /** 9406: the card has no such transaction as its latest */
  | { readonly answer: 'none' }
  /** anything else says nothing of the transaction */
  | { readonly answer: 'other'; readonly refusal: Refusal };

/** The load and purchase keys that a card begins with (sscard.md 5.2: DPK's index is its version). */
const KEY_INDEX = 0x01;
const MAC_TAC_NOT_AVAILABLE = 0x9406;

/** What of the account takes no PIN: anybody may read the first day of its year, and whoever has proved DSK may set it. */
export type PurseYear = Pick<Purse, 'startingDay' | 'updateStartingDay'>;

/** The account while DF04 is current; the PIN, where there is one, has been verified. */
export class Purse {
  readonly #card: CardSession;

  constructor(card: CardSession) {
    this.#card = card;
  }

  async balance(): Promise<number | Refusal> {
    const data = await this.#ask({ cla: 0xb0, ins: 0x26, p1: 0x00, p2: 0x01, le: 4 });
    return 'refused' in data ? data : readUint(data, 0, 4);
  }

  /** GET BALANCE 02 and 03, and GET STARTING DAY. */
  async totals(): Promise<PurseTotals | Refusal> {
    const own = await this.#ask({ cla: 0xb0, ins: 0x26, p1: 0x00, p2: 0x02, le: 6 });
    if ('refused' in own) return own;
    const pool = await this.#ask({ cla: 0xb0, ins: 0x26, p1: 0x00, p2: 0x03, le: 6 });
    if ('refused' in pool) return pool;
    const day = await this.startingDay();
    if (isRefusal(day)) return day;
    try {
      const year = decodeBcd(own.subarray(4));
      const startingDay = decodeBcd(fromHex(day));
      return { selfPay: readUint(own, 0, 4), pool: readUint(pool, 0, 4), year, startingDay };
    } catch (error) {
      if (error instanceof FormatError) return refuse('card-data-malformed');
      throw error;
    }
  }

  /** GET STARTING DAY. @returns four characters as they stand there: mmdd, and `FFFF` or another no day where none is set */
  async startingDay(): Promise<string | Refusal> {
    const day = await this.#ask({ cla: 0xb0, ins: 0x56, p1: 0x01, p2: 0x00, le: 2 });
    return 'refused' in day ? day : toHex(day);
  }

  /** UPDATE STARTING DAY; DSK has been proved since DF04 became current. @param day mmdd */
  async updateStartingDay(day: string): Promise<Refusal | undefined> {
    const response = await this.#card.send({ cla: 0xb0, ins: 0x56, p1: 0x00, p2: 0x00, data: encodeBcd(day, 2) });
    if (succeeded(response)) return undefined;
    return response.sw === 0x6982 ? refuse('write-denied') : purseRefusal(response.sw);
  }

  /** Changes nothing on the card. @param terminalNumber twelve digits: the PSAM's, or MAC1 will be wrong (sscard.md 9.3) */
  async initializeForPurchase(amounts: PurseAmounts, terminalNumber: string): Promise<PurchaseStart | Refusal> {
    const data = concat(Uint8Array.of(KEY_INDEX), amountBytes(amounts), encodeBcd(terminalNumber, 6));
    const answer = await this.#ask({ cla: 0xb0, ins: 0x28, p1: 0x01, p2: 0x01, data, le: 0x16 });
    if ('refused' in answer) return answer;
    // Balance 4, SPIP 4, SPFP 4, year 2, sequence 2, key version 1, algorithm 1, random 4.
    const [balance, sequence] = [readUint(answer, 0, 4), readUint(answer, 14, 2)];
    return { balance, sequence, key: answer.slice(16, 18), random: answer.slice(18, 22) };
  }

  /** DEBIT FOR PURCHASE: the card takes the amounts that it was initialised with. @param moment YYYYMMDDhhmmss */
  async debit(terminalSequence: number, moment: string, mac1: Uint8Array): Promise<PurseProof | Refusal> {
    const data = concat(uintBytes(terminalSequence, 4), encodeBcd(moment, 7), mac1);
    const answer = await this.#ask({ cla: 0xb0, ins: 0x2c, p1: 0x01, p2: 0x00, data, le: 8 });
    return 'refused' in answer ? answer : { tac: answer.slice(0, 4), mac: answer.slice(4, 8) };
  }

  /** Changes nothing on the card. */
  async initializeForLoad(amount: number, terminalNumber: string): Promise<LoadStart | Refusal> {
    const data = concat(Uint8Array.of(KEY_INDEX), uintBytes(amount, 4), encodeBcd(terminalNumber, 6));
    const answer = await this.#ask({ cla: 0xb0, ins: 0x28, p1: 0x00, p2: 0x01, data, le: 0x10 });
    if ('refused' in answer) return answer;
    // Balance 4, sequence 2, key version 1, algorithm 1, random 4, MAC1 4.
    const [balance, sequence] = [readUint(answer, 0, 4), readUint(answer, 4, 2)];
    const [key, random, mac1] = [answer.slice(6, 8), answer.slice(8, 12), answer.slice(12, 16)];
    return { balance, sequence, key, random, mac1 };
  }

  /** CREDIT FOR LOAD: the card takes the amount. @param moment the bureau's, YYYYMMDDhhmmss @returns the TAC, 4 bytes */
  credit(moment: string, mac2: Uint8Array): Promise<Uint8Array | Refusal> {
    const data = concat(encodeBcd(moment, 7), mac2);
    return this.#ask({ cla: 0xb0, ins: 0x2a, p1: 0x00, p2: 0x00, data, le: 4 });
  }

  /** GET TRANSACTION PROOF of the transaction to which INITIALIZE gave this sequence. */
  async proof(type: number, sequence: number): Promise<ProofAnswer> {
    const command = { cla: 0xb0, ins: 0x2e, p1: 0x00, p2: type, data: uintBytes(sequence, 2), le: 8 };
    const response = await this.#card.send(command);
    if (response.sw === MAC_TAC_NOT_AVAILABLE) return { answer: 'none' };
    if (!succeeded(response)) return { answer: 'other', refusal: purseRefusal(response.sw) };
    if (response.data.length !== 8) return { answer: 'other', refusal: refuse('card-data-malformed') };
    // The other way round than DEBIT has them.
    return { answer: 'proof', proof: { mac: response.data.slice(0, 4), tac: response.data.slice(4, 8) } };
  }

  /** A command that must answer the bytes it is asked for. */
  async #ask(command: Command & { readonly le: number }): Promise<Uint8Array | Refusal> {
    const response = await this.#card.send(command);
    if (!succeeded(response)) return purseRefusal(response.sw);
    return response.data.length === command.le ? response.data : refuse('card-data-malformed');
  }
}

/** 12 bytes. */
export function amountBytes({ account, selfPay, pool }: PurseAmounts): Uint8Array {
  return concat(uintBytes(account, 4), uintBytes(selfPay, 4), uintBytes(pool, 4));
}

/** What the card says of a purse command that it does not carry out (sscard.md 7.1, 8). */
function purseRefusal(sw: number): Refusal {
  switch (sw) {
    // A card without the account does not know the class, the instruction, or has nothing that they could work on.
    case 0x6985:
    case 0x6d00:
    case 0x6e00:
      return refuse('purse-missing');
    case 0x9302:
      return refuse('purse-mac-refused');
    case 0x9401:
      return refuse('purse-insufficient');
    case 0x9402:
      return refuse('purse-exhausted');
    case 0x9403:
      return refuse('purse-key-missing');
    default:
      return refusalOf(sw);
  }
}
