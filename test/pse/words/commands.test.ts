import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { describeAnswer, describeCommand, describeFormat1 } from '../../../src/pse/words/commands.js';
import { describePaymentStatus } from '../../../src/pse/words/status.js';

const command = (hex: string) => describeCommand(fromHex(hex));
const name = (hex: string) => command(hex)?.name.en;

describe('commands of a payment', () => {
  it('say what they ask', () => {
    expect(name('00A404000E315041592E5359532E444446303100')).toBe('Select payment system environment 1PAY.SYS.DDF01');
    expect(name('00A4040205A00000033300')).toBe('Select the next UnionPay');
    expect(name('00A4040005A0000000FF00')).toBe('Select A0000000FF');
    expect(name('00B2021C00')).toBe('Read record 2 of SFI 3');
    expect(name('80A8000002830000')).toBe('Get processing options');
    expect(name('80AE8000020000')).toBe('Generate AC ARQC');
    expect(name('80AE5000020000')).toBe('Generate AC TC, CDA requested');
    expect(name('80CA9F3600')).toBe('Get data Application Transaction Counter (ATC)');
    expect(name('0084000008')).toBe('Get challenge');
    expect(name('8418000004A1B2C3D4')).toBe('Application unblock');
    expect(name('8416000004A1B2C3D4')).toBe('Card block');
    expect(command('8424000204A1B2C3D4')?.name.zh).toBe('PIN 修改');
    expect(command('80FA000000')).toBeUndefined();
  });

  it('carry a PIN as a secret, plaintext and enciphered', () => {
    for (const p2 of ['80', '88']) {
      const pin = command(`002000${p2}08241234FFFFFFFFFF`)?.children ?? [];
      expect(pin.map((part) => [part.exposure, part.bytes.length])).toEqual([['secret', 8]]);
      expect(pin[0].value).toBeUndefined();
    }
  });

  it('are taken apart by the lists of the card', () => {
    const pdol = fromHex('9F1A025F2A029C01');
    const gpo = describeCommand(fromHex('80A80000078305015601563100'), { pdol })?.children ?? [];
    expect(gpo.map((part) => part.value?.en)).toEqual(['156 China', '156 renminbi', '31 balance enquiry']);
    const cdol = fromHex('8A0295055A08');
    const data = '3030' + '0000000000' + '6228000100001FFF';
    const cryptogram = describeCommand(fromHex(`80AE40000F${data}00`), { cdol })?.children ?? [];
    expect(cryptogram.map((part) => part.tag)).toEqual([0x8a, 0x95, 0x5a]);
    expect(cryptogram[2].exposure).toBe('number');
  });

  it('stay whole when the list is another one', () => {
    const parts = describeCommand(fromHex('80AE4000023030'), { cdol: fromHex('9505') })?.children ?? [];
    expect(parts.map((part) => part.problem?.en)).toEqual(['does not fit its list']);
  });
});

describe('answers of a payment', () => {
  const answer = (asked: string, data: string) => describeAnswer(fromHex(asked), fromHex(data));

  it('in format 1 are told by the command', () => {
    const gpo = answer('80A8000002', '80067C0008010100').children ?? [];
    expect(gpo.map((part) => [part.tag, toHex(part.bytes)])).toEqual([
      [0x82, '7C00'],
      [0x94, '08010100'],
    ]);
    const cryptogram = answer('80AE800002', '80138002405D016C91005E7CC207000103A0400201').children;
    expect(cryptogram?.map((part) => part.tag)).toEqual([0x9f27, 0x9f36, 0x9f26, 0x9f10]);
    expect(answer('0088000004', '80020102').children?.[0].tag).toBe(0x9f4b);
  });

  it('in format 2 are objects', () => {
    const parts = answer('80AE800002', '77079F2701809F3600').children?.[0];
    expect(parts?.children?.map((part) => part.tag)).toEqual([0x9f27, 0x9f36]);
  });

  it('of a log are told by the log format, and are kept back without it', () => {
    const record = '260601000000001234';
    const told = describeAnswer(fromHex('00B2015C00'), fromHex(record), { logFormat: fromHex('9A039F0206') });
    expect(told.children?.map((part) => part.value?.en)).toEqual(['2026-06-01', '12.34']);
    expect(answer('00B2015C00', record).children?.[0].exposure).toBe('track');
  });

  it('without their command are guessed by their shape (emv.md 2.2, 2.7)', () => {
    const guess = (hex: string) => describeFormat1(fromHex(hex)).children?.map((part) => part.tag);
    expect(guess('8002405D016C91005E7CC207000103A0400201')).toEqual([0x9f27, 0x9f36, 0x9f26, 0x9f10]);
    expect(guess('7C000801010010010201')).toEqual([0x82, 0x94]);
    expect(guess('010203')).toBeUndefined();
  });
});

describe('status words', () => {
  it('mean what the command makes of them', () => {
    expect(describePaymentStatus(0xa4, 0x6a81).en).toBe('Card blocked, or command not supported');
    expect(describePaymentStatus(0xa4, 0x6283).en).toBe('Application blocked');
    expect(describePaymentStatus(0xa8, 0x6985).en).toBe(
      'Conditions not satisfied, another application is to be selected',
    );
    expect(describePaymentStatus(0x82, 0x6300).zh).toBe('发卡行认证失败');
    expect(describePaymentStatus(0x20, 0x63c1).en).toBe('PIN wrong, 1 try left');
    expect(describePaymentStatus(0x20, 0x6984).en).toBe('PIN blocked');
    expect(describePaymentStatus(0xda, 0x6988).en).toBe('MAC wrong');
    expect(describePaymentStatus(0xb2, 0x9000).en).toBe('Done');
    expect(describePaymentStatus(0xca, 0x6700).en).toBe('Wrong length');
  });
});
