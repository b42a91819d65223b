import type { Clock } from '../ports/clock.js';

/** Looks every `lookMs` milliseconds. @returns as soon as it is so, and at the latest after `withinMs` */
export async function waitUntil(
  clock: Pick<Clock, 'ticks' | 'sleep'>,
  isSo: () => boolean,
  { withinMs, lookMs }: { readonly withinMs: number; readonly lookMs: number },
): Promise<void> {
  const until = clock.ticks() + withinMs;
  while (!isSo() && clock.ticks() < until) await clock.sleep(Math.min(lookMs, until - clock.ticks()));
}
