import { EMPTY } from '../../../src/base/bytes.js';
import type { Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';

/** 9000, with the data if there is any. */
export function done(data: Uint8Array = EMPTY): Response {
  return { data, sw: SW.ok };
}

/** A status word alone. */
export function refused(sw: number): Response {
  return { data: EMPTY, sw };
}
