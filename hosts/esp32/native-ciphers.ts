/** The ciphers and the digest of the SDK's `crypt` module behind this project's interfaces: fifty to a hundred times as fast as tables in XS. */

import { assert } from '../../src/base/assert.js';
import { AES_LENGTH, type MakeAes } from '../../src/crypto/aes.js';
import type { BlockCipher, Ciphers } from '../../src/crypto/block-cipher.js';
import type { Sha1 } from '../../src/crypto/sha1.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';

/** One cipher under one key, ECB; it takes an ArrayBuffer and nothing else, and gives a new one. */
export interface NativeCipher {
  encrypt(block: ArrayBuffer): ArrayBuffer;
  decrypt(block: ArrayBuffer): ArrayBuffer;
}

/** `BlockCipher` of `crypt`. */
export interface NativeCipherClass {
  new (cipher: 'AES' | 'DES' | 'TDES', key: ArrayBuffer): NativeCipher;
}

/** One digest, fed once. */
export interface NativeDigest {
  write(message: ArrayBuffer): void;
  close(): ArrayBuffer;
}

/** `Digest` of `crypt`. */
export interface NativeDigestClass {
  new (digest: 'SHA1'): NativeDigest;
}

export function nativeSha1(io: NativeDigestClass): Sha1 {
  return (message) => {
    const digest = new io('SHA1');
    digest.write(bufferOf(message));
    return new Uint8Array(digest.close());
  };
}

export function nativeAes(io: NativeCipherClass): MakeAes {
  return (key) => {
    assert(key.length === AES_LENGTH, 'an AES-128 key has 16 bytes');
    const { encrypt } = wrap(new io('AES', bufferOf(key)), AES_LENGTH);
    return { encrypt };
  };
}

/** SM4 stays the one of `src/crypto`: the SDK has none. */
export function nativeCiphers(io: NativeCipherClass): Ciphers {
  return {
    des: (key) => {
      assert(key.length === 8, 'a DES key has 8 bytes');
      return wrap(new io('DES', bufferOf(key)), 8);
    },
    tripleDes: (key) => {
      assert(key.length === 16 || key.length === 24, 'a Triple DES key has 16 or 24 bytes');
      const native = wrap(new io('TDES', bufferOf(key)), 8);
      if (key.length === 16) return native;
      // The SDK deciphers with three keys in the wrong order (8.2.3; right where the third is the first again).
      const software = softwareCiphers.tripleDes(key);
      return { ...native, decrypt: (block) => software.decrypt(block) };
    },
    sm4: softwareCiphers.sm4,
  };
}

function wrap(native: NativeCipher, blockLength: 8 | 16): BlockCipher {
  const one = (block: Uint8Array): ArrayBuffer => {
    assert(block.length === blockLength, 'a cipher takes one block');
    return bufferOf(block);
  };
  return {
    blockLength,
    encrypt: (block) => new Uint8Array(native.encrypt(one(block))),
    decrypt: (block) => new Uint8Array(native.decrypt(one(block))),
  };
}

/** These bytes alone: the buffer of a part is the buffer of the whole. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
