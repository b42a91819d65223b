/** The file control parameters (template 62) of this COS's CREATE commands [TP], from the words of a layout. */

import { assert } from '../../../src/base/assert.js';
import { EMPTY, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeGbk } from '../../../src/codec/gbk.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { algorithmByte, type SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { KEY_TABLE } from '../key-table.js';
import type { LayoutDirectory, LayoutFile, LayoutFileKind, Rights } from './layout.js';

/** What CREATE ENVIRONMENT needs to know. */
export interface EnvironmentParameters {
  readonly fid: number;
  /** DDF name, 5 to 16 bytes. */
  readonly name: Uint8Array;
  readonly kind: 'SSSE' | 'PSE';
  readonly algorithm: SocialAlgorithm;
  /** SFI of the DIR file; undefined where there is none. */
  readonly dirSfi: number | undefined;
  /** Whether the FCI shows 9F0C. */
  readonly showsAlgorithm: boolean;
}

/** An internal file, for the COS itself. */
export interface InternalFile {
  readonly fid: number;
  /** Bytes. */
  readonly size: number;
}

/** File descriptor bytes, ISO/IEC 7816-4 table 14. */
const STRUCTURE: Readonly<Record<LayoutFileKind | 'internal', number>> = Object.freeze({
  transparent: 0x01,
  fixed: 0x02,
  records: 0x04,
  cyclic: 0x06,
  internal: 0x09,
});

const ACCESS_MODE: Readonly<Record<Rights['by'], number>> = Object.freeze({
  free: 0x00,
  pin: 0x01,
  key: 0x02,
  'pin-or-key': 0x03,
  'pin-and-key': 0x04,
  never: 0xff,
});

const TAG_AND_LENGTH = 2;

/** Data of 84 E0 00 00. */
export function environmentParameters(environment: EnvironmentParameters): Uint8Array {
  const { fid, name, kind, algorithm, dirSfi, showsAlgorithm } = environment;
  return encodeTlv(
    0x62,
    encodeTlv(0x83, uintBytes(fid, 2)),
    encodeTlv(0x84, name),
    encodeTlv(
      0x85,
      encodeTlv(0x80, Uint8Array.of(kind === 'SSSE' ? 0x01 : 0x02)),
      encodeTlv(0x81, Uint8Array.of(algorithmByte(algorithm))),
      dirSfi === undefined ? EMPTY : encodeTlv(0x82, Uint8Array.of(dirSfi)),
      encodeTlv(0x83, Uint8Array.of(showsAlgorithm ? 0x01 : 0x00)),
    ),
  );
}

/** Data of 84 E0 01 00: AID where there is one, label, and the LK that may block the application. */
export function directoryParameters(directory: LayoutDirectory): Uint8Array {
  const lockKey = KEY_TABLE.find((row) => row.name === `LK${directory.name}`)?.cardId;
  return encodeTlv(
    0x62,
    encodeTlv(0x83, uintBytes(directory.fid, 2)),
    directory.aid === undefined ? EMPTY : encodeTlv(0x84, fromHex(directory.aid)),
    encodeTlv(0x50, encodeGbk(directory.label.zh)),
    lockKey === undefined ? EMPTY : encodeTlv(0x86, Uint8Array.of(lockKey)),
  );
}

/** Data of 84 E0 02 00. The SFI is the FID's low five bits [TP]. */
export function fileParameters(file: LayoutFile): Uint8Array {
  return encodeTlv(
    0x62,
    encodeTlv(0x82, Uint8Array.of(STRUCTURE[file.kind])),
    encodeTlv(0x83, uintBytes(file.fid, 2)),
    sizeParameter(file),
    encodeTlv(0x88, Uint8Array.of(file.fid & 0x1f)),
    encodeTlv(0x86, condition(file.read), condition(file.write)),
  );
}

/** Data of 84 E0 02 00 for the DIR file: variable records that anybody reads and the COS alone could change. */
export function directoryFileParameters(fid: number, sfi: number, size: number): Uint8Array {
  return encodeTlv(
    0x62,
    encodeTlv(0x82, Uint8Array.of(STRUCTURE.records)),
    encodeTlv(0x83, uintBytes(fid, 2)),
    encodeTlv(0x80, uintBytes(size, 2)),
    encodeTlv(0x88, Uint8Array.of(sfi)),
    encodeTlv(0x86, condition({ by: 'free' }), condition({ by: 'never' })),
  );
}

/** Data of 84 E0 02 00 for an internal file. */
export function internalFileParameters(file: InternalFile): Uint8Array {
  return encodeTlv(
    0x62,
    encodeTlv(0x82, Uint8Array.of(STRUCTURE.internal)),
    encodeTlv(0x83, uintBytes(file.fid, 2)),
    encodeTlv(0x80, uintBytes(file.size, 2)),
    encodeTlv(0x86, condition({ by: 'never' }), condition({ by: 'never' })),
  );
}

/** Bytes for transparent and variable-record files, record length and count for the others. */
function sizeParameter(file: LayoutFile): Uint8Array {
  if (file.kind === 'transparent') return encodeTlv(0x80, uintBytes(file.size, 2));
  if (file.kind !== 'records') return encodeTlv(0x81, Uint8Array.of(file.size, file.recordCount));
  const size = file.items.reduce((sum, item) => sum + item.count * (TAG_AND_LENGTH + item.length), 0);
  return encodeTlv(0x80, uintBytes(size, 2));
}

/** Mode ‖ key id A ‖ key id B; the published rights name one key at most. */
function condition(rights: Rights): Uint8Array {
  const keyId = 'key' in rights ? cardKeyId(rights.key) : 0x00;
  return Uint8Array.of(ACCESS_MODE[rights.by], keyId, 0x00);
}

function cardKeyId(name: string): number {
  const id = KEY_TABLE.find((row) => row.name === name)?.cardId;
  assert(id !== undefined, 'a right names a key of the table');
  return id;
}
