/** The visits to the bank side, and their arguments. */

import {
  balanceJson,
  disputesJson,
  paymentJson,
  rowJson,
  selectionJson,
  settlementJson,
} from '../../src/app/report.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { amountOf } from './bank.js';
import { type Play, told } from './told.js';
import { UsageError } from './usage.js';

/** Arguments that only visits to the bank have. */
export const MONEY_OPTIONS = {
  amount: { type: 'string' },
  to: { type: 'string' },
  stan: { type: 'string' },
  batch: { type: 'string' },
  date: { type: 'string' },
  reference: { type: 'string' },
  what: { type: 'string', default: 'last' },
} as const;

export type MoneyValues = { readonly unmasked: boolean; readonly what: string } & {
  readonly [name in Exclude<keyof typeof MONEY_OPTIONS, 'what'>]?: string | undefined;
};

/** Each visit by its name on the command line: its own arguments are read before anything is shown. */
export const MONEY_VISITS: readonly (readonly [name: string, prepare: (values: MoneyValues) => Play])[] = [
  [
    'select',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('select', await terminal.select(), unmasked, world, selectionJson),
  ],
  [
    'balance',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('balance', await terminal.balance(), unmasked, world, balanceJson),
  ],
  ['purchase', (values) => paid('purchase', values, (terminal, amount) => terminal.purchase({ amount }))],
  ['withdraw', (values) => paid('withdraw', values, (terminal, amount) => terminal.withdraw({ amount }))],
  ['deposit', (values) => paid('deposit', values, (terminal, amount) => terminal.deposit({ amount }))],
  ['transfer', transferred],
  ['void', voided],
  ['refund', refunded],
  [
    'sign-in',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('sign-in', await terminal.signIn(), unmasked, world, (value) => ({ ...value })),
  ],
  [
    'sign-out',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('sign-out', await terminal.signOut(), unmasked, world, (value) => ({ ...value })),
  ],
  [
    'test-line',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('test-line', await terminal.testLine(), unmasked, world, (value) => ({ ...value })),
  ],
  [
    'settle',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('settle', await terminal.settle(), unmasked, world, settlementJson),
  ],
  ['reprint', reprinted],
  [
    'disputes',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('disputes', await terminal.disputes(), unmasked, world, disputesJson),
  ],
];

/** Visits of an operator, who needs no card. */
export const WITHOUT_CARD: readonly string[] = Object.freeze([
  'sign-in',
  'sign-out',
  'test-line',
  'settle',
  'reprint',
  'disputes',
  'medical-settle',
]);

type Paying = (terminal: RunningTerminal, amount: number) => ReturnType<RunningTerminal['purchase']>;

function paid(name: string, { amount, unmasked }: MoneyValues, pay: Paying): Play {
  const fen = amountOf(amount);
  return async (terminal, world) => told(name, await pay(terminal, fen), unmasked, world, paymentJson);
}

function transferred(values: MoneyValues): Play {
  const toAccount = required(values.to, '--to', /^[0-9]{6,28}$/, 'an account of 6 to 28 digits');
  return paid('transfer', values, (terminal, amount) => terminal.transfer({ amount, toAccount }));
}

function voided({ stan, unmasked }: MoneyValues): Play {
  const request = { stan: Number(required(stan, '--stan', /^[0-9]{1,6}$/, 'the trace number of the purchase')) };
  return async (terminal, world) => told('void', await terminal.voidPurchase(request), unmasked, world, rowJson);
}

function refunded({ amount, stan, batch, date, reference, unmasked }: MoneyValues): Play {
  const request = {
    amount: amountOf(amount),
    stan: Number(required(stan, '--stan', /^[0-9]{1,6}$/, 'the trace number of the purchase')),
    batch: Number(required(batch, '--batch', /^[0-9]{1,6}$/, 'the batch of the purchase')),
    date: required(date, '--date', /^[0-9]{4}$/, 'the day of the purchase, MMDD'),
    reference: required(reference, '--reference', /^[0-9A-Za-z]{12}$/, 'the 12 characters of the receipt'),
  };
  return async (terminal, world) => told('refund', await terminal.refund(request), unmasked, world, rowJson);
}

function reprinted({ what, unmasked }: MoneyValues): Play {
  if (what !== 'last' && what !== 'settlement' && !/^[0-9]{1,6}$/.test(what))
    throw new UsageError(`--what is last, settlement or a trace number, not '${what}'`);
  const request = { what: what === 'last' || what === 'settlement' ? what : Number(what) } as const;
  return async (terminal, world) => told('reprint', await terminal.reprint(request), unmasked, world, () => ({}));
}

function required(value: string | undefined, name: string, form: RegExp, meaning: string): string {
  if (value === undefined) throw new UsageError(`${name} is missing: ${meaning}`);
  if (!form.test(value)) throw new UsageError(`${name} is ${meaning}, not '${value}'`);
  return value;
}
