import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { posMac } from '../../src/crypto/pos-mac.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import vectors from '../vectors/bank.json';

const { tak, mab = '', xor_block = '', f64 } = vectors.unionpay_pos_keys[1];

describe('posMac', () => {
  it('agrees with the message of emv.md 3.6', () => {
    expect(toHex(posMac(ciphers, fromHex(tak), fromHex(mab)))).toBe(f64);
    expect(posMac(ciphers, fromHex(tak), fromHex(mab))).toEqual(asciiBytes('7F99EAC8'));
  });

  it('depends on the exclusive or of the blocks alone, filled up with zeros', () => {
    const folded = posMac(ciphers, fromHex(tak), fromHex(xor_block));
    expect(toHex(folded)).toBe(f64);
    const short = fromHex('0123456789');
    expect(posMac(ciphers, fromHex(tak), short)).toEqual(posMac(ciphers, fromHex(tak), fromHex('0123456789000000')));
    expect(toHex(posMac(ciphers, fromHex(tak), fromHex(`${xor_block}01`)))).not.toBe(f64);
  });

  it('with a double-length key of two equal halves is the same', () => {
    expect(toHex(posMac(ciphers, fromHex(tak + tak), fromHex(mab)))).toBe(f64);
    expect(() => posMac(ciphers, new Uint8Array(24), fromHex(mab))).toThrow('8 or 16 bytes');
  });
});
