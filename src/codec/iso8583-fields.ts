/**
 * Table: the fields of a bank message in the UnionPay dialect of ISO 8583:1987 (emv.md 3.1, 3.3). It drives encoding,
 * decoding and words. Fields that are not listed do not occur, and a message that has one is refused.
 */

import { type Text, words } from '../base/text.js';

/**
 * `n` digits packed as BCD; `z` track characters packed as nibbles 0–F; `an` letters, digits and the blank that fills
 * them up; `ans` printable ASCII; `text` GBK characters kept as bytes, because a host's text is not always GBK; `b` bytes.
 */
export type FieldFormat = 'n' | 'z' | 'an' | 'ans' | 'text' | 'b';

/** A fixed size, or a length before the value: LL one byte BCD, LLL two (emv.md 3.1 [A]). */
export type FieldSize = 'fixed' | 'LL' | 'LLL';

export interface FieldRow {
  readonly field: number;
  readonly format: FieldFormat;
  readonly size: FieldSize;
  /** The size of a fixed field, the longest of any other: in digits for n and z, in bytes for the rest. */
  readonly max: number;
  /** Which side of an odd number of digits the 0 stands on. */
  readonly filler: 'left' | 'right';
  readonly name: Text;
}

function row(field: number, format: FieldFormat, size: FieldSize, max: number, zh: string, en: string): FieldRow {
  // Fixed numbers stand on the right, all others on the left (emv.md 3.1 [B]); field 22 is the exception, 0210 in the
  // published message (emv.md 3.3 [A]).
  const filler = size === 'fixed' && field !== 22 ? 'left' : 'right';
  return Object.freeze({ field, format, size, max, filler, name: words(zh, en) });
}

/** In the order of their numbers. Lengths that emv.md 3.3 leaves open are those of the terminal specification [mem]. */
const FIELDS: readonly FieldRow[] = Object.freeze([
  row(2, 'n', 'LL', 19, '主账号', 'Primary account number'),
  row(3, 'n', 'fixed', 6, '交易处理码', 'Processing code'),
  row(4, 'n', 'fixed', 12, '交易金额', 'Amount'),
  row(11, 'n', 'fixed', 6, '受卡方系统跟踪号', 'System trace audit number'),
  row(12, 'n', 'fixed', 6, '受卡方所在地时间', 'Local time'),
  row(13, 'n', 'fixed', 4, '受卡方所在地日期', 'Local date'),
  row(14, 'n', 'fixed', 4, '卡有效期', 'Expiry date'),
  row(15, 'n', 'fixed', 4, '清算日期', 'Settlement date'),
  row(22, 'n', 'fixed', 3, '服务点输入方式码', 'Entry mode'),
  row(23, 'n', 'fixed', 3, '卡序列号', 'Card sequence number'),
  row(25, 'n', 'fixed', 2, '服务点条件码', 'Point of service condition'),
  row(26, 'n', 'fixed', 2, '服务点 PIN 获取码', 'PIN capture code'),
  row(32, 'n', 'LL', 11, '受理机构标识码', 'Acquiring institution'),
  row(35, 'z', 'LL', 37, '第二磁道数据', 'Track 2'),
  row(36, 'z', 'LLL', 104, '第三磁道数据', 'Track 3'),
  row(37, 'an', 'fixed', 12, '检索参考号', 'Retrieval reference number'),
  row(38, 'an', 'fixed', 6, '授权标识应答码', 'Approval code'),
  row(39, 'an', 'fixed', 2, '应答码', 'Response code'),
  row(41, 'ans', 'fixed', 8, '受卡机终端标识码', 'Terminal number'),
  row(42, 'ans', 'fixed', 15, '受卡方标识码', 'Merchant number'),
  row(44, 'an', 'LL', 25, '附加响应数据', 'Additional response data'),
  row(48, 'n', 'LLL', 322, '附加数据', 'Additional data'),
  row(49, 'an', 'fixed', 3, '交易货币代码', 'Currency'),
  row(52, 'b', 'fixed', 8, '个人标识码数据', 'PIN block'),
  row(53, 'n', 'fixed', 16, '安全控制信息', 'Security control information'),
  row(54, 'an', 'LLL', 20, '附加金额', 'Balance'),
  row(55, 'b', 'LLL', 255, 'IC 卡数据域', 'Chip data'),
  row(60, 'n', 'LLL', 17, '自定义域', 'Private data'),
  row(61, 'n', 'LLL', 29, '原始信息域', 'Original transaction'),
  row(62, 'b', 'LLL', 512, '自定义域', 'Keys or downloaded data'),
  row(63, 'text', 'LLL', 63, '自定义域', 'Operator, card organisation, text'),
  row(64, 'b', 'fixed', 8, '报文鉴别码', 'Message authentication code'),
  // From ISO 8583:1987 itself [mem]: the two accounts of a transfer, and the MAC of a message with a second bitmap.
  row(102, 'ans', 'LL', 28, '转出账户', 'Account, from'),
  row(103, 'ans', 'LL', 28, '转入账户', 'Account, to'),
  row(128, 'b', 'fixed', 8, '报文鉴别码', 'Message authentication code'),
]);

const LAST_FIELD = 128;

/** A bitmap is read for every message: rows by their number. */
const BY_NUMBER: readonly (FieldRow | undefined)[] = Object.freeze(
  Array.from({ length: LAST_FIELD + 1 }, (_, field) => FIELDS.find((one) => one.field === field)),
);

/** The row of a field, or undefined where the dialect has no such field. */
export function fieldRow(field: number): FieldRow | undefined {
  return BY_NUMBER[field];
}
