import { describe, expect, it } from 'vitest';
import { asciiBytes, concat } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { cbcMac, mac, retailMac } from '../../src/crypto/mac.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';

const KEY = fromHex('0123456789ABCDEFFEDCBA9876543210');

describe('cbcMac', () => {
  it('is the authentication algorithm of FIPS 113', () => {
    const message = concat(asciiBytes('7654321 Now is the time for '), new Uint8Array(4));
    const chained = cbcMac(ciphers.des(fromHex('0123456789ABCDEF')), new Uint8Array(8), message);
    expect(toHex(chained)).toBe('F1D30F6849312CA4');
  });

  it('begins with the initial vector', () => {
    const cipher = ciphers.des(fromHex('133457799BBCDFF1'));
    const iv = fromHex('0123456789ABCDEF');
    expect(toHex(cbcMac(cipher, iv, new Uint8Array(8)))).toBe('85E813540F0AB405');
    expect(toHex(iv)).toBe('0123456789ABCDEF');
  });

  it('wants a vector of one block and full blocks', () => {
    const cipher = ciphers.sm4(KEY);
    expect(() => cbcMac(cipher, new Uint8Array(8), new Uint8Array(16))).toThrow('one block');
    expect(() => cbcMac(cipher, new Uint8Array(16), new Uint8Array(8))).toThrow('full blocks');
    expect(() => cbcMac(cipher, new Uint8Array(16), new Uint8Array(0))).toThrow('full blocks');
  });
});

describe('mac', () => {
  it('pads a message of full blocks too', () => {
    const session = fromHex('133457799BBCDFF1');
    const padded = fromHex('0102030405060708 8000000000000000');
    const chained = cbcMac(ciphers.des(session), new Uint8Array(8), padded);
    expect(toHex(mac(ciphers, 'DES', session, padded.slice(0, 8)))).toBe(toHex(chained.slice(0, 4)));
  });

  it('takes the left word of 8 bytes, the XOR of the words of 16', () => {
    const session = fromHex('133457799BBCDFF1');
    const left = ciphers.des(session).encrypt(fromHex('8000000000000000'));
    expect(toHex(mac(ciphers, 'DES', session, new Uint8Array(0)))).toBe(toHex(left.slice(0, 4)));
    const block = ciphers.sm4(KEY).encrypt(fromHex('80000000000000000000000000000000'));
    const words = [0, 1, 2, 3].map((i) => block[i] ^ block[i + 4] ^ block[i + 8] ^ block[i + 12]);
    expect(toHex(mac(ciphers, 'SM4', KEY, new Uint8Array(0)))).toBe(toHex(Uint8Array.from(words)));
  });

  it('wants a session key, not a card key, under DES', () => {
    expect(() => mac(ciphers, 'DES', KEY, new Uint8Array(1))).toThrow('a session key is');
  });
});

describe('retailMac', () => {
  it('agrees with the worked example of ICAO Doc 9303-11, appendix D.3', () => {
    const key = fromHex('7962D9ECE03D1ACD4C76089DCE131543');
    const message = fromHex('72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2');
    expect(toHex(retailMac(ciphers, 'DES', key, message))).toBe('5F1448EE');
  });

  it('is the ordinary MAC under SM4 and wants 16 bytes of key', () => {
    const message = fromHex('990100D15600000500000001');
    expect(toHex(retailMac(ciphers, 'SM4', KEY, message))).toBe(toHex(mac(ciphers, 'SM4', KEY, message)));
    expect(() => retailMac(ciphers, 'DES', new Uint8Array(8), message)).toThrow('16 bytes');
  });
});
