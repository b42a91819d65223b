/** The bank's test keys: RSA keys out of files, which anybody has, and symmetric roots made from their names [TP]. */

import { fromHex } from '../../../src/base/hex.js';
import caF7 from '../../samples/keys/ca-f7.json' with { type: 'json' };
import caF8 from '../../samples/keys/ca-f8.json' with { type: 'json' };
import icc512 from '../../samples/keys/icc-512-3.json' with { type: 'json' };
import icc1024 from '../../samples/keys/icc-1024-3.json' with { type: 'json' };
import icc1024f4 from '../../samples/keys/icc-1024-65537.json' with { type: 'json' };
import icc1152 from '../../samples/keys/icc-1152-3.json' with { type: 'json' };
import icc1408 from '../../samples/keys/icc-1408-3.json' with { type: 'json' };
import issuer1408 from '../../samples/keys/issuer-1408-3.json' with { type: 'json' };
import issuer1408f4 from '../../samples/keys/issuer-1408-65537.json' with { type: 'json' };
import issuer1984 from '../../samples/keys/issuer-1984-3.json' with { type: 'json' };
import pin1024 from '../../samples/keys/pin-1024-3.json' with { type: 'json' };
import { testRoot } from '../keys.js';
import type { RsaPrivateKey } from '../rsa-private.js';

/** A key pair. */
export interface RsaKeyPair {
  readonly modulus: Uint8Array;
  /** `03` or `010001`. */
  readonly exponent: Uint8Array;
  readonly secret: RsaPrivateKey;
}

/** CA keys by their index in hexadecimal; UnionPay uses neither index (emv.md 2.12). */
export const CA_KEY_NAMES = Object.freeze(['F8', 'F7'] as const);
export type CaKeyName = (typeof CA_KEY_NAMES)[number];

/** Keys of issuer, card and PIN, by use, bits and exponent. */
export const BANK_KEY_NAMES = Object.freeze([
  'issuer-1408-3',
  'issuer-1408-65537',
  'issuer-1984-3',
  'icc-512-3',
  'icc-1024-3',
  'icc-1024-65537',
  'icc-1152-3',
  'icc-1408-3',
  'pin-1024-3',
] as const);
export type BankKeyName = (typeof BANK_KEY_NAMES)[number];

/** The file of a key, `ssc-test-rsa-key/1`; bytes in hexadecimal. */
type KeyFile = Readonly<Record<'modulus' | 'exponent' | 'p' | 'q' | 'dp' | 'dq' | 'qi', string>>;

const FILES: Readonly<Record<CaKeyName | BankKeyName, KeyFile>> = Object.freeze({
  F8: caF8,
  F7: caF7,
  'issuer-1408-3': issuer1408,
  'issuer-1408-65537': issuer1408f4,
  'issuer-1984-3': issuer1984,
  'icc-512-3': icc512,
  'icc-1024-3': icc1024,
  'icc-1024-65537': icc1024f4,
  'icc-1152-3': icc1152,
  'icc-1408-3': icc1408,
  'pin-1024-3': pin1024,
});

export function bankKey(name: CaKeyName | BankKeyName): RsaKeyPair {
  const { modulus, exponent, p, q, dp, dq, qi } = FILES[name];
  return {
    modulus: fromHex(modulus),
    exponent: fromHex(exponent),
    secret: { p: fromHex(p), q: fromHex(q), dp: fromHex(dp), dq: fromHex(dq), qi: fromHex(qi) },
  };
}

/** Master keys of the issuer (IMK): cryptograms, script MACs, script encipherment, and PSE's own master key. */
export type IssuerMasterKey = 'IMKAC' | 'IMKMAC' | 'IMKENC' | 'MKPSE';

/** 16 bytes [TP]. */
export function issuerMasterKey(name: IssuerMasterKey): Uint8Array {
  return testRoot(name);
}
