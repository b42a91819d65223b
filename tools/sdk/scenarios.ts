/** Plays every scenario inside an image of the Moddable SDK, and tells the runner outside. */

import { runScenario, scenarioNames } from '../../test/xs/scenarios.js';
import type { Report } from '../xs/engine/host.js';

/** What the SDK's simulator gives an image. */
declare const screen: { postMessage(text: string): void };

const tell = (report: Report): void => screen.postMessage(JSON.stringify(report));

/** One after the other: the messages stand in the order in which the scenarios are. */
export async function playScenarios(): Promise<void> {
  tell({ kind: 'scenarios', names: scenarioNames() });
  for (const name of scenarioNames()) {
    tell({ kind: 'begins', name });
    try {
      tell({ kind: 'transcript', text: await runScenario(name) });
    } catch (error) {
      tell({ kind: 'ended', name, error: `${error}` });
    }
  }
  tell({ kind: 'done', rom: [] });
}
