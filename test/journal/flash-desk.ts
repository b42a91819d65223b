/** A small flash, and a journal in it. */

import { testDevice } from '../../hosts/peers/device/test-device.js';
import { NorFlash, type NorShape } from '../../hosts/peers/flash/nor-flash.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { Journal } from '../../src/journal/journal.js';
import type { Flash } from '../../src/ports/flash.js';
import { DeviceKey } from '../../src/vault/device-key.js';

/** Units so small that a handful of entries fills them. */
export const SMALL: NorShape = Object.freeze({ unitCount: 4, unitLength: 256, programLength: 16 });

export function flashOf(shape: NorShape = SMALL, content?: Uint8Array, seed = 1): NorFlash {
  const dice = new SeededRandom(seed);
  return new NorFlash(shape, (length) => dice.bytes(length), content);
}

export function deviceKey(): DeviceKey {
  const { aes, key } = testDevice();
  return new DeviceKey(aes, key);
}

export function boot(flash: Flash): Promise<Journal> {
  return Journal.open(flash, deviceKey());
}
