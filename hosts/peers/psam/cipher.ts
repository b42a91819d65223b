/** DELIVERY SESSION KEY and CIPHER DATA: the PSAM's calculations for a card (SPEC-9; sscard.md 9.2–9.4). */

import { assert } from '../../../src/base/assert.js';
import { concat, xor } from '../../../src/base/bytes.js';
import { scrub } from '../../../src/base/scrub.js';
import type { Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import { foldHalves } from '../../../src/crypto/authentication-data.js';
import type { BlockCipher, Ciphers } from '../../../src/crypto/block-cipher.js';
import { diversify } from '../../../src/crypto/diversification.js';
import { cbcMac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { type SocialAlgorithm, socialCipher } from '../../../src/crypto/social-algorithm.js';
import { KEY_TYPE } from '../key-table.js';
import { done, refused } from './answer.js';
import { familyOf, type PsamEnvironment, type PsamKey } from './memory.js';
import type { PsamCommand, PsamState, SessionWork } from './state.js';

/** The key types that DELIVERY SESSION KEY gives a session key of. */
const SESSION_TYPES: readonly number[] = Object.freeze([KEY_TYPE.mac, KEY_TYPE.encrypt, KEY_TYPE.macAndEncrypt]);

/** P1 of CIPHER DATA. */
const MODE = Object.freeze({ encryptLast: 0, macLast: 1, encryptMore: 2, macNext: 3, macOnly: 5, macFirst: 7 });
const MODES: readonly number[] = Object.freeze(Object.values(MODE));

/**
 * The environment whose keys can be used now, or why there is none: 6985 outside its application DF01 [TP], 6A81 for
 * SSF33.
 */
export function keyRoom(psam: PsamState): PsamEnvironment | Response {
  const { environment, inApplication } = psam.now;
  if (environment === undefined || !inApplication) return refused(SW.conditionsNotSatisfied);
  return environment.algorithm === 'SSF33' ? refused(SW.functionNotSupported) : environment;
}

/**
 * Takes a PSAM key to the card's: `factors` as they stand in the command, [card][city][province], the last one applied
 * first (sscard.md 6.2). @returns a new key
 */
export function cardKey(ciphers: Ciphers, key: PsamKey, factors: Uint8Array): Uint8Array {
  let value: Uint8Array = key.value.slice();
  for (let end = factors.length; end > 0; end -= 8) {
    const deeper = diversify(ciphers, familyOf(key), value, factors.subarray(end - 8, end));
    scrub(value);
    value = deeper;
  }
  return value;
}

/**
 * `BFDE usage id`: factors ‖ process factor, 8N + 8 bytes, with SM4 8N + 16. 6A88 for an id that no key has, 6A80 for a
 * usage that is not the key's, so that a terminal can probe the level.
 */
export function deliverSessionKey(psam: PsamState, command: PsamCommand): Response {
  const room = keyRoom(psam);
  if ('sw' in room) return room;
  const key = room.application.keys.find(({ id }) => id === command.p2);
  if (key === undefined) return refused(SW.referencedDataNotFound);
  if (key.usage !== command.p1) return refused(SW.wrongData);
  if (!SESSION_TYPES.includes(key.usage & 0x1f)) return refused(SW.conditionsNotSatisfied);
  const factorsLength = 8 * (key.usage >> 5);
  const algorithm = familyOf(key);
  if (command.data.length !== factorsLength + blockLengthOf(algorithm)) return refused(SW.wrongLength);
  const own = cardKey(psam.ciphers, key, command.data.subarray(0, factorsLength));
  const session = sessionKey(psam.ciphers, algorithm, own, command.data.subarray(factorsLength));
  scrub(own);
  psam.now.work = {
    kind: 'session',
    algorithm,
    key: session,
    type: key.usage & 0x1f,
    calculation: undefined,
    chain: undefined,
  };
  return done();
}

/**
 * `80FA`: enciphers in ECB or makes a CBC MAC with the session key. Data are whole blocks, at most 40h bytes with an
 * 8-byte block and 80h with a 16-byte one; in MAC mode first or only the first block is the initial vector. The MAC is 4
 * bytes. 6901 without a session key, which is lost when the kind of calculation changes (SPEC-9 §9.8.2).
 */
export function cipherData(psam: PsamState, command: PsamCommand): Response {
  if (!MODES.includes(command.p1) || command.p2 !== 0x00) return refused(SW.wrongParameters);
  const { work } = psam.now;
  if (work.kind !== 'session') return refused(SW.commandNotAccepted);
  const calculation = command.p1 === MODE.encryptLast || command.p1 === MODE.encryptMore ? 'encrypt' : 'mac';
  if (work.calculation !== undefined && work.calculation !== calculation) {
    scrub(work.key);
    psam.now.work = { kind: 'idle' };
    return refused(SW.commandNotAccepted);
  }
  if (work.type !== KEY_TYPE.macAndEncrypt && work.type !== KEY_TYPE[calculation]) {
    return refused(SW.conditionsNotSatisfied);
  }
  const blockLength = blockLengthOf(work.algorithm);
  const { length } = command.data;
  if (length === 0 || length % blockLength !== 0 || length > 8 * blockLength) return refused(SW.wrongLength);
  work.calculation = calculation;
  const cipher = socialCipher(psam.ciphers, work.algorithm, work.key);
  return calculation === 'mac' ? macStep(work, cipher, command) : done(encipher(cipher, command.data));
}

function encipher(cipher: BlockCipher, data: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += cipher.blockLength) {
    blocks.push(cipher.encrypt(data.subarray(at, at + cipher.blockLength)));
  }
  return concat(...blocks);
}

function macStep(work: SessionWork, cipher: BlockCipher, command: PsamCommand): Response {
  const begins = command.p1 === MODE.macOnly || command.p1 === MODE.macFirst;
  const ends = command.p1 === MODE.macOnly || command.p1 === MODE.macLast;
  if (begins && command.data.length < 2 * cipher.blockLength) return refused(SW.wrongLength);
  const iv = begins ? command.data.subarray(0, cipher.blockLength) : work.chain;
  if (iv === undefined) return refused(SW.commandNotAccepted);
  const last = cbcMac(cipher, iv, begins ? command.data.subarray(cipher.blockLength) : command.data);
  work.chain = ends ? undefined : last;
  return ends ? done(macOfBlock(last)) : done();
}

/** Left four bytes of an 8-byte block, XOR of the four words of a 16-byte block (sscard.md 6.5). */
export function macOfBlock(block: Uint8Array): Uint8Array {
  if (block.length === 8) return block.slice(0, 4);
  assert(block.length === 16, 'a block is 8 or 16 bytes');
  const half = foldHalves(block);
  return xor(half.subarray(0, 4), half.subarray(4));
}

function blockLengthOf(algorithm: SocialAlgorithm): number {
  return algorithm === 'SM4' ? 16 : 8;
}
