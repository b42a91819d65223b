import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nativeAes, nativeCiphers, nativeSha1 } from '../../hosts/esp32/native-ciphers.js';
import { fromHex, toHex } from '../../src/base/hex.js';

/** What OpenSSL calls it, and the key as it wants it: single DES is Triple DES under one key thrice. */
function openssl(cipher: string, key: Uint8Array): [string, Uint8Array] {
  if (cipher === 'AES') return ['aes-128-ecb', key];
  if (cipher === 'DES') return ['des-ede3-ecb', Buffer.concat([key, key, key])];
  return ['des-ede3-ecb', key.length === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key];
}

function exact(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}

/** The SDK's class on OpenSSL, with the SDK's bug: it deciphers with three keys in the order of enciphering. */
class Crypt {
  readonly #name: string;
  readonly #key: Uint8Array;

  constructor(cipher: string, key: ArrayBuffer) {
    expect(key).toBeInstanceOf(ArrayBuffer);
    [this.#name, this.#key] = openssl(cipher, new Uint8Array(key));
  }

  encrypt(block: ArrayBuffer): ArrayBuffer {
    expect(block).toBeInstanceOf(ArrayBuffer);
    const cipher = createCipheriv(this.#name, this.#key, null).setAutoPadding(false);
    return exact(Buffer.concat([cipher.update(new Uint8Array(block)), cipher.final()]));
  }

  decrypt(block: ArrayBuffer): ArrayBuffer {
    expect(block).toBeInstanceOf(ArrayBuffer);
    const [k1, k2, k3] = [0, 8, 16].map((at) => this.#key.subarray(at, at + 8));
    const key = this.#key.length === 24 ? Buffer.concat([k3, k2, k1]) : this.#key;
    const cipher = createDecipheriv(this.#name, key, null).setAutoPadding(false);
    return exact(Buffer.concat([cipher.update(new Uint8Array(block)), cipher.final()]));
  }
}

/** The SDK's digest on OpenSSL. */
class Digest {
  readonly #hash = createHash('sha1');

  write(message: ArrayBuffer): void {
    expect(message).toBeInstanceOf(ArrayBuffer);
    this.#hash.update(new Uint8Array(message));
  }

  close(): ArrayBuffer {
    return exact(this.#hash.digest());
  }
}

const ciphers = nativeCiphers(Crypt);
const PLAIN = fromHex('4E6F772069732074');
const K1 = '0123456789ABCDEF';
const K2 = '23456789ABCDEF01';
const K3 = '456789ABCDEF0123';

describe('native ciphers', () => {
  it('encipher with AES as FIPS 197 C.1 says', () => {
    const aes = nativeAes(Crypt)(fromHex('000102030405060708090A0B0C0D0E0F'));
    expect(toHex(aes.encrypt(fromHex('00112233445566778899AABBCCDDEEFF')))).toBe('69C4E0D86A7B0430D8CDB78070B4C55A');
  });

  it('encipher with DES as FIPS 81 B.1 says, and back', () => {
    const des = ciphers.des(fromHex(K1));
    expect(toHex(des.encrypt(PLAIN))).toBe('3FA40E8A984D4815');
    expect(toHex(des.decrypt(fromHex('3FA40E8A984D4815')))).toBe(toHex(PLAIN));
  });

  it('go there and back with two keys', () => {
    const two = ciphers.tripleDes(fromHex(K1 + K2));
    const cipher = createCipheriv('des-ede-ecb', fromHex(K1 + K2), null).setAutoPadding(false);
    expect(toHex(two.encrypt(PLAIN))).toBe(toHex(cipher.update(PLAIN)));
    expect(two.decrypt(two.encrypt(PLAIN))).toEqual(PLAIN);
  });

  it('go there and back with three keys, where the SDK does not', () => {
    const native = new Crypt('TDES', exact(Buffer.from(K1 + K2 + K3, 'hex')));
    const wrong = new Uint8Array(native.decrypt(native.encrypt(exact(Buffer.from(PLAIN)))));
    expect(wrong, 'the bug is there').not.toEqual(PLAIN);
    const three = ciphers.tripleDes(fromHex(K1 + K2 + K3));
    // NIST SP 800-67 B.1, the first block of its example.
    expect(toHex(three.encrypt(fromHex('5468652071756663')))).toBe('A826FD8CE53B855F');
    expect(toHex(three.decrypt(fromHex('A826FD8CE53B855F')))).toBe('5468652071756663');
  });

  it('take a part of a longer array for itself', () => {
    const longer = fromHex(`FF${K1}FF`);
    expect(toHex(ciphers.des(longer.subarray(1, 9)).encrypt(fromHex(`00${toHex(PLAIN)}00`).subarray(1, 9)))).toBe(
      '3FA40E8A984D4815',
    );
  });

  it('take no other length of a key or a block', () => {
    expect(() => nativeAes(Crypt)(new Uint8Array(24))).toThrow('16 bytes');
    expect(() => ciphers.des(new Uint8Array(7))).toThrow('8 bytes');
    expect(() => ciphers.tripleDes(new Uint8Array(8))).toThrow('16 or 24');
    expect(() => ciphers.des(fromHex(K1)).encrypt(new Uint8Array(16))).toThrow('one block');
  });
});

describe('the native digest', () => {
  it('hashes as FIPS 180 says, message by message', () => {
    const sha1 = nativeSha1(Digest);
    // FIPS 180-1 A.1, then OpenSSL's of no message.
    expect(toHex(sha1(fromHex('616263')))).toBe('A9993E364706816ABA3E25717850C26C9CD0D89D');
    expect(toHex(sha1(fromHex('FF616263FF').subarray(1, 4)))).toBe('A9993E364706816ABA3E25717850C26C9CD0D89D');
    expect(toHex(sha1(new Uint8Array(0)))).toBe('DA39A3EE5E6B4B0D3255BFEF95601890AFD80709');
  });
});
