/** Writes the golden transcripts anew: `npm run golden`. Read the difference before you commit it. */

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { runScenario, scenarioNames } from '../test/xs/scenarios.js';

const FOLDER = new URL('../test/golden/', import.meta.url);

for (const file of readdirSync(FOLDER)) rmSync(new URL(file, FOLDER));
for (const name of scenarioNames()) writeFileSync(new URL(`${name}.jsonl`, FOLDER), await runScenario(name));
process.stdout.write(`${scenarioNames().length} transcripts\n`);
