/**
 * Card action analysis 卡片行为分析: the first and the second GENERATE AC (EMV 4.3 Book 3 6.5.5, 9.3, 10.8, 10.11;
 * JR/T 0025.5 chapters 14 and 16, emv.md 2.9).
 */

import { assert } from '../base/assert.js';
import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { type DolEntry, decodeDol, dolLength } from '../codec/dol.js';
import { SW } from '../codec/status-words.js';
import { TSI, TVR } from './bits.js';
import { checkCombined } from './cda.js';
import { type Answer, type Cryptogram, keepAnswer, readAnswer } from './cryptogram-answer.js';
import { putResponseCode } from './response-code.js';
import { dolData } from './terminal-objects.js';
import { type Ended, ended, isEnded, type TransactionState } from './transaction-state.js';

/** P1 of GENERATE AC: the cryptogram in b8 and b7, and b5 for a combined signature (Book 3 table 12). */
const ASKED: Readonly<Record<Cryptogram, number>> = Object.freeze({ AAC: 0x00, TC: 0x40, ARQC: 0x80 });
const COMBINED = 0x10;

/** What a card may answer goes down from here, never up (Book 3 9.3). */
const RANK: Readonly<Record<Cryptogram, number>> = Object.freeze({ AAC: 0, ARQC: 1, TC: 2 });

const CDOL1 = 0x8c;
const CDOL2 = 0x8d;
const TDOL = 0x97;
const TC_HASH = 0x98;

const COMMAND_DATA_MAX = 255;

/** What the card said to a GENERATE AC. */
export interface CardDecision {
  readonly cryptogram: Cryptogram;
  /** A combined signature was asked for and is missing or wrong. */
  readonly cdaFailed: boolean;
}

/**
 * The first GENERATE AC: asks for the cryptogram that the terminal decided on. Keeps 9F27, 9F36, 9F26 and 9F10, fills
 * `cdol1Data` and, where CDOL1 asks for it, 98; writes Y1 or Z1 into 8A when no issuer is to speak (Book 4 6.3.6).
 * @returns Ended `card-refused`, `data-missing`, `data-malformed`, or `cryptogram-unexpected` for a card that wants more
 * than it was asked for
 * @throws Fault of the card's port
 */
export async function generateFirst(state: TransactionState, decision: Cryptogram): Promise<CardDecision | Ended> {
  if (decision !== 'ARQC') putResponseCode(state.terminal, decision === 'TC' ? 'Y1' : 'Z1');
  const dol = dolOf(state, CDOL1);
  // A list that no command can carry is found before the card has decided anything.
  if (dolLength(dol) > COMMAND_DATA_MAX || dolLength(dolOf(state, CDOL2)) > COMMAND_DATA_MAX)
    return ended('data-malformed');
  state.cdol1Data = fill(state, dol);
  const decided = await generate(state, decision, state.cdol1Data, state.cdol1Data);
  if (isEnded(decided)) return decided;
  state.tsi.set(TSI.cardRiskManagementPerformed);
  return RANK[decided.cryptogram] > RANK[decision] ? ended('cryptogram-unexpected') : decided;
}

/**
 * The second GENERATE AC. Whatever is wrong with the answer, a TC that was not asked for included, stands for an AAC: all
 * has been done that can be done (Book 3 9.3), and an issuer that approved has to be told.
 * @throws Fault of the card's port
 */
export async function generateSecond(state: TransactionState, decision: 'TC' | 'AAC'): Promise<CardDecision> {
  const data = fill(state, dolOf(state, CDOL2));
  const decided = await generate(state, decision, data, concat(state.cdol1Data, data));
  if (isEnded(decided)) return { cryptogram: 'AAC', cdaFailed: false };
  const approved = decision === 'TC' && decided.cryptogram === 'TC';
  return { cryptogram: approved ? 'TC' : 'AAC', cdaFailed: decided.cdaFailed };
}

/** @param signed the CDOL data that a combined signature covers */
async function generate(
  state: TransactionState,
  asked: Cryptogram,
  data: Uint8Array,
  signed: Uint8Array,
): Promise<CardDecision | Ended> {
  const combined = asked !== 'AAC' && isCombinedWanted(state);
  const p1 = ASKED[asked] | (combined ? COMBINED : 0x00);
  const response = await state.card.send({ cla: 0x80, ins: 0xae, p1, p2: 0x00, data, le: 256 });
  if (response.sw !== SW.ok) return ended('card-refused', response.sw);
  const answer = readAnswer(response.data, combined);
  if (isEnded(answer)) return answer;
  keepAnswer(state.icc, answer);
  const { cryptogram } = answer;
  // A card that declines signs nothing (Book 2 6.6.1).
  const cdaFailed = combined && cryptogram !== 'AAC' && !isSigned(state, answer, signed);
  return { cryptogram, cdaFailed };
}

/** CDA was chosen, and nothing has gone wrong with it yet (Book 2 6.6, Book 4 6.3.2.1). */
function isCombinedWanted({ authentication, iccKey, tvr }: TransactionState): boolean {
  return authentication === 'cda' && iccKey !== undefined && !tvr.has(TVR.cdaFailed);
}

/** An answer in format 1 has no room for a signature: CDA has failed (Book 2 6.6.2). */
function isSigned(state: TransactionState, { template, value }: Answer, signed: Uint8Array): boolean {
  if (template === 0x77) return checkCombined(state, value, signed);
  state.tsi.set(TSI.offlineDataAuthenticationPerformed);
  state.tvr.set(TVR.cdaFailed);
  return false;
}

/** CDOL data for this moment, the TC hash among them when it is asked for. */
function fill(state: TransactionState, dol: readonly DolEntry[]): Uint8Array {
  if (dol.some(({ tag }) => tag === TC_HASH)) state.terminal.put(TC_HASH, hashTransaction(state));
  return dolData(state, dol);
}

/** 98 TC hash value (Book 3 9.2.2): SHA-1 over the data of the card's TDOL, else of the terminal's own. */
function hashTransaction(state: TransactionState): Uint8Array {
  const tdol = state.icc.get(TDOL);
  if (tdol === undefined) state.tvr.set(TVR.defaultTdolUsed);
  return state.sha1(dolData(state, readDol(tdol ?? state.application.defaultTdol)));
}

function dolOf({ icc }: TransactionState, tag: number): DolEntry[] {
  const dol = icc.get(tag);
  assert(dol !== undefined, 'no application is read without its CDOLs');
  return readDol(dol);
}

function readDol(bytes: Uint8Array): DolEntry[] {
  try {
    return decodeDol(bytes);
  } catch (error) {
    assert(!(error instanceof FormatError), 'lists are checked when they are read');
    throw error;
  }
}
