import { describe, expect, it } from 'vitest';
import { purseAnswer, purseWords } from '../../../src/app/trace/narrate-purse.js';
import { fromHex } from '../../../src/base/hex.js';
import { decodeCommand } from '../../../src/codec/apdu.js';

describe('the commands of the account in words', () => {
  it.each([
    ['B026000104', '读个人账户余额', '0003D090', '¥2500.00'],
    ['B026000306', '读年度统筹累计', '00001F402024', '¥80.00 2024'],
    [
      'B02801011301000004D20000012C00001F4099010000000116',
      '结算初始化 ¥12.34 + ¥3.00 + ¥80.00',
      '0000271000000000000000002012000701 00C0FFEE01',
      '余额 ¥100.00, 交易序号 7',
    ],
    [
      'B02C01000F00000102201205280930159BD3BFA408',
      '结算，终端交易序号 258',
      '5BAA29A5C739763E',
      'TAC 5BAA29A5 MAC2 C739763E',
    ],
    [
      'B02800010B010000138899010000000110',
      '划入初始化 ¥50.00',
      '0000271000030100C0FFEE0132B8FF2F',
      '余额 ¥100.00, 交易序号 3',
    ],
    ['B02A00000B201205280930152D3DA7C604', '划入', '08E19C1B', 'TAC 08E19C1B'],
    ['B02E003202000708', '取交易认证， 结算 7', 'C739763E5BAA29A5', 'MAC C739763E TAC 5BAA29A5'],
    ['B056010002', '取年度起始日', '0401', '0401'],
    ['B0560000020701', '设置年度起始日 0701', '', ''],
  ])('%s', (apdu, asked, answer, told) => {
    const command = decodeCommand(fromHex(apdu));
    expect(purseWords(command)?.zh).toBe(asked);
    expect(purseAnswer(command, fromHex(answer)).zh.trim()).toBe(told);
  });

  it('are none of another class', () => {
    expect(purseWords(decodeCommand(fromHex('0026000104')))).toBeUndefined();
  });

  it('survive what is cut short', () => {
    expect(purseWords(decodeCommand(fromHex('B0280101020100')))?.en).toContain('Initialise for purchase');
    expect(purseAnswer(decodeCommand(fromHex('B026000104')), fromHex('00')).en.trim()).toBe('');
  });
});
