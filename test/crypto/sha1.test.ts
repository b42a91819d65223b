import { describe, expect, it } from 'vitest';
import { asciiBytes, EMPTY } from '../../src/base/bytes.js';
import { toHex } from '../../src/base/hex.js';
import { sha1 } from '../../src/crypto/sha1.js';

/** FIPS 180-4 examples, RFC 3174 7.3, and lengths around the padding's edges by openssl. */
const VECTORS: readonly (readonly [string, Uint8Array, string])[] = [
  ['nothing', EMPTY, 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709'],
  ['abc', asciiBytes('abc'), 'A9993E364706816ABA3E25717850C26C9CD0D89D'],
  [
    '448 bits',
    asciiBytes('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '84983E441C3BD26EBAAE4AA1F95129E5E54670F1',
  ],
  [
    '640 bytes',
    asciiBytes('0123456701234567012345670123456701234567012345670123456701234567'.repeat(10)),
    'DEA356A2CDDD90C7A7ECEDC5EBB563934F460452',
  ],
  ['55 bytes', new Uint8Array(55).fill(0x61), 'C1C8BBDC22796E28C0E15163D20899B65621D65A'],
  ['56 bytes', new Uint8Array(56).fill(0x61), 'C2DB330F6083854C99D4B5BFB6E8F29F201BE699'],
  ['64 bytes', new Uint8Array(64).fill(0x61), '0098BA824B5C16427BD7A1122A5A442A25EC644D'],
  ['119 bytes', new Uint8Array(119).fill(0x61), 'EE971065AAA017E0632A8CA6C77BB3BF8B1DFC56'],
];

describe('sha1', () => {
  for (const [name, message, hash] of VECTORS) {
    it(name, () => {
      expect(toHex(sha1(message))).toBe(hash);
    });
  }

  it('does not touch the message', () => {
    const message = asciiBytes('abc');
    sha1(message.subarray(0, 2));
    expect(message).toEqual(asciiBytes('abc'));
  });

  it('hashes a part of a larger buffer', () => {
    expect(toHex(sha1(asciiBytes('xabcx').subarray(1, 4)))).toBe('A9993E364706816ABA3E25717850C26C9CD0D89D');
  });
});
