import { EMPTY } from '../../../src/base/bytes.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { algorithmByte } from '../../../src/crypto/social-algorithm.js';
import type { Environment } from './memory.js';

/**
 * The FCI of a DDF, 6F { 84 name, A5 { 88 SFI of DIR, 9F0C { 86 algorithm } } }, without what the environment has
 * not.
 */
export function environmentInformation(environment: Environment): Uint8Array {
  const directory = environment.dirSfi === 0 ? EMPTY : encodeTlv(0x88, Uint8Array.of(environment.dirSfi));
  const algorithm = environment.showsAlgorithm
    ? encodeTlv(0x9f0c, encodeTlv(0x86, Uint8Array.of(algorithmByte(environment.algorithm))))
    : EMPTY;
  const proprietary = directory.length + algorithm.length === 0 ? EMPTY : encodeTlv(0xa5, directory, algorithm);
  return encodeTlv(0x6f, encodeTlv(0x84, environment.name), proprietary);
}
