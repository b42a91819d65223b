/** 持卡人验证: the CVM list 8E and what came of it, 9F34 (EMV 4.3 Book 3 10.5, annex C3; PBOC's 20h: emv.md 2.6). */

import { hexNumber } from '../../base/hex.js';
import { join, joinAll, type Text, words } from '../../base/text.js';
import { type Description, part, type Reading, wrongLength } from './description.js';
import { binaryAmountText } from './formats.js';

const AMOUNTS_LENGTH = 8;

/** 9F34: method, condition, result. */
export function readCvmResult(value: Uint8Array): Reading {
  const [method, condition, result] = value;
  if (value.length !== 3) return { problem: wrongLength(value.length, '3') };
  if ((method & 0x3f) === 0x3f)
    return { value: join(words('未执行 CVM', 'no CVM performed'), resultWords(result), ', ') };
  return { value: joinAll([methodWords(method), conditionWords(condition), resultWords(result)], ', ') };
}

/** 8E: amounts X and Y, four binary bytes each, then rules of two bytes. */
export function readCvmList(value: Uint8Array): Reading {
  if (value.length < AMOUNTS_LENGTH) return { problem: wrongLength(value.length, '≥ 8') };
  const children = [
    amountPart('X', value.subarray(0, 4)),
    amountPart('Y', value.subarray(4, AMOUNTS_LENGTH)),
    ...rules(value),
  ];
  const odd = value.length % 2 !== 0;
  return odd ? { children, problem: words('最后一条规则不完整', 'the last rule is incomplete') } : { children };
}

function amountPart(name: 'X' | 'Y', bytes: Uint8Array): Description {
  return part(words(`金额 ${name}`, `Amount ${name}`), bytes, binaryAmountText(bytes));
}

function rules(value: Uint8Array): Description[] {
  const found: Description[] = [];
  for (let offset = AMOUNTS_LENGTH; offset + 2 <= value.length; offset += 2) {
    const number = found.length + 1;
    const rule = value.subarray(offset, offset + 2);
    found.push(part(words(`规则 ${number}`, `Rule ${number}`), rule, ruleWords(rule[0], rule[1])));
  }
  return found;
}

/** b7 of the code: what follows when the method fails. */
function ruleWords(code: number, condition: number): Text {
  const next = (code & 0x40) === 0 ? words('失败则终止', 'fail if it fails') : words('失败则继续', 'go on if it fails');
  return joinAll([methodWords(code), conditionWords(condition), next], ', ');
}

function methodWords(code: number): Text {
  switch (code & 0x3f) {
    case 0x00:
      return words('CVM 失败处理', 'fail CVM processing');
    case 0x01:
      return words('脱机明文 PIN', 'plaintext PIN verified offline');
    case 0x02:
      return words('联机加密 PIN', 'enciphered PIN verified online');
    case 0x03:
      return words('脱机明文 PIN 和签名', 'plaintext PIN verified offline, and signature');
    case 0x04:
      return words('脱机加密 PIN', 'enciphered PIN verified offline');
    case 0x05:
      return words('脱机加密 PIN 和签名', 'enciphered PIN verified offline, and signature');
    case 0x1e:
      return words('签名', 'signature');
    case 0x1f:
      return words('无需 CVM', 'no CVM required');
    case 0x20:
      return words('持卡人证件出示', 'cardholder document check');
    default:
      return words(`未知方法 ${hexNumber(code & 0x3f)}`, `unknown method ${hexNumber(code & 0x3f)}`);
  }
}

const CONDITIONS: readonly Text[] = Object.freeze([
  words('总是执行', 'always'),
  words('如果是无人值守现金交易', 'if unattended cash'),
  words('如果不是现金或返现交易', 'if neither cash nor cashback'),
  words('如果终端支持', 'if the terminal supports it'),
  words('如果是人工值守现金交易', 'if manual cash'),
  words('如果是返现交易', 'if purchase with cashback'),
  words('如果用应用货币且金额小于 X', 'if in the application currency and under X'),
  words('如果用应用货币且金额大于 X', 'if in the application currency and over X'),
  words('如果用应用货币且金额小于 Y', 'if in the application currency and under Y'),
  words('如果用应用货币且金额大于 Y', 'if in the application currency and over Y'),
]);

function conditionWords(code: number): Text {
  return CONDITIONS[code] ?? words(`未知条件 ${hexNumber(code)}`, `unknown condition ${hexNumber(code)}`);
}

const RESULTS: readonly Text[] = Object.freeze([
  words('结果未知', 'result unknown'),
  words('失败', 'failed'),
  words('成功', 'successful'),
]);

function resultWords(code: number): Text {
  return RESULTS[code] ?? words(`未知结果 ${hexNumber(code)}`, `unknown result ${hexNumber(code)}`);
}
