import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import { unwrapWorkingKeys } from '../../src/crypto/working-keys.js';
import vectors from '../vectors/bank.json';

const [first, second] = vectors.unionpay_pos_keys;
const TMK = fromHex(first.tmk ?? '');
const F62 = fromHex(first.f62 ?? '');

describe('unwrapWorkingKeys', () => {
  it('agrees with the published sign-in answer, form 003', () => {
    const keys = unwrapWorkingKeys(ciphers, TMK, '003', F62);
    expect(keys && toHex(keys.pinKey)).toBe(first.tpk);
    expect(keys && toHex(keys.macKey)).toBe(first.tak);
    expect(keys?.trackKey).toBeUndefined();
  });

  it('takes the other published MAC key out of its master key', () => {
    const master = ciphers.tripleDes(fromHex(second.tmk ?? ''));
    expect(toHex(master.decrypt(fromHex(second.etak ?? '')))).toBe(second.tak);
  });

  it('refuses the keys when a bit of any byte is another', () => {
    for (let at = 0; at < F62.length; at++) {
      const changed = F62.slice();
      changed[at] ^= 0x10;
      expect([at, unwrapWorkingKeys(ciphers, TMK, '003', changed)]).toEqual([at, undefined]);
    }
  });

  it('refuses other lengths than the form has', () => {
    expect(() => unwrapWorkingKeys(ciphers, TMK, '001', F62)).toThrow('not 24 bytes');
    expect(() => unwrapWorkingKeys(ciphers, TMK, '003', F62.slice(1))).toThrow(FormatError);
    expect(() => unwrapWorkingKeys(ciphers, TMK, '004', F62)).toThrow('not 60 bytes');
    expect(() => unwrapWorkingKeys(ciphers, TMK.slice(0, 8), '003', F62)).toThrow('16 bytes');
  });
});
