/** The terminal's screens as data. A screen says what a person sees; a Surface says how. */

import type { Text } from '../base/text.js';
import type { Line, Tone, View } from '../ports/screen.js';

const text = (zh: string, en: string): Text => ({ zh, en });

function view(screen: string, tone: Tone, title: Text, lines: readonly Line[] = []): View {
  return { screen, tone, title, lines };
}

export function idleView(): View {
  return view('idle', 'idle', text('社会保障卡终端', 'Social security card terminal'), [
    { value: text('请插入社会保障卡', 'Insert your social security card') },
    { value: text('测试终端 仅限测试密钥', 'Test terminal, test keys only') },
  ]);
}

export function readingView(): View {
  return view('reading', 'busy', text('正在读卡', 'Reading the card'), [
    { value: text('请勿拔卡', 'Do not take it out') },
  ]);
}

/** @param triesLeft as the card said; undefined before it has @param isAgain the one before was wrong */
export function pinView(triesLeft: number | undefined, isAgain: boolean): View {
  const lines: Line[] = [{ value: PIN_PROMPT }];
  if (triesLeft !== undefined) {
    lines.push({ label: text('剩余次数', 'Tries left'), value: String(triesLeft) });
  }
  return view('pin', 'ask', isAgain ? PIN_WRONG : text('请输入密码', 'Enter your PIN'), lines);
}

/** The title where a PIN is asked for again. */
export const PIN_WRONG: Text = Object.freeze(text('密码错误，请重新输入', 'Wrong PIN, try again'));

/** What the pad itself shows while it takes the PIN. */
export const PIN_PROMPT: Text = Object.freeze(
  text('请输入社保卡密码，按确认键', 'Enter the card’s PIN, then press Enter'),
);

export function refusedView(...lines: readonly Text[]): View {
  return view(
    'refused',
    'refused',
    text('不能受理', 'Not accepted'),
    lines.map((value) => ({ value })),
  );
}

export function doneView(screen: string, title: Text, lines: readonly Line[]): View {
  return view(screen, 'done', title, lines);
}
