/** SELECT and its file control information. SPEC-3, SPEC-5; ISO/IEC 7816-4 7.1; sscard.md 3.3, 7. */

import { EMPTY, readUint, startsWith } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { algorithmByte } from '../../../src/crypto/social-algorithm.js';
import type { Command } from './command.js';
import { findFile } from './files.js';
import type { Application, Environment } from './memory.js';
import { demand, found } from './refusal.js';
import { MASTER_FILE, type Session } from './session.js';

/** P1 of SELECT. */
const BY = Object.freeze({ fid: 0x00, fileInDirectory: 0x02, name: 0x04 });

/** P2 of SELECT by name. */
const OCCURRENCE = Object.freeze({ first: 0x00, next: 0x02 });

/** 00 A4: answers the FCI of a DF, nothing for an EF. What was selected stays so when the command fails. */
export function select(session: Session, command: Command): Uint8Array {
  const { p1, p2 } = command;
  if (p1 === BY.name) {
    demand(p2 === OCCURRENCE.first || p2 === OCCURRENCE.next, SW.wrongParameters);
    return selectByName(session, command.data, p2 === OCCURRENCE.next);
  }
  demand(p2 === 0x00, SW.wrongParameters);
  if (p1 === BY.fid) return selectByFid(session, command.data);
  const quirks = session.memory.content.quirks;
  demand(p1 === BY.fileInDirectory && quirks.selectEfByP1.includes('02'), SW.wrongParameters);
  return selectFile(session, fileIdentifier(command.data));
}

/**
 * An identifier names the MF from anywhere, at the MF an environment, and within an environment itself and its DFs:
 * there is no identifier that leads from one environment into the other. EFs too, on cards that have that habit (trap
 * 1).
 */
function selectByFid(session: Session, data: Uint8Array): Uint8Array {
  const fid = data.length === 0 ? MASTER_FILE : fileIdentifier(data);
  if (fid === MASTER_FILE) return selectMasterFile(session);
  const here = session.environment;
  const environments = here === undefined ? session.memory.content.environments : [here];
  const environment = environments.find((candidate) => candidate.fid === fid);
  if (environment !== undefined) return selectEnvironment(session, environment);
  const application = here?.applications.find((candidate) => candidate.fid === fid);
  if (application !== undefined) return selectApplication(session, application);
  demand(session.memory.content.quirks.selectEfByP1.includes('00'), SW.fileNotFound);
  return selectFile(session, fid);
}

/** One object that a name can mean from here. */
interface Candidate {
  readonly name: Uint8Array;
  readonly isCurrent: boolean;
  readonly select: () => Uint8Array;
}

/**
 * A name, or its beginning, 5 to 16 bytes, names an environment from anywhere and a DF of the current environment.
 * «Next» is the one behind the current DF that the name fits as well.
 */
function selectByName(session: Session, name: Uint8Array, next: boolean): Uint8Array {
  demand(name.length >= 5 && name.length <= 16, SW.wrongLength);
  const matching = candidates(session).filter((candidate) => startsWith(candidate.name, name));
  const current = matching.findIndex((candidate) => candidate.isCurrent);
  demand(!next || current >= 0, SW.fileNotFound);
  return found(matching[next ? current + 1 : 0], SW.fileNotFound).select();
}

function candidates(session: Session): readonly Candidate[] {
  const here = session.environment;
  const environments = session.memory.content.environments.map((environment) => ({
    name: environment.name,
    isCurrent: environment === session.directory,
    select: () => selectEnvironment(session, environment),
  }));
  const applications = (here?.applications ?? []).map((application) => ({
    name: application.name,
    isCurrent: application === session.directory,
    select: () => selectApplication(session, application),
  }));
  return [...environments, ...applications];
}

function selectMasterFile(session: Session): Uint8Array {
  const { environments } = session.memory.content;
  const environment = environments.find((candidate) => candidate.fid === MASTER_FILE);
  if (environment !== undefined) return selectEnvironment(session, environment);
  session.enterMasterFile();
  return encodeTlv(0x6f, encodeTlv(0x83, Uint8Array.of(MASTER_FILE >> 8, MASTER_FILE & 0xff)));
}

function selectEnvironment(session: Session, environment: Environment): Uint8Array {
  demand(!environment.blocked, SW.applicationBlocked);
  session.enterEnvironment(environment);
  return environmentInformation(environment);
}

function selectApplication(session: Session, application: Application): Uint8Array {
  demand(!application.blocked && session.environment?.blocked !== true, SW.applicationBlocked);
  session.enterApplication(application);
  return encodeTlv(0x6f, encodeTlv(0x84, application.name));
}

function selectFile(session: Session, fid: number): Uint8Array {
  demand(!session.isBlocked, SW.applicationBlocked);
  session.enterFile(found(findFile(session, fid), SW.fileNotFound));
  return EMPTY;
}

/**
 * The FCI of a DDF, 6F { 84 name, A5 { 88 SFI of DIR, 9F0C { 86 algorithm } } }, without what the environment has
 * not.
 */
function environmentInformation(environment: Environment): Uint8Array {
  const directory = environment.dirSfi === 0 ? EMPTY : encodeTlv(0x88, Uint8Array.of(environment.dirSfi));
  const algorithm = environment.showsAlgorithm
    ? encodeTlv(0x9f0c, encodeTlv(0x86, Uint8Array.of(algorithmByte(environment.algorithm))))
    : EMPTY;
  const proprietary = directory.length + algorithm.length === 0 ? EMPTY : encodeTlv(0xa5, directory, algorithm);
  return encodeTlv(0x6f, encodeTlv(0x84, environment.name), proprietary);
}

/** @throws Refusal 6700 */
function fileIdentifier(data: Uint8Array): number {
  demand(data.length === 2, SW.wrongLength);
  return readUint(data, 0, 2);
}
