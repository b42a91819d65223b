/**
 * The PIN room. Digits come in from the pad and leave inside one command to the card; nobody else sees them. What the
 * rest of the terminal holds is a `Pin`, a handle that can be presented once: no verification is ever repeated without
 * a new entry.
 */

import { assert } from '../base/assert.js';
import { concat, equalBytes } from '../base/bytes.js';
import { scrub } from '../base/scrub.js';
import { padBlocks } from '../crypto/padding.js';
import { applyRsa, type RsaPublicKey } from '../crypto/rsa.js';
import type { PinPad, PinRequest } from '../ports/pin-pad.js';
import type { Random } from '../ports/random.js';
import { askDigits, type PadEntry } from './pad-entry.js';

/** A PIN block, and the challenge that is enciphered with it. */
const BLOCK_LENGTH = 8;
/** EMV 4.3 Book 2 table 25. */
const ENCIPHERED_PIN_HEADER = 0x7f;
/** Header, block and challenge; the shortest of usable keys has room for them. */
const ENCIPHERED_LENGTH = 1 + 2 * BLOCK_LENGTH;

/** A PIN in the room: good for one presentation. */
export class Pin {
  #digits: Uint8Array | undefined;

  constructor(digits: Uint8Array) {
    this.#digits = digits;
  }

  /**
   * Lends the PIN, cn digits with odd length filled by F (SPEC-5 VERIFY; sscard.md 7), for the time of one command
   * and wipes it afterwards. The borrower hands the bytes to the card as a concealed command and keeps no copy.
   */
  async present<T>(command: (data: Uint8Array) => Promise<T>): Promise<T> {
    return await lend(packDigits(this.#take()), command);
  }

  /**
   * Lends the PIN as the plaintext offline PIN block of a payment application, format 2: 2N, the digits, and F up to
   * eight bytes (EMV 4.3 Book 3 6.5.12.2). 4 to 12 digits. Otherwise as `present`.
   */
  async presentBlock<T>(command: (block: Uint8Array) => Promise<T>): Promise<T> {
    return await lend(formatTwoBlock(this.#take()), command);
  }

  /**
   * Lends the PIN enciphered for the card: 7F, the format 2 block, the card's challenge and random padding as long as the
   * key's modulus, under the key (EMV 4.3 Book 2 7.2). 4 to 12 digits. Otherwise as `present`; the RSA numbers on the
   * way are the engine's and cannot be wiped.
   */
  async presentEnciphered<T>(to: Recipient, command: (data: Uint8Array) => Promise<T>): Promise<T> {
    const block = formatTwoBlock(this.#take());
    try {
      return await lend(await encipher(block, to), command);
    } finally {
      scrub(block);
    }
  }

  /**
   * Lends the PIN framed for encipherment: LD, the cn digits, and 80 00… where that is not full blocks (sscard.md 6.6).
   * Whoever holds the key enciphers it as a concealed command. Otherwise as `present`.
   * @param blockLength of the cipher, 8 or 16
   */
  async presentFramed<T>(blockLength: 8 | 16, command: (blocks: Uint8Array) => Promise<T>): Promise<T> {
    return await lend(frame(packDigits(this.#take()), blockLength), command);
  }

  /** Whether these are its digits, one byte each. For this room alone; presents nothing. */
  hasDigits(digits: Uint8Array): boolean {
    assert(this.#digits !== undefined, 'a PIN is presented once');
    return equalBytes(this.#digits, digits);
  }

  /** Wipes a PIN that will not be presented. */
  discard(): void {
    if (this.#digits) scrub(this.#digits);
    this.#digits = undefined;
  }

  #take(): Uint8Array {
    const digits = this.#digits;
    assert(digits !== undefined, 'a PIN is presented once');
    this.#digits = undefined;
    return digits;
  }
}

/** To whom a PIN is enciphered. */
export interface Recipient {
  /** One that `isUsableKey`. */
  readonly key: RsaPublicKey;
  /** The card's unpredictable number, 8 bytes. */
  readonly challenge: Uint8Array;
  /** For the padding. */
  readonly random: Random;
}

/** A PIN in the room, or why there is none. */
export type PinEntry = { readonly kind: 'entered'; readonly pin: Pin } | Exclude<PadEntry, { kind: 'entered' }>;

/** Has the pad ask the holder for a PIN. */
export async function askPin(pad: PinPad, request: PinRequest): Promise<PinEntry> {
  const entry = await askDigits(pad, request);
  return entry.kind === 'entered' ? { kind: 'entered', pin: new Pin(entry.digits) } : entry;
}

/** Hands bytes out for one command and wipes them, whatever comes of it. */
export async function lend<T>(data: Uint8Array, command: (data: Uint8Array) => Promise<T>): Promise<T> {
  try {
    return await command(data);
  } finally {
    scrub(data);
  }
}

/** Packs the digits, the first in the high half of its byte, and wipes what it packed. */
function packDigits(digits: Uint8Array): Uint8Array {
  const packed = new Uint8Array((digits.length + 1) >> 1).fill(0xff);
  for (let i = 0; i < digits.length; i++) {
    const at = i >> 1;
    packed[at] = i % 2 === 0 ? (digits[i] << 4) | 0x0f : (packed[at] & 0xf0) | digits[i];
  }
  scrub(digits);
  return packed;
}

/** LD ‖ packed digits ‖ padding, and wipes what it framed. */
function frame(packed: Uint8Array, blockLength: number): Uint8Array {
  const framed = concat(Uint8Array.of(packed.length), packed);
  scrub(packed);
  if (framed.length % blockLength === 0) return framed;
  const blocks = padBlocks(framed, blockLength);
  scrub(framed);
  return blocks;
}

function formatTwoBlock(digits: Uint8Array): Uint8Array {
  const { length } = digits;
  assert(length >= 4 && length <= 12, 'a format 2 block holds 4 to 12 digits');
  const packed = packDigits(digits);
  const block = new Uint8Array(BLOCK_LENGTH).fill(0xff);
  block[0] = 0x20 | length;
  block.set(packed, 1);
  scrub(packed);
  return block;
}

async function encipher(block: Uint8Array, { key, challenge, random }: Recipient): Promise<Uint8Array> {
  assert(challenge.length === BLOCK_LENGTH, 'a challenge for a PIN has 8 bytes');
  const padding = await random.bytes(key.modulus.length - ENCIPHERED_LENGTH);
  const clear = concat(Uint8Array.of(ENCIPHERED_PIN_HEADER), block, challenge, padding);
  try {
    return applyRsa(key, clear);
  } finally {
    scrub(clear, padding);
  }
}
