/** A network with a time server behind the platform's UDP class, and all that can come instead of its answer. */

import { assert } from '../../../src/base/assert.js';
import { uintBytes } from '../../../src/base/bytes.js';
import type { TcpNetwork } from '../tcp/network.js';

export interface TimeServerBehaviour {
  /** Its address; no name has one where it is undefined. */
  readonly address: string | undefined;
  /** ms since 1970 on its own clock, at the terminal's start. */
  readonly time: number;
  /** There and back. */
  readonly roundTripMs: number;
  /** What becomes of the questions, one after the other; those behind them are answered. */
  readonly fates: readonly ('lost' | 'no-way' | 'no-network' | Forgery)[];
}

/** An answer that is not to be believed: the right one, changed. */
export interface Forgery {
  readonly change: (packet: Uint8Array) => Uint8Array;
  readonly from?: string;
}

const SERVER: TimeServerBehaviour = Object.freeze({
  address: '192.0.2.123',
  time: Date.UTC(2026, 5, 1, 1, 0, 0),
  roundTripMs: 80,
  fates: Object.freeze([]),
});
const RESOLVER_MS = 20;
const PORT = 123;
/** Seconds of an NTP timestamp's era (RFC 4330 3), and from 1900 to 1970. */
const ERA = 0x1_0000_0000;
const TO_1970 = 2_208_988_800;

type Arrival = { readonly bytes: Uint8Array; readonly address: string };

export class TimeServer {
  readonly #network: Pick<TcpNetwork, 'clock' | 'after'>;
  readonly #behaviour: TimeServerBehaviour;
  readonly #fates: TimeServerBehaviour['fates'][number][];
  /** Ticks at which questions came. */
  readonly questions: number[] = [];
  openSockets = 0;

  /** @param network whose clock is everyone's */
  constructor(network: Pick<TcpNetwork, 'clock' | 'after'>, behaviour: Partial<TimeServerBehaviour> = {}) {
    this.#network = network;
    this.#behaviour = { ...SERVER, ...behaviour };
    this.#fates = [...this.#behaviour.fates];
  }

  /** The platform's resolver, which takes its time. */
  resolve(host: string, callback: (host: string, address?: string) => void): void {
    this.#network.after(RESOLVER_MS, () => callback(host, this.#behaviour.address));
  }

  /** The class that a driver is given. */
  get io() {
    const server = this;
    return class {
      readonly #options: { readonly onReadable: (packets: number) => void };
      readonly #arrived: Arrival[] = [];
      #open = true;

      constructor(options: { readonly onReadable: (packets: number) => void }) {
        this.#options = options;
        server.#need();
        server.openSockets++;
      }

      read() {
        assert(this.#open, 'a closed socket is not read');
        const packet = this.#arrived.shift();
        return packet && Object.assign(new Uint8Array(packet.bytes).buffer, { address: packet.address, port: PORT });
      }

      write(bytes: ArrayBuffer, address: string, port: number): void {
        assert(this.#open && bytes instanceof ArrayBuffer, 'the platform writes an ArrayBuffer');
        assert(address === server.#behaviour.address && port === PORT, 'the server is asked where it is');
        const answer = server.#answer(new Uint8Array(bytes.slice(0)));
        if (answer === undefined) return;
        server.#network.after(server.#behaviour.roundTripMs, () => {
          this.#arrived.push(answer);
          if (this.#open) this.#options.onReadable(this.#arrived.length);
        });
      }

      close(): void {
        if (this.#open) server.openSockets--;
        this.#open = false;
      }
    };
  }

  /** A socket that is made while no interface is up is refused by the platform. */
  #need(): void {
    if (this.#fates[0] !== 'no-network') return;
    this.#fates.shift();
    throw new Error('no network');
  }

  #answer(request: Uint8Array): Arrival | undefined {
    const at = this.#network.clock.ticks();
    this.questions.push(at);
    assert(request.length === 48 && request[0] === 0x23, 'a question of version 4 by a client');
    assert(
      request.subarray(1, 40).every((byte) => byte === 0),
      'the rest of a question is zero',
    );
    const fate = this.#fates.shift();
    if (fate === 'no-way') throw new Error('no route to host');
    assert(fate !== 'no-network', 'there is no question without a socket');
    if (fate === 'lost') return undefined;
    const { address, time, roundTripMs } = this.#behaviour;
    assert(address !== undefined, 'a server without an address is not asked');
    const right = answerTo(request, time + at + roundTripMs / 2);
    return { bytes: fate?.change(right) ?? right, address: fate?.from ?? address };
  }
}

/** @param time ms since 1970 */
function answerTo(request: Uint8Array, time: number): Uint8Array {
  const seconds = Math.floor(time / 1_000);
  const fraction = Math.floor(((time % 1_000) * ERA) / 1_000);
  const packet = new Uint8Array(48);
  packet.set([0x24, 2, 0, 0xec]);
  packet.set(request.subarray(40, 48), 24);
  for (const offset of [16, 32, 40]) {
    packet.set(uintBytes((seconds + TO_1970) % ERA, 4), offset);
    packet.set(uintBytes(fraction, 4), offset + 4);
  }
  return packet;
}
