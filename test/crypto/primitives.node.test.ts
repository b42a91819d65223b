/**
 * The card's primitives against a second writing of sscard.md 6 on top of OpenSSL: whole messages built by hand, CBC and
 * ECB over all of a message at once, nothing of src/crypto called for the expected value.
 */

import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { authenticationData } from '../../src/crypto/authentication-data.js';
import { openData, sealData } from '../../src/crypto/data-encryption.js';
import { diversify } from '../../src/crypto/diversification.js';
import { mac, retailMac } from '../../src/crypto/mac.js';
import { sessionKey } from '../../src/crypto/session-key.js';
import type { SocialAlgorithm } from '../../src/crypto/social-algorithm.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import { decryptEcb, encryptCbc, encryptEcb, seededBytes } from './node-witness.js';

const ROUNDS = 10_000;

interface Kind {
  readonly algorithm: SocialAlgorithm;
  readonly family: 'des' | 'sm4';
  readonly block: 8 | 16;
  readonly keyLengths: readonly number[];
}

const KINDS: readonly Kind[] = [
  { algorithm: 'DES', family: 'des', block: 8, keyLengths: [8, 16] },
  { algorithm: 'SM4', family: 'sm4', block: 16, keyLengths: [16] },
];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** 6.3: R, then 00 up to the block. */
function expectedSession({ family, block }: Kind, key: Uint8Array, random: Uint8Array): Uint8Array {
  return encryptEcb(key, bytes(hex(random).padEnd(2 * block, '0')), family);
}

/** 6.5: 80, then 00 up to the block, always; the left word, or all four words together. */
function expectedMac({ family, block }: Kind, key: Uint8Array, message: Uint8Array): string {
  let padded = `${hex(message)}80`;
  while (padded.length % (2 * block) !== 0) padded += '00';
  const last = hex(encryptCbc(key, bytes(padded), family).slice(-block));
  if (block === 8) return last.slice(0, 8);
  const words = last.match(/.{8}/g) ?? [];
  return hexOf(
    words.reduce((sum, word) => sum ^ BigInt(`0x${word}`), 0n),
    8,
  );
}

function hexOf(value: bigint, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

for (const kind of KINDS) {
  const { algorithm, family, block, keyLengths } = kind;

  describe(`${algorithm} against OpenSSL, ${ROUNDS} random cases each`, () => {
    function each(name: string, check: (random: (length: number) => Uint8Array, i: number, key: Uint8Array) => void) {
      it(name, () => {
        const random = seededBytes(`${algorithm} ${name}`);
        for (let i = 0; i < ROUNDS; i++) check(random, i, random(keyLengths[i % keyLengths.length]));
      });
    }

    each('diversification', (random, _i, key) => {
      const factor = random(8);
      const complement = bytes(hexOf(BigInt(`0x${hex(factor)}`) ^ 0xffffffffffffffffn, 16));
      const both = encryptEcb(key, bytes(hex(factor) + hex(complement)), family);
      expect(toHex(diversify(ciphers, algorithm, key, factor))).toBe(hex(both.slice(0, key.length)));
    });

    each('session key', (random, i, key) => {
      const lengths = algorithm === 'SM4' ? [4, 8, 16] : [4, 8];
      const factor = random(lengths[i % lengths.length]);
      expect(toHex(sessionKey(ciphers, algorithm, key, factor))).toBe(hex(expectedSession(kind, key, factor)));
    });

    each('authentication data', (random, i, key) => {
      const factor = random(i % 3 === 0 ? 4 : 8);
      const source = random(8);
      const session = expectedSession(kind, key, factor);
      const answer = hex(encryptEcb(session, bytes(hex(source).padEnd(2 * block, '0')), family));
      const folded = hexOf(BigInt(`0x${answer.slice(0, 16)}`) ^ BigInt(`0x${answer.slice(16) || '0'}`), 16);
      expect(toHex(authenticationData(ciphers, algorithm, key, factor, source))).toBe(folded);
    });

    each('MAC', (random, i) => {
      const session = random(block);
      const message = random(i % 67);
      expect(toHex(mac(ciphers, algorithm, session, message))).toBe(expectedMac(kind, session, message));
    });

    each('sealed data', (random, i) => {
      const session = random(block);
      const plain = random(i % 256);
      let frame = hex(Uint8Array.of(plain.length)) + hex(plain);
      if (frame.length % (2 * block) !== 0) frame += '80';
      while (frame.length % (2 * block) !== 0) frame += '00';
      const sealed = sealData(ciphers, algorithm, session, plain);
      expect(toHex(sealed)).toBe(hex(encryptEcb(session, bytes(frame), family)));
      expect(toHex(openData(ciphers, algorithm, session, sealed) ?? bytes('FF'))).toBe(hex(plain));
    });

    let accepted = 0;
    each('what may be no sealed data', (random, i) => {
      const session = random(block);
      const blocks = random(block * (1 + (i % 3)));
      if (i % 2 === 0) blocks[0] = (i >> 1) % blocks.length;
      const opened = openData(ciphers, algorithm, session, encryptEcb(session, blocks, family));
      const frame = hex(blocks);
      const end = 2 + 2 * blocks[0];
      const rest = frame.slice(end);
      const proper = end <= frame.length && rest.length < 2 * block && /^(80(00)*)?$/.test(rest);
      if (proper) accepted++;
      expect(opened === undefined ? 'refused' : toHex(opened)).toBe(proper ? frame.slice(2, end) : 'refused');
    });

    it('of which some was', () => {
      expect(accepted).toBeGreaterThan(100);
      expect(accepted).toBeLessThan(ROUNDS / 2);
    });
  });
}

describe('retail MAC against OpenSSL', () => {
  it(`agrees on ${ROUNDS} random cases`, () => {
    const random = seededBytes('retail');
    for (let i = 0; i < ROUNDS; i++) {
      const left = random(8);
      const right = random(8);
      const message = random(i % 41);
      let padded = `${hex(message)}80`;
      while (padded.length % 16 !== 0) padded += '00';
      const last = encryptCbc(left, bytes(padded), 'des').slice(-8);
      const final = encryptEcb(left, decryptEcb(right, last, 'des'), 'des');
      expect(toHex(retailMac(ciphers, 'DES', bytes(hex(left) + hex(right)), message))).toBe(hex(final.slice(0, 4)));
    }
  });
});
