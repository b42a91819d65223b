/** K14, VERIFY: the offline PIN in plaintext and enciphered. */

import { describe, expect, it } from 'vitest';
import { bankKey } from '../../../../hosts/peers/bank/keys.js';
import { fromHex, toHex } from '../../../../src/base/hex.js';
import { applyRsa } from '../../../../src/crypto/rsa.js';
import { paymentDesk } from './desk.js';

const RIGHT = '002000800826123456FFFFFFFF';
const WRONG = '002000800826654321FFFFFFFF';
const CHALLENGE = '1122334455667788';

/** VERIFY 88 with a block for the PIN key of the card, its padding all FF. */
function enciphered(block: string, challenge = CHALLENGE, header = '7F', key = bankKey('pin-1024-3')): string {
  const clear = `${header}${block}${challenge}`.padEnd(2 * key.modulus.length, 'F');
  const data = toHex(applyRsa(key, fromHex(clear)));
  return `00200088${toHex(Uint8Array.of(data.length / 2))}${data}`;
}

const RIGHT_BLOCK = '26123456FFFFFFFF';

describe('VERIFY in plaintext', () => {
  it('takes the right PIN and gives the tries back', () => {
    const desk = paymentDesk();
    desk.open();
    expect(desk.say(WRONG)).toBe('63C2');
    expect(desk.ask('80CA9F1700')).toBe('9F1701029000');
    expect(desk.say(RIGHT)).toBe('9000');
    expect(desk.ask('80CA9F1700')).toBe('9F1701039000');
    expect(desk.first('80').results).toBe('03A41000');
  });
  it('counts to the end, and is locked over resets', () => {
    const desk = paymentDesk();
    desk.open();
    for (const answer of ['63C2', '63C1', '63C0', '6983']) expect(desk.say(WRONG)).toBe(answer);
    desk.again().open();
    expect(desk.say(RIGHT)).toBe('6983');
    expect(desk.ask('80CA9F1700')).toBe('9F1701009000');
  });
  it('takes what is no PIN block for a wrong PIN', () => {
    const blocks = ['16123456FFFFFFFF', '23123FFFFFFFFFFF', '2612345AFFFFFFFF', '2612345600FFFFFF', '2D1234567890123F'];
    for (const block of blocks) {
      const desk = paymentDesk();
      desk.open();
      expect(desk.say(`0020008008${block}`)).toBe('63C2');
    }
  });
  it('wants eight bytes, its P2, and a transaction', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.say(RIGHT)).toBe('6985');
    desk.open();
    expect(desk.say('002000800726123456FFFFFF')).toBe('6700');
    expect(desk.say('002000000826123456FFFFFFFF')).toBe('6A86');
    expect(desk.say('002001800826123456FFFFFFFF')).toBe('6A86');
    desk.first('80');
    expect(desk.say(RIGHT)).toBe('6985');
    expect(desk.ask('80CA9F1700')).toBe('9F1701039000');
  });
  it('is nothing on a card without PIN', () => {
    const desk = paymentDesk({ pin: null });
    desk.open();
    expect(desk.say(RIGHT)).toBe('6A88');
  });
});

describe('VERIFY enciphered', () => {
  const card = { pinKey: 'pin-1024-3' } as const;

  it('takes the right PIN with the challenge just given', () => {
    const desk = paymentDesk(card);
    desk.open();
    expect(desk.ask('0084000000')).toBe(`${CHALLENGE}9000`);
    expect(desk.say(enciphered(RIGHT_BLOCK))).toBe('9000');
    expect(desk.say(enciphered(RIGHT_BLOCK))).toBe('6984');
  });
  it('counts a wrong PIN, another challenge and another header alike', () => {
    const desk = paymentDesk(card);
    desk.open();
    desk.ask('0084000000');
    expect(desk.say(enciphered('26654321FFFFFFFF'))).toBe('63C2');
    desk.ask('0084000000');
    expect(desk.say(enciphered(RIGHT_BLOCK, '1122334455667789'))).toBe('63C1');
    desk.ask('0084000000');
    expect(desk.say(enciphered(RIGHT_BLOCK, CHALLENGE, '6A'))).toBe('63C0');
    expect(desk.first('80').results).toBe('03A65000');
  });
  it('wants a challenge, and as many bytes as the key has', () => {
    const desk = paymentDesk(card);
    desk.open();
    expect(desk.say(enciphered(RIGHT_BLOCK))).toBe('6984');
    desk.ask('0084000000');
    expect(desk.say('002000880826123456FFFFFFFF')).toBe('6700');
    expect(desk.say(enciphered(RIGHT_BLOCK))).toBe('9000');
  });
  it('goes under the card key where there is no other, and not at all without one', () => {
    const desk = paymentDesk();
    desk.open();
    desk.ask('0084000000');
    expect(desk.say(enciphered(RIGHT_BLOCK, CHALLENGE, '7F', bankKey('icc-1152-3')))).toBe('9000');
    const plain = paymentDesk({ authentication: 'sda' });
    plain.open();
    plain.ask('0084000000');
    expect(plain.say(enciphered(RIGHT_BLOCK))).toBe('6A81');
  });
});
