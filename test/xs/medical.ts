/** Scenarios of the medical account. */

import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { Scenario, Scene } from './scenarios.js';

const PIN: Gesture = { digits: '123456' };
const CARD = { card: 'v2-offline-purse', psam: 'full', gestures: [PIN], presses: [1] } as const;

const balance = (terminal: RunningTerminal) => terminal.medicalBalance();
const pay =
  (account: number, selfPay = 0, pool = 0) =>
  (terminal: RunningTerminal) =>
    terminal.medicalPurchase({ account, selfPay, pool });

const begin = (day: string) => (terminal: RunningTerminal) => terminal.startingDay({ day });
const DAY = { card: 'v2-offline-purse', psam: 'full', presses: [1] } as const;

const settle = (terminal: RunningTerminal) => terminal.medicalSettle();

export const MEDICAL_SCENARIOS: Readonly<Record<string, Scenario>> = Object.freeze({
  'medical-balance': { card: 'v2-offline-purse', psam: 'full', gestures: [PIN], visit: balance },
  'medical-balance-blocked': { card: 'medical-blocked', psam: 'full', gestures: [PIN], visit: balance },
  'medical-purchase': { ...CARD, visit: pay(1234, 300, 8000) },
  'medical-load': { ...CARD, visit: (terminal) => terminal.medicalLoad({ amount: 5000 }) },
  'visit-log': {
    ...CARD,
    card: 'v2-rich',
    visit: (terminal) => terminal.visitLog({ total: 15_000, covered: 10_000, category: '2' }),
  },
  'visit-log-offline': {
    ...CARD,
    card: 'v2-rich',
    visit: (terminal) => terminal.visitLog({ total: 15_000, covered: 10_000, settled: 'offline' }),
  },
  'visit-log-offline-not-permitted': {
    ...CARD,
    card: 'v2-des',
    visit: (terminal) => terminal.visitLog({ total: 15_000, covered: 10_000, settled: 'offline' }),
  },
  'visit-log-online': {
    ...CARD,
    card: 'v2-rich',
    visit: (terminal) => terminal.visitLog({ total: 15_000, covered: 10_000, settled: 'online' }),
  },
  'medical-settle': {
    ...CARD,
    bureau: 'up',
    gestures: [PIN, PIN],
    presses: [1, 1],
    before: [
      ({ terminal }: Scene) => pay(1234, 300, 8000)(terminal),
      ({ terminal }) => terminal.medicalLoad({ amount: 5000 }),
    ],
    visit: settle,
  },
  'medical-settle-bureau-mute': {
    ...CARD,
    bureau: 'mute',
    before: [({ terminal }: Scene) => pay(1234, 300, 8000)(terminal)],
    visit: settle,
  },
  'medical-settle-nothing': { psam: 'full', bureau: 'up', visit: settle },
  'medical-purchase-uploads-first': {
    ...CARD,
    bureau: 'up',
    gestures: [PIN, PIN],
    presses: [1, 1],
    before: [({ terminal }: Scene) => pay(1234, 300, 8000)(terminal)],
    visit: pay(100),
  },
  'medical-purchase-offline-too-many': {
    ...CARD,
    bureau: 'mute',
    social: { offlineMedical: { payment: 10_000, count: 1, sum: 10_000, hours: 24 } },
    before: [({ terminal }: Scene) => pay(1234, 300, 8000)(terminal)],
    visit: pay(100),
  },
  'starting-day': { ...DAY, visit: begin('0701') },
  'starting-day-v1': { ...DAY, card: 'v1-plain', visit: begin('0701') },
  'starting-day-v3': { ...DAY, card: 'v3-sm4', psam: 'sm4', visit: begin('1001') },
  'starting-day-no-change': { ...DAY, visit: begin('0401') },
  'starting-day-not-confirmed': { ...DAY, presses: [2], visit: begin('0701') },
  'starting-day-malformed': { ...DAY, visit: begin('0230') },
  'medical-purchase-city': { ...CARD, psam: 'city', visit: pay(1234) },
  'medical-purchase-other-city': { ...CARD, psam: 'other-city', visit: pay(1234) },
  'medical-purchase-insufficient': { ...CARD, visit: pay(250_001) },
  'medical-purchase-online-card': { ...CARD, card: 'v2-rich', visit: pay(1234) },
  'medical-purchase-not-confirmed': { ...CARD, presses: [2], visit: pay(1234) },
  'medical-purchase-pin-wrong': { ...CARD, gestures: [{ digits: '654321' }, 'cancel'], visit: pay(1234) },
});
