/**
 * SM4 (GB/T 32907-2016). The S-box is the standard's; the module body joins it with the linear transform into the tables
 * that the rounds read, so that a preloading engine keeps those in ROM. Every word is a signed 32-bit integer.
 */

import { assert } from '../base/assert.js';
import { fromHex } from '../base/hex.js';
import type { BlockCipher } from './block-cipher.js';

const S_BOX = fromHex(`
  D690E9FECCE13DB716B614C228FB2C05 2B679A762ABE04C3AA44132649860699
  9C4250F491EF987A33540B43EDCFAC62 E4B31CA9C908E89580DF94FA758F3FA6
  4707A7FCF37317BA83593C19E6854FA8 686B81B27164DA8BF8EB0F4B70569D35
  1E240E5E6358D1A225227C3B01217887 D40046579FD327524C3602E7A0C4C89E
  EABF8AD240C738B5A3F7F2CEF96115A1 E0AE5DA49B341A55AD933230F58CB1E3
  1DF6E22E8266CA60C02923AB0D534E6F D5DB3745DEFD8E2F03FF6A726D6C5B51
  8D1BAF92BBDDBC7F11D95C411F105AD8 0AC13188A5CD7BBD2D74D012B8E5B4B0
  8969974A0C96777E65B9F109C56EC684 18F07DEC3ADC4D2079EE5F3ED7CB3948
`);

/** The system parameter FK. */
const FK: readonly number[] = Object.freeze([0xa3b1bac6 | 0, 0x56aa3350, 0x677d9197, 0xb27022dc | 0]);

/** The fixed parameters CK: the byte j of word i is 7 × (4i + j) modulo 256. */
const CK = Int32Array.from({ length: 32 }, (_, i) => word([0, 7, 14, 21].map((step) => (28 * i + step) & 0xff)));

/** The transform T = L ∘ τ for a byte in each of the four places of a word. */
const [T0, T1, T2, T3] = [24, 16, 8, 0].map((shift) => Int32Array.from(S_BOX, (byte) => mix(byte << shift)));

/** L: B ⊕ (B ⋘ 2) ⊕ (B ⋘ 10) ⊕ (B ⋘ 18) ⊕ (B ⋘ 24). */
function mix(b: number): number {
  return b ^ rotate(b, 2) ^ rotate(b, 10) ^ rotate(b, 18) ^ rotate(b, 24);
}

function rotate(value: number, count: number): number {
  return (value << count) | (value >>> (32 - count));
}

/** Four bytes, big-endian, as one word. */
function word(bytes: ArrayLike<number>, offset = 0): number {
  return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}

/**
 * SM4.
 *
 * @param key 16 bytes
 */
export function sm4(key: Uint8Array): BlockCipher {
  assert(key.length === 16, 'an SM4 key is 16 bytes');
  const schedule = expandKey(key);
  return {
    blockLength: 16,
    encrypt: (block) => crypt(schedule, 0, 1, block),
    decrypt: (block) => crypt(schedule, 31, -1, block),
  };
}

/** The 32 round keys. T' = L' ∘ τ, where L' is B ⊕ (B ⋘ 13) ⊕ (B ⋘ 23). */
function expandKey(key: Uint8Array): Int32Array {
  const schedule = new Int32Array(32);
  let k0 = word(key) ^ FK[0];
  let k1 = word(key, 4) ^ FK[1];
  let k2 = word(key, 8) ^ FK[2];
  let k3 = word(key, 12) ^ FK[3];
  for (let i = 0; i < 32; i++) {
    const a = k1 ^ k2 ^ k3 ^ CK[i];
    const b =
      (S_BOX[(a >> 24) & 255] << 24) | (S_BOX[(a >> 16) & 255] << 16) | (S_BOX[(a >> 8) & 255] << 8) | S_BOX[a & 255];
    const next = k0 ^ b ^ ((b << 13) | (b >>> 19)) ^ ((b << 23) | (b >>> 9));
    schedule[i] = next;
    k0 = k1;
    k1 = k2;
    k2 = k3;
    k3 = next;
  }
  return schedule;
}

/** One block through the 32 rounds, four at a turn so that no word has to move; deciphering takes the keys backwards. */
function crypt(schedule: Int32Array, start: number, step: number, block: Uint8Array): Uint8Array {
  assert(block.length === 16, 'an SM4 block is 16 bytes');
  let x0 = word(block);
  let x1 = word(block, 4);
  let x2 = word(block, 8);
  let x3 = word(block, 12);
  let place = start;
  for (let round = 0; round < 32; round += 4) {
    let a = x1 ^ x2 ^ x3 ^ schedule[place];
    x0 ^= T0[(a >> 24) & 255] ^ T1[(a >> 16) & 255] ^ T2[(a >> 8) & 255] ^ T3[a & 255];
    a = x2 ^ x3 ^ x0 ^ schedule[(place += step)];
    x1 ^= T0[(a >> 24) & 255] ^ T1[(a >> 16) & 255] ^ T2[(a >> 8) & 255] ^ T3[a & 255];
    a = x3 ^ x0 ^ x1 ^ schedule[(place += step)];
    x2 ^= T0[(a >> 24) & 255] ^ T1[(a >> 16) & 255] ^ T2[(a >> 8) & 255] ^ T3[a & 255];
    a = x0 ^ x1 ^ x2 ^ schedule[(place += step)];
    x3 ^= T0[(a >> 24) & 255] ^ T1[(a >> 16) & 255] ^ T2[(a >> 8) & 255] ^ T3[a & 255];
    place += step;
  }
  return blockOf(x3, x2, x1, x0);
}

function blockOf(...words: readonly number[]): Uint8Array {
  const block = new Uint8Array(16);
  for (let i = 0; i < 4; i++) {
    block[4 * i] = words[i] >> 24;
    block[4 * i + 1] = words[i] >> 16;
    block[4 * i + 2] = words[i] >> 8;
    block[4 * i + 3] = words[i];
  }
  return block;
}
