/** What a conformance case is. Each chapter's file exports `CASES`. */

import type { Rig } from './rig.js';

export interface Case {
  /** Chapter and number: K07-012. */
  readonly id: string;
  /** The clause that it checks: EMV Book 3 10.5.1, JR/T 0025.5 11. */
  readonly clause: string;
  /** What is special about it, in a few words. */
  readonly title: string;
  /** Plays it, by the rig's `expect` or `check`; throws where something is not as expected. */
  readonly run: (rig: Rig) => Promise<void>;
}

/** What must come of a payment, literally: never computed from what it is compared with. */
export interface Expected {
  /**
   * `approved offline`, `approved online`; `declined by terminal`, `… by card`, `… by issuer`, with `, reverse` behind it
   * where the host must be reversed; `ended REASON`, with the status word behind it where there is one: `ended
   * card-refused 6985`.
   */
  readonly outcome: string;
  /** 95 and 9B at the end, hexadecimal; to be given wherever a transaction came about. */
  readonly tvr?: string;
  readonly tsi?: string;
  /** 9F27 of each GENERATE AC in turn, separated by blanks; to be given wherever a transaction came about. */
  readonly cid?: string;
  /** The card verification results of each GENERATE AC, four bytes each, separated by blanks. */
  readonly cvr?: string;
  /** 9F34 */
  readonly cvm?: string;
  /** 8A at the end, two characters. */
  readonly arc?: string;
  /** DF31 */
  readonly scripts?: string;
  readonly advice?: boolean;
  readonly signature?: boolean;
  /** INS of each command in turn, GET RESPONSE not counted, two digits each, separated by blanks. */
  readonly commands?: string;
  /** What was asked of people in turn: `offline 3`, `online`, `document`, `choose PBOC DEBIT|PBOC WAGES`. */
  readonly asked?: string;
}
