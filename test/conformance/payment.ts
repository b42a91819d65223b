/** What the cases of selection, initiation and reading share: a payment that comes about, told by its card's side alone. */

import type { Case, Expected } from './case.js';
import type { Payment } from './rig.js';
import type { HolderSetting, Setting } from './setting.js';

/** The holder enters the online PIN that the standard CVM list asks for. */
export const HOLDER: HolderSetting = Object.freeze({ online: 'entered' });

/**
 * The standard payment: a new card (TVR 2.4), online PIN (3.3), floor limit 0 exceeded (4.8); all of TSI but scripts; ARQC,
 * then TC.
 */
export const PAID: Expected = Object.freeze({
  outcome: 'approved online',
  tvr: '0008048000',
  tsi: 'F800',
  cid: '80 40',
});

/** INS from initiation to the end of the standard payment. */
export const STANDARD_REST = 'A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE 82 AE';

/** A case of one payment with an entered PIN. `look` sees it after the comparison and throws where something is wrong. */
export function payment(
  id: string,
  clause: string,
  title: string,
  setting: Setting,
  expected: Expected,
  look: (payment: Payment) => void = () => {},
): Case {
  const run: Case['run'] = async (rig) => {
    look(await rig.expect({ ...setting, holder: { ...HOLDER, ...setting.holder } }, expected));
  };
  return { id, clause, title, run };
}
