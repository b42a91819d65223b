/**
 * Random bytes of the PSAM beside those of the chip: drawn by GET CHALLENGE between visits, when the PSAM has no session that a
 * challenge would disturb, and each given out once.
 */

import { concat, EMPTY, equalBytes, xor } from '../../base/bytes.js';
import { Fault } from '../../base/fault.js';
import type { IccReader } from '../../ports/icc-reader.js';
import type { Random } from '../../ports/random.js';

/** What GET CHALLENGE gives (SPEC-9; sscard.md 9.2). */
const CHALLENGE_LENGTH = 8;
const GET_CHALLENGE = new Uint8Array([0x00, 0x84, 0x00, 0x00, CHALLENGE_LENGTH]);
const COMMAND_MS = 2_000;
/** Both resets of a slow chip. */
const RESET_MS = 5_000;
/** Enough for the random numbers of a dozen visits; about a second of a PSAM's line at 9,600 bit/s. */
const POOL_LENGTH = 256;

export type Refill =
  | 'full'
  /** no PSAM answers, or it gives no challenge */
  | 'none'
  /** it gives the same again: nothing of it is used */
  | 'stuck';

export class ChallengePool {
  readonly #sams: readonly IccReader[];
  #pool: Uint8Array = EMPTY;
  /** What the latest refill began with, given to nobody. */
  #first: Uint8Array = EMPTY;

  /** @param sams in the order in which they are asked */
  constructor(sams: readonly IccReader[]) {
    this.#sams = sams;
  }

  /** Bytes that are left. */
  get length(): number {
    return this.#pool.length;
  }

  /** Draws as much as is missing. To be called between visits only: it resets the PSAM and takes its contacts down. */
  async refill(): Promise<Refill> {
    for (const sam of this.#sams) {
      const drawn = await challengesOf(sam, POOL_LENGTH - this.#pool.length);
      if (drawn === 'none') continue;
      // The same after each reset: a chip that counts from where it always does.
      if (drawn === 'stuck' || equalBytes(drawn.first, this.#first)) {
        this.#pool = EMPTY;
        return 'stuck';
      }
      this.#first = drawn.first;
      this.#pool = concat(this.#pool, drawn.bytes);
      return 'full';
    }
    return 'none';
  }

  /** @returns as many as there are, `length` at most, and never again */
  take(length: number): Uint8Array {
    const taken = this.#pool.slice(0, length);
    this.#pool = this.#pool.slice(taken.length);
    return taken;
  }
}

/** The chip's bytes, each with one of the PSAM's over it as long as the pool has some: who guesses must guess both. */
export function mixedRandom(chip: Random, pool: ChallengePool): Random {
  return {
    async bytes(length) {
      const bytes = await chip.bytes(length);
      const over = pool.take(length);
      bytes.set(xor(bytes.slice(0, over.length), over));
      return bytes;
    },
  };
}

interface Drawn {
  /** One challenge, for comparing alone. */
  readonly first: Uint8Array;
  readonly bytes: Uint8Array;
}

async function challengesOf(sam: IccReader, length: number): Promise<Drawn | 'none' | 'stuck'> {
  const drawn = new Uint8Array(CHALLENGE_LENGTH + length);
  let latest = EMPTY;
  try {
    if (!(await sam.isPresent())) return 'none';
    await sam.reset('cold', RESET_MS);
    for (let offset = 0; offset < drawn.length; offset += CHALLENGE_LENGTH) {
      const challenge = challengeIn(await sam.transmit(GET_CHALLENGE, { withinMs: COMMAND_MS, conceal: true }));
      if (challenge === undefined) return 'none';
      if (equalBytes(challenge, latest) || challenge.every((byte) => byte === challenge[0])) return 'stuck';
      drawn.set(challenge.subarray(0, drawn.length - offset), offset);
      latest = challenge;
    }
    return { first: drawn.slice(0, CHALLENGE_LENGTH), bytes: drawn.slice(CHALLENGE_LENGTH) };
  } catch (error) {
    if (error instanceof Fault) return 'none';
    throw error;
  } finally {
    await sam.deactivate();
  }
}

function challengeIn(answer: Uint8Array): Uint8Array | undefined {
  const isWhole = answer.length === CHALLENGE_LENGTH + 2 && answer[CHALLENGE_LENGTH] === 0x90 && answer.at(-1) === 0x00;
  return isWhole ? answer.slice(0, CHALLENGE_LENGTH) : undefined;
}
