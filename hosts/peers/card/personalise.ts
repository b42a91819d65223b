/**
 * How a blank card becomes a social security card: CREATE ENVIRONMENT, DF and EF, LOAD and CHANGE KEY, ACTIVATE. The
 * standards leave these commands to the maker of the COS; this set is this project's own [TP], after ISO/IEC 7816-9
 * and SPEC-9's key commands. Who may do what is the policy's security architecture: the card master key makes
 * environments and loads each one's master key; from then on it has no power there, and everything inside is the
 * environment's alone.
 *
 * Every command is preceded by EXTERNAL AUTHENTICATION of the master key that rules (key id 00) and carries a MAC
 * under it.
 */

import { EMPTY, equalBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { isMasterPresent } from './access.js';
import { type Command, demandParameters } from './command.js';
import { describedApplication, describedEnvironment, describedFile } from './file-control.js';
import { readKeyRecord } from './key-record.js';
import { algorithmOf, findEnvironmentMasterKey, isAuthenticationType, KEY_ID, masterKeyInPower } from './keys.js';
import {
  type CardContent,
  type Directory,
  type ElementaryFile,
  type Environment,
  KEY_TYPE,
  type Key,
} from './memory.js';
import { demand, found } from './refusal.js';
import { unwrap, unwrapEmpty } from './secure-messaging.js';
import { isLocal } from './security-state.js';
import { MASTER_FILE, type Session } from './session.js';

/** Most keys of a directory, and most DFs of an environment or EFs of a directory [TP]. */
const MOST_KEYS = 64;
const MOST_FILES = 32;
/** Bytes of non-volatile memory that files can take [TP]. */
const MEMORY_BYTES = 65536;

/**
 * 84 E0 00 00 at the MF: a new environment, which becomes the current one and stays under the card's key until it has
 * its own.
 */
export function createEnvironment(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  demand(session.environment === undefined, SW.conditionsNotSatisfied);
  const created = describedEnvironment(masterData(session, command));
  const { content } = session.memory;
  for (const other of content.environments) {
    const clashes = other.kind === created.kind || other.fid === created.fid || equalBytes(other.name, created.name);
    demand(!clashes, SW.wrongData);
  }
  session.memory.put(content, 'environments', [...content.environments, created]);
  session.enterEnvironment(created);
  session.security.master = content.masterKey;
  return EMPTY;
}

/** 84 E0 01 00: a new DF of the current environment, which becomes the current one. */
export function createApplication(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x01, 0x00);
  const environment = ownEnvironment(session);
  const created = describedApplication(masterData(session, command));
  const { applications } = environment;
  demand(applications.length < MOST_FILES, SW.notEnoughSpace);
  for (const other of [environment, ...applications]) {
    demand(other.fid !== created.fid && !equalBytes(other.name, created.name), SW.wrongData);
  }
  demand(created.fid !== MASTER_FILE && !environment.files.some((file) => file.fid === created.fid), SW.wrongData);
  session.memory.put(environment, 'applications', [...applications, created]);
  session.enterApplication(created);
  return EMPTY;
}

/** 84 E0 02 00: a new EF of the current DF, which becomes the current one. */
export function createFile(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x02, 0x00);
  const environment = ownEnvironment(session);
  const directory = session.application ?? environment;
  const created = describedFile(masterData(session, command));
  demand(directory.files.length < MOST_FILES, SW.notEnoughSpace);
  for (const other of directory.files) {
    demand(other.fid !== created.fid && (created.sfi === 0 || other.sfi !== created.sfi), SW.wrongData);
  }
  const names = [MASTER_FILE, environment.fid, ...environment.applications.map((application) => application.fid)];
  demand(!names.includes(created.fid), SW.wrongData);
  demand(allocated(session.memory.content) + sizeOf(created) <= MEMORY_BYTES, SW.notEnoughSpace);
  session.memory.put(directory, 'files', [...directory.files, created]);
  session.enterFile(created);
  return EMPTY;
}

/**
 * 84 D4 00 00: a new key into the current DF; into an environment without keys, by the card's key, its master key.
 *
 * @throws Refusal 6982 anything but that by the card's key, 6A80 a key that is there or does not belong here
 */
export function loadKey(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  const environment = found(session.environment, SW.conditionsNotSatisfied);
  const directory = session.application ?? environment;
  const key = readKeyRecord(masterData(session, command, true));
  const isFirst = findEnvironmentMasterKey(environment) === undefined;
  demand(!isFirst || key.type === KEY_TYPE.master, SW.securityStatusNotSatisfied);
  demand(belongs(key, environment, directory), SW.wrongData);
  demand(!directory.keys.some((other) => isSameKey(other, key)), SW.wrongData);
  demand(directory.keys.length < MOST_KEYS, SW.notEnoughSpace);
  session.memory.put(directory, 'keys', [...directory.keys, key]);
  return EMPTY;
}

/** 84 D4 01 00: puts a key in the place of the one of its type, id and version; a master key replaces itself. */
export function changeKey(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x01, 0x00);
  if (session.environment === undefined) return changeCardMasterKey(session, command);
  const environment = ownEnvironment(session);
  const key = readKeyRecord(masterData(session, command, true));
  const directory = key.type === KEY_TYPE.master ? environment : (session.application ?? environment);
  demand(belongs(key, environment, directory), SW.wrongData);
  const index = directory.keys.findIndex((other) => isSameKey(other, key));
  demand(index >= 0, SW.referencedDataNotFound);
  const keys = [...directory.keys];
  keys[index] = key;
  session.memory.put(directory, 'keys', keys);
  return EMPTY;
}

/** 84 44 00 00: ends the personalisation of the current environment; from now on access conditions rule. */
export function activate(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  const environment = ownEnvironment(session);
  demand(!environment.activated, SW.conditionsNotSatisfied);
  demand(isMasterPresent(session), SW.securityStatusNotSatisfied);
  unwrapEmpty(session, command, { key: masterKeyInPower(session) });
  session.memory.put(environment, 'activated', true);
  return EMPTY;
}

/** The card master key replaces itself, of the same algorithm, and must authenticate anew. */
function changeCardMasterKey(session: Session, command: Command): Uint8Array {
  const { content } = session.memory;
  const key = readKeyRecord(masterData(session, command, true));
  demand(key.type === KEY_TYPE.master && key.id === 0x00, SW.wrongData);
  demand(key.algorithm === content.masterKey.algorithm, SW.wrongData);
  session.memory.put(content, 'masterKey', key);
  return EMPTY;
}

/**
 * What a personalisation command carries, once its master key has spoken and its MAC is right. @throws Refusal 6982
 */
function masterData(session: Session, command: Command, enciphered = false): Uint8Array {
  demand(isMasterPresent(session), SW.securityStatusNotSatisfied);
  return unwrap(session, command, { key: masterKeyInPower(session), enciphered });
}

/** The current environment, where its own master key rules. @throws Refusal 6985 at the MF, 6982 without that key */
function ownEnvironment(session: Session): Environment {
  const environment = found(session.environment, SW.conditionsNotSatisfied);
  demand(findEnvironmentMasterKey(environment) !== undefined, SW.securityStatusNotSatisfied);
  return environment;
}

/**
 * Whether a key may lie there: of the environment's algorithm; master key and PIN in the environment itself with id
 * 00; authentication keys with b8 clear in the environment and set in a DF, id 00 being IRK; the purse's keys in a
 * DF.
 */
function belongs(key: Key, environment: Environment, directory: Directory): boolean {
  const isTop = directory === environment;
  if (key.type === KEY_TYPE.pin) return isTop && key.id === 0x00;
  if (algorithmOf(key) !== environment.algorithm) return false;
  if (key.type === KEY_TYPE.master) return isTop && key.id === 0x00 && key.value.length === 16;
  if (!isAuthenticationType(key.type)) return !isTop;
  if (isTop && key.id === KEY_ID.internal) return key.type === KEY_TYPE.encryption;
  return isLocal(key.id) === !isTop;
}

/** Bytes that all files of the card have taken at their creation. */
function allocated(content: CardContent): number {
  const directories = content.environments.flatMap((environment) => [environment, ...environment.applications]);
  return directories.flatMap((directory) => directory.files).reduce((sum, file) => sum + sizeOf(file), 0);
}

function sizeOf(file: ElementaryFile): number {
  if ('content' in file) return file.content.length;
  return file.recordLength === 0 ? file.capacity : file.capacity * file.recordLength;
}

/**
 * Types that share the id space of EXTERNAL AUTHENTICATION are one kind; a master key and a PIN are one whatever
 * their version.
 */
function isSameKey(a: Key, b: Key): boolean {
  const alike = a.type === b.type || (isAuthenticationType(a.type) && isAuthenticationType(b.type));
  const single = a.type === KEY_TYPE.master || a.type === KEY_TYPE.pin;
  return alike && a.id === b.id && (single || a.version === b.version);
}
