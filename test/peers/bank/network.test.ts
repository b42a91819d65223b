/** The bank network at work: what a terminal asks, what moves, and that all its sides agree. */

import { describe, expect, it } from 'vitest';
import { parseNetworkImage } from '../../../hosts/peers/bank/network-image.js';
import { FormatError } from '../../../src/base/format-error.js';
import { paymentDesk } from '../card/payment/desk.js';
import { OFF_US, ON_US, otherBankCard, signedIn, TERMINAL, TerminalDesk } from './terminal-desk.js';

describe('a purchase', () => {
  it('moves money once, on us and off us, with all sides agreeing', () => {
    const terminal = signedIn();
    for (const [pan, card] of [
      [ON_US, paymentDesk()],
      [OFF_US, otherBankCard()],
    ] as const) {
      const said = terminal.ask('0200', terminal.purchase(card));
      expect([said.mti, said.code, said.mac]).toEqual(['0210', '00', 'right']);
      expect(said.fields[55]).toMatch(/^910A[0-9A-F]{16}3030$/);
      expect(card.say(`008200000A${said.fields[55].slice(4)}`)).toBe('9000');
      expect(terminal.network.balanceOf(pan)).toBe(100_000 - 1234);
    }
    const { differences, ledgers, pairs, batches } = terminal.network.reconcile();
    expect(differences).toEqual([]);
    expect(ledgers).toEqual([
      { bank: '99010000', sum: 0, position: -1234 },
      { bank: '99020000', sum: 0, position: 1234 },
    ]);
    const once = { debit: { amount: 1234, count: 1 }, credit: { amount: 0, count: 0 } };
    expect(pairs).toEqual([
      { acquirer: '99010000', issuer: '99010000', ...once },
      { acquirer: '99010000', issuer: '99020000', ...once },
    ]);
    expect(batches).toEqual([
      {
        terminal: TERMINAL,
        batch: '000001',
        state: 'open',
        debit: { amount: 2468, count: 2 },
        credit: { amount: 0, count: 0 },
        standing: ['000002', '000003'],
      },
    ]);
  });

  it('sent again is answered again, word for word, and moves nothing', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(paymentDesk());
    const first = terminal.ask('0200', fields);
    terminal.now = '20260601090130';
    const again = terminal.ask('0200', fields);
    expect(again).toEqual(first);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000 - 1234);
    expect(terminal.ask('0200', { ...fields, 4: '000000001235' }).code).toBe('94');
    expect(terminal.network.reconcile().differences).toEqual([]);
  });

  it('is refused as the account is', () => {
    const terminal = signedIn();
    const said = terminal.ask('0200', terminal.purchase(paymentDesk(), 100_001));
    expect([said.code, said.mac, said.fields[38]]).toEqual(['51', 'right', undefined]);
    expect(said.fields[55]).toMatch(/^910A[0-9A-F]{16}3531$/);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
  });
});

describe('a reversal', () => {
  it('takes back once, however often it comes', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(otherBankCard());
    const paid = terminal.ask('0200', fields);
    for (const reason of ['98', '98', '06', 'A0']) {
      const said = terminal.ask('0400', terminal.reversalOf(fields, reason));
      expect([said.mti, said.code, said.mac, said.fields[37]]).toEqual(['0410', '00', 'right', paid.fields[37]]);
      expect(terminal.network.balanceOf(OFF_US)).toBe(100_000);
    }
    expect(terminal.ask('0200', fields).code).toBe('94');
    const { differences, ledgers, batches } = terminal.network.reconcile();
    expect(differences).toEqual([]);
    expect(ledgers.map(({ position }) => position)).toEqual([0, 0]);
    expect(batches[0].standing).toEqual([]);
  });

  it('of what never came is confirmed, and what comes then is refused', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(paymentDesk());
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('00');
    expect(terminal.ask('0200', fields).code).toBe('94');
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('00');
  });
});

describe('a balance enquiry', () => {
  it('tells the money of the account, and moves none', () => {
    const terminal = signedIn();
    const said = terminal.ask('0200', terminal.card(paymentDesk(), { amount: 0, process: '310000', kind: '01' }));
    expect([said.code, said.fields[54]]).toEqual(['00', '1002156C000000100000']);
    expect(terminal.network.reconcile().pairs).toEqual([]);
  });
});

describe('a settlement', () => {
  it('that agrees closes the batch, and says the same again', () => {
    const terminal = signedIn();
    const card = paymentDesk();
    terminal.ask('0200', terminal.purchase(card));
    terminal.ask('0200', terminal.purchase(card, 66));
    const said = terminal.settle([1300, 2], [0, 0]);
    const answer = `000000001300002000000000000000 1 ${'0'.repeat(30)} 1`.replace(/ /g, '');
    expect([said.mti, said.code, said.mac, said.fields[48]]).toEqual(['0510', '00', 'none', answer]);
    expect(terminal.settle([1300, 2], [0, 0]).fields[48]).toBe(answer);
    expect(terminal.settle([1301, 2], [0, 0]).fields[48][30]).toBe('3');
    expect(terminal.ask('0200', terminal.purchase(card)).code).toBe('22');
    terminal.batch = '000002';
    expect(terminal.ask('0200', terminal.purchase(card)).code).toBe('00');
    expect(terminal.network.reconcile().batches.map(({ state }) => state)).toEqual(['closed', 'open']);
  });
});

describe('an image', () => {
  it('is all there is to know: a network made from it goes on, and the first one is not touched', () => {
    const first = signedIn();
    const card = paymentDesk();
    const fields = first.purchase(card);
    const paid = first.ask('0200', fields);
    const text = JSON.stringify(first.network.image());
    const second = new TerminalDesk({ image: parseNetworkImage(text) });
    second.keys = first.keys;
    expect(second.ask('0200', fields)).toEqual(paid);
    expect(JSON.stringify(second.network.image())).toBe(text);
    expect(second.ask('0400', second.reversalOf(fields)).code).toBe('00');
    expect([first.network.balanceOf(ON_US), second.network.balanceOf(ON_US)]).toEqual([98_766, 100_000]);
    expect(JSON.stringify(first.network.image())).toBe(text);
    expect(second.network.reconcile().differences).toEqual([]);
  });

  it('is read with care', () => {
    const image = signedIn().network.image();
    const broken = {
      ...image,
      banks: [{ ...image.banks[0], ledger: [{ reference: 'x', lines: [{ account: 'y', amount: 1 }] }] }],
    };
    expect(() => parseNetworkImage(JSON.stringify(broken))).toThrow('banks.0.ledger.0.lines');
    for (const text of ['', '{}', JSON.stringify({ ...image, format: 'ssc-bank-network/2' })])
      expect(() => parseNetworkImage(text)).toThrow(FormatError);
  });
});
