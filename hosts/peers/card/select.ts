/** SELECT and its file control information. SPEC-3, SPEC-5; ISO/IEC 7816-4 7.1; sscard.md 3.3, 7. */

import { EMPTY, readUint, startsWith } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import type { Command } from './command.js';
import { environmentInformation } from './fci.js';
import { findFile } from './files.js';
import type { Application, Environment } from './memory.js';
import { selectPayment, selectPaymentSystem } from './payment/select.js';
import { demand, found, Refusal } from './refusal.js';
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
  if (here !== undefined && application !== undefined) return selectApplication(session, here, application);
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
 * A name, or its beginning, 5 to 16 bytes, names from anywhere an environment and a payment application, which a terminal
 * with a list of AIDs selects without its directory (EMV 4.3 Book 1 12.3.3), and a DF of the current environment. «Next»
 * is the one behind the current DF that the name fits as well.
 */
function selectByName(session: Session, name: Uint8Array, next: boolean): Uint8Array {
  demand(name.length >= 5 && name.length <= 16, SW.wrongLength);
  const matching = candidates(session).filter((candidate) => startsWith(candidate.name, name));
  const current = matching.findIndex((candidate) => candidate.isCurrent);
  demand(!next || current >= 0, SW.fileNotFound);
  return found(matching[next ? current + 1 : 0], SW.fileNotFound).select();
}

function candidates(session: Session): readonly Candidate[] {
  const { environments } = session.memory.content;
  const reachable = environments.filter(
    (environment) => environment.kind === 'PSE' || environment === session.environment,
  );
  return [
    ...environments.map((environment) => ({
      name: environment.name,
      isCurrent: environment === session.directory,
      select: () => selectEnvironment(session, environment),
    })),
    ...reachable.flatMap((environment) =>
      environment.applications.map((application) => ({
        name: application.name,
        isCurrent: application === session.directory,
        select: () => selectApplication(session, environment, application),
      })),
    ),
  ];
}

function selectMasterFile(session: Session): Uint8Array {
  const { environments } = session.memory.content;
  const environment = environments.find((candidate) => candidate.fid === MASTER_FILE);
  if (environment !== undefined) return selectEnvironment(session, environment);
  session.enterMasterFile();
  return encodeTlv(0x6f, encodeTlv(0x83, Uint8Array.of(MASTER_FILE >> 8, MASTER_FILE & 0xff)));
}

function selectEnvironment(session: Session, environment: Environment): Uint8Array {
  if (environment.kind === 'PSE') return selectPaymentSystem(session, environment);
  demand(!environment.blocked, SW.applicationBlocked);
  session.enterEnvironment(environment);
  return environmentInformation(environment);
}

function selectApplication(session: Session, environment: Environment, application: Application): Uint8Array {
  if (environment.kind === 'PSE') return selectPayment(session, environment, application);
  demand(!application.blocked && !environment.blocked, SW.applicationBlocked);
  session.enterApplication(application);
  return encodeTlv(0x6f, encodeTlv(0x84, application.name));
}

function selectFile(session: Session, fid: number): Uint8Array {
  const blocked = session.blockedStatus;
  if (blocked !== undefined) throw new Refusal(blocked);
  session.enterFile(found(findFile(session, fid), SW.fileNotFound));
  return EMPTY;
}

/** @throws Refusal 6700 */
function fileIdentifier(data: Uint8Array): number {
  demand(data.length === 2, SW.wrongLength);
  return readUint(data, 0, 2);
}
