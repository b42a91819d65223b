import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import type { FieldValue } from '../../../src/codec/iso8583.js';
import { softwareCiphers as ciphers } from '../../../src/crypto/software-ciphers.js';
import { macAgrees } from '../../../src/links/bank/message-mac.js';
import { signInKeys } from '../../../src/links/bank/sign-in-keys.js';
import vectors from '../../vectors/bank.json';

const [first, second] = vectors.unionpay_pos_keys;

describe('macAgrees', () => {
  const message = fromHex(`${second.mab}${second.f64}`);

  it('with the published key, and with no other', () => {
    expect(macAgrees(ciphers, fromHex(second.tak), message)).toBe(true);
    expect(macAgrees(ciphers, fromHex(first.tak), message)).toBe(false);
  });

  it('no more when the amount is another', () => {
    const changed = message.slice();
    changed[18] ^= 0x01;
    expect(macAgrees(ciphers, fromHex(second.tak), changed)).toBe(false);
  });

  it('has nothing to say of a message without a MAC', () => {
    expect(macAgrees(ciphers, fromHex(second.tak), fromHex('0810 0000000000000000'))).toBeUndefined();
    expect(macAgrees(ciphers, fromHex(second.tak), fromHex('0810 2000000000000000 000000'))).toBeUndefined();
  });
});

describe('signInKeys', () => {
  const TMK = fromHex(first.tmk);
  const answer = (digits: string, sealed: string, mti = '0810') => {
    const all: readonly (readonly [number, FieldValue])[] = [
      [60, digits],
      [62, fromHex(sealed)],
    ];
    return { mti, fields: new Map(all) };
  };

  it('are those of the published answer', () => {
    const keys = signInKeys(ciphers, TMK, answer('00000001003', first.f62 ?? ''));
    expect(typeof keys === 'object' && [toHex(keys.pinKey), toHex(keys.macKey)]).toEqual([first.tpk, first.tak]);
  });

  it('are wrong under another master key', () => {
    expect(signInKeys(ciphers, fromHex(second.tmk), answer('00000001003', first.f62 ?? ''))).toBe('wrong');
  });

  it('are in sign-in answers only, and those of SM4 are not known', () => {
    expect(signInKeys(ciphers, TMK, answer('00000001003', first.f62 ?? '', '0800'))).toBeUndefined();
    expect(signInKeys(ciphers, TMK, answer('00000001006', first.f62 ?? ''))).toBeUndefined();
    expect(signInKeys(ciphers, TMK, { mti: '0810', fields: new Map([[60, '00000001003']]) })).toBeUndefined();
    expect(() => signInKeys(ciphers, TMK, answer('00000001004', first.f62 ?? ''))).toThrow('not 60 bytes');
  });
});
