import { describe, expect, it } from 'vitest';
import { testRoot } from '../../hosts/peers/keys.js';
import type { Joining } from '../../hosts/peers/network/access-point.js';
import type { PortBehaviour } from '../../hosts/peers/network/switch-port.js';
import { toHex } from '../../src/base/hex.js';
import { type BoardOptions, BUREAU, board, type EmulatedBoard, type Step, sampleCard } from './at-the-board.js';

/** DER is none of the emulated session's business. */
const AUTHORITY = [...'test CA'].map((character) => character.charCodeAt(0).toString(16)).join('');

const SETTINGS = {
  version: 1,
  profile: 'full',
  network: { by: 'wifi', ssid: 'clinic', password: 'correct horse' },
  timeServer: 'ntp.example',
  operatorPassword: '975310',
  bank: {
    host: 'bank.example',
    port: 443,
    terminalId: '10000001',
    merchantId: '104100080620001',
    masterKey: toHex(testRoot('TMK')),
  },
  authority: AUTHORITY,
};

const WIRED = { ...SETTINGS, network: { by: 'ethernet' } };

const IDENTIFY: readonly Step[] = [
  ['请插卡', (one) => one.insert(sampleCard('v2-des'))],
  ['身份凭证', '1'],
];

const SALE: readonly Step[] = [
  ['请插卡', (one) => one.insert(sampleCard('bank-dda'))],
  ['银行卡', '5'],
  ['消费', '1'],
  ['¥0.00', '1234e'],
  ['请输入银行卡密码', '123456e'],
];

/** After a sale, and after the receipt, which takes the time of its line. */
const TAKE_OUT: Step = ['交易成功', (one) => one.icc.remove()];

/** What a medical account pays: 12.34. */
const MEDICAL: readonly Step[] = [
  ['请插卡', (one) => one.insert(sampleCard('v2-offline-purse'))],
  ['身份凭证', '3'],
  ['医疗结算', '2'],
  ['个人账户支付', '1234e'],
  ['个人自付', '0e'],
  ['统筹支付', '0e'],
  ['请核对并确认', '1'],
  ['密码', '123456e'],
];
const UPLOAD: readonly Step[] = [
  ['请取回卡片', (one) => one.icc.remove()],
  ['请插卡', '5'],
  ['操作员', '6'],
  ['请输入操作员密码', '975310e'],
  ['医疗上送', '4'],
];
/** With the card that is still in. */
const AGAIN: readonly Step[] = [['继续办理', 'e'], ...SALE.slice(1)];

function ready(options: BoardOptions = {}) {
  return board({ settings: SETTINGS, ...options });
}

describe('a terminal on a board', () => {
  it('identifies a card by key presses, from its contacts to its display', async () => {
    const one = ready();
    expect(await one.run(IDENTIFY, '社会保障号码')).toContain('A00000011');
  });

  it('asks for the chip of a card that is swiped, and keeps no digit of it', async () => {
    const one = ready();
    const swiped: readonly Step[] = [['请插卡', (board) => board.swipe('6210947000000021=1808201')]];
    expect(await one.run(swiped, '此卡有芯片')).toContain('请插卡');
    expect(one.events.filter(({ port }) => port === 'stripe')).toHaveLength(1);
    expect(JSON.stringify(one.events)).not.toContain('6210');
  });

  it('sells by key presses, over Wi-Fi and TLS, and prints the receipt', async () => {
    const one = ready();
    await one.run([...SALE, TAKE_OUT], '请插卡');
    expect(one.paper()).toContain('12.34');
    expect(one.point.attempts.map(({ options }) => options)).toEqual([{ SSID: 'clinic', password: 'correct horse' }]);
  });

  it('has no sale while the network is lost, and sells once it is back', async () => {
    const away = ready({ joining: new Array<Joining>(60).fill('refused') });
    await away.run(SALE.slice(0, -1), '不能受理');
    expect(away.paper()).not.toContain('12.34');
    const back = ready({ joining: ['address', 'refused'] });
    const lost: Step = ['请输入银行卡密码', (one) => one.lose()];
    expect(await back.run([...SALE.slice(0, -1), lost, ...SALE.slice(-1)], '交易成功')).toContain('12.34');
    expect(back.point.attempts.length).toBe(3);
  });

  it('sells nothing to a bank that its authority has not signed for', async () => {
    const one = ready({ authority: 'other CA' });
    await one.run(SALE.slice(0, -1), '不能受理');
    expect(one.paper()).not.toContain('12.34');
  });

  it('hands the bureau what medical accounts have paid, over a line of its own', async () => {
    const one = board({ settings: { ...SETTINGS, bureau: BUREAU } });
    expect(await one.run([...MEDICAL, ...UPLOAD], '已上传')).toContain('12.34');
    expect(one.books.image()).toMatchObject([{ kind: 'purchase', account: 1234, verdict: 'booked' }]);
    const asked = one.events.filter(({ port, direction }) => port === 'bureau' && direction === '>');
    expect(asked.length, 'once to hear whether it is there, once to hand over').toBeGreaterThanOrEqual(2);
  });

  it('keeps what medical accounts have paid from a bureau that its authority has not signed for', async () => {
    const one = board({ settings: { ...SETTINGS, bureau: BUREAU }, authority: 'other CA' });
    await one.run([...MEDICAL, ...UPLOAD], '无法联系经办机构');
    expect(one.books.image()).toEqual([]);
  });

  it('takes its calendar from the network before anything is done with a card', async () => {
    const one = ready({ calendar: 0 });
    await one.run([], '请插卡');
    expect(new Date(one.calendar()).toISOString()).toMatch(/^2026-06-01T01:00/);
  });

  it('does not begin without a calendar, until somebody types it', async () => {
    const one = ready({ calendar: 0, timeServer: { address: undefined } });
    const typed: readonly Step[] = [
      ['时钟未设', '1'],
      ['共十二位', '202606010930e'],
    ];
    await one.run(typed, '请插卡');
    expect(new Date(one.calendar()).toISOString()).toMatch(/^2026-06-01T01:3/);
  });

  it('brings a new board up on its console, says that it is set up by nobody, and reads cards all the same', async () => {
    const one = board({});
    const seen: readonly Step[] = [['终端参数有误', 'e'], ...IDENTIFY];
    expect(await one.run(seen, '社会保障号码')).toContain('A00000011');
    expect(one.said.map((line) => line.split(',')[0])).toEqual([
      'journal: ok',
      'icc: ok',
      'sam1: ok',
      'keys: ok',
      'bring-up: every part answers',
    ]);
    expect(one.point.attempts, 'no network is joined that nobody named').toEqual([]);
  });

  it('names what is wrong with its settings, and no value of them', async () => {
    const one = board({ settings: { ...SETTINGS, network: { by: 'wifi', ssid: 'clinic', password: 'short' } } });
    const display = await one.run([], '终端参数有误');
    expect(display).toContain('network.password');
    expect(display).not.toContain('short');
  });

  it('opens its journal again after the power was off, with the key of its first start', async () => {
    const first = ready();
    await first.run(SALE, '交易成功');
    const stored = (one: EmulatedBoard) =>
      [...one.keyValue.content('terminal')].map(([name, value]) => `${name} ${toHex(value)}`);
    const before = stored(first);
    const second = ready({ after: first });
    const reprint: readonly Step[] = [
      ['请插卡', '5'],
      ['操作员', '6'],
      ['请输入操作员密码', '975310e'],
      ['重打印', '5'],
      ['最后一笔', '1'],
    ];
    await second.run(reprint, '请插卡');
    expect(second.paper()).toContain('12.34');
    expect(stored(second)).toEqual(before);
  });

  it('says what to do when the device key is damaged, and leaves the journal alone', async () => {
    const first = ready();
    await first.run([], '请插卡');
    const { operations } = first.flash;
    for (const copy of [0, 1]) first.keyValue.damage('terminal', `device-key.${copy}`, 9);
    const second = ready({ after: first });
    expect(await second.run([], '设备密钥损坏')).toContain('维修');
    expect(second.said).toEqual(['device-key-damaged']);
    expect(second.flash.operations).toBe(operations);
  });

  it('says so where it is to use an interface that the board has not', async () => {
    const wifi = board({ settings: WIRED });
    expect(await wifi.run([], '不能启动')).toContain('将网络参数改为 Wi-Fi');
    expect(wifi.said).toEqual(['no-ethernet']);
    const wired = board({ settings: SETTINGS, socket: {} });
    expect(await wired.run([], '不能启动')).toContain('将网络参数改为有线网络');
    expect(wired.said).toEqual(['no-wifi']);
  });

  it('shows no secret of its settings and no PIN in trace or on the console', async () => {
    const one = ready();
    await one.run(SALE, '交易成功');
    const operator = ready();
    await operator.run(
      [
        ['请插卡', '5'],
        ['操作员', '6'],
        ['请输入操作员密码', '975310e'],
      ],
      '重打印',
    );
    const all = JSON.stringify([one.events, one.said, operator.events, operator.said]);
    expect(one.events.length).toBeGreaterThan(50);
    const key = [...(one.keyValue.content('terminal').get('device-key.0') ?? [])].slice(8);
    for (const secret of ['correct horse', '123456', '975310', toHex(testRoot('TMK')), toHex(Uint8Array.from(key))])
      expect(all).not.toContain(secret);
  });
});

describe('a terminal on the board with Ethernet', () => {
  it('sells by presses on its expander, over the cable and TLS, and never asks for a Wi-Fi', async () => {
    const one = board({ settings: WIRED, socket: {} });
    await one.run([...SALE, TAKE_OUT], '请插卡');
    expect(one.paper()).toContain('12.34');
    expect(one.point.attempts).toEqual([]);
    expect(one.said).toEqual(['network: a link, and no address yet: is there a DHCP server?', 'network: up']);
  });

  it('sells with an address of its own where nobody gives any', async () => {
    const fixed = { address: '10.20.30.40', mask: '255.255.255.0', gateway: '10.20.30.1' };
    const one = board({
      settings: {
        ...WIRED,
        network: { by: 'ethernet', static: fixed },
        timeServer: '192.0.2.123',
        bank: { ...SETTINGS.bank, host: '192.0.2.1', tls: false },
      },
      socket: { dhcp: false },
      plain: true,
    });
    expect(await one.run(SALE, '交易成功')).toContain('12.34');
    expect(one.port?.configured).toEqual([{ static: fixed }]);
  });

  it('has no sale without its cable, says how to find out, and sells once it is in again', async () => {
    const one = board({ settings: WIRED, socket: { plugged: false } });
    const plugged: readonly Step[] = [...SALE.slice(0, -1), ['不能受理', (board) => board.port?.plug()], ...AGAIN];
    expect(await one.run(plugged, '交易成功')).toContain('12.34');
    expect(one.said).toEqual(['network: a link, and no address yet: is there a DHCP server?', 'network: up']);
  });

  it('takes back what the bank has booked when the cable was pulled, before it sells again', async () => {
    const one = board({ settings: WIRED, socket: {}, pulledAt: 2 });
    const steps: readonly Step[] = [...SALE, ['未成功', (board) => board.port?.plug()], ...AGAIN];
    expect(await one.run(steps, '交易成功')).toContain('12.34');
    expect(one.said).toContain('network: no link: plug the cable in at both ends');
    // Sign-in, the sale whose answer nobody heard, its reversal, and the next sale: the type behind length, TPDU and header.
    const sent = one.events.filter(({ port, direction }) => port === 'bank' && direction === '>');
    expect(sent.map(({ bytes }) => bytes?.slice(26, 30))).toEqual(['0800', '0200', '0400', '0200']);
  });

  it('asks the bank for nothing when the cable was pulled before, and sells once it is in', async () => {
    const one = board({ settings: WIRED, socket: {} });
    const pulled: Step = ['请输入银行卡密码', (board) => board.lose()];
    const refused: Step = ['未成功', (board) => board.port?.plug()];
    const steps: readonly Step[] = [...SALE.slice(0, -1), pulled, ...SALE.slice(-1), refused, ...AGAIN];
    expect(await one.run(steps, '交易成功')).toContain('12.34');
    const sent = one.events.filter(({ port, direction }) => port === 'bank' && direction === '>');
    expect(sent.map(({ bytes }) => bytes?.slice(26, 30))).toEqual(['0800', '0200']);
  });

  it.each<[string, Partial<PortBehaviour>, string]>([
    ['the address', {}, 'network: ok, the address is 192.0.2.77'],
    ['no cable', { plugged: false }, 'network: FAILED, no link: plug the cable in at both ends'],
    [
      'nobody who gives addresses',
      { dhcp: false },
      'network: FAILED, a link, and no address yet: is there a DHCP server?',
    ],
    [
      'a chip that is mute',
      { chip: false },
      'network: FAILED, the Ethernet chip does not answer: see its pins and supply',
    ],
  ])('brings a new board up, and says over its console: %s', async (_, socket, line) => {
    const one = board({ socket });
    await one.run([], '终端参数有误');
    expect(one.said).toContain(line);
  });

  it('reads cards though its chip is mute', async () => {
    const one = board({ settings: WIRED, socket: { chip: false } });
    expect(await one.run(IDENTIFY, '社会保障号码')).toContain('A00000011');
    expect(one.said).toEqual(['network: the Ethernet chip does not answer: see its pins and supply']);
  });
});
