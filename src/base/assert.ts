/**
 * A broken assumption of this program: the first of the three kinds of failure. It stops the terminal, which reboots
 * and recovers; nobody catches it on the way. The message names the assumption and carries no data.
 */
export class Bug extends Error {
  override name = 'Bug';
}

/** States what must be true here. On in production. */
export function assert(condition: unknown, assumption: string): asserts condition {
  if (!condition) throw new Bug(assumption);
}
