/** File control information, the answer to SELECT (EMV 4.3 Book 1 11.3.4; emv.md 2.1). */

import { FormatError } from '../base/format-error.js';
import { decodeTlv, findTlv, isConstructed, type Tlv } from '../codec/tlv.js';
import { DataObjects } from './data-objects.js';

export interface Fci {
  /** 84 DF name, 5 to 16 bytes. */
  readonly name: Uint8Array;
  /** The primitive objects of 6F, A5 and BF0C by tag. Of a repeated one the first. */
  readonly objects: DataObjects;
}

/**
 * Reads `6F{84, A5{…, BF0C{…}}}` of a payment system environment or of an application. Undefined when the template is
 * no BER-TLV, when something stands beside it, or when 84 or A5 is missing or the name has an impossible length: such
 * an application is passed over and such a PSE not used (Book 1 12.3.2, 12.4). All else is optional.
 */
export function readFci(bytes: Uint8Array): Fci | undefined {
  try {
    const [template, ...more] = decodeTlv(bytes);
    if (template?.tag !== 0x6f || more.length > 0) return undefined;
    const outer = decodeTlv(template.value);
    const name = findTlv(outer, 0x84);
    const proprietary = findTlv(outer, 0xa5);
    if (proprietary === undefined || name === undefined || name.length < 5 || name.length > 16) return undefined;
    const inner = decodeTlv(proprietary);
    const discretionary = findTlv(inner, 0xbf0c);
    return { name, objects: primitives(outer, inner, discretionary === undefined ? [] : decodeTlv(discretionary)) };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Gathers what templates hold directly, without what lies inside other templates. */
export function primitives(...templates: readonly (readonly Tlv[])[]): DataObjects {
  const objects = new DataObjects();
  for (const { tag, value } of templates.flat()) {
    if (!isConstructed(tag)) objects.add(tag, value);
  }
  return objects;
}
