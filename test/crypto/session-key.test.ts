import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { sessionCipher, sessionKey } from '../../src/crypto/session-key.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';

const SM4_KEY = '0123456789ABCDEFFEDCBA9876543210';

describe('sessionKey', () => {
  it('is one block of the random number', () => {
    const des = sessionKey(ciphers, 'DES', fromHex('133457799BBCDFF1'), fromHex('0123456789ABCDEF'));
    const sm4 = sessionKey(ciphers, 'SM4', fromHex(SM4_KEY), fromHex(SM4_KEY));
    expect(toHex(des)).toBe('85E813540F0AB405');
    expect(toHex(sm4)).toBe('681EDF34D206965E86B3E94F536E4246');
  });

  it('fills a short random number with 00 on the right', () => {
    const key = fromHex(SM4_KEY);
    const full = sessionKey(ciphers, 'DES', key, fromHex('1122334400000000'));
    expect(toHex(sessionKey(ciphers, 'DES', key, fromHex('11223344')))).toBe(toHex(full));
    const block = sessionKey(ciphers, 'SM4', key, fromHex('11223344 55667788 00000000 00000000'));
    expect(toHex(sessionKey(ciphers, 'SM4', key, fromHex('1122334455667788')))).toBe(toHex(block));
  });

  it('takes 4 or 8 bytes, 16 under SM4 only', () => {
    const key = fromHex(SM4_KEY);
    expect(() => sessionKey(ciphers, 'DES', key, new Uint8Array(16))).toThrow('4 or 8 bytes');
    expect(() => sessionKey(ciphers, 'DES', key, new Uint8Array(0))).toThrow('4 or 8 bytes');
    expect(() => sessionKey(ciphers, 'SM4', key, new Uint8Array(15))).toThrow('4 or 8 bytes');
  });
});

describe('sessionCipher', () => {
  it('is single DES under 8 bytes, SM4 under 16, nothing under other lengths', () => {
    const des = sessionCipher(ciphers, 'DES', fromHex('133457799BBCDFF1'));
    expect(toHex(des.encrypt(fromHex('0123456789ABCDEF')))).toBe('85E813540F0AB405');
    expect(sessionCipher(ciphers, 'SM4', fromHex(SM4_KEY)).blockLength).toBe(16);
    expect(() => sessionCipher(ciphers, 'DES', fromHex(SM4_KEY))).toThrow('a session key is');
    expect(() => sessionCipher(ciphers, 'SM4', new Uint8Array(8))).toThrow('a session key is');
  });
});
