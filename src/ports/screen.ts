import type { Text } from '../base/text.js';

/** One line that a person reads. `masked` is what a trace keeps of a value that is the holder's own. */
export interface Line {
  readonly label?: Text;
  readonly value: Text | string;
  readonly masked?: string;
}

/** What the colour and the sound tell before a word is read. */
export type Tone = 'idle' | 'busy' | 'ask' | 'done' | 'refused';

/** A whole screen as data: what to show, not how. */
export interface View {
  /** Name of the screen, for traces and for scripts that wait for it. */
  readonly screen: string;
  readonly tone: Tone;
  readonly title: Text;
  readonly lines: readonly Line[];
  /** No key leads on from it. */
  readonly holds?: true;
  /** What stands in the box where something is typed that is no secret; of a PIN it is left away. */
  readonly typed?: string;
}

export interface Screen {
  show(view: View): Promise<void>;
}
