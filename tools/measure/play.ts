/** Plays a scenario with the terminal alone in an XS engine and its world in this process. */

import { Fault } from '../../src/base/fault.js';
import { SCENARIOS, stageOf } from '../../test/xs/scenarios.js';
import { bundleScript } from '../xs/bundle.js';
import { startXs, type XsWorker } from '../xs/worker.js';
import { type Fittings, type PortAnswer, type PortCall, pack, unpack } from './port-calls.js';

/** Called with the engine idle: once before the terminal begins, and at each of its calls. */
export type Weigh = (xs: XsWorker, call?: PortCall) => Promise<void>;

/** The terminal's bundle, which every scenario shares. */
export function bundleTerminal(): Promise<string> {
  return bundleScript('tools/measure/remote-terminal.ts');
}

/** @returns the number of calls, and the outcome of the visit */
export async function playApart(name: string, bundle: string, weigh: Weigh) {
  const { world } = stageOf(SCENARIOS[name]);
  const messages: PortCall[] = [];
  const xs = startXs({ onMessage: (bytes) => void messages.push(unpack(new TextDecoder().decode(bytes))) });
  const fittings: Fittings = {
    sams: world.sams.length,
    flash: {
      unitCount: world.flash.unitCount,
      unitLength: world.flash.unitLength,
      programLength: world.flash.programLength,
    },
  };
  try {
    await xs.evaluate(bundle);
    await xs.evaluate(
      `globalThis.begin = prepare(${JSON.stringify(name)}, ${JSON.stringify(pack(fittings))}); undefined`,
    );
    await weigh(xs);
    await xs.evaluate('begin()');
    for (let calls = 0; ; calls++) {
      const call = messages.shift();
      if (call === undefined) throw new Error(`${name}: a promise never settles`);
      if (call.port === 'visit') return { calls, outcome: String(call.args[0]) };
      await weigh(xs, call);
      const answer = await serve(world, call);
      await xs.evaluate(`answer(${JSON.stringify(pack(answer))})`);
    }
  } finally {
    await xs.close();
  }
}

type Stage = ReturnType<typeof stageOf>['world'];

async function serve(world: Stage, { port, method, args }: PortCall): Promise<PortAnswer> {
  const [name, place] = port.split('.');
  const one = (world as unknown as Record<string, unknown>)[name];
  const target = (place === undefined ? one : (one as readonly unknown[])[Number(place)]) as Record<
    string,
    (...args: readonly unknown[]) => Promise<unknown>
  >;
  const time = () => ({ ticks: world.clock.ticks(), now: world.clock.now() });
  try {
    const value = await target[method](...args);
    return { ...time(), value };
  } catch (error) {
    if (error instanceof Fault) return { ...time(), fault: { port: error.port, kind: error.kind } };
    throw error;
  }
}
