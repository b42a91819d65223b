/**
 * `npm run measure [-- SCENARIO …]`: what a visit costs. Characters and line time at the contacts come from the emulated
 * wire; heap, stack and processor time from the terminal alone in an XS engine, its world outside; bytecode from the same
 * engine. Heap is what lives at each call of a port, less what the loaded modules are, which lie in flash on a device.
 */

import { readFileSync } from 'node:fs';
import { type ContactSettings, ContactSlot } from '../hosts/world/contact-slot.js';
import { play, SCENARIOS } from '../test/xs/scenarios.js';
import { readText } from './files.js';
import { weighBytecode } from './measure/bytecode.js';
import { bytesOnDevice, difference, idleStack, type Memory, weigh } from './measure/memory.js';
import { aesBlocks, bundleTerminal, playApart, playCalls } from './measure/play.js';
import { StackGauge } from './measure/stack.js';
import { installXs, STACK_SLOTS } from './xs/install.js';
import type { XsWorker } from './xs/worker.js';

const USUAL: readonly string[] = [
  'identify-v2-des',
  'identify-v3-sm4',
  'enquire-all-by-pin',
  'change-pin',
  'medical-purchase',
  'balance-dda',
  'purchase-sda',
  'purchase-dda',
  'purchase-cda',
  'withdraw',
];

/** What wants more stack than any of those. */
const DEEPEST = 'write-records';

/** The budgets of the README. */
const HEAP_BUDGET = 48 * 1024;
const CPU_BUDGET = 0.005;
/** Slots: of the board's stack three quarters, and the rest is for its screens, its callbacks and the SDK below them. */
const STACK_BUDGET = (JSON.parse(readText('hosts/esp32/board/manifest.json')).creation.stack * 3) / 4;

/** T=0 with TA1 96: 512/32. */
const FAST: ContactSettings = {
  traits: { atr: (own) => Uint8Array.of(0x3b, 0x7d, 0x96, ...own.subarray(2)) },
};

interface LineCost {
  readonly characters: number;
  readonly ms: number;
}

interface Cost {
  readonly name: string;
  readonly slow: LineCost;
  readonly fast: LineCost;
  readonly heap: Memory;
  readonly stack: number;
  readonly cpuMs: number;
}

async function lineCost(name: string, icc: ContactSettings): Promise<LineCost> {
  const { world } = await play(SCENARIOS[name], { contacts: { icc, sam1: {} } });
  const uses = [world.icc, ...world.sams].flatMap((slot) => (slot instanceof ContactSlot ? [slot.use] : []));
  return {
    characters: sum(uses.map(({ toCard, fromCard }) => toCard + fromCard)),
    ms: sum(uses.map(({ lineMs, waitMs }) => lineMs + waitMs)),
  };
}

async function heapPeak(name: string, bundle: string): Promise<Memory> {
  let loaded: Memory | undefined;
  let peak: Memory = { slots: 0, chunks: 0 };
  await playApart(name, bundle, async (xs) => {
    const now = await weigh(xs);
    loaded ??= now;
    const grown = difference(now, loaded);
    if (bytesOnDevice(grown) > bytesOnDevice(peak)) peak = grown;
  });
  return peak;
}

/** Whatever else the machine does only adds to a processor time: the least of several is the best account of each step. */
const TIMES = 5;

/** Slots of the stack beyond what is there when nothing runs, at the deepest between two calls of a port. */
async function stackPeak(name: string, bundle: string): Promise<number> {
  let gauge: StackGauge | undefined;
  let idle = 0;
  let peak = 0;
  await playApart(name, bundle, async (xs) => {
    if (gauge === undefined) {
      idle = await idleStack(xs);
      gauge = new StackGauge(xs.pid, STACK_SLOTS);
    } else peak = Math.max(peak, gauge.depth() - idle);
    gauge.wipe(idle);
  });
  gauge?.close();
  return peak;
}

/**
 * Processor time of the engine's process from the terminal's start to the visit's end, less what the calls themselves cost.
 * Two things do not count. The AES is JavaScript here and the chip's on a device. And garbage is collected between the
 * steps, off the clock: a collection here marks the slots of all loaded modules, a hundred times as many as a device,
 * whose modules lie in ROM, has to mark.
 */
async function cpuMs(name: string, bundle: string): Promise<number> {
  const blocks = await aesBlocks(name, bundle);
  const whole: number[] = [];
  const callsAlone: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const { watch, steps } = stopwatch();
    const calls = await playApart(name, bundle, watch, blocks);
    keepLeast(whole, steps);
    const alone = stopwatch();
    await playCalls(name, bundle, calls, alone.watch);
    keepLeast(callsAlone, alone.steps);
  }
  return (sum(whole) - sum(callsAlone)) / 1e6;
}

/** Nanoseconds of each step from one call to the next. */
function stopwatch() {
  let from: number | undefined;
  const steps: number[] = [];
  const watch = async (xs: XsWorker) => {
    if (from !== undefined) steps.push(onProcessor(xs.pid) - from);
    await xs.evaluate('gc()');
    from = onProcessor(xs.pid);
  };
  return { watch, steps };
}

function keepLeast(least: number[], steps: readonly number[]): void {
  for (const [i, ns] of steps.entries()) least[i] = Math.min(least[i] ?? ns, ns);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Nanoseconds; Linux alone tells them of another process. */
function onProcessor(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
}

async function costOf(name: string, bundle: string): Promise<Cost> {
  return {
    name,
    slow: await lineCost(name, {}),
    fast: await lineCost(name, FAST),
    heap: await heapPeak(name, bundle),
    stack: await stackPeak(name, bundle),
    cpuMs: await cpuMs(name, bundle),
  };
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, i) => (i === 0 ? String(cell).padEnd(24) : String(cell).padStart(11))).join('');
}

function verdict(kept: boolean): string {
  return kept ? 'kept' : 'NOT KEPT';
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => SCENARIOS[name] === undefined || SCENARIOS[name].before !== undefined);
if (unknown.length > 0) throw new Error(`no scenario of a single visit: ${unknown.join(', ')}`);
await installXs();
const bundle = await bundleTerminal();
console.log(
  row(['scenario', 'characters', 'ms at 11', 'ms at 96', 'slots', 'chunks', 'heap', 'stack', 'CPU ms', 'CPU/line']),
);
const costs: Cost[] = [];
for (const name of names.length > 0 ? names : USUAL) {
  const cost = await costOf(name, bundle);
  const { slow, fast, heap, stack } = cost;
  const share = `${((100 * cost.cpuMs) / slow.ms).toFixed(2)} %`;
  const line = [slow.characters, slow.ms, fast.ms, heap.slots, heap.chunks, bytesOnDevice(heap), stack];
  console.log(row([name, ...line, cost.cpuMs.toFixed(1), share]));
  costs.push(cost);
}
const bytecode = await weighBytecode();
console.log(`\n${bytecode.lines.join('\n')}`);
const peak = Math.max(...costs.map(({ heap }) => bytesOnDevice(heap)));
const deepest = Math.max(await stackPeak(DEEPEST, bundle), ...costs.map(({ stack }) => stack));
const share = Math.max(...costs.map(({ cpuMs: ms, slow }) => ms / slow.ms));
console.log(`
heap peak ${peak} of ${HEAP_BUDGET} bytes: ${verdict(peak <= HEAP_BUDGET)}
stack peak ${deepest} of ${STACK_BUDGET} slots: ${verdict(deepest <= STACK_BUDGET)}
bytecode of each room: ${verdict(bytecode.kept)}
CPU ${(100 * share).toFixed(2)} of ${100 * CPU_BUDGET} % of the line time: ${verdict(share <= CPU_BUDGET)}`);
process.exitCode = peak <= HEAP_BUDGET && deepest <= STACK_BUDGET && share <= CPU_BUDGET && bytecode.kept ? 0 : 1;
