/** Makes a test PSAM from its description: files of sscard.md 9.1, keys of 5.2 with the roots of 16.2. */

import { asciiBytes, concat, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import type { Ciphers } from '../../../src/crypto/block-cipher.js';
import { cityFactor, diversify, provinceFactor } from '../../../src/crypto/diversification.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { KEY_TABLE, KEY_TYPE, type KeyRow } from '../key-table.js';
import { rootUnder, testRoot } from '../keys.js';
import type { PsamDescription } from './description.js';
import { imageOf, type PsamImage } from './image.js';
import {
  MASTER_TRIES,
  type PsamAlgorithm,
  type PsamApplication,
  type PsamEnvironment,
  type PsamKey,
} from './memory.js';
import { applicationId } from './names.js';

/** Diversifications that remain when the PSAM's key is as deep as its level says. */
const REMAINING = Object.freeze({ national: 3, province: 2, city: 1 });

/** Key-card type of file 0015; no code table is published [TP]. */
const KEY_CARD_TYPE = Object.freeze({ national: 0x01, province: 0x02, city: 0x03 });

/** Chip maker 0099, `PSM`, card maker 9999: registration numbers of no maker [TP]. */
const HISTORICAL_HEAD = '009950534D9999';

/** Key versions are 01 in the whole test profile (sscard.md 16.2). */
const KEY_VERSION = 0x01;
const PURCHASE_KEY_INDEX = 0x01;

/** The PSAM as it leaves its issuer. */
export function manufacturePsam(description: PsamDescription, ciphers: Ciphers): PsamImage {
  return imageOf({
    historical: fromHex(HISTORICAL_HEAD + description.region.slice(0, 4) + description.serial.slice(-8)),
    environments: description.algorithms.map((algorithm) => environment(description, algorithm, ciphers)),
  });
}

function environment(description: PsamDescription, algorithm: PsamAlgorithm, ciphers: Ciphers): PsamEnvironment {
  return {
    algorithm,
    directory: [directoryRecord()],
    cardInfo: concat(
      fromHex(description.issuer),
      encodeBcd(description.serial, 10),
      fromHex(description.version),
      uintBytes(KEY_CARD_TYPE[description.level], 1),
      new Uint8Array(2),
    ),
    terminalNumber: encodeBcd(description.terminalNumber, 6),
    application: application(description, algorithm, ciphers),
  };
}

function application(description: PsamDescription, algorithm: PsamAlgorithm, ciphers: Ciphers): PsamApplication {
  const validity = concat(encodeBcd(description.validFrom, 4), encodeBcd(description.validTo, 4));
  return {
    masterKey: testRoot('PSAMMK'),
    masterTries: MASTER_TRIES,
    terminalSequence: description.terminalSequence,
    keyInfo: [
      concat(Uint8Array.of(PURCHASE_KEY_INDEX, KEY_VERSION), validity),
      concat(Uint8Array.of(0x00, KEY_VERSION), validity),
      new Uint8Array(10).fill(0xff),
    ],
    keys: algorithm === 'SSF33' ? [] : heldKeys(description, algorithm, ciphers),
  };
}

function heldKeys(description: PsamDescription, algorithm: SocialAlgorithm, ciphers: Ciphers): PsamKey[] {
  return KEY_TABLE.flatMap((row) =>
    row.psamId === undefined || description.omitKeys.includes(row.name)
      ? []
      : [heldKey(row, row.psamId, description, algorithm, ciphers)],
  );
}

/** A key whose type no table gives (DF06) may encipher and make MACs [TP]. */
function heldKey(
  row: KeyRow,
  id: number,
  description: PsamDescription,
  algorithm: SocialAlgorithm,
  ciphers: Ciphers,
): PsamKey {
  const remaining = REMAINING[description.level];
  const type = row.types[0] ?? KEY_TYPE.macAndEncrypt;
  let value = rootUnder(algorithm, row.name);
  if (remaining < 3) value = diversify(ciphers, algorithm, value, provinceFactor(description.region));
  if (remaining < 2) value = diversify(ciphers, algorithm, value, cityFactor(description.region));
  const family = value.length === 8 ? 'DES' : '3DES';
  return { usage: (remaining << 5) | type, id, algorithm: algorithm === 'SM4' ? 'SM4' : family, value };
}

/** One application template with AID and label; the label is [TP]. */
function directoryRecord(): Uint8Array {
  return encodeTlv(0x61, encodeTlv(0x4f, applicationId()), encodeTlv(0x50, asciiBytes('SSPSAM')));
}
