import { describe, expect, it } from 'vitest';
import { decodeHex } from '../../src/app/decode/decode.js';
import { shown } from '../../src/app/decode/shown.js';
import { narrateCard } from '../../src/app/trace/narrate-card.js';
import { hexWithout } from '../../src/app/trace/narration.js';
import { concat } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { encodeTlv } from '../../src/codec/tlv.js';
import { describe as describeObject } from '../../src/pse/words/describe.js';
import { bytesGenerator, type Sampler } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Math.ceil(Number(process.env.FUZZ_INPUTS ?? 1_000_000) / 10);

/** Tags whose values have a reader of their own, and a few that have not. */
const TAGS = [
  ...[0x4f, 0x50, 0x57, 0x5a, 0x5f24, 0x5f2d, 0x82, 0x86, 0x87, 0x8a, 0x8c, 0x8e, 0x91, 0x94, 0x95, 0x99, 0x9f02],
  ...[0x9f07, 0x9f0c, 0x9f10, 0x9f27, 0x9f34, 0x9f36, 0x9f38, 0x9f3b, 0x9f4a, 0x9f4d, 0x9f52, 0x9f61, 0xdf31, 0xdf7f],
];

const objects: Sampler<Uint8Array> = (source) => {
  const list = Array.from({ length: 1 + source.below(4) }, () =>
    encodeTlv(source.pick(TAGS), source.bytes(source.below(24))),
  );
  const value = concat(...list);
  return source.below(2) === 0 ? value : encodeTlv(source.pick([0x70, 0x77, 0x6f, 0xa5, 0x72, 0x80]), value);
};

const COMMANDS = [
  '00A4040008A00000033301010100',
  '00A404000F7378312E73682EC9E7BBE1B1A3D5CF00',
  '00B2011400',
  '00B2015C00',
  '80A80000048302015600',
  '80AE8000040001020300',
  '80CA9F4F00',
  '008200000A21415243527CE78F3030',
  '0020008008241234FFFFFFFFFF',
  '8424000014000102030405060708090A0B0C0D0E0FA1B2C3D4',
  '04DC011408700201A1B2C3D4',
  '00C0000010',
].map(fromHex);

const line: Sampler<Uint8Array> = (source) => {
  const answer = concat(objects(source), source.pick([fromHex('9000'), fromHex('6110'), fromHex('6A83')]));
  return source.below(2) === 0 ? source.pick(COMMANDS) : answer;
};

function fuzz(sample: Sampler<Uint8Array>, trial: (input: Uint8Array) => boolean): number {
  const generate = bytesGenerator(SEED, sample);
  let read = 0;
  for (let i = 0; i < INPUTS; i++) {
    const input = generate();
    try {
      if (trial(input)) read++;
    } catch (error) {
      throw new Error(`seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
    }
  }
  return read / INPUTS;
}

describe(`fuzzing the words with seed ${SEED}`, () => {
  it('decodeHex tells any bytes or gives up', () => {
    const share = fuzz(line, (input) => {
      const described = decodeHex(input);
      return described !== undefined && shown(described, false).name.en !== '';
    });
    console.log(`fuzz decodeHex: seed ${SEED}, ${INPUTS} inputs, ${(100 * share).toFixed(1)} % told`);
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.99);
  });

  it('a value of any tag is told', () => {
    let next = 0;
    fuzz(objects, (input) => {
      next = (next + 1) % TAGS.length;
      return describeObject(TAGS[next], input).bytes === input;
    });
  });

  it('the narrator follows any conversation, and hides within the line', () => {
    const narrator = narrateCard(false);
    let command = true;
    fuzz(line, (input) => {
      const { words, hidden } = command ? narrator.command(input) : narrator.response(input);
      command = !command;
      if (hexWithout(input, hidden).length !== 2 * input.length) throw new Error('a line of another length');
      for (const { from, to } of hidden) if (from < 0 || to > input.length) throw new Error('hidden outside the line');
      return words.zh !== '';
    });
  });
});
