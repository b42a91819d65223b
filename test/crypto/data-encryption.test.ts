import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { Ciphers } from '../../src/crypto/block-cipher.js';
import { openData, sealData } from '../../src/crypto/data-encryption.js';
import { socialCipher } from '../../src/crypto/social-algorithm.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import { ALGORITHMS } from './social-card.js';

const SESSIONS = { DES: fromHex('133457799BBCDFF1'), SM4: fromHex('0123456789ABCDEFFEDCBA9876543210') };

describe('sealData', () => {
  it('frames with the length and pads only what is not full blocks', () => {
    const cases = [
      ['123456', '0312345680000000'],
      ['11223344556677', '0711223344556677'],
      ['112233445566', '0611223344556680'],
      ['', '0080000000000000'],
    ];
    const cipher = ciphers.des(SESSIONS.DES);
    for (const [plain, frame] of cases) {
      const sealed = sealData(ciphers, 'DES', SESSIONS.DES, fromHex(plain));
      expect(toHex(sealed)).toBe(toHex(cipher.encrypt(fromHex(frame))));
    }
    const sealed = sealData(ciphers, 'SM4', SESSIONS.SM4, fromHex('123456'));
    const frame = fromHex('03123456800000000000000000000000');
    expect(toHex(sealed)).toBe(toHex(ciphers.sm4(SESSIONS.SM4).encrypt(frame)));
  });

  it('takes up to 255 bytes and leaves the plaintext alone', () => {
    const plain = new Uint8Array(255).fill(0x5a);
    expect(sealData(ciphers, 'DES', SESSIONS.DES, plain)).toHaveLength(256);
    expect(plain.every((byte) => byte === 0x5a)).toBe(true);
    expect(() => sealData(ciphers, 'DES', SESSIONS.DES, new Uint8Array(256))).toThrow('fits one byte');
  });
});

describe('the frame', () => {
  it('is overwritten once it is sealed', () => {
    const seen: Uint8Array[] = [];
    const recording: Ciphers = {
      ...ciphers,
      des: (key) => {
        const cipher = ciphers.des(key);
        return {
          blockLength: 8,
          encrypt: (block) => cipher.encrypt((seen[0] = block)),
          decrypt: (block) => cipher.decrypt(block),
        };
      },
    };
    const sealed = sealData(recording, 'DES', SESSIONS.DES, fromHex('123456'));
    expect(toHex(seen[0])).toBe('0000000000000000');
    expect(openData(recording, 'DES', SESSIONS.DES, sealed)).toEqual(fromHex('123456'));
  });
});

describe('openData', () => {
  it('gives back what was sealed, whatever its length', () => {
    for (const algorithm of ALGORITHMS) {
      for (let length = 0; length <= 33; length++) {
        const plain = Uint8Array.from({ length }, (_, i) => (i * 29 + length) & 0xff);
        const sealed = sealData(ciphers, algorithm, SESSIONS[algorithm], plain);
        expect(openData(ciphers, algorithm, SESSIONS[algorithm], sealed)).toEqual(plain);
      }
    }
  });

  it('is undefined for bytes that are not full blocks', () => {
    expect(openData(ciphers, 'DES', SESSIONS.DES, new Uint8Array(0))).toBeUndefined();
    expect(openData(ciphers, 'DES', SESSIONS.DES, new Uint8Array(12))).toBeUndefined();
    expect(openData(ciphers, 'SM4', SESSIONS.SM4, new Uint8Array(8))).toBeUndefined();
  });

  it('is undefined for a length or a padding that sealData does not write', () => {
    const bad = [
      // longer than the blocks
      '0811223344556677',
      'FF11223344556677',
      // no 80 after the data, nor 00 after that
      '0312345600000000',
      '0312345680000001',
      '0611223344556600',
      // a block more than needed
      '0711223344556677 8000000000000000',
      '0312345680000000 0000000000000000',
      '0080000000000000 0000000000000000',
    ];
    const cipher = ciphers.des(SESSIONS.DES);
    for (const frame of bad) {
      const blocks = fromHex(frame);
      for (let i = 0; i < blocks.length; i += 8) blocks.set(cipher.encrypt(blocks.slice(i, i + 8)), i);
      expect(openData(ciphers, 'DES', SESSIONS.DES, blocks)).toBeUndefined();
    }
    const block16 = socialCipher(ciphers, 'SM4', SESSIONS.SM4);
    const sealed = block16.encrypt(fromHex('0312345680000000 0000000000000001'));
    expect(openData(ciphers, 'SM4', SESSIONS.SM4, sealed)).toBeUndefined();
  });
});
