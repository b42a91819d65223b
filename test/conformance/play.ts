/** Plays conformance cases and keeps what they showed. */

import type { Case } from './case.js';
import { type Observation, Rig } from './rig.js';

export interface Played {
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  /** Why it failed; undefined for one that passed. */
  readonly failure: string | undefined;
  readonly observations: readonly Observation[];
}

export async function play(one: Case): Promise<Played> {
  const rig = new Rig();
  const { id, clause, title } = one;
  const failure = await failureOf(one, rig);
  return { id, clause, title, failure, observations: failure === undefined ? rig.observations : [] };
}

async function failureOf(one: Case, rig: Rig): Promise<string | undefined> {
  try {
    await one.run(rig);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return rig.observations.length === 0 ? 'checks nothing' : undefined;
}

/** Chapter of a case: K07 of K07-012. */
export function chapterOf({ id }: Pick<Case, 'id'>): string {
  return id.slice(0, 3);
}

/** What is wrong with a plan itself: ids that are not like K07-012, with the plan's letter, or stand twice. */
export function misnumbered(cases: readonly Pick<Case, 'id'>[], letter: 'K' | 'L' | 'D'): string[] {
  const seen = new Set<string>();
  return cases.flatMap(({ id }) => {
    const wrong = !/^[DKL]\d\d-\d{3}$/.test(id) || id[0] !== letter || seen.has(id);
    seen.add(id);
    return wrong ? [id] : [];
  });
}
