/** Screens and slip of the first day of a medical account's year (年度起始日; sscard.md 8). */

import { type Text, words } from '../base/text.js';
import type { Slip } from '../ports/printer.js';
import type { Line, View } from '../ports/screen.js';
import { line } from './purse-views.js';
import { doneView } from './views.js';

/** The days, mmdd; `before` is undefined where the card had none. */
export interface DayChange {
  readonly before: string | undefined;
  readonly day: string;
}

/** `04-01`, as people read it. */
export function showDay(day: string): string {
  return `${day.slice(0, 2)}-${day.slice(2)}`;
}

function dayLines({ before, day }: DayChange): Line[] {
  const was: string | Text = before === undefined ? words('未设置', 'none') : showDay(before);
  return [
    { label: words('原起始日', 'Old starting day'), value: was },
    line('新起始日', 'New starting day', showDay(day)),
  ];
}

/** The attendant's choices stand where the keypad has their numbers. @param masked the number for the transcript */
export function confirmDayView(change: DayChange, cardNumber: string, masked: string): View {
  return {
    screen: 'confirm-starting-day',
    tone: 'ask',
    title: words('请操作员确认年度起始日', 'Attendant: confirm the starting day'),
    lines: [
      { label: words('1', '1'), value: words('设置', 'Set it') },
      { label: words('2', '2'), value: words('不设置', 'Leave it as it is') },
      ...dayLines(change),
      { label: words('卡号', 'Card number'), value: cardNumber, masked },
    ],
  };
}

/** A day that the card had already was not written again. */
export function daySetView(change: DayChange): View {
  if (change.before === change.day) {
    const title = words('起始日未变，未写卡', 'It was that day already');
    return doneView('starting-day', title, [line('年度起始日', 'Year begins', showDay(change.day)), TAKE_CARD]);
  }
  return doneView('starting-day', words('年度起始日已设置', 'Starting day set'), [...dayLines(change), TAKE_CARD]);
}

const TAKE_CARD: Line = Object.freeze({ value: words('请取回卡片', 'Take the card') });

export interface DaySlip extends DayChange {
  /** Masked. */
  readonly cardNumber: string;
  readonly terminalNumber: string;
  /** Local time, as people read it. */
  readonly moment: string;
}

export function daySlip(slip: DaySlip): Slip {
  return {
    slip: 'starting-day',
    title: words('医疗账户年度起始日凭证', 'Starting day of a medical account'),
    lines: [
      line('终端机编号', 'Terminal', slip.terminalNumber),
      line('卡号', 'Card number', slip.cardNumber),
      line('日期时间', 'Date and time', slip.moment),
      ...dayLines(slip),
      { value: words('已从卡内读回核对', 'Read back from the card') },
    ],
  };
}
