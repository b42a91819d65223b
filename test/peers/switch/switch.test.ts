/** The switch between banks: where requests go, what becomes of a silent bank, and what is cleared. */

import { describe, expect, it } from 'vitest';
import type { IssuerConduct } from '../../../hosts/peers/switch/switch.js';
import { OFF_US, ON_US, otherBankCard, signedIn, type TerminalDesk } from '../bank/terminal-desk.js';
import { type PaymentDesk, paymentDesk } from '../card/payment/desk.js';

const OTHER = '99020000';

/** The other bank meets requests so, and reversals so. */
function meets(terminal: TerminalDesk, request: IssuerConduct, reversal: IssuerConduct = request): void {
  terminal.network.conduct((issuer, message) =>
    issuer !== OTHER ? 'answers' : message === 'request' ? request : reversal,
  );
}

function buy(terminal: TerminalDesk, card: PaymentDesk) {
  return terminal.ask('0200', terminal.purchase(card));
}

describe('a bank that does not answer', () => {
  const cases: readonly (readonly [IssuerConduct, string, number])[] = [
    ['down', '91', 80],
    ['mute', '68', 15_080],
    ['silent', '68', 15_080],
    ['slow', '68', 15_080],
  ];
  for (const [conduct, code, afterMs] of cases) {
    it(`but is ${conduct} costs its holder nothing, and the other bank’s holders no time`, () => {
      const terminal = signedIn();
      const card = otherBankCard();
      meets(terminal, conduct, 'answers');
      const said = buy(terminal, card);
      expect([said.code, said.mac, said.afterMs, said.fields[55]]).toEqual([code, 'right', afterMs, undefined]);
      expect(terminal.network.balanceOf(OFF_US)).toBe(100_000);
      expect(buy(terminal, paymentDesk()).code).toBe('00');
      meets(terminal, 'answers');
      expect(buy(terminal, card).code).toBe('00');
      expect(terminal.network.balanceOf(OFF_US)).toBe(98_766);
      expect(terminal.network.reconcile().differences).toEqual([]);
    });
  }

  it('gets the reversal before anything new, and nothing new before the reversal', () => {
    const terminal = signedIn();
    const card = otherBankCard();
    meets(terminal, 'silent', 'down');
    expect(buy(terminal, card).code).toBe('68');
    expect(terminal.network.balanceOf(OFF_US)).toBe(98_766);
    expect(terminal.network.reconcile().differences).toEqual([
      '99010000000000000002: a reversal still waits for 99020000',
      '99010001 000001 000002: acquirer 0, switch 0, issuer 1234',
      '99020000: owes the switch 1234, the switch says 0',
    ]);
    meets(terminal, 'answers', 'down');
    expect(buy(terminal, card).code).toBe('91');
    meets(terminal, 'answers', 'mute');
    expect(buy(terminal, card).code).toBe('91');
    meets(terminal, 'answers', 'answers');
    expect(buy(terminal, card).code).toBe('00');
    expect(terminal.network.balanceOf(OFF_US)).toBe(98_766);
    expect(terminal.network.reconcile().differences).toEqual([]);
  });

  it('and has a reversal waiting in an image gets it from the network made of that', () => {
    const terminal = signedIn();
    meets(terminal, 'silent', 'down');
    buy(terminal, otherBankCard());
    const image = JSON.parse(JSON.stringify(terminal.network.image()));
    const other = signedIn({ image });
    expect(other.network.reconcile().differences).toEqual([]);
    expect(other.network.balanceOf(OFF_US)).toBe(100_000);
  });

  it('is told by the switch alone, the acquirer’s own issuing side too', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(paymentDesk());
    terminal.ask('0200', fields);
    terminal.network.conduct((_, message) => (message === 'reversal' ? 'down' : 'answers'));
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('00');
    expect(terminal.network.balanceOf(ON_US)).toBe(98_766);
    expect(terminal.network.reconcile().differences).toEqual([
      '99010000000000000002: a reversal still waits for 99010000',
      '99010001 000001 000002: acquirer 0, switch 0, issuer 1234',
      '99010000: owes the switch 1234, the switch says 0',
    ]);
    terminal.network.conduct(() => 'answers');
    expect(terminal.network.reconcile().differences).toEqual([]);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
  });

  it('hears of a terminal’s reversal when it is back', () => {
    const terminal = signedIn();
    const fields = terminal.purchase(otherBankCard());
    terminal.ask('0200', fields);
    meets(terminal, 'answers', 'silent');
    expect(terminal.ask('0400', terminal.reversalOf(fields)).code).toBe('00');
    expect(terminal.network.balanceOf(OFF_US)).toBe(100_000);
    expect(terminal.network.reconcile().differences).toEqual([
      '99010000000000000002: a reversal still waits for 99020000',
    ]);
    meets(terminal, 'answers');
    expect(terminal.network.reconcile().differences).toEqual([]);
  });
});

describe('clearing', () => {
  it('is by pair and nets to nothing over all banks', () => {
    const terminal = signedIn();
    const [own, other] = [paymentDesk(), otherBankCard()];
    buy(terminal, own);
    const fields = terminal.purchase(other, 5000);
    const answer = terminal.ask('0200', fields);
    terminal.ask('0220', terminal.back('25', fields, answer, { 4: '000000000200' }));
    const taken = terminal.purchase(other, 77);
    terminal.ask('0200', taken);
    terminal.ask('0400', terminal.reversalOf(taken));
    const { pairs, ledgers } = terminal.network.reconcile();
    expect(pairs).toEqual([
      {
        acquirer: '99010000',
        issuer: '99010000',
        debit: { amount: 1234, count: 1 },
        credit: { amount: 0, count: 0 },
      },
      { acquirer: '99010000', issuer: OTHER, debit: { amount: 5000, count: 1 }, credit: { amount: 200, count: 1 } },
    ]);
    expect(ledgers).toEqual([
      { bank: '99010000', sum: 0, position: -4800 },
      { bank: OTHER, sum: 0, position: 4800 },
    ]);
  });
});

describe('strangers', () => {
  it('are welcome with a card of a bank that there is', () => {
    const terminal = signedIn({ accounts: [], strangers: 'welcome' });
    expect(buy(terminal, paymentDesk()).code).toBe('00');
    expect(buy(terminal, otherBankCard()).code).toBe('00');
    expect([ON_US, OFF_US].map((pan) => terminal.network.balanceOf(pan))).toEqual([98_766, 98_766]);
    expect(terminal.network.balanceOf('6210999901000000992')).toBeUndefined();
    expect(terminal.network.balanceOf('4111111111111111')).toBeUndefined();
  });

  it('are refused without', () => {
    const terminal = signedIn({ accounts: [] });
    expect(buy(terminal, paymentDesk()).code).toBe('14');
    expect(terminal.network.balanceOf(ON_US)).toBeUndefined();
  });
});
