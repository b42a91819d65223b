import { describe, expect, it } from 'vitest';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { asciiBytes } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { cmac, derivedKey } from '../../src/crypto/cmac.js';
import { counterMode } from '../../src/crypto/counter-mode.js';

const { aes } = testDevice();

/** RFC 4493 section 4 and NIST SP 800-38A F.5.1 have the same key and text. */
const KEY = '2B7E151628AED2A6ABF7158809CF4F3C';
const TEXT =
  '6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710';

describe('the AES of the emulated device', () => {
  it('passes the example of FIPS 197, annex C.1, as often as it is asked', () => {
    const cipher = aes(fromHex('000102030405060708090A0B0C0D0E0F'));
    const block = fromHex('00112233445566778899AABBCCDDEEFF');
    for (let i = 0; i < 2; i++) expect(toHex(cipher.encrypt(block))).toBe('69C4E0D86A7B0430D8CDB78070B4C55A');
  });
});

describe('cmac', () => {
  it.each([
    [0, 'BB1D6929E95937287FA37D129B756746'],
    [16, '070A16B46B4D4144F79BDD9DD04A287C'],
    [40, 'DFA66747DE9AE63030CA32611497C827'],
    [64, '51F0BEBF7E3B9D92FC49741779363CFE'],
  ])('passes the example of RFC 4493 with %d bytes', (length, tag) => {
    expect(toHex(cmac(aes(fromHex(KEY)))(fromHex(TEXT).subarray(0, length)))).toBe(tag);
  });
});

describe('derivedKey', () => {
  it('is CMAC over counter, label, zero and length (SP 800-108r1 4.1)', () => {
    const cipher = aes(fromHex(KEY));
    const message = fromHex(`01${toHex(asciiBytes('label'))}000080`);
    expect(toHex(derivedKey(cipher, asciiBytes('label')))).toBe(toHex(cmac(cipher)(message)));
    expect(toHex(derivedKey(cipher, asciiBytes('other')))).not.toBe(toHex(cmac(cipher)(message)));
  });
});

describe('counterMode', () => {
  const first = fromHex('F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');

  it('passes the example of SP 800-38A F.5.1, and takes a part of a block', () => {
    const sealed =
      '874D6191B620E3261BEF6864990DB6CE9806F66B7970FDFF8617187BB9FFFDFF5AE4DF3EDBD5D35E5B4F09020DB03EAB1E031DDA2FBE03D1792170A0F3009CEE';
    const cipher = aes(fromHex(KEY));
    expect(toHex(counterMode(cipher, first, fromHex(TEXT)))).toBe(sealed);
    expect(toHex(counterMode(cipher, first, fromHex(TEXT).subarray(0, 21)))).toBe(sealed.slice(0, 42));
    expect(toHex(first)).toBe('F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');
  });

  it('carries from one byte of the counter to the next, and round', () => {
    const cipher = aes(fromHex(KEY));
    const stream = counterMode(cipher, new Uint8Array(16).fill(0xff), new Uint8Array(32));
    expect(toHex(stream.subarray(16))).toBe(toHex(cipher.encrypt(new Uint8Array(16))));
  });
});
