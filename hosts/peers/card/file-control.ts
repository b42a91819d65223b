/**
 * File control parameters, the template 62 in which a new environment, DF or EF is described [TP]: ISO/IEC 7816-4
 * 5.3.3 by its tags, this project's personalisation by its contents.
 *
 * Environment: 83 FID, 84 name, 85 { 80 kind 01 SSSE or 02 PSE, 81 algorithm byte, 82 SFI of DIR (may be missing), 83
 * 00/01 whether the FCI shows 9F0C }. DF: 83 FID, 84 AID, 50 label (one of the two may be missing), 86 id of the key
 * that permits APPLICATION BLOCK (may be missing). EF: 82 structure, 83 FID, 80 size in bytes or 81 { record length,
 * records }, 88 SFI (may be missing), 86 { read condition, write condition }, each mode ‖ key id A ‖ key id B.
 */

import { readUint } from '../../../src/base/bytes.js';
import { FormatError } from '../../../src/base/format-error.js';
import { SW } from '../../../src/codec/status-words.js';
import { decodeTlv, findTlv, type Tlv } from '../../../src/codec/tlv.js';
import { algorithmOfByte } from '../../../src/crypto/social-algorithm.js';
import { ACCESS, type AccessCondition, type Application, type ElementaryFile, type Environment } from './memory.js';
import { demand, found, Refusal } from './refusal.js';

const TAG = Object.freeze({ template: 0x62, size: 0x80, records: 0x81, structure: 0x82, fid: 0x83, name: 0x84 });
const TAG_SECURITY = 0x86;
const TAG_SFI = 0x88;
const TAG_LABEL = 0x50;
const TAG_ENVIRONMENT = 0x85;
const ENVIRONMENT_TAG = Object.freeze({ kind: 0x80, algorithm: 0x81, directory: 0x82, showsAlgorithm: 0x83 });

/** The file descriptor byte of tag 82 (ISO/IEC 7816-4 table 14). */
const STRUCTURE = Object.freeze({
  transparent: 0x01,
  fixed: 0x02,
  variable: 0x04,
  linear: 0x05,
  cyclic: 0x06,
  internal: 0x09,
});

const ACCESS_MODES: readonly number[] = Object.freeze(Object.values(ACCESS));

/** An empty environment as its template describes it. @throws Refusal 6A80 */
export function describedEnvironment(data: Uint8Array): Environment {
  const template = open(data);
  const parameters = decode(field(template, TAG_ENVIRONMENT));
  const kind = byte(parameters, ENVIRONMENT_TAG.kind);
  const algorithm = algorithmOfByte(byte(parameters, ENVIRONMENT_TAG.algorithm));
  demand(kind === 0x01 || kind === 0x02, SW.wrongData);
  demand(algorithm === 'DES' || algorithm === 'SM4', SW.wrongData);
  return {
    fid: fileIdentifier(template),
    name: name(field(template, TAG.name), 5),
    blocked: false,
    keys: [],
    files: [],
    objects: [],
    kind: kind === 0x01 ? 'SSSE' : 'PSE',
    algorithm,
    dirSfi: shortIdentifier(parameters, ENVIRONMENT_TAG.directory),
    showsAlgorithm: byte(parameters, ENVIRONMENT_TAG.showsAlgorithm) !== 0x00,
    activated: false,
    applications: [],
  };
}

/** An empty DF as its template describes it. @throws Refusal 6A80 */
export function describedApplication(data: Uint8Array): Application {
  const template = open(data);
  const aid = findTlv(template, TAG.name);
  return {
    fid: fileIdentifier(template),
    name: aid === undefined ? name(field(template, TAG_LABEL), 1) : name(aid, 5),
    blocked: false,
    keys: [],
    files: [],
    objects: [],
    blockKey: findTlv(template, TAG_SECURITY) === undefined ? 0 : byte(template, TAG_SECURITY),
  };
}

/** An empty EF as its template describes it: bytes 00, no records. @throws Refusal 6A80 */
export function describedFile(data: Uint8Array): ElementaryFile {
  const template = open(data);
  const conditions = field(template, TAG_SECURITY);
  demand(conditions.length === 6, SW.wrongData);
  const header = {
    fid: fileIdentifier(template),
    sfi: shortIdentifier(template, TAG_SFI),
    read: condition(conditions.subarray(0, 3)),
    write: condition(conditions.subarray(3)),
  };
  switch (byte(template, TAG.structure)) {
    case STRUCTURE.transparent:
      return { ...header, structure: 'transparent', content: new Uint8Array(size(template)) };
    case STRUCTURE.internal:
      return { ...header, structure: 'internal', content: new Uint8Array(size(template)) };
    case STRUCTURE.variable:
      return { ...header, structure: 'variable', recordLength: 0, capacity: size(template), records: [] };
    case STRUCTURE.linear:
      return { ...header, structure: 'linear', recordLength: 0, capacity: size(template), records: [] };
    case STRUCTURE.fixed:
      return { ...header, structure: 'fixed', ...recordShape(template), records: [] };
    case STRUCTURE.cyclic:
      return { ...header, structure: 'cyclic', ...recordShape(template), records: [] };
    default:
      throw new Refusal(SW.wrongData);
  }
}

function open(data: Uint8Array): readonly Tlv[] {
  const objects = decode(data);
  demand(objects.length === 1 && objects[0].tag === TAG.template, SW.wrongData);
  return decode(objects[0].value);
}

/** What the codec cannot read is wrong data to the card. */
function decode(bytes: Uint8Array): readonly Tlv[] {
  try {
    return decodeTlv(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new Refusal(SW.wrongData);
    throw error;
  }
}

function field(template: readonly Tlv[], tag: number): Uint8Array {
  return found(findTlv(template, tag), SW.wrongData);
}

function byte(template: readonly Tlv[], tag: number): number {
  const value = field(template, tag);
  demand(value.length === 1, SW.wrongData);
  return value[0];
}

function fileIdentifier(template: readonly Tlv[]): number {
  const value = field(template, TAG.fid);
  demand(value.length === 2, SW.wrongData);
  return readUint(value, 0, 2);
}

function name(value: Uint8Array, shortest: number): Uint8Array {
  demand(value.length >= shortest && value.length <= 16, SW.wrongData);
  return value;
}

/** 1 to 30, or 0 where the tag is missing. */
function shortIdentifier(template: readonly Tlv[], tag: number): number {
  if (findTlv(template, tag) === undefined) return 0;
  const sfi = byte(template, tag);
  demand(sfi >= 1 && sfi <= 30, SW.wrongData);
  return sfi;
}

function condition(bytes: Uint8Array): AccessCondition {
  const [mode, keyA, keyB] = bytes;
  demand(ACCESS_MODES.includes(mode), SW.wrongData);
  return { mode, keyA, keyB };
}

function size(template: readonly Tlv[]): number {
  const value = field(template, TAG.size);
  demand(value.length === 2 && readUint(value, 0, 2) > 0, SW.wrongData);
  return readUint(value, 0, 2);
}

function recordShape(template: readonly Tlv[]): { readonly recordLength: number; readonly capacity: number } {
  const value = field(template, TAG.records);
  demand(value.length === 2 && value[0] > 0 && value[1] > 0, SW.wrongData);
  return { recordLength: value[0], capacity: value[1] };
}
