/**
 * `npm run bench:blacklist`: how a look-up in the blacklist's flash and the bytes of an entry grow from a thousand entries to
 * ten million; one entry in a thousand is a range. Counts are exact, times those of one machine: compare ratios.
 * Words choose sizes: `npm run bench:blacklist 1000 1000000`.
 */

import { measure, type Row } from './blacklist-cases.js';

const SIZES: readonly number[] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const LOOK_UPS = 4_000;

const HEADINGS = [
  'entries',
  'flash MiB',
  'bytes/entry',
  'reads',
  'at most',
  'bytes read',
  'µs',
  'time ratio',
  'false hits',
  'update s',
];

function line(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(12)).join('');
}

const chosen = process.argv.slice(2).map(Number);
console.log(line(HEADINGS));
let first: Row | undefined;
for (const entries of chosen.length > 0 ? chosen : SIZES) {
  const row = await measure(entries, LOOK_UPS);
  first ??= row;
  const { flashMiB, bytesPerEntry, readsMean, readsMost, bytesRead, micros, falseHits, updateSeconds } = row;
  const ratio = micros / first.micros;
  console.log(
    line([
      String(entries),
      flashMiB.toFixed(0),
      bytesPerEntry.toFixed(2),
      readsMean.toFixed(2),
      String(readsMost),
      bytesRead.toFixed(0),
      micros.toFixed(0),
      ratio.toFixed(2),
      `${falseHits}/${LOOK_UPS / 2}`,
      updateSeconds.toFixed(1),
    ]),
  );
}
