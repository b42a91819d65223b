/**
 * The key that only this terminal has. It is drawn at the first start and lies in the key-value storage: readable by whoever can
 * read the flash, unless flash encryption and NVS encryption are switched on. An ESP32 has no HMAC key in its fuses, which
 * its successors would derive it from.
 */

import { AES_LENGTH } from '../../src/crypto/aes.js';
import { KeptRecord, type KeyValueStorage } from '../../src/drivers/settings/kept-record.js';
import type { Random } from '../../src/ports/random.js';
import { DOMAIN } from './board-settings.js';

const NAME = 'device-key';

/**
 * @returns 16 bytes; `damaged` where there was one that cannot be read any more: what was sealed under it is lost, and a new one
 * would hide that; `unkept` where the storage takes none
 */
export async function deviceKey(io: KeyValueStorage, random: Random): Promise<Uint8Array | 'damaged' | 'unkept'> {
  const record = new KeptRecord({ io, path: DOMAIN, name: NAME });
  const content = record.read();
  if (content.kind === 'kept') {
    if (content.body.length !== AES_LENGTH) return 'damaged';
    return content.copies > 1 || record.write(content.body) ? content.body : 'unkept';
  }
  // A single copy that is not whole is one that the power was cut from: the key was never used.
  if (content.kind === 'damaged' && content.copies > 1) return 'damaged';
  const key = await random.bytes(AES_LENGTH);
  // Both copies, before anything is sealed.
  return record.write(key) && record.write(key) ? key : 'unkept';
}
