import type { Line, LineInput } from '../../ports/line.js';

/** The line of a terminal that has been given nobody to call. */
export const ABSENT_LINE: Line = Object.freeze({
  open: async () => false,
  send: async () => false,
  receive: async (): Promise<LineInput> => ({ kind: 'down' }),
  close: async () => {},
});
