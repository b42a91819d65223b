/** A PSAM on the desk: power on, literal TPDUs in, literal answers out. */

import type { RandomBytes } from '../../../hosts/peers/chip.js';
import { type PsamDescription, parsePsamDescription } from '../../../hosts/peers/psam/description.js';
import { createPsam, type Psam } from '../../../hosts/peers/psam/psam.js';
import national from '../../../hosts/samples/psams/national.json';
import sm4 from '../../../hosts/samples/psams/sm4.json';
import { fromHex, toHex } from '../../../src/base/hex.js';

/** Random bytes 01 02 03 …, as long as they are asked for. */
export const counting: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => i + 1);

export function described(algorithm: 'DES' | 'SM4', changes: Partial<PsamDescription> = {}): PsamDescription {
  const sample = algorithm === 'DES' ? national : sm4;
  return parsePsamDescription(JSON.stringify({ ...sample, ...changes }));
}

/** One T=0 exchange; blanks in the command are for the reader. @returns data and status word in hexadecimal */
export function exchange(psam: Psam, command: string): string {
  return toHex(psam.exchange(fromHex(command)));
}

/** The same, fetching what waits after 61xx. */
export function ask(psam: Psam, command: string): string {
  const answer = exchange(psam, command);
  return answer.startsWith('61') ? exchange(psam, `00C00000${answer.slice(2)}`) : answer;
}

/** A powered PSAM with its application selected in the environment of `algorithm`. */
export function opened(algorithm: 'DES' | 'SM4', changes: Partial<PsamDescription> = {}): Psam {
  return select(createPsam(described(algorithm, changes), counting), algorithm);
}

/** Power on, environment, application. */
export function select(psam: Psam, algorithm: 'DES' | 'SM4'): Psam {
  psam.reset();
  exchange(psam, `00A404000F 73 78 ${algorithm === 'DES' ? '31' : '33'} 2E73682E C9E7BBE1B1A3D5CF`);
  exchange(psam, '00A4040006 D15600000590');
  return psam;
}
