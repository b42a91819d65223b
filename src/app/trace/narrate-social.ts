/**
 * The conversation with the social security environment in words. It follows which directory and file are current, so
 * that a record is named and a number that belongs to the holder or the card is hidden wherever it appears.
 */

import { EMPTY } from '../../base/bytes.js';
import { hexNumber, toHex } from '../../base/hex.js';
import { join, type Text, words } from '../../base/text.js';
import { type Command, decodeCommand, decodeResponse } from '../../codec/apdu.js';
import { decodeRecords } from '../../codec/record.js';
import { describeStatus, triesLeft } from '../../codec/status-words.js';
import { findTlv } from '../../codec/tlv.js';
import { DIRECTORIES, SSSE_NAME } from '../../ssse/directories.js';
import { KEYS } from '../../ssse/keys.js';
import { fileNamed, generation, layoutOf } from '../../ssse/layout.js';
import type { CardFile, Directory, Generation } from '../../ssse/model.js';
import { recordValue } from '../../ssse/read-file.js';
import { decodeCharacters } from '../../ssse/values.js';
import { changeWords, tellUpdate } from './narrate-changes.js';
import { purseAnswer, purseWords } from './narrate-purse.js';
import { tellRecords } from './narrate-records.js';
import { type Hidden, type Narration, type Narrator, orUndefined, UNREADABLE } from './narration.js';

export function narrateSocial(unmasked: boolean): Narrator {
  return new SocialNarrator(unmasked);
}

interface Selection {
  readonly about: 'selection';
  /** P1 of SELECT. */
  readonly by: number;
  /** Name or file identifier. */
  readonly name: Uint8Array;
}

/** As much of a command as its answer needs; never the data of one that carries a secret. */
type Question =
  | Selection
  /** `continued`: the answer comes in pieces, and a piece cannot be walked */
  | { readonly about: 'records'; readonly continued: boolean }
  | { readonly about: 'purse'; readonly command: Command }
  | { readonly about: 'pin-state' };

class SocialNarrator implements Narrator {
  readonly #unmasked: boolean;
  #directory: Directory = 'SSSE';
  #file: CardFile | undefined;
  #asked: Question | undefined;
  #generation: Generation = '2.0';

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
    this.#asked = this.#question(command);
    const update = tellUpdate(command, this.#fileOfVersion(), this.#unmasked);
    if (update) return update;
    return { words: this.#sentence(command), hidden: this.#secretsOf(command, apdu.length) };
  }

  response(answer: Uint8Array): Narration {
    const response = orUndefined(() => decodeResponse(answer));
    if (response === undefined) return { words: UNREADABLE, hidden: [{ from: 0, to: answer.length }] };
    const asked = this.#asked;
    const status = asked?.about === 'pin-state' ? pinStateWords(response.sw) : describeStatus(response.sw);
    const more = response.sw >> 8 === 0x61;
    if (asked?.about === 'selection' && (response.sw === 0x9000 || more)) this.#selected(asked);
    if (asked === undefined || response.data.length === 0) return { words: status, hidden: [] };
    if (asked.about === 'selection') return { words: join(fciWords(response.data), status, '; '), hidden: [] };
    if (asked.about === 'purse')
      return { words: join(purseAnswer(asked.command, response.data), status, '; '), hidden: [] };
    if (asked.about !== 'records') return { words: status, hidden: [] };
    return asked.continued || more
      ? { words: status, hidden: this.#all(response.data) }
      : this.#records(response.data, status);
  }

  /** What the next answer will be about. GET RESPONSE fetches what the command before it was asked for. */
  #question(command: Command): Question | undefined {
    if (command.cla === 0xb0) return { about: 'purse', command };
    switch (command.ins) {
      case 0xc0:
        return this.#asked?.about === 'records' ? { about: 'records', continued: true } : this.#asked;
      case 0xa4:
        return { about: 'selection', by: command.p1, name: command.data ?? EMPTY };
      case 0xb2:
        return { about: 'records', continued: false };
      case 0x20:
        return command.data ? undefined : { about: 'pin-state' };
      default:
        return undefined;
    }
  }

  #sentence(command: Command): Text {
    const { ins, p1, p2, data } = command;
    const ofPurse = purseWords(command);
    if (ofPurse) return ofPurse;
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
        return changeWords(command) ?? words(`命令 ${hexNumber(ins)}`, `Command ${hexNumber(ins)}`);
    }
  }

  #targetOf(command: Command): Text {
    const data = command.data ?? EMPTY;
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
  #selected({ by, name }: Selection): void {
    const directory = directoryOf(name);
    if (by === 0x04) {
      this.#directory = DIRECTORIES.find((row) => row.aid && toHex(row.aid) === toHex(name))?.directory ?? 'SSSE';
      this.#file = undefined;
    } else if (directory) {
      this.#directory = directory.directory;
      this.#file = undefined;
    } else {
      this.#file = this.#fileOf(name);
    }
  }

  /** 2.0 has every tag that a mask depends on; where 1.0 differs, a name may be the younger one, and a mask too much. */
  #fileOf(fid: Uint8Array): CardFile | undefined {
    return fid.length === 2 ? fileNamed(layoutOf('2.0'), `${this.#directory}${toHex(fid)}`) : undefined;
  }

  /** The current file by the tables that the card follows: what is written goes by them alone. */
  #fileOfVersion(): CardFile | undefined {
    const name = this.#file?.name;
    return name === undefined ? undefined : (fileNamed(layoutOf(this.#generation), name) ?? this.#file);
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
    if (file === undefined) return { words: status, hidden: this.#all(data) };
    if (file.kind === 'cyclic') return { words: status, hidden: [] };
    const told = tellRecords(file, data, this.#unmasked);
    if (told === undefined) return { words: join(UNREADABLE, status, '; '), hidden: this.#all(data) };
    if (file.name === 'SSSEEF05') this.#generation = generationIn(data) ?? '2.0';
    return { words: told.text ? join(told.text, status, '; ') : status, hidden: told.hidden };
  }

  #all(data: Uint8Array): Hidden[] {
    return this.#unmasked ? [] : [{ from: 0, to: data.length }];
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

const VERSION = 0x03;

/** What EF05 says of the card's version. */
function generationIn(records: Uint8Array): Generation | undefined {
  const version = orUndefined(() => recordValue(decodeRecords(records), VERSION));
  return version && generation(decodeCharacters(version));
}

/** The answer to VERIFY without data (sscard.md 7): no failure, whatever the status word's class says. */
function pinStateWords(sw: number): Text {
  if (sw === 0x9000) return words('未设置密码', 'No PIN is set');
  const left = triesLeft(sw);
  if (left === undefined) return describeStatus(sw);
  return words(`已设置密码，还可试 ${left} 次`, `A PIN is set, ${left} ${left === 1 ? 'try' : 'tries'} left`);
}

function fciWords(fci: Uint8Array): Text {
  const algorithm = orUndefined(() => findTlv(fci, 0x6f, 0xa5, 0x9f0c, 0x86));
  if (algorithm === undefined) return words('文件控制信息', 'File control information');
  const hex = toHex(algorithm);
  return words(`文件控制信息，算法 ${hex}`, `File control information, algorithm ${hex}`);
}
