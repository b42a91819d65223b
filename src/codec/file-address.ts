/**
 * File address strings, in which the national driver calls name what they read and write (SC 9; sscard.md 12):
 * `SSSEEF05|01|07|$DF01EF15|40:2|$`. Every item ends with |, every file with $. The data to write mirrors the address, with
 * a value in the place of each item.
 */

import { FormatError } from '../base/format-error.js';

const ADDRESS = 'file-address';
const DATA = 'file-data';

/** Longest string: the photograph in hexadecimal eight times over `[TP]`. */
const LENGTH_MAX = 0x10000;

export interface AddressedFile {
  /** Such as `DF01EF0A`. */
  readonly name: string;
  /** None means the file as a whole: all records of a cyclic file, all bytes of a transparent one. */
  readonly items: readonly AddressedItem[];
}

export interface AddressedItem {
  /** One or two digits as they stand: a tag in hexadecimal, or the number of a cyclic file's record. */
  readonly code: string;
  /** Which of the records with that tag, from 1; undefined where the address does not say. */
  readonly instance: number | undefined;
}

export interface FileData {
  readonly name: string;
  /** In the order of the address; a value is anything without | and $, and may be empty. */
  readonly values: readonly string[];
}

/** Reads an address. Letters may be small. @throws FormatError 'file-address' */
export function parseFileAddress(text: string): AddressedFile[] {
  return splitFiles(ADDRESS, text).map(({ name, parts, offset }) => {
    let at = offset;
    const items = parts.map((part) => {
      const item = /^([0-9A-Fa-f]{1,2})(?::([1-9]\d{0,2}))?$/.exec(part);
      if (item === null) throw new FormatError(ADDRESS, 'not a tag or a number', at);
      at += part.length + 1;
      return { code: item[1].toUpperCase(), instance: item[2] === undefined ? undefined : Number(item[2]) };
    });
    return { name, items };
  });
}

/** Reads the data to write. @throws FormatError 'file-data' */
export function parseFileData(text: string): FileData[] {
  return splitFiles(DATA, text).map(({ name, parts }) => ({ name, values: parts }));
}

interface Part {
  readonly name: string;
  readonly parts: readonly string[];
  /** Where the first part begins. */
  readonly offset: number;
}

function splitFiles(format: string, text: string): Part[] {
  if (text.length > LENGTH_MAX) throw new FormatError(format, 'too long', LENGTH_MAX);
  const files: Part[] = [];
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('$', start);
    if (end < 0) throw new FormatError(format, 'a file that does not end with $', text.length);
    if (text[end - 1] !== '|' || end === start) throw new FormatError(format, 'an item that does not end with |', end);
    const [name, ...parts] = text.slice(start, end - 1).split('|');
    if (!/^(?:SSSE|DF[0-9A-F]{2})EF[0-9A-F]{2}$/.test(name.toUpperCase()))
      throw new FormatError(format, 'not the name of a file', start);
    files.push({ name: name.toUpperCase(), parts, offset: start + name.length + 1 });
    start = end + 1;
  }
  if (files.length === 0) throw new FormatError(format, 'names no file', 0);
  return files;
}
