/** EF05 发卡机构: what a card says of itself before anybody has proved anything (V2 table 3; sscard.md 4.2). */

import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { decodeBcd } from '../codec/bcd.js';
import type { CardRecord } from '../codec/record.js';
import { generation } from './layout.js';
import type { Generation } from './model.js';
import { recordValue } from './read-file.js';
import { type Refusal, refuse } from './refusal.js';
import { decodeCharacters } from './values.js';

export interface Issuer {
  /** 卡的识别码, 16 bytes: region 3, `D156000005`, serial 4, authentication code 4. */
  readonly cardIdentifier: Uint8Array;
  /** Six digits, GB/T 2260: the head of the identifier. */
  readonly region: string;
  /** 卡的类别: 1 pre-school, 2 student, 3 adult, 4 elderly. */
  readonly cardClass: string;
  /** 规范版本 as written: `2.00`. */
  readonly version: string;
  /** What the version means for files and rights; undefined for one that this terminal does not know. */
  readonly generation: Generation | undefined;
  /** 初始化机构编号, 24 digits. */
  readonly institution: string;
  /** 发卡日期 and 卡有效期, YYYYMMDD; empty when not set. */
  readonly issued: string;
  readonly expires: string;
  /** 卡号, nine characters. */
  readonly cardNumber: string;
}

/** RID of the identifier, bytes 3 to 7 (sscard.md 13; driver error −20 when it differs). */
const IDENTIFIER_RID = 'D156000005';

/** 卡号 is its first nine characters, whatever a card has behind them (sscard.md 4.2). */
const CARD_NUMBER = 0x07;
const CARD_NUMBER_LENGTH = 9;

/** Tags of EF05 and the bytes that each must have. */
const LENGTHS = Object.freeze({ 1: 16, 2: 1, 3: 4, 4: 12, 5: 4, 6: 4, [CARD_NUMBER]: CARD_NUMBER_LENGTH });

/** Reads the items of EF05. All seven are mandatory, and each has the length that the standard gives it. */
export function readIssuer(records: readonly CardRecord[]): Issuer | Refusal {
  for (const [tag, length] of Object.entries(LENGTHS)) {
    const value = recordValue(records, Number(tag));
    if (value === undefined) return refuse('card-data-missing');
    const fits = Number(tag) === CARD_NUMBER ? value.length >= length : value.length === length;
    if (!fits) return refuse('card-data-malformed');
  }
  try {
    return decodeIssuer((tag) => recordValue(records, tag) ?? new Uint8Array(0));
  } catch (error) {
    if (error instanceof FormatError) return refuse('card-data-malformed');
    throw error;
  }
}

function decodeIssuer(item: (tag: keyof typeof LENGTHS) => Uint8Array): Issuer | Refusal {
  const cardIdentifier = item(0x01);
  const hex = toHex(cardIdentifier);
  if (hex.slice(6, 16) !== IDENTIFIER_RID || !/^\d{6}/.test(hex)) return refuse('card-identifier-malformed');
  const version = decodeCharacters(item(0x03));
  return {
    cardIdentifier,
    region: hex.slice(0, 6),
    cardClass: decodeCharacters(item(0x02)),
    version,
    generation: generation(version),
    institution: decodeBcd(item(0x04)),
    issued: decodeBcd(item(0x05)),
    expires: decodeBcd(item(0x06)),
    cardNumber: decodeCharacters(item(CARD_NUMBER).subarray(0, CARD_NUMBER_LENGTH)),
  };
}
