import { describe, expect, it } from 'vitest';
import { narrateCard } from '../../../src/app/trace/narrate-card.js';
import { hexWithout } from '../../../src/app/trace/narration.js';
import { concat } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { encodeTlv } from '../../../src/codec/tlv.js';

const PSE = '00A404000E315041592E5359532E444446303100';
const SELECT = '00A4040008A00000033301010100';
const OTHER = '00A4040008A00000033301010200';
const SSSE = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF00';

const tlv = (tag: number, ...values: readonly string[]) => toHex(encodeTlv(tag, ...values.map(fromHex)));
const ok = (...parts: readonly string[]) => `${parts.join('')}9000`;

const FCI = ok(tlv(0x6f, tlv(0x84, 'A000000333010101'), tlv(0xa5, tlv(0x50, '50424F43'), tlv(0x9f38, '9F1A029C01'))));
const PAN = tlv(0x5a, '6228000100001FFF');
const TRACK = tlv(0x57, '6228000100001D30122010000000000000FF');
const CDOLS = [tlv(0x8c, '9F020695059C019F3704'), tlv(0x8d, '8A0295059F3704')];

/** Goes through a conversation, command and answer in turn; every line as `bytes words`. */
function told(conversation: readonly string[], unmasked = false, language: 'zh' | 'en' = 'en'): string[] {
  const narrator = narrateCard(unmasked);
  narrator.reset();
  return conversation.map((hex, i) => {
    const bytes = fromHex(hex);
    const { words, hidden } = i % 2 === 0 ? narrator.command(bytes) : narrator.response(bytes);
    return `${hexWithout(bytes, hidden)} ${words[language]}`;
  });
}

const wordsOf = (line: string) => line.slice(line.indexOf(' ') + 1);
const last = (conversation: readonly string[], unmasked = false, language: 'zh' | 'en' = 'en') =>
  told(conversation, unmasked, language)[conversation.length - 1];

describe('a payment in words', () => {
  it('begins with the directory and the application', () => {
    const directory = ok(tlv(0x70, tlv(0x61, tlv(0x4f, 'A000000333010101'), tlv(0x87, '01'))));
    const conversation = [PSE, ok(tlv(0x6f, tlv(0xa5, tlv(0x88, '01')))), '00B2010C00', directory, SELECT, FCI];
    expect(told(conversation).map(wordsOf)).toEqual([
      'Select payment system environment 1PAY.SYS.DDF01',
      'Short File Identifier (SFI)=1; Done',
      'Read record 1 of SFI 1',
      'Application Identifier (ADF name)=UnionPay debit; Application Priority Indicator=priority 1; Done',
      'Select UnionPay debit',
      'Dedicated File (DF) Name=UnionPay debit; Application Label=PBOC; Processing Options DOL (PDOL)=9F1A(2) 9C(1); Done',
    ]);
  });

  it('tells the data of GPO by the PDOL, and its answer in both formats', () => {
    const gpo = '80A80000058303015631';
    const conversation = [SELECT, FCI, gpo, ok('80067C0008010100'), gpo, ok('770A82027C00940408010100')];
    const lines = told(conversation, false, 'zh').map(wordsOf);
    const asked = '获取处理选项; 终端国家代码=156 中国; 交易类型=31 余额查询';
    const given =
      '应用交互特征 (AIP)=支持静态数据认证 (SDA), 支持动态数据认证 (DDA), 支持持卡人验证, 需进行终端风险管理, 支持发卡行认证; 应用文件定位器 (AFL)=SFI 1: 1; 成功';
    expect(lines.slice(2)).toEqual([asked, given, asked, given]);
  });

  it('keeps back data whose list it does not know: the list may have asked for the account', () => {
    const dol = tlv(0x70, tlv(0x8c, '5A0A9F3704'), tlv(0x8d, '5A0A8A02'));
    const generate = '80AE80000E6228000100001FFFFFFF0000000100';
    const inPieces = ['00B2011400', `${dol.slice(0, 8)}6110`, '00C0000010', ok(dol.slice(8))];
    const shown = last([SELECT, FCI, ...inPieces, generate]);
    expect(shown).toBe(`80AE80000E6228${'**'.repeat(12)}00 Generate AC ARQC; Data=***`);
    expect(last([SELECT, FCI, generate])).toBe(shown);
    expect(last([SELECT, FCI, '00B2011400', ok(tlv(0x70, tlv(0x8c, '9F3704'))), generate])).not.toMatch(/0001/);
    expect(last([SELECT, FCI, generate], true)).toMatch(/^80AE80000E6228000100001FFFFFFF0000000100 /);
    expect(last([SELECT, FCI, '00880000040A0B0C0D00'])).toBe(
      '00880000040A0B0C0D00 Internal authenticate: the card signs; Data=0A0B0C0D',
    );
  });

  it('tells what a cryptogram is asked over by CDOL1, then by CDOL2', () => {
    const records = ['00B2011400', ok(tlv(0x70, ...CDOLS))];
    const first = '80AE8000100000000012340000040000310000000100';
    const second = '80AE40000B303000000400000000000100';
    const lines = told([
      ...[SELECT, FCI, ...records],
      ...[first, ok('80138002405D016C91005E7CC207000103A0000001')],
      ...['008200000A21415243527CE78F3030', '6300'],
      ...[second, ok('80134002405D016C91005E7CC20700010360000001')],
    ]).map(wordsOf);
    expect(lines[4]).toBe(
      'Generate AC ARQC; Amount, Authorised (Numeric)=12.34; Terminal Verification Results (TVR)=online PIN entered; Transaction Type=31 balance enquiry; Unpredictable Number=00000001',
    );
    expect(lines[5]).toMatch(/^Cryptogram Information Data \(CID\)=ARQC, go online; Application Transaction Counter/);
    expect(lines[6]).toBe(
      'External authenticate: the issuer proves itself; Issuer Authentication Data=Authorisation response cryptogram (ARPC): 21415243527CE78F, Authorisation Response Code (ARC): 00 approved',
    );
    expect(lines[7]).toBe('Issuer authentication failed');
    expect(lines[8]).toBe(
      'Generate AC TC; Authorisation Response Code (ARC)=00 approved; Terminal Verification Results (TVR)=online PIN entered; Unpredictable Number=00000001',
    );
    expect(lines[9]).toMatch(/CVR\): second GENERATE AC: TC, first GENERATE AC: ARQC/);
  });

  it('tells GET DATA, scripts and the log', () => {
    const log = ['80CA9F4F00', ok(tlv(0x9f4f, '9A039F0206')), '00B2015C00', ok('260601000000001234')];
    const scripts = ['841E000004A1B2C3D4', '6988', '04DA9F790A000000001000A1B2C3D4', '9000'];
    const lines = told([SELECT, FCI, '80CA9F1700', ok(tlv(0x9f17, '03')), ...log, ...scripts]).map(wordsOf);
    expect(lines.slice(2)).toEqual([
      'Get data PIN Try Counter',
      'PIN Try Counter=3; Done',
      'Get data Log Format',
      'Log Format=9A(3) 9F02(6); Done',
      'Read record 1 of SFI 11',
      'Transaction Date=2026-06-01; Amount, Authorised (Numeric)=12.34; Done',
      'Application block; MAC=A1B2C3D4',
      'MAC wrong',
      'Put data Electronic Cash Balance; Data=000000001000; MAC=A1B2C3D4',
      'Done',
    ]);
  });

  it('tells an unknown command by its header and hides what it carries', () => {
    expect(last([SELECT, FCI, '80DD0000021122'], true)).toBe('80DD000002**** Command 80 DD');
  });

  it('tells an unknown tag by its bytes', () => {
    expect(wordsOf(last([SELECT, FCI, '00B2011400', ok(tlv(0x70, tlv(0xdf7f, '0102')))]))).toBe(
      'Unknown data object DF7F=0102; Done',
    );
  });
});

describe('the numbers of account and holder', () => {
  const read = (...objects: readonly string[]) => [SELECT, FCI, '00B2011400', ok(tlv(0x70, ...objects))];

  it('keep their ends, a track its first bytes, in hexadecimal and words', () => {
    expect(last(read(PAN, tlv(0x5f34, '01')))).toBe(
      '700E5A086228********1FFF5F3401019000 Application Primary Account Number (PAN)=***; PAN Sequence Number=01; Done',
    );
    expect(last(read(TRACK))).toBe(`701457126228${'**'.repeat(16)}9000 Track 2 Equivalent Data=***; Done`);
    expect(last(read(tlv(0x9f61, '31313031303131393930'), tlv(0x5f20, '5A48414E47')))).toBe(
      `70159F610A3131${'**'.repeat(6)}39305F20055A48414E479000 Cardholder Identity Document Number=***; Cardholder Name=ZHANG; Done`,
    );
  });

  it('stand whole where that is asked for', () => {
    expect(last(read(PAN), true)).toBe(
      '700A5A086228000100001FFF9000 Application Primary Account Number (PAN)=6228000100001; Done',
    );
  });

  it('are hidden in a command, too', () => {
    const dol = ok(tlv(0x70, tlv(0x8c, '5A089C01')));
    const line = last([SELECT, FCI, '00B2011400', dol, '80AE8000096228000100001FFF0000']);
    expect(line).toBe(
      '80AE8000096228********1FFF0000 Generate AC ARQC; Application Primary Account Number (PAN)=***; Transaction Type=00 purchase',
    );
  });

  it('are hidden with everything else when the record cannot be walked or comes in pieces', () => {
    const record = fromHex(tlv(0x70, PAN, TRACK));
    const broken = toHex(concat(record.subarray(0, record.length - 1)));
    expect(last([SELECT, FCI, '00B2011400', `${broken}9000`])).toMatch(/^(\*\*)+9000 Unreadable; Done$/);
    const pieces = [toHex(record.subarray(0, 9)), toHex(record.subarray(9))];
    const lines = told([SELECT, FCI, '00B2011400', `${pieces[0]}6115`, '00C0000015', `${pieces[1]}9000`]);
    expect(lines[3]).toBe(`${'**'.repeat(9)}6115 21 more bytes`);
    expect(lines[5]).toMatch(/^(\*\*)+9000 Done$/);
  });

  it('are told when the whole answer comes by GET RESPONSE', () => {
    expect(last([SELECT, FCI, '00B2011400', '610C', '00C000000C', ok(tlv(0x70, PAN))])).toBe(
      '700A5A086228********1FFF9000 Application Primary Account Number (PAN)=***; Done',
    );
  });
});

describe('a PIN', () => {
  it('is nowhere, whatever is asked for', () => {
    const verify = ['0020008008241234FFFFFFFFFF', '63C2', '0020008808AAAAAAAAAAAAAAAA', '6983'];
    const change = ['8424000014241234FFFFFFFFFF241234FFFFFFFFFFA1B2C3D4', '9000'];
    expect(told([SELECT, FCI, ...verify, ...change], true).slice(2)).toEqual([
      `0020008008${'**'.repeat(8)} Verify the plaintext PIN; PIN=***`,
      '63C2 PIN wrong, 2 tries left',
      `0020008808${'**'.repeat(8)} Verify the enciphered PIN; PIN=***`,
      '6983 PIN blocked',
      `8424000014${'**'.repeat(16)}A1B2C3D4 PIN unblock; Enciphered PIN=***; MAC=A1B2C3D4`,
      '9000 Done',
    ]);
    expect(last([SELECT, FCI, '00200080FF241234FFFFFFFFFF'], true)).toBe(`00200080${'**'.repeat(9)} Unreadable`);
  });
});

describe('the two environments', () => {
  const holder = ['00A4020002EF06', '9000', '00B2080014', '0812393930313030313939303031303130303132 9000'];

  it('each speak their own words after their own selection', () => {
    const lines = told([SSSE, '9000', ...holder, SELECT, FCI, '00B2011400', '6A83', SSSE, '9000', ...holder]);
    expect(lines[5]).toMatch(/Personal number=\*\*\*; Done$/);
    expect(lines[8]).toBe('00B2011400 Read record 1 of SFI 2');
    expect(lines[9]).toBe('6A83 No such record');
    expect(lines[15]).toMatch(/Personal number=\*\*\*; Done$/);
  });

  it('stay where they are when a selection fails', () => {
    const social = told([SSSE, '9000', PSE, '6A82', ...holder]);
    expect(social[3]).toBe('6A82 No such application');
    expect(social[7]).toMatch(/Personal number=\*\*\*; Done$/);
    const payment = told([SELECT, FCI, SSSE, '6A82', '00B2011400', ok(tlv(0x70, PAN))]);
    expect(payment[5]).toMatch(/\(PAN\)=\*\*\*; Done$/);
    expect(told([SELECT, FCI, OTHER, '6A82', '80A80000058303015631', '6985'])[4]).toMatch(/=31 balance enquiry$/);
  });

  it('a blocked application is selected all the same', () => {
    expect(told([SELECT, '6283', '80CA9F1700', '6A88']).slice(1)).toEqual([
      '6283 Application blocked',
      '80CA9F1700 Get data PIN Try Counter',
      '6A88 The card has no such data',
    ]);
  });

  it('forget everything at a reset', () => {
    const narrator = narrateCard(false);
    narrator.command(fromHex(SELECT));
    narrator.response(fromHex(FCI));
    narrator.reset();
    expect(narrator.command(fromHex('00B2070409')).words.en).toBe('Read records number 7 of the current file');
  });
});
