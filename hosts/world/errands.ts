/** What people come to a terminal for, one errand a visit. */

import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { Press } from '../peers/finger/keys.js';

/** The people of a day, and what chance gives them. */
export interface Visitors {
  /** The terminal, booted when it is not up. */
  up(): Promise<RunningTerminal>;
  /** Somebody with one of the cards; most know their PIN. */
  comeWithCard(...presses: readonly Press[]): Promise<void>;
  /** An operator, who confirms most of what is asked. */
  comeAsOperator(): void;
  press(): Press;
  /** Somebody who wants something of the medical account, or of the PIN, and does this at the pad. */
  comeWithSocialCard(what: 'pin' | 'change'): void;
  /** The PIN that was to be set holds now. */
  pinChanged(): void;
  /** Fen. */
  amount(): number;
  /** An account that gets money. */
  payee(): string;
  /** A line of the batch, or a number out of the air. */
  someRow(terminal: RunningTerminal): { readonly batch: number; readonly stan: number; readonly amount: number };
}

export type Errand = (day: Visitors) => Promise<{ readonly outcome: string }>;

const purchase: Errand = async (day) => {
  await day.comeWithCard();
  return await (await day.up()).purchase({ amount: day.amount() });
};

const withdraw: Errand = async (day) => {
  await day.comeWithCard();
  return await (await day.up()).withdraw({ amount: day.amount() });
};

const deposit: Errand = async (day) => {
  await day.comeWithCard();
  return await (await day.up()).deposit({ amount: day.amount() });
};

const transfer: Errand = async (day) => {
  await day.comeWithCard();
  return await (await day.up()).transfer({ amount: day.amount(), toAccount: day.payee() });
};

const balance: Errand = async (day) => {
  await day.comeWithCard();
  return await (await day.up()).balance();
};

const voided: Errand = async (day) => {
  await day.comeWithCard(day.press());
  const terminal = await day.up();
  return await terminal.voidPurchase({ stan: day.someRow(terminal).stan });
};

const refund: Errand = async (day) => {
  await day.comeWithCard(day.press());
  const terminal = await day.up();
  const { batch, stan, amount } = day.someRow(terminal);
  const reference = String(stan).padStart(12, '0');
  return await terminal.refund({ batch, stan, date: '0601', reference, amount });
};

const signIn: Errand = async (day) => {
  day.comeAsOperator();
  return await (await day.up()).signIn();
};

const settle: Errand = async (day) => {
  day.comeAsOperator();
  return await (await day.up()).settle();
};

const reprint: Errand = async (day) => {
  day.comeAsOperator();
  return await (await day.up()).reprint({ what: 'last' });
};

const disputes: Errand = async (day) => {
  day.comeAsOperator();
  return await (await day.up()).disputes();
};

const identify: Errand = async (day) => {
  day.comeWithSocialCard('pin');
  return await (await day.up()).identify();
};

const payMedical: Errand = async (day) => {
  day.comeWithSocialCard('pin');
  const account = day.amount();
  return await (await day.up()).medicalPurchase({ account, selfPay: 100, pool: 2 * account });
};

const loadMedical: Errand = async (day) => {
  day.comeWithSocialCard('pin');
  return await (await day.up()).medicalLoad({ amount: day.amount() });
};

const changePin: Errand = async (day) => {
  day.comeWithSocialCard('change');
  const result = await (await day.up()).changePin();
  if (result.outcome === 'done') day.pinChanged();
  return result;
};

/** To the social security side: every PIN that is entered goes to the card. */
export const SOCIAL_ERRANDS: readonly Errand[] = Object.freeze([identify, payMedical, loadMedical, changePin]);

/** As often as they are here; a purchase most often. */
export const ERRANDS: readonly Errand[] = Object.freeze([
  purchase,
  purchase,
  purchase,
  purchase,
  withdraw,
  deposit,
  transfer,
  balance,
  voided,
  voided,
  refund,
  signIn,
  settle,
  reprint,
  disputes,
  ...SOCIAL_ERRANDS,
]);
