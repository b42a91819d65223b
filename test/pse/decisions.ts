/** A payment that has read its card and is to decide: what the decision chapters' tests set, and what they see. */

import { toHex } from '../../src/base/hex.js';
import type { ApplicationParameters, KernelParameters } from '../../src/pse/parameters.js';
import type { KernelHost, Transaction } from '../../src/pse/payment-kernel.js';
import type { TransactionState } from '../../src/pse/transaction-state.js';
import { type Exchange, scriptedCard } from './scripted-card.js';
import { application, parameters, silentHost, stateFor } from './setting.js';

export interface Decision {
  /** The card's objects by tag; a PAN, an expiration date and an AIP with everything but CDA are there anyway. */
  readonly icc?: Readonly<Record<string, string>>;
  /** Commands that the card is asked, all of them. */
  readonly script?: readonly Exchange[];
  readonly host?: Partial<KernelHost>;
  readonly transaction?: Partial<Transaction>;
  readonly parameters?: Partial<KernelParameters>;
  readonly application?: Partial<ApplicationParameters>;
}

export interface Deciding {
  readonly state: TransactionState;
  /** Commands of the script that were not asked. */
  left(): readonly string[];
}

export function deciding(decision: Decision): Deciding {
  const { card, left } = scriptedCard(...(decision.script ?? []));
  const row = application('A000000333010101', decision.application);
  const terminal = parameters({ applications: [row], ...decision.parameters });
  const icc = { '82': '7C00', '5A': '6212345678901232', '5F24': '301231', ...decision.icc };
  const state = stateFor(card, present(icc), { transaction: { ...decision.transaction }, parameters: terminal });
  return { state: { ...state, host: { ...silentHost(), ...decision.host } }, left };
}

/** `''` takes a tag away. */
function present(icc: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(icc).filter(([, value]) => value !== ''));
}

/** TVR and TSI in hexadecimal, a blank between them. */
export function findings({ tvr, tsi }: TransactionState): string {
  return `${toHex(tvr.bytes())} ${toHex(tsi.bytes())}`;
}
