/**
 * The conversation with a holder's card in words. It follows which directory and file are current, so that a record is
 * named and a number that belongs to the holder or the card is hidden wherever it appears.
 */

import { FormatError } from '../../base/format-error.js';
import { hexNumber, toHex } from '../../base/hex.js';
import type { Text } from '../../base/text.js';
import { type Command, decodeCommand, decodeResponse } from '../../codec/apdu.js';
import { describeStatus } from '../../codec/status-words.js';
import { findTlv } from '../../codec/tlv.js';
import { maskEnds } from '../../screens/mask.js';
import { DIRECTORIES, SSSE_NAME } from '../../ssse/directories.js';
import { KEYS } from '../../ssse/keys.js';
import { fileNamed, layoutOf } from '../../ssse/layout.js';
import type { CardFile, Directory, Item } from '../../ssse/model.js';
import { showValue } from '../../ssse/values.js';
import { type Hidden, join, type Narration, type Narrator, words } from './narration.js';

const UNREADABLE: Text = words('无法识别', 'Unreadable');

export function narrateCard(unmasked: boolean): Narrator {
  return new CardNarrator(unmasked);
}

class CardNarrator implements Narrator {
  readonly #unmasked: boolean;
  #directory: Directory = 'SSSE';
  #file: CardFile | undefined;
  #asked: Command | undefined;

  constructor(unmasked: boolean) {
    this.#unmasked = unmasked;
  }

  reset(): void {
    this.#directory = 'SSSE';
    this.#file = undefined;
    this.#asked = undefined;
  }

  command(apdu: Uint8Array): Narration {
    const command = orUndefined(() => decodeCommand(apdu));
    if (command === undefined) return { words: UNREADABLE, hidden: [{ from: 4, to: apdu.length }] };
    // GET RESPONSE fetches what the command before it was asked for.
    if (command.ins !== 0xc0) this.#asked = command;
    return { words: this.#sentence(command), hidden: this.#secretsOf(command, apdu.length) };
  }

  response(answer: Uint8Array): Narration {
    const response = orUndefined(() => decodeResponse(answer));
    if (response === undefined) return { words: UNREADABLE, hidden: [{ from: 0, to: answer.length }] };
    const status = describeStatus(response.sw);
    const asked = this.#asked;
    const good = response.sw === 0x9000 || response.sw >> 8 === 0x61;
    if (asked?.ins === 0xa4 && good) this.#selected(asked);
    if (asked === undefined || response.data.length === 0) return { words: status, hidden: [] };
    if (asked.ins === 0xb2) return this.#records(response.data, status);
    if (asked.ins === 0xa4) return { words: join(fciWords(response.data), status, '; '), hidden: [] };
    return { words: status, hidden: [] };
  }

  #sentence(command: Command): Text {
    const { ins, p1, p2, data } = command;
    switch (ins) {
      case 0xa4:
        return join(words('选择', 'Select'), this.#targetOf(command));
      case 0xb2:
        return join(words('读记录', 'Read records'), join(recordsAsked(p1, p2, this.#file), this.#fileWords()));
      case 0xb0:
        return join(
          words('读二进制', 'Read binary'),
          join(words(`偏移 ${p1 * 256 + p2}`, `from ${p1 * 256 + p2} of`), this.#fileWords()),
        );
      case 0x84:
        return words('取随机数', 'Get challenge');
      case 0x88:
        return words('内部认证：卡片证明自己', 'Internal authenticate: the card proves itself');
      case 0x82:
        return join(
          words('外部认证：终端证明自己，密钥', 'External authenticate: the terminal proves itself with'),
          this.#keyWords(p2),
        );
      case 0x20:
        return data ? words('校验密码', 'Verify the PIN') : words('查询密码状态', 'Ask for the state of the PIN');
      case 0xc0:
        return words('取响应', 'Get response');
      default:
        return words(`命令 ${hexNumber(ins)}`, `Command ${hexNumber(ins)}`);
    }
  }

  #targetOf(command: Command): Text {
    const data = command.data ?? new Uint8Array(0);
    const hex = toHex(data);
    if (command.p1 === 0x04) {
      if (hex === toHex(SSSE_NAME)) return words('社会保障应用环境 SSSE', 'social security environment SSSE');
      return DIRECTORIES.find((row) => row.aid && toHex(row.aid) === hex)?.label ?? words(hex, hex);
    }
    const directory = directoryOf(data);
    if (directory) return join(words(directory.directory, directory.directory), directory.label);
    const file = this.#fileOf(data);
    return file ? join(words(file.name, file.name), file.title) : words(hex, hex);
  }

  /** A selection that the card accepted moves the point of view. */
  #selected(command: Command): void {
    const data = command.data ?? new Uint8Array(0);
    const directory = directoryOf(data);
    if (command.p1 === 0x04) {
      this.#directory = DIRECTORIES.find((row) => row.aid && toHex(row.aid) === toHex(data))?.directory ?? 'SSSE';
      this.#file = undefined;
    } else if (directory) {
      this.#directory = directory.directory;
      this.#file = undefined;
    } else {
      this.#file = this.#fileOf(data);
    }
  }

  /** 2.0 names every tag that a mask depends on; where 1.0 differs, only a name may be the younger one. */
  #fileOf(fid: Uint8Array): CardFile | undefined {
    return fid.length === 2 ? fileNamed(layoutOf('2.0'), `${this.#directory}${toHex(fid)}`) : undefined;
  }

  #fileWords(): Text {
    return this.#file?.title ?? words('当前文件', 'the current file');
  }

  #keyWords(cardId: number): Text {
    const directory = cardId < 0x80 ? 'SSSE' : this.#directory;
    const name = KEYS.find((key) => key.cardId === cardId && key.directory === directory)?.name ?? hexNumber(cardId);
    return words(name, name);
  }

  /** PIN commands show nothing of their data, whether the sender asked for it or not. */
  #secretsOf(command: Command, length: number): Hidden[] {
    const secret = command.ins === 0x20 || command.ins === 0x5e || command.ins === 0x24 || command.ins === 0xd4;
    return secret && command.data ? [{ from: 5, to: length }] : [];
  }

  /** Records named one by one. When they cannot be walked nobody knows what they hold, and all of it is hidden. */
  #records(data: Uint8Array, status: Text): Narration {
    const file = this.#file;
    if (file === undefined) return { words: status, hidden: this.#unmasked ? [] : [{ from: 0, to: data.length }] };
    if (file.kind === 'cyclic') return { words: status, hidden: [] };
    const hidden: Hidden[] = [];
    let text: Text | undefined;
    let at = 0;
    while (at < data.length) {
      const end = at + 2 + (data[at + 1] ?? 0);
      if (at + 1 >= data.length || end > data.length) {
        return { words: join(UNREADABLE, status, '; '), hidden: this.#unmasked ? [] : [{ from: 0, to: data.length }] };
      }
      const item = file.items.find((one) => one.tag === data[at]);
      const value = data.subarray(at + 2, end);
      const masked = item?.personal !== undefined && !this.#unmasked;
      if (masked) hidden.push(middleOf(at + 2, end));
      const said = item ? itemWords(item, value, masked) : words(hexNumber(data[at]), hexNumber(data[at]));
      text = text ? join(text, said, '; ') : said;
      at = end;
    }
    return { words: text ? join(text, status, '; ') : status, hidden };
  }
}

function orUndefined<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function directoryOf(fid: Uint8Array) {
  return DIRECTORIES.find((row) => fid.length === 2 && row.fid === fid[0] * 256 + fid[1]);
}

/** READ RECORD's P1 and P2 in words (sscard.md 7). */
function recordsAsked(p1: number, p2: number, file: CardFile | undefined): Text {
  switch (p2 & 0x07) {
    case 0x04:
      return words(`第 ${p1} 条`, `number ${p1} of`);
    case 0x05:
      return words(`第 ${p1} 条至末条`, `number ${p1} to the last of`);
    default: {
      const name = file?.items.find((item) => item.tag === p1)?.name;
      return join(words(`标签 ${hexNumber(p1)}`, `tag ${hexNumber(p1)}`), name ?? words('', 'of'));
    }
  }
}

/** The part of a number that a mask takes away; the ends stay as in `maskNumber`. */
function middleOf(from: number, to: number): Hidden {
  const { head, tail } = maskEnds(to - from);
  return { from: from + head, to: to - tail };
}

function itemWords(item: Item, value: Uint8Array, masked: boolean): Text {
  if (masked) return join(item.name, words('***', '***'), '=');
  const shown = orUndefined(() => showValue(item, value));
  if (shown === undefined) return join(item.name, UNREADABLE, '=');
  return join(item.name, shown.parts ? words(shown.text, shown.text) : shown.shown, '=');
}

function fciWords(fci: Uint8Array): Text {
  const algorithm = orUndefined(() => findTlv(fci, 0x6f, 0xa5, 0x9f0c, 0x86));
  if (algorithm === undefined) return words('文件控制信息', 'File control information');
  const hex = toHex(algorithm);
  return words(`文件控制信息，算法 ${hex}`, `File control information, algorithm ${hex}`);
}
