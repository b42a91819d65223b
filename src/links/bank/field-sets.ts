/**
 * Table: which fields a request has (emv.md 3.3, bitmaps [B]; the script notice [C]). What depends on the card, the
 * holder or the operator may be absent: 2 or 35 and 36, 14, 23, 26, 52, 53, 55, 62, 63, and of a void the approval code.
 */

import type { Message } from '../../codec/iso8583.js';

export type FieldSetName = 'balance' | 'sale' | 'void' | 'signIn' | 'settle' | 'reversal' | 'scriptNotice';

interface FieldSet {
  readonly always: readonly number[];
  readonly sometimes: readonly number[];
}

const CARD: readonly number[] = Object.freeze([2, 14, 23, 26, 35, 36, 52, 53, 55]);

const FIELD_SETS: Readonly<Record<FieldSetName, FieldSet>> = Object.freeze({
  balance: { always: [3, 11, 22, 25, 41, 42, 49, 60, 64], sometimes: CARD },
  sale: { always: [3, 4, 11, 22, 25, 41, 42, 49, 60, 64], sometimes: CARD },
  void: { always: [3, 4, 11, 22, 25, 37, 41, 42, 49, 60, 61, 64], sometimes: [...CARD, 38, 63] },
  signIn: { always: [11, 41, 42, 60], sometimes: [62, 63] },
  settle: { always: [11, 41, 42, 48, 49, 60], sometimes: [63] },
  reversal: { always: [3, 4, 11, 22, 25, 39, 41, 42, 49, 60, 61, 64], sometimes: [...CARD, 37, 38, 63] },
  scriptNotice: { always: [3, 11, 22, 25, 41, 42, 49, 55, 60, 61, 64], sometimes: [2, 23] },
});

export interface Deviation {
  readonly missing: readonly number[];
  readonly unlisted: readonly number[];
}

/** What of a request's fields is not as the table has it; both lists are empty where all is well. */
export function deviationOf(name: FieldSetName, { fields }: Message): Deviation {
  const { always, sometimes } = FIELD_SETS[name];
  return {
    missing: always.filter((field) => !fields.has(field)),
    unlisted: [...fields.keys()].filter((field) => !always.includes(field) && !sometimes.includes(field)),
  };
}
