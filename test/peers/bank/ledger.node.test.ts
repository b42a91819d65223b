/** The books keep their balance, whatever is posted and undone; and the whole network keeps its own, whatever happens. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger, type Line } from '../../../hosts/peers/bank/ledger.js';
import type { IssuerConduct } from '../../../hosts/peers/switch/switch.js';
import { Bug } from '../../../src/base/assert.js';
import { type PaymentDesk, paymentDesk } from '../card/payment/desk.js';
import { type Fields, OFF_US, ON_US, otherBankCard, type Said, signedIn, TerminalDesk } from './terminal-desk.js';

const ACCOUNTS = ['a', 'b', 'c', 'd'];

describe('a ledger', () => {
  it('sums to nothing after any postings, is what its image makes, and forgets what is undone', () => {
    const posting = fc.record({
      reference: fc.integer({ min: 0, max: 9 }).map(String),
      moves: fc.array(
        fc.record({
          from: fc.constantFrom(...ACCOUNTS),
          to: fc.constantFrom(...ACCOUNTS),
          fen: fc.integer({ min: 1, max: 10 ** 12 }),
        }),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(fc.array(posting), fc.integer({ min: 0, max: 9 }).map(String), (postings, undone) => {
        const ledger = new Ledger();
        const expected = new Map<string, number>();
        for (const { reference, moves } of postings) {
          const lines = moves.flatMap(({ from, to, fen }): Line[] => [
            { account: from, amount: -fen },
            { account: to, amount: fen },
          ]);
          ledger.post(reference, lines);
          if (reference === undone) continue;
          for (const { account, amount } of lines) expected.set(account, (expected.get(account) ?? 0) + amount);
        }
        ledger.undo(undone);
        const again = new Ledger(JSON.parse(JSON.stringify(ledger.image())));
        for (const account of ACCOUNTS) {
          expect(ledger.balance(account)).toBe(expected.get(account) ?? 0);
          expect(again.balance(account)).toBe(expected.get(account) ?? 0);
          expect(ledger.effects(account).get(undone) ?? 0).toBe(0);
        }
        expect(ledger.sum()).toBe(0);
        ledger.undo(undone);
        expect(ledger.image()).toEqual(again.image());
      }),
    );
  });

  it('takes no lines that do not sum to nothing, and no parts of a fen', () => {
    const ledger = new Ledger();
    for (const amounts of [[1], [1, -2], [0.5, -0.5], [Number.MAX_SAFE_INTEGER + 1, -(Number.MAX_SAFE_INTEGER + 1)]])
      expect(() =>
        ledger.post(
          'x',
          amounts.map((amount) => ({ account: 'a', amount })),
        ),
      ).toThrow(Bug);
    expect(ledger.image()).toEqual([]);
  });
});

/** One thing that a terminal or the world does. */
type Deed =
  | { readonly do: 'buy' | 'withdraw' | 'deposit' | 'transfer'; readonly card: 0 | 1; readonly fen: number }
  | { readonly do: 'reverse' | 'void' | 'refund' | 'again'; readonly which: number }
  | { readonly do: 'conduct'; readonly request: IssuerConduct; readonly reversal: IssuerConduct }
  | { readonly do: 'keep' };

const which = fc.nat({ max: 9 });
const conduct = fc.constantFrom<IssuerConduct[]>('answers', 'down', 'mute', 'silent', 'slow');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constantFrom('buy' as const, 'withdraw' as const, 'deposit' as const, 'transfer' as const),
    card: fc.constantFrom<(0 | 1)[]>(0, 1),
    fen: fc.integer({ min: 1, max: 60_000 }),
  }),
  fc.record({ do: fc.constantFrom('reverse' as const, 'void' as const, 'refund' as const, 'again' as const), which }),
  fc.record({ do: fc.constant('conduct' as const), request: conduct, reversal: conduct }),
  fc.constant({ do: 'keep' as const }),
);

const KINDS = {
  buy: { process: '000000', kind: '22' },
  withdraw: { process: '010000', kind: '71' },
  deposit: { process: '210000', kind: '72' },
  transfer: { process: '400000', kind: '73' },
} as const;

interface Sent {
  readonly mti: string;
  readonly fields: Fields;
  readonly said: Said;
}

/** What moved the money of each card by what the terminal was told, fen. */
type Books = Map<string, number>;

/** A terminal that believes what it is told, and the books that follow from that. */
class Believer {
  readonly terminal: TerminalDesk = signedIn();
  readonly believed: Books = new Map([
    [ON_US, 100_000],
    [OFF_US, 100_000],
  ]);
  readonly #cards: readonly PaymentDesk[] = [paymentDesk(), otherBankCard()];
  readonly #sent: Sent[] = [];
  readonly #effects: Map<string, number>[] = [];

  act(deed: Deed): void {
    switch (deed.do) {
      case 'conduct':
        this.terminal.network.conduct((_, message) => deed[message]);
        return;
      case 'keep':
        this.terminal.network = new TerminalDesk({
          image: JSON.parse(JSON.stringify(this.terminal.network.image())),
        }).network;
        return;
      case 'reverse':
      case 'void':
      case 'refund':
      case 'again':
        this.#follow(deed.do, deed.which);
        return;
      default: {
        const card = this.#cards[deed.card];
        const to = deed.card === 0 ? OFF_US : ON_US;
        const transfer: Fields = deed.do === 'transfer' ? { 102: card.profile.pan, 103: to } : {};
        const fields = this.terminal.card(card, { amount: deed.fen, ...KINDS[deed.do] }, transfer);
        const sign = deed.do === 'deposit' ? 1 : -1;
        const effect = new Map([[card.profile.pan, sign * deed.fen]]);
        if (deed.do === 'transfer') effect.set(to, deed.fen);
        this.#send('0200', fields, effect);
      }
    }
  }

  #follow(what: 'reverse' | 'void' | 'refund' | 'again', which: number): void {
    const index = this.#sent.length - 1 - which;
    const sent = this.#sent[index];
    if (sent === undefined) return;
    if (what === 'again') {
      const taken = sent.said.code === '00' && this.#effects[index].size === 0;
      expect(this.terminal.ask(sent.mti, sent.fields).code).toBe(taken ? '94' : sent.said.code);
      return;
    }
    if (what === 'reverse') {
      const code = this.terminal.ask('0400', this.terminal.reversalOf(sent.fields)).code;
      if (code !== '00') return;
      this.#believe(this.#effects[index], -1);
      this.#effects[index] = new Map();
      return;
    }
    if (sent.said.code !== '00') return;
    const fields = this.terminal.back(what === 'void' ? '23' : '25', sent.fields, sent.said);
    this.#send(what === 'void' ? '0200' : '0220', fields, new Map([[fields[2], Number(fields[4])]]));
  }

  #send(mti: string, fields: Fields, effect: Map<string, number>): void {
    const said = this.terminal.ask(mti, fields);
    const approved = said.code === '00';
    this.#sent.push({ mti, fields, said });
    this.#effects.push(approved ? effect : new Map());
    if (approved) this.#believe(effect, 1);
  }

  #believe(effect: Map<string, number>, sign: 1 | -1): void {
    for (const [pan, fen] of effect) this.believed.set(pan, (this.believed.get(pan) ?? 0) + sign * fen);
  }
}

describe('a network', () => {
  it('agrees with itself and with what the terminal was told, whatever happens on the way', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const believer = new Believer();
        for (const one of deeds) believer.act(one);
        const { network } = believer.terminal;
        network.conduct(() => 'answers');
        const { differences, ledgers } = network.reconcile();
        expect(differences).toEqual([]);
        expect(ledgers.reduce((sum, { position }) => sum + position, 0)).toBe(0);
        for (const [pan, fen] of believer.believed) expect(network.balanceOf(pan)).toBe(fen);
      }),
      { numRuns: 150 },
    );
  });
});
