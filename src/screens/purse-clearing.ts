/** Screens and slip of the upload of medical entries to the bureau (sscard.md 8, 10.5). */

import { words } from '../base/text.js';
import type { Slip } from '../ports/printer.js';
import type { Line, View } from '../ports/screen.js';
import { showYuan } from './money.js';
import { line } from './purse-views.js';

/** What the bureau has got; amounts in fen. */
export interface PurseCollected {
  readonly lines: number;
  readonly loads: number;
  readonly loaded: number;
  readonly purchases: number;
  /** From cards' own accounts. */
  readonly paid: number;
  readonly visitLogs: number;
  /** Of the lines: those whose TAC is missing or wrong. */
  readonly disputed: number;
}

/** While it goes out. @param left lines */
export function uploadingView(left: number): View {
  const lines = [line('待传明细', 'Entries left', String(left))];
  return {
    screen: 'uploading',
    tone: 'busy',
    title: words('正在上传医保账户明细', 'Uploading medical entries'),
    lines,
  };
}

export function collectedLines({ lines, loads, loaded, purchases, paid, visitLogs, disputed }: PurseCollected): Line[] {
  if (lines === 0) return [{ value: words('没有待传明细', 'There was nothing to upload') }];
  return [
    line('账户结算', 'Payments', `${purchases} × ${showYuan(paid)}`),
    line('账户划入', 'Loads', `${loads} × ${showYuan(loaded)}`),
    line('就医记录', 'Visit records', String(visitLogs)),
    ...(disputed === 0
      ? []
      : [
          line('争议明细', 'Disputed', String(disputed)),
          { value: words('请联系医保经办机构核对', 'Go through them with the medical insurance office') },
        ]),
  ];
}

/** @param now local time, as people read it */
export function collectedSlip(collected: PurseCollected, now: string): Slip {
  return {
    slip: 'medical-settlement',
    title: words('医保账户明细上传', 'Upload of medical entries'),
    lines: [
      line('日期时间', 'Date and time', now),
      line('上传笔数', 'Entries', String(collected.lines)),
      ...collectedLines(collected),
    ],
  };
}
