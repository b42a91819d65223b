/**
 * An Ethernet interface of the platform and what its cable leads to: a port of a switch, with or without somebody behind it who
 * gives addresses. The class is told apart from Wi-Fi's by what it does by itself: a link that comes up brings its address.
 */

import { assert } from '../../../src/base/assert.js';
import type { TcpNetwork } from '../tcp/network.js';

export interface PortBehaviour {
  /** Whether the cable is in at power-on. */
  readonly plugged: boolean;
  /** Whether somebody gives addresses. */
  readonly dhcp: boolean;
  /** Whether the chip answers over SPI. */
  readonly chip: boolean;
}

interface Address {
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
}

type PortNetwork = Pick<TcpNetwork, 'clock' | 'after' | 'carries' | 'reset'>;

/** Auto-negotiation (IEEE 802.3 28) takes about so long. */
const LINK_MS = 2_000;
const DHCP_MS = 800;
/** An address of IPv6 is on trial for a second (RFC 4862 5.4), and the SDK's class waits for it. */
const TRIAL_MS = 1_000;
const LEASED = '192.0.2.77';

export class SwitchPort {
  readonly #network: PortNetwork;
  readonly #behaviour: PortBehaviour;
  #isPlugged: boolean;
  #interface: { link(isUp: boolean): void } | undefined;
  /** What the interface was configured with, in order. */
  readonly configured: object[] = [];

  constructor(network: PortNetwork, behaviour: Partial<PortBehaviour> = {}) {
    this.#network = network;
    this.#behaviour = { plugged: true, dhcp: true, chip: true, ...behaviour };
    this.#isPlugged = this.#behaviour.plugged;
    network.carries = false;
  }

  plug(): void {
    this.#isPlugged = true;
    this.#interface?.link(true);
  }

  pull(): void {
    this.#isPlugged = false;
    this.#interface?.link(false);
  }

  get io() {
    const port = this;
    return class {
      readonly #onChanged: () => void;
      #connection = 200;
      #static: Address | undefined;
      #epoch = 0;

      constructor({ onChanged }: { readonly onChanged: () => void }) {
        this.#onChanged = onChanged;
        assert(port.#interface === undefined, 'a second interface would initialise the SPI bus again, and abort');
        port.#interface = this;
        if (port.#isPlugged) this.link(true);
      }

      get connection(): number {
        return this.#connection;
      }

      get address(): string | undefined {
        if (this.#connection === 500) return this.#static?.address ?? LEASED;
        return this.#connection === 400 ? 'FE80::3266:AFFF:FE00:1' : undefined;
      }

      configure(options: { readonly static?: Address }): void {
        if (!port.#behaviour.chip) throw new Error('not initialized');
        port.configured.push(options);
        this.#static = options.static;
      }

      link(isUp: boolean): void {
        const { chip, dhcp } = port.#behaviour;
        if (!chip) return;
        const epoch = ++this.#epoch;
        const later = (ms: number, run: () => void) => port.#network.after(ms, () => epoch === this.#epoch && run());
        if (!isUp) {
          port.#network.carries = false;
          // The platform's stack takes the interface's address away, and with it the connections from there.
          port.#network.reset();
          this.#change(200);
          return;
        }
        later(LINK_MS, () => {
          port.#network.carries = true;
          this.#change(400);
          if (this.#static !== undefined || dhcp)
            later(Math.max(TRIAL_MS, this.#static ? 0 : DHCP_MS), () => this.#change(500));
        });
      }

      #change(connection: number): void {
        if (connection === this.#connection) return;
        this.#connection = connection;
        this.#onChanged();
      }
    };
  }
}
