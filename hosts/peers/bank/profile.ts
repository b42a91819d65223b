/** The bank's half of a card profile: the `bank` object of `ssc-card-profile/1`. Tags and certificates may be wrong on purpose. */

import * as v from 'valibot';
import { digits, fields, hexBytes, keyed } from '../parse-json.js';
import { BANK_KEY_NAMES, CA_KEY_NAMES } from './keys.js';

/** Hexadecimal of any length up to what a record holds. */
const hexadecimal = v.pipe(v.string(), v.regex(/^([0-9A-Fa-f]{2}){0,254}$/));

/** A value in place of the one that the bank would write; null leaves the object away. */
const replaced = v.nullable(hexadecimal);

const whole = v.integer('expected a whole number');

/** One to three bytes, as the tag itself says (EMV 4.3 Book 3 B1), and not 00. */
const TAG = /^(?!00)([0-9A-F][0-9A-E]|[02468ACE]F|[13579BDF]F([89A-F][0-9A-F])?[0-7][0-9A-F])$/;

/** Values by tag: of records, FCI, AIP (82), AFL (94) and the card's internal data alike. */
const tags = keyed(TAG, replaced);

const CERTIFICATE_FIELD =
  /^(header|format|issuer|pan|expires|serial|hashAlgorithm|keyAlgorithm|keyLength|exponentLength|code|key|hash|trailer)$/;

/** Fields of a certificate by name (certificates.ts), each in hexadecimal. */
const certificate = keyed(CERTIFICATE_FIELD, hexadecimal);

export const accountStatus = v.picklist(['open', 'inactive', 'frozen', 'lost', 'stolen', 'closed']);

const applicationSchema = fields({
  aid: v.pipe(v.string(), v.regex(/^([0-9A-Fa-f]{2}){5,16}$/)),
  /** 50 应用标签, at most 16 characters. */
  label: v.pipe(v.string(), v.regex(/^[\x20-\x7E]{1,16}$/)),
  /** 87, 1 first, 15 last; 0 without. */
  priority: v.exactOptional(v.pipe(v.number(), whole, v.minValue(0), v.maxValue(15))),
  /** 87 b8: not selected without the holder's confirmation. */
  confirm: v.exactOptional(v.boolean()),
  /** Tags of this application alone. */
  tags: v.exactOptional(tags),
});

export const bankSchema = fields({
  /** 主账号, 13 to 19 digits. */
  pan: v.pipe(v.string(), v.regex(/^[0-9]{13,19}$/)),
  /** 5F34 */
  panSequence: digits(2),
  /** 5F25 and 5F24, YYMMDD. */
  effective: digits(6),
  expires: digits(6),
  applications: v.pipe(v.array(applicationSchema), v.minLength(1), v.maxLength(8)),
  /** Which offline data authentication the card offers; each includes the ones before it. */
  authentication: v.picklist(['none', 'sda', 'dda', 'cda']),
  /** Offline PIN, 4 to 12 digits; null for a card that knows none. */
  pin: v.nullable(v.pipe(v.string(), v.regex(/^[0-9]{4,12}$/))),
  /** PIN of the account, for use online; the offline one, or 123456, when left away. */
  onlinePin: v.exactOptional(digits(6)),
  pinTries: v.exactOptional(v.pipe(v.number(), whole, v.minValue(1), v.maxValue(15))),
  /** 8E 持卡人验证方法列表. */
  cvmList: v.exactOptional(hexadecimal),
  /** 9F61 and 9F62, for CVM 20h. */
  document: v.exactOptional(fields({ number: v.pipe(v.string(), v.regex(/^[\x20-\x7E]{1,40}$/)), type: hexBytes(1) })),
  /** Whether SELECT finds the payment system's directory; true when left away. */
  directory: v.exactOptional(v.boolean()),
  ca: v.exactOptional(v.picklist(CA_KEY_NAMES)),
  issuerKey: v.exactOptional(v.picklist(BANK_KEY_NAMES)),
  cardKey: v.exactOptional(v.picklist(BANK_KEY_NAMES)),
  /** A key of its own for the enciphered PIN. */
  pinKey: v.exactOptional(v.picklist(BANK_KEY_NAMES)),
  /** Tags of all applications. */
  tags: v.exactOptional(tags),
  /** Whole records, `SFI.number`, in place of the ones that the tags make; null leaves a record away. */
  records: v.exactOptional(keyed(/^([1-9]|[12][0-9]|30)\.[1-9][0-9]?$/, replaced)),
  certificates: v.exactOptional(
    fields({
      /** 90 */
      issuer: v.exactOptional(certificate),
      /** 9F46 */
      card: v.exactOptional(certificate),
      /** 9F2D */
      pin: v.exactOptional(certificate),
      /** 93 */
      data: v.exactOptional(certificate),
    }),
  ),
  /** Answers in template 77 where 80 would do: of `gpo`, `ac` and `dda`. */
  templates: v.exactOptional(v.array(v.picklist(['gpo', 'ac', 'dda']))),
  /** What the bank keeps of the account; open and with 1000.00 when left away. */
  account: v.exactOptional(
    fields({
      status: accountStatus,
      /** Fen. */
      balance: v.pipe(v.number(), whole, v.minValue(0), v.maxValue(999_999_999_999)),
    }),
  ),
  /** What has happened since; brought about by commands. */
  state: v.exactOptional(
    fields({
      pinLocked: v.exactOptional(v.boolean()),
      /** APPLICATION BLOCK of the first application, by the issuer's script. */
      applicationBlocked: v.exactOptional(v.boolean()),
      /** CARD BLOCK, which takes PSE. */
      cardBlocked: v.exactOptional(v.boolean()),
    }),
  ),
});

export type BankProfile = v.InferOutput<typeof bankSchema>;
export type BankApplication = BankProfile['applications'][number];
export type AccountStatus = v.InferOutput<typeof accountStatus>;
