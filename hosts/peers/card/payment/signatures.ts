/** What the card signs: dynamic and combined data authentication. EMV 4.3 Book 2 6.5, 6.6; emv.md 2.4. */

import { concat } from '../../../../src/base/bytes.js';
import { SW } from '../../../../src/codec/status-words.js';
import { encodeTlv } from '../../../../src/codec/tlv.js';
import { sha1 } from '../../../../src/crypto/sha1.js';
import { applyPrivateRsa, modulusLength, type RsaPrivateKey } from '../../rsa-private.js';
import { type Command, demandParameters } from '../command.js';
import type { Application } from '../memory.js';
import { demand, found } from '../refusal.js';
import type { Session } from '../session.js';
import { answersTemplate, findObject, OBJECT, RSA_KEY } from './objects.js';
import { currentTransaction, readDol, selectedPayment } from './transaction.js';

/** Bytes of the ICC dynamic number, 2 to 8 by the book. */
const DYNAMIC_NUMBER_LENGTH = 8;

/**
 * 00 88 00 00, DDOL data → the signed dynamic application data as template 80 or 77. Without a DDOL of its own the card
 * signs whatever the terminal's default list brings.
 *
 * @throws Refusal 6D00 a card that cannot sign, 6985 before GET PROCESSING OPTIONS or after GENERATE AC
 */
export function signDynamicData(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  const { application } = selectedPayment(session);
  const key = found(rsaKey(application, RSA_KEY.card), SW.instructionNotSupported);
  const transaction = currentTransaction(session);
  demand(transaction.first === undefined, SW.conditionsNotSatisfied);
  const list = findObject(application, OBJECT.dynamicDol);
  if (list !== undefined) readDol(list, command.data);
  demand(command.data.length > 0, SW.wrongLength);
  const number = session.random(DYNAMIC_NUMBER_LENGTH);
  const signature = sign(key, concat(Uint8Array.of(number.length), number), command.data);
  session.ongoing = { ...transaction, signed: true };
  return answersTemplate(application, 0x04)
    ? encodeTlv(0x77, encodeTlv(0x9f4b, signature))
    : encodeTlv(0x80, signature);
}

/** What a combined signature covers. */
export interface CombinedData {
  /** 9F27 */
  readonly information: number;
  readonly cryptogram: Uint8Array;
  /** PDOL ‖ CDOL1 [‖ CDOL2] values and the answer's objects but 9F4B. */
  readonly transactionData: Uint8Array;
  /** 9F37 */
  readonly unpredictableNumber: Uint8Array;
}

/** 9F4B of a combined authentication, or undefined where the card cannot sign. EMV 4.3 Book 2 6.6.1. */
export function signCombined(session: Session, application: Application, data: CombinedData): Uint8Array | undefined {
  const key = rsaKey(application, RSA_KEY.card);
  if (key === undefined) return undefined;
  const number = session.random(DYNAMIC_NUMBER_LENGTH);
  const dynamic = concat(
    Uint8Array.of(number.length),
    number,
    Uint8Array.of(data.information),
    data.cryptogram,
    sha1(data.transactionData),
  );
  return sign(key, dynamic, data.unpredictableNumber);
}

/** One of the application's private keys; undefined where it was not personalised, or not as one. */
export function rsaKey(application: Application, first: number): RsaPrivateKey | undefined {
  const [qi, dq, dp, q, p] = [0, 1, 2, 3, 4].map((i) => findObject(application, first + i));
  const whole = qi && dq && dp && q && p && q.length === p.length && q[0] >= 0x80 && p[0] >= 0x80;
  return whole ? { qi, dq, dp, q, p } : undefined;
}

/** 6A 05 01 LDD ‖ dynamic data ‖ BB… ‖ hash ‖ BC, signed. EMV 4.3 Book 2 tables 15 and 18. */
function sign(key: RsaPrivateKey, dynamic: Uint8Array, terminalData: Uint8Array): Uint8Array {
  const padding = modulusLength(key) - dynamic.length - 25;
  demand(padding >= 0, SW.conditionsNotSatisfied);
  const signed = concat(Uint8Array.of(0x05, 0x01, dynamic.length), dynamic, new Uint8Array(padding).fill(0xbb));
  const hash = sha1(concat(signed, terminalData));
  return applyPrivateRsa(key, concat(Uint8Array.of(0x6a), signed, hash, Uint8Array.of(0xbc)));
}
