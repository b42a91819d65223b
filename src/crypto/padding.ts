/**
 * Padding method 2 of ISO/IEC 9797-1: one byte 80, then 00 up to the next full block. Always adds, so a message that
 * is already a block multiple grows by one block (sscard.md 6.5).
 *
 * @returns a new array, 1 to `blockLength` bytes longer than `message`
 */
export function padBlocks(message: Uint8Array, blockLength: number): Uint8Array {
  const padded = new Uint8Array(message.length + blockLength - (message.length % blockLength));
  padded.set(message);
  padded[message.length] = 0x80;
  return padded;
}
