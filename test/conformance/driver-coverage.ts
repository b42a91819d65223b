/** Which cases reach each row of the driver's tables of numbers: by the number, and by the words that are that row's alone. */

import type { DriverAnswer } from '../../src/app/driver/answer.js';
import { CODE, type CodeRow, FAULT_CODES, REFUSAL_CODES, RULE_CODES } from '../../src/app/driver/codes.js';
import { PAYMENT_REFUSAL_TEXTS } from '../../src/screens/payment-refusals.js';
import { FAULT_TEXTS, REFUSAL_TEXTS, type RefusalText } from '../../src/screens/refusals.js';
import { WRITE_RULE_TEXTS } from '../../src/screens/write-rules.js';
import type { PlayedCall } from './driver-case.js';

/** One row of a table of numbers, and the cases that reach it; none is a gap in the plan, or a number that is dead. */
export interface NumberCell {
  readonly table: 'call' | 'refusal' | 'rule' | 'fault';
  readonly name: string;
  readonly reached: readonly string[];
}

interface Row {
  readonly table: NumberCell['table'];
  readonly name: string;
  readonly isReached: (answer: DriverAnswer) => boolean;
}

/** All rows of all tables, in order. */
export function numberCells(played: readonly PlayedCall[]): NumberCell[] {
  return ROWS.map(({ table, name, isReached }) => ({
    table,
    name,
    reached: played.flatMap(({ id, answer }) => (answer !== undefined && isReached(answer) ? [id] : [])),
  }));
}

const TEXTS: Readonly<Record<string, RefusalText>> = { ...PAYMENT_REFUSAL_TEXTS, ...REFUSAL_TEXTS };

/** Whether the answer says just this: what it is, up to the number in it, and in the end what to do next. */
function isSaid({ what, next }: RefusalText, { out }: DriverAnswer): boolean {
  return out.startsWith(what.zh.split('{n}')[0]) && out.endsWith(`；${next.zh}`);
}

/** Whether a number can be what the row says: its own, minus a status word, or minus 63Cx. */
function isOf(row: CodeRow, code: number): boolean {
  if (typeof row === 'number') return code === row;
  if (row === 'rule') return Object.values(RULE_CODES).includes(code);
  return row === 'tries' ? code <= -0x63c0 && code >= -0x63cf : code <= -0x6000 && code >= -0x9fff;
}

const ROWS: readonly Row[] = [
  ...Object.entries(CODE).map(
    ([name, number]): Row => ({ table: 'call', name: `${number} ${name}`, isReached: ({ code }) => code === number }),
  ),
  ...Object.entries(REFUSAL_CODES).map(([name, row]): Row => {
    const isReached = (answer: DriverAnswer) => isOf(row, answer.code) && isSaid(TEXTS[name], answer);
    return { table: 'refusal', name: `${row} ${name}`, isReached };
  }),
  ...Object.entries(RULE_CODES).map(([name, number]): Row => {
    const words = WRITE_RULE_TEXTS[name as keyof typeof WRITE_RULE_TEXTS].zh;
    return {
      table: 'rule',
      name: `${number} ${name}`,
      isReached: ({ code, out }) => code === number && out.includes(words),
    };
  }),
  ...(['icc', 'sam'] as const).flatMap((port) =>
    Object.entries(FAULT_CODES[port]).map(([name, number]): Row => {
      const text = FAULT_TEXTS[port][name as keyof (typeof FAULT_TEXTS)['icc']];
      const isReached = (answer: DriverAnswer) => answer.code === number && isSaid(text, answer);
      return { table: 'fault', name: `${number} ${port} ${name}`, isReached };
    }),
  ),
];
