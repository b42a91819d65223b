import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../hosts/desktop/decode.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import vectors from '../vectors/bank.json';

function run(...args: readonly string[]): { text: string; status: number } {
  let text = '';
  const status = decodeCommand(args, (part) => {
    text += part;
  });
  return { text, status };
}

describe('ssc decode', () => {
  it('draws a tree without colour in a pipe', () => {
    expect(run('70', '0D', '5A086228000100001FFF 5F3401', '01').status).toBe(0);
    expect(run('9C0131', '9F34:03:1E:03:00').text).toBe(
      [
        '数据对象  Data objects',
        '  9C 交易类型  Transaction Type: 31 余额查询  31 balance enquiry',
        '    31',
        '  9F34 持卡人验证方法结果  CVM Results: 签名, 如果终端支持, 结果未知  signature, if the terminal supports it, result unknown',
        '    1E0300',
        '',
      ].join('\n'),
    );
  });

  it('writes JSON with the numbers masked, or whole', () => {
    const json = (...more: string[]) => JSON.parse(run('--json', '5A086228000100001FFF', ...more).text).children[0];
    expect(json()).toEqual({
      tag: '5A',
      name: { zh: '应用主账号', en: 'Application Primary Account Number (PAN)' },
      bytes: '6228********1FFF',
      value: { zh: '62*********01', en: '62*********01' },
    });
    expect(json('--unmasked').value.en).toBe('6228000100001');
  });

  it('takes a name', () => {
    expect(run('--as', 'tvr', '0010000000').text).toContain('2.5 卡片不允许所请求的服务');
    expect(run('--as', '9f33', 'E0F9C8').text).toContain('2.1 持卡人证件验证');
  });

  it('reads a bank message, and checks it with a key', () => {
    const { tak, mab, f64 } = vectors.unionpay_pos_keys[1];
    const { text } = run('--as', 'iso8583', `${mab}${f64}`, '--mak', tak);
    expect(text).toMatch(/^银行报文 {2}Bank message: 0200 消费 请求 {2}0200 Purchase request\n/);
    expect(text).toContain('F35 第二磁道数据  F35 Track 2\n    6212****************************\n');
    expect(text).toContain('MAC 校验  MAC check: 正确  right\n');
    expect(text).not.toContain(tak);
    const frame = `006E6000030000603100312345${mab}${f64}`;
    expect(run(frame).text).toContain('Processing request: 0 无  0 none');
  });

  it.each([
    [[], /^decode what/],
    [['9F3'], /^hex: odd number of digits$/],
    [['zz'], /^hex: not a hexadecimal digit/],
    [['0102'], /--as NAME/],
    [['--as', 'foo', '00'], /--as takes a tag such as 9F33, or action-code/],
    [['--as', 'atr', '00'], /^these bytes are no atr$/],
    [['--as', 'iso8583', '3B6D'], /^these bytes are no iso8583$/],
    [['--mak', '0123456789ABCDEF', '9F26'], /^--mak and --tmk go with --as iso8583$/],
    [['--as', 'iso8583', '--mak', '01', '0820'], /^--mak is a key of 8 or 16 bytes in hexadecimal$/],
    [['--as', 'iso8583', '--tmk', '0123456789ABCDEF', '0820'], /^--tmk is a key of 16 bytes in hexadecimal$/],
    [['--loud'], /--loud/],
  ])('refuses %j', (args, complaint) => {
    expect(() => run(...args)).toThrow(UsageError);
    expect(() => run(...args)).toThrow(complaint);
  });
});
