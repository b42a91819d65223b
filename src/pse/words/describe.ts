/** A data object of the payment side in words, by its tag. Nothing is refused: what is wrong with a value is told. */

import { FormatError } from '../../base/format-error.js';
import { frozen } from '../../base/frozen.js';
import { type Text, words } from '../../base/text.js';
import { isConstructed, nextTlv } from '../../codec/tlv.js';
import {
  ADA_WORDS,
  ADDITIONAL_CAPABILITY_WORDS,
  AIP_WORDS,
  AUC_WORDS,
  type BitRow,
  bitsSet,
  CAPABILITY_WORDS,
  TSI_WORDS,
  TVR_WORDS,
} from './bit-words.js';
import {
  ACCOUNT_TYPES,
  COUNTRIES,
  CURRENCIES,
  DOCUMENT_TYPES,
  ENTRY_MODES,
  RESPONSE_CODES,
  TERMINAL_TYPES,
  TRANSACTION_TYPES,
} from './codes.js';
import { readCid, readIssuerData } from './cryptogram.js';
import { readCvmList, readCvmResult } from './cvm.js';
import { attempt, type Description, malformed, type Reading, wrongLength } from './description.js';
import {
  amount,
  binaryAmount,
  characterCodeOf,
  characters,
  codeOf,
  counted,
  date,
  digits,
  numberCodeOf,
  time,
} from './formats.js';
import {
  readAfl,
  readCurrencies,
  readDol,
  readIssuerAuthentication,
  readLanguages,
  readLogEntry,
  readName,
  readPriority,
  readScriptResults,
  readSocialAlgorithm,
  readTagList,
  tagName,
} from './lists.js';
import { readScriptCommand } from './script-command.js';
import { exposureOf, type TagRow, tagRow } from './tags.js';

/** Templates inside templates that anyone ever wrote stay far below this; a card that goes on is not followed. */
const DEEPEST = 8;

type Reader = (value: Uint8Array) => Reading;

const bits =
  (rows: readonly BitRow[]): Reader =>
  (value) => ({ bits: bitsSet(rows, value) });

/** Tags whose value says more than its format. */
const READERS: readonly (readonly [reader: Reader, tags: readonly number[]])[] = frozen([
  [bits(TVR_WORDS), [0x95, 0x9f0d, 0x9f0e, 0x9f0f, 0xdf11, 0xdf12, 0xdf13]],
  [bits(TSI_WORDS), [0x9b]],
  [bits(AIP_WORDS), [0x82]],
  [bits(AUC_WORDS), [0x9f07]],
  [bits(CAPABILITY_WORDS), [0x9f33]],
  [bits(ADDITIONAL_CAPABILITY_WORDS), [0x9f40]],
  [bits(ADA_WORDS), [0x9f52]],
  [readCvmList, [0x8e]],
  [readCvmResult, [0x9f34]],
  [readCid, [0x9f27]],
  [readIssuerData, [0x9f10]],
  [readDol, [0x8c, 0x8d, 0x97, 0x9f38, 0x9f49, 0x9f4f, 0xdf4f, 0xdf14]],
  [readTagList, [0x9f4a]],
  [readAfl, [0x94]],
  [readLogEntry, [0x9f4d, 0xdf4d]],
  [readPriority, [0x87]],
  [readLanguages, [0x5f2d]],
  [readCurrencies, [0x9f3b]],
  [readName, [0x4f, 0x84, 0x9d, 0x9f06]],
  [readIssuerAuthentication, [0x91]],
  [readScriptResults, [0xdf31]],
  [readScriptCommand, [0x86]],
  [readSocialAlgorithm, [0x9f0c]],
  [amount, [0x9f02, 0x9f03, 0x9f54, 0x9f5c, 0x9f5d, 0x9f6b, 0x9f6d, 0x9f75, 0x9f77, 0x9f78, 0x9f79, 0x9f7b]],
  [amount, [0xdf19, 0xdf20, 0xdf21, 0xdf62, 0xdf63, 0xdf72, 0xdf76, 0xdf77, 0xdf78, 0xdf79]],
  [binaryAmount, [0x81, 0x9f04, 0x9f1b, 0x9f3a, 0xdf15]],
  [date, [0x5f24, 0x5f25, 0x9a]],
  [time, [0x9f21]],
  [counted, [0x88, 0x9f13, 0x9f14, 0x9f17, 0x9f23, 0x9f36, 0x9f53, 0x9f58, 0x9f59, 0x9f72]],
  [characters, [0x9f5a]],
  [numberCodeOf(CURRENCIES), [0x5f2a, 0x9f3c, 0x9f42, 0x9f51, 0x9f76, 0xdf71]],
  [numberCodeOf(COUNTRIES), [0x5f28, 0x9f1a, 0x9f57]],
  [codeOf(TRANSACTION_TYPES), [0x9c]],
  [codeOf(TERMINAL_TYPES), [0x9f35]],
  [codeOf(ENTRY_MODES), [0x9f39]],
  [codeOf(ACCOUNT_TYPES), [0x5f57]],
  [codeOf(DOCUMENT_TYPES), [0x9f62]],
  [characterCodeOf(RESPONSE_CODES), [0x8a]],
]);

/** One object. Its value may have any length and content; a PIN has no words. */
export function describe(tag: number, value: Uint8Array): Description {
  return describeAt(tag, value, 0);
}

/** The objects that stand one behind the other, and what is wrong with what comes after them. */
export function describeObjects(bytes: Uint8Array): Reading & { readonly children: readonly Description[] } {
  return readObjects(bytes, 0);
}

function describeAt(tag: number, value: Uint8Array, depth: number): Description {
  const exposure = exposureOf(tag, value.length);
  const head = { tag, name: tagName(tag), bytes: value, ...(exposure && { exposure }) };
  if (exposure === 'secret') return head;
  const row = tagRow(tag);
  const problem = lengthProblem(row, value.length);
  const reading = value.length === 0 ? {} : attempt(() => read(tag, row, value, depth));
  return { ...head, ...(problem && { problem }), ...reading };
}

function read(tag: number, row: TagRow | undefined, value: Uint8Array, depth: number): Reading {
  const reader = READERS.find(([, tags]) => tags.includes(tag))?.[0];
  if (reader !== undefined) return reader(value);
  if (row?.format === 'template' || (row === undefined && isConstructed(tag))) return readObjects(value, depth + 1);
  switch (row?.format) {
    case 'n':
    case 'cn':
      return digits(value);
    case 'a':
    case 'an':
    case 'ans':
      return characters(value);
    default:
      return {};
  }
}

function readObjects(bytes: Uint8Array, depth: number): Reading & { readonly children: readonly Description[] } {
  const children: Description[] = [];
  if (depth > DEEPEST) return { children, problem: words('嵌套太深', 'nested too deeply') };
  try {
    let found = nextTlv(bytes, 0);
    while (found !== undefined) {
      children.push(describeAt(found.tag, bytes.subarray(found.from, found.to), depth));
      found = nextTlv(bytes, found.to);
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { children, problem: malformed(error) };
  }
  return { children };
}

function lengthProblem(row: TagRow | undefined, length: number): Text | undefined {
  if (row === undefined || (length >= row.min && length <= row.max)) return undefined;
  return wrongLength(length, row.min === row.max ? String(row.min) : `${row.min}-${row.max}`);
}
