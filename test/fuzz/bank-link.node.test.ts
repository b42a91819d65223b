/** Whatever comes down the bank's line: nothing is thrown, and no wait is for ever. */

import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeMessage, type Message } from '../../src/codec/iso8583.js';
import { BankLink } from '../../src/links/bank/bank-link.js';
import { FrameReader } from '../../src/links/bank/frame-reader.js';
import { judgeAnswer } from '../../src/links/bank/judge.js';
import type { LineKeys } from '../../src/vault/line-keys.js';
import { ScriptedLine } from '../links/bank/scripted-line.js';
import { FRAMES, masterKey, STATION } from '../links/bank/signed-on.js';
import { bytesGenerator, type Sampler } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);

const ANSWERS = [
  FRAMES.purchaseAnswer,
  FRAMES.declined,
  FRAMES.refusedA0,
  FRAMES.reversalAnswer,
  FRAMES.settleAnswer,
].map(fromHex);
const PURCHASE = requestOf(FRAMES.purchase);

function requestOf(frame: string): Message {
  const { mti, fields } = decodeMessage(fromHex(frame).subarray(13));
  return { mti, fields: new Map([...fields].filter(([field]) => field !== 64)) };
}

async function keys(): Promise<LineKeys> {
  const line = new ScriptedLine([FRAMES.signInAnswer]);
  const link = new BankLink({ line, clock: line.clock, masterKey: masterKey() });
  await link.signIn(STATION, 120);
  if (link.keys === undefined) throw new Error('not signed on');
  return link.keys;
}

/** One frame or several behind one another. */
const stream: Sampler<Uint8Array> = (source) =>
  concat(...Array.from({ length: 1 + source.below(3) }, () => source.pick(ANSWERS)));

/** Runs a trial on each input, and tells the input where it breaks a rule. */
async function fuzz(
  name: string,
  sample: Sampler<Uint8Array>,
  inputs: number,
  trial: (input: Uint8Array, index: number) => boolean | Promise<boolean>,
): Promise<void> {
  const generate = bytesGenerator(SEED, sample);
  let accepted = 0;
  for (let i = 0; i < inputs; i++) {
    const input = generate();
    try {
      const verdict = trial(input, i);
      if (typeof verdict === 'boolean' ? verdict : await verdict) accepted++;
    } catch (error) {
      throw new Error(`${name}: seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
    }
  }
  const share = accepted / inputs;
  console.log(`fuzz ${name}: seed ${SEED}, ${inputs} inputs, ${(100 * share).toFixed(1)} % accepted`);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.95);
}

/** The frames of a stream that arrives in pieces of this length. */
function framesIn(bytes: Uint8Array, piece: number): { readonly frames: string; readonly lost: boolean } {
  const reader = new FrameReader();
  const frames: string[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    reader.push(bytes.slice(at, at + piece));
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) frames.push(toHex(frame));
  }
  return { frames: frames.join(' '), lost: reader.isLost };
}

describe(`fuzzing the bank's line with seed ${SEED}`, () => {
  it('a stream gives the same frames however it is cut', async () => {
    await fuzz('stream', stream, INPUTS / 10, (input, index) => {
      const whole = framesIn(input, input.length + 1);
      const pieces = framesIn(input, 1 + (index % 97));
      if (whole.frames !== pieces.frames || whole.lost !== pieces.lost) throw new Error('another cut, other frames');
      const read = whole.frames.replaceAll(' ', '');
      if (!toHex(input).startsWith(read)) throw new Error('bytes that never came');
      return whole.frames !== '' && !whole.lost;
    });
  });

  it('a message is judged, and believed where it repeats the question and its MAC fits', async () => {
    const line = await keys();
    const body: Sampler<Uint8Array> = (source) => source.pick(ANSWERS).subarray(13);
    await fuzz('judge', body, INPUTS / 10, (input) => {
      const judged = judgeAnswer(PURCHASE, input, line);
      if (judged.kind !== 'good') return false;
      const repeated = [3, 4, 11, 41, 42].every(
        (field) => judged.message.fields.get(field) === PURCHASE.fields.get(field),
      );
      if (!repeated || !line.checks(input)) throw new Error('believed what it should not');
      return true;
    });
  });

  it('a question ends, in one of four ways', async () => {
    await fuzz('ask', stream, INPUTS / 200, async (input, index) => {
      const line = new ScriptedLine([FRAMES.signInAnswer]);
      const link = new BankLink({ line, clock: line.clock, masterKey: masterKey() });
      await link.signIn(STATION, 120);
      const cut = index % (input.length + 1);
      line.expect(...[input.slice(0, cut), input.slice(cut)].filter(({ length }) => length > 0).map(toHex));
      const answer = await link.ask(PURCHASE);
      if (answer.kind === 'unable') throw new Error('the line was up');
      return answer.kind === 'answered';
    });
  });
});
