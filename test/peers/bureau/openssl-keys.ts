/** The keys of a test card and what they prove, by OpenSSL from the text of sscard.md 6 and 16.2 alone. */

import { toHex } from '../../../src/base/hex.js';
import { encryptEcb } from '../../crypto/node-witness.js';
import { R, S } from './reader.js';

export type Family = 'des' | 'sm4';

/** Root by 16.2, factors by 6.2 (Zhejiang's cities end in 00), sub-key E(K, f) ‖ E(K, ¬f) or E(K, f ‖ ¬f). */
export function cardKey(family: Family, name: string, region: string, historical: string): Buffer {
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const city = region.startsWith('33') ? `${region.slice(0, 4)}00` : region;
  let key = Buffer.from(
    Array.from({ length: family === 'des' && name.startsWith('STK') ? 8 : 16 }, (_, i) => (sum + 7 * i) % 256),
  );
  for (const factor of [
    Buffer.from(`${region.slice(0, 2)}0000sh`),
    Buffer.from(`${city}sx`),
    Buffer.from(historical, 'hex').subarray(5),
  ]) {
    const both = Buffer.concat([factor, factor.map((byte) => ~byte)]);
    key = Buffer.from(encryptEcb(key, key.length === 8 ? factor : both, family));
  }
  return key;
}

/** Answer to INTERNAL AUTHENTICATION with R and S; authentication data of EXTERNAL AUTHENTICATION alike. */
export function authentication(family: Family, key: Buffer): string {
  const pad = Buffer.alloc(family === 'des' ? 0 : 8);
  const session = encryptEcb(key, Buffer.concat([Buffer.from(R, 'hex'), pad]), family);
  const block = Buffer.from(encryptEcb(session, Buffer.concat([Buffer.from(S, 'hex'), pad]), family));
  if (family === 'des') return block.toString('hex').toUpperCase();
  return toHex(Uint8Array.from({ length: 8 }, (_, i) => block[i] ^ block[8 + i]));
}
