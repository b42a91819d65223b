import type { Clock } from '../../src/ports/clock.js';

/**
 * Time that passes only in waits: an infinitely fast processor in a world whose cards, lines and fingers take as long
 * as they say. Local time runs on from a given moment.
 */
export class VirtualClock implements Clock {
  #ticks = 0;
  #listeners: (() => void)[] = [];
  readonly #start: number;

  /** @param start local date and time YYYYMMDDhhmmss at tick 0 */
  constructor(start: string) {
    const field = (from: number, to: number) => Number(start.slice(from, to));
    // UTC functions on local digits: the digits are all that the terminal knows of a time zone.
    this.#start = Date.UTC(field(0, 4), field(4, 6) - 1, field(6, 8), field(8, 10), field(10, 12), field(12, 14));
  }

  ticks(): number {
    return this.#ticks;
  }

  now(): string {
    return new Date(this.#start + this.#ticks).toISOString().replace(/\D/g, '').slice(0, 14);
  }

  async sleep(ms: number): Promise<void> {
    this.#ticks += ms;
    for (const listener of this.#listeners) listener();
  }

  /** Called whenever time has passed: for what happens in the world without being waited for. */
  onPassed(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
