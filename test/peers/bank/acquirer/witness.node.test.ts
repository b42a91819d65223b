/** Keys, MACs, PIN blocks and the issuer's proof as OpenSSL makes them, against what the bank's side makes and takes. */

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { translatePinBlock } from '../../../../hosts/peers/bank/online-pin.js';
import { fromHex, toHex } from '../../../../src/base/hex.js';
import { decodeFrame } from '../../../../src/codec/iso8583-frame.js';
import vectors from '../../../vectors/bank.json';
import { paymentDesk } from '../../card/payment/desk.js';
import { type Fields, OFF_US, ON_US, otherBankCard, TerminalDesk, TMK } from '../terminal-desk.js';

/** Blocks of 8 bytes in ECB; a key of 8 bytes is single DES, one of 16 two-key Triple DES. */
function des(key: string, data: string, way: 'encrypt' | 'decrypt'): string {
  const whole = Buffer.from(key.length === 16 ? key.repeat(3) : key + key.slice(0, 16), 'hex');
  const cipher = (way === 'encrypt' ? createCipheriv : createDecipheriv)('des-ede3-ecb', whole, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.from(data, 'hex')), cipher.final()])
    .toString('hex')
    .toUpperCase();
}

function xor(a: string, b: string): string {
  return (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(16).toUpperCase().padStart(a.length, '0');
}

/** emv.md 3.6 by the letter. */
function mac(key: string, mab: string): string {
  const padded = mab + '0'.repeat((16 - (mab.length % 16)) % 16);
  let folded = '0'.repeat(16);
  for (let i = 0; i < padded.length; i += 16) folded = xor(folded, padded.slice(i, i + 16));
  const text = Buffer.from(folded, 'ascii').toString('hex');
  const first = des(key, text.slice(0, 16), 'encrypt');
  const second = des(key, xor(first, text.slice(16)), 'encrypt');
  return Buffer.from(second.slice(0, 8), 'ascii').toString('hex').toUpperCase();
}

/** Signs in, and takes the keys of field 62 apart by hand. */
function signedIn(): { readonly terminal: TerminalDesk; readonly pinKey: string; readonly macKey: string } {
  const terminal = new TerminalDesk();
  const sealed = terminal.signIn().fields[62];
  const pinKey = des(TMK, sealed.slice(0, 32), 'decrypt');
  const macKey = des(TMK, sealed.slice(40, 56), 'decrypt');
  expect(sealed.slice(32, 40)).toBe(des(pinKey, '0'.repeat(16), 'encrypt').slice(0, 8));
  expect(sealed.slice(56, 72)).toBe('0'.repeat(16));
  expect(sealed.slice(72)).toBe(des(macKey, '0'.repeat(16), 'encrypt').slice(0, 8));
  return { terminal, pinKey, macKey };
}

describe('the MAC', () => {
  it('is the published one', () => {
    const [, published] = vectors.unionpay_pos_keys;
    expect(mac(published.tak ?? '', published.mab ?? '')).toBe(published.f64);
  });

  it('is taken and given as OpenSSL makes it', () => {
    const { terminal, macKey } = signedIn();
    const open = toHex(terminal.frame('0200', terminal.purchase(otherBankCard()), true));
    const message = open.slice(26, -16);
    const reply = terminal.network.host.receive(fromHex(open.slice(0, 26) + message + mac(macKey, message)));
    const answer = toHex(decodeFrame(reply?.frame ?? fromHex('')).message);
    expect(answer.slice(0, 4)).toBe('0210');
    expect(answer.slice(-16)).toBe(mac(macKey, answer.slice(0, -16)));
    expect(terminal.network.balanceOf(OFF_US)).toBe(98_766);
  });
});

describe('a PIN block', () => {
  /** Format 0 by hand: the PIN's part and the account's. */
  const block = (key: string, pin: string, pan: string) => {
    const account = `0000${pan.slice(-13, -1)}`;
    return des(key, xor(`0${pin.length}${pin}`.padEnd(16, 'F'), account), 'encrypt');
  };

  it('goes from key to key and stays the published one', () => {
    const [from, to] = ['0123456789ABCDEFFEDCBA9876543210', vectors.unionpay_pos_keys[0].tpk ?? ''];
    for (const { pin, pan, block: clear } of vectors.pin_block_iso0) {
      expect(des(from, block(from, pin, pan), 'decrypt')).toBe(clear);
      const translated = translatePinBlock(fromHex(from), fromHex(to), fromHex(block(from, pin, pan)));
      expect(des(to, toHex(translated ?? fromHex('')), 'decrypt')).toBe(clear);
    }
  });

  it('that is of another form or key is none', () => {
    const [from, to] = ['0123456789ABCDEFFEDCBA9876543210', TMK].map(fromHex);
    for (const clear of ['161234FFFFFFFFFF', '03123FFFFFFFFFFF', '0D12345678901234', 'FFFFFFFFFFFFFFFF'])
      expect(translatePinBlock(from, to, fromHex(des(toHex(from), clear, 'encrypt')))).toBeUndefined();
    expect(translatePinBlock(from, to, fromHex('00'))).toBeUndefined();
  });

  const withPin = (card: string, sealed: string): Fields => ({
    2: card,
    22: '051',
    26: '12',
    52: sealed,
    53: '2600000000000000',
  });

  for (const [where, pan, cardOf] of [
    ['on us', ON_US, paymentDesk],
    ['off us', OFF_US, otherBankCard],
  ] as const) {
    it(`reaches the bank of the card, ${where}, and three wrong ones lock it`, () => {
      const { terminal, pinKey } = signedIn();
      const card = cardOf();
      const ask = (pin: string) => {
        const what = { amount: 100, process: '000000', kind: '22' };
        const values = { '95': '0000040000' };
        return terminal.ask('0200', terminal.card(card, what, withPin(pan, block(pinKey, pin, pan)), values)).code;
      };
      expect(['123456', '654321', '123456', '1234', '000000', '111111'].map(ask)).toEqual([
        '00',
        '55',
        '00',
        '55',
        '55',
        '55',
      ]);
      expect(ask('123456')).toBe('75');
      expect(terminal.network.balanceOf(pan)).toBe(100_000 - 200);
    });
  }

  it('that the host cannot read is refused before any bank sees it, and so are wrong companions', () => {
    const { terminal, pinKey } = signedIn();
    const good = withPin(ON_US, block(pinKey, '123456', ON_US));
    const wrongs: readonly (readonly [Fields, string])[] = [
      [withPin(ON_US, des(pinKey, '161234FFFFFFFFFF', 'encrypt')), '99'],
      [{ ...good, 26: '06' }, '30'],
      [{ ...good, 53: '2000000000000000' }, '30'],
      [{ ...good, 22: '052' }, '30'],
      [{ ...good, 52: '' }, '30'],
      [{ ...good, 26: '' }, '30'],
    ];
    for (const [change, code] of wrongs)
      expect(terminal.ask('0200', terminal.purchase(paymentDesk(), 100, change)).code).toBe(code);
    expect(terminal.ask('0200', terminal.purchase(paymentDesk(), 100, good)).code).toBe('00');
  });
});

describe('the issuer’s proof', () => {
  it('is made from the card’s own key by the rule of emv.md 2.8', () => {
    const { terminal } = signedIn();
    const fields = terminal.purchase(otherBankCard());
    const said = terminal.ask('0200', fields);
    const chip = fields[55];
    const request = /9F2608([0-9A-F]{16})/.exec(chip)?.[1] ?? '';
    const counter = /9F3602([0-9A-F]{4})/.exec(chip)?.[1] ?? '';
    // Test key IMKAC: byte i is the sum of the name's ASCII codes and 7 i.
    const sum = [...'IMKAC'].reduce((total, one) => total + one.charCodeAt(0), 0);
    const master = Array.from({ length: 16 }, (_, i) => ((sum + 7 * i) % 256).toString(16).padStart(2, '0')).join('');
    const number = `${OFF_US}01`.slice(-16);
    const ones = 'F'.repeat(16);
    const own = des(master, number, 'encrypt') + des(master, xor(number, ones), 'encrypt');
    const left = des(own, counter.padStart(16, '0'), 'encrypt');
    const session = left + des(own, xor(counter, 'FFFF').padStart(16, '0'), 'encrypt');
    const proof = des(session, xor(request, '3030000000000000'), 'encrypt');
    expect(said.fields[55]).toBe(`910A${proof}3030`);
  });

  it('has the published form', () => {
    const [, second] = vectors.pboc_ac;
    const arpc = des(second.computed_sk ?? '', xor(second.arqc ?? '', `${second.arc}000000000000`), 'encrypt');
    expect(arpc).toBe(second.arpc);
  });
});
