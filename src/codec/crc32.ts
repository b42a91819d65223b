/** CRC-32 as Ethernet and ZIP have it (ISO/IEC/IEEE 8802-3 3.2.9): tells damage, no intent. */

/** Reflected 04C11DB7. */
const POLYNOMIAL = 0xedb88320 | 0;

/** @returns 32 bits, as an unsigned number */
export function crc32(bytes: Uint8Array): number {
  let remainder = -1;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  }
  return ~remainder >>> 0;
}
