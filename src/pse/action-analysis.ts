/** Terminal action analysis 终端行为分析 (EMV 4.3 Book 3 10.7, Book 4 6.3.6; JR/T 0025.5 chapter 13, emv.md 2.11). */

import { isOfflineOnly, isOnlineOnly } from './terminal-type.js';
import type { TransactionState } from './transaction-state.js';

type Findings = Pick<TransactionState, 'icc' | 'application' | 'parameters' | 'tvr'>;

type ActionCode = 'denial' | 'online' | 'default';

const ISSUER_ACTION_CODES: Readonly<Record<ActionCode, number>> = Object.freeze({
  denial: 0x9f0e,
  online: 0x9f0f,
  default: 0x9f0d,
});

const TERMINAL_ACTION_CODES: Readonly<Record<ActionCode, 'tacDenial' | 'tacOnline' | 'tacDefault'>> = Object.freeze({
  denial: 'tacDenial',
  online: 'tacOnline',
  default: 'tacDefault',
});

/**
 * Which cryptogram the first GENERATE AC asks for. The order of the books: denial, then online for a terminal that can
 * go online, else default. An online-only terminal asks for nothing but an ARQC once it is not to refuse.
 */
export function firstDecision(state: Findings): 'TC' | 'ARQC' | 'AAC' {
  if (speaks(state, 'denial')) return 'AAC';
  if (isOnlineOnly(state.parameters)) return 'ARQC';
  if (isOfflineOnly(state.parameters)) return speaks(state, 'default') ? 'AAC' : 'TC';
  return speaks(state, 'online') ? 'ARQC' : 'TC';
}

/**
 * Which cryptogram the second GENERATE AC asks for when the issuer could not be asked. An online-only terminal leaves the
 * default codes aside and refuses, as the books allow it.
 */
export function unableDecision(state: Findings): 'TC' | 'AAC' {
  return isOnlineOnly(state.parameters) || speaks(state, 'default') ? 'AAC' : 'TC';
}

/**
 * What follows when the signature around the first cryptogram was wrong. No action code is asked: UnionPay's have no bit
 * for a failed CDA (emv.md 2.11), and the books decline at once (EMV 4.3 Book 4 6.3.2.1, Book 2 6.6.2; emv.md 2.4).
 *
 * @param first what the card answered
 * @returns what the second GENERATE AC asks for; undefined after a TC, which ends the card's part: the terminal declines
 */
export function decisionAfterFailedCda(first: 'TC' | 'ARQC'): 'AAC' | undefined {
  return first === 'ARQC' ? 'AAC' : undefined;
}

/** Whether a bit of TVR is also in the issuer's or in the terminal's code. */
function speaks({ icc, application, tvr }: Findings, code: ActionCode): boolean {
  const issuer = icc.get(ISSUER_ACTION_CODES[code]);
  const terminal = application[TERMINAL_ACTION_CODES[code]];
  return tvr.bytes().some((found, i) => (found & (issuerByte(issuer, i, code) | terminal[i])) !== 0);
}

/** A missing code of the issuer stands for no bit in denial, and for all of them in online and default (Book 3 10.7). */
function issuerByte(issuer: Uint8Array | undefined, index: number, code: ActionCode): number {
  if (issuer !== undefined) return issuer[index];
  return code === 'denial' ? 0x00 : 0xff;
}
