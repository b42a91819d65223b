/** A Wi-Fi interface of the platform and the access point that it joins. */

import { assert } from '../../../src/base/assert.js';
import type { TcpNetwork } from '../tcp/network.js';

/** What becomes of an attempt: an address, joined without one, turned away, or nothing at all. */
export type Joining = 'address' | 'no-address' | 'refused' | 'nothing' | 'busy';

const JOIN_MS = 1_500;
const DHCP_MS = 800;

export class AccessPoint {
  readonly #network: Pick<TcpNetwork, 'clock' | 'after'>;
  readonly #fates: Joining[];
  #interface: { change(connection: number): void } | undefined;
  /** What each attempt was made with, and when. */
  readonly attempts: { readonly options: object; readonly at: number }[] = [];

  /** @param fates of the attempts one after the other; those behind them get an address */
  constructor(network: Pick<TcpNetwork, 'clock' | 'after'>, fates: readonly Joining[] = []) {
    this.#network = network;
    this.#fates = [...fates];
  }

  /** The network goes; the interface notices. */
  drop(): void {
    this.#interface?.change(200);
  }

  get io() {
    const point = this;
    return class {
      readonly #onChanged: () => void;
      #connection = 200;
      #epoch = 0;

      constructor({ onChanged }: { readonly onChanged: () => void }) {
        this.#onChanged = onChanged;
        assert(point.#interface === undefined, 'an interface is made once');
        point.#interface = this;
      }

      get connection(): number {
        return this.#connection;
      }

      connect(options: object): void {
        if (this.#connection === 300) throw new Error('already connecting');
        const fate = point.#begin(options);
        if (fate === 'busy') throw new Error('connect failed');
        this.#connection = 300;
        const epoch = ++this.#epoch;
        const later = (ms: number, connection: number) =>
          point.#network.after(ms, () => epoch === this.#epoch && this.change(connection));
        if (fate === 'refused') later(JOIN_MS, 200);
        if (fate === 'address' || fate === 'no-address') later(JOIN_MS, 400);
        if (fate === 'address') later(JOIN_MS + DHCP_MS, 500);
      }

      disconnect(): void {
        this.#epoch++;
        this.#connection = 200;
      }

      change(connection: number): void {
        if (connection === this.#connection) return;
        this.#connection = connection;
        this.#onChanged();
        // The class tells of the address besides.
        if (connection === 500) this.#onChanged();
      }
    };
  }

  #begin(options: object): Joining {
    this.attempts.push({ options, at: this.#network.clock.ticks() });
    return this.#fates.shift() ?? 'address';
  }
}
