/** The fields of a bank message in words (emv.md 3.3), and who may see them: never a PIN block, a MAC or a key. */

import { EMPTY } from '../../base/bytes.js';
import { join, joinAll, same, type Text, words } from '../../base/text.js';
import { encodeBcd } from '../../codec/bcd.js';
import type { FieldValue, Message } from '../../codec/iso8583.js';
import { fieldRow } from '../../codec/iso8583-fields.js';
import {
  BALANCE_FLAGS,
  CAPABILITIES,
  CHIP_CONDITIONS,
  CONDITIONS,
  PIN_ALGORITHMS,
  PIN_ENTRY,
  PIN_FORMATS,
  REVERSAL_REASONS,
  TRACK_PROTECTION,
} from '../../links/bank/codes.js';
import { privateData } from '../../links/bank/private-data.js';
import { transactionOf } from '../../links/bank/transactions.js';
import { CURRENCIES, coded, ENTRY_MODES, RESPONSE_CODES, TRANSACTION_TYPES } from '../../pse/words/codes.js';
import { describeObjects } from '../../pse/words/describe.js';
import { attempt, type Description, type Exposure, part, type Reading } from '../../pse/words/description.js';
import { amount, characters, time } from '../../pse/words/formats.js';

/** @param bytes the value as it lies in the message */
export function describeField(message: Message, field: number, value: FieldValue, bytes: Uint8Array): Description {
  const exposure = exposureOf(message, field);
  const title = fieldRow(field)?.name ?? same('');
  const head = { ...part(join(same(`F${field}`), title), bytes), ...(exposure && { exposure }) };
  if (exposure === 'secret') return head;
  return { ...head, ...attempt(() => read(message, field, value, bytes)) };
}

const SECRET: readonly number[] = Object.freeze([52, 64, 128]);
const ACCOUNTS: readonly number[] = Object.freeze([2, 102, 103]);
const TRACKS: readonly number[] = Object.freeze([35, 36]);

function exposureOf(message: Message, field: number): Exposure | undefined {
  if (SECRET.includes(field) || (field === 62 && !isDownload(message))) return 'secret';
  if (ACCOUNTS.includes(field)) return 'number';
  // Beside the totals of a settlement, field 48 carries uploaded transactions with their account numbers.
  if (TRACKS.includes(field) || (field === 48 && !isTotals(message))) return 'track';
  return undefined;
}

/** Field 62 of anything but a download of public keys or parameters may hold working keys. */
function isDownload({ fields }: Message): boolean {
  const network = privateData(digitsOf(fields.get(60))).network ?? '';
  return ['360', '370', '371', '372', '380', '381', '382'].includes(network);
}

function isTotals(message: Message): boolean {
  const key = transactionOf(message)?.key;
  return (key === 'settle' || key === 'upload-end') && message.fields.get(48)?.length === 2 * TOTALS_LENGTH;
}

function read(message: Message, field: number, value: FieldValue, bytes: Uint8Array): Reading {
  if (field === 55) return describeObjects(bytes);
  if (typeof value !== 'string') return field === 63 ? characters(bytes) : {};
  switch (field) {
    case 3:
      return { value: join(same(value), coded(TRANSACTION_TYPES, value.slice(0, 2)), ': ') };
    case 4:
      return amount(bytes);
    case 12:
      return time(bytes);
    case 22:
      return { value: join(coded(ENTRY_MODES, value.slice(0, 2)), coded(PIN_ENTRY, value[2]), ', ') };
    case 25:
      return { value: coded(CONDITIONS, value) };
    case 39:
      return { value: coded(message.mti === '0400' ? REVERSAL_REASONS : RESPONSE_CODES, value) };
    case 48:
      return isTotals(message) ? { children: totals(value) } : { value: same(value) };
    case 49:
      return { value: coded(CURRENCIES, value) };
    case 53:
      return { value: securityWords(value) };
    case 54:
      return { value: value.length === 20 ? balanceWords(value) : same(value) };
    case 60:
      return { children: privateParts(value) };
    case 61:
      return { children: originalParts(value) };
    default:
      return { value: same(value) };
  }
}

function digitsOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function securityWords(value: string): Text {
  const told = [coded(PIN_FORMATS, value[0]), coded(PIN_ALGORITHMS, value[1]), coded(TRACK_PROTECTION, value[2])];
  return joinAll(told, ', ');
}

/** Account type 2, amount type 2, currency 3, C or D, amount 12. */
function balanceWords(value: string): Text {
  const sign = value[7] === 'D' ? '-' : '';
  return join(join(same(sign), amountOf(value.slice(8)), ''), coded(CURRENCIES, value.slice(4, 7)));
}

function amountOf(digits: string): Text {
  const isNumber = [...digits].every((one) => one >= '0' && one <= '9');
  return isNumber ? (amount(encodeBcd(digits, 6)).value ?? same(digits)) : same(digits);
}

/** One side of a settlement: debits 12 and 3 digits, credits 12 and 3, flag. */
const TOTALS_LENGTH = 31;

function totals(value: string): Description[] {
  return [words('内卡', 'Domestic'), words('外卡', 'Foreign')].map((name, side) => {
    const half = value.slice(side * TOTALS_LENGTH, (side + 1) * TOTALS_LENGTH);
    const children = [
      part(words('借记', 'Debits'), EMPTY, counted(half.slice(0, 15))),
      part(words('贷记', 'Credits'), EMPTY, counted(half.slice(15, 30))),
      part(words('对账应答', 'Balance'), EMPTY, coded(BALANCE_FLAGS, half[30])),
    ];
    return { ...part(name, EMPTY), children };
  });
}

/** Amount 12, count 3. */
function counted(digits: string): Text {
  return join(amountOf(digits.slice(0, 12)), same(String(Number(digits.slice(12)))), ' × ');
}

function privateParts(value: string): Description[] {
  const { kind, batch, network, capability, chipCondition } = privateData(value);
  return [
    ...told(words('交易类型码', 'Kind'), kind && same(kind)),
    ...told(words('批次号', 'Batch'), batch && same(batch)),
    ...told(words('网络管理信息码', 'Network management code'), network && same(network)),
    ...told(words('终端读取能力', 'Terminal capability'), capability && coded(CAPABILITIES, capability)),
    ...told(words('IC 卡条件代码', 'Chip condition'), chipCondition && coded(CHIP_CONDITIONS, chipCondition)),
    ...told(words('其它', 'More'), value.length > 13 && same(value.slice(13))),
  ];
}

/** Batch 6, trace number 6, date 4. */
function originalParts(value: string): Description[] {
  const date = value.slice(12, 16);
  return [
    ...told(words('原批次号', 'Original batch'), same(value.slice(0, 6))),
    ...told(words('原流水号', 'Original trace number'), value.length > 6 && same(value.slice(6, 12))),
    ...told(words('原交易日期', 'Original date'), date !== '' && same(date)),
    ...told(words('其它', 'More'), value.length > 16 && same(value.slice(16))),
  ];
}

function told(name: Text, value: Text | string | false | undefined): Description[] {
  return typeof value === 'object' ? [part(name, EMPTY, value)] : [];
}
