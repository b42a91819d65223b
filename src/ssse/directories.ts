import { assert } from '../base/assert.js';
import { fromHex } from '../base/hex.js';
import type { Text } from '../base/text.js';
import { environmentName } from '../card/environment-name.js';
import type { Directory } from './model.js';

/** The DDF name of SSSE, 15 bytes, never written. */
export const SSSE_NAME: Uint8Array = environmentName('sx1');

/** An application directory inside SSSE (sscard.md 3.2). */
export interface ApplicationDirectory {
  readonly directory: Directory;
  /** File identifier, fixed; drivers select by it. */
  readonly fid: number;
  /** Application identifier, six bytes, never written; undefined where the standard registers none. */
  readonly aid: Uint8Array | undefined;
  /** The label of the DIR entry and its English. */
  readonly label: Text;
}

function application(directory: Directory, fid: number, aid: string | undefined, zh: string, en: string) {
  const bytes = aid === undefined ? undefined : fromHex(aid);
  return Object.freeze({ directory, fid, aid: bytes, label: Object.freeze({ zh, en }) });
}

/** DF01–DF04 and DF07 `[2+]`; DF05 and DF06 `[1]` V2 annex B, without a registered name, under titles of ours. */
export const DIRECTORIES: readonly ApplicationDirectory[] = Object.freeze([
  application('DF01', 0xdf01, 'D15600000500', '公共应用信息区', 'Public'),
  application('DF02', 0xdf02, 'D15600000501', '就业与失业信息区', 'Employment'),
  application('DF03', 0xdf03, 'D15600000502', '社会保险信息区1', 'Social insurance 1'),
  application('DF04', 0xdf04, 'D15600000503', '社会保险信息区2', 'Social insurance 2, medical'),
  application('DF05', 0xdf05, undefined, '生命与健康', 'Life and health'),
  application('DF06', 0xdf06, undefined, '社会救助与优待抚恤', 'Relief and veterans'),
  application('DF07', 0xdf07, 'D15600000504', '人事人才信息区', 'Personnel'),
]);

/** The file identifier of a directory below SSSE; SSSE itself is selected by name, wherever it lies (sscard.md 3.2). */
export function directoryFid(directory: Directory): number {
  const row = DIRECTORIES.find((one) => one.directory === directory);
  assert(row !== undefined, 'a directory below SSSE');
  return row.fid;
}
