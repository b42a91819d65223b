/** The commands in words that change a card: its files, its PIN, whether it serves at all (sscard.md 7). */

import { EMPTY } from '../../base/bytes.js';
import { join, type Text, words } from '../../base/text.js';
import type { Command } from '../../codec/apdu.js';
import type { CardFile } from '../../ssse/model.js';
import { tellRecords } from './narrate-records.js';
import { type Narration, UNREADABLE } from './narration.js';

/** PIN and block commands by their INS; undefined for any other. Their data are told by nobody. */
export function changeWords({ ins, p2, data }: Command): Text | undefined {
  switch (ins) {
    case 0x5e:
      return changePinWords(data ?? EMPTY);
    case 0x24:
      return p2 === 0x01 ? words('重装密码', 'Reload the PIN') : words('解锁密码', 'Unlock the PIN');
    case 0x1e:
      return words('锁定应用，不可恢复', 'Block the application, for ever');
    case 0x16:
      return words('锁定卡片，不可恢复', 'Block the card, for ever');
    default:
      return undefined;
  }
}

const SEPARATOR = 0xff;

/** Which of its two PINs there are is no secret. */
function changePinWords(data: Uint8Array): Text {
  if (data[0] === SEPARATOR) return words('设置首个密码', 'Set the first PIN');
  if (data[data.length - 1] === SEPARATOR) return words('取消密码', 'Take the PIN away');
  return words('修改密码', 'Change the PIN');
}

const MAC_LENGTH = 4;
const HEADER_LENGTH = 5;

/** UPDATE RECORD and UPDATE BINARY with what they write; undefined for any other command. */
export function tellUpdate(command: Command, file: CardFile | undefined, unmasked: boolean): Narration | undefined {
  const { cla, ins, p1, p2, data = EMPTY } = command;
  if (ins !== 0xdc && ins !== 0xd6) return undefined;
  const secured = (cla & 0x04) !== 0;
  const what = secured ? words('带MAC写入', 'Write with a MAC to') : words('写入', 'Write to');
  const sentence = join(what, file?.title ?? words('当前文件', 'the current file'));
  const body = secured ? data.subarray(0, Math.max(0, data.length - MAC_LENGTH)) : data;
  const all = unmasked || body.length === 0 ? [] : [{ from: HEADER_LENGTH, to: HEADER_LENGTH + body.length }];
  if (file === undefined) return { words: sentence, hidden: all };
  if (ins === 0xd6)
    return { words: join(sentence, words(`偏移 ${p1 * 256 + p2}`, `from ${p1 * 256 + p2}`)), hidden: [] };
  if (file.kind === 'cyclic') return { words: join(sentence, words('追加一条', 'one more record')), hidden: [] };
  const told = tellRecords(file, body, unmasked);
  if (told === undefined) return { words: join(sentence, UNREADABLE, ': '), hidden: all };
  const hidden = told.hidden.map(({ from, to }) => ({ from: from + HEADER_LENGTH, to: to + HEADER_LENGTH }));
  return { words: told.text ? join(sentence, told.text, ': ') : sentence, hidden };
}
