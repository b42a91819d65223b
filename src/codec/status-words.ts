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

/** Words with one meaning. Beyond 7.1 the table knows the warnings that a payment application answers to SELECT. */
const WORDS: Readonly<Record<number, Text>> = Object.freeze({
  36864: { zh: '成功', en: 'Done' },
  25217: { zh: '返回的数据可能有错', en: 'Part of the data may be corrupted' },
  25218: { zh: '文件或记录已读到末尾', en: 'End of file or record reached' },
  25219: { zh: '所选文件已失效', en: 'Selected file is deactivated' },
  25220: { zh: '文件控制信息格式不符', en: 'File control information badly formatted' },
  25344: { zh: '认证失败', en: 'Authentication failed' },
  25985: { zh: '存储器故障', en: 'Memory failure' },
  26368: { zh: '长度错误', en: 'Wrong length' },
  26881: { zh: '当前状态不接受此命令', en: 'Command not accepted in this state' },
  27009: { zh: '命令与文件类型不符', en: 'Command does not fit the file type' },
  27010: { zh: '不满足安全状态', en: 'Security status not satisfied' },
  27011: { zh: '认证方法已锁定', en: 'Authentication method blocked' },
  27012: { zh: '随机数无效或未取', en: 'No valid random number' },
  27013: { zh: '不满足使用条件', en: 'Conditions of use not satisfied' },
  27014: { zh: '没有当前文件', en: 'No current file' },
  27015: { zh: '缺少安全报文数据', en: 'Secure messaging MAC missing' },
  27016: { zh: '安全报文数据不正确', en: 'Secure messaging MAC wrong' },
  27264: { zh: '数据域参数错误', en: 'Wrong data' },
  27265: { zh: '功能不支持或卡片已锁定', en: 'Function not supported, or card blocked' },
  27266: { zh: '未找到文件', en: 'File not found' },
  27267: { zh: '未找到记录', en: 'Record not found' },
  27268: { zh: '存储空间不足', en: 'Not enough space' },
  27269: { zh: 'Lc 与 TLV 结构不符', en: 'Lc does not fit the TLV structure' },
  27270: { zh: 'P1 P2 参数错误', en: 'Wrong P1 P2' },
  27272: { zh: '未找到密钥或引用的数据', en: 'Key or referenced data not found' },
  27392: { zh: '偏移量超出文件', en: 'Offset outside the file' },
  27904: { zh: '不支持此命令 (INS)', en: 'Instruction not supported' },
  28160: { zh: '不支持此类别 (CLA)', en: 'Class not supported' },
  28416: { zh: '数据无效', en: 'Data invalid' },
  37634: { zh: 'MAC 无效', en: 'MAC invalid' },
  37635: { zh: '应用已锁定', en: 'Application blocked' },
  37889: { zh: '余额不足', en: 'Insufficient balance' },
  37890: { zh: '交易计数器已达最大值', en: 'Counter at its maximum' },
  37891: { zh: '密钥索引不支持', en: 'Key index not supported' },
  37894: { zh: '所需 MAC 或 TAC 不可用', en: 'MAC or TAC not available' },
});

/** What SW1 alone says of a word that has no row above (ISO/IEC 7816-4 table 5; 9xxx are the application's own). */
const CLASSES: Readonly<Record<number, Text>> = Object.freeze({
  98: { zh: '警告，存储未改变', en: 'Warning, memory unchanged' },
  99: { zh: '警告，存储已改变', en: 'Warning, memory changed' },
  100: { zh: '执行错误，存储未改变', en: 'Execution error, memory unchanged' },
  101: { zh: '执行错误，存储已改变', en: 'Execution error, memory changed' },
  102: { zh: '安全错误', en: 'Security error' },
  103: { zh: '长度错误', en: 'Wrong length' },
  104: { zh: '类别中的功能不支持', en: 'Function of the class not supported' },
  105: { zh: '命令不允许', en: 'Command not allowed' },
  106: { zh: '参数错误', en: 'Wrong parameters' },
  107: { zh: 'P1 P2 参数错误', en: 'Wrong P1 P2' },
  109: { zh: '不支持此命令 (INS)', en: 'Instruction not supported' },
  110: { zh: '不支持此类别 (CLA)', en: 'Class not supported' },
  111: { zh: '未明确的错误', en: 'Error without a precise diagnosis' },
});

const OF_THE_APPLICATION: Text = Object.freeze({ zh: '应用自定义状态', en: 'Status of the application' });
const NOT_A_STATUS: Text = Object.freeze({ zh: '不是状态字', en: 'Not a status word' });

/**
 * What a status word means, for a person. Families name their number ("2 tries left", "32 more bytes"); a word that no
 * table knows is described by the class of its SW1 and shown in hexadecimal. `sw` is SW1 SW2 as one number.
 */
export function describeStatus(sw: number): Text {
  return WORDS[sw] ?? describeFamily(sw) ?? describeClass(sw);
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
  const text = CLASSES[sw1] ?? (sw1 >> 4 === 0x9 ? OF_THE_APPLICATION : NOT_A_STATUS);
  const word = hexNumber(sw, 4);
  return { zh: `${text.zh} (${word})`, en: `${text.en} (${word})` };
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
