import { SW } from '../../../src/codec/status-words.js';
import { ENDLESS_TRIES, KEY_ALGORITHM, KEY_TYPE, type Key } from './memory.js';
import { isPin } from './pin.js';
import { demand, found } from './refusal.js';

const HEADER_LENGTH = 6;

/** Bytes of a key's value by its algorithm byte. */
const VALUE_LENGTH: Readonly<Record<number, number>> = Object.freeze({
  [KEY_ALGORITHM.tripleDes]: 16,
  [KEY_ALGORITHM.des]: 8,
  [KEY_ALGORITHM.sm4]: 16,
});

const PIN_VALUE_LENGTH = 8;
const MOST_TRIES = 15;
const TYPES: readonly number[] = Object.freeze(Object.values(KEY_TYPE));

/**
 * Reads the plaintext of LOAD KEY and CHANGE KEY [TP]: type, id, version, algorithm, tries (1 to 15, FF endless),
 * level 00, then the value: 16 bytes, single DES 8; a PIN is 8 bytes, digits padded with F, or all F for none,
 * whatever its algorithm byte.
 *
 * @throws Refusal 6A80
 */
export function readKeyRecord(record: Uint8Array): Key {
  demand(record.length > HEADER_LENGTH, SW.wrongData);
  const [type, id, version, algorithm, tries, level] = record;
  const value = record.slice(HEADER_LENGTH);
  const length = found(VALUE_LENGTH[algorithm], SW.wrongData);
  demand(TYPES.includes(type) && level === 0x00, SW.wrongData);
  demand((tries >= 1 && tries <= MOST_TRIES) || tries === ENDLESS_TRIES, SW.wrongData);
  demand(type === KEY_TYPE.pin ? isStoredPin(value) : value.length === length, SW.wrongData);
  return { type, id, version, algorithm, triesMax: tries, triesLeft: tries, value };
}

function isStoredPin(value: Uint8Array): boolean {
  return value.length === PIN_VALUE_LENGTH && (isPin(value) || value.every((byte) => byte === 0xff));
}
