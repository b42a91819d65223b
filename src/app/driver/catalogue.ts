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
