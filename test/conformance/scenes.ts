/** Settings that the chapters from the cryptogram on share: what makes a transaction stay offline, and lies of a card. */

import { Fault, type FaultKind } from '../../src/base/fault.js';
import type { Rig } from './rig.js';
import type { Setting } from './setting.js';

/** A floor limit that nothing reaches, and no random selection. */
export const NO_LIMITS = Object.freeze({ floorLimit: 100_000, targetPercentage: 0, targetPercentageMax: 0 });

/** No cardholder verification. */
export const NO_CVM = '00000000000000001F00';

/** The terminal asks for a TC: nothing speaks for going online. */
export const OFFLINE: Setting = Object.freeze({ application: NO_LIMITS, card: { cvmList: NO_CVM } });

/** The terminal asks for an ARQC for an online PIN alone, which the default codes do not mind. */
export const ONLINE_FOR_PIN: Setting = Object.freeze({ application: NO_LIMITS });

/** Changes one byte of an answer. */
export function withByte(index: number, value: number): (real: Uint8Array) => Uint8Array {
  return (real) => Uint8Array.from(real, (byte, i) => (i === index ? value : byte));
}

/** Turns one byte of an answer over, counted from its end: of the status word −1 and −2. */
export function flipped(fromEnd: number): (real: Uint8Array) => Uint8Array {
  return (real) => Uint8Array.from(real, (byte, i) => (i === real.length + fromEnd ? byte ^ 0xff : byte));
}

/** CID in an answer of format 1: 80 L CID … */
export const CID_AT = 2;

/** Plays a payment that breaks off. @throws Error when it comes to an end, or breaks off in another way */
export async function breaksOff(rig: Rig, setting: Setting, kind: FaultKind): Promise<void> {
  let fault: unknown;
  try {
    await rig.pay(setting);
  } catch (error) {
    fault = error;
  }
  if (!(fault instanceof Fault) || fault.kind !== kind) throw new Error(`expected a Fault ${kind}`);
}
