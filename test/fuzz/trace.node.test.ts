import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTraceLine, traceLine } from '../../src/app/trace/jsonl.js';
import { FormatError } from '../../src/base/format-error.js';
import { toHex } from '../../src/base/hex.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { type Sampler, type Source, textGenerator } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);

const WORDS = ['成功', 'Done', '', 'a"b\\c', '\u2028', '姓名=张测试; 性别=1 男', '\n'];

/** Hexadecimal with some bytes hidden. */
function hexWithStars(source: Source): string {
  return [...source.bytes(source.below(20))].map((byte) => (byte < 64 ? '**' : toHex(Uint8Array.of(byte)))).join('');
}

const event: Sampler<string> = (source) => {
  const one: TraceEvent = {
    at: source.pick([0, 838.5, source.below(100_000), source.below(1000) / 7, 1e21]),
    port: source.pick(['icc', 'sam1', 'screen', 'pin-pad']),
    direction: source.pick(['>', '<', '!']),
    words: { zh: source.pick(WORDS), en: source.pick(WORDS) },
  };
  return traceLine(source.below(3) === 0 ? one : { ...one, bytes: hexWithStars(source) });
};

// Half of the inputs end in an error: without the stack, which nobody reads, they cost a third.
const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

/** @returns whether the line was read; what is read must be written so that it reads the same. */
function survives(line: string): boolean {
  let read: TraceEvent;
  try {
    read = parseTraceLine(line);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw new Error(`threw ${String(error)}`);
  }
  const written = traceLine(read);
  if (traceLine(parseTraceLine(written)) !== written) throw new Error('reads otherwise the second time');
  return true;
}

describe(`fuzzing the transcript with seed ${SEED}`, () => {
  it('parseTraceLine throws FormatError or reads what can be written again', () => {
    const generate = textGenerator(SEED, event, '{}[]":,\\*0123456789ABCDEFabcdefnultr+-.e><!');
    let accepted = 0;
    for (let i = 0; i < INPUTS; i++) {
      const line = generate();
      try {
        if (survives(line)) accepted++;
      } catch (error) {
        throw new Error(`seed ${SEED}, input ${i}: ${JSON.stringify(line)}`, { cause: error });
      }
    }
    const share = accepted / INPUTS;
    console.log(`fuzz parseTraceLine: seed ${SEED}, ${INPUTS} inputs, ${(100 * share).toFixed(1)} % accepted`);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.95);
  });
});
