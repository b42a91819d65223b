/** Keeps the board in its Wi-Fi: joins it, and joins it again whenever it is lost, for as long as the terminal runs. */

import type { Clock } from '../../ports/clock.js';
import { awaitNetwork, type Network } from './network.js';

/** A Wi-Fi interface as ECMA-419 has it. */
export interface NetworkInterface {
  /** 200 not joined, 300 joining, 400 joined without an address, 500 with one. */
  readonly connection: number;
  /** Throws where it is joining already, or the radio will not. */
  connect(options: object): void;
  disconnect(): void;
}

export interface NetworkClass {
  new (options: { readonly onChanged: () => void }): NetworkInterface;
}

export interface NetworkKeeperOptions {
  readonly io: NetworkClass;
  /** What the interface is joined with: name and password. */
  readonly join: object;
  readonly clock: Clock;
  readonly after: (callback: () => void, ms: number) => void;
}

const JOINED = 400;
const HAS_ADDRESS = 500;
const JOINING = 300;
/** From one attempt that failed to the next: an access point that starts anew takes half a minute. */
const RETRY_MS: readonly number[] = Object.freeze([1_000, 2_000, 5_000, 10_000, 30_000]);
/** Joining, or an address, that has not come by then will not come: the interface starts from the beginning. */
const PATIENCE_MS = 20_000;

export class NetworkKeeper implements Network {
  readonly #options: NetworkKeeperOptions;
  readonly #interface: NetworkInterface;
  #attempts = 0;
  #isWaiting = false;

  /** Begins to join. Making the interface switches the radio on, which the random numbers of the chip need. */
  constructor(options: NetworkKeeperOptions) {
    this.#options = options;
    this.#interface = new options.io({ onChanged: () => this.#onChanged() });
    this.#join();
  }

  get isUp(): boolean {
    return this.#interface.connection >= HAS_ADDRESS;
  }

  async awaitUp(withinMs: number): Promise<boolean> {
    return await awaitNetwork(this, this.#options.clock, withinMs);
  }

  #join(): void {
    this.#isWaiting = false;
    if (this.#interface.connection >= JOINING) return;
    this.#attempts++;
    const attempt = this.#attempts;
    try {
      this.#interface.connect(this.#options.join);
    } catch {
      this.#joinLater();
      return;
    }
    this.#options.after(() => this.#loseOut(attempt), PATIENCE_MS);
  }

  /** Not up for so long after this very attempt: whatever the interface believes, it begins again. */
  #loseOut(attempt: number): void {
    if (this.isUp || attempt !== this.#attempts) return;
    this.#interface.disconnect();
    this.#joinLater();
  }

  #onChanged(): void {
    const { connection } = this.#interface;
    if (connection >= HAS_ADDRESS) this.#attempts = 0;
    if (connection < JOINING) this.#joinLater();
    // An address that is lost while the network stays is waited for as at the beginning.
    else if (connection >= JOINED && connection < HAS_ADDRESS) {
      const attempt = this.#attempts;
      this.#options.after(() => this.#loseOut(attempt), PATIENCE_MS);
    }
  }

  #joinLater(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const wait = RETRY_MS[Math.min(this.#attempts, RETRY_MS.length) - 1] ?? RETRY_MS[0];
    this.#options.after(() => this.#join(), wait);
  }
}
