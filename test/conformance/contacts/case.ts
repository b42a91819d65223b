/** What a case of the contact plan is. Each chapter's file exports `CASES`. */

import type { ContactRig } from './rig.js';

export interface ContactCase {
  /** Chapter and number: L06-012. */
  readonly id: string;
  /** The clause that it checks: ISO/IEC 7816-3 10.3.3, EMV Book 1 8.3.3. */
  readonly clause: string;
  readonly title: string;
  /** Plays it by the rig's checks; throws where something is not as expected. */
  readonly run: (rig: ContactRig) => Promise<void>;
}

/** The cases of one chapter that are alike but for their data: numbered from `first` on. */
export function casesOf<Row extends { readonly clause: string; readonly title: string }>(
  chapter: string,
  first: number,
  rows: readonly Row[],
  run: (rig: ContactRig, row: Row) => Promise<void>,
): ContactCase[] {
  return rows.map((row, i) => ({
    id: `${chapter}-${String(first + i).padStart(3, '0')}`,
    clause: row.clause,
    title: row.title,
    run: (rig) => run(rig, row),
  }));
}
