/**
 * The keys of a card as a terminal reaches them: sscard.md 5.2. Card ids and PSAM ids `[2+]` (SPEC-9 annex B, two code
 * bases), HSM addresses `[2+]` (SC annex B) but for the rows tagged. The master keys are left out: they personalise.
 */

import { assert } from '../base/assert.js';
import type { CardKey, Directory } from './model.js';

/**
 * PSAM key types (sscard.md 9.2), the listed one first. Published lists differ for the update, unblocking and secure
 * messaging keys (sscard.md 18, trap 5), so the others are tried after it.
 */
const MAC_AND_ENCRYPT: readonly number[] = Object.freeze([8, 6, 7]);
const ENCRYPT: readonly number[] = Object.freeze([7, 8, 6]);
/** IRK and RKSSSE: every source agrees on 7, so no other is probed. */
const ENCRYPT_ONLY: readonly number[] = Object.freeze([7]);
const LOAD: readonly number[] = Object.freeze([9, 8]);
const PURCHASE: readonly number[] = Object.freeze([2]);
const TAC: readonly number[] = Object.freeze([0x0c, 8]);

function key(
  name: string,
  directory: Directory,
  cardId: number | undefined,
  psamTypes: readonly number[],
  psamId: number,
  hsmAddress: number | undefined,
): CardKey {
  return Object.freeze({ name, directory, cardId, psamTypes, psamId, hsmAddress });
}

/** Every key of sscard.md 5.2 but the master keys. */
export const KEYS: readonly CardKey[] = Object.freeze([
  key('IRK', 'SSSE', undefined, ENCRYPT_ONLY, 0x08, 0x0170),
  key('STK', 'SSSE', 0x02, MAC_AND_ENCRYPT, 0x09, 0x0173),
  key('UKSSSE', 'SSSE', 0x04, MAC_AND_ENCRYPT, 0x12, 0x0094),
  key('BK', 'SSSE', 0x05, MAC_AND_ENCRYPT, 0x11, 0x0091),
  key('PUK', 'SSSE', 0x06, MAC_AND_ENCRYPT, 0x10, 0x0090),
  key('RKSSSE', 'SSSE', 0x0a, ENCRYPT_ONLY, 0x0a, 0x004c),

  key('STKDF01', 'DF01', 0x82, MAC_AND_ENCRYPT, 0x20, 0x0174),
  key('UK1DF01', 'DF01', 0x83, MAC_AND_ENCRYPT, 0x42, 0x0097),
  key('UK2DF01', 'DF01', 0x84, MAC_AND_ENCRYPT, 0x43, 0x009a),
  key('UK3DF01', 'DF01', 0x85, ENCRYPT, 0x24, 0x0176),
  key('UK4DF01', 'DF01', 0x86, ENCRYPT, 0x25, 0x0179),
  key('UK5DF01', 'DF01', 0x87, MAC_AND_ENCRYPT, 0x44, 0x009d),
  // [calc] the card id fills the gap in the published list
  key('RK1DF01', 'DF01', 0x88, ENCRYPT, 0x2e, 0x004f),
  // [1] the card ids 89–8E of DF01
  key('UK6DF01', 'DF01', 0x89, ENCRYPT, 0x2f, 0x0052),
  key('UK7DF01', 'DF01', 0x8a, ENCRYPT, 0x30, 0x0055),
  key('UK8DF01', 'DF01', 0x8b, ENCRYPT, 0x31, 0x0058),
  key('UK9DF01', 'DF01', 0x8c, ENCRYPT, 0x32, 0x005b),
  key('UKADF01', 'DF01', 0x8d, ENCRYPT, 0x33, 0x005e),
  key('UKBDF01', 'DF01', 0x8e, ENCRYPT, 0x34, 0x0061),

  key('STKDF02', 'DF02', 0x82, MAC_AND_ENCRYPT, 0x21, 0x0185),
  key('UK1DF02', 'DF02', 0x83, ENCRYPT, 0x26, 0x0187),
  key('UK2DF02', 'DF02', 0x84, MAC_AND_ENCRYPT, 0x45, 0x00a0),
  key('UK3DF02', 'DF02', 0x85, MAC_AND_ENCRYPT, 0x46, 0x00a3),
  key('UK4DF02', 'DF02', 0x86, ENCRYPT, 0x27, 0x018a),
  key('UK5DF02', 'DF02', 0x87, ENCRYPT, 0x28, 0x018d),
  // [calc] the card id, as for RK1DF01
  key('RK1DF02', 'DF02', 0x88, ENCRYPT, 0x35, 0x0064),
  // [1] the card id
  key('UK6DF02', 'DF02', 0x89, ENCRYPT, 0x36, 0x0067),

  key('STKDF03', 'DF03', 0x82, MAC_AND_ENCRYPT, 0x22, 0x0186),
  key('LKDF03', 'DF03', 0x83, MAC_AND_ENCRYPT, 0x40, 0x0092),
  key('RK1DF03', 'DF03', 0x84, ENCRYPT, 0x2b, 0x0193),
  key('RK2DF03', 'DF03', 0x85, ENCRYPT, 0x2c, 0x0196),
  key('UK1DF03', 'DF03', 0x86, MAC_AND_ENCRYPT, 0x47, 0x00a6),
  key('UK2DF03', 'DF03', 0x87, ENCRYPT, 0x29, 0x0190),
  key('UK3DF03', 'DF03', 0x88, MAC_AND_ENCRYPT, 0x48, 0x00a9),
  // [1] the card ids 89–8D of DF03
  key('UK4DF03', 'DF03', 0x89, ENCRYPT, 0x37, 0x006a),
  key('UK5DF03', 'DF03', 0x8a, ENCRYPT, 0x38, 0x006d),
  key('UK6DF03', 'DF03', 0x8b, ENCRYPT, 0x39, 0x0070),
  key('UK7DF03', 'DF03', 0x8c, ENCRYPT, 0x3a, 0x0073),
  key('UK8DF03', 'DF03', 0x8d, ENCRYPT, 0x3b, 0x0076),

  key('STKDF04', 'DF04', 0x82, MAC_AND_ENCRYPT, 0x23, 0x0175),
  key('LKDF04', 'DF04', 0x83, MAC_AND_ENCRYPT, 0x41, 0x0093),
  key('RK1DF04', 'DF04', 0x84, ENCRYPT, 0x2d, 0x0182),
  key('UK1DF04', 'DF04', 0x85, MAC_AND_ENCRYPT, 0x49, 0x00ac),
  key('UK2DF04', 'DF04', 0x86, ENCRYPT, 0x2a, 0x017c),
  // [TP] the card id: no source gives one
  key('DSK', 'DF04', 0x87, MAC_AND_ENCRYPT, 0x4a, 0x00af),
  key('DLK', 'DF04', undefined, LOAD, 0x4b, 0x00b2),
  // The purchase key is named by its index, which is its version (sscard.md 5.2)
  key('DPK', 'DF04', undefined, PURCHASE, 0x01, 0x017f),
  key('DPK2', 'DF04', undefined, PURCHASE, 0x02, 0x0199),
  key('DPK3', 'DF04', undefined, PURCHASE, 0x03, 0x019c),
  key('DTK', 'DF04', undefined, TAC, 0x4c, 0x00b5),

  key('STKDF05', 'DF05', 0x82, MAC_AND_ENCRYPT, 0xb3, 0x008c),
  key('UK1DF05', 'DF05', 0x83, ENCRYPT, 0xb4, 0x008d),

  // [1] all of DF06, without types and HSM addresses: local keys
  key('RK1DF06', 'DF06', 0x83, MAC_AND_ENCRYPT, 0x52, undefined),
  key('UK1DF06', 'DF06', 0x85, MAC_AND_ENCRYPT, 0x53, undefined),
  key('UK2DF06', 'DF06', 0x86, MAC_AND_ENCRYPT, 0x54, undefined),

  key('STKDF07', 'DF07', 0x82, MAC_AND_ENCRYPT, 0x3c, 0x0079),
  // [calc] the card ids of the reading keys, [1] those of the writing keys
  key('RK1DF07', 'DF07', 0x83, ENCRYPT, 0x3d, 0x007a),
  key('RK2DF07', 'DF07', 0x84, ENCRYPT, 0x3f, 0x0080),
  key('RK3DF07', 'DF07', 0x85, ENCRYPT, 0xb1, 0x0086),
  key('UK1DF07', 'DF07', 0x86, ENCRYPT, 0x3e, 0x007d),
  key('UK2DF07', 'DF07', 0x87, ENCRYPT, 0xb0, 0x0083),
  key('UK3DF07', 'DF07', 0x88, ENCRYPT, 0xb2, 0x0089),
]);

/** The key of a name of this table, as the rights of a layout spell it. */
export function keyNamed(name: string): CardKey {
  const found = KEYS.find((candidate) => candidate.name === name);
  assert(found !== undefined, 'the key table holds every key that the program names');
  return found;
}
