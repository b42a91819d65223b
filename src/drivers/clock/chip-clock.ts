/** The clock port on the platform's counter of milliseconds, its timers and its calendar. */

import type { Clock } from '../../ports/clock.js';

export interface ChipClockOptions {
  /** Milliseconds of the chip's counter, 32 bits, which turns over after 49 days. */
  readonly counter: () => number;
  /** Calls back once after this many milliseconds. */
  readonly after: (callback: () => void, ms: number) => void;
  /** Milliseconds since 1970 in UTC, as the board's RTC or the network has set them. */
  readonly calendar: () => number;
  /** Local time is so many minutes ahead of UTC. */
  readonly zoneMinutes: number;
}

export class ChipClock implements Clock {
  readonly #options: ChipClockOptions;
  #last: number;
  #ticks = 0;

  constructor(options: ChipClockOptions) {
    this.#options = options;
    this.#last = options.counter();
  }

  ticks(): number {
    const now = this.#options.counter();
    // The difference in 32 bits is right across the turn, whether the platform shows its counter signed or not.
    const passed = (now - this.#last) | 0;
    if (passed > 0) {
      this.#ticks += passed;
      this.#last = now;
    }
    return this.#ticks;
  }

  now(): string {
    const { calendar, zoneMinutes } = this.#options;
    const local = new Date(calendar() + zoneMinutes * 60_000);
    return local.toISOString().replace(/\D/g, '').slice(0, 14);
  }

  async sleep(ms: number): Promise<void> {
    // A timer's own counter and this one may differ by a fraction: what was asked for has passed on this one.
    const until = this.ticks() + ms;
    for (let left = ms; left > 0; left = until - this.ticks())
      await new Promise<void>((resolve) => this.#options.after(resolve, Math.ceil(left)));
  }
}
