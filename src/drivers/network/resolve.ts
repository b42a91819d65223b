import type { Clock } from '../../ports/clock.js';
import { waitUntil } from '../wait-until.js';

/** The platform's resolver: gives an address back for a name, or for an address itself; nothing where there is none. */
export type Resolve = (host: string, callback: (host: string, address?: string) => void) => void;

const LOOK_MS = 10;

/**
 * Asks for a name once at a time. The platform keeps its questions in a queue, each of which takes lwIP some ten seconds where
 * no name server answers: one for every attempt would hold up those that come when it is back.
 */
export function resolveOnce(resolve: Resolve): Resolve {
  const waiting = new Map<string, ((host: string, address?: string) => void)[]>();
  return (host, callback) => {
    const asked = waiting.get(host);
    if (asked !== undefined) {
      asked.push(callback);
      return;
    }
    const callbacks = [callback];
    waiting.set(host, callbacks);
    try {
      resolve(host, (_, address) => {
        waiting.delete(host);
        for (const one of callbacks) one(host, address);
      });
    } catch (error) {
      waiting.delete(host);
      throw error;
    }
  };
}

/** Where a name lies. @returns undefined where nobody said so in this time, or the platform could not ask */
export async function addressOf(
  resolve: Resolve,
  host: string,
  clock: Clock,
  withinMs: number,
): Promise<string | undefined> {
  let answer: { readonly address: string | undefined } | undefined;
  try {
    resolve(host, (_, address) => {
      answer = { address };
    });
  } catch {
    return undefined;
  }
  await waitUntil(clock, () => answer !== undefined, { withinMs, lookMs: LOOK_MS });
  return answer?.address;
}
