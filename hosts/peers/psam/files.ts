/** The PSAM's elementary files as READ BINARY and READ RECORD see them (SPEC-9; sscard.md 9.1). */

import { uintBytes } from '../../../src/base/bytes.js';
import type { PsamApplication, PsamEnvironment } from './memory.js';

export type PsamFile =
  | { readonly kind: 'transparent'; readonly content: () => Uint8Array }
  | { readonly kind: 'records'; readonly records: readonly Uint8Array[] }
  | { readonly kind: 'keys' };

/** EF of an environment: 0001 DIR, 0015 卡公共信息, 0016 终端机编号. */
export function environmentFile(environment: PsamEnvironment, fid: number): PsamFile | undefined {
  if (fid === 0x0001) return { kind: 'records', records: environment.directory };
  if (fid === 0x0015) return { kind: 'transparent', content: () => environment.cardInfo };
  if (fid === 0x0016) return { kind: 'transparent', content: () => environment.terminalNumber };
  return undefined;
}

/** EF of the application: 0011–0013 key files, 0019 终端机交易序号, 001A–001C data on the keys. */
export function applicationFile(application: PsamApplication, fid: number): PsamFile | undefined {
  if (fid >= 0x0011 && fid <= 0x0013) return { kind: 'keys' };
  if (fid === 0x0019) return { kind: 'transparent', content: () => uintBytes(application.terminalSequence, 4) };
  if (fid >= 0x001a && fid <= 0x001c) return { kind: 'transparent', content: () => application.keyInfo[fid - 0x001a] };
  return undefined;
}
