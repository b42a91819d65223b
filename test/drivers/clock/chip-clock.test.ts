import { describe, expect, it } from 'vitest';
import { ChipClock } from '../../../src/drivers/clock/chip-clock.js';

/** A chip whose counter begins here; its timers ring as much too early as `early` says. */
function chip(start: number, early = 0) {
  let passed = 0;
  let rings = 0;
  const clock = new ChipClock({
    counter: () => (start + Math.floor(passed)) | 0,
    after: (callback, ms) => {
      rings++;
      passed += Math.max(1, ms - early);
      callback();
    },
    calendar: () => Date.UTC(2026, 11, 31, 16, 0, 0) + passed,
    zoneMinutes: 480,
  });
  return {
    clock,
    pass: (ms: number) => {
      passed += ms;
    },
    passed: () => passed,
    rings: () => rings,
  };
}

describe('ChipClock', () => {
  it('counts from start-up, whatever the counter shows', () => {
    const { clock, pass } = chip(123_456);
    expect(clock.ticks()).toBe(0);
    pass(1_000);
    expect(clock.ticks()).toBe(1_000);
  });

  it('goes on when the counter turns over, signed and unsigned', () => {
    for (const start of [0x7fff_ff00, 0xffff_ff00]) {
      const { clock, pass } = chip(start);
      pass(0x80);
      expect(clock.ticks()).toBe(0x80);
      pass(0x1000);
      expect(clock.ticks()).toBe(0x1080);
    }
  });

  it('never goes back', () => {
    const { clock, pass } = chip(0);
    pass(500);
    expect(clock.ticks()).toBe(500);
    pass(-100);
    expect(clock.ticks()).toBe(500);
    pass(200);
    expect(clock.ticks()).toBe(600);
  });

  it('gives local time as fourteen digits', () => {
    expect(chip(0).clock.now()).toBe('20270101000000');
  });

  it('sleeps no less than it was told', async () => {
    const { clock, passed, rings } = chip(0, 3);
    await clock.sleep(10);
    expect(passed()).toBe(10);
    expect(rings()).toBeGreaterThan(1);
    await clock.sleep(0);
    expect(passed()).toBe(10);
  });
});
