import type { Clock } from '../../ports/clock.js';

/** The platform's resolver: gives an address back for a name, or for an address itself; nothing where there is none. */
export type Resolve = (host: string, callback: (host: string, address?: string) => void) => void;

const LOOK_MS = 10;

/** Where a name lies. @returns undefined where nobody said so in this time */
export async function addressOf(
  resolve: Resolve,
  host: string,
  clock: Clock,
  withinMs: number,
): Promise<string | undefined> {
  let answer: { readonly address: string | undefined } | undefined;
  resolve(host, (_, address) => {
    answer = { address };
  });
  const until = clock.ticks() + withinMs;
  while (answer === undefined && clock.ticks() < until) await clock.sleep(Math.min(LOOK_MS, until - clock.ticks()));
  return answer?.address;
}
