/** Whether two rigs have seen the same on their lines, one of them over the native slot. */

import type { ContactEvent } from '../../../hosts/peers/contacts/socket.js';

/** Cycles of CLK from each edge on I/O to the next: nothing but the rounding of an etu that is no whole number of ticks. */
const EDGE_CLOCKS = 1;

/** And to what a line does: the UART tells a character half an etu later than `Wire`, the clock gets whole milliseconds. */
const LINE_MS = 1;

/** The same lines and characters in the same order, and each as long after the one before. @returns the first that is not */
export function differenceOf(
  wire: readonly ContactEvent[],
  native: readonly ContactEvent[],
  clockHz: number,
): string | undefined {
  const [left, right] = [changesOf(wire), changesOf(native)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [a, b] = [left[i], right[i]];
    const what = (event: ContactEvent | undefined) => JSON.stringify({ ...event, at: 0 });
    if (what(a?.event) !== what(b?.event)) return `event ${i}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
    const tolerance = 'from' in a.event ? EDGE_CLOCKS : (LINE_MS * clockHz) / 1000;
    if (Math.abs(a.after - b.after) > tolerance) return `event ${i}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  }
  return undefined;
}

/** Without lines that are driven to where they are: the device takes a torn-out card's down of its own accord. */
function changesOf(events: readonly ContactEvent[]): { readonly event: ContactEvent; readonly after: number }[] {
  const states = new Map<string, string>();
  let last = events[0]?.at ?? 0;
  return events.flatMap((event) => {
    if ('line' in event) {
      if (states.get(event.line) === event.state) return [];
      states.set(event.line, event.state);
    }
    const after = event.at - last;
    last = event.at;
    return [{ event, after }];
  });
}
