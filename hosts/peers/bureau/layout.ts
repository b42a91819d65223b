/**
 * The words in which the bureau writes a card layout down: directories, files, items, rights. A layout is data; issue.ts
 * lays it onto a blank card and values.ts fills it.
 */

import type { Text } from '../../../src/base/text.js';

/** `an` GBK characters padded 00, `cn` BCD padded F, `b` binary, `group` inner TLVs (B-TLV). V2 §7; sscard.md 4.1. */
export type ItemType = 'an' | 'cn' | 'b' | 'group';

/** A data item: a TLV record, an inner TLV of a group, or a field of a cyclic record, which has no tag (0). */
export interface LayoutItem {
  readonly tag: number;
  readonly name: Text;
  readonly type: ItemType;
  /** Bytes of the value; of a group, all its inner TLVs. */
  readonly length: number;
  /** How many records carry the tag. */
  readonly count: number;
  /** Inner items of a group, in their order; empty for the other types. */
  readonly parts: readonly LayoutItem[];
}

/** Who may read or write, by key name (sscard.md 5.1). */
export type Rights =
  | { readonly by: 'free' }
  | { readonly by: 'pin' }
  | { readonly by: 'never' }
  | { readonly by: 'key' | 'pin-or-key' | 'pin-and-key'; readonly key: string };

/** `records` variable-length TLV records, `fixed` TLV records of one length, `cyclic` fields without tags. */
export type LayoutFileKind = 'records' | 'fixed' | 'cyclic' | 'transparent';

export interface LayoutFile {
  /** As driver calls write it: `SSSEEF05`, `DF01EF0A` (sscard.md 12). */
  readonly name: string;
  /** File identifier, two bytes. Its low five bits are the SFI as well ([TP]; a DF has no two files that clash). */
  readonly fid: number;
  readonly title: Text;
  readonly kind: LayoutFileKind;
  /** TLV items in the order of their record numbers; the fields of a cyclic record; none in a transparent file. */
  readonly items: readonly LayoutItem[];
  /** Bytes of a transparent file, or of one record of a fixed or cyclic file; 0 for variable-length records. */
  readonly size: number;
  /** Records of a cyclic or fixed file; 0 for the other kinds. */
  readonly recordCount: number;
  readonly read: Rights;
  readonly write: Rights;
}

export type DirectoryName = 'SSSE' | 'DF01' | 'DF02' | 'DF03' | 'DF04' | 'DF05' | 'DF06' | 'DF07';

export interface LayoutDirectory {
  readonly name: DirectoryName;
  /** File identifier; of SSSE, the one it has beside PSE (sscard.md 16.3). */
  readonly fid: number;
  /** Application identifier or, of SSSE, the DDF name; undefined where none was given out (sscard.md 3.2). */
  readonly aid: string | undefined;
  /** 应用标签 as the DIR file shows it; at most 16 bytes in GBK. */
  readonly label: Text;
  readonly files: readonly LayoutFile[];
}

/** Generation of the file tables; sscard.md 2 tells how a version string leads to one. */
export type LayoutVersion = '1.0' | '2.0' | '3.0';

export interface Layout {
  readonly version: LayoutVersion;
  readonly directories: readonly LayoutDirectory[];
}

/** The file of that name. @returns undefined when this layout has none */
export function layoutFile(layout: Layout, name: string): LayoutFile | undefined {
  for (const directory of layout.directories) {
    const found = directory.files.find((file) => file.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const FREE: Rights = Object.freeze({ by: 'free' });
export const PIN: Rights = Object.freeze({ by: 'pin' });
export const NEVER: Rights = Object.freeze({ by: 'never' });

/** External authentication with the key named. */
export function key(name: string): Rights {
  return Object.freeze({ by: 'key', key: name });
}

/** The holder's PIN or the key. */
export function pinOr(name: string): Rights {
  return Object.freeze({ by: 'pin-or-key', key: name });
}

/** The holder's PIN and the key. */
export function pinAnd(name: string): Rights {
  return Object.freeze({ by: 'pin-and-key', key: name });
}

/** An item of characters; `length` in bytes. */
export function an(tag: number, zh: string, en: string, length: number): LayoutItem {
  return item(tag, zh, en, 'an', length);
}

/** An item of BCD digits; `length` in bytes, two digits each. */
export function cn(tag: number, zh: string, en: string, length: number): LayoutItem {
  return item(tag, zh, en, 'cn', length);
}

/** A binary item of `length` bytes. */
export function binary(tag: number, zh: string, en: string, length: number): LayoutItem {
  return item(tag, zh, en, 'b', length);
}

/** `count` records of inner TLVs, `length` bytes each as published; the tests add the inner lengths up. */
export function group(
  tag: number,
  zh: string,
  en: string,
  length: number,
  count: number,
  parts: readonly LayoutItem[],
): LayoutItem {
  return Object.freeze({ ...item(tag, zh, en, 'group', length), count, parts: Object.freeze(parts) });
}

function item(tag: number, zh: string, en: string, type: ItemType, length: number): LayoutItem {
  return Object.freeze({ tag, name: Object.freeze({ zh, en }), type, length, count: 1, parts: Object.freeze([]) });
}

/** A file of variable-length TLV records (变长记录文件). */
export function records(
  name: string,
  title: Text,
  read: Rights,
  write: Rights,
  items: readonly LayoutItem[],
): LayoutFile {
  return file(name, title, 'records', read, write, { items, size: 0, recordCount: 0 });
}

/** A file of TLV records that are all as long as its one item (定长记录文件). */
export function fixed(name: string, title: Text, read: Rights, write: Rights, only: LayoutItem): LayoutFile {
  const TAG_AND_LENGTH = 2;
  const shape = { items: [only], size: TAG_AND_LENGTH + only.length, recordCount: only.count };
  return file(name, title, 'fixed', read, write, shape);
}

/** A cyclic file (循环文件) of `recordCount` records with the fields given; record 1 is the newest. */
export function cyclic(
  name: string,
  title: Text,
  read: Rights,
  write: Rights,
  recordCount: number,
  fields: readonly LayoutItem[],
): LayoutFile {
  const size = fields.reduce((sum, field) => sum + field.length, 0);
  return file(name, title, 'cyclic', read, write, { items: fields, size, recordCount });
}

/** A transparent file (透明文件) of `size` bytes. */
export function transparent(name: string, title: Text, read: Rights, write: Rights, size: number): LayoutFile {
  return file(name, title, 'transparent', read, write, { items: [], size, recordCount: 0 });
}

function file(
  name: string,
  title: Text,
  kind: LayoutFileKind,
  read: Rights,
  write: Rights,
  shape: Pick<LayoutFile, 'items' | 'size' | 'recordCount'>,
): LayoutFile {
  const fid = Number.parseInt(name.slice(-4), 16);
  return Object.freeze({ name, fid, title: Object.freeze(title), kind, read, write, ...shape });
}
