/** A case of the driver's plan: one call, the number that it gives, and its string. */

import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { DriverAnswer } from '../../src/app/driver/answer.js';
import type { Driver } from '../../src/app/driver/driver.js';
import { type Bench, bench, cardLike, type Setting } from '../visits/bench.js';
import { samplePsam } from '../xs/scenarios.js';

export interface DriverCase {
  /** Chapter and number: D01-012. */
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  /** The number that must come, as the caller sees it. */
  readonly code: number;
  /** @returns what came @throws Error where it is not what must come */
  readonly run: () => Promise<DriverAnswer>;
}

export type Call = (driver: Driver, one: Bench) => Promise<DriverAnswer>;

/** Clause, title, the scene, the call, its number, and its whole string, or a piece of it. */
export type DriverRow = readonly [
  clause: string,
  title: string,
  scene: () => Setting | Promise<Setting>,
  call: Call,
  code: number,
  out: string | RegExp,
];

/** A case that was played, its number before its title. */
export interface PlayedCall {
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  readonly failure: string | undefined;
  /** Of a case that did not fail. */
  readonly answer: DriverAnswer | undefined;
}

/** Plays a case for the printed plan. */
export async function playCall({ id, clause, title, code, run }: DriverCase): Promise<PlayedCall> {
  const named = { id, clause, title: `${code}  ${title}` };
  try {
    return { ...named, failure: undefined, answer: await run() };
  } catch (error) {
    return { ...named, failure: error instanceof Error ? error.message : String(error), answer: undefined };
  }
}

/** Numbers the rows of a chapter from 001 on. */
export function driverCases(chapter: string, rows: readonly DriverRow[]): DriverCase[] {
  return rows.map(([clause, title, scene, call, code, out], index) => ({
    id: `${chapter}-${String(index + 1).padStart(3, '0')}`,
    clause,
    title,
    code,
    run: async () => {
      const one = await bench(await scene());
      const answer = await call(one.terminal.driver, one);
      const fits = typeof out === 'string' ? answer.out === out : out.test(answer.out);
      if (answer.code !== code || !fits) throw new Error(`answered ${answer.code} "${answer.out}"`);
      return answer;
    },
  }));
}

/** A sample card in the slot, a sample PSAM in its own. */
export function scene(card: string, psam: string | 'none' = 'full', more: Partial<Setting> = {}): () => Setting {
  return () => ({
    card: cardLike(card),
    psam: psam === 'none' ? psam : samplePsam(psam)(new SeededRandom(4)),
    ...more,
  });
}

/** pCardInfo of the sample cards: identifiers and numbers as their descriptions have them. */
export const NAMED = Object.freeze({
  'v1-plain': '990100D15600000500000002FFFFFFFF|A0000002X|',
  'v2-des': '990100D1560000050000000166534F34|A00000011|',
});
