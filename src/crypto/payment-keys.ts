/**
 * Keys and cryptograms between a payment card and its issuer, cryptogram version 01 of JR/T 0025 (emv.md 2.8): what the
 * emulated card and the emulated bank share. The terminal has none of these keys. All of it is two-key Triple DES.
 */

import { assert } from '../base/assert.js';
import { concat, padRight, uintBytes, xor } from '../base/bytes.js';
import { fromHex } from '../base/hex.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';
import { retailBlock } from './mac.js';
import { padBlocks } from './padding.js';

/**
 * The card's own key of a master key (子密钥 UDK): the right 16 digits of PAN ‖ sequence number as Y, then
 * E(Y) ‖ E(¬Y). No parity is adjusted.
 *
 * @param masterKey 16 bytes @param pan digits @param panSequence two digits, 00 where the card has none
 * @returns 16 bytes
 */
export function cardKeyOf(ciphers: Ciphers, masterKey: Uint8Array, pan: string, panSequence: string): Uint8Array {
  assert(/^[0-9]{2}$/.test(panSequence), 'a PAN sequence number is two digits');
  return bothHalves(ciphers, masterKey, fromHex((pan + panSequence).slice(-16).padStart(16, '0')));
}

/**
 * The session key (过程密钥) of one transaction: E(00…00 ‖ ATC) ‖ E(00…00 ‖ ¬ATC), for cryptograms, script MACs and script
 * encipherment alike. The right half complements the counter alone, not the zeros before it.
 *
 * @param cardKey 16 bytes @param counter ATC, 0 to 65535
 * @returns 16 bytes
 */
export function paymentSessionKey(ciphers: Ciphers, cardKey: Uint8Array, counter: number): Uint8Array {
  const cipher = ciphers.tripleDes(cardKey);
  const left = cipher.encrypt(uintBytes8(counter));
  return concat(left, cipher.encrypt(uintBytes8(counter ^ 0xffff)));
}

/**
 * An application cryptogram (应用密文): TC, ARQC or AAC alike. ISO/IEC 9797-1 algorithm 3.
 *
 * @param sessionKey 16 bytes @param data 9F02 9F03 9F1A 95 5F2A 9A 9C 9F37 82 9F36 CVR, without lengths
 * @returns 8 bytes
 */
export function applicationCryptogram(ciphers: Ciphers, sessionKey: Uint8Array, data: Uint8Array): Uint8Array {
  return retailBlock(ciphers, sessionKey, data);
}

/**
 * The issuer's answer to a cryptogram (ARPC), method 1: E(ARQC ⊕ (ARC ‖ 00×6)).
 *
 * @param cryptogram ARQC, 8 bytes @param responseCode 8A, 2 bytes
 * @returns 8 bytes
 */
export function responseCryptogram(
  ciphers: Ciphers,
  sessionKey: Uint8Array,
  cryptogram: Uint8Array,
  responseCode: Uint8Array,
): Uint8Array {
  assert(cryptogram.length === 8 && responseCode.length === 2, 'a cryptogram of 8 bytes and a response code of 2');
  return ciphers.tripleDes(sessionKey).encrypt(xor(cryptogram, padRight(responseCode, 8, 0x00)));
}

/** What ties the MAC of a script command to its transaction. */
export interface ScriptContext {
  /** ATC, 9F36. */
  readonly counter: number;
  /** The ARQC, 8 bytes. */
  readonly cryptogram: Uint8Array;
}

/**
 * The MAC of a script command: left four bytes of ISO/IEC 9797-1 algorithm 3 over CLA INS P1 P2 Lc ‖ ATC ‖ ARQC ‖ data, each
 * command from IV zero [TP]: the sources agree on the parts, not on their order nor on a chain from one command to the
 * next (emv.md 2.10).
 *
 * @param sessionKey under the card's MAC key, 16 bytes @param header five bytes, Lc with the MAC counted
 * @param data without the MAC @returns 4 bytes
 */
export function scriptMac(
  ciphers: Ciphers,
  sessionKey: Uint8Array,
  header: Uint8Array,
  context: ScriptContext,
  data: Uint8Array,
): Uint8Array {
  assert(header.length === 5 && context.cryptogram.length === 8, 'a header of 5 bytes and a cryptogram of 8');
  const message = concat(header, uintBytes(context.counter, 2), context.cryptogram, data);
  return retailBlock(ciphers, sessionKey, message).slice(0, 4);
}

/** Enciphers what a script command keeps secret: Triple DES in ECB over the data padded with 80 00…. emv.md 2.10. */
export function sealScriptData(ciphers: Ciphers, sessionKey: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = ciphers.tripleDes(sessionKey);
  return eachBlock(padBlocks(plain, 8), (block) => cipher.encrypt(block));
}

/** The reverse of {@link sealScriptData}, the padding still there; undefined where the length is no block multiple. */
export function openScriptData(ciphers: Ciphers, sessionKey: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length === 0 || sealed.length % 8 !== 0) return undefined;
  const cipher = ciphers.tripleDes(sessionKey);
  return eachBlock(sealed, (block) => cipher.decrypt(block));
}

/**
 * The mask over a new PIN in PIN CHANGE: 00000000 ‖ the last four bytes of the left half of the card's encipherment key
 * (emv.md 2.10).
 *
 * @returns 8 bytes
 */
export function pinChangeMask(encipherKey: Uint8Array): Uint8Array {
  return concat(new Uint8Array(4), encipherKey.slice(4, 8));
}

function bothHalves(ciphers: Ciphers, key: Uint8Array, factor: Uint8Array): Uint8Array {
  const cipher: BlockCipher = ciphers.tripleDes(key);
  return concat(cipher.encrypt(factor), cipher.encrypt(factor.map((byte) => byte ^ 0xff)));
}

function uintBytes8(counter: number): Uint8Array {
  return concat(new Uint8Array(6), uintBytes(counter, 2));
}

function eachBlock(bytes: Uint8Array, change: (block: Uint8Array) => Uint8Array): Uint8Array {
  const changed = new Uint8Array(bytes.length);
  for (let offset = 0; offset < bytes.length; offset += 8) changed.set(change(bytes.slice(offset, offset + 8)), offset);
  return changed;
}
