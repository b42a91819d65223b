/** SELECT of PSE and of the payment applications in it. EMV 4.3 Book 1 11.3, 12.3; emv.md 2.1. */

import { SW } from '../../../../src/codec/status-words.js';
import { encodeTlv } from '../../../../src/codec/tlv.js';
import { environmentInformation } from '../fci.js';
import type { Application, Environment } from '../memory.js';
import { demand, Refusal } from '../refusal.js';
import type { Session } from '../session.js';
import { findObject, OBJECT } from './objects.js';

/** @throws Refusal 6A81 after CARD BLOCK, which in this card takes PSE and leaves SSSE alone [TP] */
export function selectPaymentSystem(session: Session, environment: Environment): Uint8Array {
  demand(!environment.blocked, SW.functionNotSupported);
  session.enterEnvironment(environment);
  const proprietary = findObject(environment, OBJECT.fciProprietary);
  if (proprietary === undefined) return environmentInformation(environment);
  return encodeTlv(0x6f, encodeTlv(0x84, environment.name), encodeTlv(0xa5, proprietary));
}

/**
 * The application's FCI. Whatever was proved or begun before is over: an application that is selected again begins anew.
 *
 * @throws Refusal 6A81 as for PSE, 6283 for a blocked application, which is selected nevertheless
 */
export function selectPayment(session: Session, environment: Environment, application: Application): Uint8Array {
  demand(!environment.blocked, SW.functionNotSupported);
  if (session.environment !== environment) session.enterEnvironment(environment);
  session.enterApplication(application);
  session.ongoing = undefined;
  session.dropChallenge();
  if (application.blocked) throw new Refusal(SW.selectedFileInvalidated);
  const proprietary = findObject(application, OBJECT.fciProprietary);
  const name = encodeTlv(0x84, application.name);
  return proprietary === undefined ? encodeTlv(0x6f, name) : encodeTlv(0x6f, name, encodeTlv(0xa5, proprietary));
}
