/** Screens of a terminal that people operate by its keys: idle, menus, what is typed, where the card belongs. */

import { type Text, words } from '../base/text.js';
import type { Line, View } from '../ports/screen.js';

const NAME: Text = words('社会保障卡终端', 'Social security card terminal');

/** Nobody is there. */
export function waitingView(): View {
  return {
    screen: 'idle',
    tone: 'idle',
    title: NAME,
    lines: [
      { value: words('请插卡，或按任意键', 'Insert a card, or press a key') },
      { value: words('测试终端 仅限测试密钥', 'Test terminal, test keys only') },
    ],
  };
}

/** A card has been left in the slot. */
export function takeCardView(): View {
  return {
    screen: 'take-card',
    tone: 'idle',
    title: NAME,
    lines: [
      { value: words('请取回卡片', 'Take your card') },
      { value: words('继续办理请按任意键', 'For something else, press a key') },
    ],
  };
}

/** @param names what the keys from 1 stand for, 9 at most */
export function menuView(title: Text, names: readonly Text[]): View {
  const lines = names.map((value, i) => ({ label: words(String(i + 1), String(i + 1)), value }));
  return { screen: 'menu', tone: 'ask', title, lines };
}

/** @param typed what stands there so far @param trouble what is wrong with what was entered before */
export function typeView(title: Text, prompt: Text, typed: string, trouble: Text | undefined): View {
  const lines: Line[] = [{ value: prompt }];
  if (trouble !== undefined) lines.push({ value: trouble });
  const keys = words('清除退格，确认结束', 'Clear deletes, Enter ends');
  return { screen: 'type', tone: 'ask', title, lines: [...lines, { value: keys }], typed };
}

/** The operator's password: as many stars as digits stand there. @param trouble as in `typeView` */
export function passwordView(title: Text, digits: number, trouble: Text | undefined): View {
  return { ...typeView(title, PASSWORD_PROMPT, '*'.repeat(digits), trouble), screen: 'operator-password' };
}

const PASSWORD_PROMPT: Text = words('请输入操作员密码', 'Type the operator’s password');

export function passwordWrong(triesLeft: number): Text {
  return words(
    `密码不对，还可试${triesLeft}次`,
    triesLeft === 1 ? 'Wrong; one try is left' : `Wrong; ${triesLeft} tries are left`,
  );
}

/** Why nobody gets in: too many wrong passwords, for so many minutes yet, or none was ever set. */
export function operatorClosedView(title: Text, closed: number | 'no-password'): View {
  const lines =
    closed === 'no-password'
      ? NO_PASSWORD
      : [TOO_MANY_WRONG, words(`请${closed}分钟后再试`, `Try again in ${closed} min`)];
  return {
    screen: 'operator-closed',
    tone: 'refused',
    title,
    lines: lines.map((value) => ({ value })),
  };
}

const NO_PASSWORD: readonly Text[] = Object.freeze([
  words('没有设操作员密码，此菜单不开放', 'No operator’s password is set: this menu stays closed'),
  words('请管理员写入参数 operatorPassword', 'Have operatorPassword written into the settings'),
]);
const TOO_MANY_WRONG: Text = words('操作员密码错误次数过多', 'Too many wrong passwords');

/** @param title what the card is wanted for */
export function insertCardView(title: Text): View {
  return {
    screen: 'insert-card',
    tone: 'idle',
    title,
    lines: [{ value: words('请插卡', 'Insert the card') }, { value: words('取消键返回', 'Cancel goes back') }],
  };
}

/** What was swiped: a card that has a chip, another one, or one that could not be read. */
export type SwipedCard = 'with-chip' | 'other' | 'misread';

/** Somebody has swiped a card, and this terminal takes chips alone. */
export function swipedView(card: SwipedCard): View {
  return { screen: 'swiped', tone: 'ask', title: NAME, lines: SWIPED[card].map((value) => ({ value })) };
}

const SWIPED: Readonly<Record<SwipedCard, readonly Text[]>> = Object.freeze({
  'with-chip': Object.freeze([words('此卡有芯片，请插卡', 'This card has a chip: insert it')]),
  other: Object.freeze([
    words('本机只受理芯片卡', 'Only cards with a chip are taken here'),
    words('请插入芯片卡', 'Insert a card that has one'),
  ]),
  misread: Object.freeze([
    words('磁条未能读出', 'The stripe could not be read'),
    words('请插卡', 'Please insert the card'),
  ]),
});
