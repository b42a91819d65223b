/**
 * The reader functions that every hospital system calls (人社信息函〔2016〕38号, SC 9; sscard.md 12). Each is one visit of the
 * terminal; the caller names the card that it means, and gets a number and a string.
 */

import type { BureauPinKey } from '../../vault/bureau-pin-key.js';
import { bankCardNumber } from '../../visits/bank-card-number.js';
import { changePin } from '../../visits/change-pin.js';
import { debitRecords } from '../../visits/debit-records.js';
import { readBasic } from '../../visits/identify.js';
import { answerOf, read } from '../../visits/read.js';
import { reloadPin } from '../../visits/reload-pin.js';
import type { Terminal } from '../../visits/terminal.js';
import { unblockPin } from '../../visits/unblock-pin.js';
import { verifyPin } from '../../visits/verify-pin.js';
import { visitLog } from '../../visits/visit-log.js';
import type { VisitResult } from '../../visits/visit-result.js';
import { write } from '../../visits/write.js';
import { answerTo, type DriverAnswer } from './answer.js';
import { basicItems } from './basic-items.js';
import { debitItems, paymentOf, recordItems } from './debit.js';
import { cardOf, checkType, proofOf } from './input.js';
import { type LowLevelReader, type ReaderCalls, readerCalls } from './reader.js';
import { orInputError, type StepDriver, stepFunctions } from './step-functions.js';
import type { HsmSteps } from './steps.js';

/** The calls by PSAM. iType: 1 contact, 2 contactless, 3 and 4 either; pCardInfo `识别码|卡号|`. None throws. */
export interface Driver extends StepDriver, ReaderCalls {
  /** `区划|社保号|卡号|识别码|姓名|历史字节|版本|发卡日|有效期|终端机编号|终端设备号|` */
  iReadCardBas(iType: number): Promise<DriverAnswer>;
  /** @param iAuthType 1 by PIN, 2 by key, where the rights say "or" @returns pFileAddr with a value in each item's place */
  iReadCard(iType: number, iAuthType: number, pCardInfo: string, pFileAddr: string): Promise<DriverAnswer>;
  iWriteCard(iType: number, pCardInfo: string, pFileAddr: string, pWriteData: string): Promise<DriverAnswer>;
  /** One entry at the pad; a wrong one is −51, its text says how many are left. */
  iVerifyPIN(iType: number): Promise<DriverAnswer>;
  iChangePIN(iType: number): Promise<DriverAnswer>;
  iReloadPIN(iType: number, pCardInfo: string): Promise<DriverAnswer>;
  iUnblockPIN(iType: number, pCardInfo: string): Promise<DriverAnswer>;
  /**
   * The holder confirms the amounts at the terminal. @param pPayInfo `总额|账户+统筹|YYYYMMDDhhmmss|`
   * @returns `alg|keyaddr|two amounts|type|终端机编号|终端交易序号|time|TAC|`
   */
  iDoDebit(iType: number, pCardInfo: string, pPayInfo: string): Promise<DriverAnswer>;
  /** @returns `序号^终端机编号^时间^总额^账户+统筹^|`, newest first */
  iReadDebitRecord(iType: number): Promise<DriverAnswer>;
  /** Of the card's application for payments, as vendors' headers have it, without a parameter. @returns `卡号|` */
  iReadICCardNum(): Promise<DriverAnswer>;
}

/** Runs a visit while no other is under way. */
export type Alone = <T>(visit: () => Promise<T>) => Promise<T>;

/** What is left standing between two calls, until a visit needs the slots. */
export interface BetweenCalls {
  readonly steps: HsmSteps;
  readonly reader: LowLevelReader;
}

export interface DriverSettings {
  /** 终端设备号, as its owner has numbered the terminal. */
  readonly deviceNumber?: string | undefined;
  /** Under which a new PIN travels to the bureau's HSM; without it none does. */
  readonly pinKey: BureauPinKey | undefined;
}

export function driverFunctions(
  terminal: Terminal,
  alone: Alone,
  { steps, reader }: BetweenCalls,
  { deviceNumber = '', pinKey }: DriverSettings,
): Driver {
  const nothing = () => '';
  return {
    ...readerCalls(reader, () => steps.abandon()),
    ...stepFunctions({ terminal, alone, steps, deviceNumber, pinKey }),
    iReadCardBas: (iType) =>
      call(alone, () => {
        checkType(iType);
        return [() => readBasic(terminal), (identity) => basicItems(identity, deviceNumber)];
      }),
    iReadCard: (iType, iAuthType, pCardInfo, address) =>
      call(alone, () => {
        checkType(iType);
        const proof = proofOf(iAuthType);
        const lent = lend(terminal, pCardInfo);
        return [() => read(lent, { address, proof }), (reading) => answerOf(reading, true)];
      }),
    iWriteCard: (iType, pCardInfo, address, data) =>
      call(alone, () => {
        checkType(iType);
        const lent = lend(terminal, pCardInfo);
        return [() => write(lent, { address, data, proof: 'key', meaning: 'own' }), nothing];
      }),
    iVerifyPIN: (iType) =>
      call(alone, () => {
        checkType(iType);
        return [() => verifyPin({ ...terminal, pinEntriesMax: 1 }), nothing];
      }),
    iChangePIN: (iType) =>
      call(alone, () => {
        checkType(iType);
        return [() => changePin({ ...terminal, pinEntriesMax: 1 }), nothing];
      }),
    iReloadPIN: (iType, pCardInfo) =>
      call(alone, () => {
        checkType(iType);
        const lent = lend(terminal, pCardInfo);
        return [() => reloadPin(lent), nothing];
      }),
    iUnblockPIN: (iType, pCardInfo) =>
      call(alone, () => {
        checkType(iType);
        const lent = lend(terminal, pCardInfo);
        return [() => unblockPin(lent), nothing];
      }),
    iDoDebit: (iType, pCardInfo, pPayInfo) =>
      call(alone, () => {
        checkType(iType);
        const lent = lend(terminal, pCardInfo);
        const payment = paymentOf(pPayInfo);
        return [() => visitLog(lent, payment), debitItems];
      }),
    iReadDebitRecord: (iType) =>
      call(alone, () => {
        checkType(iType);
        return [() => debitRecords({ ...terminal, pinEntriesMax: 1 }), recordItems];
      }),
    iReadICCardNum: () => call(alone, () => [() => bankCardNumber(terminal), ({ pan }) => `${pan}|`]),
  };
}

/** The terminal as it serves a caller: for one card, and with one entry of a PIN a call. @throws InputError */
function lend(terminal: Terminal, pCardInfo: string): Terminal {
  return { ...terminal, pinEntriesMax: 1, expects: cardOf(pCardInfo) };
}

/** Reads the input, visits, tells. */
async function call<T>(
  alone: Alone,
  prepare: () => readonly [visit: () => Promise<VisitResult<T>>, tell: (value: T) => string],
): Promise<DriverAnswer> {
  return await orInputError(async () => {
    const [visit, tell] = prepare();
    return answerTo(await alone(visit), tell);
  });
}
