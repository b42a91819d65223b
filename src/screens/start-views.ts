/** Screens of a terminal that is not up yet: what it does, what keeps it, and what to do about that. */

import { same, type Text, words } from '../base/text.js';
import type { View } from '../ports/screen.js';

const STARTING: Text = words('终端启动', 'Starting');

export function startingView(doing: Text): View {
  return { screen: 'starting', tone: 'busy', title: STARTING, lines: [{ value: doing }] };
}

export const ASKING_TIME: Text = words('正在对时…', 'Asking for the time…');

/** @param wrong names of settings, never their values */
export function settingsWrongView(wrong: readonly string[]): View {
  return {
    screen: 'settings-wrong',
    tone: 'refused',
    title: words('终端参数有误', 'Settings wrong or missing'),
    lines: [
      ...wrong.slice(0, 4).map((name) => ({ value: same(name) })),
      { value: words('以安全值代替', 'Safe values are used instead') },
      { value: words('请管理员重新写入', 'Have them written anew') },
    ],
  };
}

/** What the terminal cannot work without; it stays until the power goes. */
export type StartFailure = 'device-key-damaged' | 'device-key-unkept' | 'no-ethernet' | 'no-wifi';

const FAILURES: Readonly<Record<StartFailure, readonly [Text, Text]>> = Object.freeze({
  'device-key-damaged': Object.freeze([
    words('设备密钥损坏，流水无法打开', 'The device key is damaged: the journal stays closed'),
    words('请联系维修，勿清除存储', 'Call service, and erase nothing'),
  ] as const),
  'device-key-unkept': Object.freeze([
    words('设备密钥无法保存', 'The device key cannot be kept'),
    words('请断电重试，仍不行请联系维修', 'Switch off and on; if it stays, call service'),
  ] as const),
  'no-ethernet': Object.freeze([
    words('参数要求有线网络，本机只有 Wi-Fi', 'The settings want Ethernet; this board has Wi-Fi'),
    words('请管理员将网络参数改为 Wi-Fi', 'Have the network settings changed to Wi-Fi'),
  ] as const),
  'no-wifi': Object.freeze([
    words('参数要求 Wi-Fi，本机只有有线网络', 'The settings want Wi-Fi; this board has Ethernet'),
    words('请管理员将网络参数改为有线网络', 'Have the network settings changed to Ethernet'),
  ] as const),
});

export function startFailureView(failure: StartFailure): View {
  return {
    screen: 'start-failed',
    tone: 'refused',
    title: words('终端不能启动', 'The terminal cannot start'),
    lines: FAILURES[failure].map((value) => ({ value })),
    holds: true,
  };
}

export const CLOCK_UNSET: Text = words('时钟未设，无法判断卡片有效期', 'Clock not set: no card can be judged');
export const ASK_AGAIN: Text = words('再次网络对时', 'Ask the network again');
export const ENTER_BY_HAND: Text = words('手工输入日期时间', 'Enter date and time by hand');
export const TYPE_MOMENT: Text = words('年月日时分，共十二位', 'Year month day hour minute, 12 digits');
export const NO_MOMENT: Text = words('没有这个日期，请重输', 'No such date; type it again');
