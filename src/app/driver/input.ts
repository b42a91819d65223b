/** The input grammar of the driver calls (SC 9; sscard.md 12). Every string item ends with |. */

import { fromHex } from '../../base/hex.js';
import type { NamedCard } from '../../ssse/preprocess.js';
import type { Proof } from '../../ssse/social-card.js';
import { type DriverAnswer, failed } from './answer.js';
import { CODE } from './codes.js';

/** Thrown by the readers of this file and answered at once: the card is not touched. */
export class InputError extends Error {
  override name = 'InputError';
  readonly answer: DriverAnswer;

  constructor(code: number, text: string) {
    super('malformed input of a driver call');
    this.answer = failed(code, text);
  }
}

/** Contact, contactless, either with the contact first, either with the contactless first. */
const TYPES: readonly number[] = Object.freeze([1, 2, 3, 4]);
const CONTACTLESS_ONLY = 2;

/** iType. This terminal has contacts alone: 3 and 4 find the card there. @throws InputError −23; −1 for contactless alone */
export function checkType(iType: number): void {
  if (!TYPES.includes(iType)) throw new InputError(CODE.input, '输入参数错误：iType 应为 1、2、3 或 4');
  if (iType === CONTACTLESS_ONLY) throw new InputError(CODE.cardType, '本终端没有非接触读卡器；请使用接触方式');
}

/** iAuthType: 1 by PIN, 2 by a reading key. @throws InputError −23 */
export function proofOf(iAuthType: number): Proof {
  if (iAuthType !== 1 && iAuthType !== 2)
    throw new InputError(CODE.input, '输入参数错误：iAuthType 应为 1（PIN）或 2（RK）');
  return iAuthType === 1 ? 'pin' : 'key';
}

/** pCardInfo, `识别码|卡号|`. @throws InputError −20 for an identifier that is none, −23 */
export function cardOf(pCardInfo: string): NamedCard {
  const [identifier, cardNumber] = itemsOf(pCardInfo, 2, 'pCardInfo 应为“识别码|卡号|”');
  // D156000005 are bytes 3 to 7 of 卡的识别码 (sscard.md 13).
  const isIdentifier = /^\d{6}D156000005[0-9A-F]{16}$/i.test(identifier);
  if (!isIdentifier) throw new InputError(CODE.identifier, '卡的识别码格式错误：应为32位十六进制');
  if (!/^[0-9A-Z]{9}$/.test(cardNumber)) throw new InputError(CODE.input, '输入参数错误：卡号应为9位');
  return { cardIdentifier: fromHex(identifier), cardNumber };
}

/** Of the HSM steps, which take one file's key (SC: the first file only). @throws InputError −23 for more than one */
export function checkOneFile(pFileAddr: string): void {
  const files = pFileAddr.split('$').length - 1;
  if (files > 1) throw new InputError(CODE.input, '输入参数错误：HSM 分步方式一次只能操作一个文件');
}

/** The items of a string that must have that many. @throws InputError −23 */
export function itemsOf(text: string, count: number, rule: string): string[] {
  const items = text.split('|');
  if (items.length !== count + 1 || items[count] !== '') throw new InputError(CODE.input, `输入参数错误：${rule}`);
  return items.slice(0, count);
}
