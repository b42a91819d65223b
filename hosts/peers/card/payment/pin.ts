/** The offline PIN of PSE: GET CHALLENGE and VERIFY, plaintext and enciphered. EMV 4.3 Book 3 6.5.6, 6.5.12; Book 2 7. */

import { EMPTY, equalBytes } from '../../../../src/base/bytes.js';
import { scrub } from '../../../../src/base/scrub.js';
import { encodeBcd } from '../../../../src/codec/bcd.js';
import { SW } from '../../../../src/codec/status-words.js';
import { applyPrivateRsa, modulusLength } from '../../rsa-private.js';
import { getChallenge } from '../authenticate.js';
import { type Command, exactly } from '../command.js';
import { attempt, findPin, isLocked } from '../keys.js';
import type { Application } from '../memory.js';
import { demand, failedWithTries, found } from '../refusal.js';
import type { Session } from '../session.js';
import { RSA_KEY } from './objects.js';
import { rsaKey } from './signatures.js';
import { currentTransaction, selectedPayment } from './transaction.js';

const BLOCK_LENGTH = 8;
const CHALLENGE_LENGTH = 8;
/** P2 of VERIFY. */
const MANNER = Object.freeze({ plain: 0x80, enciphered: 0x88 });
/** What begins the deciphered data (EMV 4.3 Book 2 table 25). */
const HEADER = 0x7f;

const PIN_DIGITS = Object.freeze({ fewest: 4, most: 12 });
/** Bytes that the COS keeps of a PIN. */
const STORED_LENGTH = 8;

/** 00 84: eight bytes in an application, by Le 00 too; what the card maker asks for elsewhere. */
export function getPaymentChallenge(session: Session, command: Command): Uint8Array {
  if (command.p3 === 0x00) return exactly(command, new Uint8Array(CHALLENGE_LENGTH));
  return getChallenge(session, command);
}

/**
 * 00 20 00 80 with a PIN block of format 2, 00 20 00 88 with one enciphered under the PIN or the card key. Data that does not
 * open, or is no PIN block, is a wrong PIN and costs a try [TP].
 *
 * @throws Refusal 63Cx another PIN, 6983 none is left, 6984 enciphered without a challenge, 6985 before GET PROCESSING
 * OPTIONS or after GENERATE AC, 6A88 a card without PIN, 6A81 one that cannot decipher, 6700, 6A86
 */
export function verifyPaymentPin(session: Session, command: Command): Uint8Array {
  const { p1, p2, data } = command;
  demand(p1 === 0x00 && (p2 === MANNER.plain || p2 === MANNER.enciphered), SW.wrongParameters);
  const { environment, application } = selectedPayment(session);
  const pin = found(findPin(environment), SW.referencedDataNotFound);
  const transaction = currentTransaction(session);
  demand(transaction.first === undefined, SW.conditionsNotSatisfied);
  demand(!isLocked(pin), SW.authenticationBlocked);
  const block = p2 === MANNER.plain ? plainBlock(data) : decipher(session, application, data);
  const digits = block && digitsOf(block);
  const proved = attempt(
    session,
    pin,
    () => digits !== undefined && equalBytes(encodeBcd(digits, STORED_LENGTH), pin.value),
  );
  if (block !== undefined) scrub(block);
  session.ongoing = { ...transaction, pin: proved ? 'passed' : 'failed' };
  if (!proved) throw failedWithTries(pin.triesLeft);
  return EMPTY;
}

/**
 * The digits of a PIN block: control nibble, count, digits, F to the end. EMV 4.3 Book 3 table 24 has control 2, the block of PIN
 * CHANGE 0 (emv.md 2.10).
 *
 * @returns undefined where that is not what it is
 */
export function digitsOf(block: Uint8Array, control = 2): string | undefined {
  const nibbles = [...block].flatMap((byte) => [byte >> 4, byte & 0x0f]);
  const [kind, count] = nibbles;
  const digits = nibbles.slice(2, 2 + count);
  const proper =
    kind === control &&
    count >= PIN_DIGITS.fewest &&
    count <= PIN_DIGITS.most &&
    digits.every((digit) => digit <= 9) &&
    nibbles.slice(2 + count).every((nibble) => nibble === 0x0f);
  return proper ? digits.join('') : undefined;
}

/** @throws Refusal 6700 */
function plainBlock(data: Uint8Array): Uint8Array {
  demand(data.length === BLOCK_LENGTH, SW.wrongLength);
  return data.slice();
}

/** 7F ‖ PIN block 8 ‖ challenge 8 ‖ padding. @returns undefined where it is not that. @throws Refusal 6A81, 6700, 6984 */
function decipher(session: Session, application: Application, data: Uint8Array): Uint8Array | undefined {
  const key = found(rsaKey(application, RSA_KEY.pin) ?? rsaKey(application, RSA_KEY.card), SW.functionNotSupported);
  demand(data.length === modulusLength(key), SW.wrongLength);
  const challenge = session.takeChallenge('DES');
  const plain = applyPrivateRsa(key, data);
  const block = plain.slice(1, 1 + BLOCK_LENGTH);
  const genuine = plain[0] === HEADER && equalBytes(plain.subarray(1 + BLOCK_LENGTH, 1 + 2 * BLOCK_LENGTH), challenge);
  scrub(plain);
  return genuine ? block : undefined;
}
