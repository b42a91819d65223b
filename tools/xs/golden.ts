/** The golden transcripts, written by Node (`npm run golden`), and in what another engine's transcript differs from one. */

import { exists, readText } from '../files.js';

/** They lie here. */
export const GOLDEN = 'test/golden';

export function goldenOf(name: string): string {
  return `${GOLDEN}/${name}.jsonl`;
}

/** @returns what is wrong with the transcript that an engine has made of this scenario, or undefined */
export function differenceFromGolden(name: string, text: string): string | undefined {
  const file = goldenOf(name);
  if (!exists(file)) return `has no ${file}: npm run golden`;
  const golden = readText(file);
  if (golden === text) return undefined;
  const wanted = golden.split('\n');
  const lines = text.split('\n');
  const ended = '(ended)';
  const at = wanted.findIndex((line, i) => line !== lines[i]);
  const line = at < 0 ? wanted.length : at;
  const [expected, found] = aroundDifference(wanted[line] ?? ended, lines[line] ?? ended);
  return `differs from ${file} at line ${line + 1}\n  golden ${expected}\n  XS     ${found}`;
}

/** Both lines from a little before the first character in which they differ. */
function aroundDifference(left: string, right: string): [string, string] {
  let column = 0;
  while (column < left.length && left[column] === right[column]) column++;
  const start = Math.max(0, column - 40);
  const cut = (text: string) => `${start > 0 ? '…' : ''}${text.slice(start, start + 160)}`;
  return [cut(left), cut(right)];
}
