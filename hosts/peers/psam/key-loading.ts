/**
 * GET CHALLENGE, EXTERNAL AUTHENTICATION and CREATE / CHANGE KEY: how an issuer brings keys into a PSAM (SPEC-9 §7.1;
 * sscard.md 9.2, 9.3, 6.5). What SPEC-9 leaves open is [TP] and said where it stands.
 */

import { concat, equalBytes, padRight } from '../../../src/base/bytes.js';
import { scrub } from '../../../src/base/scrub.js';
import type { Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { cbcMac } from '../../../src/crypto/mac.js';
import { padBlocks } from '../../../src/crypto/padding.js';
import { type SocialAlgorithm, socialCipher } from '../../../src/crypto/social-algorithm.js';
import { done, refused } from './answer.js';
import { keyRoom, macOfBlock } from './cipher.js';
import {
  KEY_ALGORITHM_BYTE,
  type KeyAlgorithm,
  MASTER_TRIES,
  type PsamApplication,
  type PsamEnvironment,
  type PsamKey,
} from './memory.js';
import type { PsamCommand, PsamState } from './state.js';

const MAC_LENGTH = 4;
/** usage, id, 00, algorithm, rights 0000, RFU; the value follows (sscard.md 9.2). */
const RECORD_HEADER_LENGTH = 7;
/** Record of the master key itself: usage 00, id 00 [TP]. */
const MASTER_KEY_ID = 0x00;

/** `00840000`: 4, 8 or 16 random bytes, which the next authentication or key command uses up. */
export function getChallenge(psam: PsamState, command: PsamCommand): Response {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) return refused(SW.wrongParameters);
  if (command.le !== 4 && command.le !== 8 && command.le !== 16) return refused(SW.wrongLength);
  psam.now.challenge = psam.random(command.le);
  return done(psam.now.challenge.slice());
}

/**
 * `00820000`: auth8 ‖ source8 [‖ key version] with the master key of the application, index 00, and the latest
 * challenge. 63Cx with the tries left, 6983 at none, 6984 without a challenge that fits a block.
 */
export function externalAuthentication(psam: PsamState, command: PsamCommand): Response {
  if (command.p1 !== 0x00) return refused(SW.wrongParameters);
  if (command.data.length !== 16 && command.data.length !== 17) return refused(SW.wrongLength);
  const room = keyRoom(psam);
  if ('sw' in room) return room;
  const version = command.data.length === 17 ? command.data[16] : 0x01;
  if (command.p2 !== MASTER_KEY_ID || version !== 0x01) return refused(SW.referencedDataNotFound);
  const { application } = room;
  if (application.masterTries === 0) return refused(SW.authenticationBlocked);
  const challenge = takeChallenge(psam, familyOfRoom(room));
  if (challenge === undefined) return refused(SW.randomInvalid);

  application.masterTries -= 1;
  const source = command.data.subarray(8, 16);
  const expected = authenticationData(psam.ciphers, familyOfRoom(room), application.masterKey, challenge, source);
  psam.now.authenticated = equalBytes(expected, command.data.subarray(0, 8));
  if (!psam.now.authenticated) return refused(SW.triesLeftFamily | application.masterTries);
  application.masterTries = MASTER_TRIES;
  return done();
}

/**
 * `84D4` P1 00 CREATE KEY, 01 CHANGE KEY, P2 the low byte of the key file's FID: enciphered key record ‖ MAC4, both
 * under the master key itself, after EXTERNAL AUTHENTICATION with it and over the latest challenge. CREATE answers 6A80
 * for an id that is there already, CHANGE 6A88 for one that is not [TP].
 */
export function loadKey(psam: PsamState, command: PsamCommand): Response {
  if (command.p1 > 0x01 || command.p2 < 0x11 || command.p2 > 0x13) return refused(SW.wrongParameters);
  const room = keyRoom(psam);
  if ('sw' in room) return room;
  if (!psam.now.authenticated) return refused(SW.securityStatusNotSatisfied);
  if (command.data.length <= MAC_LENGTH) return refused(SW.secureMessagingMissing);
  const challenge = takeChallenge(psam, familyOfRoom(room));
  if (challenge === undefined) return refused(SW.randomInvalid);
  const cipherLength = command.data.length - MAC_LENGTH;
  const ciphertext = command.data.subarray(0, cipherLength);
  const expected = loadingMac(psam, room, challenge, command, ciphertext);
  if (!equalBytes(expected, command.data.subarray(cipherLength))) return refused(SW.secureMessagingIncorrect);
  const record = decipher(psam, room, ciphertext);
  const key = record === undefined ? undefined : decodeKey(record);
  if (key === undefined || fileOfKey(key.id) !== command.p2) return refused(SW.wrongData);
  return store(room.application, key, command.p1 === 0x01);
}

function store(application: PsamApplication, key: PsamKey, change: boolean): Response {
  const { keys } = application;
  if (key.id === MASTER_KEY_ID) {
    if (!change || key.value.length !== 16) return refused(SW.wrongData);
    application.masterKey = key.value;
    return done();
  }
  const index = keys.findIndex(({ id }) => id === key.id);
  if (change && index < 0) return refused(SW.referencedDataNotFound);
  if (!change && index >= 0) return refused(SW.wrongData);
  if (change) keys[index] = key;
  else keys.push(key);
  return done();
}

/** The latest challenge, used up whether it fits or not: 4 or 8 bytes, 16 where the block has 16. */
function takeChallenge(psam: PsamState, algorithm: SocialAlgorithm): Uint8Array | undefined {
  const { challenge } = psam.now;
  psam.now.challenge = undefined;
  return challenge !== undefined && (challenge.length < 16 || algorithm === 'SM4') ? challenge : undefined;
}

/**
 * MAC of key loading: IV = challenge padded with 00, CBC with the left half of the master key and full 3DES at the last
 * step ([1] SPEC-9 §7.1.3); with SM4 plain CBC, the words of the last block XORed [TP]. Over header and ciphertext.
 */
function loadingMac(
  psam: PsamState,
  room: PsamEnvironment,
  challenge: Uint8Array,
  command: PsamCommand,
  ciphertext: Uint8Array,
): Uint8Array {
  const { masterKey } = room.application;
  const header = Uint8Array.of(command.cla, command.ins, command.p1, command.p2, command.data.length);
  const message = concat(header, ciphertext);
  if (familyOfRoom(room) === 'SM4') {
    return macOfBlock(cbcMac(psam.ciphers.sm4(masterKey), padRight(challenge, 16, 0x00), padBlocks(message, 16)));
  }
  const left = psam.ciphers.des(masterKey.subarray(0, 8));
  const right = psam.ciphers.des(masterKey.subarray(8));
  const last = cbcMac(left, padRight(challenge, 8, 0x00), padBlocks(message, 8));
  return macOfBlock(left.encrypt(right.decrypt(last)));
}

/** LD ‖ record, padded as sscard.md 6.6, in ECB under the master key itself [TP]. @returns undefined when malformed */
function decipher(psam: PsamState, room: PsamEnvironment, ciphertext: Uint8Array): Uint8Array | undefined {
  const cipher = socialCipher(psam.ciphers, familyOfRoom(room), room.application.masterKey);
  if (ciphertext.length % cipher.blockLength !== 0) return undefined;
  const plain = new Uint8Array(ciphertext.length);
  for (let at = 0; at < plain.length; at += cipher.blockLength) {
    plain.set(cipher.decrypt(ciphertext.subarray(at, at + cipher.blockLength)), at);
  }
  const end = 1 + plain[0];
  const record = end <= plain.length ? plain.slice(1, end) : undefined;
  scrub(plain);
  return record;
}

/** A key record, or undefined for one that this PSAM cannot hold: SSF33, a wrong length, more than three levels. */
function decodeKey(record: Uint8Array): PsamKey | undefined {
  const algorithm = (Object.keys(KEY_ALGORITHM_BYTE) as KeyAlgorithm[]).find(
    (name) => KEY_ALGORITHM_BYTE[name] === record[3],
  );
  if (algorithm === undefined || record.length !== RECORD_HEADER_LENGTH + (algorithm === 'DES' ? 8 : 16))
    return undefined;
  const [usage, id] = record;
  return usage >> 5 > 3 ? undefined : { usage, id, algorithm, value: record.slice(RECORD_HEADER_LENGTH) };
}

/**
 * The key file of an id by the ranges of SPEC-9 annex A: 0011 national (and the PSAM's own), 0012 province, 0013 city;
 * undefined for the reserved C0–FF.
 */
function fileOfKey(id: number): number | undefined {
  if (id >= 0xc0) return undefined;
  if (id < 0x10 || (id >= 0x20 && id < 0x40)) return 0x11;
  return id < 0x18 || (id >= 0x40 && id < 0x80) ? 0x12 : 0x13;
}

function familyOfRoom(room: PsamEnvironment): SocialAlgorithm {
  return room.algorithm === 'SM4' ? 'SM4' : 'DES';
}
