/** The conversation with the PSAM in words (sscard.md 9). Its keys never leave it, so there is little to hide. */

import { hexNumber, toHex } from '../../base/hex.js';
import { join, type Text, words } from '../../base/text.js';
import { environmentName } from '../../card/environment-name.js';
import { describeStatus } from '../../codec/status-words.js';
import { KEYS } from '../../ssse/keys.js';
import type { Narrator } from './narration.js';

export function narratePsam(): Narrator {
  return {
    reset() {},
    command: (apdu) => ({ words: sentence(apdu), hidden: [] }),
    response: (answer) => {
      const sw = answer.length < 2 ? 0 : answer[answer.length - 2] * 256 + answer[answer.length - 1];
      return { words: describeStatus(sw), hidden: [] };
    },
  };
}

function sentence(apdu: Uint8Array): Text {
  const [cla, ins, p1, p2] = apdu;
  const body = apdu.subarray(5);
  switch (cla * 256 + ins) {
    case 0x00a4:
      return join(words('选择', 'Select'), targetOf(p1, body));
    case 0x00b0:
      return words('读二进制', 'Read binary');
    case 0x0084:
      return words('取随机数', 'Get challenge');
    case 0x00c0:
      return words('取响应', 'Get response');
    case 0xbfec:
      return words('初始化环境', 'Initialise the environment');
    case 0xbfde: {
      const key = KEYS.find((row) => row.psamId === p2)?.name ?? hexNumber(p2);
      const left = p1 >> 5;
      return words(
        `产生过程密钥 ${key}，分散 ${left} 级`,
        `Deliver a session key from ${key}, ${left} levels to diversify`,
      );
    }
    case 0x8070:
      return words('结算初始化：取终端交易序号和MAC1', 'Begin a purchase: terminal sequence and MAC1');
    case 0x8072:
      return words('校验MAC2', 'Check MAC2');
    case 0x80fa:
      return p1 === 0x00 || p1 === 0x02 ? words('加密数据', 'Encrypt data') : words('计算MAC', 'Compute a MAC');
    default:
      return words(`命令 ${hexNumber(ins)}`, `Command ${hexNumber(ins)}`);
  }
}

function targetOf(p1: number, body: Uint8Array): Text {
  if (p1 !== 0x04) return FILES[toHex(body)] ?? words(toHex(body), toHex(body));
  const name = toHex(body.subarray(0, 15));
  if (name === toHex(environmentName('sx1'))) return words('DES 密钥环境 sx1', 'the DES environment sx1');
  if (name === toHex(environmentName('sx3'))) return words('SM4 密钥环境 sx3', 'the SM4 environment sx3');
  return words('PSAM 应用', 'the PSAM application');
}

const FILES: Readonly<Record<string, Text>> = Object.freeze({
  '0015': words('公共信息文件 0015', 'common data 0015'),
  '0016': words('终端信息文件 0016', 'terminal data 0016'),
});
