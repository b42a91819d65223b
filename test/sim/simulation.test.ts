import { describe, expect, it } from 'vitest';
import { atThePanel, type Step } from './at-the-panel.js';

const key = (key: number | string) => ({ key });
const keys = (digits: string) => [...digits].map((digit) => key(Number(digit)));
const PIN = [...keys('123456'), key('enter')];

describe('the simulated terminal', () => {
  it('identifies a card that is put in, by clicks', async () => {
    const { display, told } = await atThePanel([
      ['请插卡', { insert: 'v2-des' }],
      ['身份凭证', key(1)],
      ['社会保障号码'],
    ]);
    expect(display).toContain('A00000011');
    expect(told).toEqual(['{"card":"v2-des"}']);
  });

  it('sells, prints the receipt, and goes back to the idle screen when the card is torn out', async () => {
    const { paper, told } = await atThePanel([
      ['请插卡', { insert: 'bank-dda' }],
      ['银行卡', key(5)],
      ['消费', key(1)],
      ['¥0.00', ...keys('1234'), key('enter')],
      ['请输入银行卡密码', ...PIN],
      ['交易成功', { remove: true }, key('cancel')],
      ['请插卡'],
    ]);
    expect(paper).toContain('12.34');
    expect(told.at(-1)).toBe('{"card":null}');
  });

  it.each([
    [
      'at the PIN',
      [
        ['社保卡密码', key(4)],
        ['验证密码', key(1)],
        ['剩余次数', ...keys('12')],
      ],
    ],
    [
      'at the PIN of the bank',
      [
        ['银行卡', key(5)],
        ['余额查询', key(2)],
        ['请输入银行卡密码', ...keys('12')],
      ],
    ],
  ] as const)('asks nobody on %s when the card is torn out, and gives another card no PIN', async (_, way) => {
    const tillThePin: readonly Step[] = [['请插卡', { insert: 'bank-dda' }], ...way];
    const torn = await atThePanel([...tillThePin, ['', { remove: true }], ['卡片已拔出']]);
    expect(torn.ticks).toBeLessThan(20_000);
    await atThePanel([...tillThePin, ['', { insert: 'v2-des' }, ...PIN], ['卡片已拔出']]);
  });

  it('refuses when the bank is down, and sells once it is up again', async () => {
    const { display, paper } = await atThePanel([
      ['请插卡', { bank: 'down' }, { insert: 'bank-dda' }],
      ['银行卡', key(5)],
      ['消费', key(1)],
      ['¥0.00', ...keys('1'), key('enter')],
      ['不能受理', { bank: 'up' }, key(1)],
      ['银行卡', key(5)],
      ['消费', key(1)],
      ['¥0.00', ...keys('1'), key('enter')],
      ['请输入银行卡密码', ...PIN],
      ['交易成功'],
    ]);
    expect(display).toContain('¥0.01');
    expect(paper).toContain('0.01');
  });

  it('asks for the chip of a card that is swiped, and passes over a blank stripe', async () => {
    await atThePanel([
      ['请插卡', { swipe: 'v1-plain' }, { swipe: 'bank-dda' }],
      ['此卡有芯片，请插卡', { insert: 'bank-dda' }],
      ['银行卡', key(5)],
      ['消费', key(1)],
      ['¥0.00', ...keys('1'), key('enter')],
      ['请输入银行卡密码'],
    ]);
  });

  it('changes the PIN of a card, which keeps it in the drawer', async () => {
    const fresh = [...keys('97531'), key('enter')];
    await atThePanel([
      ['请插卡', { insert: 'v2-des' }],
      ['社保卡密码', key(4)],
      ['修改密码', key(2)],
      ['请输入密码', ...PIN],
      ['请输入新密码', ...fresh],
      ['请再次输入新密码', ...fresh],
      ['密码已', { remove: true }, key('cancel')],
      ['请插卡', { insert: 'v2-des' }],
      ['社保卡密码', key(4)],
      ['验证密码', key(1)],
      ['请输入密码', ...fresh],
      ['密码正确'],
    ]);
  });

  it('speaks English when it is told to, with a visit under way', async () => {
    const { display } = await atThePanel([
      ['请插卡', { insert: 'v2-des' }],
      ['社保卡密码', key(4)],
      ['验证密码', key(1)],
      ['请输入密码', ...keys('12'), { language: 'en' }],
      ['Enter your PIN', ...keys('3456'), key('enter')],
      ['The PIN is right'],
    ]);
    expect(display).not.toContain('密码');
  });

  it('has another PSAM put in, or none, and a card torn out in the middle of a visit', async () => {
    await atThePanel([
      ['请插卡', { psam: 'none' }, { bureau: 'down' }, { insert: 'v2-des' }],
      ['身份凭证', key(1)],
      ['不能受理', { psam: 'full' }, key(1)],
      ['身份凭证', key(1)],
      ['社会保障号码', key(1)],
      ['社保卡密码', key(4)],
      ['验证密码', key(1)],
      ['请输入密码', { remove: true }],
      ['卡片已拔出'],
    ]);
  });

  it('turns the paper back to what came before, and cuts it', async () => {
    const sale = [
      ['银行卡', key(5)],
      ['消费', key(1)],
      ['¥0.00', ...keys('7000'), key('enter')],
      ['请输入银行卡密码', ...PIN],
      ['交易成功'],
    ] as const;
    const begun = [['请插卡', { insert: 'bank-dda' }], ...sale] as const;
    const one = (await atThePanel(begun)).paper;
    const up = (await atThePanel([...begun, ['交易成功', { paper: 'up' }], ['']])).paper;
    expect(up).not.toBe(one);
    expect(up).toContain('签购单');
    expect((await atThePanel([...begun, ['', { paper: 'up' }, { paper: 'down' }], ['']])).paper).toBe(one);
    expect((await atThePanel([...begun, ['', { paper: 'tear' }], ['']])).paper).toBe('');
  });

  it('passes over what no panel says', async () => {
    const { display } = await atThePanel([
      ['请插卡', { insert: 'no-such-card' }, { key: 11 }, { key: 'left' }, { toString: 1 }, {}, { remove: false }, []],
      [''],
    ]);
    expect(display).toContain('请插卡');
  });
});
