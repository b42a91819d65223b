/** The visits of the command line to the medical account: their arguments, and what they report. */

import {
  medicalBalanceJson,
  purseCollectedJson,
  pursePaymentJson,
  startingDayJson,
  visitLoggedJson,
} from '../../src/app/medical.js';
import type { Settled } from '../../src/visits/card-offline.js';
import { MEDICAL_AMOUNT_MAX, type MedicalRequest } from '../../src/visits/medical-purchase.js';
import type { SpecialCategory } from '../../src/visits/visit-log.js';
import { type Play, told } from './told.js';
import { UsageError } from './usage.js';

export const MEDICAL_OPTIONS = {
  account: { type: 'string', default: '0.00' },
  'self-pay': { type: 'string', default: '0.00' },
  pool: { type: 'string', default: '0.00' },
  total: { type: 'string', default: '0.00' },
  covered: { type: 'string', default: '0.00' },
  category: { type: 'string' },
  settled: { type: 'string' },
  day: { type: 'string' },
} as const;

interface MedicalValues {
  readonly unmasked: boolean;
  readonly account: string;
  readonly 'self-pay': string;
  readonly pool: string;
  readonly amount?: string | undefined;
  readonly total: string;
  readonly covered: string;
  readonly category?: string | undefined;
  readonly settled?: string | undefined;
  readonly day?: string | undefined;
}

/** Each visit by its name on the command line: its own arguments are read before anything is shown. */
export const MEDICAL_VISITS: readonly (readonly [name: string, prepare: (values: MedicalValues) => Play])[] = [
  [
    'medical-balance',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('medical-balance', await terminal.medicalBalance(), unmasked, world, medicalBalanceJson),
  ],
  ['medical-purchase', paid],
  ['medical-load', loaded],
  ['visit-log', logged],
  ['starting-day', yearBegun],
  [
    'medical-settle',
    ({ unmasked }) =>
      async (terminal, world) =>
        told('medical-settle', await terminal.medicalSettle(), unmasked, world, purseCollectedJson),
  ],
];

function paid(values: MedicalValues): Play {
  const amounts: MedicalRequest = {
    account: fenOf('--account', values.account),
    selfPay: fenOf('--self-pay', values['self-pay']),
    pool: fenOf('--pool', values.pool),
  };
  if (amounts.account + amounts.selfPay + amounts.pool === 0)
    throw new UsageError('an amount is missing: --account, --self-pay or --pool, such as 12.34');
  return async (terminal, world) => {
    const result = await terminal.medicalPurchase(amounts);
    return told('medical-purchase', result, values.unmasked, world, pursePaymentJson);
  };
}

function loaded({ amount, unmasked }: MedicalValues): Play {
  const fen = fenOf('--amount', amount ?? '');
  if (fen === 0) throw new UsageError('--amount is more than nothing');
  return async (terminal, world) =>
    told('medical-load', await terminal.medicalLoad({ amount: fen }), unmasked, world, pursePaymentJson);
}

function logged({ total, covered, category, settled, unmasked }: MedicalValues): Play {
  const amounts = { total: fenOf('--total', total), covered: fenOf('--covered', covered) };
  if (amounts.covered > amounts.total) throw new UsageError('--covered is no more than --total');
  const special = {
    ...(category !== undefined && { category: categoryOf(category) }),
    ...(settled !== undefined && { settled: settledOf(settled) }),
  };
  return async (terminal, world) => {
    const result = await terminal.visitLog({ ...amounts, ...special });
    return told('visit-log', result, unmasked, world, visitLoggedJson);
  };
}

function yearBegun({ day = '', unmasked }: MedicalValues): Play {
  if (!/^\d{4}$/.test(day)) throw new UsageError(`--day is MMDD, such as 0401, not '${day}'`);
  return async (terminal, world) =>
    told('starting-day', await terminal.startingDay({ day }), unmasked, world, startingDayJson);
}

function categoryOf(text: string): SpecialCategory {
  if (text === '1' || text === '2' || text === '3' || text === '9') return text;
  throw new UsageError(`--category is 1 (injury at work), 2 (birth), 3 (relief) or 9 (other), not '${text}'`);
}

function settledOf(text: string): Settled {
  if (text === 'online' || text === 'offline') return text;
  throw new UsageError(`--settled is online or offline, not '${text}'`);
}

function fenOf(name: string, text: string): number {
  const fen = /^\d{1,10}\.\d\d$/.test(text) ? Number(text.replace('.', '')) : -1;
  if (fen >= 0 && fen <= MEDICAL_AMOUNT_MAX) return fen;
  throw new UsageError(`${name} is yuan and fen up to 42949672.95, such as 12.34, not '${text}'`);
}
