/** Reception of the answer to reset: its timing, and the convention that TS sets (ISO/IEC 7816-3 8.1; EMV Book 1 8). */

import { DEFAULT_RATE } from '../../codec/atr.js';
import type { Received } from '../../ports/contacts.js';
import type { Line } from './line.js';

/** The etu of the answer, clocks: Fd / Dd. */
const INITIAL_ETU_CLOCKS = DEFAULT_RATE.fi / DEFAULT_RATE.di;

/** TS begins 400 to 40,000 clocks after RST; a terminal takes it from 380 to 42,000 (emv.md 5.2, B). */
const TS_FROM_ETU = 380 / INITIAL_ETU_CLOCKS;
const TS_WITHIN_ETU = 42_000 / INITIAL_ETU_CLOCKS;

/** Initial waiting time, 9,600 etu for the card and 10,080 for the terminal (emv.md 5.2). */
export const INITIAL_WAITING_ETU = 10_080;

/** From TS to 12 etu after the last character: 19,200 etu for the card, 20,160 for the terminal (emv.md 5.2, B). */
const WHOLE_ETU = 20_160;
const LAST_CHARACTER_ETU = 12;

/** TS and 32 further characters (8.2.1). */
const LONGEST = 33;

/** TS of the inverse convention as a direct UART reads it: HHLLLLLLH is 03, and its parity is wrong (8.1). */
const INVERSE_TS_READ_DIRECT = 0x03;

/**
 * Receives an ATR after RST has risen; the framing's convention is then the card's. Every character is one that the
 * structure announces, so that it ends with the last of them, without waiting.
 * @returns TS to TCK with direct convention values, or `silent` when no TS came
 * @throws Fault protocol when it is malformed, too slow or damaged, removed
 */
export async function receiveAnswer(line: Line, deadline: number): Promise<Uint8Array | 'silent'> {
  line.frame({ convention: 'direct', clocksPerEtu: INITIAL_ETU_CLOCKS, errorSignal: false });
  const first = await line.listen(1, { firstEtu: TS_WITHIN_ETU, nextEtu: 0 }, deadline);
  if (first.ended === 'silent') return 'silent';
  if (first.etu < TS_FROM_ETU) throw line.fault('protocol');
  const answer = new Answer(line, readTs(line, first), deadline);
  const [t0] = await answer.take(1);
  const checked = await takeInterfaceBytes(answer, t0 >> 4);
  await answer.take((t0 & 0x0f) + (checked ? 1 : 0));
  return answer.bytes;
}

/** Sets the framing by TS. @returns its value */
function readTs(line: Line, { bytes, ended }: Received): number {
  if (ended === 'complete' && bytes[0] === 0x3b) return 0x3b;
  if (ended !== 'damaged' || bytes[0] !== INVERSE_TS_READ_DIRECT) throw line.fault('protocol');
  line.frame({ ...line.framing, convention: 'inverse' });
  return 0x3f;
}

/** Follows the TDs from what T0 announces on. @returns whether TCK stands at the end: any T but 0 was named (8.2.5) */
async function takeInterfaceBytes(answer: Answer, announced: number): Promise<boolean> {
  let checked = false;
  let next = announced;
  while (next !== 0) {
    const group = await answer.take(countOnes(next));
    if ((next & 8) === 0) return checked;
    const td = group[group.length - 1];
    if ((td & 0x0f) !== 0) checked = true;
    next = td >> 4;
  }
  return checked;
}

function countOnes(nibble: number): number {
  return (nibble & 1) + ((nibble >> 1) & 1) + ((nibble >> 2) & 1) + (nibble >> 3);
}

/** An answer as far as it has come. */
class Answer {
  readonly #line: Line;
  readonly #deadline: number;
  readonly #received: number[];
  #sinceTsEtu = 0;

  constructor(line: Line, ts: number, deadline: number) {
    this.#line = line;
    this.#received = [ts];
    this.#deadline = deadline;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#received);
  }

  /** The next characters, none of them damaged or late. @throws Fault */
  async take(count: number): Promise<Uint8Array> {
    if (this.#received.length + count > LONGEST) throw this.#line.fault('protocol');
    if (count === 0) return new Uint8Array(0);
    const limits = {
      firstEtu: INITIAL_WAITING_ETU,
      nextEtu: INITIAL_WAITING_ETU,
      allEtu: WHOLE_ETU - LAST_CHARACTER_ETU - this.#sinceTsEtu,
    };
    const { bytes, ended, etu } = await this.#line.listen(count, limits, this.#deadline);
    if (ended !== 'complete') throw this.#line.fault('protocol');
    this.#sinceTsEtu += etu;
    this.#received.push(...bytes);
    return bytes;
  }
}
