/** The card profile: one test card in the words of the one who orders it. `ssc-card-profile/1`, JSON. */

import * as v from 'valibot';
import { FormatError } from '../../../src/base/format-error.js';
import { bankSchema } from '../bank/profile.js';
import { digits, fields, hexBytes, isObject, keyed, parseJson } from '../parse-json.js';
import { checkContents } from './contents.js';
import { PROFILE_FORMAT } from './misfit.js';

/** Longest profile text that is read at all: a photograph in hexadecimal and everything else with room to spare. */
const LONGEST_TEXT = 131_072;

const TAG = /^[0-9A-F]{2}$/;
const FILE_NAME = /^(SSSE|DF0[1-7])EF[0-9A-F]{2}$/;

/** One item: its characters, digits or hexadecimal by type; a B-TLV by the tags of its inner items. '' is not set. */
const simpleItem = v.string();
const innerItems = keyed(TAG, v.string());
const itemValue = v.lazy((input) => (typeof input === 'string' ? simpleItem : innerItems));

/** Items of a TLV file by tag; an array where several records carry the tag, in the order of their record numbers. */
const repeatedItem = v.array(itemValue);
const itemsByTag = keyed(
  TAG,
  v.lazy((input) => (Array.isArray(input) ? repeatedItem : itemValue)),
);

/** Records of a cyclic file, newest first, each the values of its fields in order. */
const cyclicRecords = v.array(v.array(v.string()));

/** A transparent file from its first byte, or one byte all over it. */
const hexadecimal = v.string();
const filled = fields({ fill: hexBytes(1) });

const fileValue = v.lazy((input) => {
  if (typeof input === 'string') return hexadecimal;
  if (Array.isArray(input)) return cyclicRecords;
  return isObject(input) && 'fill' in input ? filled : itemsByTag;
});

/** Valibot's own message would quote the number. */
const whole = v.integer('expected a whole number');

const text = v.pipe(v.string(), v.maxLength(200));

const profileSchema = fields({
  format: v.literal('ssc-card-profile/1'),
  /** What the card is for, as a list of cards shows it. */
  about: fields({ zh: text, en: text }),
  /** EF05 tag 03 规范版本 as written; '' is an empty field, which means 1.0. It need not fit `layout`. */
  version: v.pipe(v.string(), v.regex(/^([0-9]\.[0-9]{2})?$/)),
  /** Which file tables the card is laid out by. */
  layout: v.picklist(['1.0', '2.0', '3.0']),
  algorithm: v.picklist(['DES', 'SM4']),
  /** Whether SSSE's FCI shows the algorithm (9F0C). */
  fciAlgorithm: v.boolean(),
  /** Whether PSE lies beside SSSE. Without it a 1.0 card has SSSE for its MF (3F00), a later one has the DDF alone. */
  financial: v.boolean(),
  /** 行政区划, six digits: in 卡的识别码, in the keys' factors; its first four go into the ATR. */
  region: digits(6),
  /** The historical bytes T1 to TD but T8 and T9, which are the region's (sscard.md 3.1). */
  atr: fields({
    /** T1–T2 芯片制造商注册号. */
    chipMaker: hexBytes(2),
    /** T3–T5, the chip or COS maker's own. */
    cosVersion: hexBytes(3),
    /** T6–T7 卡片制造商注册号. */
    cardMaker: hexBytes(2),
    /** TA–TD, unique within the region. */
    serial: hexBytes(4),
  }),
  /** EF05. */
  issuer: fields({
    /** Serial in 卡的识别码, four bytes; the ATR's when left away. */
    cardIdentifierSerial: v.exactOptional(hexBytes(4)),
    /** The last four bytes of 卡的识别码: computed as sscard.md 6.7 tells, or FFFFFFFF. */
    cardIdentifierCode: v.picklist(['auto', 'none']),
    /** 02 卡的类别. */
    class: v.string(),
    /** 04 初始化机构编号. */
    institution: digits(24),
    /** 05 发卡日期 and 06 卡有效期, YYYYMMDD. */
    issued: digits(8),
    expires: digits(8),
    /** 07 卡号, check character included. */
    cardNumber: v.string(),
  }),
  /** EF06. */
  holder: fields({
    /** 08 社会保障号码. */
    personNumber: v.string(),
    /** 09 姓名 and 4E 姓名扩展: in GBK at most 30 bytes and 20 more, cut at byte 30 wherever that falls. */
    name: v.string(),
    /** 0A 性别: 1, 2, 9. */
    sex: v.string(),
    /** 0B 民族, two digits. */
    ethnicity: v.string(),
    /** 0C 出生地, six digits. */
    birthPlace: v.string(),
    /** 0D 出生日期, YYYYMMDD. */
    birthDate: v.string(),
  }),
  /** The holder's PIN, 4 to 16 digits; null for a card without one. */
  pin: v.nullable(v.pipe(v.string(), v.regex(/^[0-9]{4,16}$/))),
  /** Wrong PINs in a row that lock it. */
  pinTries: v.pipe(v.number(), whole, v.minValue(1), v.maxValue(15)),
  /** Contents by file; what is left away is not set. EF05 and EF06 of SSSE come from `issuer` and `holder`. */
  files: keyed(FILE_NAME, fileValue),
  /** A 1.0 card whose changed items are written with their 2.0 meaning and padded with E (sscard.md 4.8). */
  encoding: v.exactOptional(v.literal('2.0-on-1.0')),
  /** The medical account of DF04, which every card has; empty and by calendar years when left away. */
  medicalAccount: v.exactOptional(
    fields({
      /** Balance in fen, put there by a load on the day of issue. */
      balance: v.exactOptional(v.pipe(v.number(), whole, v.minValue(0), v.maxValue(99_999_999))),
      /** First day of the settlement year, MMDD. */
      yearStart: v.exactOptional(v.pipe(v.string(), v.regex(/^(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$/))),
    }),
  ),
  /** What has happened to the card since it was issued; brought about by commands. */
  state: v.exactOptional(
    fields({
      pinLocked: v.exactOptional(v.boolean()),
      /** APPLICATION BLOCK; SSSE means the environment as a whole. */
      blocked: v.exactOptional(v.array(v.picklist(['SSSE', 'DF03', 'DF04']))),
      /** CARD BLOCK. */
      cardBlocked: v.exactOptional(v.boolean()),
      /** Writes that the worn memory still takes before it answers 6581; endless when left away. Not by a command. */
      writesLeft: v.exactOptional(v.pipe(v.number(), whole, v.minValue(0), v.maxValue(1_000_000))),
    }),
  ),
  /** The bank's application in PSE; PSE stays empty without one. Only where `financial` is true. */
  bank: v.exactOptional(bankSchema),
  keys: v.exactOptional(
    fields({
      /** IRK diversified for this region instead of the card's own: a card that fails its authentication. */
      irkRegion: v.exactOptional(digits(6)),
    }),
  ),
  /** Where real cards depart from the text (sscard.md 18). */
  quirks: v.exactOptional(
    fields({
      /** P1 values that select an EF; both when left away. Trap 1. */
      selectEfByP1: v.exactOptional(v.pipe(v.array(v.picklist(['02', '00'])), v.minLength(1), v.maxLength(2))),
      /** Whether READ and UPDATE RECORD know a record by its tag; true when left away. Trap 2. */
      readByTag: v.exactOptional(v.boolean()),
      /** Whether READ RECORD gives several records at once (P2 05, 06); true when left away. */
      readAll: v.exactOptional(v.boolean()),
      /** Whether UPDATE must carry a MAC; false when left away. */
      securedUpdates: v.exactOptional(v.boolean()),
    }),
  ),
});

export type CardProfile = v.InferOutput<typeof profileSchema>;

/**
 * Reads a card profile and checks it down to the last value: every file and tag is one of the layout's and every value
 * fits its item, so that issueCard cannot fail on it, but for a bank's half that is wrong on purpose beyond what a card
 * can hold.
 *
 * @throws FormatError with the path of the first misfit
 */
export function parseCardProfile(json: string): CardProfile {
  if (json.length > LONGEST_TEXT) throw new FormatError(PROFILE_FORMAT, 'longer than 131072 characters');
  const profile = parseJson(PROFILE_FORMAT, json, profileSchema);
  checkContents(profile);
  return profile;
}
