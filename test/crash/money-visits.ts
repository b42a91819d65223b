/** The money visits that the crash sweep plays: what was before, undisturbed, and the one visit that is struck. */

import { type Card, createCard } from '../../hosts/peers/card/card.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import { Drawer } from '../../hosts/world/drawer.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { StandingWorld } from '../../hosts/world/standing-world.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';

export interface MoneyVisit {
  readonly name: string;
  /** What has happened at this terminal before. */
  readonly before: readonly Deed[];
  readonly visit: Deed;
}

export interface Deed {
  /** Without a card an operator does it. */
  readonly withCard: boolean;
  readonly presses: readonly Press[];
  readonly act: (terminal: RunningTerminal, world: StandingWorld) => Promise<unknown>;
}

const CARD = 'bank-sda';
/** Reversals before people must (next-action.ts). */
const TRIES = 9;
/** Of the other bank. */
const PAYEE = '6210999902000000015';

const drawer = new Drawer();

/** What the card's account and its PIN are. */
export const ACCOUNT = drawer.card(CARD).account;

/** The sample card as it was issued. */
export function newCard(): Card {
  const dice = new SeededRandom(5);
  return createCard(drawer.card(CARD).image, (length) => dice.bytes(length));
}

const byCard = (act: Deed['act'], ...presses: Press[]): Deed => ({ withCard: true, presses, act });

const purchase = byCard((terminal) => terminal.purchase({ amount: 1234 }));
const other = byCard((terminal) => terminal.purchase({ amount: 500 }));
/** The purchase before it has trace number 2, after the sign-in. */
const void_ = byCard((terminal) => terminal.voidPurchase({ stan: 2 }), 1);
const refund = byCard(
  (terminal) => terminal.refund({ batch: 1, stan: 2, date: '0601', reference: '000000000002', amount: 34 }),
  1,
);

const settle: Deed = { withCard: false, presses: [], act: (terminal) => terminal.settle() };

const LOST = Object.freeze({ deed: 'request-lost' } as const);

/** The answer is lost, and nine reversals on their way: a purchase that the bank has made and the terminal cannot settle. */
const disputed = byCard(async (terminal, world) => {
  world.befall([{ deed: 'answer-lost' }, ...Array.from({ length: TRIES }, () => LOST)]);
  await terminal.purchase({ amount: 999 });
  await terminal.signIn();
  await terminal.signIn();
});

/** The issuer has a script with its answer: PIN UNBLOCK (emv.md 2.10). */
const scripted = byCard(async (terminal, world) => {
  const identifier = Uint8Array.of(0, 0, 0, 1);
  world.network.order(ACCOUNT.pan, { template: 0x72, identifier, orders: [{ ins: 0x24 }] });
  await terminal.purchase({ amount: 1234 });
});

export const MONEY_VISITS: readonly MoneyVisit[] = [
  { name: 'purchase', before: [], visit: purchase },
  { name: 'purchase after another', before: [other], visit: purchase },
  { name: 'void', before: [purchase], visit: void_ },
  { name: 'refund', before: [purchase], visit: refund },
  { name: 'withdraw', before: [], visit: byCard((terminal) => terminal.withdraw({ amount: 10_000 })) },
  { name: 'deposit', before: [], visit: byCard((terminal) => terminal.deposit({ amount: 5_000 })) },
  {
    name: 'transfer',
    before: [],
    visit: byCard((terminal) => terminal.transfer({ amount: 700, toAccount: PAYEE })),
  },
  { name: 'balance', before: [purchase], visit: byCard((terminal) => terminal.balance()) },
  {
    name: 'purchase while one is pending',
    before: [
      byCard(async (terminal, world) => {
        world.befall([{ deed: 'answer-lost' }, LOST, LOST, LOST, LOST, LOST, LOST]);
        await terminal.purchase({ amount: 999 });
      }),
    ],
    visit: purchase,
  },
  { name: 'purchase with a script', before: [], visit: scripted },
  { name: 'purchase that owes a notice', before: [scripted], visit: other },
  { name: 'settle', before: [purchase, other], visit: settle },
  { name: 'settle with differences', before: [purchase, disputed], visit: settle },
  {
    name: 'disputes',
    before: [disputed],
    visit: { withCard: false, presses: [1], act: (terminal) => terminal.disputes() },
  },
];
