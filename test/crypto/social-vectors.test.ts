/** Every regression vector of sscard.md 16.7, the messages built from the tables of sections 6 to 8. */

import { describe, expect, it } from 'vitest';
import { concat, uintBytes } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { authenticationData } from '../../src/crypto/authentication-data.js';
import { sealData } from '../../src/crypto/data-encryption.js';
import { diversify } from '../../src/crypto/diversification.js';
import { mac, retailMac } from '../../src/crypto/mac.js';
import { sessionKey } from '../../src/crypto/session-key.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';
import { tacKey } from '../../src/crypto/tac-key.js';
import vectors from '../vectors/social.json';
import { ALGORITHMS, cardKey, factors, root } from './social-card.js';

const { inputs } = vectors;
const random = fromHex(inputs.random);
const source = fromHex(inputs.source);
const terminal = fromHex(inputs.terminal);
const time = fromHex(inputs.time);

/** Hexadecimal without the blanks that the table has between fields. */
function compact(text: string): string {
  return toHex(fromHex(text));
}

describe('the factors of sscard.md 16.7', () => {
  it('come from region and ATR', () => {
    expect(factors.map(toHex)).toEqual([inputs.provinceFactor, inputs.cityFactor, inputs.cardFactor]);
  });

  it('go with the root keys of 16.2', () => {
    expect(toHex(root('SM4', 'IRK'))).toBe(inputs.irkRoot);
  });
});

for (const algorithm of ALGORITHMS) {
  const expected = vectors[algorithm];

  describe(`the ${algorithm} vectors of sscard.md 16.7`, () => {
    it('keys of province, city and card', () => {
      const province = diversify(ciphers, algorithm, root(algorithm, 'IRK'), factors[0]);
      const city = diversify(ciphers, algorithm, province, factors[1]);
      expect(toHex(province)).toBe(expected.irkProvince);
      expect(toHex(city)).toBe(expected.irkCity);
      expect(toHex(diversify(ciphers, algorithm, city, factors[2]))).toBe(expected.irkCard);
      expect(toHex(cardKey(algorithm, 'RKSSSE'))).toBe(expected.rkssseCard);
      expect(toHex(cardKey(algorithm, 'STK'))).toBe(expected.stkCard);
    });

    it('session key', () => {
      expect(toHex(sessionKey(ciphers, algorithm, fromHex(expected.irkCard), random))).toBe(expected.sessionKey);
    });

    it('INTERNAL AUTHENTICATION', () => {
      const answer = authenticationData(ciphers, algorithm, fromHex(expected.irkCard), random, source);
      expect(toHex(answer)).toBe(expected.internalAuthentication);
    });

    it('EXTERNAL AUTHENTICATION with RKSSSE', () => {
      const key = fromHex(expected.rkssseCard);
      const answer = authenticationData(ciphers, algorithm, key, random, source);
      expect(toHex(concat(fromHex('0082000A10'), answer, source))).toBe(compact(expected.externalAuthentication));
    });

    it('EXTERNAL AUTHENTICATION after a challenge of four bytes', () => {
      const key = fromHex(expected.rkssseCard);
      const answer = authenticationData(ciphers, algorithm, key, fromHex(inputs.shortRandom), source);
      expect(toHex(answer)).toBe(expected.externalAuthenticationShort);
    });

    it('authentication code of 卡的识别码', () => {
      const message = fromHex(inputs.cardIdentifier);
      const code = retailMac(ciphers, algorithm, fromHex(expected.irkCard), message);
      expect(toHex(concat(message, code))).toBe(expected.cardIdentifier);
    });
  });

  describe(`the ${algorithm} commands of sscard.md 16.7`, () => {
    const session = sessionKey(ciphers, algorithm, fromHex(expected.stkCard), random);

    /** Header with Lc, data, MAC over both. */
    function secured(header: string, data: string): string {
      const message = concat(fromHex(header), fromHex(data));
      return toHex(concat(message, mac(ciphers, algorithm, session, message)));
    }

    it('PIN CHANGE/UNBLOCK with a new PIN', () => {
      const sealed = sealData(ciphers, algorithm, session, fromHex(inputs.newPin));
      const header = algorithm === 'DES' ? '842400010C' : '8424000114';
      expect(secured(header, toHex(sealed))).toBe(compact(expected.pinReload));
    });

    it('commands that carry a MAC alone', () => {
      expect(secured('8424000004', '')).toBe(compact(expected.pinUnblock));
      expect(secured('841E000104', '')).toBe(compact(expected.applicationBlock));
      expect(secured('8416000004', '')).toBe(compact(expected.cardBlock));
    });
  });

  describe(`the ${algorithm} purse of sscard.md 16.7`, () => {
    const tac = tacKey(algorithm, cardKey(algorithm, 'DTK'));

    it('load', () => {
      const { balance, amount, random: cardRandom, sequence, type } = inputs.load;
      const factor = concat(fromHex(cardRandom), uintBytes(sequence, 2), fromHex('8000'));
      const session = sessionKey(ciphers, algorithm, cardKey(algorithm, 'DLK'), factor);
      const order = concat(uintBytes(amount, 4), fromHex(type), terminal);
      const mac1 = mac(ciphers, algorithm, session, concat(uintBytes(balance, 4), order));
      const mac2 = mac(ciphers, algorithm, session, concat(order, time));
      const proof = concat(uintBytes(balance + amount, 4), uintBytes(sequence, 2), order, time);
      expect(toHex(session)).toBe(expected.load.sessionKey);
      expect(toHex(mac1)).toBe(expected.load.mac1);
      expect(toHex(mac2)).toBe(expected.load.mac2);
      expect(toHex(mac(ciphers, algorithm, tac, proof))).toBe(expected.load.tac);
    });

    it('purchase', () => {
      const { account, selfPay, pool, random: cardRandom, sequence, keyIndex, type } = inputs.purchase;
      const terminalSequence = fromHex(inputs.purchase.terminalSequence);
      const factor = concat(fromHex(cardRandom), uintBytes(sequence, 2), terminalSequence.slice(2));
      const session = sessionKey(ciphers, algorithm, cardKey(algorithm, 'DPK'), factor);
      const amounts = concat(uintBytes(account, 4), uintBytes(selfPay, 4), uintBytes(pool, 4));
      const order = concat(amounts, fromHex(type), terminal);
      const mac1 = mac(ciphers, algorithm, session, concat(order, time));
      expect(toHex(session)).toBe(expected.purchase.sessionKey);
      expect(toHex(mac1)).toBe(expected.purchase.mac1);
      expect(toHex(mac(ciphers, algorithm, session, amounts))).toBe(expected.purchase.mac2);
      expect(toHex(mac(ciphers, algorithm, tac, concat(order, terminalSequence, time)))).toBe(expected.purchase.tac);
      const init = concat(fromHex('B028010113'), fromHex(keyIndex), amounts, terminal, fromHex('16'));
      const debit = concat(fromHex('B02C01000F'), terminalSequence, time, mac1, fromHex('08'));
      expect(toHex(init)).toBe(compact(expected.initializeForPurchase));
      expect(toHex(debit)).toBe(compact(expected.debit));
    });
  });
}
