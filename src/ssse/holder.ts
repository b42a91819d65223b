/** EF06 持卡人: who the card was issued to (V2 table 4; sscard.md 4.2, 4.8). */

import { FormatError } from '../base/format-error.js';
import { decodeBcd } from '../codec/bcd.js';
import type { CardRecord } from '../codec/record.js';
import { recordValue } from './read-file.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import type { SocialCard } from './social-card.js';
import { decodeCharacters, joinName } from './values.js';

export interface Holder {
  /** 社会保障号码, 18 characters. */
  readonly personNumber: string;
  /** 姓名: tags 09 and 4E as one. */
  readonly name: string;
  /** 性别: 1, 2 or 9. */
  readonly sex: string;
  /** 民族, GB 3304: 01 to 56. */
  readonly ethnicity: string;
  /** 出生地, six digits of GB/T 2260. */
  readonly birthPlace: string;
  /** 出生日期, YYYYMMDD. */
  readonly birthDate: string;
}

/** Tags of EF06, the bytes of each, and whether a card may lack it: 4E came with 2.0. */
const ITEMS: readonly Readonly<{ tag: number; length: number; optional?: true }>[] = Object.freeze([
  Object.freeze({ tag: 0x08, length: 18 }),
  Object.freeze({ tag: 0x09, length: 30 }),
  Object.freeze({ tag: 0x4e, length: 20, optional: true }),
  Object.freeze({ tag: 0x0a, length: 1 }),
  Object.freeze({ tag: 0x0b, length: 1 }),
  Object.freeze({ tag: 0x0c, length: 3 }),
  Object.freeze({ tag: 0x0d, length: 4 }),
]);

/** Reads the holder; a 3.0 card opens the file with RKSSSE first, by its rights table. */
export async function readHolder(card: SocialCard): Promise<Holder | Refusal> {
  const file = card.file('SSSEEF06');
  if (file === undefined) return refuse('file-unknown');
  const content = await card.read(file, 'key');
  if (isRefusal(content)) return content;
  return content.kind === 'records' ? decodeHolder(content.records) : refuse('card-data-malformed');
}

/** The items of EF06; one of a wrong length is refused, since nobody can say where its lie begins. */
export function decodeHolder(records: readonly CardRecord[]): Holder | Refusal {
  for (const item of ITEMS) {
    const value = recordValue(records, item.tag);
    if (value === undefined && !item.optional) return refuse('card-data-missing');
    if (value !== undefined && value.length !== item.length) return refuse('card-data-malformed');
  }
  const item = (tag: number) => recordValue(records, tag) ?? new Uint8Array(0);
  try {
    const holder = {
      personNumber: decodeCharacters(item(0x08)),
      name: joinName(item(0x09), recordValue(records, 0x4e)),
      sex: decodeCharacters(item(0x0a)),
      ethnicity: decodeBcd(item(0x0b)),
      birthPlace: decodeBcd(item(0x0c)),
      birthDate: decodeBcd(item(0x0d)),
    };
    // A card that names nobody vouches for nobody.
    return holder.personNumber === '' || holder.name === '' ? refuse('card-data-missing') : holder;
  } catch (error) {
    if (error instanceof FormatError) return refuse('card-data-malformed');
    throw error;
  }
}
