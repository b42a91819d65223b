import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, equalBytes } from '../../src/base/bytes.js';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeCommand, decodeResponse, encodeCommand, encodeResponse } from '../../src/codec/apdu.js';
import { decodeAtr, encodeAtr } from '../../src/codec/atr.js';
import { decodeBcd, encodeBcd } from '../../src/codec/bcd.js';
import { decodeGbk, encodeGbk } from '../../src/codec/gbk.js';
import { decodeRecords, encodeRecord } from '../../src/codec/record.js';
import { decodeTlv, encodeTlv, findTlv } from '../../src/codec/tlv.js';
import { bytesGenerator, type Sampler, type Source, textGenerator } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);

/** Whether the parser took the input; a FormatError counts as no, anything else fails the test with the input. */
type Trial<T> = (input: T) => boolean;

function fuzz<T>(name: string, generate: () => T, trial: Trial<T>, inputs = INPUTS): void {
  let accepted = 0;
  for (let i = 0; i < inputs; i++) {
    const input = generate();
    const answer = tried(trial, input);
    if (answer instanceof Error) {
      const shown = input instanceof Uint8Array ? toHex(input) : JSON.stringify(input);
      throw new Error(`${name}: seed ${SEED}, input ${i}: ${shown}`, { cause: answer });
    }
    if (answer) accepted++;
  }
  const share = accepted / inputs;
  console.log(`fuzz ${name}: seed ${SEED}, ${inputs} inputs, ${(100 * share).toFixed(1)} % accepted`);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.95);
}

function tried<T>(trial: Trial<T>, input: T): boolean | Error {
  try {
    return trial(input);
  } catch (error) {
    return error instanceof FormatError ? false : (error as Error);
  }
}

function same(original: Uint8Array, again: Uint8Array): true {
  if (!equalBytes(original, again)) throw new Error(`written again as ${toHex(again)}`);
  return true;
}

const fuzzBytes = (name: string, sample: Sampler<Uint8Array>, trial: Trial<Uint8Array>): void => {
  it(`${name} throws FormatError or gives back what it read`, () => fuzz(name, bytesGenerator(SEED, sample), trial));
};

const maybe = (source: Source): number | undefined => (source.below(2) ? source.below(256) : undefined);

const atr: Sampler<Uint8Array> = (source) => {
  const levels = Array.from({ length: 1 + source.below(4) }, (_, i) => ({
    ...(i > 0 && { protocol: source.pick([0, 0, 1, 15, source.below(16)]) }),
    ta: maybe(source),
    tb: maybe(source),
    tc: maybe(source),
  }));
  const historical = source.bytes(source.pick([13, source.below(16)]));
  return encodeAtr({ convention: source.below(4) ? 'direct' : 'inverse', levels, historical });
};

const command: Sampler<Uint8Array> = (source) => {
  const [cla, ins, p1, p2] = source.bytes(4);
  const data = source.bytes(source.pick([0, 2, source.below(32), source.below(256)]));
  return encodeCommand({ cla, ins, p1, p2, data, ...(source.below(2) && { le: 1 + source.below(256) }) });
};

const response: Sampler<Uint8Array> = (source) => {
  const sw = source.pick([0x9000, 0x6a82, 0x61_00 + source.below(0x0f00), 0x90_00 + source.below(0x1000)]);
  return encodeResponse({ data: source.bytes(source.pick([0, source.below(24), source.below(257)])), sw });
};

const tlv: Sampler<Uint8Array> = (source) => nestedTlv(source, 3);

function nestedTlv(source: Source, depth: number): Uint8Array {
  const objects = Array.from({ length: 1 + source.below(3) }, () => {
    const tag = source.pick([0x6f, 0x84, 0xa5, 0x9f0c, 0x86, 0x50, 0xbf0c, 0xdf8129, 0xff8106]);
    const value =
      depth > 0 && source.below(2) ? nestedTlv(source, depth - 1) : source.bytes(source.pick([0, 1, 8, 15, 130]));
    return encodeTlv(tag, value);
  });
  return concat(...objects);
}

const records: Sampler<Uint8Array> = (source) =>
  concat(
    ...Array.from({ length: source.below(6) }, () =>
      encodeRecord(1 + source.below(254), source.bytes(source.pick([1, 4, 9, source.below(40)]))),
    ),
  );

const cn: Sampler<Uint8Array> = (source) => {
  const length = source.pick([4, 7, 8, source.below(17)]);
  return encodeBcd(Array.from({ length: source.below(2 * length + 1) }, () => source.below(10)).join(''), length);
};

const CHARACTERS = [...'社会保障卡张三朱镕基喆堃阿卜杜拉·买买提AZ09 \0ü€', '〇', '䶮', '　'];
const name: Sampler<string> = (source) =>
  Array.from({ length: source.below(12) }, () => source.pick(CHARACTERS)).join('');

/** The bytes of a text that decodeGbk made, its placeholders undone: nothing may be lost. */
function bytesOf(text: string): Uint8Array {
  const parts = text.split(/□<((?:[0-9A-F]{2})+)>/);
  return concat(...parts.map((part, i) => (i % 2 === 1 ? fromHex(part) : concat(...[...part].map(bytesOfCharacter)))));
}

const known = new Map<string, Uint8Array>();

/** encodeGbk scans its table; a million names go faster when it need do so only once a character. */
function bytesOfCharacter(character: string): Uint8Array {
  const bytes = known.get(character) ?? encodeGbk(character);
  known.set(character, bytes);
  return bytes;
}

const PATHS = [[0x6f, 0xa5, 0x9f0c, 0x86], [0x84], [0x6f, 0x84], [0xa5, 0xa5, 0xa5, 0xa5, 0xa5]];

/** Follows a path as far as it goes; bytes that are no TLV on the way are as good an answer as any. */
function findAnything(bytes: Uint8Array): void {
  try {
    findTlv(bytes, ...PATHS[bytes.length % PATHS.length]);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

// Half of the inputs end in an error: its stack, which nobody reads, would double the time.
const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

describe(`fuzzing the codecs with seed ${SEED}`, () => {
  fuzzBytes('decodeAtr', atr, (bytes) => same(bytes, encodeAtr(decodeAtr(bytes))));
  fuzzBytes('decodeCommand', command, (bytes) => same(bytes, encodeCommand(decodeCommand(bytes))));
  fuzzBytes('decodeResponse', response, (bytes) => same(bytes, encodeResponse(decodeResponse(bytes))));
  fuzzBytes('decodeRecords', records, (bytes) =>
    same(bytes, concat(...decodeRecords(bytes).map(({ tag, value }) => encodeRecord(tag, value)))),
  );
  fuzzBytes('decodeBcd', cn, (bytes) => same(bytes, encodeBcd(decodeBcd(bytes), bytes.length)));

  fuzzBytes('decodeTlv and findTlv', tlv, (bytes) => {
    findAnything(bytes);
    const write = (from: Uint8Array) => concat(...decodeTlv(from).map(({ tag, value }) => encodeTlv(tag, value)));
    const shortest = write(bytes);
    // Filler and long lengths are read and not written: the shortest form is never longer, and it is its own.
    if (shortest.length > bytes.length) throw new Error('written longer than read');
    return same(shortest.length === bytes.length ? bytes : write(shortest), shortest);
  });

  it('decodeGbk never throws and never drops a byte', () => {
    fuzz(
      'decodeGbk (accepted: no placeholder)',
      bytesGenerator(SEED, (source) => encodeGbk(name(source))),
      (bytes) => {
        const text = decodeGbk(bytes);
        if (toHex(bytes).includes('A1F53C')) return false;
        return same(bytes, bytesOf(text)) && !text.includes('□<');
      },
    );
  });

  it('encodeGbk throws FormatError or writes what reads the same', () => {
    const readsTheSame = (text: string) => {
      if (decodeGbk(encodeGbk(text)) !== text) throw new Error('reads otherwise');
      return true;
    };
    fuzz('encodeGbk', textGenerator(SEED, name, 'AZ□<>'), readsTheSame, INPUTS / 10);
  });
});
