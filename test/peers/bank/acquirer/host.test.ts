/** The acquirer's host as a sloppy or unlucky terminal meets it: codes, MACs, keys of the day, downloads, wishes. */

import { describe, expect, it } from 'vitest';
import { testCaKey } from '../../../../hosts/peers/bank/ca.js';
import { fromHex, toHex } from '../../../../src/base/hex.js';
import { findTlv } from '../../../../src/codec/tlv.js';
import { paymentDesk } from '../../card/payment/desk.js';
import { type Fields, ON_US, otherBankCard, type Said, signedIn, TERMINAL, TerminalDesk } from '../terminal-desk.js';

const ascii = (text: string) => [...text].map((one) => one.charCodeAt(0).toString(16)).join('');

describe('the answer', () => {
  it('repeats the request, and says when, who and under which reference', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(otherBankCard());
    const said = terminal.ask('0200', fields);
    for (const field of [3, 4, 11, 25, 49, 60]) expect(said.fields[field]).toBe(fields[field]);
    const own: Fields = {
      12: '090000',
      13: '0601',
      15: '0601',
      32: '99010000',
      37: '000000000002',
      38: '000001',
      39: '00',
      41: TERMINAL,
      42: '990100000000001',
      44: '99020000   99010000   ',
    };
    for (const [field, value] of Object.entries(own)) expect(said.fields[Number(field)]).toBe(value);
    for (const field of [2, 14, 22, 23, 35, 52]) expect(said.fields[field]).toBeUndefined();
    expect(said.afterMs).toBe(80);
  });
});

describe('the MAC', () => {
  it('is asked for, and right, or nothing is done', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(paymentDesk());
    const frame = terminal.frame('0200', fields, true);
    frame[frame.length - 1] ^= 0x01;
    const spoilt = terminal.send(frame);
    expect([spoilt.code, spoilt.mac]).toEqual(['A0', 'none']);
    const bare = terminal.ask('0200', fields, false);
    expect([bare.code, bare.mac]).toEqual(['A0', 'none']);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
    expect(terminal.ask('0200', fields).code).toBe('00');
  });

  it('is of the last sign-in alone', () => {
    const terminal = signedIn();
    const old = terminal.keys;
    terminal.signIn();
    terminal.keys = old;
    expect(terminal.ask('0200', terminal.purchase(paymentDesk())).code).toBe('A0');
  });
});

describe('the keys of the day', () => {
  it('are drawn anew at each sign-in, and the same sign-in repeated brings the same', () => {
    const terminal = new TerminalDesk();
    const first = terminal.signIn('000001');
    expect(first.mti).toBe('0810');
    expect(first.fields[62]).toMatch(/^[0-9A-F]{56}0{16}[0-9A-F]{8}$/);
    expect(terminal.signIn('000001').fields[62]).toBe(first.fields[62]);
    expect(terminal.signIn('000002').fields[62]).not.toBe(first.fields[62]);
  });

  it('end with the day, with a sign-out, and are not there before a sign-in', () => {
    const terminal = new TerminalDesk();
    expect(terminal.ask('0200', terminal.purchase(paymentDesk())).code).toBe('77');
    expect(terminal.settle([0, 0], [0, 0]).code).toBe('77');
    terminal.signIn();
    terminal.now = '20260601235959';
    expect(terminal.ask('0200', terminal.purchase(paymentDesk())).code).toBe('00');
    terminal.now = '20260602000000';
    const late = terminal.ask('0200', terminal.purchase(paymentDesk()));
    expect([late.code, late.mac]).toEqual(['77', 'none']);
    terminal.signIn();
    expect(terminal.ask('0820', { 11: terminal.nextStan(), 60: '00000001002' }, false).mti).toBe('0830');
    expect(terminal.ask('0200', terminal.purchase(paymentDesk())).code).toBe('77');
  });
});

describe('what the host does not take', () => {
  const purchase = (change: Fields) => {
    const terminal = signedIn();
    const said = terminal.ask('0200', terminal.purchase(paymentDesk(), 1234, change));
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
    return said;
  };

  it('has no MAC where it does not know the terminal', () => {
    const terminal = signedIn();
    terminal.terminal = '99999999';
    const said = terminal.ask('0200', terminal.purchase(paymentDesk()));
    expect([said.code, said.mac]).toEqual(['97', 'none']);
    terminal.terminal = 'toString';
    expect(terminal.ask('0200', terminal.purchase(paymentDesk())).code).toBe('97');
  });

  const cases: readonly (readonly [string, Fields, string])[] = [
    ['another merchant', { 42: '990100000000002' }, '03'],
    ['a kind that there is not', { 60: '9900000100050' }, '12'],
    ['another condition', { 25: '06' }, '30'],
    ['a stripe', { 22: '022' }, '30'],
    ['a PIN that is not there', { 22: '051', 26: '12', 53: '2600000000000000' }, '30'],
    ['a missing chip', { 55: '' }, '30'],
    ['a chip that is no TLV', { 55: '9F' }, '30'],
    ['a missing currency', { 49: '' }, '30'],
    ['a field too many', { 63: '303120' }, '30'],
    ['a track of another card', { 35: '6210999901000000019D33122200000000000' }, '30'],
    ['a short sequence', { 23: '100' }, '30'],
    ['no money', { 4: '000000000000' }, '13'],
    ['less money than the chip says', { 4: '000000001233' }, '13'],
    ['a card of nobody', { 2: '6222000000000000000', 35: '' }, '15'],
    ['a card that the bank does not have', { 2: '6210999901000000019', 35: '' }, '14'],
    ['another card of the holder', { 23: '002' }, '14'],
    ['foreign money', { 49: '840' }, '57'],
    ['an expired card', { 14: '2605' }, '54'],
  ];
  for (const [what, change, code] of cases) {
    it(`${what}: ${code}`, () => {
      expect(purchase(change).brief).toBe(`0210 ${code} ${code === '12' ? 'none' : 'right'} 0`);
    });
  }

  it('foreign, credit, or not what field 3 says, by the chip', () => {
    for (const [values, code] of [
      [{ '9F1A': '0344' }, '57'],
      [{ '5F2A': '0840' }, '57'],
      [{ '84': 'A000000333010102' }, '40'],
      [{ '84': 'A000000333010103' }, '40'],
      [{ '9C': '01' }, '30'],
      [{ '9F26': '0011223344556677' }, '05'],
    ] as const) {
      const terminal = signedIn();
      const what = { amount: 1234, process: '000000', kind: '22' };
      expect(terminal.ask('0200', terminal.card(paymentDesk(), what, {}, values as Record<string, string>)).code).toBe(
        code,
      );
    }
  });

  it('is no frame, no message, or an answer: to that it says nothing', () => {
    const { network } = signedIn();
    expect(network.host.receive(fromHex('000360000000'))).toBeUndefined();
    expect(network.host.receive(fromHex('0013600003000061310031000100FF00FF00FF00FF'))).toBeUndefined();
    const terminal = signedIn();
    expect(network.host.receive(terminal.frame('0210', { 11: '000001', 39: '00' }, true))).toBeUndefined();
  });
});

describe('a scripted refusal', () => {
  it('does nothing, and the same request afterwards is asked for the first time', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(paymentDesk());
    const frame = terminal.frame('0200', fields, true);
    expect(terminal.send(frame, '05').brief).toBe('0210 05 right 0');
    expect(terminal.send(frame, 'A0').brief).toBe('0210 A0 none 0');
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
    expect(terminal.send(frame).code).toBe('00');
  });
});

describe('a STAN', () => {
  it('used for something else is refused, even with the same card and amount', () => {
    const terminal = signedIn();
    const card = paymentDesk();
    const fields = terminal.purchase(card);
    expect(terminal.ask('0200', fields).code).toBe('00');
    expect(terminal.ask('0200', terminal.purchase(card, 1234, { 11: fields[11] })).code).toBe('94');
    expect(terminal.network.balanceOf(ON_US)).toBe(98_766);
  });
});

describe('a download', () => {
  const ask = (terminal: TerminalDesk, mti: string, network: string, field: string): Said =>
    terminal.ask(mti, { 11: terminal.nextStan(), 60: `00000001${network}`, 62: field }, false);

  it('lists CA keys one by one, and gives each whole', () => {
    const terminal = new TerminalDesk();
    const first = ask(terminal, '0820', '372', ascii('100'));
    expect([first.mti, first.code]).toEqual(['0830', '00']);
    expect(first.fields[62]).toBe(`${ascii('2')}9F0605A0000003339F2201F8DF050420491231`);
    const second = ask(terminal, '0820', '372', ascii('101'));
    expect(second.fields[62]).toBe(`${ascii('1')}9F0605A0000003339F2201F7DF050420491231`);
    expect(ask(terminal, '0820', '372', ascii('102')).fields[62]).toBe(ascii('0'));
    const key = ask(terminal, '0800', '370', '9F0605A0000003339F2201F7');
    expect(key.mti).toBe('0810');
    const { modulus, exponent, checksum } = testCaKey('F7');
    const whole = fromHex(key.fields[62]);
    expect(whole[0]).toBe(0x31);
    const value = (tag: number) => toHex(findTlv(whole.subarray(1), tag) ?? new Uint8Array(0));
    expect([value(0xdf02), value(0xdf04), value(0xdf03)]).toEqual([modulus, exponent, checksum].map(toHex));
    expect([value(0xdf05), value(0xdf06), value(0xdf07)]).toEqual(['20491231', '01', '01']);
    expect(ask(terminal, '0800', '370', '9F0605A0000003339F220101').fields[62]).toBe(ascii('0'));
    expect(ask(terminal, '0800', '370', '9F22').code).toBe('30');
    expect(ask(terminal, '0800', '370', '9F2201F8').code).toBe('30');
    expect(ask(terminal, '0820', '372', ascii('1')).code).toBe('30');
  });

  it('gives the debit application’s parameters', () => {
    const terminal = new TerminalDesk();
    expect(ask(terminal, '0820', '382', ascii('100')).fields[62]).toBe(`${ascii('1')}9F0608A000000333010101`);
    const parameters = ask(terminal, '0800', '380', '9F0608A000000333010101').fields[62];
    const rest = 'DF0101009F080200209F09020020DF1105D84000A800DF1205D84004F800DF13050010000000';
    expect(parameters).toBe(
      `${ascii('1')}9F0608A000000333010101${rest}9F1B0400000000DF150400000000DF160199DF170199DF14039F3704DF180101`,
    );
  });
});

describe('what the host wants', () => {
  it('stands in the header of every answer until it is done', () => {
    const terminal = signedIn();
    const card = paymentDesk();
    const end = (network: string) => terminal.ask('0800', { 11: terminal.nextStan(), 60: `00000001${network}` }, false);
    terminal.network.wish(TERMINAL, 'ca-keys');
    terminal.network.wish(TERMINAL, 'parameters');
    expect(terminal.ask('0200', terminal.purchase(card)).wish).toBe('4');
    expect(terminal.ask('0200', terminal.purchase(card)).wish).toBe('4');
    expect(end('371').brief).toBe('0810 00 none 5');
    expect(end('381').wish).toBe('0');
    terminal.network.wish(TERMINAL, 'sign-in');
    const echo = { 11: terminal.nextStan(), 60: '00000001301' };
    expect(terminal.ask('0820', echo, false).brief).toBe('0830 00 none 3');
    expect(terminal.signIn().wish).toBe('0');
  });
});
