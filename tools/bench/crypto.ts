/**
 * `npm run bench`: what the ciphers cost in Node and inside XS, and whether the bound on the 3DES block holds. Numbers of
 * one machine, best of several samples; compare ratios. Without the XS worker, which the XS tests
 * install, only Node is measured.
 */

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { findXs } from '../xs/install.js';
import { startXs } from '../xs/worker.js';
import { type Timing, timeCrypto } from './crypto-cases.js';

const SAMPLE_MS = 50;

/** A 3DES block, its schedule ready, inside XS. */
const TRIPLE_DES_BOUND_MICROS = 150;

/** The same cases, bundled and run by the XS worker. */
async function timeInXs(worker: string): Promise<Timing[]> {
  const entry = fileURLToPath(new URL('./crypto-cases.ts', import.meta.url));
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bench',
    target: 'es2022',
  });
  const xs = startXs({ worker });
  const timings = `JSON.stringify(bench.timeCrypto(() => performance.now(), ${SAMPLE_MS}))`;
  const { reply } = await xs.evaluate(`${bundle.outputFiles[0].text}; new TextEncoder().encode(${timings}).buffer`);
  await xs.close();
  return JSON.parse(new TextDecoder().decode(reply)) as Timing[];
}

function micros(timings: readonly Timing[], name: string): number {
  return timings.find((timing) => timing.name === name)?.micros ?? Number.NaN;
}

function printTable(inNode: readonly Timing[], inXs: readonly Timing[]): void {
  console.log(`${'µs an operation'.padEnd(20)}${['Node', 'XS', 'XS/Node'].map((head) => head.padStart(9)).join('')}`);
  for (const { name, micros: node } of inNode) {
    const xs = micros(inXs, name);
    const cells = inXs.length > 0 ? [node.toFixed(2), xs.toFixed(1), (xs / node).toFixed(0)] : [node.toFixed(2)];
    console.log(`${name.padEnd(20)}${cells.map((cell) => cell.padStart(9)).join('')}`);
  }
}

/** How much dearer a 3DES block is than a DES block: near three less the permutations that it saves. */
function tripleToSingle(timings: readonly Timing[]): string {
  return (micros(timings, '3DES block') / micros(timings, 'DES block')).toFixed(2);
}

const worker = findXs();
const inNode = timeCrypto(() => performance.now(), SAMPLE_MS);
const inXs = worker ? await timeInXs(worker) : [];
printTable(inNode, inXs);
console.log(`3DES/DES block: Node ${tripleToSingle(inNode)}${worker ? `, XS ${tripleToSingle(inXs)}` : ''}`);
if (worker) {
  const kept = micros(inXs, '3DES block') < TRIPLE_DES_BOUND_MICROS;
  console.log(`3DES block in XS under ${TRIPLE_DES_BOUND_MICROS} µs: ${kept ? 'yes' : 'NO'}`);
  process.exitCode = kept ? 0 : 1;
} else {
  console.log('XS is not installed: npm run test:xs installs it');
}
