import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';
import { PinKey } from '../../src/vault/online-pin.js';
import { Pin } from '../../src/vault/pin-room.js';

const KEY = fromHex('807A23AD32B36D457AE91FDF927570EA');

function seal(digits: string, account: string): Promise<Uint8Array> {
  return new PinKey(softwareCiphers, KEY).seal(new Pin(Uint8Array.from(digits, Number)), fromHex(account));
}

describe('a PIN for the issuer', () => {
  it.each([
    // emv.md 3.7: clear block 061253DFFEDCBA98; enciphered by openssl des-ede
    ['123456', '123456789012345678', 'A2BCBE65CB54B0E7'],
    // clear block 0612713176FEDCBA
    ['123456', '1234567890123456', '71B3FAB4AD656DBA'],
  ])('%s with account %s', async (digits, account, expected) => {
    expect(toHex(await seal(digits, account))).toBe(expected);
  });

  it('takes an odd number of digits, and an account with F behind it', async () => {
    const cipher = softwareCiphers.tripleDes(KEY);
    const block = await seal('12345', '6210999901000000993F');
    // 0512345FFFFFFFFF xor 0000990100000099
    expect(toHex(cipher.decrypt(block))).toBe('0512AD5EFFFFFF66');
  });

  it('wipes the digits', async () => {
    const digits = Uint8Array.of(1, 2, 3, 4);
    await new PinKey(softwareCiphers, KEY).seal(new Pin(digits), fromHex('1234567890123456'));
    expect(toHex(digits)).toBe('00000000');
  });
});
