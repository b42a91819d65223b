import { describe, expect, it } from 'vitest';
import { DECODE_NAMES, decodeAs, decodeHex } from '../../../src/app/decode/decode.js';
import { type Shown, shown } from '../../../src/app/decode/shown.js';
import { fromHex } from '../../../src/base/hex.js';

const guess = (hex: string, unmasked = false): Shown | undefined => {
  const described = decodeHex(fromHex(hex));
  return described && shown(described, unmasked);
};
const as = (name: string, hex: string, unmasked = false): Shown | undefined => {
  const described = decodeAs(name, fromHex(hex));
  return described && shown(described, unmasked);
};
const first = (one: Shown | undefined): Shown | undefined => one?.children?.[0];
const everything = (one: Shown | undefined): string => JSON.stringify(one ?? '');

describe('a guess', () => {
  it('takes a tag alone for a question about it', () => {
    expect(guess('9F26')).toEqual({
      tag: '9F26',
      name: { zh: '应用密文', en: 'Application Cryptogram' },
      value: { zh: '来自卡片，b，8 字节，模板 77 80', en: 'from the card, b, 8 bytes, in 77 80' },
    });
    expect(guess('61')?.value?.en).toBe('from the card, template, 0-252 bytes, in 70');
    expect(guess('9C')?.value?.en).toBe('from the terminal, n, 1 byte');
  });

  it('takes two other bytes for a status word', () => {
    expect(guess('63C2')?.value?.en).toBe('Authentication failed, 2 tries left');
    expect(guess('9000')?.value?.zh).toBe('成功');
  });

  it('reads an ATR', () => {
    expect(guess('3B6D000000995453549999990100000001')?.name.en).toBe(
      'Answer to reset, T=0, historical bytes 00995453549999990100000001',
    );
  });

  it('reads commands of both sides and of the PSAM', () => {
    expect(guess('00A404000E315041592E5359532E444446303100')?.name.en).toBe(
      'Select payment system environment 1PAY.SYS.DDF01',
    );
    expect(guess('00A404000F7378312E73682EC9E7BBE1B1A3D5CF00')?.name.en).toBe(
      'Select social security environment SSSE',
    );
    expect(guess('00A4020002EF05')?.name.zh).toBe('选择 SSSEEF05 发卡机构');
    expect(guess('00B2070409')?.name.en).toBe('Read records number 7 of the current file');
    expect(guess('00B2011400')?.name.en).toBe('Read record 1 of SFI 2');
    expect(guess('008200000A21415243527CE78F3030')?.name.en).toBe('External authenticate: the issuer proves itself');
    expect(guess('00820010100000000000000000000000000000000000')?.name.en).toMatch(/^External .* the terminal/);
    expect(guess('BFDE601008 0011223344556677')?.name.en).toMatch(/^Deliver a session key/);
  });

  it('reads objects, with or without a status word behind them', () => {
    expect(guess('9F02060000000012345F2A020156')?.children?.map((one) => one.value?.en)).toEqual([
      '12.34',
      '156 renminbi',
    ]);
    const fci = guess('6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C038601039000');
    expect(fci?.children?.map((one) => one.name.en)).toEqual([
      'File Control Information (FCI) Template',
      'Status word',
    ]);
    expect(first(fci)?.children?.[1].children?.map((one) => one.value?.en)).toEqual(['30', '03 SM4']);
  });

  it('reads an answer in format 1 by its shape', () => {
    const gpo = first(guess('800E7C000801010010010201180102009000'));
    expect(gpo?.children?.map((one) => one.tag)).toEqual(['82', '94']);
  });

  it('reads records of the social security side', () => {
    const records = guess('0812393930313030313939303031303130303132 0A0131');
    expect(records?.name.en).toBe('SSSEEF06 Holder');
    expect(records?.children?.map((one) => [one.tag, one.value?.en])).toEqual([
      ['08', '99**************12'],
      ['0A', '1 male'],
    ]);
    expect(guess('020133')?.name.en).toBe('SSSEEF05 Issuer');
  });

  it('shows unknown tags, and what stands before a break', () => {
    expect(first(guess('DF812901AA'))).toEqual({
      tag: 'DF8129',
      name: { zh: '未知数据', en: 'Unknown data object' },
      bytes: 'AA',
    });
    const broken = guess('9C01009F3303E0');
    expect(broken?.children?.map((one) => one.tag)).toEqual(['9C']);
    expect(broken?.problem?.en).toBe('malformed (value shorter than its length)');
    expect(guess('9F380F9F1A02')?.tag).toBe('9F38');
  });

  it('gives up on what is nothing known', () => {
    expect(guess('')).toBeUndefined();
    expect(guess('0102')).toBeUndefined();
    expect(guess('FFFFFFFF')).toBeUndefined();
  });
});

describe('a name', () => {
  it('says what the bytes are', () => {
    expect(as('tvr', '0010000000')?.bits?.map((bit) => bit.at)).toEqual(['2.5']);
    expect(as('9F33', 'E0F9C8')?.bits).toHaveLength(12);
    expect(as('cvr', '03A4B904')?.bits).toEqual(as('cvr', 'A4B904')?.bits);
    expect(as('cvr', 'A4B904')?.bits?.map((bit) => bit.at)).toEqual([
      '2.8-7',
      '2.6-5',
      '2.3',
      '3.8',
      '3.6',
      '3.5',
      '3.4',
      '3.1',
      '4.3',
    ]);
    expect(as('status', '6283')?.value?.en).toBe('Selected file is deactivated');
    expect(as('response', '6985')?.value?.en).toBe('Conditions of use not satisfied');
    expect(as('dol', '9F3704')?.value?.en).toBe('9F37(4)');
    expect(as('aid', 'A000000333010102')?.value?.en).toBe('UnionPay credit');
    expect(as('tlv', '5A')?.problem?.en).toBe('malformed (length missing)');
  });

  it('of nothing known, or of other bytes, says nothing', () => {
    expect(as('nonsense', '00')).toBeUndefined();
    expect(as('DF7F', '00')).toBeUndefined();
    expect(as('atr', '00')).toBeUndefined();
    expect(as('command', '0020')).toBeUndefined();
    expect(as('records', '00')).toBeUndefined();
  });

  it('is listed, and listed names work', () => {
    for (const name of DECODE_NAMES) expect(name).toMatch(/^[a-z][a-z0-9-]+$/);
    expect(DECODE_NAMES).toContain('cvm-list');
    expect(as('cvm-list', '00000000000000001F00')?.children).toHaveLength(3);
  });
});

describe('what must not be seen', () => {
  const RECORD = '70 1E 5A086228000100001FFF 5712 6228000100001D30122010000000000000FF';

  it('numbers keep their ends, tracks their first bytes', () => {
    const [pan, track] = first(guess(RECORD))?.children ?? [];
    expect([pan.bytes, pan.value?.en]).toEqual(['6228********1FFF', '62*********01']);
    expect([track.bytes, track.value]).toEqual([`6228${'**'.repeat(16)}`, undefined]);
  });

  it('stands whole where that is asked for', () => {
    const [pan, track] = first(guess(RECORD, true))?.children ?? [];
    expect(pan.value?.en).toBe('6228000100001');
    expect(track.bytes).toBe('6228000100001D30122010000000000000FF');
  });

  it('is nowhere else in what is shown: no template repeats its contents', () => {
    expect(everything(guess(RECORD))).not.toContain('00100001');
    expect(everything(guess(`${RECORD}9000`))).not.toContain('00100001');
    expect(everything(as('tlv', RECORD))).not.toContain('00100001');
    expect(everything(as('response', `${RECORD}9000`))).not.toContain('00100001');
    expect(everything(as('5A', '6228000100001FFF'))).not.toContain('00100001');
  });

  it('a PIN is never shown, whoever asks', () => {
    const canary = '241234FFFFFFFFFF';
    for (const command of [
      `0020008008${canary}`,
      `0020008808${canary}`,
      `8024000108${canary}`,
      `805E010008${canary}`,
    ]) {
      for (const seen of [guess(command, true), as('command', command, true)]) {
        expect(seen).toBeDefined();
        expect(everything(seen)).not.toContain('1234');
      }
    }
    const change = `8424000014${canary}${canary}A1B2C3D4`;
    expect(everything(guess(change, true))).not.toContain('1234');
    expect(everything(guess(`72 1B 8619 ${change}`, true))).not.toContain('1234');
    expect(everything(guess(`80FA000008${canary}`, true))).not.toContain('1234');
    expect(everything(as('99', canary, true))).not.toContain('1234');
  });

  it('a PIN command cut off is not shown as something else', () => {
    expect(guess('002000800824123F', true)).toBeUndefined();
    expect(guess('00200080012412345678', true)).toBeUndefined();
  });
});
