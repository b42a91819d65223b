/** Status words: their names, and what they mean in words. sscard.md 7.1 (SPEC-5) over ISO/IEC 7816-4 5.1.3. */

import { hexNumber } from '../base/hex.js';
import type { Text } from '../base/text.js';

/** Every word the card's own commands answer. The ones named `…Family` carry a number in their low bits. */
export const SW = Object.freeze({
  ok: 0x9000,
  /** 61xx: xx bytes wait for GET RESPONSE, 00 meaning 256. */
  moreDataFamily: 0x6100,
  /** 63Cx: authentication failed, x tries left. */
  triesLeftFamily: 0x63c0,
  /** SELECT of a blocked payment application (EMV 4.3 Book 1 12.3.2). */
  selectedFileInvalidated: 0x6283,
  /** EXTERNAL AUTHENTICATE of a payment application: the issuer's cryptogram is wrong (EMV 4.3 Book 3 6.5.4). */
  authenticationFailed: 0x6300,
  memoryFailure: 0x6581,
  wrongLength: 0x6700,
  commandNotAccepted: 0x6901,
  incompatibleFileType: 0x6981,
  securityStatusNotSatisfied: 0x6982,
  authenticationBlocked: 0x6983,
  randomInvalid: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noCurrentFile: 0x6986,
  secureMessagingMissing: 0x6987,
  secureMessagingIncorrect: 0x6988,
  wrongData: 0x6a80,
  /** Also every answer of a blocked card (CARD BLOCK). */
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  notEnoughSpace: 0x6a84,
  lengthInconsistent: 0x6a85,
  wrongParameters: 0x6a86,
  referencedDataNotFound: 0x6a88,
  wrongOffset: 0x6b00,
  /** 6Cxx: repeat with Le = xx, 00 meaning 256. */
  wrongLeFamily: 0x6c00,
  instructionNotSupported: 0x6d00,
  classNotSupported: 0x6e00,
  dataInvalid: 0x6f00,
  macInvalid: 0x9302,
  applicationBlocked: 0x9303,
  insufficientBalance: 0x9401,
  counterAtMaximum: 0x9402,
  keyIndexNotSupported: 0x9403,
  macTacNotAvailable: 0x9406,
});

/** A status word, or SW1 alone, and what it says. */
interface Word {
  readonly code: number;
  readonly text: Text;
}

function word(code: number, zh: string, en: string): Word {
  return Object.freeze({ code, text: Object.freeze({ zh, en }) });
}

function textOf(words: readonly Word[], code: number): Text | undefined {
  return words.find((row) => row.code === code)?.text;
}

/** Words with one meaning. Beyond 7.1 the table knows the warnings that a payment application answers to SELECT. */
const WORDS: readonly Word[] = Object.freeze([
  word(0x9000, '成功', 'Done'),
  word(0x6281, '返回的数据可能有错', 'Part of the data may be corrupted'),
  word(0x6282, '文件或记录已读到末尾', 'End of file or record reached'),
  word(0x6283, '所选文件已失效', 'Selected file is deactivated'),
  word(0x6284, '文件控制信息格式不符', 'File control information badly formatted'),
  word(0x6300, '认证失败', 'Authentication failed'),
  word(0x6581, '存储器故障', 'Memory failure'),
  word(0x6700, '长度错误', 'Wrong length'),
  word(0x6901, '当前状态不接受此命令', 'Command not accepted in this state'),
  word(0x6981, '命令与文件类型不符', 'Command does not fit the file type'),
  word(0x6982, '不满足安全状态', 'Security status not satisfied'),
  word(0x6983, '认证方法已锁定', 'Authentication method blocked'),
  word(0x6984, '随机数无效或未取', 'No valid random number'),
  word(0x6985, '不满足使用条件', 'Conditions of use not satisfied'),
  word(0x6986, '没有当前文件', 'No current file'),
  word(0x6987, '缺少安全报文数据', 'Secure messaging MAC missing'),
  word(0x6988, '安全报文数据不正确', 'Secure messaging MAC wrong'),
  word(0x6a80, '数据域参数错误', 'Wrong data'),
  word(0x6a81, '功能不支持或卡片已锁定', 'Function not supported, or card blocked'),
  word(0x6a82, '未找到文件', 'File not found'),
  word(0x6a83, '未找到记录', 'Record not found'),
  word(0x6a84, '存储空间不足', 'Not enough space'),
  word(0x6a85, 'Lc 与 TLV 结构不符', 'Lc does not fit the TLV structure'),
  word(0x6a86, 'P1 P2 参数错误', 'Wrong P1 P2'),
  word(0x6a88, '未找到密钥或引用的数据', 'Key or referenced data not found'),
  word(0x6b00, '偏移量超出文件', 'Offset outside the file'),
  word(0x6d00, '不支持此命令 (INS)', 'Instruction not supported'),
  word(0x6e00, '不支持此类别 (CLA)', 'Class not supported'),
  word(0x6f00, '数据无效', 'Data invalid'),
  word(0x9302, 'MAC 无效', 'MAC invalid'),
  word(0x9303, '应用已锁定', 'Application blocked'),
  word(0x9401, '余额不足', 'Insufficient balance'),
  word(0x9402, '交易计数器已达最大值', 'Counter at its maximum'),
  word(0x9403, '密钥索引不支持', 'Key index not supported'),
  word(0x9406, '所需 MAC 或 TAC 不可用', 'MAC or TAC not available'),
]);

/** What SW1 alone says of a word that has no row above (ISO/IEC 7816-4 table 5; 9xxx are the application's own). */
const CLASSES: readonly Word[] = Object.freeze([
  word(0x62, '警告，存储未改变', 'Warning, memory unchanged'),
  word(0x63, '警告，存储已改变', 'Warning, memory changed'),
  word(0x64, '执行错误，存储未改变', 'Execution error, memory unchanged'),
  word(0x65, '执行错误，存储已改变', 'Execution error, memory changed'),
  word(0x66, '安全错误', 'Security error'),
  word(0x67, '长度错误', 'Wrong length'),
  word(0x68, '类别中的功能不支持', 'Function of the class not supported'),
  word(0x69, '命令不允许', 'Command not allowed'),
  word(0x6a, '参数错误', 'Wrong parameters'),
  word(0x6b, 'P1 P2 参数错误', 'Wrong P1 P2'),
  word(0x6d, '不支持此命令 (INS)', 'Instruction not supported'),
  word(0x6e, '不支持此类别 (CLA)', 'Class not supported'),
  word(0x6f, '未明确的错误', 'Error without a precise diagnosis'),
]);

const OF_THE_APPLICATION: Text = Object.freeze({ zh: '应用自定义状态', en: 'Status of the application' });
const NOT_A_STATUS: Text = Object.freeze({ zh: '不是状态字', en: 'Not a status word' });

/**
 * What a status word means, for a person. Families name their number ("2 tries left", "32 more bytes"); a word that no
 * table knows is described by the class of its SW1 and shown in hexadecimal. `sw` is SW1 SW2 as one number.
 */
export function describeStatus(sw: number): Text {
  return textOf(WORDS, sw) ?? describeFamily(sw) ?? describeClass(sw);
}

/** How many tries 63Cx leaves, 0 to 15; undefined for any other word. */
export function triesLeft(sw: number): number | undefined {
  const left = sw - SW.triesLeftFamily;
  return left >= 0 && left <= 15 ? left : undefined;
}

function describeFamily(sw: number): Text | undefined {
  const low = sw & 0xff;
  const length = low === 0 ? 256 : low;
  const tries = triesLeft(sw);
  if (tries !== undefined) {
    return { zh: `认证失败，还可试 ${tries} 次`, en: `Authentication failed, ${counted(tries, 'try', 'tries')} left` };
  }
  if (sw - low === SW.moreDataFamily) {
    return { zh: `还有 ${length} 字节数据`, en: `${counted(length, 'more byte', 'more bytes')}` };
  }
  if (sw - low === SW.wrongLeFamily) {
    return { zh: `Le 错误，应为 ${length}`, en: `Wrong Le, ${length} is right` };
  }
  return undefined;
}

function describeClass(sw: number): Text {
  const sw1 = sw >> 8;
  const text = textOf(CLASSES, sw1) ?? (sw1 >> 4 === 0x9 ? OF_THE_APPLICATION : NOT_A_STATUS);
  const word = hexNumber(sw, 4);
  return { zh: `${text.zh} (${word})`, en: `${text.en} (${word})` };
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
