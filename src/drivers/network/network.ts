import type { Clock } from '../../ports/clock.js';
import { waitUntil } from '../wait-until.js';

/** What lines and clock want of the network, by radio or by cable. */
export interface Network {
  /** Whether frames pass and the board has an address. */
  readonly isUp: boolean;
  /** @returns whether the network is there, now or within this time */
  awaitUp(withinMs: number): Promise<boolean>;
}

const LOOK_MS = 50;

export async function awaitNetwork(
  network: Pick<Network, 'isUp'>,
  clock: Pick<Clock, 'ticks' | 'sleep'>,
  withinMs: number,
): Promise<boolean> {
  await waitUntil(clock, () => network.isUp, { withinMs, lookMs: LOOK_MS });
  return network.isUp;
}
