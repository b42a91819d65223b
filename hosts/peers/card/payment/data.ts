/** GET DATA, and STORE DATA, by which the bank personalises. EMV 4.3 Book 3 6.5.7; emv.md 2.3. */

import { EMPTY, readUint, uintBytes } from '../../../../src/base/bytes.js';
import { SW } from '../../../../src/codec/status-words.js';
import { encodeTlv } from '../../../../src/codec/tlv.js';
import { isMasterPresent } from '../access.js';
import { type Command, demandParameters, exactly } from '../command.js';
import { findEnvironmentMasterKey, findPin, masterKeyInPower } from '../keys.js';
import { demand, found } from '../refusal.js';
import { unwrap } from '../secure-messaging.js';
import type { Session } from '../session.js';
import { findObject, OBJECT, putObject } from './objects.js';
import { statusOf } from './status.js';
import { selectedPayment } from './transaction.js';

/** Tags that GET DATA reads beside the counters (emv.md 2.3). */
const READABLE: readonly number[] = Object.freeze([
  0x9f4f, 0x9f51, 0x9f52, 0x9f53, 0x9f54, 0x9f56, 0x9f57, 0x9f58, 0x9f59, 0x9f5c, 0x9f5d, 0x9f68, 0x9f6b, 0x9f6d,
  0x9f72, 0x9f73, 0x9f75, 0x9f76, 0x9f77, 0x9f78, 0x9f79, 0xdf4f,
]);

const COUNTER = 0x9f36;
const LAST_ONLINE = 0x9f13;
const PIN_TRIES = 0x9f17;

/** P1 of STORE DATA: whether the value is enciphered (EMV CPS table 3). */
const PLAIN = 0x00;
const SEALED = 0x60;
/** Identifier and length before the value. */
const HEAD_LENGTH = 3;
/** Most objects of a directory [TP]. */
const MOST_OBJECTS = 64;

/** 80 CA P1 P2 → the object with tag and length. @throws Refusal 6A88 a tag that it does not show, or has not */
export function getData(session: Session, command: Command): Uint8Array {
  const tag = command.p1 * 256 + command.p2;
  return exactly(command, encodeTlv(tag, found(shownObject(session, tag), SW.referencedDataNotFound)));
}

function shownObject(session: Session, tag: number): Uint8Array | undefined {
  const { environment, application } = selectedPayment(session);
  const status = statusOf(application);
  switch (tag) {
    case COUNTER:
      return uintBytes(status.counter, 2);
    case LAST_ONLINE:
      return uintBytes(status.lastOnline, 2);
    case PIN_TRIES: {
      const pin = findPin(environment);
      return pin && Uint8Array.of(pin.triesLeft);
    }
    default:
      return READABLE.includes(tag) ? findObject(application, tag) : undefined;
  }
}

/**
 * 84 E2 P1 00, identifier 2 ‖ length 1 ‖ value, with a MAC under PSE's master key and with P1 60 enciphered: one object of the
 * current DF, new or in the place of the one that was there. [TP], after EMV CPS 1.1 4.3.
 *
 * @throws Refusal 6982 the master key has not spoken, 6A80 a length that is not the value's, 6A84
 */
export function storeData(session: Session, command: Command): Uint8Array {
  const sealed = command.p1 === SEALED;
  demandParameters(command, sealed ? SEALED : PLAIN, 0x00);
  const directory = found(session.directory, SW.conditionsNotSatisfied);
  const environment = found(session.environment, SW.conditionsNotSatisfied);
  demand(
    findEnvironmentMasterKey(environment) !== undefined && isMasterPresent(session),
    SW.securityStatusNotSatisfied,
  );
  const data = unwrap(session, command, { key: masterKeyInPower(session), enciphered: sealed });
  demand(data.length > HEAD_LENGTH && data[2] === data.length - HEAD_LENGTH, SW.wrongData);
  const id = readUint(data, 0, 2);
  demand(id !== OBJECT.status, SW.wrongData);
  const known = findObject(directory, id) !== undefined;
  demand(known || directory.objects.length < MOST_OBJECTS, SW.notEnoughSpace);
  putObject(session, directory, id, data.slice(HEAD_LENGTH));
  return EMPTY;
}
