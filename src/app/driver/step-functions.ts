/** The driver calls in HSM steps (SC annex C; sscard.md 12): each step one call, the HSM's business between them the caller's. */

import { type HsmCarrier, HsmKeys } from '../../ssse/hsm-keys.js';
import type { BureauPinKey } from '../../vault/bureau-pin-key.js';
import { readBasic } from '../../visits/identify.js';
import { answerOf, read } from '../../visits/read.js';
import { reloadPin } from '../../visits/reload-pin.js';
import type { Terminal } from '../../visits/terminal.js';
import { unblockPin } from '../../visits/unblock-pin.js';
import { visitLog } from '../../visits/visit-log.js';
import { writeOnceProved } from '../../visits/write.js';
import { answerTo, type DriverAnswer, failed } from './answer.js';
import { basicItems } from './basic-items.js';
import { CODE } from './codes.js';
import { debitItemsByHsm, paymentOf } from './debit.js';
import type { Alone } from './driver.js';
import { cardOf, checkOneFile, checkType, InputError } from './input.js';
import type { HsmSteps } from './steps.js';

/** None throws. A step that does not follow its forerunner is −12; any other call in between ends the visit that waits. */
export interface StepDriver {
  /** `区划|历史字节|alg|识别码|内部因子|内部源|外部因子|外部源|`, the last two empty unless the card is 3.0 */
  iReadCardBas_HSM_Step1(iType: number): Promise<DriverAnswer>;
  /** @param pKey `auth16+src16|auth16+src16|` @returns as iReadCardBas, 终端机编号 twelve zeros */
  iReadCardBas_HSM_Step2(pKey: string): Promise<DriverAnswer>;
  /** One file a call. @returns `alg|keyaddr|factor|source|`; −2204 where no key is needed */
  iReadCard_HSM_Step1(iType: number, pCardInfo: string, pFileAddr: string): Promise<DriverAnswer>;
  /** @param pKey authentication data and source, 32 hexadecimal digits */
  iReadCard_HSM_Step2(pKey: string): Promise<DriverAnswer>;
  iWriteCard_HSM_Step1(iType: number, pCardInfo: string, pFileAddr: string): Promise<DriverAnswer>;
  iWriteCard_HSM_Step2(pKey: string, pWriteData: string): Promise<DriverAnswer>;
  iReloadPIN_HSM_Step1(iType: number, pCardInfo: string): Promise<DriverAnswer>;
  /** @returns `alg|keyaddr|factor|header|new PIN|`, the PIN enciphered for the bureau: it leaves this terminal in no clear form */
  iReloadPIN_HSM_Step2(pKey: string): Promise<DriverAnswer>;
  /** @param pApdu the whole command, hexadecimal */
  iReloadPIN_HSM_Step3(pApdu: string): Promise<DriverAnswer>;
  iUnblockPIN_HSM_Step1(iType: number, pCardInfo: string): Promise<DriverAnswer>;
  iUnblockPIN_HSM_Step2(pKey: string): Promise<DriverAnswer>;
  iUnblockPIN_HSM_Step3(pApdu: string): Promise<DriverAnswer>;
  /** @returns `alg|keyaddr|随机数|医疗消费交易序号|two amounts|type|终端机编号|time|` */
  iDoDebit_HSM_Step1(iType: number, pCardInfo: string, pPayInfo: string): Promise<DriverAnswer>;
  /** @param pKey `终端交易序号|时间|MAC1|` @returns `MAC2|`, then as iDoDebit */
  iDoDebit_HSM_Step2(pKey: string): Promise<DriverAnswer>;
}

export interface StepParts {
  readonly terminal: Terminal;
  readonly alone: Alone;
  readonly steps: HsmSteps;
  readonly deviceNumber: string;
  readonly pinKey: BureauPinKey | undefined;
}

export function stepFunctions(parts: StepParts): StepDriver {
  const { steps, deviceNumber } = parts;
  const begin = beginner(parts);
  const finish = (name: string, step: number, data: string) => lastStep(steps, name, step, data);
  const nothing = () => '';
  let dataToWrite = '';
  return {
    iReadCardBas_HSM_Step1: (iType) =>
      begin('iReadCardBas', { iType }, async (lent) =>
        answerTo(await readBasic(lent), (identity) => basicItems(identity, deviceNumber)),
      ),
    iReadCardBas_HSM_Step2: (pKey) => finish('iReadCardBas', 2, pKey),
    async iReadCard_HSM_Step1(iType, pCardInfo, pFileAddr) {
      const request = { address: pFileAddr, proof: 'key' } as const;
      const visit = async (lent: Terminal) => answerTo(await read(lent, request), (reading) => answerOf(reading, true));
      const answer = await begin('iReadCard', { iType, pCardInfo, pFileAddr }, visit);
      if (steps.isWaiting || answer.code !== CODE.done) return answer;
      return failed(CODE.noKeyNeeded, '该文件不需要密钥；请调用 iReadCard');
    },
    iReadCard_HSM_Step2: (pKey) => finish('iReadCard', 2, pKey),
    iWriteCard_HSM_Step1: (iType, pCardInfo, pFileAddr) =>
      begin('iWriteCard', { iType, pCardInfo, pFileAddr }, async (lent) => {
        const request = { address: pFileAddr, proof: 'key', meaning: 'own' } as const;
        return answerTo(await writeOnceProved(lent, request, () => dataToWrite), nothing);
      }),
    iWriteCard_HSM_Step2(pKey, pWriteData) {
      dataToWrite = pWriteData;
      return finish('iWriteCard', 2, pKey);
    },
    iReloadPIN_HSM_Step1: (iType, pCardInfo) =>
      begin('iReloadPIN', { iType, pCardInfo }, async (lent) => answerTo(await reloadPin(lent), nothing)),
    iReloadPIN_HSM_Step2: (pKey) => steps.proceed('iReloadPIN', 2, pKey),
    iReloadPIN_HSM_Step3: (pApdu) => finish('iReloadPIN', 3, pApdu),
    iUnblockPIN_HSM_Step1: (iType, pCardInfo) =>
      begin('iUnblockPIN', { iType, pCardInfo }, async (lent) => answerTo(await unblockPin(lent), nothing)),
    iUnblockPIN_HSM_Step2: (pKey) => steps.proceed('iUnblockPIN', 2, pKey),
    iUnblockPIN_HSM_Step3: (pApdu) => finish('iUnblockPIN', 3, pApdu),
    iDoDebit_HSM_Step1: (iType, pCardInfo, pPayInfo) =>
      orInputError(async () => {
        const payment = paymentOf(pPayInfo);
        const visit = async (lent: Terminal) => answerTo(await visitLog(lent, payment), debitItemsByHsm);
        return await begin('iDoDebit', { iType, pCardInfo }, visit);
      }),
    iDoDebit_HSM_Step2: (pKey) => finish('iDoDebit', 2, pKey),
  };
}

interface StepInput {
  readonly iType: number;
  readonly pCardInfo?: string;
  readonly pFileAddr?: string;
}

type Begin = (
  name: string,
  input: StepInput,
  visit: (lent: Terminal) => Promise<DriverAnswer>,
) => Promise<DriverAnswer>;

/** Reads the input, and begins a visit whose questions to the HSM the caller carries. */
function beginner({ terminal, alone, steps, pinKey }: StepParts): Begin {
  return async (name, { iType, pCardInfo, pFileAddr }, visit) =>
    await orInputError(async () => {
      checkType(iType);
      const named = pCardInfo === undefined ? {} : { expects: cardOf(pCardInfo), vouchedFor: true };
      if (pFileAddr !== undefined) checkOneFile(pFileAddr);
      const lend = (carrier: HsmCarrier): Terminal => ({
        ...terminal,
        ...named,
        pinEntriesMax: 1,
        keys: () => new HsmKeys(carrier, pinKey),
      });
      return await steps.begin(name, (carrier) => alone(() => visit(lend(carrier))));
    });
}

/** A card that needs yet another computation is beyond the steps of the standard. */
async function lastStep(steps: HsmSteps, name: string, step: number, data: string): Promise<DriverAnswer> {
  const answer = await steps.proceed(name, step, data);
  if (!steps.isWaiting) return answer;
  await steps.abandon();
  return failed(CODE.library, '此卡的操作需要更多密钥运算，HSM 分步方式不支持；请使用 PSAM 卡');
}

/** Answers at once what the input's readers do not let pass. */
export async function orInputError(call: () => Promise<DriverAnswer>): Promise<DriverAnswer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof InputError) return error.answer;
    throw error;
  }
}
