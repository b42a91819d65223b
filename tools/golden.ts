/** Writes the golden transcripts anew: `npm run golden`. Read the difference before you commit it. */

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { sweep } from '../test/crash/money-sweep.js';
import { MONEY_VISITS } from '../test/crash/money-visits.js';
import { freshFonts } from '../test/screens/font-files.js';
import { PAINTED, paintedHashes } from '../test/screens/painted.js';
import { runScenario, scenarioNames } from '../test/xs/scenarios.js';
import { goldenDay } from './golden-day.js';

const FOLDER = new URL('../test/golden/', import.meta.url);

for (const file of readdirSync(FOLDER)) rmSync(new URL(file, FOLDER));
for (const name of scenarioNames()) writeFileSync(new URL(`${name}.jsonl`, FOLDER), await runScenario(name));
const seams: Record<string, object> = {};
for (const visit of MONEY_VISITS) {
  const { violations, ...counted } = await sweep(visit, { depth: 2 });
  if (violations.length > 0) throw new Error(`${visit.name}: ${violations[0]}`);
  seams[visit.name] = counted;
}
writeFileSync(new URL('../test/crash/seams.json', import.meta.url), `${JSON.stringify(seams, undefined, 2)}\n`);
const day = await goldenDay(7);
writeFileSync(new URL('../test/world/golden-day.json', import.meta.url), `${JSON.stringify(day, undefined, 2)}\n`);
const fonts = freshFonts();
const painted: Record<string, object> = {};
for (const name of PAINTED) painted[name] = await paintedHashes(name, fonts);
writeFileSync(new URL('../test/screens/painted.json', import.meta.url), `${JSON.stringify(painted, undefined, 2)}\n`);
process.stdout.write(`${scenarioNames().length} transcripts\n`);
