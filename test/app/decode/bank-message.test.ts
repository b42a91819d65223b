import { describe, expect, it } from 'vitest';
import { describeBankMessage, type LineKeys } from '../../../src/app/decode/bank-message.js';
import { decodeAs, decodeHex } from '../../../src/app/decode/decode.js';
import { type Shown, shown } from '../../../src/app/decode/shown.js';
import { asciiBytes } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { encodeMessage, type FieldValue } from '../../../src/codec/iso8583.js';
import { encodeFrame } from '../../../src/codec/iso8583-frame.js';
import vectors from '../../vectors/bank.json';

const [first, second] = vectors.unionpay_pos_keys;
const SALE = fromHex(`${second.mab}${second.f64}`);
const PAN = '6212990100000016';

function tell(bytes: Uint8Array, keys?: LineKeys, unmasked = false): Shown {
  const described = decodeAs('iso8583', bytes, keys);
  if (described === undefined) throw new Error('not described');
  return shown(described, unmasked);
}

function field(one: Shown, number: number): Shown | undefined {
  return one.children?.find((child) => child.name.en.startsWith(`F${number} `));
}

function child(one: Shown | undefined, name: string): string | undefined {
  return one?.children?.find((part) => part.name.en === name)?.value?.en;
}

function message(mti: string, ...fields: readonly (readonly [number, FieldValue])[]): Uint8Array {
  return encodeMessage({ mti, fields: new Map(fields) });
}

function framed(body: Uint8Array, request = '0'): Uint8Array {
  const [applicationClass, softwareVersion, terminalStatus, version] = ['61', '31', '0', '312345'];
  const header = { applicationClass, softwareVersion, terminalStatus, processingRequest: request, version };
  return encodeFrame({ destination: 3, source: 0, header, message: body });
}

describe('a bank message', () => {
  it('has its transaction and its fields in words', () => {
    const sale = tell(SALE);
    expect(sale.value).toEqual({ zh: '0200 消费 请求', en: '0200 Purchase request' });
    expect(sale.problem).toBeUndefined();
    expect(field(sale, 3)?.value?.en).toBe('000000: 00 purchase');
    expect(field(sale, 4)?.value?.en).toBe('0.51');
    expect(field(sale, 22)?.value?.zh).toBe('02 磁条, 1 有 PIN');
    expect(field(sale, 49)?.value?.zh).toBe('156 人民币');
    expect(field(sale, 53)?.value?.en).toBe('2 PIN with account number, 6 Triple DES, 0 track in clear');
    expect(field(sale, 60)?.children?.map((one) => one.value?.en)).toEqual(['22', '000001']);
  });

  it('answers in words, in a frame that asks for something', () => {
    const answer = tell(framed(message('0210', [3, '310000'], [12, '235959'], [39, '51'], [60, '01000001']), '3'));
    expect(answer.value?.en).toBe('0210 Balance enquiry answer');
    expect(field(answer, 39)?.value).toEqual({ zh: '51 余额不足', en: '51 insufficient funds' });
    expect(field(answer, 12)?.value?.en).toBe('23:59:59');
    const [tpdu, header] = answer.children ?? [];
    expect([tpdu.bytes, tpdu.value?.en]).toEqual(['6000030000', 'from 0000 to 0003']);
    expect(child(header, 'Processing request')).toBe('3 sign in again');
    expect(child(header, 'Application class')).toBe('61 chip');
  });

  it('gives field 39 of a reversal its own words', () => {
    const reversal = tell(message('0400', [3, '000000'], [25, '00'], [39, 'A0'], [60, '22000001']));
    expect(reversal.value?.en).toBe('0400 Reversal of: Purchase request');
    expect(field(reversal, 39)?.value?.en).toBe('A0 the MAC of the answer was wrong');
    expect(reversal.problem?.en).toBe('without fields 4 11 22 41 42 49 61 64');
    expect(field(tell(message('0410', [39, 'A0'])), 39)?.value?.en).toBe('A0 MAC error, sign in again');
  });

  it('takes balance, totals, original and chip data apart', () => {
    const balance = tell(message('0210', [54, '0102156C000000012345'], [55, fromHex('9F3602001C')]));
    expect(field(balance, 54)?.value?.en).toBe('123.45 156 renminbi');
    expect(field(balance, 55)?.children?.map(({ tag, value }) => [tag, value?.en])).toEqual([['9F36', '28']]);
    const side = (flag: string) => `${'1234'.padStart(12, '0')}007${'0'.repeat(15)}${flag}`;
    const settle = tell(message('0510', [48, side('1') + side('2')], [60, '00000001201']));
    const [domestic, foreign] = field(settle, 48)?.children ?? [];
    expect(domestic.children?.map((one) => one.value?.en)).toEqual(['12.34 × 7', '0.00 × 0', '1 balanced']);
    expect(child(foreign, 'Balance')).toBe('2 not balanced');
    const refund = tell(message('0220', [61, '0000010018340601'], [63, fromHex('B3C9B9A6')]));
    expect(field(refund, 61)?.children?.map((one) => one.value?.en)).toEqual(['000001', '001834', '0601']);
    expect(field(refund, 63)?.value?.en).toBe('成功');
    expect(field(tell(message('0210', [54, 'SHORT'])), 54)?.value?.en).toBe('SHORT');
    expect(field(tell(message('0210', [54, '0102156DNOT A NUMBER'])), 54)?.value?.en).toBe(
      '-NOT A NUMBER 156 renminbi',
    );
  });

  it('tells the totals at the end of an upload, and what else the host wants', () => {
    const end = tell(framed(message('0320', [48, '0'.repeat(62)], [60, '00000001202']), '4'));
    expect(end.value?.en).toBe('0320 End of the batch upload request');
    expect(field(end, 48)?.children).toHaveLength(2);
    expect(child(end.children?.[1], 'Processing request')).toBe('4 update the CA keys');
    const upload = tell(message('0320', [48, '0'.repeat(62)], [60, '00000001205']));
    expect(field(upload, 48)?.children).toBeUndefined();
    expect(field(upload, 48)?.value).toBeUndefined();
  });

  it('tells a transfer whose MAC is not where it should be', () => {
    const transfer = tell(message('0200', [3, '400000'], [25, '00'], [60, '7300000100050'], [64, new Uint8Array(8)]));
    expect(transfer.value?.en).toBe('0200 Transfer request');
    expect(transfer.problem?.en).toBe('without fields 4 11 22 41 42 49 102 103 128 with fields it does not have: 64');
  });

  it('that is unknown says so, and one with a field too many', () => {
    expect(tell(message('0820')).value?.en).toBe('0820 unknown transaction');
    const signIn = message('0800', [4, '000000000001'], [11, '000001'], [41, '00000001'], [60, '00000001003']);
    expect(tell(signIn).problem).toEqual({
      zh: '缺少域 42 不常见的域 4',
      en: 'without fields 42 with fields it does not have: 4',
    });
  });
});

describe('what must not be seen of a bank message', () => {
  const text = (one: Shown): string => JSON.stringify(one);

  it('is the PIN block and the MAC, with any leave', () => {
    for (const unmasked of [false, true]) {
      const sale = tell(SALE, {}, unmasked);
      expect(field(sale, 52)?.bytes).toBe('****************');
      expect(field(sale, 64)?.bytes).toBe('****************');
      expect(text(sale)).not.toContain('ACF46E73838A82F9');
      expect(text(sale)).not.toContain(second.f64);
    }
  });

  it('is the account in its fields and the tracks, without leave', () => {
    const bytes = message('0200', [2, PAN], [35, `${PAN}D3012`], [36, `99${PAN}D`], [102, PAN], [103, PAN]);
    const masked = text(tell(bytes));
    expect(masked).not.toContain(PAN);
    expect(masked).not.toContain(toHex(asciiBytes(PAN)));
    expect(masked).not.toContain('990100000016');
    expect(field(tell(bytes), 2)?.value?.en).toBe('62************16');
    expect(field(tell(bytes), 35)?.value).toBeUndefined();
    expect(field(tell(bytes, {}, true), 2)?.value?.en).toBe(PAN);
    expect(field(tell(bytes, {}, true), 35)?.value?.en).toBe(`${PAN}D3012`);
  });

  it('is the account inside chip data and uploaded transactions', () => {
    const chip = message('0200', [55, fromHex(`5A08${PAN}`)]);
    const upload = message('0320', [48, `0100${PAN}`], [60, '00000001201']);
    const odd = message('0510', [48, `0100${PAN}`], [60, '00000001201']);
    for (const bytes of [chip, upload, odd]) expect(text(tell(bytes))).not.toContain(PAN);
    expect(text(tell(upload, {}, true))).toContain(PAN);
  });

  it('is field 62, but for what is downloaded', () => {
    const keys = [62, fromHex(first.f62 ?? '')] as const;
    for (const unmasked of [false, true]) {
      const bytes = message('0810', [60, '00000001003'], keys);
      expect(field(tell(bytes, {}, unmasked), 62)?.bytes).toBe('**'.repeat(40));
      expect(field(tell(message('0810', keys), {}, unmasked), 62)?.bytes).toBe('**'.repeat(40));
    }
    expect(field(tell(message('0810', [60, '00000001370'], [62, fromHex('31AB')])), 62)?.bytes).toBe('31AB');
  });

  it('is every field of a message that breaks a rule', () => {
    const cut = tell(SALE.subarray(0, SALE.length - 1), {}, true);
    expect(cut.problem?.en).toBe('malformed (field 64 cut off)');
    expect(cut.children?.map((one) => one.value?.en)).toEqual(['0200', '3 4 11 22 25 26 35 41 42 49 52 53 60 64']);
    expect(text(cut)).not.toContain(PAN);
    const frame = framed(SALE);
    const long = tell(Uint8Array.of(...frame, 0), {}, true);
    expect(long.problem?.en).toBe('malformed (length is not that of the frame)');
    expect(text(long)).not.toContain(PAN);
  });
});

describe('keys that are given', () => {
  it('check the MAC', () => {
    expect(child(tell(SALE, { macKey: fromHex(second.tak) }), 'MAC check')).toBe('right');
    expect(child(tell(SALE, { macKey: fromHex(first.tak) }), 'MAC check')).toBe('wrong');
    expect(child(tell(SALE), 'MAC check')).toBeUndefined();
    expect(child(tell(message('0820'), { macKey: fromHex(second.tak) }), 'MAC check')).toBeUndefined();
  });

  it('check the working keys of a sign-in, and do not show them', () => {
    const answer = message('0810', [60, '00000001003'], [62, fromHex(first.f62 ?? '')]);
    const name = 'Check values of the working keys';
    const right = tell(answer, { masterKey: fromHex(first.tmk) }, true);
    expect(child(right, name)).toBe('right');
    expect(JSON.stringify(right)).not.toContain(first.tak);
    expect(child(tell(answer, { masterKey: fromHex(second.tmk) }), name)).toBe('wrong');
    expect(child(tell(SALE, { masterKey: fromHex(first.tmk) }), name)).toBeUndefined();
    const short = message('0810', [60, '00000001004'], [62, fromHex(first.f62 ?? '')]);
    const checked = tell(short, { masterKey: fromHex(first.tmk) }).children?.find((one) => one.name.en === name);
    expect(checked?.problem?.en).toBe('malformed (not 60 bytes)');
  });
});

describe('a guess', () => {
  it('knows a frame, whole, cut off or too long', () => {
    const frame = framed(SALE);
    const guess = (bytes: Uint8Array) => decodeHex(bytes)?.name.en;
    expect(guess(frame)).toBe('Bank message');
    expect(guess(frame.subarray(0, 40))).toBe('Bank message');
    expect(guess(Uint8Array.of(...frame, 0))).toBe('Bank message');
  });

  it('knows a frame whose length looks like a PIN command', () => {
    const padded = framed(message('0210', [63, new Uint8Array(9).fill(0x20)]));
    expect(toHex(padded.subarray(0, 3))).toBe('002060');
    expect(decodeHex(padded)?.name.en).toBe('Bank message');
  });

  it('takes nothing else for one', () => {
    expect(decodeHex(fromHex('0020008008241234FFFFFFFFFF'))?.name.en).not.toBe('Bank message');
    expect(describeBankMessage(fromHex('3B6D'))).toBeUndefined();
    expect(describeBankMessage(fromHex('02'))).toBeUndefined();
  });
});
