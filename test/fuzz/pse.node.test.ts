import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, equalBytes } from '../../src/base/bytes.js';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { CardSession } from '../../src/card/session.js';
import { decodeAfl } from '../../src/codec/afl.js';
import { decodeDol, dolLength, encodeDol, fillDol } from '../../src/codec/dol.js';
import { encodeTlv } from '../../src/codec/tlv.js';
import { candidateOf } from '../../src/pse/candidate.js';
import { formatOf, isWellFormed } from '../../src/pse/data-formats.js';
import { DataObjects } from '../../src/pse/data-objects.js';
import { readFci } from '../../src/pse/fci.js';
import { initiate } from '../../src/pse/initiation.js';
import { readRecords } from '../../src/pse/records.js';
import { parameters, stateFor } from '../pse/setting.js';
import { bytesGenerator, type Sampler } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);

/** Whether the input was taken; a FormatError counts as no, anything else fails the test and shows the input. */
function fuzz(name: string, sample: Sampler<Uint8Array>, trial: (input: Uint8Array) => boolean): void {
  it(`${name}: a result or a FormatError, never anything else`, () => {
    const generate = bytesGenerator(SEED, sample);
    let accepted = 0;
    for (let i = 0; i < INPUTS; i++) {
      const input = generate();
      try {
        if (trial(input)) accepted++;
      } catch (error) {
        if (error instanceof FormatError) continue;
        throw new Error(`${name}: seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
      }
    }
    const share = accepted / INPUTS;
    console.log(`fuzz ${name}: seed ${SEED}, ${INPUTS} inputs, ${(100 * share).toFixed(1)} % accepted`);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.95);
  });
}

// Most inputs end in an error: its stack, which nobody reads, would double the time.
const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

function hold(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const TAGS: readonly number[] = [0x95, 0x9a, 0x9c, 0x5a, 0x9f02, 0x9f37, 0x9f1a, 0xbf0c, 0xdf8129];

const dol: Sampler<Uint8Array> = (source) =>
  encodeDol(Array.from({ length: source.below(9) }, () => ({ tag: source.pick(TAGS), length: source.below(12) })));

const afl: Sampler<Uint8Array> = (source) =>
  concat(
    ...Array.from({ length: 1 + source.below(5) }, () => {
      const [first, count] = [1 + source.below(9), 1 + source.below(4)];
      return Uint8Array.of((1 + source.below(30)) << 3, first, first + count - 1, source.below(count + 1));
    }),
  );

const fci: Sampler<Uint8Array> = (source) => {
  const proprietary = [
    encodeTlv(0x50, source.bytes(source.below(17))),
    encodeTlv(0x87, source.bytes(1)),
    encodeTlv(0x9f38, dol(source)),
    encodeTlv(0x9f11, Uint8Array.of(1)),
    encodeTlv(0x9f12, source.bytes(source.below(17))),
    encodeTlv(0xbf0c, encodeTlv(0x9f4d, fromHex('0B0A'))),
  ].filter(() => source.below(4) > 0);
  return encodeTlv(0x6f, encodeTlv(0x84, source.bytes(5 + source.below(12))), encodeTlv(0xa5, ...proprietary));
};

const record: Sampler<Uint8Array> = (source) =>
  concat(
    Uint8Array.of(source.pick([0x5a, 0x8c, 0x8d, 0x8e, 0x97])),
    source.below(2)
      ? dol(source)
      : Uint8Array.from({ length: source.below(11) }, () => 16 * source.below(10) + source.below(10)),
  );

/** An answer to GET PROCESSING OPTIONS in either format. */
const options: Sampler<Uint8Array> = (source) =>
  source.below(2)
    ? encodeTlv(0x80, source.bytes(2), afl(source))
    : encodeTlv(0x77, encodeTlv(0x82, source.bytes(2)), encodeTlv(0x94, afl(source)));

/** A record with all that is mandatory. */
const template: Sampler<Uint8Array> = (source) =>
  encodeTlv(
    0x70,
    encodeTlv(0x5a, fromHex('6210999900000019')),
    encodeTlv(0x5f24, fromHex('301231')),
    encodeTlv(0x8c, dol(source)),
    encodeTlv(0x8d, dol(source)),
    ...(source.below(2) ? [encodeTlv(0x9f1f, source.bytes(source.below(9)))] : []),
  );

describe('generated inputs for the first chapters of the kernel', () => {
  fuzz('DOL', dol, (input) => {
    const entries = decodeDol(input);
    hold(equalBytes(encodeDol(entries), input), 'written again as it was');
    const data = fillDol(entries, (tag) => (tag % 2 === 0 ? fromHex('123456') : undefined), formatOf);
    hold(data.length === dolLength(entries), 'filled to the length asked for');
    return true;
  });

  fuzz('AFL', afl, (input) => {
    for (const { sfi, first, last, signed } of decodeAfl(input)) {
      hold(
        sfi >= 1 && sfi <= 30 && first >= 1 && last >= first && signed <= last - first + 1,
        'an entry that can be read',
      );
    }
    return true;
  });

  const terminal = parameters();
  fuzz('FCI', fci, (input) => {
    const read = readFci(input);
    if (read === undefined) return false;
    hold(read.name.length >= 5 && read.name.length <= 16, 'a name of 5 to 16 bytes');
    const candidate = candidateOf(read.name, read.objects, read.objects.get(0x9f11), terminal);
    hold(candidate.label.length >= 1 && candidate.label.length <= 32, 'a label to show');
    hold(candidate.priority >= 0 && candidate.priority <= 15, 'a priority');
    return true;
  });

  const steps = [initiate, readRecords] as const;
  const base = stateFor({} as CardSession);
  const locator = fromHex('08010100');
  for (const step of steps) {
    it(`${step.name}: ends or goes on, never throws`, async () => {
      const generate = bytesGenerator(SEED, step === initiate ? options : template);
      let accepted = 0;
      for (let i = 0; i < INPUTS; i++) {
        const data = generate();
        const card = { send: async () => ({ data, sw: 0x9000 }) } as unknown as CardSession;
        const icc = new DataObjects();
        icc.add(0x94, locator);
        const result = await step({ ...base, card, icc }).catch((error: unknown) => {
          throw new Error(`${step.name}: seed ${SEED}, input ${i}: ${toHex(data)}`, { cause: error });
        });
        if (result === undefined) accepted++;
      }
      console.log(`fuzz ${step.name}: seed ${SEED}, ${((100 * accepted) / INPUTS).toFixed(1)} % accepted`);
      expect(accepted / INPUTS).toBeGreaterThan(0.05);
      expect(accepted / INPUTS).toBeLessThan(0.95);
    });
  }

  fuzz('formats of record objects', record, (input) => input.length > 0 && isWellFormed(input[0], input.subarray(1)));
});
