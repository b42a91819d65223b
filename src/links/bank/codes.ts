/** Table: codes that only bank messages have. A code that is not listed is shown as it stands. */

import { type Text, words } from '../../base/text.js';
import type { FrameHeader } from '../../codec/iso8583-frame.js';

type Codes = readonly (readonly [code: string, words: Text])[];

function list(...rows: readonly (readonly [string, string, string])[]): Codes {
  return Object.freeze(rows.map(([code, zh, en]) => Object.freeze([code, words(zh, en)] as const)));
}

/** Field 39 of a request 0400: why the original is taken back (emv.md 3.8). */
export const REVERSAL_REASONS = list(
  ['98', '未收到应答', 'no answer came'],
  ['A0', '应答 MAC 错', 'the MAC of the answer was wrong'],
  ['06', '其它', 'other'],
);

/** Field 25 (emv.md 3.3 [B]). */
export const CONDITIONS = list(
  ['00', '正常', 'normal'],
  ['06', '预授权', 'pre-authorisation'],
  ['91', '圈存', 'load of electronic cash'],
);

/** Third digit of field 22 (emv.md 3.3). */
export const PIN_ENTRY = list(['1', '有 PIN', 'with PIN'], ['2', '无 PIN', 'without PIN']);

/** First digit of field 53 (emv.md 3.3 [A]). */
export const PIN_FORMATS = list(
  ['1', 'PIN 不带主账号', 'PIN without account number'],
  ['2', 'PIN 带主账号', 'PIN with account number'],
);

/** Second digit of field 53. */
export const PIN_ALGORITHMS = list(['0', '单倍长密钥', 'single DES'], ['6', '双倍长密钥', 'Triple DES']);

/** Third digit of field 53. */
export const TRACK_PROTECTION = list(['0', '磁道不加密', 'track in clear'], ['1', '磁道加密', 'track enciphered']);

/** Field 60.4 (emv.md 3.3 [B]). */
export const CAPABILITIES = list(
  ['5', '可读接触式 IC 卡', 'reads chips'],
  ['6', '可读接触式和非接触式 IC 卡', 'reads chips, contactless too'],
);

/** Field 60.5. */
export const CHIP_CONDITIONS = list(['0', '正常', 'normal'], ['2', '降级', 'fallback']);

/** The flag of settlement totals, last digit of each half of field 48 (emv.md 3.3 [B]). */
export const BALANCE_FLAGS = list(
  ['1', '对账平', 'balanced'],
  ['2', '对账不平', 'not balanced'],
  ['3', '出错', 'error'],
);

/** Application class of the frame's header (emv.md 3.1; some vendors write 60 for chips, too). */
export const APPLICATION_CLASSES = list(['60', '磁条卡', 'magnetic stripe'], ['61', 'IC 卡', 'chip']);

/** What the host wants the terminal to do, by the header's digit (emv.md 3.1 [C]); other digits differ from source to source. */
export type ProcessingRequest = 'none' | 'sign-in' | 'ca-keys' | 'chip-parameters';

export const PROCESSING_REQUESTS = list(
  ['0', '无', 'none'],
  ['3', '重新签到', 'sign in again'],
  ['4', '更新公钥', 'update the CA keys'],
  ['5', '下载 IC 卡参数', 'download the chip parameters'],
);

/** A digit that is not listed asks for nothing. */
export function processingRequestOf({ processingRequest }: Pick<FrameHeader, 'processingRequest'>): ProcessingRequest {
  switch (processingRequest) {
    case '3':
      return 'sign-in';
    case '4':
      return 'ca-keys';
    case '5':
      return 'chip-parameters';
    default:
      return 'none';
  }
}
