import type { Text } from '../base/text.js';

/**
 * One line of the transcript. Bytes are hexadecimal with every concealed byte written `**`: what must not be seen was
 * taken out before the event was made, so a sink may store or send all it gets.
 */
export interface TraceEvent {
  /** Clock ticks, ms. */
  readonly at: number;
  readonly port: string;
  /** `>` from the terminal to the world, `<` from the world, `!` a Fault. */
  readonly direction: '>' | '<' | '!';
  readonly bytes?: string;
  readonly words: Text;
}

export interface Trace {
  write(event: TraceEvent): void;
}
