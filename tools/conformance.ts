/** `npm run conformance [-- K07 …]`: plays the conformance plan and prints it by chapter, with what it covers. */

import { pathToFileURL } from 'node:url';
import { ALL_CASES } from '../test/conformance/chapters.js';
import { type Cell, coverage, gaps } from '../test/conformance/coverage.js';
import { chapterOf, misnumbered, type Played, play } from '../test/conformance/play.js';

/** Ids shown of each cell. */
const SHOWN = 4;

async function main(chapters: readonly string[]): Promise<boolean> {
  const all = ALL_CASES;
  const cases = chapters.length === 0 ? all : all.filter((one) => chapters.includes(chapterOf(one)));
  const played: Played[] = [];
  for (const one of cases) played.push(await play(one));
  const lines = [...casesTable(played)];
  const cells = coverage(played);
  if (chapters.length === 0) lines.push(...coverageTable(cells));
  const wrong = misnumbered(all).map((id) => `case id ${id} is not unique, or not like K07-012`);
  const empty = chapters.length === 0 ? gaps(cells) : [];
  lines.push(...wrong, ...empty.map(({ table, name }) => `empty cell: ${table} ${name}`));
  const failed = played.filter(({ failure }) => failure !== undefined).length;
  lines.push(`${played.length - failed} passed, ${failed} failed`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return failed + wrong.length + empty.length === 0;
}

function casesTable(played: readonly Played[]): string[] {
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

function shown(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  const more = ids.length - SHOWN;
  return ids.slice(0, SHOWN).join(' ') + (more > 0 ? ` and ${more} more` : '');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
}
