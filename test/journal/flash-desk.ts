/** A small flash, a journal in it, and what is written there. */

import { testDevice } from '../../hosts/peers/device/test-device.js';
import { NorFlash, type NorShape } from '../../hosts/peers/flash/nor-flash.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { Message } from '../../src/codec/iso8583.js';
import type { Pending, Row } from '../../src/journal/entries.js';
import { Journal } from '../../src/journal/journal.js';
import type { Flash } from '../../src/ports/flash.js';
import { DeviceKey } from '../../src/vault/device-key.js';

/** Units so small that a handful of entries fills them. */
export const SMALL: NorShape = Object.freeze({ unitCount: 4, unitLength: 512, programLength: 16 });

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

const MOMENT = '20260601090000';

/** A purchase as the journal keeps its request. */
export function request(stan: number, pan: string, fen: number, batch = 1): Message {
  const fields: readonly (readonly [number, string])[] = [
    [2, pan],
    [3, '000000'],
    [4, String(fen).padStart(12, '0')],
    [11, String(stan).padStart(6, '0')],
    [23, '001'],
    [60, `22${String(batch).padStart(6, '0')}`],
  ];
  return { mti: '0200', fields: new Map(fields) };
}

export function pending(message: Message): Pending {
  return { way: 'reverse', reason: undefined, tries: 0, moment: MOMENT, request: message };
}

export function row(message: Message, where: Row['where'] = 'online'): Row {
  const tsi = Uint8Array.of(0xf8, 0x00);
  return { where, moment: MOMENT, tsi, label: 'PBOC DEBIT', signature: false, message };
}

/** Pays: the request, then the row. @returns what became of the first that was not kept, or `done` */
export async function sell(journal: Journal, pan: string, fen: number): Promise<string> {
  const message = request(journal.state.next('stan'), pan, fen);
  const begun = await journal.begin(pending(message));
  return begun === 'done' ? await journal.book(row(message)) : begun;
}
