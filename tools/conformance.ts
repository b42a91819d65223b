/**
 * `npm run conformance [-- K07 L09 …]`: plays the conformance plans and prints them by chapter: payments, K, with what they
 * cover, the contact interface, L, and the driver calls, D, with the number that each gives and the calls that reach each number.
 */

import { pathToFileURL } from 'node:url';
import { ALL_CASES } from '../test/conformance/chapters.js';
import { ALL_CONTACT_CASES } from '../test/conformance/contacts/chapters.js';
import { type PlayedContact, playContact } from '../test/conformance/contacts/play.js';
import { type Cell, coverage, gaps } from '../test/conformance/coverage.js';
import { type PlayedCall, playCall } from '../test/conformance/driver-case.js';
import { ALL_CALLS } from '../test/conformance/driver-chapters.js';
import { type NumberCell, numberCells } from '../test/conformance/driver-coverage.js';
import { chapterOf, misnumbered, type Played, play } from '../test/conformance/play.js';

/** Ids shown of each cell. */
const SHOWN = 4;

async function main(chapters: readonly string[]): Promise<boolean> {
  const isAsked = (one: { readonly id: string }) => chapters.length === 0 || chapters.includes(chapterOf(one));
  const payments: Played[] = [];
  for (const one of ALL_CASES.filter(isAsked)) payments.push(await play(one));
  const contacts: PlayedContact[] = [];
  for (const one of ALL_CONTACT_CASES.filter(isAsked)) contacts.push(await playContact(one));
  const calls: PlayedCall[] = [];
  for (const one of ALL_CALLS.filter(isAsked)) calls.push(await playCall(one));
  const cells = chapters.length === 0 ? coverage(payments) : [];
  const empty = gaps(cells);
  const numbers = chapters.length === 0 ? numberCells(calls) : [];
  const dead = numbers.filter(({ reached }) => reached.length === 0);
  const wrong = [
    ...misnumbered(ALL_CASES, 'K'),
    ...misnumbered(ALL_CONTACT_CASES, 'L'),
    ...misnumbered(ALL_CALLS, 'D'),
  ];
  const played = [...payments, ...contacts, ...calls];
  const failed = played.filter(({ failure }) => failure !== undefined).length;
  const lines = [
    ...casesTable(payments),
    ...(chapters.length === 0 ? coverageTable(cells) : []),
    ...casesTable(contacts),
    ...casesTable(calls),
    ...numbersTable(numbers),
    ...wrong.map((id) => `case id ${id} is not unique, or not like K07-012`),
    ...empty.map(({ table, name }) => `empty cell: ${table} ${name}`),
    ...dead.map(({ table, name }) => `no case reaches: ${table} ${name}`),
    `${played.length - failed} passed, ${failed} failed`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return failed + wrong.length + empty.length + dead.length === 0;
}

function casesTable(played: readonly PlayedContact[]): string[] {
  const lines: string[] = [];
  let chapter = '';
  for (const one of played) {
    if (chapterOf(one) !== chapter) lines.push('', (chapter = chapterOf(one)));
    lines.push(`${one.failure === undefined ? 'pass' : 'FAIL'}  ${one.id}  ${one.clause}  ${one.title}`);
    if (one.failure !== undefined) lines.push(`      ${one.failure}`);
  }
  return lines;
}

function coverageTable(cells: readonly Cell[]): string[] {
  const lines: string[] = [];
  let table = '';
  for (const cell of cells) {
    if (cell.table !== table) lines.push('', (table = cell.table));
    lines.push(`${cell.name.padEnd(40)} set ${shown(cell.set)}; clear ${cell.never ?? shown(cell.clear)}`);
  }
  return [...lines, ''];
}

/** The driver's numbers, and the calls that come to each. */
function numbersTable(cells: readonly NumberCell[]): string[] {
  const lines: string[] = [];
  let table = '';
  for (const cell of cells) {
    if (cell.table !== table) lines.push('', `numbers: ${(table = cell.table)}`);
    lines.push(`${cell.name.padEnd(40)} ${shown(cell.reached)}`);
  }
  return [...lines, ''];
}

function shown(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  const more = ids.length - SHOWN;
  return ids.slice(0, SHOWN).join(' ') + (more > 0 ? ` and ${more} more` : '');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
}
