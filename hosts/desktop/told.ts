/** What a visit of the command line comes to: the result as JSON, and what was measured on the side. */

import { type Measure, report } from '../../src/app/report.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import type { EmulatedWorld } from '../world/emulated-world.js';

type Json = Readonly<Record<string, unknown>>;

export interface Told {
  readonly done: boolean;
  readonly json: Json;
}

/** What a visit does once the terminal is up. */
export type Play = (terminal: RunningTerminal, world: EmulatedWorld) => Promise<Told>;

/** @param body turns the value of a visit that was done into its fields */
export function told<T>(
  visit: string,
  result: VisitResult<T>,
  unmasked: boolean,
  world: EmulatedWorld,
  body: (value: T, unmasked: boolean) => Json,
): Told {
  const json = report(visit, result, measure(world), (value) => body(value, unmasked));
  return { done: result.outcome === 'done', json };
}

function measure(world: EmulatedWorld): Measure {
  return {
    cardExchanges: world.icc.exchanges,
    psamExchanges: world.sams.reduce((sum, sam) => sum + sam.exchanges, 0),
    elapsedMs: world.clock.ticks(),
  };
}
