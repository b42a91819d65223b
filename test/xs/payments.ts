/** Scenarios of the bank side: cards with their accounts, a bank that answers, and what holder and attendant do. */

import { accountOf } from '../../hosts/peers/bank/accounts.js';
import type { BankNetwork } from '../../hosts/peers/bank/network.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import { SAMPLE_BANK_CARDS } from '../../hosts/samples/bank-cards.js';
import { SAMPLE_CARDS } from '../../hosts/samples/samples.js';
import type { BankParts } from '../../hosts/world/emulated-world.js';
import { testBank } from '../../hosts/world/test-bank.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { assert } from '../../src/base/assert.js';
import { BANK_DAY_SCENARIOS } from './bank-days.js';
import type { Scenario } from './scenarios.js';

const select = (terminal: RunningTerminal) => terminal.select();
const balance = (terminal: RunningTerminal) => terminal.balance();
const purchase = (amount: number) => (terminal: RunningTerminal) => terminal.purchase({ amount });

const PIN = { digits: '123456' } as const;
const WRONG = { digits: '654321' } as const;

export const PAYMENT_SCENARIOS: Readonly<Record<string, Scenario>> = Object.freeze({
  'select-several': { card: 'bank-several-applications', visit: select },
  'select-no-bank-side': { card: 'v2-sm4', visit: select },
  'select-social-terminal': { card: 'bank-dda', profile: 'social', visit: select },
  'balance-dda': { card: 'bank-dda', gestures: [PIN], visit: balance },
  'balance-bank-down': { card: 'bank-dda', gestures: [PIN], line: 'down', visit: balance },
  'purchase-sda': { card: 'bank-sda', gestures: [PIN], visit: purchase(1234) },
  'purchase-dda': { card: 'bank-dda', gestures: [PIN], visit: purchase(1234) },
  'purchase-cda': { card: 'bank-cda', gestures: [PIN], visit: purchase(1234) },
  'purchase-offline-pin': { card: 'bank-dda-offline-pin', gestures: [PIN], visit: purchase(1234) },
  'purchase-offline-pin-wrong': { card: 'bank-dda-offline-pin', gestures: [WRONG, PIN], visit: purchase(1234) },
  'purchase-document': { card: 'bank-document-check', presses: [1], visit: purchase(1234) },
  'purchase-document-refused': { card: 'bank-document-check', presses: [2], gestures: [PIN], visit: purchase(1234) },
  'purchase-no-master-key': {
    card: 'bank-document-check',
    withoutMasterKey: true,
    presses: [1],
    visit: purchase(1234),
  },
  'purchase-chosen': { card: 'bank-several-applications', presses: [2], gestures: [PIN], visit: purchase(1234) },
  'purchase-not-chosen': { card: 'bank-several-applications', presses: ['cancel'], visit: purchase(1234) },
  'purchase-no-pse': { card: 'bank-no-pse', gestures: [PIN], visit: purchase(1234) },
  'purchase-blocked': { card: 'bank-app-blocked', visit: purchase(1234) },
  'purchase-expired': { card: 'bank-expired', gestures: [PIN], visit: purchase(1234) },
  'purchase-foreign': { card: 'bank-foreign-issued', gestures: [PIN], visit: purchase(1234) },
  'purchase-pin-locked': { card: 'bank-pin-locked', gestures: [PIN], visit: purchase(1234) },
  'purchase-inactive': { card: 'bank-inactive', gestures: [PIN], visit: purchase(1234) },
  'purchase-insufficient': { card: 'bank-dda', gestures: [PIN], visit: purchase(100_001) },
  'purchase-online-pin-wrong': { card: 'bank-dda', gestures: [WRONG], visit: purchase(1234) },
  'purchase-cancelled': { card: 'bank-dda', gestures: ['cancel'], visit: purchase(1234) },
  'purchase-bank-down': { card: 'bank-dda', gestures: [PIN], line: 'down', visit: purchase(1234) },
  'purchase-bank-silent': { card: 'bank-dda', gestures: [PIN], line: 'silent', visit: purchase(1234) },
  'purchase-false-bank': {
    card: 'bank-dda',
    gestures: [PIN],
    temper: { authentication: 'wrong' },
    visit: purchase(1234),
  },
  'purchase-social-terminal': { card: 'bank-dda', profile: 'social', visit: purchase(1234) },
  ...BANK_DAY_SCENARIOS,
});

/** The banks with the accounts of these samples. */
export function bankOf(parts: BankParts, scenario: Pick<Scenario, 'card' | 'others' | 'temper'>): BankNetwork {
  const { card, others = [], temper } = scenario;
  const accounts = [...(card === undefined ? [] : [card]), ...others].flatMap((sample) => accountBehind(sample) ?? []);
  return testBank(parts, accounts, temper && { temper });
}

type Profile = ReturnType<typeof parseCardProfile>;

/** Each description is read and checked once. */
const profiles = new Map<string, Profile>();

/** What a sample is described as, of either drawer. */
export function sampleProfile(card: string): Profile {
  const profile = profiles.get(card) ?? parseCardProfile(sampleText(card));
  profiles.set(card, profile);
  return profile;
}

/** The account that a sample's description names, if it has a bank side. */
export function accountBehind(card: string): ReturnType<typeof accountOf> | undefined {
  const { bank } = sampleProfile(card);
  return bank && accountOf(bank);
}

/** The description of a sample, of either drawer. */
export function sampleText(card: string): string {
  const text = SAMPLE_CARDS[card] ?? SAMPLE_BANK_CARDS[card];
  assert(text !== undefined, 'a scenario names a sample');
  return text;
}
