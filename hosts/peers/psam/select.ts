/** SELECT, INITIALIZE ENVIRONMENT and the read commands (SPEC-9; sscard.md 9.1, 9.3). */

import { equalBytes, readUint } from '../../../src/base/bytes.js';
import type { Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { done, refused } from './answer.js';
import { applicationFile, environmentFile, type PsamFile } from './files.js';
import type { PsamAlgorithm, PsamEnvironment } from './memory.js';
import { APPLICATION_FID, applicationId, environmentFid, environmentName, MASTER_FILE } from './names.js';
import type { PsamCommand, PsamState } from './state.js';

/** First byte of 卡的识别码 of a Beijing card, which is an SSF33 card (SPEC-9; sscard.md 3.3). */
const BEIJING = 0x11;

/**
 * `00A4`: P1 00 by FID (an EF too, for much code in the field selects so: sscard.md 18 trap 1), 02 EF of the current DF,
 * 04 by name. Answers the FCI of an environment or the application, nothing for an EF or a master file without name.
 */
export function select(psam: PsamState, command: PsamCommand): Response {
  if (command.p2 !== 0x00) return refused(SW.wrongParameters);
  if (command.p1 === 0x04) return selectByName(psam, command.data);
  if (command.p1 !== 0x00 && command.p1 !== 0x02) return refused(SW.wrongParameters);
  if (command.data.length === 0 && command.p1 === 0x00) return selectByFid(psam, MASTER_FILE);
  if (command.data.length !== 2) return refused(SW.wrongLength);
  const fid = readUint(command.data, 0, 2);
  return command.p1 === 0x02 ? selectFile(psam, fid) : selectByFid(psam, fid);
}

function selectByName(psam: PsamState, name: Uint8Array): Response {
  if (name.length < 5 || name.length > 16) return refused(SW.wrongLength);
  const { environments } = psam.memory;
  const named = environments.find(({ algorithm }) => equalBytes(name, environmentName(algorithm)));
  if (named !== undefined) return enter(psam, named, false);
  if (!equalBytes(name, applicationId())) return refused(SW.fileNotFound);
  // From the bare master file the application of the first environment answers.
  return enter(psam, psam.now.environment ?? environments[0], true);
}

function selectByFid(psam: PsamState, fid: number): Response {
  const environment = psam.memory.environments.find(({ algorithm }) => environmentFid(algorithm) === fid);
  if (environment !== undefined || fid === MASTER_FILE) return enter(psam, environment, false);
  if (fid === APPLICATION_FID && psam.now.environment !== undefined) return enter(psam, psam.now.environment, true);
  return selectFile(psam, fid);
}

function selectFile(psam: PsamState, fid: number): Response {
  const file = fileOf(psam, fid);
  if (file === undefined) return refused(SW.fileNotFound);
  psam.now.file = file;
  return done();
}

function enter(psam: PsamState, environment: PsamEnvironment | undefined, inApplication: boolean): Response {
  psam.now.environment = environment;
  psam.now.inApplication = inApplication;
  psam.now.file = undefined;
  psam.now.authenticated = false;
  psam.now.work = { kind: 'idle' };
  if (environment === undefined) return done();
  const name = inApplication ? applicationId() : environmentName(environment.algorithm);
  const directory = inApplication ? [] : [encodeTlv(0xa5, encodeTlv(0x88, Uint8Array.of(0x01)))];
  return done(encodeTlv(0x6f, encodeTlv(0x84, name), ...directory));
}

function fileOf(psam: PsamState, fid: number): PsamFile | undefined {
  const { environment, inApplication } = psam.now;
  if (environment === undefined) return undefined;
  return inApplication ? applicationFile(environment.application, fid) : environmentFile(environment, fid);
}

/**
 * `BFEC0000 01`: the first byte of 卡的识别码 chooses between the DES and the SSF33 environment; 6A81 where the PSAM
 * lacks the one chosen. Whoever stood in the application stands in the application of the one chosen [TP].
 */
export function initializeEnvironment(psam: PsamState, command: PsamCommand): Response {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) return refused(SW.wrongParameters);
  if (command.data.length !== 1) return refused(SW.wrongLength);
  const wanted: PsamAlgorithm = command.data[0] === BEIJING ? 'SSF33' : 'DES';
  const environment = psam.memory.environments.find(({ algorithm }) => algorithm === wanted);
  if (environment === undefined) return refused(SW.functionNotSupported);
  enter(psam, environment, psam.now.inApplication);
  return done();
}

/** `00B0`: P1 100xxxxx names the file by SFI, which is the low byte of its FID, with offset P2; else a 15-bit offset. */
export function readBinary(psam: PsamState, command: PsamCommand): Response {
  const bySfi = command.p1 >= 0x80;
  if (bySfi && command.p1 >= 0xa0) return refused(SW.wrongParameters);
  const chosen = chooseFile(psam, bySfi ? command.p1 & 0x1f : 0);
  if (chosen !== SW.ok) return refused(chosen);
  const file = psam.now.file;
  if (file?.kind !== 'transparent') return refused(SW.incompatibleFileType);
  const content = file.content();
  const offset = bySfi ? command.p2 : command.p1 * 256 + command.p2;
  if (offset >= content.length) return refused(SW.wrongOffset);
  return done(content.slice(offset, offset + command.le));
}

/** `00B2`: record number P1 (P2 low bits 4) of the current file or of the one whose SFI is in P2. */
export function readRecord(psam: PsamState, command: PsamCommand): Response {
  if ((command.p2 & 0x07) !== 0x04) return refused(SW.wrongParameters);
  const chosen = chooseFile(psam, command.p2 >> 3);
  if (chosen !== SW.ok) return refused(chosen);
  const file = psam.now.file;
  if (file?.kind !== 'records') return refused(SW.incompatibleFileType);
  const record = file.records[command.p1 - 1];
  return record === undefined ? refused(SW.recordNotFound) : done(record);
}

/** Makes the file of this SFI current; 0 keeps the current one. @returns SW.ok or why not */
function chooseFile(psam: PsamState, sfi: number): number {
  if (sfi === 0) return psam.now.file === undefined ? SW.noCurrentFile : SW.ok;
  const file = fileOf(psam, sfi);
  if (file === undefined) return SW.fileNotFound;
  psam.now.file = file;
  return SW.ok;
}
