/** 应用密文: what the card says with a cryptogram, CID 9F27 and PBOC's issuer application data 9F10 (emv.md 2.7). */

import { hexNumber } from '../../base/hex.js';
import { joinAll, same, type Text, words } from '../../base/text.js';
import { ALGORITHMS, coded } from './codes.js';
import { type BitWords, type Description, part, type Reading, wrongLength } from './description.js';
import { amount } from './formats.js';

const KINDS: readonly Text[] = Object.freeze([
  words('AAC 拒绝', 'AAC, declined'),
  words('TC 批准', 'TC, approved'),
  words('ARQC 请求联机', 'ARQC, go online'),
  words('AAR 请求授权', 'AAR, referral'),
]);

const REASONS: readonly Text[] = Object.freeze([
  words('无原因', 'no reason given'),
  words('服务不允许', 'service not allowed'),
  words('PIN 重试次数超限', 'PIN try limit exceeded'),
  words('发卡行认证失败', 'issuer authentication failed'),
]);

/** 9F27: b8–7 the cryptogram, b4 an advice is required, b3–1 why (EMV 4.3 Book 3 6.5.5.4). */
export function readCid(value: Uint8Array): Reading {
  if (value.length !== 1) return { problem: wrongLength(value.length, '1') };
  const [cid] = value;
  const reason = cid & 0x07;
  const said = [KINDS[cid >> 6]];
  if ((cid & 0x08) !== 0) said.push(words('需要通知', 'advice required'));
  if (reason !== 0) said.push(REASONS[reason] ?? words(`保留原因 ${reason}`, `reserved reason ${reason}`));
  return { value: joinAll(said, ', ') };
}

/**
 * 9F10: length 07, key index, cryptogram version, CVR, algorithm; then perhaps what the issuer puts there. Data of another
 * shape is another scheme's and stays hexadecimal.
 */
export function readIssuerData(value: Uint8Array): Reading {
  const isPboc = value.length >= 8 && value[0] === 0x07 && value[3] === 0x03;
  if (!isPboc) return { problem: words('不是 PBOC 格式', "not in PBOC's format") };
  return {
    children: [
      part(words('密钥分散索引', 'Derivation key index'), value.subarray(1, 2)),
      part(words('密文版本号', 'Cryptogram version number'), value.subarray(2, 3)),
      {
        ...part(words('卡片验证结果 (CVR)', 'Card verification results (CVR)'), value.subarray(3, 7)),
        ...readCvr(value.subarray(3, 7)),
      },
      part(words('算法标识', 'Algorithm'), value.subarray(7, 8), coded(ALGORITHMS, hexNumber(value[7]))),
      ...issuerPart(value.subarray(8)),
    ],
  };
}

/** Length, kind; of kind 01 the electronic cash balance, five bytes, and a MAC of four. */
function issuerPart(bytes: Uint8Array): Description[] {
  if (bytes.length === 0) return [];
  const name = words('发卡行自定义数据', 'Issuer discretionary data');
  if (bytes.length !== 11 || bytes[0] !== 0x0a || bytes[1] !== 0x01) return [part(name, bytes)];
  const balance = bytes.subarray(2, 7);
  const mac = bytes.subarray(7);
  const children = [
    { ...part(words('电子现金余额', 'Electronic cash balance'), balance), ...amount(balance) },
    part(same('MAC'), mac),
  ];
  return [{ ...part(name, bytes), children }];
}

/** CVR: length 03 and three bytes, numbered 2 to 4 as the table of emv.md 2.7 does. */
export function readCvr(value: Uint8Array): Reading {
  if (value.length !== 4 || value[0] !== 0x03) return { problem: wrongLength(value.length, '4 (03 …)') };
  const [, second, third, fourth] = value;
  const bits: BitWords[] = [
    { at: '2.8-7', words: SECOND_CRYPTOGRAM[second >> 6] },
    { at: '2.6-5', words: FIRST_CRYPTOGRAM[(second >> 4) & 0x03] },
    ...flags(2, second & 0x0f, BYTE_2),
    ...flags(3, third, BYTE_3),
  ];
  const scripts = fourth >> 4;
  if (scripts !== 0) {
    const said = words(
      `上次交易第二次 GENERATE AC 后执行脚本命令 ${scripts} 条`,
      `${scripts} script commands after the second GENERATE AC of the last transaction`,
    );
    bits.push({ at: '4.8-5', words: said });
  }
  return { bits: [...bits, ...flags(4, fourth & 0x0f, BYTE_4)] };
}

const SECOND_CRYPTOGRAM: readonly Text[] = Object.freeze([
  words('第二次 GENERATE AC 返回 AAC', 'second GENERATE AC: AAC'),
  words('第二次 GENERATE AC 返回 TC', 'second GENERATE AC: TC'),
  words('未请求第二次 GENERATE AC', 'second GENERATE AC not requested'),
  words('第二次 GENERATE AC 保留值', 'second GENERATE AC: reserved'),
]);

const FIRST_CRYPTOGRAM: readonly Text[] = Object.freeze([
  words('第一次 GENERATE AC 返回 AAC', 'first GENERATE AC: AAC'),
  words('第一次 GENERATE AC 返回 TC', 'first GENERATE AC: TC'),
  words('第一次 GENERATE AC 返回 ARQC', 'first GENERATE AC: ARQC'),
  words('第一次 GENERATE AC 保留值', 'first GENERATE AC: reserved'),
]);

/** From b1 upward. */
const BYTE_2: readonly Text[] = Object.freeze([
  words('无法联机', 'unable to go online'),
  words('脱机 PIN 验证失败', 'offline PIN verification failed'),
  words('脱机 PIN 验证已进行', 'offline PIN verification performed'),
  words('发卡行认证执行但失败', 'issuer authentication performed and failed'),
]);

const BYTE_3: readonly Text[] = Object.freeze([
  words('上次脱机拒绝的交易静态数据认证失败', 'SDA failed on the last declined transaction'),
  words('应用因 PIN 尝试超限而锁定', 'application blocked because the PIN try limit was exceeded'),
  words('联机授权后发卡行认证没有执行', 'issuer authentication not performed after online authorisation'),
  words('上次联机交易发卡行认证失败', 'issuer authentication failed on the last online transaction'),
  words('新卡', 'new card'),
  words('超过频度检查计数器限制', 'velocity checking counters exceeded'),
  words('PIN 尝试次数超限', 'PIN try limit exceeded'),
  words('上次联机交易没有完成', 'last online transaction not completed'),
]);

const BYTE_4: readonly Text[] = Object.freeze([
  words('保留位 01h', 'reserved 01h'),
  words('动态数据认证已执行', 'DDA performed'),
  words('上次脱机拒绝的交易动态数据认证失败', 'DDA failed on the last declined transaction'),
  words('上次交易脚本处理失败', 'script processing failed on the last transaction'),
]);

function flags(byte: number, value: number, names: readonly Text[]): BitWords[] {
  const found: BitWords[] = [];
  for (let bit = names.length; bit >= 1; bit--) {
    if ((value & (1 << (bit - 1))) !== 0) found.push({ at: `${byte}.${bit}`, words: names[bit - 1] });
  }
  return found;
}
