/**
 * Writes the bank's test keys, hosts/samples/keys/*.json: `npx tsx tools/generate-bank-keys.ts`. Every run makes new ones;
 * a key that is there already stays, so that certificates and transcripts stay too.
 */

import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { exists, TOP } from './files.js';

const FOLDER = 'hosts/samples/keys';

/** Name, modulus in bits, public exponent. */
const KEYS: readonly (readonly [name: string, bits: number, exponent: 3 | 65537])[] = Object.freeze([
  ['ca-f8', 1984, 3],
  ['ca-f7', 1984, 65537],
  ['issuer-1408-3', 1408, 3],
  ['issuer-1408-65537', 1408, 65537],
  ['issuer-1984-3', 1984, 3],
  ['icc-512-3', 512, 3],
  ['icc-1024-3', 1024, 3],
  ['icc-1024-65537', 1024, 65537],
  ['icc-1152-3', 1152, 3],
  ['icc-1408-3', 1408, 3],
  ['pin-1024-3', 1024, 3],
]);

for (const [name, bits, exponent] of KEYS) {
  const file = `${FOLDER}/${name}.json`;
  if (exists(file)) continue;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });
  const { n, d, p, q, dp, dq, qi } = privateKey.export({ format: 'jwk' });
  const key = {
    format: 'ssc-test-rsa-key/1',
    about: 'test key of this project, worthless by intention',
    modulus: hex(n, bits / 8),
    exponent: exponent === 3 ? '03' : '010001',
    privateExponent: hex(d, bits / 8),
    p: hex(p, bits / 16),
    q: hex(q, bits / 16),
    dp: hex(dp, bits / 16),
    dq: hex(dq, bits / 16),
    qi: hex(qi, bits / 16),
  };
  writeFileSync(TOP + file, `${JSON.stringify(key, undefined, 2)}\n`);
}

function hex(value: string | undefined, length: number): string {
  return Buffer.from(value ?? '', 'base64url')
    .toString('hex')
    .padStart(2 * length, '0')
    .toUpperCase();
}
