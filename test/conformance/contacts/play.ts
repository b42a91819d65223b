/** Plays cases of the contact plan. */

import type { ContactCase } from './case.js';
import { ContactRig } from './rig.js';

export interface PlayedContact {
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  /** Why it failed; undefined for one that passed. */
  readonly failure: string | undefined;
}

export async function playContact(one: ContactCase, rig = new ContactRig()): Promise<PlayedContact> {
  const { id, clause, title } = one;
  return { id, clause, title, failure: await failureOf(one, rig) };
}

async function failureOf(one: ContactCase, rig: ContactRig): Promise<string | undefined> {
  try {
    await one.run(rig);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return rig.checks === 0 ? 'checks nothing' : undefined;
}
