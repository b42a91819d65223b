/** Plays the scenarios inside XS: the runner evaluates this bundle, then calls one of the two functions. */

import { runScenario, scenarioNames } from '../../../test/xs/scenarios.js';
import { host } from './host.js';

function list(): void {
  host.report({ kind: 'scenarios', names: scenarioNames() });
  host.report({ kind: 'done', rom: [] });
}

async function run(name: string): Promise<void> {
  host.report({ kind: 'begins', name });
  host.report({ kind: 'transcript', text: await runScenario(name) });
  host.report({ kind: 'done', rom: host.romFaults() });
}

Object.assign(globalThis, { listScenarios: list, playScenario: run });
