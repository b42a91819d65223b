/** Which keys a card gets, and the records in which LOAD KEY and CHANGE KEY carry them [TP]. */

import { concat } from '../../../src/base/bytes.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { KEY_TABLE, KEY_TYPE, type KeyRow } from '../key-table.js';
import type { CardKey } from './hsm.js';
import type { LayoutDirectory, Rights } from './layout.js';

/** Key types beyond those that card and PSAM share (sscard.md 5.2). */
const MASTER = 0x00;
const PIN = 0x01;

const VERSION = 0x01;
const ALGORITHM = Object.freeze({ tripleDes: 0x00, des: 0x01, sm4: 0x03 });
const ENDLESS = 0xff;
/** Tries of an external authentication key, sscard.md 16.3 [TP]. */
const AUTHENTICATION_TRIES = 3;
const MASTER_TRIES = 10;

const PIN_LENGTH = 8;

/**
 * The keys of a directory: of the update and read keys those that a file of the layout names, of the others all. The
 * master key is not among them.
 */
export function keyRowsOf(directory: LayoutDirectory): readonly KeyRow[] {
  const named = new Set(directory.files.flatMap((file) => [...keysIn(file.read), ...keysIn(file.write)]));
  return KEY_TABLE.filter((row) => row.directory === directory.name && row.name !== 'MK').filter(
    (row) => !/^[UR]K/.test(row.name) || named.has(row.name),
  );
}

/**
 * The record of a key of the table. A MAC or purse key has no counter: whoever fails with it opens nothing. The index of a
 * purchase key is its version (sscard.md 5.2).
 */
export function tableKeyRecord(row: KeyRow, key: CardKey): Uint8Array {
  // A key whose type no table gives (DF06) may do both [TP].
  const [type = KEY_TYPE.macAndEncrypt] = row.types;
  const id = row.cardId ?? 0x00;
  const version = type === KEY_TYPE.purchase ? id : VERSION;
  return keyRecord(type, id, version, isAuthenticationKey(row) ? AUTHENTICATION_TRIES : ENDLESS, key);
}

/** The record of a master key, card's or environment's: type 00, id 00. */
export function masterKeyRecord(key: CardKey): Uint8Array {
  return keyRecord(MASTER, 0x00, VERSION, MASTER_TRIES, key);
}

/** The record of the PIN; null leaves the card without one, all F, for the holder to set. */
export function pinRecord(pin: string | null, tries: number): Uint8Array {
  const header = Uint8Array.of(PIN, 0x00, VERSION, ALGORITHM.tripleDes, tries, 0x00);
  return concat(header, encodeBcd(pin ?? '', PIN_LENGTH));
}

function keyRecord(type: number, id: number, version: number, tries: number, key: CardKey): Uint8Array {
  return concat(Uint8Array.of(type, id, version, algorithmByte(key), tries, 0x00), key.value);
}

function algorithmByte(key: CardKey): number {
  if (key.algorithm === 'SM4') return ALGORITHM.sm4;
  return key.value.length === 8 ? ALGORITHM.des : ALGORITHM.tripleDes;
}

/** Update, read, permission keys; DSK too, which opens the start of the year (sscard.md 8). */
function isAuthenticationKey(row: KeyRow): boolean {
  return /^[URL]K|^BK$|^PUK$|^DSK$/.test(row.name);
}

function keysIn(rights: Rights): readonly string[] {
  return 'key' in rights ? [rights.key] : [];
}
