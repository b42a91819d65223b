/** What the journal keeps of money that moves on a card's medical account: intents, and what came about. */

import { asciiBytes, concat, readUint, uintBytes } from '../base/bytes.js';
import { decodeBcd, encodeBcd } from '../codec/bcd.js';
import type { SocialAlgorithm } from '../crypto/social-algorithm.js';

/**
 * 划入, 结算, and 结算 as the signed visit log of a card that settles online (sscard.md 8); the last of a visit that was settled
 * without the host (临时脱网), which the bureau has still to settle.
 */
export type PurseKind = 'load' | 'purchase' | 'visit-log' | 'visit-log-offline';

/** A transaction with a card that went to it or may have. Its card alone can say what came of it. */
export interface PurseIntent {
  readonly kind: PurseKind;
  /** 卡的识别码, 16 bytes, and 卡号, nine characters: who must come back. */
  readonly cardIdentifier: Uint8Array;
  readonly cardNumber: string;
  /** What the bureau finds the card's DTK by: its cipher, and the 13 historical bytes of its ATR. */
  readonly algorithm: SocialAlgorithm;
  readonly historical: Uint8Array;
  /** Fen on the card before it: the TAC of a load covers what is there after it. */
  readonly balance: number;
  /** The card's transaction sequence, as INITIALIZE gave it: what GET TRANSACTION PROOF asks for. */
  readonly sequence: number;
  /** Fen: 账户金额 (what a load brings), 自付, 统筹. */
  readonly account: number;
  readonly selfPay: number;
  readonly pool: number;
  /** 终端机编号, twelve digits, and the PSAM's terminal transaction sequence; 0 with a load. */
  readonly terminalNumber: string;
  readonly terminalSequence: number;
  /** YYYYMMDDhhmmss, as the MACs have it. */
  readonly moment: string;
}

/** How sure a row is. */
export type PurseCheck =
  /** the key service has called the card's MAC2 right */
  | 'right'
  /** it has called it wrong: the bureau settles it by the TAC */
  | 'wrong'
  /** nobody has looked at it: the session was over by then. The TAC proves it to the bureau */
  | 'unchecked'
  /** the card's log alone says so: a later transaction has taken its proof's place, and TAC and MAC are zeros */
  | 'log-only';

/** A transaction that came about. */
export interface PurseRow extends PurseIntent {
  /** 4 bytes each. */
  readonly tac: Uint8Array;
  readonly mac: Uint8Array;
  readonly check: PurseCheck;
}

const KINDS: readonly PurseKind[] = Object.freeze(['load', 'purchase', 'visit-log', 'visit-log-offline']);
const CHECKS: readonly PurseCheck[] = Object.freeze(['right', 'wrong', 'unchecked', 'log-only']);
const ALGORITHMS: readonly SocialAlgorithm[] = Object.freeze(['DES', 'SM4']);
const INTENT_LENGTH = 75;

/**
 * Kind 1, identifier 16, card number 9, sequence 2, three amounts of 4, terminal number 6, its sequence 4, moment 7, cipher 1,
 * historical bytes 13, balance 4.
 */
export function intentBytes(intent: PurseIntent): Uint8Array {
  return concat(
    Uint8Array.of(KINDS.indexOf(intent.kind)),
    intent.cardIdentifier,
    asciiBytes(intent.cardNumber),
    uintBytes(intent.sequence, 2),
    uintBytes(intent.account, 4),
    uintBytes(intent.selfPay, 4),
    uintBytes(intent.pool, 4),
    encodeBcd(intent.terminalNumber, 6),
    uintBytes(intent.terminalSequence, 4),
    encodeBcd(intent.moment, 7),
    Uint8Array.of(ALGORITHMS.indexOf(intent.algorithm)),
    intent.historical,
    uintBytes(intent.balance, 4),
  );
}

export function readIntent(content: Uint8Array): PurseIntent {
  return {
    kind: KINDS[content[0]],
    cardIdentifier: content.slice(1, 17),
    cardNumber: String.fromCharCode(...content.subarray(17, 26)),
    sequence: readUint(content, 26, 2),
    account: readUint(content, 28, 4),
    selfPay: readUint(content, 32, 4),
    pool: readUint(content, 36, 4),
    terminalNumber: decodeBcd(content.subarray(40, 46)),
    terminalSequence: readUint(content, 46, 4),
    moment: decodeBcd(content.subarray(50, 57)),
    algorithm: ALGORITHMS[content[57]],
    historical: content.slice(58, 71),
    balance: readUint(content, 71, 4),
  };
}

/** An intent, check 1, TAC 4, MAC 4. */
export function rowBytes(row: PurseRow): Uint8Array {
  return concat(intentBytes(row), Uint8Array.of(CHECKS.indexOf(row.check)), row.tac, row.mac);
}

export function readPurseRow(content: Uint8Array): PurseRow {
  const rest = content.subarray(INTENT_LENGTH);
  return { ...readIntent(content), check: CHECKS[rest[0]], tac: rest.slice(1, 5), mac: rest.slice(5, 9) };
}
