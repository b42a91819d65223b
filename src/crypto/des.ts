/**
 * DES and Triple DES (FIPS 46-3, ISO/IEC 18033-3). The tables here are the standard's; the module body joins them into
 * the ones that the loops read, so that a preloading engine keeps those in ROM.
 *
 * Every word is a signed 32-bit integer: XS turns a number above 2^31 into a float, and then the rounds crawl.
 */

import { assert } from '../base/assert.js';
import type { BlockCipher } from './block-cipher.js';

/** S1 to S8: four rows of sixteen, one hexadecimal digit an entry. */
const S_BOXES: readonly string[] = Object.freeze([
  'E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D',
  'F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9',
  'A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C',
  '7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E',
  '2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453',
  'C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D',
  '4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C',
  'D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B',
]);

/** The permutation P: for each output bit, 1 being the leftmost, the input bit that it takes. */
const P: readonly number[] = Object.freeze([
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
]);

/** Permuted choice 2: the first 24 entries choose from C (1 to 28), the others from D (29 to 56). */
const PC2: readonly number[] = Object.freeze([
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
]);

/** How far C and D turn left before each round. */
const TURNS: readonly number[] = Object.freeze([1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]);

/** Where the group for each S-box lies, as a left shift: S1 S3 S2 S4 in a word of C's, S6 S8 S5 S7 in a word of D's. */
const LANES: readonly number[] = Object.freeze([24, 8, 16, 0, 8, 24, 0, 16]);

/** The bits of a nibble, one to each byte of a word. */
const SPREAD: readonly number[] = Object.freeze(
  Array.from({ length: 16 }, (_, n) => ((n & 8) << 21) | ((n & 4) << 14) | ((n & 2) << 7) | (n & 1)),
);

const [SP1, SP2, SP3, SP4, SP5, SP6, SP7, SP8] = S_BOXES.map(substituteAndPermute);

/** The subkey bits that each seven key bits give: four tables for C, four for D. */
const CHOICES: readonly Int32Array[] = Object.freeze([0, 7, 14, 21, 28, 35, 42, 49].map(choose));

/** One S-box and P together, indexed by the six input bits; the result turned left by one as the rounds keep it. */
function substituteAndPermute(rows: string, box: number): Int32Array {
  const table = new Int32Array(64);
  for (let input = 0; input < 64; input++) {
    const row = ((input >> 4) & 2) | (input & 1);
    const output = Number.parseInt(rows[row * 16 + ((input >> 1) & 15)], 16);
    for (let bit = 0; bit < 4; bit++) {
      if (output & (8 >> bit)) table[input] |= 1 << ((32 - P.indexOf(4 * box + bit + 1)) & 31);
    }
  }
  return table;
}

/** Permuted choice 2 for the seven bits after the first `offset` ones of C ‖ D, indexed by their value. */
function choose(offset: number): Int32Array {
  const table = new Int32Array(128);
  for (let group = 0; group < 128; group++) {
    for (let bit = 0; bit < 7; bit++) {
      const place = PC2.indexOf(offset + bit + 1);
      if (place < 0 || !(group & (64 >> bit))) continue;
      table[group] |= 1 << (LANES[Math.floor(place / 6)] + 5 - (place % 6));
    }
  }
  return table;
}

/**
 * Single DES. The parity bits of the key are ignored.
 *
 * @param key 8 bytes
 */
export function des(key: Uint8Array): BlockCipher {
  assert(key.length === 8, 'a DES key is 8 bytes');
  const schedule = new Int32Array(32);
  expandKey(key, 0, schedule, 0, 2);
  return blockCipher(schedule);
}

/**
 * Triple DES, E(K3, D(K2, E(K1, block))). The parity bits of the key are ignored.
 *
 * @param key 16 bytes (K1 K2, with K3 = K1) or 24 (K1 K2 K3)
 */
export function tripleDes(key: Uint8Array): BlockCipher {
  assert(key.length === 16 || key.length === 24, 'a 3DES key is 16 or 24 bytes');
  const schedule = new Int32Array(96);
  expandKey(key, 0, schedule, 0, 2);
  expandKey(key, 8, schedule, 62, -2);
  if (key.length === 16) schedule.copyWithin(64, 0, 32);
  else expandKey(key, 16, schedule, 64, 2);
  return blockCipher(schedule);
}

/** Deciphering walks the same subkeys backwards: D(K3), E(K2), D(K1) is the whole list reversed. */
function blockCipher(schedule: Int32Array): BlockCipher {
  return {
    blockLength: 8,
    encrypt: (block) => crypt(schedule, 0, 2, block),
    decrypt: (block) => crypt(schedule, schedule.length - 2, -2, block),
  };
}

/**
 * Writes the 16 subkeys of the key at `key[offset]`, two words each: the groups for S2 S4 S6 S8, then those for
 * S1 S3 S5 S7, six bits to a byte.
 */
function expandKey(key: Uint8Array, offset: number, schedule: Int32Array, start: number, step: number): void {
  // Permuted choice 1 reads the key's bits by columns, from the last byte to the first.
  let high = 0;
  let low = 0;
  for (let i = 0; i < 8; i++) {
    high |= SPREAD[key[offset + i] >> 4] << i;
    low |= SPREAD[key[offset + i] & 15] << i;
  }
  let c = high >>> 4;
  let d = ((low & 0xff00) << 12) | ((low & 0xff0000) >> 4) | ((low >>> 20) & 0xff0) | (high & 15);
  const [c0, c1, c2, c3, d0, d1, d2, d3] = CHOICES;
  let place = start;
  for (let round = 0; round < 16; round++) {
    const turn = TURNS[round];
    c = ((c << turn) | (c >> (28 - turn))) & 0xfffffff;
    d = ((d << turn) | (d >> (28 - turn))) & 0xfffffff;
    const left = c0[c >> 21] | c1[(c >> 14) & 127] | c2[(c >> 7) & 127] | c3[c & 127];
    const right = d0[d >> 21] | d1[(d >> 14) & 127] | d2[(d >> 7) & 127] | d3[d & 127];
    schedule[place] = (left << 16) | (right >>> 16);
    schedule[place + 1] = (left & ~0xffff) | (right & 0xffff);
    place += step;
  }
}

/**
 * One block through 16 rounds, or through 48 where the schedule holds three keys: the final permutation of one key and
 * the initial permutation of the next undo each other. Between the permutations both halves are kept turned left by one,
 * so that the expansion E is a mask: the six bits for S8 are the lowest ones, those for S7 the lowest after four more
 * places to the right, and so on by bytes.
 */
function crypt(schedule: Int32Array, start: number, step: number, block: Uint8Array): Uint8Array {
  assert(block.length === 8, 'a DES block is 8 bytes');
  let left = (block[0] << 24) | (block[1] << 16) | (block[2] << 8) | block[3];
  let right = (block[4] << 24) | (block[5] << 16) | (block[6] << 8) | block[7];
  let work = ((left >>> 4) ^ right) & 0x0f0f0f0f;
  right ^= work;
  left ^= work << 4;
  work = ((left >>> 16) ^ right) & 0xffff;
  right ^= work;
  left ^= work << 16;
  work = ((right >>> 2) ^ left) & 0x33333333;
  left ^= work;
  right ^= work << 2;
  work = ((right >>> 8) ^ left) & 0x00ff00ff;
  left ^= work;
  right ^= work << 8;
  right = (right << 1) | (right >>> 31);
  work = (left ^ right) & ~0x55555555;
  left = ((left ^ work) << 1) | ((left ^ work) >>> 31);
  right ^= work;
  let place = start;
  for (let keys = schedule.length; keys > 0; keys -= 32) {
    for (let round = 0; round < 16; round += 2) {
      work = right ^ schedule[place];
      left ^= SP8[work & 63] ^ SP6[(work >> 8) & 63] ^ SP4[(work >> 16) & 63] ^ SP2[(work >> 24) & 63];
      work = ((right >>> 4) | (right << 28)) ^ schedule[place + 1];
      left ^= SP7[work & 63] ^ SP5[(work >> 8) & 63] ^ SP3[(work >> 16) & 63] ^ SP1[(work >> 24) & 63];
      place += step;
      work = left ^ schedule[place];
      right ^= SP8[work & 63] ^ SP6[(work >> 8) & 63] ^ SP4[(work >> 16) & 63] ^ SP2[(work >> 24) & 63];
      work = ((left >>> 4) | (left << 28)) ^ schedule[place + 1];
      right ^= SP7[work & 63] ^ SP5[(work >> 8) & 63] ^ SP3[(work >> 16) & 63] ^ SP1[(work >> 24) & 63];
      place += step;
    }
    work = left;
    left = right;
    right = work;
  }
  return finalPermutation(left, right);
}

function finalPermutation(first: number, second: number): Uint8Array {
  let left = (first >>> 1) | (first << 31);
  let right = second;
  let work = (left ^ right) & ~0x55555555;
  left ^= work;
  right = ((right ^ work) >>> 1) | ((right ^ work) << 31);
  work = ((right >>> 8) ^ left) & 0x00ff00ff;
  left ^= work;
  right ^= work << 8;
  work = ((right >>> 2) ^ left) & 0x33333333;
  left ^= work;
  right ^= work << 2;
  work = ((left >>> 16) ^ right) & 0xffff;
  right ^= work;
  left ^= work << 16;
  work = ((left >>> 4) ^ right) & 0x0f0f0f0f;
  right ^= work;
  left ^= work << 4;
  const block = new Uint8Array(8);
  block[0] = left >> 24;
  block[1] = left >> 16;
  block[2] = left >> 8;
  block[3] = left;
  block[4] = right >> 24;
  block[5] = right >> 16;
  block[6] = right >> 8;
  block[7] = right;
  return block;
}
