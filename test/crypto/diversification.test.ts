import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { cardFactor, cityFactor, diversify, provinceFactor } from '../../src/crypto/diversification.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';

describe('provinceFactor', () => {
  it('is two digits, 0000 and sh', () => {
    expect(toHex(provinceFactor('650100'))).toBe('3635303030307368');
  });

  it('wants six digits', () => {
    for (const region of ['65010', '6501000', '65010X', '']) {
      expect(() => provinceFactor(region)).toThrow('a region is six digits');
    }
  });
});

describe('cityFactor', () => {
  it('is six digits and sx', () => {
    expect(toHex(cityFactor('650103'))).toBe('3635303130337378');
  });

  it('is four digits, 00 and sx in Zhejiang alone', () => {
    expect(toHex(cityFactor('330106'))).toBe('3333303130307378');
    expect(toHex(cityFactor('340106'))).toBe('3334303130367378');
    expect(toHex(cityFactor('993306'))).toBe('3939333330367378');
  });

  it('wants six digits', () => {
    expect(() => cityFactor('3301')).toThrow('a region is six digits');
  });
});

describe('cardFactor', () => {
  it('is the last eight of the 13 historical bytes', () => {
    const historical = fromHex('00995453549999990100000001');
    expect(toHex(cardFactor(historical))).toBe('9999990100000001');
    expect(() => cardFactor(historical.slice(1))).toThrow('13 historical bytes');
  });
});

describe('diversify', () => {
  const factor = fromHex('0123456789ABCDEF');

  it('gives a DES key of 8 bytes for one of 8', () => {
    expect(toHex(diversify(ciphers, 'DES', fromHex('133457799BBCDFF1'), factor))).toBe('85E813540F0AB405');
  });

  it('enciphers the factor, then its complement, for a key of 16', () => {
    const key = fromHex('133457799BBCDFF1 133457799BBCDFF1');
    const complement = ciphers.des(key.slice(0, 8)).encrypt(fromHex('FEDCBA9876543210'));
    expect(toHex(diversify(ciphers, 'DES', key, factor))).toBe(`85E813540F0AB405${toHex(complement)}`);
  });

  it('enciphers factor and complement as one SM4 block', () => {
    const key = fromHex('0123456789ABCDEFFEDCBA9876543210');
    expect(toHex(diversify(ciphers, 'SM4', key, factor))).toBe('681EDF34D206965E86B3E94F536E4246');
  });

  it('leaves key and factor alone and wants 8 bytes of factor', () => {
    const key = fromHex('0123456789ABCDEFFEDCBA9876543210');
    diversify(ciphers, 'DES', key, factor);
    expect(toHex(key)).toBe('0123456789ABCDEFFEDCBA9876543210');
    expect(toHex(factor)).toBe('0123456789ABCDEF');
    expect(() => diversify(ciphers, 'DES', key, new Uint8Array(7))).toThrow('factor is 8 bytes');
  });
});
