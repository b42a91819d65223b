/**
 * The strings of the visit log's calls (SC 9.8; sscard.md 8, 12): what iDoDebit is given and gives back. One item holds both
 * amounts, as business systems make the source of MAC1 from it.
 */

import { hexNumber, toHex } from '../../base/hex.js';
import { algorithmByte } from '../../crypto/social-algorithm.js';
import { yuanOf } from '../../screens/money.js';
import { isCalendarDay } from '../../ssse/calendar.js';
import { PURSE_TYPE } from '../../ssse/purse.js';
import type { DebitRecords } from '../../visits/debit-records.js';
import { MEDICAL_AMOUNT_MAX } from '../../visits/medical-purchase.js';
import type { PursePayment } from '../../visits/purse-visit.js';
import type { VisitLogRequest } from '../../visits/visit-log.js';
import { CODE } from './codes.js';
import { InputError, itemsOf } from './input.js';

/** DPK with index 01, the key that INITIALIZE FOR PURCHASE names (sscard.md 5.2). */
const DPK_ADDRESS = '017F';

/** pPayInfo, `总额|账户+统筹|YYYYMMDDhhmmss|`, yuan below 42949672.95. @throws InputError −23 */
export function paymentOf(pPayInfo: string): VisitLogRequest {
  const items = itemsOf(pPayInfo, 3, 'pPayInfo 应为“总额|账户+统筹|YYYYMMDDhhmmss|”');
  const [total, covered] = items.slice(0, 2).map(fenOf);
  if (covered > total) throw new InputError(CODE.input, '输入参数错误：账户与统筹支付之和不应超过总额');
  const [, , moment] = items;
  if (!isMoment(moment)) throw new InputError(CODE.input, '输入参数错误：交易时间应为 YYYYMMDDhhmmss');
  return { total, covered, moment };
}

function fenOf(text: string): number {
  const isYuan = /^(?:0|[1-9]\d{0,7})\.\d{2}$/.test(text);
  const fen = isYuan ? Number(text.replace('.', '')) : MEDICAL_AMOUNT_MAX;
  if (fen < MEDICAL_AMOUNT_MAX) return fen;
  throw new InputError(CODE.input, '输入参数错误：金额应为两位小数的元，且小于42949672.95');
}

function isMoment(text: string): boolean {
  return isCalendarDay(text.slice(0, 8)) && /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(text.slice(8));
}

/** `alg|keyaddr|two amounts|type|终端机编号|终端交易序号|time|TAC|` */
export function debitItems({ row }: PursePayment): string {
  const items = [
    hexNumber(algorithmByte(row.algorithm)),
    DPK_ADDRESS,
    hexNumber(row.selfPay, 8) + hexNumber(row.pool, 8),
    hexNumber(PURSE_TYPE.purchase),
    row.terminalNumber,
    hexNumber(row.terminalSequence, 8),
    row.moment,
    toHex(row.tac),
  ];
  return items.map((item) => `${item}|`).join('');
}

/** The same, after MAC2: with the HSM nobody but the caller can have it checked. */
export function debitItemsByHsm(payment: PursePayment): string {
  return `${toHex(payment.row.mac)}|${debitItems(payment)}`;
}

/** `序号^终端机编号^时间^总额^账户+统筹^|`, one a line of the visit log, newest first; the number as the card has it, four hex digits. */
export function recordItems({ lines }: DebitRecords): string {
  return lines
    .map(({ sequence, terminalNumber, moment, total, covered }) => {
      const items = [hexNumber(sequence, 4), terminalNumber, moment, yuanOf(total), yuanOf(covered)];
      return `${items.map((item) => `${item}^`).join('')}|`;
    })
    .join('');
}
