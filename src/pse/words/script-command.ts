/** 发卡行脚本: the commands that an issuer sends to its card (emv.md 2.10; EMV 4.3 Book 3 6.5). */

import { hexNumber } from '../../base/hex.js';
import { same, type Text, words } from '../../base/text.js';
import { type Description, part } from './description.js';
import { tagName } from './lists.js';
import { exposureOf } from './tags.js';

const HEADER_LENGTH = 5;
const MAC_LENGTH = 4;

/** What the header of a command under secure messaging asks for; undefined for one that no script uses. */
export function scriptCommandWords(command: Uint8Array): Text | undefined {
  const [cla, ins, p1, p2] = command;
  if (cla !== 0x84 && cla !== 0x04) return undefined;
  switch (ins) {
    case 0x1e:
      return words('应用锁定', 'Application block');
    case 0x18:
      return words('应用解锁', 'Application unblock');
    case 0x16:
      return words('卡片锁定', 'Card block');
    case 0x24:
      return p2 === 0x00 ? words('PIN 解锁', 'PIN unblock') : words('PIN 修改', 'PIN change');
    case 0xda: {
      const { zh, en } = tagName(p1 * 256 + p2);
      return words(`设置数据 ${zh}`, `Put data ${en}`);
    }
    case 0xdc:
      return words(`修改记录 SFI ${p2 >> 3} 记录 ${p1}`, `Update record ${p1} of SFI ${p2 >> 3}`);
    default:
      return undefined;
  }
}

/** The data of such a command: what it carries, and the MAC. A PIN stays out of sight although it is enciphered. */
export function scriptCommandParts(command: Uint8Array): Description[] {
  const data = command.subarray(HEADER_LENGTH, HEADER_LENGTH + (command[HEADER_LENGTH - 1] ?? 0));
  if (data.length < MAC_LENGTH) return [];
  const body = data.subarray(0, data.length - MAC_LENGTH);
  const mac = part(same('MAC'), data.subarray(data.length - MAC_LENGTH));
  return body.length === 0 ? [mac] : [scriptData(command, body), mac];
}

/** A record may hold anything of the holder's, so it is kept back like a track. */
function scriptData([, ins, p1, p2]: Uint8Array, body: Uint8Array): Description {
  if (ins === 0x24) return { name: words('加密的 PIN', 'Enciphered PIN'), bytes: body, exposure: 'secret' };
  const exposure = ins === 0xdc ? 'track' : exposureOf(p1 * 256 + p2, body.length);
  return { ...part(words('数据', 'Data'), body), ...(exposure && { exposure }) };
}

/** 86: a whole command of a script. */
export function readScriptCommand(command: Uint8Array): Pick<Description, 'value' | 'children'> {
  const [cla = 0, ins = 0] = command;
  const name = scriptCommandWords(command);
  if (name === undefined) {
    const header = `${hexNumber(cla)} ${hexNumber(ins)}`;
    return { value: words(`命令 ${header}`, `Command ${header}`) };
  }
  return { value: name, children: scriptCommandParts(command) };
}
