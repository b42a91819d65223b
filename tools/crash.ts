/** `npm run crash -- --depth 3 [visit …]`: the crash sweep as deep as one likes, for nights that have the time. */

import { parseArgs } from 'node:util';
import { sweep } from '../test/crash/money-sweep.js';
import { MONEY_VISITS } from '../test/crash/money-visits.js';

const SHOWN = 20;

const { values, positionals } = parseArgs({
  options: { depth: { type: 'string', default: '2' } },
  allowPositionals: true,
});
const chosen = MONEY_VISITS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
let wrong = chosen.length === 0 ? 1 : 0;
for (const visit of chosen) {
  const { seams, blows, pairs, violations } = await sweep(visit, { depth: Number(values.depth) });
  wrong += violations.length;
  process.stdout.write(
    `${visit.name}: ${seams}; ${blows} blows, ${pairs} more in recoveries; ${violations.length} violations\n`,
  );
  for (const violation of violations.slice(0, SHOWN)) process.stdout.write(`  ${violation}\n`);
}
process.exitCode = wrong > 0 ? 1 : 0;
