/** Scenarios of several visits at a terminal with a bank: what is taken back, settled, lost on the line, and asked for by the host. */

import type { Deed } from '../../hosts/peers/line/deeds.js';
import type { LineMischief } from '../../hosts/peers/line/emulated-line.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { Scenario, Scene } from './scenarios.js';

const PIN = { digits: '123456' } as const;
const PINS = [PIN, PIN, PIN];
const TERMINAL = '10000001';
/** Of `bank-dda`, and of `bank-b-dda` at the other bank. */
const PAN = '6210999901000000027';
const PAYEE = '6210999902000000017';

const purchase = (amount: number) => (terminal: RunningTerminal) => terminal.purchase({ amount });
const voided = (stan: number) => (terminal: RunningTerminal) => terminal.voidPurchase({ stan });
const settle = (terminal: RunningTerminal) => terminal.settle();
const signIn = (terminal: RunningTerminal) => terminal.signIn();

/** A visit as what has happened before. */
const earlier =
  (visit: (terminal: RunningTerminal) => Promise<unknown>) =>
  ({ terminal }: Scene) =>
    visit(terminal);

/** Befalls requests by their number on the line, from 1; the sign-in is the first. */
const befalls =
  (deeds: Readonly<Record<number, Deed>>): LineMischief =>
  ({ number }) =>
    deeds[number];

const LOST: Deed = { deed: 'request-lost' };

/** A purchase that the bank has made, and nine reversals that it never gets: 3 to 5, 7 to 9 and 11 to 13 on the line. */
const NEVER_TAKEN_BACK = befalls({
  2: { deed: 'answer-lost' },
  ...Object.fromEntries([3, 4, 5, 7, 8, 9, 11, 12, 13].map((number) => [number, LOST])),
});
const disputed = [earlier(purchase(999)), earlier(signIn), earlier(signIn)];

/** One purchase, and what befalls its request or its answer. */
const struck = (deed: Deed): Scenario => ({
  card: 'bank-dda',
  gestures: PINS,
  line: befalls({ 2: deed }),
  visit: purchase(1234),
});

/** The same, and the next purchase, which meets what is still on its way. */
const struckBefore = (deed: Deed): Scenario => ({
  ...struck(deed),
  before: [earlier(purchase(1234))],
  visit: purchase(500),
});

/** The header of the host's answers asks for it until it is done. */
const wished =
  (wish: 'sign-in' | 'ca-keys' | 'parameters') =>
  async ({ bank }: Scene) =>
    bank.wish(TERMINAL, wish);

const BEFORE_AND_AFTER: Readonly<Record<string, Scenario>> = {
  void: {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    before: [earlier(purchase(1234))],
    visit: voided(2),
  },
  'void-not-confirmed': {
    card: 'bank-dda',
    gestures: PINS,
    presses: [2],
    before: [earlier(purchase(1234))],
    visit: voided(2),
  },
  'void-other-card': {
    card: 'bank-dda',
    others: ['bank-sda'],
    gestures: PINS,
    presses: [1],
    before: [earlier(purchase(1234)), async ({ changeCard }) => changeCard('bank-sda')],
    visit: voided(2),
  },
  'void-twice': {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1, 1],
    before: [earlier(purchase(1234)), earlier(voided(2))],
    visit: voided(2),
  },
  'void-answer-lost': {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    line: befalls({ 3: { deed: 'answer-lost' } }),
    before: [earlier(purchase(1234))],
    visit: voided(2),
  },
  refund: {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    before: [earlier(purchase(1234)), earlier(settle)],
    visit: (terminal) => terminal.refund({ batch: 1, stan: 2, date: '0601', reference: '000000000002', amount: 1000 }),
  },
  'refund-too-much': {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    before: [earlier(purchase(1234))],
    visit: (terminal) => terminal.refund({ batch: 1, stan: 2, date: '0601', reference: '000000000002', amount: 1235 }),
  },
  'refund-unanswered': {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    line: befalls({ 3: { deed: 'answer-lost' } }),
    before: [earlier(purchase(1234))],
    visit: (terminal) => terminal.refund({ batch: 1, stan: 2, date: '0601', reference: '000000000002', amount: 34 }),
  },
};

const OTHER_MONEY: Readonly<Record<string, Scenario>> = {
  withdraw: { card: 'bank-dda', gestures: PINS, visit: (terminal) => terminal.withdraw({ amount: 20_000 }) },
  deposit: { card: 'bank-dda', gestures: PINS, visit: (terminal) => terminal.deposit({ amount: 5_000 }) },
  transfer: {
    card: 'bank-dda',
    others: ['bank-b-dda'],
    gestures: PINS,
    visit: (terminal) => terminal.transfer({ amount: 4_321, toAccount: PAYEE }),
  },
  'transfer-to-nobody': {
    card: 'bank-dda',
    gestures: PINS,
    visit: (terminal) => terminal.transfer({ amount: 4_321, toAccount: PAYEE }),
  },
};

const END_OF_BATCH: Readonly<Record<string, Scenario>> = {
  'settle-balanced': {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    before: [earlier(purchase(1234)), earlier(voided(2)), earlier(purchase(500))],
    visit: settle,
  },
  'settle-unbalanced': {
    card: 'bank-dda',
    gestures: PINS,
    line: NEVER_TAKEN_BACK,
    before: [...disputed, earlier(purchase(500))],
    visit: settle,
  },
  'settle-bank-down': {
    card: 'bank-dda',
    gestures: PINS,
    before: [earlier(purchase(1234)), async ({ world }) => world.bankLine.cut()],
    visit: settle,
  },
  'settle-resumed': {
    card: 'bank-dda',
    gestures: PINS,
    line: befalls({ 3: { deed: 'answer-lost' } }),
    before: [earlier(purchase(1234)), earlier(settle), ({ restart }) => restart()],
    visit: settle,
  },
  'reprint-last': {
    card: 'bank-dda',
    gestures: PINS,
    before: [earlier(purchase(1234))],
    visit: (terminal) => terminal.reprint({ what: 'last' }),
  },
  'reprint-settlement': {
    card: 'bank-dda',
    gestures: PINS,
    before: [earlier(purchase(1234)), earlier(settle)],
    visit: (terminal) => terminal.reprint({ what: 'settlement' }),
  },
  'reprint-nothing': { visit: (terminal) => terminal.reprint({ what: 'last' }) },
  disputes: {
    card: 'bank-dda',
    gestures: PINS,
    presses: [1],
    line: NEVER_TAKEN_BACK,
    before: disputed,
    visit: (terminal) => terminal.disputes(),
  },
};

const KEYS_AND_DOWNLOADS: Readonly<Record<string, Scenario>> = {
  'sign-in': { visit: signIn },
  'sign-in-wrong-check-value': { line: befalls({ 1: { deed: 'wrong-mac' } }), visit: signIn },
  'sign-in-wrong-twice': { line: befalls({ 1: { deed: 'wrong-mac' }, 2: { deed: 'wrong-mac' } }), visit: signIn },
  'sign-in-refused': { line: befalls({ 1: { deed: 'decline', code: '97' } }), visit: signIn },
  'host-asks-sign-in': {
    card: 'bank-dda',
    gestures: PINS,
    before: [earlier(signIn), wished('sign-in'), earlier(purchase(1234))],
    visit: purchase(500),
  },
  'host-asks-ca-keys': {
    card: 'bank-dda',
    gestures: PINS,
    before: [wished('ca-keys'), earlier(signIn), ({ restart }) => restart()],
    visit: purchase(1234),
  },
  'host-asks-parameters': {
    card: 'bank-dda',
    gestures: PINS,
    before: [wished('parameters'), earlier(signIn), ({ restart }) => restart()],
    visit: purchase(1234),
  },
  'script-notice': {
    card: 'bank-dda',
    gestures: PINS,
    before: [
      // PIN UNBLOCK (emv.md 2.10).
      async ({ bank }) =>
        bank.order(PAN, { template: 0x72, identifier: Uint8Array.of(0, 0, 0, 1), orders: [{ ins: 0x24 }] }),
      earlier(purchase(1234)),
    ],
    visit: (terminal) => terminal.balance(),
  },
};

const ON_THE_LINE: Readonly<Record<string, Scenario>> = {
  'purchase-answer-lost': struck({ deed: 'answer-lost' }),
  'purchase-request-lost': struck({ deed: 'request-lost' }),
  'purchase-wrong-mac': struck({ deed: 'wrong-mac' }),
  'purchase-foreign-answer': struck({ deed: 'foreign', place: 'instead' }),
  'purchase-foreign-answer-first': struck({ deed: 'foreign', place: 'before' }),
  'purchase-answer-twice': struck({ deed: 'answer-twice' }),
  'purchase-request-twice': struck({ deed: 'request-twice' }),
  /** behind the answer to the reversal */
  'purchase-answer-late': struckBefore({ deed: 'answer-late' }),
  /** behind the reversal, which the host knows by then */
  'purchase-request-late': struckBefore({ deed: 'request-late' }),
  'purchase-garbage': struck({ deed: 'garbage', of: 'message' }),
  'purchase-declined-by-host': struck({ deed: 'decline', code: '05' }),
  'purchase-line-down-then-up': {
    card: 'bank-dda',
    gestures: PINS,
    line: befalls({ 2: { deed: 'down' } }),
    before: [earlier(purchase(1234)), earlier(purchase(700)), async ({ world }) => world.bankLine.restore()],
    visit: purchase(500),
  },
};

export const BANK_DAY_SCENARIOS: Readonly<Record<string, Scenario>> = Object.freeze({
  ...BEFORE_AND_AFTER,
  ...OTHER_MONEY,
  ...END_OF_BATCH,
  ...KEYS_AND_DOWNLOADS,
  ...ON_THE_LINE,
});
