/** Voids and refunds: which original they find, what they move, and what a reversal makes of them. */

import { describe, expect, it } from 'vitest';
import { type PaymentDesk, paymentDesk } from '../../card/payment/desk.js';
import { type Fields, OFF_US, otherBankCard, type Said, signedIn, type TerminalDesk } from '../terminal-desk.js';

interface Bought {
  readonly terminal: TerminalDesk;
  readonly card: PaymentDesk;
  readonly fields: Fields;
  readonly answer: Said;
}

/** A terminal that has sold something for 12.34 to a card of the other bank. */
function bought(): Bought {
  const terminal = signedIn();
  const card = otherBankCard();
  const fields = terminal.purchase(card);
  const answer = terminal.ask('0200', fields);
  expect(answer.code).toBe('00');
  return { terminal, card, fields, answer };
}

function balance({ terminal }: Bought): number | undefined {
  expect(terminal.network.reconcile().differences).toEqual([]);
  return terminal.network.balanceOf(OFF_US);
}

describe('a void', () => {
  it('gives the purchase back once, and counts beside it', () => {
    const one = bought();
    const { terminal, fields, answer } = one;
    const back = terminal.back('23', fields, answer);
    const said = terminal.ask('0200', back);
    expect([said.mti, said.code, said.mac, said.fields[55]]).toEqual(['0210', '00', 'right', undefined]);
    expect(terminal.ask('0200', back)).toEqual(said);
    expect(balance(one)).toBe(100_000);
    expect(terminal.ask('0200', terminal.back('23', fields, answer)).code).toBe('22');
    const { batches } = terminal.network.reconcile();
    expect([batches[0].debit, batches[0].credit]).toEqual([
      { amount: 1234, count: 1 },
      { amount: 1234, count: 1 },
    ]);
    expect(terminal.settle([1234, 1], [1234, 1]).fields[48][30]).toBe('1');
  });

  it('taken back leaves the purchase as it was, to be voided again', () => {
    const one = bought();
    const { terminal, fields, answer } = one;
    const back = terminal.back('23', fields, answer);
    terminal.ask('0200', back);
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('22');
    expect(terminal.ask('0400', terminal.reversalOf(back)).code).toBe('00');
    expect(balance(one)).toBe(98_766);
    expect(terminal.ask('0200', terminal.back('23', fields, answer)).code).toBe('00');
    expect(balance(one)).toBe(100_000);
  });

  const wrongs: readonly (readonly [string, Fields, string])[] = [
    ['another reference', { 37: '000000000099' }, '25'],
    ['another approval', { 38: '999999' }, '25'],
    ['another STAN', { 61: '0000010000990601' }, '25'],
    ['another batch', { 61: '0000020000020601' }, '25'],
    ['another day', { 61: '0000010000020531' }, '25'],
    ['no whole original', { 61: '000001000002' }, '30'],
    ['another amount', { 4: '000000001233' }, '22'],
    ['another card', { 2: '6210999902000000025', 35: '' }, '25'],
  ];
  for (const [what, change, code] of wrongs) {
    it(`of ${what} is refused: ${code}`, () => {
      const one = bought();
      const { terminal, fields, answer } = one;
      expect(terminal.ask('0200', terminal.back('23', fields, answer, change)).code).toBe(code);
      expect(balance(one)).toBe(98_766);
    });
  }

  it('finds nothing where the purchase was reversed, declined, or is of another terminal or batch', () => {
    const reversed = bought();
    reversed.terminal.ask('0400', reversed.terminal.reversalOf(reversed.fields));
    expect(reversed.terminal.ask('0200', reversed.terminal.back('23', reversed.fields, reversed.answer)).code).toBe(
      '25',
    );

    const declined = signedIn();
    const much = declined.purchase(otherBankCard(), 100_001);
    const refused = declined.ask('0200', much);
    expect(declined.ask('0200', declined.back('23', much, refused, { 38: '' })).code).toBe('25');

    const moved = bought();
    moved.terminal.batch = '000002';
    expect(moved.terminal.ask('0200', moved.terminal.back('23', moved.fields, moved.answer)).code).toBe('25');
    moved.terminal.batch = '000001';
    moved.terminal.terminal = '99010002';
    moved.terminal.signIn();
    expect(moved.terminal.ask('0200', moved.terminal.back('23', moved.fields, moved.answer)).code).toBe('25');
  });

  it('is not of a void, an enquiry or a withdrawal', () => {
    const one = bought();
    const { terminal, fields, answer, card } = one;
    const back = terminal.back('23', fields, answer);
    const said = terminal.ask('0200', back);
    expect(terminal.ask('0200', terminal.back('23', back, said)).code).toBe('25');
    const cash = terminal.card(card, { amount: 1234, process: '010000', kind: '71' });
    expect(terminal.ask('0200', terminal.back('23', cash, terminal.ask('0200', cash))).code).toBe('25');
  });
});

describe('a refund', () => {
  it('gives back in parts, in a later batch, and no more than was paid', () => {
    const one = bought();
    const { terminal, fields, answer } = one;
    expect(terminal.settle([1234, 1], [0, 0]).fields[48][30]).toBe('1');
    terminal.batch = '000002';
    terminal.now = '20260602100000';
    terminal.signIn();
    const refund = (fen: string) => terminal.back('25', fields, answer, { 4: fen.padStart(12, '0') });
    expect(terminal.ask('0220', refund('1000')).brief).toBe('0230 00 right 0');
    expect(terminal.ask('0220', refund('235')).code).toBe('61');
    const last = refund('234');
    expect(terminal.ask('0220', last).code).toBe('00');
    expect(balance(one)).toBe(100_000);
    expect(terminal.ask('0220', refund('1')).code).toBe('61');
    expect(terminal.ask('0400', terminal.reversalOf(last)).code).toBe('00');
    expect(balance(one)).toBe(99_766);
    expect(terminal.ask('0220', refund('234')).code).toBe('00');
    expect(terminal.settle([0, 0], [1234, 2]).fields[48][30]).toBe('1');
  });

  it('and void exclude each other', () => {
    const one = bought();
    const { terminal, fields, answer } = one;
    expect(terminal.ask('0220', terminal.back('25', fields, answer, { 4: '000000000001' })).code).toBe('00');
    expect(terminal.ask('0200', terminal.back('23', fields, answer)).code).toBe('22');
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('22');
    const other = bought();
    other.terminal.ask('0200', other.terminal.back('23', other.fields, other.answer));
    expect(other.terminal.ask('0220', other.terminal.back('25', other.fields, other.answer)).code).toBe('22');
  });

  it('has its mark', () => {
    const { terminal, fields, answer } = bought();
    expect(terminal.ask('0220', terminal.back('25', fields, answer, { 63: '303031' })).code).toBe('30');
    expect(terminal.ask('0220', terminal.back('25', fields, answer, { 63: '' })).code).toBe('30');
  });
});

describe('a reversal', () => {
  it('names its original in every field, or is refused', () => {
    const one = bought();
    const { terminal, fields } = one;
    const wrongs: readonly (readonly [Fields, string])[] = [
      [{ 39: '00' }, '30'],
      [{ 61: '0000010000030601' }, '30'],
      [{ 61: '0000020000020601' }, '30'],
      [{ 4: '000000001233' }, '22'],
      [{ 2: '6210999902000000025' }, '22'],
    ];
    for (const [change, code] of wrongs)
      expect(terminal.ask('0400', terminal.reversalOf(fields, '98', change)).code).toBe(code);
    expect(balance(one)).toBe(98_766);
  });

  it('of what was refused is confirmed, and of a settled batch is not', () => {
    const one = bought();
    const { terminal, fields, card } = one;
    const much = terminal.purchase(card, 100_001);
    terminal.ask('0200', much);
    expect(terminal.ask('0400', terminal.reversalOf(much)).code).toBe('00');
    terminal.settle([1234, 1], [0, 0]);
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('22');
    expect(balance(one)).toBe(98_766);
  });
});

describe('script results', () => {
  it('reach the bank of the card once, with what brought the scripts', () => {
    const terminal = signedIn();
    const card = paymentDesk();
    const { pan } = card.profile;
    terminal.network.order(pan, {
      template: 0x72,
      identifier: Uint8Array.of(0xa1, 0xa2, 0xa3, 0xa4),
      orders: [{ ins: 0xda, p1: 0x9f, p2: 0x58, data: Uint8Array.of(3) }],
    });
    const fields = terminal.purchase(card);
    const said = terminal.ask('0200', fields);
    const script = /72139F1804A1A2A3A4860A(04DA9F5805[0-9A-F]{10})$/.exec(said.fields[55])?.[1] ?? '';
    card.say(`008200000A${said.fields[55].slice(4, 24)}`);
    card.second('40');
    expect(card.say(script)).toBe('9000');
    const notice: Fields = {
      2: pan,
      3: '000000',
      11: terminal.nextStan(),
      22: '052',
      23: '001',
      25: '00',
      49: '156',
      55: 'DF310520A1A2A3A4',
      60: '0000000195150',
      61: `000001${fields[11]}0601`,
    };
    expect(terminal.ask('0620', notice).brief).toBe('0630 00 right 0');
    expect(terminal.ask('0620', notice).code).toBe('00');
    expect(terminal.network.scriptResultsOf(pan)).toEqual(['20A1A2A3A4']);
    for (const [change, code] of [
      [{ 55: 'DF310420A1A2A3' }, '30'],
      [{ 55: '9F' }, '30'],
      [{ 55: '9F1A020156' }, '30'],
      [{ 61: '000001' }, '30'],
      [{ 61: '0000010000990601' }, '25'],
    ] as const)
      expect(terminal.ask('0620', { ...notice, 11: terminal.nextStan(), ...change }).code).toBe(code);
  });

  it('wait where field 55 has no room for the scripts, and go out with the next answers', () => {
    const terminal = signedIn();
    const card = paymentDesk();
    const order = (first: number) => ({
      template: 0x72 as const,
      identifier: Uint8Array.of(first, 0, 0, 0),
      orders: [{ ins: 0xda, p1: 0x9f, p2: 0x58, data: new Uint8Array(180) }],
    });
    terminal.network.order(card.profile.pan, order(1));
    terminal.network.order(card.profile.pan, order(2));
    const scripts = () => terminal.ask('0200', terminal.purchase(card)).fields[55].match(/9F1804(..)/g);
    expect(scripts()).toEqual(['9F180401']);
    expect(scripts()).toEqual(['9F180402']);
    expect(scripts()).toBeNull();
  });
});
