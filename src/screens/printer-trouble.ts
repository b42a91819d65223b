/** The screen after a slip that did not come out: why, and that nothing but the paper is missing. */

import type { PrinterTrouble } from '../base/printer-fault.js';
import { type Text, words } from '../base/text.js';
import type { View } from '../ports/screen.js';

/** Each trouble, and what to do. */
export const PRINTER_TEXTS: Readonly<Record<PrinterTrouble, readonly [what: Text, next: Text]>> = Object.freeze({
  'paper-out': Object.freeze([
    words('打印机缺纸', 'The printer is out of paper'),
    words('请装纸后重打印', 'Put paper in and print the slip again'),
  ] as const),
  'cover-open': Object.freeze([
    words('打印机盖未关好', 'The printer’s cover is open'),
    words('请关好盖后重打印', 'Close it and print the slip again'),
  ] as const),
  overheated: Object.freeze([
    words('打印头过热', 'The print head is too hot'),
    words('请稍候再重打印', 'Wait a little and print the slip again'),
  ] as const),
  broken: Object.freeze([
    words('打印机故障', 'The printer is out of order'),
    words('请联系终端维护人员', 'Call the terminal’s service'),
  ] as const),
  busy: Object.freeze([
    words('打印机忙', 'The printer is busy'),
    words('请稍候再重打印', 'Wait a little and print the slip again'),
  ] as const),
  mute: Object.freeze([
    words('打印机无应答', 'The printer does not answer'),
    words('请检查电源和连线后重打印', 'Check its power and cable and print the slip again'),
  ] as const),
});

const NOTHING_CHANGED: Text = words('办理结果不受影响', 'What was done stands as it is');

export function printerTroubleView(trouble: PrinterTrouble): View {
  const lines = [...PRINTER_TEXTS[trouble], NOTHING_CHANGED].map((value) => ({ value }));
  return { screen: 'not-printed', tone: 'refused', title: words('单据未打印', 'Slip not printed'), lines };
}
