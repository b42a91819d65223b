import { EMPTY, equalBytes } from '../../../../src/base/bytes.js';
import { SW } from '../../../../src/codec/status-words.js';
import { paymentSessionKey, responseCryptogram } from '../../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../../src/crypto/software-ciphers.js';
import { externalAuthenticate } from '../authenticate.js';
import { type Command, demandParameters } from '../command.js';
import { findKey } from '../keys.js';
import { KEY_TYPE } from '../memory.js';
import { demand, found, Refusal } from '../refusal.js';
import type { Session } from '../session.js';
import { currentTransaction, selectedPayment } from './transaction.js';

const CRYPTOGRAM_LENGTH = 8;
/** ARPC and authorisation response code, the form that PBOC has of tag 91. */
const LENGTH = CRYPTOGRAM_LENGTH + 2;

/**
 * 00 82: in a payment application 91 as the issuer sent it, once, between an ARQC and the second GENERATE AC (EMV 4.3 Book 3
 * 6.5.4; emv.md 2.9 step 5); at the level of PSE the master key, as everywhere on this card.
 *
 * @throws Refusal 6300 a wrong cryptogram; 6985 at another time, and a second try, which counts as a failure; 6700
 */
export function authenticateIssuer(session: Session, command: Command): Uint8Array {
  if (session.application === undefined) return externalAuthenticate(session, command);
  demandParameters(command, 0x00, 0x00);
  const { application } = selectedPayment(session);
  const transaction = currentTransaction(session);
  const { first } = transaction;
  demand(first?.decision === 'ARQC' && !transaction.ended, SW.conditionsNotSatisfied);
  if (transaction.issuerAuthentication !== 'none') {
    session.ongoing = { ...transaction, issuerAuthentication: 'failed' };
    throw new Refusal(SW.conditionsNotSatisfied);
  }
  demand(command.data.length === LENGTH, SW.wrongLength);
  const isCryptogramKey = (type: number) => type === KEY_TYPE.cryptogram;
  const key = found(findKey(application, isCryptogramKey, 0x00), SW.conditionsNotSatisfied);
  const sessionKey = paymentSessionKey(softwareCiphers, key.value, transaction.counter);
  const responseCode = command.data.subarray(CRYPTOGRAM_LENGTH);
  const expected = responseCryptogram(softwareCiphers, sessionKey, first.cryptogram, responseCode);
  const passed = equalBytes(expected, command.data.subarray(0, CRYPTOGRAM_LENGTH));
  session.ongoing = { ...transaction, issuerAuthentication: passed ? 'passed' : 'failed' };
  demand(passed, SW.authenticationFailed);
  return EMPTY;
}
