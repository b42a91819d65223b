/** What the card understands, and where: each environment has a command table of its own (policy: 独立的命令管理模块). */

import { externalAuthenticate, getChallenge, internalAuthenticate } from './authenticate.js';
import { readBinary, updateBinary } from './binary-files.js';
import type { Instruction } from './command.js';
import { blockApplication, blockCard } from './maintenance.js';
import type { EnvironmentKind } from './memory.js';
import { PAYMENT_COMMANDS } from './payment/payment.js';
import { activate, changeKey, createApplication, createEnvironment, createFile, loadKey } from './personalise.js';
import { changeOrUnblockPin, changePin, verify } from './pin.js';
import { PURSE_COMMANDS } from './purse.js';
import { readRecord, updateRecord } from './record-files.js';
import { select } from './select.js';

/** SELECT, which alone still works where an application is blocked. */
export const SELECT = 0xa4;
/** GET RESPONSE, which the dispatcher answers itself; it stands in no table. */
export const GET_RESPONSE = 0xc0;

/** What every place of the card understands. */
const COMMON: readonly Instruction[] = Object.freeze([
  { cla: [0x00], ins: SELECT, direction: 'in', run: select },
  { cla: [0x00], ins: 0xb0, direction: 'out', run: readBinary },
  { cla: [0x00, 0x04], ins: 0xd6, direction: 'in', run: updateBinary },
]);

/** Records, and the proof of a key, as everywhere but in PSE. */
const RECORDS_AND_KEYS: readonly Instruction[] = Object.freeze([
  { cla: [0x00], ins: 0x84, direction: 'out', run: getChallenge },
  { cla: [0x00], ins: 0x82, direction: 'in', run: externalAuthenticate },
  { cla: [0x00], ins: 0xb2, direction: 'out', run: readRecord },
  { cla: [0x00, 0x04], ins: 0xdc, direction: 'in', run: updateRecord },
]);

/**
 * The card maker's commands. Creating an environment is known everywhere so that its refusal does not tell the place.
 */
const PERSONALISATION: readonly Instruction[] = Object.freeze([
  { cla: [0x84], ins: 0xe0, p1: 0x00, direction: 'in', run: createEnvironment },
  { cla: [0x84], ins: 0xe0, p1: 0x01, direction: 'in', run: createApplication },
  { cla: [0x84], ins: 0xe0, p1: 0x02, direction: 'in', run: createFile },
  { cla: [0x84], ins: 0xd4, p1: 0x00, direction: 'in', run: loadKey },
  { cla: [0x84], ins: 0xd4, p1: 0x01, direction: 'in', run: changeKey },
  { cla: [0x84], ins: 0x44, direction: 'in', run: activate },
]);

/** SPEC-5 (sscard.md 7). */
const SOCIAL: readonly Instruction[] = Object.freeze([
  { cla: [0x00], ins: 0x88, direction: 'in', run: internalAuthenticate },
  { cla: [0x00], ins: 0x20, direction: 'in', run: verify },
  { cla: [0x80], ins: 0x5e, direction: 'in', run: changePin },
  { cla: [0x84], ins: 0x24, direction: 'in', run: changeOrUnblockPin },
  { cla: [0x84], ins: 0x1e, direction: 'in', run: blockApplication },
  { cla: [0x84], ins: 0x16, direction: 'in', run: blockCard },
]);

/**
 * The bare MF answers SPEC-5 as well: a terminal that forgot to select hears that something is missing, not that its
 * command is unknown.
 */
const MASTER_FILE_COMMANDS: readonly Instruction[] = Object.freeze([
  ...COMMON,
  ...RECORDS_AND_KEYS,
  ...PERSONALISATION,
  ...SOCIAL,
  ...PURSE_COMMANDS,
]);

/** With the command modules of applications inside SSSE. */
const SSSE_COMMANDS: readonly Instruction[] = Object.freeze([
  ...COMMON,
  ...RECORDS_AND_KEYS,
  ...PERSONALISATION,
  ...SOCIAL,
  ...PURSE_COMMANDS,
]);

const PSE_COMMANDS: readonly Instruction[] = Object.freeze([...COMMON, ...PERSONALISATION, ...PAYMENT_COMMANDS]);

/** The command table of an environment; undefined stands for the bare MF. */
export function commandsOf(kind: EnvironmentKind | undefined): readonly Instruction[] {
  if (kind === undefined) return MASTER_FILE_COMMANDS;
  return kind === 'SSSE' ? SSSE_COMMANDS : PSE_COMMANDS;
}
