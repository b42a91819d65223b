/** The commands of the medical account and their answers in words (sscard.md 8). There is nothing in them to hide. */

import { EMPTY, readUint } from '../../base/bytes.js';
import { hexNumber, toHex } from '../../base/hex.js';
import { join, type Text, words } from '../../base/text.js';
import type { Command } from '../../codec/apdu.js';
import { showYuan } from '../../screens/money.js';

/** What a command of class B0 says; undefined for any other. */
export function purseWords({ cla, ins, p1, p2, data = EMPTY }: Command): Text | undefined {
  if (cla !== 0xb0) return undefined;
  switch (ins) {
    case 0x26:
      return BALANCES[p2] ?? words('读余额', 'Get balance');
    case 0x28:
      return p1 === 0x00
        ? join(words('划入初始化', 'Initialise for load:'), yuanAt(data, 1))
        : join(words('结算初始化', 'Initialise for purchase:'), amounts(data, 1));
    case 0x2a:
      return words('划入', 'Credit for load');
    case 0x2c:
      return join(words('结算，终端交易序号', 'Debit for purchase, terminal sequence'), numberAt(data, 0, 4));
    case 0x2e: {
      const kind = p2 === 0x31 ? words('划入', 'load') : words('结算', 'purchase');
      return join(join(words('取交易认证，', 'Get transaction proof of'), kind), numberAt(data, 0, 2));
    }
    case 0x56:
      return p1 === 0x00
        ? join(words('设置年度起始日', 'Update starting day'), numberText(toHex(data)))
        : words('取年度起始日', 'Get starting day');
    default:
      return words(`账户命令 ${hexNumber(ins)}`, `Account command ${hexNumber(ins)}`);
  }
}

const BALANCES: Readonly<Record<number, Text>> = Object.freeze({
  1: words('读个人账户余额', 'Get balance of the account'),
  2: words('读年度自付累计', 'Get the year’s self-pay total'),
  3: words('读年度统筹累计', 'Get the year’s pool total'),
});

/** What the card answers to it; '' where the bytes do not say. */
export function purseAnswer({ ins, p1 }: Command, data: Uint8Array): Text {
  if (ins === 0x26) return join(yuanAt(data, 0), data.length === 6 ? numberText(toHex(data.subarray(4))) : SILENT);
  if (ins === 0x28) {
    const sequence = numberAt(data, p1 === 0x00 ? 4 : 14, 2);
    return join(join(words('余额', 'Balance'), yuanAt(data, 0)), join(words('交易序号', 'sequence'), sequence), ', ');
  }
  if (ins === 0x2a) return join(words('TAC', 'TAC'), numberText(toHex(data)));
  if (ins === 0x2c) return pair('TAC', 'MAC2', data);
  if (ins === 0x2e) return pair('MAC', 'TAC', data);
  return numberText(toHex(data));
}

const SILENT: Text = words('', '');

function pair(first: string, second: string, data: Uint8Array): Text {
  return numberText(`${first} ${toHex(data.subarray(0, 4))} ${second} ${toHex(data.subarray(4))}`);
}

function amounts(data: Uint8Array, at: number): Text {
  return join(join(yuanAt(data, at), yuanAt(data, at + 4), ' + '), yuanAt(data, at + 8), ' + ');
}

function yuanAt(data: Uint8Array, at: number): Text {
  return at + 4 <= data.length ? numberText(showYuan(readUint(data, at, 4))) : SILENT;
}

function numberAt(data: Uint8Array, at: number, length: number): Text {
  return at + length <= data.length ? numberText(String(readUint(data, at, length))) : SILENT;
}

function numberText(text: string): Text {
  return words(text, text);
}
