/** The committed test keys are RSA keys, of the sizes and exponents that they say. */

import { constants, createPrivateKey, createPublicKey, privateEncrypt, publicDecrypt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testCaKey } from '../../../hosts/peers/bank/ca.js';
import { BANK_KEY_NAMES, bankKey, CA_KEY_NAMES } from '../../../hosts/peers/bank/keys.js';
import { applyPrivateRsa } from '../../../hosts/peers/rsa-private.js';
import { toHex } from '../../../src/base/hex.js';

const FOLDER = new URL('../../../hosts/samples/keys/', import.meta.url);

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

describe('the key files', () => {
  const files = readdirSync(FOLDER).sort();

  it('are all known by name', () => {
    const names = [...CA_KEY_NAMES.map((index) => `ca-${index.toLowerCase()}`), ...BANK_KEY_NAMES];
    expect(files).toEqual(names.map((name) => `${name}.json`).sort());
  });

  for (const file of files) {
    it(`${file} holds together`, () => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8');
      const key = JSON.parse(text) as Record<string, string>;
      expect(key.format).toBe('ssc-test-rsa-key/1');
      const [n, e, d, p, q, dp, dq, qi] = ['modulus', 'exponent', 'privateExponent', 'p', 'q', 'dp', 'dq', 'qi'].map(
        (name) => BigInt(`0x${key[name]}`),
      );
      expect(p * q).toBe(n);
      const lambda = ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n);
      expect((e * d) % lambda).toBe(1n);
      expect(dp).toBe(d % (p - 1n));
      expect(dq).toBe(d % (q - 1n));
      expect((qi * q) % p).toBe(1n);
      const [, bits, exponent] = /-(\d+)-(\d+)\.json$/.exec(file) ?? [
        '',
        '1984',
        file === 'ca-f7.json' ? '65537' : '3',
      ];
      expect(n.toString(2)).toHaveLength(Number(bits));
      expect(e).toBe(BigInt(exponent));
    });
  }
});

describe('the private-key operation', () => {
  for (const name of ['F8', 'issuer-1408-65537', 'icc-512-3'] as const) {
    it(`with ${name} is OpenSSL’s`, () => {
      const { modulus, exponent, secret } = bankKey(name);
      const file = JSON.parse(
        readFileSync(new URL(`${name === 'F8' ? 'ca-f8' : name}.json`, FOLDER), 'utf8'),
      ) as Record<string, string>;
      const part = (text: string) => Buffer.from(text, 'hex').toString('base64url');
      const { p, q, dp, dq, qi, privateExponent } = file;
      const jwk = {
        kty: 'RSA',
        n: part(toHex(modulus)),
        e: part(toHex(exponent)),
        d: part(privateExponent),
        p: part(p),
        q: part(q),
        dp: part(dp),
        dq: part(dq),
        qi: part(qi),
      };
      const block = Uint8Array.from(modulus, (_, i) => (i * 37 + 5) & 0x7f);
      const signed = applyPrivateRsa(secret, block);
      const padding = constants.RSA_NO_PADDING;
      const theirs = privateEncrypt({ key: createPrivateKey({ key: jwk, format: 'jwk' }), padding }, block);
      expect(toHex(signed)).toBe(theirs.toString('hex').toUpperCase());
      const back = publicDecrypt({ key: createPublicKey({ key: jwk, format: 'jwk' }), padding }, signed);
      expect(toHex(back)).toBe(toHex(block));
    });
  }
});

describe('the test CA', () => {
  it('is no index of UnionPay’s, and has its checksum', () => {
    for (const name of CA_KEY_NAMES) {
      const key = testCaKey(name);
      expect(toHex(key.rid)).toBe('A000000333');
      expect([0x01, 0x02, 0x03, 0x04, 0x08, 0x09, 0x0a, 0x0b, 0x80]).not.toContain(key.index);
      expect(key.checksum).toHaveLength(20);
      expect(key.modulus).toHaveLength(248);
    }
    expect(testCaKey('F8').index).toBe(0xf8);
  });
});
