/** Answers to GENERATE AC and issuer scripts that no card and no issuer would send. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { encodeTlv } from '../../src/codec/tlv.js';
import { readAnswer } from '../../src/pse/cryptogram-answer.js';
import { runScripts } from '../../src/pse/scripts.js';
import { isEnded } from '../../src/pse/transaction-state.js';
import { stateFor } from '../pse/setting.js';
import { bytesGenerator, type Sampler } from './generator.js';
import { obligingCard } from './obliging-card.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);
/** Each input of a script is some commands to a card. */
const SCRIPTS = Math.ceil(INPUTS / 10);

const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

const answer: Sampler<Uint8Array> = (source) => {
  if (source.below(2) === 0) return encodeTlv(0x80, source.bytes(11 + source.below(33)));
  const tags = [0x9f27, 0x9f36, 0x9f26, 0x9f10, 0x9f4b].filter(() => source.below(8) > 0);
  const lengths: Readonly<Record<number, number>> = { 40743: 1, 40758: 2, 40742: 8, 40720: 16, 40779: 128 };
  return encodeTlv(0x77, ...tags.map((tag) => encodeTlv(tag, source.bytes(lengths[tag]))));
};

const script: Sampler<Uint8Array> = (source) => {
  const commands = Array.from({ length: source.below(4) }, () => {
    const data = source.bytes(1 + source.below(16));
    return encodeTlv(0x86, fromHex(`84DA9F58${toHex(Uint8Array.of(data.length))}${toHex(data)}`));
  });
  return fromHex([encodeTlv(0x9f18, source.bytes(4)), ...commands].map(toHex).join(''));
};

describe('generated inputs', () => {
  it('an answer to GENERATE AC is read or ends the transaction, never anything else', () => {
    const generate = bytesGenerator(SEED, answer);
    let read = 0;
    for (let i = 0; i < INPUTS; i++) {
      const input = generate();
      try {
        if (!isEnded(readAnswer(input, i % 2 === 0))) read++;
      } catch (error) {
        throw new Error(`answer: seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
      }
    }
    expect(read / INPUTS).toBeGreaterThan(0.05);
    expect(read / INPUTS).toBeLessThan(0.95);
  });

  it('a script leaves five bytes of result, whatever it is', async () => {
    const generate = bytesGenerator(SEED, script);
    let performed = 0;
    for (let i = 0; i < SCRIPTS; i++) {
      const input = generate();
      const state = stateFor(obligingCard());
      try {
        await runScripts(state, [{ template: 0x72, value: input }], 0x72);
      } catch (error) {
        throw new Error(`script: seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
      }
      expect(state.scriptResults).toHaveLength(5);
      if (state.scriptResults[0] === 0x20) performed++;
    }
    expect(performed / SCRIPTS).toBeGreaterThan(0.05);
    expect(performed / SCRIPTS).toBeLessThan(0.95);
  });
});
