import { SW } from '../../../src/codec/status-words.js';

/**
 * How a command ends that is not carried out: thrown anywhere inside the card's operating system, caught in one
 * place, the dispatcher, which drops what the command had staged and answers the word. Never leaves the chip.
 */
export class Refusal extends Error {
  override name = 'Refusal';
  /** SW1 SW2. */
  readonly sw: number;

  constructor(sw: number) {
    super('command refused');
    this.sw = sw;
  }
}

/** Goes on only where `condition` holds; otherwise the command ends with `sw`. @throws Refusal */
export function demand(condition: boolean, sw: number): asserts condition {
  if (!condition) throw new Refusal(sw);
}

/** What was looked for, where it was found; otherwise the command ends with `sw`. @throws Refusal */
export function found<T>(value: T | undefined, sw: number): T {
  if (value === undefined) throw new Refusal(sw);
  return value;
}

/** 63Cx: an authentication failed and `tries` are left; a counter that never runs out shows 15. sscard.md 7.1. */
export function failedWithTries(tries: number): Refusal {
  return new Refusal(SW.triesLeftFamily | Math.min(tries, 15));
}
