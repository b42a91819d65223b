import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { algorithmByte, algorithmOfByte, socialCipher } from '../../src/crypto/social-algorithm.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';

const KEY = '0123456789ABCDEFFEDCBA9876543210';

describe('the algorithm byte', () => {
  it('is 01 for DES and 03 for SM4, both ways', () => {
    expect(algorithmByte('DES')).toBe(0x01);
    expect(algorithmByte('SM4')).toBe(0x03);
    expect(algorithmOfByte(0x01)).toBe('DES');
    expect(algorithmOfByte(0x03)).toBe('SM4');
  });

  it('names SSF33 and nothing else', () => {
    expect(algorithmOfByte(0x02)).toBe('SSF33');
    expect(algorithmOfByte(0x00)).toBeUndefined();
    expect(algorithmOfByte(0x04)).toBeUndefined();
  });
});

describe('socialCipher', () => {
  it('runs single DES under 8 bytes, 3DES under 16, SM4 under 16', () => {
    const block = fromHex('0123456789ABCDEF');
    const single = socialCipher(ciphers, 'DES', fromHex('133457799BBCDFF1'));
    const triple = socialCipher(ciphers, 'DES', fromHex('133457799BBCDFF1 133457799BBCDFF1'));
    expect(toHex(single.encrypt(block))).toBe('85E813540F0AB405');
    expect(toHex(triple.encrypt(block))).toBe('85E813540F0AB405');
    expect(single.blockLength).toBe(8);
    expect(triple.blockLength).toBe(8);
    const block16 = socialCipher(ciphers, 'SM4', fromHex(KEY));
    expect(toHex(block16.encrypt(fromHex(KEY)))).toBe('681EDF34D206965E86B3E94F536E4246');
    expect(block16.blockLength).toBe(16);
  });

  it('refuses keys of other lengths', () => {
    expect(() => socialCipher(ciphers, 'DES', new Uint8Array(24))).toThrow('8 or 16 bytes');
    expect(() => socialCipher(ciphers, 'SM4', new Uint8Array(8))).toThrow('16 bytes');
  });
});
