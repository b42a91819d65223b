/**
 * Issuer scripts: what the issuer changes on the card from afar. Each command carries a MAC that ties it to the transaction's
 * cryptogram, so that there must have been an ARQC. JR/T 0025.5 chapter 17; emv.md 2.10.
 */

import { concat, EMPTY, equalBytes, xor } from '../../../../src/base/bytes.js';
import { encodeBcd } from '../../../../src/codec/bcd.js';
import { SW } from '../../../../src/codec/status-words.js';
import { openScriptData, paymentSessionKey, pinChangeMask, scriptMac } from '../../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../../src/crypto/software-ciphers.js';
import { type Command, demandParameters } from '../command.js';
import { addressedRecordFile } from '../files.js';
import { findKey, findPin, isPinSet } from '../keys.js';
import { ACCESS, type Application, KEY_TYPE, type Key } from '../memory.js';
import { placed, updateRecord } from '../record-files.js';
import { demand, found, Refusal } from '../refusal.js';
import type { Session } from '../session.js';
import { findObject, putObject } from './objects.js';
import { digitsOf } from './pin.js';
import { keepStatus, statusOf } from './status.js';
import { currentTransaction, selectedPayment } from './transaction.js';

const MAC_LENGTH = 4;
/** CVR counts no further. */
const SCRIPTS_MAX = 15;
const STORED_PIN_LENGTH = 8;
/** 08, the new PIN's block, and what the padding adds. */
const SEALED_PIN_LENGTH = 16;

/** Low bits of P2: the record whose number P1 is. */
const BY_NUMBER = 0x04;

/** Write condition of a record file that scripts may update: this key, which is the MAC key of scripts, and no other way. */
const SCRIPT_KEY_ID = 0xa0;

/** Tags that PUT DATA writes (emv.md 2.3). */
const WRITABLE: readonly number[] = Object.freeze([
  0x9f53, 0x9f54, 0x9f58, 0x9f59, 0x9f5c, 0x9f6b, 0x9f6d, 0x9f72, 0x9f73, 0x9f75, 0x9f77, 0x9f78, 0x9f79,
]);

/** 84 1E 00 00: from now on SELECT answers 6283 and GENERATE AC an AAC. */
export const blockPayment = script((session, command) => {
  demandParameters(command, 0x00, 0x00);
  demandNothing(session, command);
  session.memory.put(selectedPayment(session).application, 'blocked', true);
});

/** 84 18 00 00 */
export const unblockPayment = script((session, command) => {
  demandParameters(command, 0x00, 0x00);
  demandNothing(session, command);
  session.memory.put(selectedPayment(session).application, 'blocked', false);
});

/** 84 16 00 00: PSE answers 6A81 from now on; SSSE lives on behind the firewall [TP]. */
export const blockPaymentSystem = script((session, command) => {
  demandParameters(command, 0x00, 0x00);
  demandNothing(session, command);
  session.memory.put(selectedPayment(session).environment, 'blocked', true);
});

/** 84 24 00 P2: 00 gives the PIN its tries back; 01 changes it, the old one being part of the secret; 02 changes it. */
export const changePaymentPin = script((session, command) => {
  demand(command.p1 === 0x00 && command.p2 <= 0x02, SW.wrongParameters);
  const { environment, application } = selectedPayment(session);
  const pin = found(findPin(environment), SW.referencedDataNotFound);
  if (command.p2 === 0x00) demandNothing(session, command);
  else session.memory.put(pin, 'value', newPin(application, pin, command, unwrapScript(session, command)));
  session.memory.put(pin, 'triesLeft', pin.triesMax);
});

/** 04 DA tag: a value as long as the old one. @throws Refusal 6A88 a tag that is not there or not the issuer's to change */
export const putData = script((session, command) => {
  const { application } = selectedPayment(session);
  const tag = command.p1 * 256 + command.p2;
  const data = unwrapScript(session, command);
  const old = found(WRITABLE.includes(tag) ? findObject(application, tag) : undefined, SW.referencedDataNotFound);
  demand(data.length === old.length, SW.wrongLength);
  putObject(session, application, tag, data);
});

/** 04 DC record, SFI: a record in the place of the old one. */
const updateByScript = script((session, command) => {
  const file = addressedRecordFile(session, command.p2 >> 3);
  demand((command.p2 & 0x07) === BY_NUMBER, SW.wrongParameters);
  const open = file.write.mode === ACCESS.key && file.write.keyA === SCRIPT_KEY_ID;
  const data = unwrapScript(session, command);
  demand(open, SW.securityStatusNotSatisfied);
  demand(command.p1 >= 1 && command.p1 <= file.records.length, SW.recordNotFound);
  demand(data.length > 0, SW.wrongLength);
  session.memory.put(file, 'records', placed(file, data, command.p1 - 1));
});

/** 04 DC by script, 00 DC by the personaliser. */
export function updatePaymentRecord(session: Session, command: Command): Uint8Array {
  const personalising = (command.cla & 0x04) === 0 || session.application === undefined;
  return personalising ? updateRecord(session, command) : updateByScript(session, command);
}

/**
 * A script command: whatever way it fails, the card remembers that one has (CVR byte 4 b4); one that succeeds after the last
 * GENERATE AC is counted.
 */
function script(run: (session: Session, command: Command) => void): (session: Session, command: Command) => Uint8Array {
  return (session, command) => {
    const { application } = selectedPayment(session);
    const transaction = currentTransaction(session);
    demand(transaction.first?.decision === 'ARQC', SW.conditionsNotSatisfied);
    const status = statusOf(application);
    try {
      run(session, command);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      session.memory.discard();
      keepStatus(session, application, { ...status, scriptFailed: true });
      session.memory.commit();
      session.ongoing = { ...transaction, scriptFailed: true };
      throw error;
    }
    const scripts = Math.min(status.scripts + 1, SCRIPTS_MAX);
    if (transaction.ended) keepStatus(session, application, { ...status, scripts });
    return EMPTY;
  };
}

/** Takes the MAC off. @throws Refusal 6987 no room for one, 6988 a wrong one */
function unwrapScript(session: Session, command: Command): Uint8Array {
  demand(command.data.length >= MAC_LENGTH, SW.secureMessagingMissing);
  const { application } = selectedPayment(session);
  const { counter, first } = currentTransaction(session);
  const { cryptogram } = found(first, SW.conditionsNotSatisfied);
  const key = sessionKeyOf(application, KEY_TYPE.scriptMac, counter);
  const header = Uint8Array.of(command.cla, command.ins, command.p1, command.p2, command.p3);
  const data = command.data.slice(0, command.data.length - MAC_LENGTH);
  const code = scriptMac(softwareCiphers, key, header, { counter, cryptogram }, data);
  demand(equalBytes(code, command.data.subarray(data.length)), SW.secureMessagingIncorrect);
  return openIfSealed(application, command, counter, data);
}

/** A new PIN alone travels enciphered. @throws Refusal 6700 another length than that of one */
function openIfSealed(application: Application, command: Command, counter: number, data: Uint8Array): Uint8Array {
  if (command.ins !== 0x24 || command.p2 === 0x00) return data;
  demand(data.length === SEALED_PIN_LENGTH, SW.wrongLength);
  const key = sessionKeyOf(application, KEY_TYPE.scriptEncryption, counter);
  return found(openScriptData(softwareCiphers, key, data), SW.wrongLength);
}

/** A command that carries nothing but its MAC. @throws Refusal 6700 */
function demandNothing(session: Session, command: Command): void {
  demand(unwrapScript(session, command).length === 0, SW.wrongLength);
}

/**
 * The PIN as the card keeps it, out of 08 ‖ block ⊕ mask [⊕ old PIN, zeros behind it] ‖ 80…. emv.md 2.10.
 *
 * @throws Refusal 6A80 that is no PIN
 */
function newPin(application: Application, pin: Key, command: Command, plain: Uint8Array): Uint8Array {
  const expected = concat(Uint8Array.of(0x08), plain.subarray(1, 9), Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0));
  demand(equalBytes(plain, expected), SW.wrongData);
  const mask = pinChangeMask(scriptKey(application, KEY_TYPE.scriptEncryption).value);
  const masked = xor(plain.slice(1, 9), mask);
  demand(command.p2 !== 0x01 || isPinSet(pin), SW.conditionsNotSatisfied);
  const block = command.p2 === 0x01 ? xor(masked, zeroPadded(pin.value)) : masked;
  return encodeBcd(found(digitsOf(block, 0), SW.wrongData), STORED_PIN_LENGTH);
}

/** F nibbles as zeros. */
function zeroPadded(pin: Uint8Array): Uint8Array {
  return pin.map((byte) => ((byte & 0xf0) === 0xf0 ? 0 : byte & 0xf0) | ((byte & 0x0f) === 0x0f ? 0 : byte & 0x0f));
}

function sessionKeyOf(application: Application, type: number, counter: number): Uint8Array {
  return paymentSessionKey(softwareCiphers, scriptKey(application, type).value, counter);
}

/** @throws Refusal 6985 an application without script keys */
function scriptKey(application: Application, type: number): Key {
  return found(
    findKey(application, (candidate) => candidate === type, 0x00),
    SW.conditionsNotSatisfied,
  );
}
