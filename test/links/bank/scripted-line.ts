/** A line that does what its script says, on a clock that it moves itself. */

import { fromHex, toHex } from '../../../src/base/hex.js';
import type { Line, LineInput } from '../../../src/ports/line.js';

/** What comes of one wait: bytes in hexadecimal, after so many ms; the end of the wait; a broken line. */
export type Event = string | { readonly after: number; readonly bytes: string } | 'silence' | 'down';

export class ScriptedLine implements Line {
  /** Frames sent, hexadecimal. */
  readonly sent: string[] = [];
  /** `open`, `send`, `receive`, `close` in turn. */
  readonly calls: string[] = [];
  /** How long each wait was allowed to be. */
  readonly waits: number[] = [];
  opens = true;
  sends = true;
  now = 0;
  readonly #events: Event[];

  constructor(events: readonly Event[] = []) {
    this.#events = [...events];
  }

  get clock() {
    return { ticks: () => this.now };
  }

  /** Adds to the script. */
  expect(...events: readonly Event[]): void {
    this.#events.push(...events);
  }

  async open(): Promise<boolean> {
    this.calls.push('open');
    return this.opens;
  }

  async send(bytes: Uint8Array): Promise<boolean> {
    this.calls.push('send');
    this.sent.push(toHex(bytes));
    return this.sends;
  }

  async receive(withinMs: number): Promise<LineInput> {
    this.calls.push('receive');
    this.waits.push(withinMs);
    const event = this.#events.shift() ?? 'silence';
    if (event === 'down') return { kind: 'down' };
    if (event === 'silence') {
      this.now += withinMs;
      return { kind: 'silence' };
    }
    const { after, bytes } = typeof event === 'string' ? { after: 0, bytes: event } : event;
    this.now += after;
    return { kind: 'bytes', bytes: fromHex(bytes) };
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }
}
