/** The commands of a payment and their answers in words (EMV 4.3 Book 3 6.5, Book 1 11; emv.md 2). */

import { hexNumber, toHex } from '../../base/hex.js';
import { join, same, type Text, words } from '../../base/text.js';
import { decodeDol, dolLength } from '../../codec/dol.js';
import { nextTlv } from '../../codec/tlv.js';
import { describe, describeObjects } from './describe.js';
import { attempt, type Description, part, type Reading } from './description.js';
import { readName, tagName } from './lists.js';
import { scriptCommandParts, scriptCommandWords } from './script-command.js';

/** The lists that the card gave, by which the data of later commands and its log records can be taken apart. */
export interface Lists {
  /** 9F38 */
  readonly pdol?: Uint8Array | undefined;
  /** 8C for the first GENERATE AC, 8D for the second. */
  readonly cdol?: Uint8Array | undefined;
  /** 9F49 */
  readonly ddol?: Uint8Array | undefined;
  /** 9F4F */
  readonly logFormat?: Uint8Array | undefined;
}

const HEADER_LENGTH = 5;
/** The 13 digits of the shortest account number. */
const ACCOUNT_LENGTH_MIN = 7;

/** P1 b8–7 of GENERATE AC (EMV 4.3 Book 3 6.5.5.2). */
const REQUESTS: readonly string[] = Object.freeze(['AAC', 'TC', 'ARQC', 'RFU']);

/**
 * What a command asks, its parts as children. `command` is a whole short command; undefined for one that no payment uses.
 */
export function describeCommand(command: Uint8Array, lists: Lists = {}): Description | undefined {
  const name = scriptCommandWords(command) ?? commandWords(command);
  if (name === undefined) return undefined;
  const children = scriptCommandWords(command) ? scriptCommandParts(command) : commandParts(command, lists);
  return { name, bytes: command, ...(children.length > 0 && { children }) };
}

function commandWords(command: Uint8Array): Text | undefined {
  const [cla, ins, p1, p2] = command;
  switch (cla * 256 + ins) {
    case 0x00a4:
      return p1 === 0x04 ? selectWords(command, p2) : words('选择文件', 'Select a file');
    case 0x00b2:
      return words(`读记录 SFI ${p2 >> 3} 记录 ${p1}`, `Read record ${p1} of SFI ${p2 >> 3}`);
    case 0x80a8:
      return words('获取处理选项', 'Get processing options');
    case 0x80ae: {
      const asked = join(words('生成应用密文', 'Generate AC'), same(REQUESTS[p1 >> 6]));
      return (p1 & 0x10) === 0 ? asked : join(asked, words('要求 CDA', 'CDA requested'), ', ');
    }
    case 0x80ca:
      return join(words('取数据', 'Get data'), tagName(p1 * 256 + p2));
    case 0x0088:
      return words('内部认证：卡片签名', 'Internal authenticate: the card signs');
    case 0x0082:
      return words('外部认证：发卡行证明自己', 'External authenticate: the issuer proves itself');
    case 0x0020:
      return p2 === 0x88
        ? words('校验加密 PIN', 'Verify the enciphered PIN')
        : words('校验明文 PIN', 'Verify the plaintext PIN');
    case 0x0084:
      return words('取随机数', 'Get challenge');
    case 0x00c0:
      return words('取响应', 'Get response');
    default:
      return undefined;
  }
}

function selectWords(command: Uint8Array, p2: number): Text {
  const name = dataOf(command);
  const target = readName(name).value ?? same(toHex(name));
  const select = p2 === 0x02 ? words('选择下一个', 'Select the next') : words('选择', 'Select');
  return join(select, target);
}

function commandParts(command: Uint8Array, lists: Lists): Description[] {
  const data = dataOf(command);
  if (data.length === 0) return [];
  switch (command[1]) {
    case 0xa8:
      return processingOptions(data, lists.pdol);
    case 0xae:
      return listed(lists.cdol, data);
    case 0x88:
      return listed(lists.ddol, data);
    case 0x82:
      return [describe(0x91, data)];
    case 0x20:
      return [{ name: same('PIN'), bytes: data, exposure: 'secret' }];
    default:
      return [];
  }
}

/** The data of a command as it stands after Lc, whatever follows it. */
function dataOf(command: Uint8Array): Uint8Array {
  return command.subarray(HEADER_LENGTH, HEADER_LENGTH + (command[HEADER_LENGTH - 1] ?? 0));
}

/** 83 L and the values that the PDOL asks for. */
function processingOptions(data: Uint8Array, pdol: Uint8Array | undefined): Description[] {
  let children: Description[] = [];
  const reading = attempt(() => {
    const template = nextTlv(data, 0);
    if (template !== undefined) children = listed(pdol, data.subarray(template.from, template.to));
    return {};
  });
  return reading.problem ? [{ ...part(words('数据', 'Data'), data), ...reading }] : children;
}

/**
 * Values without tags, taken apart by the list that asked for them; in one piece where the list is not known or not met,
 * and then kept back like a track, for a list may have asked for the account.
 */
function listed(list: Uint8Array | undefined, data: Uint8Array): Description[] {
  if (data.length === 0) return [];
  const exposure = data.length < ACCOUNT_LENGTH_MIN ? undefined : 'track';
  const whole: Description = { ...part(words('数据', 'Data'), data), ...(exposure && { exposure }) };
  if (list === undefined) return [whole];
  const children: Description[] = [];
  const reading = attempt(() => {
    const entries = decodeDol(list);
    if (dolLength(entries) !== data.length) return { problem: words('与列表长度不符', 'does not fit its list') };
    let offset = 0;
    for (const { tag, length } of entries) {
      children.push(describe(tag, data.subarray(offset, offset + length)));
      offset += length;
    }
    return {};
  });
  return reading.problem ? [{ ...whole, ...reading }] : children;
}

/** What an answer's data says, given the command it answers. */
export function describeAnswer(command: Uint8Array, data: Uint8Array, lists: Lists = {}): Reading {
  if (data.length === 0) return {};
  const [, ins, , p2] = command;
  switch (ins) {
    case 0xb2:
      return p2 >> 3 > 10 && data[0] !== 0x70 ? logRecord(data, lists.logFormat) : describeObjects(data);
    case 0xa4:
    case 0xca:
      return describeObjects(data);
    case 0xa8:
      return formatted(data, (value) => [describe(0x82, value.subarray(0, 2)), describe(0x94, value.subarray(2))]);
    case 0xae:
      return formatted(data, cryptogramParts);
    case 0x88:
      return formatted(data, (value) => [describe(0x9f4b, value)]);
    case 0x84:
      return { children: [part(words('随机数', 'Challenge'), data)] };
    default:
      return { children: [part(words('数据', 'Data'), data)] };
  }
}

/** Template 80 holds values side by side, template 77 objects (EMV 4.3 Book 3 6.5.5.4, 6.5.8.4, 6.5.9.4). */
function formatted(data: Uint8Array, parts: (value: Uint8Array) => Description[]): Reading {
  if (data[0] !== 0x80) return describeObjects(data);
  return attempt(() => {
    const template = nextTlv(data, 0);
    return template === undefined ? {} : { children: parts(data.subarray(template.from, template.to)) };
  });
}

function cryptogramParts(value: Uint8Array): Description[] {
  const parts = [
    describe(0x9f27, value.subarray(0, 1)),
    describe(0x9f36, value.subarray(1, 3)),
    describe(0x9f26, value.subarray(3, 11)),
  ];
  return value.length > 11 ? [...parts, describe(0x9f10, value.subarray(11))] : parts;
}

/** A record of the transaction log has no tags (emv.md 2.2); the log format 9F4F names its fields. */
function logRecord(data: Uint8Array, format: Uint8Array | undefined): Reading {
  if (format !== undefined) return { children: listed(format, data) };
  return { children: [{ ...part(words('日志记录', 'Log record'), data), exposure: 'track' }] };
}

/**
 * A bare template 80 without the command that it answers: the answer to GENERATE AC has PBOC's issuer data behind its
 * cryptogram, the one to GET PROCESSING OPTIONS four bytes a file behind its AIP; anything else stays as it is.
 */
export function describeFormat1(value: Uint8Array): Reading {
  if (value.length >= 19 && value[11] === 0x07 && value[14] === 0x03) return { children: cryptogramParts(value) };
  if (value.length >= 6 && value.length % 4 === 2) {
    return { children: [describe(0x82, value.subarray(0, 2)), describe(0x94, value.subarray(2))] };
  }
  return {};
}

/** For commands that no table has: class and instruction. */
export function unknownCommandWords([cla = 0, ins = 0]: Uint8Array): Text {
  const header = `${hexNumber(cla)} ${hexNumber(ins)}`;
  return words(`命令 ${header}`, `Command ${header}`);
}
