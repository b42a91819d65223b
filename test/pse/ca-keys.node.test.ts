import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.js';
import { toHex } from '../../src/base/hex.js';
import { loadCaKeys } from '../../src/pse/ca-keys.js';
import { caKeyTableSource } from '../../tools/generate-ca-key-table.js';
import published from '../vectors/unionpay-capk.json';

describe('the table of CA keys', () => {
  it('is what the generator makes of the published list', () => {
    const file = new URL('../../src/pse/ca-key-table.ts', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(caKeyTableSource());
  });

  it('has every published key, its checksum right by node:crypto', () => {
    const keys = loadCaKeys('test');
    expect(keys).toHaveLength(published.length);
    for (const [i, key] of keys.entries()) {
      const { rid, index, modulus, exponent, bits, sha1 } = published[i];
      expect([toHex(key.rid), key.index, toHex(key.modulus), toHex(key.exponent), 8 * key.modulus.length]).toEqual([
        rid,
        Number.parseInt(index, 16),
        modulus,
        exponent,
        bits,
      ]);
      const message = concat(key.rid, Uint8Array.of(key.index), key.modulus, key.exponent);
      expect(createHash('sha1').update(message).digest('hex').toUpperCase()).toBe(sha1);
      expect(toHex(key.checksum)).toBe(sha1);
    }
  });
});
