/** Values that are lists: of tags with lengths (DOL), of records (AFL), of tags alone. EMV 4.3 Book 3 5.4, 10.2, 10.3. */

import { frozen } from '../../base/frozen.js';
import { hexNumber, toHex } from '../../base/hex.js';
import { join, joinAll, same, type Text, words } from '../../base/text.js';
import { decodeAfl } from '../../codec/afl.js';
import { decodeDol } from '../../codec/dol.js';
import { findTlv, readTag, tagBytes } from '../../codec/tlv.js';
import { CURRENCIES, coded, LANGUAGES, RESPONSE_CODES, SOCIAL_ALGORITHMS } from './codes.js';
import { type Description, part, type Reading, wrongLength } from './description.js';
import { tagRow } from './tags.js';

/** 8C, 8D, 97, 9F38, 9F49, 9F4F: what the card asks for, one child an entry. @throws FormatError 'dol' */
export function readDol(value: Uint8Array): Reading {
  let offset = 0;
  const children = decodeDol(value).map(({ tag, length }): Description => {
    const start = offset;
    offset += tagBytes(tag).length + 1;
    const said = words(`${length} 字节`, length === 1 ? '1 byte' : `${length} bytes`);
    return { tag, name: tagName(tag), bytes: value.subarray(start, offset), value: said };
  });
  const short = children.map(({ tag = 0, bytes }) => `${toHex(tagBytes(tag))}(${bytes[bytes.length - 1]})`);
  return { value: same(short.join(' ')), children };
}

/** 9F4A: tags without lengths. @throws FormatError 'tlv' */
export function readTagList(value: Uint8Array): Reading {
  const children: Description[] = [];
  let offset = 0;
  while (offset < value.length) {
    const { value: tag, next } = readTag(value, offset);
    children.push({ tag, name: tagName(tag), bytes: value.subarray(offset, next) });
    offset = next;
  }
  return { value: same(children.map(({ bytes }) => toHex(bytes)).join(' ')), children };
}

/** A tag's name in the tables, or that it is unknown. */
export function tagName(tag: number): Text {
  return tagRow(tag)?.name ?? words('未知数据', 'Unknown data object');
}

/** 94: entries of four bytes. @throws FormatError 'afl' */
export function readAfl(value: Uint8Array): Reading {
  const entries = decodeAfl(value).map((entry) => ({
    ...entry,
    records: entry.first === entry.last ? `${entry.first}` : `${entry.first}-${entry.last}`,
  }));
  const children = entries.map(({ sfi, records, signed }, index) => {
    const said = words(
      `记录 ${records}，其中 ${signed} 条参与脱机数据认证`,
      `records ${records}, ${signed} of them in offline data authentication`,
    );
    return part(same(`SFI ${sfi}`), value.subarray(4 * index, 4 * index + 4), said);
  });
  return { value: same(entries.map(({ sfi, records }) => `SFI ${sfi}: ${records}`).join(', ')), children };
}

/** 9F4D, DF4D: file and number of records. */
export function readLogEntry(value: Uint8Array): Reading {
  if (value.length !== 2) return { problem: wrongLength(value.length, '2') };
  const [sfi, records] = value;
  return { value: words(`SFI ${sfi}，最多 ${records} 条记录`, `SFI ${sfi}, at most ${records} records`) };
}

/** 87: b8 the holder must confirm, b4–1 the order (EMV 4.3 Book 1 12.2.3). */
export function readPriority(value: Uint8Array): Reading {
  if (value.length !== 1) return { problem: wrongLength(value.length, '1') };
  const order = value[0] & 0x0f;
  const said = order === 0 ? words('没有优先级', 'no priority') : words(`优先级 ${order}`, `priority ${order}`);
  const confirm = (value[0] & 0x80) !== 0;
  return { value: confirm ? join(said, words('需持卡人确认', 'needs the confirmation of the holder'), ', ') : said };
}

/** 5F2D: one to four languages of two letters. */
export function readLanguages(value: Uint8Array): Reading {
  const said: Text[] = [];
  for (let offset = 0; offset < value.length; offset += 2) {
    said.push(coded(LANGUAGES, String.fromCharCode(...value.subarray(offset, offset + 2)).toLowerCase()));
  }
  return { value: joinAll(said, ', ') };
}

/** 9F3B: one to four currencies of two bytes. */
export function readCurrencies(value: Uint8Array): Reading {
  const said: Text[] = [];
  for (let offset = 0; offset < value.length; offset += 2) {
    said.push(coded(CURRENCIES, toHex(value.subarray(offset, offset + 2)).slice(-3)));
  }
  return { value: joinAll(said, ', ') };
}

/** AIDs and DF names by what the tables know of them (emv.md 2.1; sscard.md 3.1, 3.2). */
export function readName(value: Uint8Array): Reading {
  const hex = toHex(value);
  const known = NAMES.find(([prefix]) => hex.startsWith(prefix))?.[1];
  return known === undefined ? {} : { value: known };
}

const NAMES: readonly (readonly [prefix: string, name: Text])[] = frozen([
  ['315041592E5359532E4444463031', words('支付系统环境 1PAY.SYS.DDF01', 'payment system environment 1PAY.SYS.DDF01')],
  [
    '325041592E5359532E4444463031',
    words('非接触支付系统环境 2PAY.SYS.DDF01', 'contactless environment 2PAY.SYS.DDF01'),
  ],
  ['A000000333010101', words('银联借记', 'UnionPay debit')],
  ['A000000333010102', words('银联贷记', 'UnionPay credit')],
  ['A000000333010103', words('银联准贷记', 'UnionPay quasi-credit')],
  ['A000000333010106', words('银联电子现金', 'UnionPay electronic cash')],
  ['A000000333', words('银联', 'UnionPay')],
  ['7378312E7368', words('社会保障应用环境 SSSE', 'social security environment SSSE')],
  ['D156000005', words('社会保障应用', 'social security application')],
]);

/** 9F0C: an object 86 with the algorithm byte; a script command outside this place (sscard.md 3.3). @throws FormatError */
export function readSocialAlgorithm(value: Uint8Array): Reading {
  const algorithm = findTlv(value, 0x86);
  return algorithm === undefined ? {} : { value: coded(SOCIAL_ALGORITHMS, toHex(algorithm)) };
}

/** 91: the ARPC, eight bytes, and what else the issuer sends: in PBOC the response code (emv.md 2.8). */
export function readIssuerAuthentication(value: Uint8Array): Reading {
  if (value.length !== 10) return {};
  const code = value.subarray(8);
  return {
    children: [
      part(words('授权响应密文 (ARPC)', 'Authorisation response cryptogram (ARPC)'), value.subarray(0, 8)),
      part(tagName(0x8a), code, coded(RESPONSE_CODES, String.fromCharCode(...code))),
    ],
  };
}

/** DF31: five bytes a script (emv.md 2.10; EMV 4.3 Book 4 annex A5). */
export function readScriptResults(value: Uint8Array): Reading {
  const children: Description[] = [];
  for (let offset = 0; offset + 5 <= value.length; offset += 5) {
    const result = value.subarray(offset, offset + 5);
    const id = toHex(result.subarray(1));
    children.push(part(words(`脚本 ${id}`, `Script ${id}`), result, scriptResultWords(result[0])));
  }
  return value.length % 5 === 0 ? { children } : { children, problem: wrongLength(value.length, '5n') };
}

function scriptResultWords(byte: number): Text {
  const command = byte & 0x0f;
  const which = command === 0x0f ? '≥ 15' : String(command);
  switch (byte >> 4) {
    case 0:
      return words('未执行', 'not performed');
    case 1:
      if (command === 0) return words('失败', 'failed');
      return words(`失败于第 ${which} 条命令`, `failed at command ${which}`);
    case 2:
      return words('成功', 'successful');
    default:
      return words(`保留值 ${hexNumber(byte)}`, `reserved ${hexNumber(byte)}`);
  }
}
