/** Plays a scenario with the terminal alone in an XS engine and its world in this process. */

import { Fault } from '../../src/base/fault.js';
import { SCENARIOS, stageOf } from '../../test/xs/scenarios.js';
import { bundleScript } from '../xs/bundle.js';
import { startXs, type XsWorker } from '../xs/worker.js';
import { type AesUse, type Fittings, type PortAnswer, type PortCall, pack, unpack } from './port-calls.js';

/** Called with the engine idle: once before the terminal begins, and at each of its calls. */
export type Watch = (xs: XsWorker) => Promise<void>;

/** The terminal's bundle, which every scenario shares. */
export function bundleTerminal(): Promise<string> {
  return bundleScript('tools/measure/remote-terminal.ts');
}

/**
 * @param blocks what the terminal's AES gives, where it is not to compute that: {@link aesBlocks}
 * @returns the calls that the terminal made, in their order
 */
export async function playApart(
  name: string,
  bundle: string,
  watch: Watch,
  blocks?: readonly Uint8Array[],
): Promise<PortCall[]> {
  const played = await playTerminal(name, bundle, watch, blocks ? 'repeat' : 'compute', blocks);
  return played.slice(0, -1);
}

/** All that the terminal's AES gives in this scenario. */
export async function aesBlocks(name: string, bundle: string): Promise<readonly Uint8Array[]> {
  const played = await playTerminal(name, bundle, async () => {}, 'tell');
  return played.at(-1)?.args[1] as readonly Uint8Array[];
}

async function playTerminal(
  name: string,
  bundle: string,
  watch: Watch,
  aes: AesUse,
  blocks: readonly Uint8Array[] = [],
): Promise<PortCall[]> {
  const { world } = stageOf(SCENARIOS[name]);
  const { unitCount, unitLength, programLength } = world.flash;
  const fittings: Fittings = { sams: world.sams.length, flash: { unitCount, unitLength, programLength } };
  const args = [name, pack(fittings), aes, pack(blocks)].map(quoted).join(', ');
  return await converse(world, bundle, `prepare(${args})`, watch);
}

/** Makes the same calls again without a terminal. */
export async function playCalls(
  name: string,
  bundle: string,
  calls: readonly PortCall[],
  watch: Watch,
): Promise<PortCall[]> {
  return await converse(stageOf(SCENARIOS[name]).world, bundle, `prepareCalls(${quoted(pack(calls))})`, watch);
}

type World = ReturnType<typeof stageOf>['world'];

/** @returns the calls, and last of all the word that the visit has ended */
async function converse(world: World, bundle: string, prepare: string, watch: Watch): Promise<PortCall[]> {
  const messages: PortCall[] = [];
  const xs = startXs({ onMessage: (bytes) => void messages.push(unpack(new TextDecoder().decode(bytes))) });
  const calls: PortCall[] = [];
  try {
    await xs.evaluate(bundle);
    await xs.evaluate(`globalThis.begin = ${prepare}; undefined`);
    await watch(xs);
    await xs.evaluate('begin()');
    for (;;) {
      const call = messages.shift();
      await watch(xs);
      if (call === undefined) throw new Error('a promise never settles');
      calls.push(call);
      if (call.port === 'visit') return calls;
      await xs.evaluate(`answer(${quoted(pack(await serve(world, call)))})`);
    }
  } finally {
    await xs.close();
  }
}

async function serve(world: World, { port, method, args }: PortCall): Promise<PortAnswer> {
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

function quoted(text: string): string {
  return JSON.stringify(text);
}
