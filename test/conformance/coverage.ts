/** Which cases set and clear each bit, and apply or pass over each CVM under each condition: the tables of the plan. */

import { fromHex, hexNumber } from '../../src/base/hex.js';
import type { Played } from './play.js';

/** One row of a table. An empty list is a gap in the plan. */
export interface Cell {
  readonly table: 'TVR' | 'TSI' | 'CVR' | 'CVM';
  readonly name: string;
  /** Cases in which the bit ends set; in which the rule is applied. */
  readonly set: readonly string[];
  /** Cases in which it ends clear; in which the rule stands in the list and is passed over. */
  readonly clear: readonly string[];
  /** Why one of the two can have no cases. */
  readonly never?: string;
}

/** Cells that nothing can fill, by table and name. */
const NEVER: Readonly<Record<string, string>> = Object.freeze({
  'TSI 1.6 card risk management': 'never clear: no payment comes to an end without a cryptogram',
});

/** The rows with a gap that could be filled. */
export function gaps(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ set, clear, never }) => (set.length === 0 || clear.length === 0) && never === undefined);
}

type Bits = readonly (readonly [place: string, name: string])[];

/** Byte.bit of 95; 1.2 is not set by this kernel (emv.md 6). */
const TVR_BITS: Bits = Object.freeze([
  ['1.8', 'ODA not performed'],
  ['1.7', 'SDA failed'],
  ['1.6', 'ICC data missing'],
  ['1.5', 'exception file'],
  ['1.4', 'DDA failed'],
  ['1.3', 'CDA failed'],
  ['2.8', 'versions differ'],
  ['2.7', 'expired'],
  ['2.6', 'not yet effective'],
  ['2.5', 'service not allowed'],
  ['2.4', 'new card'],
  ['3.8', 'CVM failed'],
  ['3.7', 'unrecognised CVM'],
  ['3.6', 'PIN tries exceeded'],
  ['3.5', 'PIN pad absent'],
  ['3.4', 'PIN not entered'],
  ['3.3', 'online PIN'],
  ['4.8', 'floor limit'],
  ['4.7', 'lower limit'],
  ['4.6', 'upper limit'],
  ['4.5', 'random selection'],
  ['4.4', 'merchant forced'],
  ['5.8', 'default TDOL'],
  ['5.7', 'issuer authentication failed'],
  ['5.6', 'script before final'],
  ['5.5', 'script after final'],
]);

const TSI_BITS: Bits = Object.freeze([
  ['1.8', 'ODA performed'],
  ['1.7', 'CVM performed'],
  ['1.6', 'card risk management'],
  ['1.5', 'issuer authentication'],
  ['1.4', 'terminal risk management'],
  ['1.3', 'scripts processed'],
]);

/** Byte.bit of the four CVR bytes, the first being 03. */
const CVR_BITS: Bits = Object.freeze([
  ['2.8', 'second AC not requested'],
  ['2.7', 'second AC: TC'],
  ['2.6', 'first AC: ARQC'],
  ['2.5', 'first AC: TC'],
  ['2.4', 'issuer authentication failed'],
  ['2.3', 'offline PIN performed'],
  ['2.2', 'offline PIN failed'],
  ['2.1', 'unable to go online'],
  ['3.8', 'last online not completed'],
  ['3.7', 'PIN tries exceeded'],
  ['3.6', 'velocity exceeded'],
  ['3.5', 'new card'],
  ['3.4', 'issuer authentication failed earlier'],
  ['3.3', 'issuer authentication missing'],
  ['3.2', 'blocked because of PIN'],
  ['3.1', 'SDA failed earlier'],
  ['4.8', 'scripts: 8'],
  ['4.7', 'scripts: 4'],
  ['4.6', 'scripts: 2'],
  ['4.5', 'scripts: 1'],
  ['4.4', 'script failed earlier'],
  ['4.3', 'DDA failed earlier'],
  ['4.2', 'DDA performed'],
]);

/** emv.md 2.6. */
const CVM_CODES: readonly number[] = Object.freeze([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1e, 0x1f, 0x20]);
const CVM_CONDITIONS: readonly number[] = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/** All rows of all tables, in order. */
export function coverage(played: readonly Played[]): Cell[] {
  return [
    ...bitCells('TVR', TVR_BITS, played, ({ expected }) => (expected.tvr === undefined ? [] : [expected.tvr])),
    ...bitCells('TSI', TSI_BITS, played, ({ expected }) => (expected.tsi === undefined ? [] : [expected.tsi])),
    ...bitCells('CVR', CVR_BITS, played, ({ cvrs }) => cvrs),
    ...cvmCells(played),
  ];
}

type Observed = Played['observations'][number];

function bitCells(
  table: Cell['table'],
  bits: Bits,
  played: readonly Played[],
  strings: (observed: Observed) => readonly string[],
): Cell[] {
  return bits.map(([place, name]) => {
    const [byte, bit] = place.split('.').map(Number);
    const isSet = (hex: string) => (fromHex(hex)[byte - 1] & (1 << (bit - 1))) !== 0;
    const having = (wanted: boolean) =>
      played
        .filter(({ observations }) => observations.some((one) => strings(one).some((hex) => isSet(hex) === wanted)))
        .map(({ id }) => id);
    const never = NEVER[`${table} ${place} ${name}`];
    const cell = { table, name: `${place} ${name}`, set: having(true), clear: having(false) };
    return never === undefined ? cell : { ...cell, never };
  });
}

/** A rule is applied when 9F34 names it; it is passed over when it stands in the list before the one that 9F34 names. */
function cvmCells(played: readonly Played[]): Cell[] {
  const applied = new Map<string, Set<string>>();
  const passed = new Map<string, Set<string>>();
  for (const { id, observations } of played) {
    for (const { expected, cvmList } of observations) {
      if (expected.cvm === undefined || cvmList === undefined) continue;
      const [code, condition] = fromHex(expected.cvm);
      for (const rule of rulesOf(cvmList)) {
        const isApplied = rule.code === code && rule.condition === condition;
        note(isApplied ? applied : passed, cellName(rule.code & 0x3f, rule.condition), id);
        if (isApplied) break;
      }
    }
  }
  return CVM_CODES.flatMap((code) =>
    CVM_CONDITIONS.map((condition) => {
      const name = cellName(code, condition);
      return { table: 'CVM' as const, name, set: [...(applied.get(name) ?? [])], clear: [...(passed.get(name) ?? [])] };
    }),
  );
}

function rulesOf(list: Uint8Array): { readonly code: number; readonly condition: number }[] {
  const rules = [];
  for (let at = 8; at + 1 < list.length; at += 2) rules.push({ code: list[at], condition: list[at + 1] });
  return rules;
}

function note(map: Map<string, Set<string>>, name: string, id: string): void {
  map.set(name, (map.get(name) ?? new Set()).add(id));
}

function cellName(code: number, condition: number): string {
  return `${hexNumber(code)} if ${hexNumber(condition)}`;
}
