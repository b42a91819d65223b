/** Cash and transfers: withdrawal, deposit, money from card to card, the limits of a day, and purchases made offline. */

import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../hosts/peers/bank/accounts.js';
import { STANDARD_CARD } from '../../../conformance/setting.js';
import { type PaymentDesk, paymentDesk } from '../../card/payment/desk.js';
import { type Fields, OFF_US, ON_US, otherBankCard, signedIn, type TerminalDesk } from '../terminal-desk.js';

const WITHDRAWAL = { process: '010000', kind: '71' };
const DEPOSIT = { process: '210000', kind: '72' };
const TRANSFER = { process: '400000', kind: '73' };

function ask(
  terminal: TerminalDesk,
  card: PaymentDesk,
  what: { process: string; kind: string },
  amount: number,
  change: Fields = {},
) {
  return terminal.ask('0200', terminal.card(card, { amount, ...what }, change));
}

function both({ network }: TerminalDesk): (number | undefined)[] {
  expect(network.reconcile().differences).toEqual([]);
  return [network.balanceOf(ON_US), network.balanceOf(OFF_US)];
}

describe('cash', () => {
  it('goes out and comes in, on us and off us', () => {
    const terminal = signedIn();
    expect(ask(terminal, paymentDesk(), WITHDRAWAL, 5000).code).toBe('00');
    expect(ask(terminal, otherBankCard(), DEPOSIT, 3000).code).toBe('00');
    expect(both(terminal)).toEqual([95_000, 103_000]);
    expect(terminal.network.reconcile().ledgers.map(({ position }) => position)).toEqual([3000, -3000]);
    expect(terminal.settle([5000, 1], [3000, 1]).fields[48][30]).toBe('1');
  });

  it('has limits of a day, which a reversal gives back', () => {
    const rich = accountOf({ ...STANDARD_CARD, account: { status: 'open', balance: 90_000_000 } });
    const terminal = signedIn({ accounts: [rich] });
    const card = paymentDesk();
    expect(ask(terminal, card, WITHDRAWAL, 2_000_001).code).toBe('61');
    const all = terminal.card(card, { amount: 2_000_000, ...WITHDRAWAL });
    expect(terminal.ask('0200', all).code).toBe('00');
    expect(ask(terminal, card, WITHDRAWAL, 1).code).toBe('61');
    expect(terminal.ask('0400', terminal.reversalOf(all)).code).toBe('00');
    for (let i = 0; i < 10; i++) expect(ask(terminal, card, WITHDRAWAL, 100).code).toBe('00');
    expect(ask(terminal, card, WITHDRAWAL, 100).code).toBe('65');
    expect(terminal.ask('0200', terminal.purchase(card, 5_000_001)).code).toBe('61');
    expect(terminal.ask('0200', terminal.purchase(card, 4_000_000)).code).toBe('00');
    expect(terminal.ask('0200', terminal.purchase(card, 1_000_001)).code).toBe('61');
    terminal.now = '20260602080000';
    terminal.signIn();
    expect(ask(terminal, card, WITHDRAWAL, 100).code).toBe('00');
    expect(terminal.ask('0200', terminal.purchase(card, 1_000_001)).code).toBe('00');
  });
});

describe('a transfer', () => {
  const to = (pan: string, from = ON_US): Fields => ({ 102: from, 103: pan });

  it('takes from one card and gives to the other, within a bank and between banks', () => {
    const third = '6210999901000000019';
    const accounts = [ON_US, OFF_US, third].map((pan) => accountOf({ ...STANDARD_CARD, pan }));
    const terminal = signedIn({ accounts });
    const said = ask(terminal, paymentDesk(), TRANSFER, 2500, to(OFF_US));
    expect([said.brief, said.fields[102], said.fields[103]]).toEqual(['0210 00 right 0', ON_US, OFF_US]);
    expect(said.fields[64]).toBeUndefined();
    expect(said.fields[128]).toMatch(/^[0-9A-F]{16}$/);
    expect(ask(terminal, otherBankCard(), TRANSFER, 100, to(third, OFF_US)).code).toBe('00');
    expect(both(terminal)).toEqual([97_500, 102_400]);
    expect(terminal.network.balanceOf(third)).toBe(100_100);
    expect(terminal.network.reconcile().ledgers.map(({ position }) => position)).toEqual([2400, -2400]);
    expect(terminal.settle([2600, 2], [0, 0]).fields[48][30]).toBe('1');
  });

  it('taken back is taken back at both ends', () => {
    const terminal = signedIn();
    const fields = terminal.card(paymentDesk(), { amount: 2500, ...TRANSFER }, to(OFF_US));
    terminal.ask('0200', fields);
    expect(terminal.ask('0400', terminal.reversalOf(fields)).brief).toBe('0410 00 right 0');
    expect(both(terminal)).toEqual([100_000, 100_000]);
  });

  const refused: readonly (readonly [string, Fields, string])[] = [
    ['itself', to(ON_US), '12'],
    ['a card that its bank does not have', to('6210999902000000025'), '14'],
    ['a card of no bank', to('4111111111111111'), '15'],
    ['what is no number', to('ZHANG SAN'), '30'],
    ['nobody', { 102: ON_US, 103: '' }, '30'],
    ['a card, out of another one', to(OFF_US, '6210999901000000019'), '30'],
  ];
  for (const [what, change, code] of refused) {
    it(`to ${what} is refused: ${code}`, () => {
      const terminal = signedIn();
      expect(ask(terminal, paymentDesk(), TRANSFER, 2500, change).code).toBe(code);
      expect(both(terminal)).toEqual([100_000, 100_000]);
    });
  }

  it('to a card whose account is not open, or whose bank says nothing, stays where it is', () => {
    const accounts = [
      accountOf(STANDARD_CARD),
      accountOf({ ...STANDARD_CARD, pan: OFF_US, account: { status: 'frozen', balance: 0 } }),
    ];
    const frozen = signedIn({ accounts });
    expect(ask(frozen, paymentDesk(), TRANSFER, 2500, to(OFF_US)).code).toBe('62');
    expect(both(frozen)).toEqual([100_000, 0]);
    const silent = signedIn();
    silent.network.conduct((issuer, message) =>
      issuer === '99020000' && message === 'request' ? 'silent' : 'answers',
    );
    const said = ask(silent, paymentDesk(), TRANSFER, 2500, to(OFF_US));
    expect([said.code, said.afterMs, said.fields[55]]).toEqual(['68', 15_080, undefined]);
    expect(both(silent)).toEqual([100_000, 100_000]);
  });
});

describe('an offline purchase', () => {
  /** With a certificate of the card in place of its request. */
  const offline = (terminal: TerminalDesk, card: PaymentDesk, amount: number, change: Fields = {}) => {
    card.again().open();
    const money = String(amount).padStart(12, '0');
    const first = card.first('40', { '9F02': money });
    const chip = [
      ['9F26', first.cryptogram],
      ['9F27', first.information],
      ['9F10', first.issuerData],
      ['9F36', first.counter],
      ['9F37', 'DEADBEEF'],
      ['95', '0000000000'],
      ['9A', '260601'],
      ['9C', '00'],
      ['9F02', money],
      ['5F2A', '0156'],
      ['82', '7C00'],
      ['9F1A', '0156'],
      ['9F03', '000000000000'],
    ];
    const tlv = chip.map(([tag, value]) => tag + (value.length / 2).toString(16).padStart(2, '0') + value).join('');
    const fields = terminal.card(card, { amount, process: '000000', kind: '36' }, { 35: '', 55: tlv, ...change });
    return { first, fields };
  };

  it('is paid, once a certificate, even beyond what the account holds', () => {
    const accounts = [accountOf({ ...STANDARD_CARD, account: { status: 'open', balance: 1000 } })];
    const terminal = signedIn({ accounts });
    const card = paymentDesk({ tags: { '9F52': '0000' } });
    card.payOnline();
    const { first, fields } = offline(terminal, card, 1234);
    expect(first.information).toBe('40');
    expect(terminal.ask('0200', fields).code).toBe('00');
    expect(terminal.network.balanceOf(ON_US)).toBe(-234);
    expect(terminal.ask('0200', fields).code).toBe('00');
    const again: Fields = { ...fields, 11: terminal.nextStan() };
    expect(terminal.ask('0200', again).code).toBe('94');
    expect(terminal.network.balanceOf(ON_US)).toBe(-234);
    expect(terminal.network.reconcile().differences).toEqual([]);
    const next = signedIn();
    expect(next.ask('0200', { ...fields, 4: '000000001235' }).code).toBe('13');
    expect(next.ask('0200', { ...fields, 11: '000099', 55: fields[55].replace('DEADBEEF', 'DEADBEEE') }).code).toBe(
      '05',
    );
  });

  it('is no purchase with a request in it', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(paymentDesk(), 1234, { 35: '', 60: '3600000100050' });
    expect(terminal.ask('0200', fields).code).toBe('30');
  });
});
