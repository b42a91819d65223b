/**
 * The low-level reader calls of SSSE32.DLL (SPEC-8 annex A, SC; sscard.md 11.3): commands as the caller spells them. PINs come
 * from the pad and money goes through the journal, so what would carry either past them is not passed on.
 */

import { Fault } from '../../base/fault.js';
import { FormatError } from '../../base/format-error.js';
import { fromHex, toHex } from '../../base/hex.js';
import { type CardSession, openSession } from '../../card/session.js';
import { type Command, decodeCommand, encodeResponse } from '../../codec/apdu.js';
import { encodeAtr } from '../../codec/atr.js';
import type { IccReader } from '../../ports/icc-reader.js';
import type { Terminal } from '../../visits/terminal.js';
import { answered, type DriverAnswer, failed } from './answer.js';
import { CODE, FAULT_CODES } from './codes.js';

/** Slots are 1 to 15 for holders' cards and 17 to 31 for SAMs. None throws; `code` is what the call returns. */
export interface ReaderCalls {
  /** @param name `AUTO`, `COMn` or `USBn` @returns a handle in `code`, 1 or more */
  ICC_Reader_Open(name: string): Promise<DriverAnswer>;
  ICC_Reader_Close(handle: number): Promise<DriverAnswer>;
  /** Cold, then warm. @returns the ATR in hexadecimal, its length in `code` */
  ICC_Reader_PowerOn(handle: number, slot: number): Promise<DriverAnswer>;
  ICC_Reader_PowerOff(handle: number, slot: number): Promise<DriverAnswer>;
  /** 0 a card with power, −3 one without, −2 none. */
  ICC_Reader_GetStatus(handle: number, slot: number): Promise<DriverAnswer>;
  /** @param command hexadecimal @returns data and status word in hexadecimal, their length in `code` */
  ICC_Reader_Application(handle: number, slot: number, command: string): Promise<DriverAnswer>;
  /** Vendor 16, model 14 and version 2 characters. */
  ICC_Reader_Libinfo(): Promise<DriverAnswer>;
}

const LIBRARY = 'SSC-TERMINAL    TEST-TERMINAL 01';
const HANDLE = 1;

const NOT_OPENED = Object.freeze(failed(CODE.notOpened, '读卡器未打开；请先调用 ICC_Reader_Open'));
const NOT_POWERED = Object.freeze(failed(CODE.notPowered, '卡片未上电；请先调用 ICC_Reader_PowerOn'));
const NO_SLOT = Object.freeze(failed(CODE.parameter, '卡座号错误：用户卡座为1，SAM卡座从17起'));

export class LowLevelReader {
  readonly #terminal: Terminal;
  readonly #sessions = new Map<IccReader, CardSession>();
  #opened = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Takes power from every card: a visit begins. */
  async release(): Promise<void> {
    for (const card of this.#sessions.values()) await card.close();
    this.#sessions.clear();
  }

  open(name: string): DriverAnswer {
    if (!this.#terminal.offers.includes('read')) return failed(CODE.library, '本终端不办理社保业务');
    if (!/^(?:AUTO|COM\d{1,2}|USB\d{1,2})$/.test(name))
      return failed(CODE.notConnected, '无法连接读卡器：应为 AUTO、COMn 或 USBn');
    this.#opened = true;
    return { code: HANDLE, out: '' };
  }

  async close(handle: number): Promise<DriverAnswer> {
    if (!this.#opened || handle !== HANDLE) return NOT_OPENED;
    await this.release();
    this.#opened = false;
    return answered();
  }

  /** Does something at a slot of the open reader; a Fault there takes the power from its card. */
  async at(
    handle: number,
    slot: number,
    deed: (reader: IccReader, card: CardSession | undefined) => Promise<DriverAnswer>,
  ): Promise<DriverAnswer> {
    if (!this.#opened || handle !== HANDLE) return NOT_OPENED;
    const { icc, sams } = this.#terminal.world;
    const reader = slot === 1 ? icc : sams[slot - 0x11];
    if (reader === undefined) return NO_SLOT;
    try {
      return await deed(reader, this.#sessions.get(reader));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      await this.powerOff(reader);
      return failed(FAULT_CODES.icc[error.kind], FAULT_WORDS[error.kind]);
    }
  }

  async powerOn(reader: IccReader): Promise<DriverAnswer> {
    await this.powerOff(reader);
    const card = await openSession(reader);
    const atr = toHex(encodeAtr(card.atr));
    this.#sessions.set(reader, card);
    return { code: atr.length / 2, out: atr };
  }

  async powerOff(reader: IccReader): Promise<DriverAnswer> {
    await this.#sessions.get(reader)?.close();
    this.#sessions.delete(reader);
    return answered();
  }
}

const FAULT_WORDS: Readonly<Record<Fault['kind'], string>> = Object.freeze({
  absent: '卡座中没有卡片',
  removed: '卡片已拔出',
  mute: '卡片无应答',
  protocol: '卡片应答错误',
});

/** @param before ends what waits on the same slots */
export function readerCalls(reader: LowLevelReader, before: () => Promise<void>): ReaderCalls {
  const at: LowLevelReader['at'] = async (handle, slot, deed) => {
    await before();
    return await reader.at(handle, slot, deed);
  };
  return {
    ICC_Reader_Open: async (name) => reader.open(name),
    ICC_Reader_Close: (handle) => reader.close(handle),
    ICC_Reader_PowerOn: (handle, slot) => at(handle, slot, (one) => reader.powerOn(one)),
    ICC_Reader_PowerOff: (handle, slot) => at(handle, slot, (one) => reader.powerOff(one)),
    ICC_Reader_GetStatus: (handle, slot) =>
      at(handle, slot, async (one, card) => {
        if (!(await one.isPresent())) return failed(CODE.noCard, FAULT_WORDS.absent);
        return card === undefined ? NOT_POWERED : answered();
      }),
    ICC_Reader_Application: (handle, slot, text) =>
      at(handle, slot, async (_, card) => {
        if (card === undefined) return NOT_POWERED;
        const command = commandIn(text);
        if (command === undefined) return failed(CODE.parameter, '命令格式错误：应为十六进制的 APDU');
        if (isPersonal(command))
          return failed(CODE.unknownCommand, 'PIN 只能由持卡人在密码键盘上输入，请调用 iVerifyPIN 等函数');
        if (isMoney(command)) return failed(CODE.unknownCommand, '交易命令不能直接发送：须由终端记账');
        const answer = encodeResponse(await card.send(command));
        return { code: answer.length, out: toHex(answer) };
      }),
    ICC_Reader_Libinfo: async () => answered(LIBRARY),
  };
}

function commandIn(text: string): Command | undefined {
  try {
    return decodeCommand(fromHex(text));
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const VERIFY = 0x20;
const CHANGE_PIN = 0x5e;

/** A PIN in the clear. */
function isPersonal({ ins, data }: Command): boolean {
  return ins === CHANGE_PIN || (ins === VERIFY && data !== undefined);
}

/** Of the medical account (class B0), and GENERATE AC. */
function isMoney({ cla, ins }: Command): boolean {
  return cla === 0xb0 || ins === 0xae;
}
