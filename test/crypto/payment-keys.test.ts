/** The published cryptogram vectors of emv.md 2.8, and the parts of a script command that no vector covers. */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import {
  applicationCryptogram,
  cardKeyOf,
  openScriptData,
  paymentSessionKey,
  pinChangeMask,
  responseCryptogram,
  scriptMac,
  sealScriptData,
} from '../../src/crypto/payment-keys.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import vectors from '../vectors/bank.json';

const [first, second, third] = vectors.pboc_ac;

describe('the card key', () => {
  it('comes from PAN and sequence number', () => {
    const short = cardKeyOf(ciphers, fromHex(second.imk_ac ?? ''), second.pan ?? '', second.psn ?? '');
    expect(toHex(short)).toBe(second.computed_udk);
    const long = cardKeyOf(ciphers, fromHex(third.imk_ac ?? ''), third.pan ?? '', third.psn ?? '');
    expect(toHex(long)).toBe(third.udk);
  });
});

describe('a cryptogram', () => {
  it('of the first vector', () => {
    const key = paymentSessionKey(ciphers, fromHex(first.udk_ac ?? ''), 0x000e);
    expect(toHex(key)).toBe(first.sk);
    expect(toHex(applicationCryptogram(ciphers, key, fromHex(first.data ?? '')))).toBe(first.arqc);
    const arpc = responseCryptogram(ciphers, key, fromHex(first.arqc ?? ''), fromHex('3030'));
    expect(toHex(arpc)).toBe(first.arpc_arc00_computed);
  });
  it('of the second vector, whose answer is published too', () => {
    const key = paymentSessionKey(ciphers, fromHex(second.computed_udk ?? ''), 0x0240);
    expect(toHex(key)).toBe(second.computed_sk);
    expect(toHex(applicationCryptogram(ciphers, key, fromHex(second.data ?? '')))).toBe(second.arqc);
    const arpc = responseCryptogram(ciphers, key, fromHex(second.arqc ?? ''), fromHex(second.arc ?? ''));
    expect(toHex(arpc)).toBe(second.arpc);
  });
});

describe('a script command', () => {
  const key = paymentSessionKey(ciphers, fromHex('0123456789ABCDEFFEDCBA9876543210'), 1);

  it('is closed by four bytes over header, counter, cryptogram and data', () => {
    const context = { counter: 1, cryptogram: fromHex('1122334455667788') };
    const code = scriptMac(ciphers, key, fromHex('04DA9F5805'), context, fromHex('0A'));
    const message = fromHex('04DA9F580500011122334455667788 0A');
    expect(toHex(code)).toBe(toHex(applicationCryptogram(ciphers, key, message).slice(0, 4)));
  });
  it('carries a secret in blocks, padded always', () => {
    const sealed = sealScriptData(ciphers, key, fromHex('0826123456FFFFFFFF'));
    expect(sealed).toHaveLength(16);
    expect(toHex(openScriptData(ciphers, key, sealed) ?? fromHex(''))).toBe('0826123456FFFFFFFF80000000000000');
    expect(openScriptData(ciphers, key, sealed.slice(1))).toBeUndefined();
    expect(openScriptData(ciphers, key, fromHex(''))).toBeUndefined();
  });
  it('masks a new PIN by bytes 5 to 8 of the card key', () => {
    expect(toHex(pinChangeMask(fromHex('0123456789ABCDEFFEDCBA9876543210')))).toBe('0000000089ABCDEF');
  });
});
