/**
 * Bytes without a context in words, for both sides of the card: what they are is told by whoever asks, or guessed. The
 * conversation's own narrator (app/trace) needs no guess.
 */

import { concat, EMPTY } from '../../base/bytes.js';
import { frozen } from '../../base/frozen.js';
import { join, same, type Text, words } from '../../base/text.js';
import { decodeCommand, decodeResponse } from '../../codec/apdu.js';
import { decodeAtr } from '../../codec/atr.js';
import { describeStatus } from '../../codec/status-words.js';
import { nextTlv, readTag } from '../../codec/tlv.js';
import { describeCommand, describeFormat1, unknownCommandWords } from '../../pse/words/commands.js';
import { readCvr } from '../../pse/words/cryptogram.js';
import { describe, describeObjects } from '../../pse/words/describe.js';
import { type Description, part, type Reading } from '../../pse/words/description.js';
import { tagName } from '../../pse/words/lists.js';
import { type TagRow, tagRow } from '../../pse/words/tags.js';
import { describeAtr } from '../trace/describe-atr.js';
import { isPaymentSelection } from '../trace/narrate-card.js';
import { narratePsam } from '../trace/narrate-psam.js';
import { narrateSocial } from '../trace/narrate-social.js';
import { type Narrator, orUndefined } from '../trace/narration.js';
import { describeBankMessage, guessBankMessage, type LineKeys } from './bank-message.js';
import { describeSocialRecords } from './social.js';

/** Names that `decodeAs` knows beside a tag in hexadecimal, and the tag in whose words they are told. */
const STRUCTURES: readonly (readonly [name: string, tag: number])[] = frozen([
  ['aid', 0x4f],
  ['dol', 0x8c],
  ['cvm-list', 0x8e],
  ['afl', 0x94],
  ['aip', 0x82],
  ['arc', 0x8a],
  ['tvr', 0x95],
  ['action-code', 0x9f0d],
  ['tsi', 0x9b],
  ['transaction-type', 0x9c],
  ['auc', 0x9f07],
  ['iad', 0x9f10],
  ['cid', 0x9f27],
  ['capabilities', 0x9f33],
  ['cvm-result', 0x9f34],
  ['terminal-type', 0x9f35],
  ['additional-capabilities', 0x9f40],
  ['ada', 0x9f52],
  ['script-result', 0xdf31],
]);

type Shape = (bytes: Uint8Array, keys?: LineKeys) => Description | undefined;

const SHAPES: readonly (readonly [name: string, read: Shape])[] = frozen([
  ['tlv', objects],
  ['command', command],
  ['response', response],
  ['status', status],
  ['atr', atr],
  ['records', describeSocialRecords],
  ['cvr', cvr],
  ['iso8583', describeBankMessage],
]);

/** Every name that {@link decodeAs} takes, tags aside. */
export const DECODE_NAMES: readonly string[] = Object.freeze([...SHAPES, ...STRUCTURES].map(([name]) => name).sort());

/**
 * Reads the bytes as what the name says: one of {@link DECODE_NAMES} or a tag in hexadecimal, such as 9F33.
 * @param keys check a bank message, name iso8583
 * @returns undefined for a name that is neither, and for bytes that are not even nearly what the name says
 */
export function decodeAs(name: string, bytes: Uint8Array, keys?: LineKeys): Description | undefined {
  const shape = SHAPES.find(([one]) => one === name)?.[1];
  if (shape !== undefined) return shape(bytes, keys);
  const tag = STRUCTURES.find(([one]) => one === name)?.[1] ?? tagOf(name);
  return tag === undefined ? undefined : describe(tag, bytes);
}

function tagOf(name: string): number | undefined {
  const tag = /^([0-9A-F]{2}){1,3}$/i.test(name) ? Number.parseInt(name, 16) : undefined;
  return tag !== undefined && tagRow(tag) !== undefined ? tag : undefined;
}

/**
 * Guesses: a framed bank message, a tag alone, a status word alone, an ATR, a command, an answer with its status word, objects that begin with a
 * tag of the tables, records of a social security file, any other objects, objects cut off. @returns undefined when it is none of them
 */
export function decodeHex(bytes: Uint8Array): Description | undefined {
  if (bytes.length === 0) return undefined;
  const message = guessBankMessage(bytes);
  if (message !== undefined) return message;
  if (mayHoldPin(bytes)) return knownCommand(bytes);
  return (
    loneTag(bytes) ??
    (bytes.length === 2 ? status(bytes) : undefined) ??
    (bytes[0] === 0x3b || bytes[0] === 0x3f ? atr(bytes) : undefined) ??
    knownCommand(bytes) ??
    answer(bytes) ??
    knownObjects(bytes) ??
    describeSocialRecords(bytes) ??
    wholeObjects(bytes) ??
    brokenObjects(bytes)
  );
}

/** What the tables say of a tag. */
function loneTag(bytes: Uint8Array): Description | undefined {
  if (bytes.length > 3) return undefined;
  const row = tagRow(bytes.reduce((tag, byte) => tag * 256 + byte, 0));
  return row && { tag: row.tag, name: row.name, bytes: EMPTY, value: rowWords(row) };
}

function rowWords({ source, format, min, max, templates }: TagRow): Text {
  const length = min === max ? String(min) : `${min}-${max}`;
  const where = templates === '' ? same('') : words(`，模板 ${templates}`, `, in ${templates}`);
  const kind = format === 'template' ? words('模板', 'template') : same(format);
  const [zh, en] = SOURCES[source];
  return join(
    words(`${zh}，${kind.zh}，${length} 字节`, `${en}, ${kind.en}, ${length} ${length === '1' ? 'byte' : 'bytes'}`),
    where,
    '',
  );
}

const SOURCES = frozen({
  card: ['来自卡片', 'from the card'],
  terminal: ['来自终端', 'from the terminal'],
  issuer: ['来自发卡行', 'from the issuer'],
});

function status(bytes: Uint8Array): Description | undefined {
  const parsed = orUndefined(() => decodeResponse(bytes));
  if (parsed === undefined || parsed.data.length > 0) return undefined;
  return part(words('状态字', 'Status word'), bytes, describeStatus(parsed.sw));
}

function atr(bytes: Uint8Array): Description | undefined {
  const parsed = orUndefined(() => decodeAtr(bytes));
  return parsed && part(describeAtr(bytes), bytes);
}

function command(bytes: Uint8Array): Description | undefined {
  if (orUndefined(() => decodeCommand(bytes)) === undefined) return undefined;
  return knownCommand(bytes) ?? carrying(unknownCommandWords(bytes), bytes, true);
}

function knownCommand(bytes: Uint8Array): Description | undefined {
  if (orUndefined(() => decodeCommand(bytes)) === undefined) return undefined;
  const [cla, ins] = bytes;
  if (cla === 0xbf) return told(narratePsam(), bytes);
  if (cla === 0x80 && ins === 0xfa) return told(narratePsam(), bytes, true);
  return isSocialCommand(bytes) ? told(narrateSocial(true), bytes) : describeCommand(bytes);
}

/** PIN and key commands. Bytes that begin like one and are cut off are not shown as anything else. */
function mayHoldPin([cla, ins]: Uint8Array): boolean {
  return (cla === 0x00 || cla === 0x04 || cla === 0x84) && SECRET_INSTRUCTIONS.includes(ins);
}

const SECRET_INSTRUCTIONS: readonly number[] = Object.freeze([0x20, 0x24, 0x5e, 0xd4]);

/** What only the social security environment is asked: its names and files, the current file's records, its keys. */
function isSocialCommand(bytes: Uint8Array): boolean {
  const [cla, ins, , p2] = bytes;
  if (ins === 0x5e || ins === 0xd4 || (ins === 0x24 && cla !== 0x84)) return true;
  if (cla !== 0x00) return false;
  return (
    (ins === 0xa4 && !isPaymentSelection(bytes)) ||
    ins === 0xb0 ||
    (ins === 0xb2 && p2 >> 3 === 0) ||
    (ins === 0x82 && p2 !== 0x00)
  );
}

/** A command in a narrator's words. */
function told(narrator: Narrator, bytes: Uint8Array, concealed = false): Description {
  const { words: name, hidden } = narrator.command(bytes);
  return carrying(name, bytes, concealed || hidden.length > 0);
}

/** A command whose data is not taken apart. */
function carrying(name: Text, bytes: Uint8Array, concealed: boolean): Description {
  const data = bytes.subarray(5, 5 + (bytes.length > 5 ? bytes[4] : 0));
  if (data.length === 0) return part(name, bytes);
  const child = part(words('数据', 'Data'), data);
  return { name, bytes, children: [concealed ? { ...child, exposure: 'secret' } : child] };
}

/** An answer that ends with 9000, as most do. */
function answer(bytes: Uint8Array): Description | undefined {
  const ends = bytes.length > 2 && bytes[bytes.length - 2] === 0x90 && bytes[bytes.length - 1] === 0x00;
  if (!ends) return undefined;
  const data = bytes.subarray(0, bytes.length - 2);
  const known = knownObjects(data) ?? describeSocialRecords(data);
  return known && withStatus(known, bytes);
}

function response(bytes: Uint8Array): Description | undefined {
  const parsed = orUndefined(() => decodeResponse(bytes));
  if (parsed === undefined) return undefined;
  if (parsed.data.length === 0) return status(bytes);
  const data = bytes.subarray(0, bytes.length - 2);
  const opaque: Description = { ...part(words('数据', 'Data'), data), exposure: 'track' };
  return withStatus(knownObjects(data) ?? describeSocialRecords(data) ?? wholeObjects(data) ?? opaque, bytes);
}

function withStatus(data: Description, bytes: Uint8Array): Description {
  const word = status(bytes.subarray(bytes.length - 2));
  const told = data.name === OBJECTS ? (data.children ?? []) : [data];
  return { name: words('应答', 'Answer'), bytes, children: word ? [...told, word] : told };
}

const OBJECTS: Text = words('数据对象', 'Data objects');

function objects(bytes: Uint8Array): Description {
  const { children, problem } = describeObjects(bytes);
  return { name: OBJECTS, bytes, children: children.map(withFormat1), ...(problem && { problem }) };
}

/** Objects to the last byte, the first of them in the tables. */
function knownObjects(bytes: Uint8Array): Description | undefined {
  const first = orUndefined(() => nextTlv(bytes, 0));
  return first && tagRow(first.tag) ? wholeObjects(bytes) : undefined;
}

function wholeObjects(bytes: Uint8Array): Description | undefined {
  const found = objects(bytes);
  return found.problem || found.children?.length === 0 ? undefined : found;
}

/** Objects that begin with a tag of the tables and break off: what can be read of them, and what is wrong. */
function brokenObjects(bytes: Uint8Array): Description | undefined {
  const first = orUndefined(() => readTag(bytes, 0));
  if (first === undefined || tagRow(first.value) === undefined) return undefined;
  const found = objects(bytes);
  return found.children?.length === 0 ? { ...found, tag: first.value, name: tagName(first.value) } : found;
}

function withFormat1(object: Description): Description {
  return object.tag === 0x80 ? { ...object, ...describeFormat1(object.bytes) } : object;
}

function cvr(bytes: Uint8Array): Description {
  const whole = bytes.length === 3 ? concat(Uint8Array.of(3), bytes) : bytes;
  const reading: Reading = readCvr(whole);
  return { ...part(words('卡片验证结果 (CVR)', 'Card verification results (CVR)'), whole), ...reading };
}
