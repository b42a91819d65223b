/** Table: the driver calls by name, with their parameters in order: what a service needs to offer them. One row a call. */

import { type Text, words } from '../../base/text.js';
import type { DriverAnswer } from './answer.js';
import type { Driver } from './driver.js';

export interface Parameter {
  readonly name: string;
  readonly type: 'integer' | 'string';
}

export interface CatalogueRow {
  readonly about: Text;
  readonly parameters: readonly Parameter[];
}

const I_TYPE: Parameter = Object.freeze({ name: 'iType', type: 'integer' });
const AUTH_TYPE: Parameter = Object.freeze({ name: 'iAuthType', type: 'integer' });
const CARD: Parameter = Object.freeze({ name: 'pCardInfo', type: 'string' });
const ADDRESS: Parameter = Object.freeze({ name: 'pFileAddr', type: 'string' });
const KEY: Parameter = Object.freeze({ name: 'pKey', type: 'string' });
const APDU: Parameter = Object.freeze({ name: 'pApdu', type: 'string' });
const NAME: Parameter = Object.freeze({ name: 'name', type: 'string' });
const HANDLE: Parameter = Object.freeze({ name: 'handle', type: 'integer' });
const SLOT: Parameter = Object.freeze({ name: 'slot', type: 'integer' });
const COMMAND: Parameter = Object.freeze({ name: 'command', type: 'string' });
const PAY: Parameter = Object.freeze({ name: 'pPayInfo', type: 'string' });
const DATA: Parameter = Object.freeze({ name: 'pWriteData', type: 'string' });

function row(zh: string, en: string, ...parameters: readonly Parameter[]): CatalogueRow {
  return Object.freeze({ about: words(zh, en), parameters: Object.freeze(parameters) });
}

export const CATALOGUE: Readonly<Record<keyof Driver, CatalogueRow>> = Object.freeze({
  iReadCardBas: row('读基本信息', 'Reads the basic data', I_TYPE),
  iReadCard: row('通用读卡', 'Reads items by address', I_TYPE, AUTH_TYPE, CARD, ADDRESS),
  iWriteCard: row('通用写卡', 'Writes items by address', I_TYPE, CARD, ADDRESS, DATA),
  iVerifyPIN: row('PIN校验', 'Verifies the PIN at the pad', I_TYPE),
  iChangePIN: row('PIN修改', 'Changes the PIN at the pad', I_TYPE),
  iReloadPIN: row('PIN重置', 'Reloads a new PIN from the pad', I_TYPE, CARD),
  iUnblockPIN: row('PIN解锁', 'Unlocks the PIN', I_TYPE, CARD),
  iDoDebit: row('就医结算记录写卡', 'Records a settled visit', I_TYPE, CARD, PAY),
  iReadDebitRecord: row('读就医结算记录', 'Reads the visits on record', I_TYPE),
  iReadICCardNum: row('读银行卡号', 'Reads the bank card number'),
  ICC_Reader_Open: row('打开读卡器', 'Opens the reader', NAME),
  ICC_Reader_Close: row('关闭读卡器', 'Closes the reader', HANDLE),
  ICC_Reader_PowerOn: row('卡片上电', 'Powers a card up', HANDLE, SLOT),
  ICC_Reader_PowerOff: row('卡片下电', 'Powers a card down', HANDLE, SLOT),
  ICC_Reader_GetStatus: row('卡座状态', 'What is in a slot', HANDLE, SLOT),
  ICC_Reader_Application: row('发送命令', 'Sends a command', HANDLE, SLOT, COMMAND),
  ICC_Reader_Libinfo: row('库信息', 'Who made the library'),
  iReadCardBas_HSM_Step1: row('读基本信息，加密机第一步', 'Basic data by HSM, step 1', I_TYPE),
  iReadCardBas_HSM_Step2: row('读基本信息，加密机第二步', 'Basic data by HSM, step 2', KEY),
  iReadCard_HSM_Step1: row('通用读卡，加密机第一步', 'Reading by HSM, step 1', I_TYPE, CARD, ADDRESS),
  iReadCard_HSM_Step2: row('通用读卡，加密机第二步', 'Reading by HSM, step 2', KEY),
  iWriteCard_HSM_Step1: row('通用写卡，加密机第一步', 'Writing by HSM, step 1', I_TYPE, CARD, ADDRESS),
  iWriteCard_HSM_Step2: row('通用写卡，加密机第二步', 'Writing by HSM, step 2', KEY, DATA),
  iReloadPIN_HSM_Step1: row('PIN重置，加密机第一步', 'PIN reload by HSM, step 1', I_TYPE, CARD),
  iReloadPIN_HSM_Step2: row('PIN重置，加密机第二步', 'PIN reload by HSM, step 2', KEY),
  iReloadPIN_HSM_Step3: row('PIN重置，加密机第三步', 'PIN reload by HSM, step 3', APDU),
  iUnblockPIN_HSM_Step1: row('PIN解锁，加密机第一步', 'PIN unlocking by HSM, step 1', I_TYPE, CARD),
  iUnblockPIN_HSM_Step2: row('PIN解锁，加密机第二步', 'PIN unlocking by HSM, step 2', KEY),
  iUnblockPIN_HSM_Step3: row('PIN解锁，加密机第三步', 'PIN unlocking by HSM, step 3', APDU),
  iDoDebit_HSM_Step1: row('就医结算记录写卡，加密机第一步', 'Recording a visit by HSM, step 1', I_TYPE, CARD, PAY),
  iDoDebit_HSM_Step2: row('就医结算记录写卡，加密机第二步', 'Recording a visit by HSM, step 2', KEY),
});

/** One call, its arguments in the order of its row and of their types. */
export async function callByName(
  driver: Driver,
  name: keyof Driver,
  values: readonly (number | string)[],
): Promise<DriverAnswer> {
  const call = driver[name] as (...values: readonly (number | string)[]) => Promise<DriverAnswer>;
  return await call(...values);
}
