/**
 * The board's cable. Nothing is joined here: the platform takes an address whenever a link comes up, by DHCP or the one it was
 * given, and what is left to do is to look. The class's `connect` is not called on purpose (SDK 8.2.3): with an address of its
 * own it says 500 though no cable is in, and with DHCP it says 300 from then on, whether there is a cable or not.
 */

import type { Clock } from '../../ports/clock.js';
import { awaitNetwork, type Network } from './network.js';

/** IPv4, dotted: an address and a router of the same network. There is no name server with it. */
export interface StaticAddress {
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
}

/** An Ethernet interface as ECMA-419 has it. */
export interface EthernetInterface {
  /** 200 no link, 400 a link and no address, 500 both. */
  readonly connection: number;
  /** As soon as there is one; of IPv6 where there is none of IPv4. */
  readonly address: string | undefined;
  /** Throws where the chip did not answer when the interface was made. */
  configure(options: { readonly static?: StaticAddress }): void;
}

export interface EthernetClass {
  new (options: { readonly onChanged: () => void }): EthernetInterface;
}

/** `absent`: the chip does not answer. `unplugged`: no cable, or nothing alive at its other end. */
export type WireState = 'absent' | 'unplugged' | 'unaddressed' | 'up';

export interface WiredNetworkOptions {
  readonly io: EthernetClass;
  /** Left away where the network gives addresses by DHCP. */
  readonly address?: StaticAddress;
  readonly clock: Clock;
  /** Told when the state has changed, and what it is now. */
  readonly onState: (state: WireState) => void;
}

const HAS_LINK = 400;
const HAS_ADDRESS = 500;

export class WiredNetwork implements Network {
  readonly #clock: Clock;
  readonly #interface: EthernetInterface;
  readonly #isThere: boolean;
  #told: WireState = 'unplugged';

  constructor({ io, address, clock, onState }: WiredNetworkOptions) {
    this.#clock = clock;
    this.#interface = new io({
      onChanged: () => {
        const { state } = this;
        if (state === this.#told) return;
        this.#told = state;
        onState(state);
      },
    });
    this.#isThere = this.#configure(address);
    if (!this.#isThere) onState('absent');
  }

  get state(): WireState {
    if (!this.#isThere) return 'absent';
    const { connection } = this.#interface;
    if (connection >= HAS_ADDRESS) return 'up';
    return connection >= HAS_LINK ? 'unaddressed' : 'unplugged';
  }

  get isUp(): boolean {
    return this.state === 'up';
  }

  /** Its own, while it is up. */
  get address(): string | undefined {
    return this.isUp ? this.#interface.address : undefined;
  }

  async awaitUp(withinMs: number): Promise<boolean> {
    return await awaitNetwork(this, this.#clock, withinMs);
  }

  /** The constructor of the SDK's class is silent about a chip that does not answer; this is where it says so. */
  #configure(address: StaticAddress | undefined): boolean {
    try {
      this.#interface.configure(address === undefined ? {} : { static: address });
      return true;
    } catch {
      return false;
    }
  }
}
