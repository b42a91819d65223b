import type { Text } from '../base/text.js';
import type { Line } from './screen.js';

/** A slip of paper as data. */
export interface Slip {
  readonly slip: string;
  readonly title: Text;
  readonly lines: readonly Line[];
}

export interface Printer {
  /** Done when the slip has come out whole. @throws PrinterFault */
  print(slip: Slip): Promise<void>;
}
