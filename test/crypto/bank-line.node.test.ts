/** Field 64 and field 62 against a second writing of emv.md 3.5 and 3.6 on top of OpenSSL. */

import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.js';
import { fromHex } from '../../src/base/hex.js';
import { posMac } from '../../src/crypto/pos-mac.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import { unwrapWorkingKeys, type WorkingKeyForm } from '../../src/crypto/working-keys.js';
import vectors from '../vectors/bank.json';
import { encryptCbc, encryptEcb, seededBytes } from './node-witness.js';

const ROUNDS = 2000;

/** CBC from IV zero over the two halves of the text is the chain of the rule. */
function witnessMac(key: Uint8Array, message: Uint8Array): Uint8Array {
  let folded = 0n;
  for (let at = 0; at < message.length; at += 8) {
    const block = Buffer.alloc(8);
    block.set(message.subarray(at, at + 8));
    folded ^= block.readBigUInt64BE();
  }
  const text = Buffer.from(folded.toString(16).toUpperCase().padStart(16, '0'), 'ascii');
  const last = Buffer.from(encryptCbc(key, new Uint8Array(text), 'des').subarray(8));
  return new Uint8Array(Buffer.from(last.toString('hex').toUpperCase().slice(0, 8), 'ascii'));
}

function wrapped(master: Uint8Array, key: Uint8Array, length: number): Uint8Array {
  const sealed = new Uint8Array(length);
  sealed.set(encryptEcb(master, key, 'des'));
  return concat(sealed, encryptEcb(key, new Uint8Array(8), 'des').slice(0, 4));
}

describe('posMac', () => {
  it('agrees with OpenSSL, single and double keys, any length', () => {
    const bytes = seededBytes('pos-mac');
    for (let i = 0; i < ROUNDS; i++) {
      const key = bytes(i % 2 === 0 ? 8 : 16);
      const message = bytes(1 + (i % 97));
      expect(posMac(ciphers, key, message)).toEqual(witnessMac(key, message));
    }
  });

  it('has the intermediate values of emv.md 3.6', () => {
    const { tak, mab, xor_block, e1, e2, f64 } = vectors.unionpay_pos_keys[1];
    const text = new Uint8Array(Buffer.from(xor_block ?? '', 'ascii'));
    const chained = Buffer.from(encryptCbc(fromHex(tak), text, 'des'))
      .toString('hex')
      .toUpperCase();
    expect(chained).toBe(`${e1}${e2}`);
    expect(witnessMac(fromHex(tak), fromHex(mab ?? ''))).toEqual(fromHex(f64 ?? ''));
  });
});

describe('unwrapWorkingKeys', () => {
  const FORMS: readonly (readonly [WorkingKeyForm, readonly number[], readonly number[]])[] = [
    ['001', [8, 8], [8, 8]],
    ['003', [16, 8], [16, 16]],
    ['003', [16, 16], [16, 16]],
    ['004', [16, 8, 16], [16, 16, 16]],
  ];

  it.each(FORMS)('opens what OpenSSL closed: form %s, keys of %j bytes', (form, lengths, places) => {
    const bytes = seededBytes(`working-keys ${form}`);
    for (let i = 0; i < ROUNDS / 10; i++) {
      const master = bytes(16);
      const [pinKey, macKey, trackKey] = lengths.map((length) => bytes(length));
      const keys = [pinKey, macKey, ...(trackKey ? [trackKey] : [])];
      const sealed = concat(...keys.map((key, index) => wrapped(master, key, places[index])));
      const expected = { pinKey, macKey, ...(trackKey && { trackKey }) };
      expect(unwrapWorkingKeys(ciphers, master, form, sealed)).toEqual(expected);
    }
  });

  it('refuses a PIN or track key with an empty second half', () => {
    const bytes = seededBytes('halves');
    const [master, single, double] = [bytes(16), bytes(8), bytes(16)];
    const short = wrapped(master, single, 16);
    const long = wrapped(master, double, 16);
    expect(unwrapWorkingKeys(ciphers, master, '003', concat(short, long))).toBeUndefined();
    expect(unwrapWorkingKeys(ciphers, master, '004', concat(long, short, short))).toBeUndefined();
    expect(unwrapWorkingKeys(ciphers, master, '004', concat(long, short, long))).toBeDefined();
  });
});
