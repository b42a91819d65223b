import type { Text } from '../base/text.js';
import type { Line } from './screen.js';

/** A slip of paper as data. */
export interface Slip {
  readonly slip: string;
  readonly title: Text;
  readonly lines: readonly Line[];
}

export interface Printer {
  print(slip: Slip): Promise<void>;
}
