/**
 * A network with one server behind the platform's TCP class: connections that take their time, are refused or never come;
 * a send buffer that fills; segments cut anywhere; resets; and a router that forgets, after which nobody is told anything.
 */

import { assert } from '../../../src/base/assert.js';
import type { Clock } from '../../../src/ports/clock.js';

export interface NetworkBehaviour {
  /** What becomes of the next connection. */
  readonly connect: 'accept' | 'refuse' | 'nothing' | 'no-network';
  readonly connectMs: number;
  /** Bytes of the send buffer, and how long one buffer's load is on its way. */
  readonly bufferLength: number;
  readonly transitMs: number;
  /** Most bytes that arrive at once. */
  readonly segmentLength: number;
  /** What the server says to what it gets at a port. */
  readonly answer: (bytes: Uint8Array, port: number) => Uint8Array | undefined;
}

/** What a socket is made with, as far as this network looks at it. */
interface SocketOptions {
  readonly port: number;
  readonly onReadable: (bytes: number) => void;
  readonly onWritable: (bytes: number) => void;
  readonly onError: () => void;
}

/** A quick server that says nothing. */
const QUIET: NetworkBehaviour = Object.freeze({
  connect: 'accept',
  connectMs: 40,
  bufferLength: 1_460,
  transitMs: 30,
  segmentLength: 1_460,
  answer: () => undefined,
});

export class TcpNetwork {
  /** Everyone's clock: what happens in the network happens while somebody sleeps. */
  readonly clock: Clock;
  readonly #behaviour: NetworkBehaviour;
  readonly #events: { readonly at: number; readonly run: () => void }[] = [];
  readonly #sockets: NetworkSocket[] = [];
  /** What has arrived at the server, over all connections. */
  readonly arrived: number[] = [];
  /** Nothing passes any more, either way. */
  forgotten = false;
  /** Nothing passes while it is false: what is sent then is lost, and nobody is told. */
  carries = true;

  constructor(clock: Clock, behaviour: Partial<NetworkBehaviour> = {}) {
    this.#behaviour = { ...QUIET, ...behaviour };
    this.clock = {
      ticks: () => clock.ticks(),
      now: () => clock.now(),
      sleep: async (ms) => await this.#run(clock, ms),
    };
  }

  get connections(): number {
    return this.#sockets.length;
  }

  /** Connections that the terminal has not closed. */
  get openSockets(): number {
    return this.#sockets.filter((socket) => !socket.isClosed).length;
  }

  /** The class that a driver is given. */
  get io() {
    const network = this;
    return class extends NetworkSocket {
      constructor(options: SocketOptions) {
        super(network, options);
      }
    };
  }

  /** The server says something over the latest connection. */
  push(bytes: Uint8Array): void {
    this.#sockets.at(-1)?.deliver(bytes);
  }

  /** The server, or something on the way, ends the latest connection. */
  reset(): void {
    this.#sockets.at(-1)?.fail();
  }

  join(socket: NetworkSocket): NetworkBehaviour {
    this.#sockets.push(socket);
    return this.#behaviour;
  }

  after(ms: number, run: () => void): void {
    this.#events.push({ at: this.clock.ticks() + ms, run });
  }

  async #run(clock: Clock, ms: number): Promise<void> {
    const until = clock.ticks() + ms;
    for (;;) {
      this.#events.sort((a, b) => a.at - b.at);
      const next = this.#events[0];
      if (next === undefined || next.at > until) break;
      this.#events.shift();
      await clock.sleep(Math.max(0, next.at - clock.ticks()));
      if (!this.forgotten) next.run();
    }
    await clock.sleep(until - clock.ticks());
  }
}

class NetworkSocket {
  readonly #network: TcpNetwork;
  readonly #options: SocketOptions;
  readonly #behaviour: NetworkBehaviour;
  #state: 'connecting' | 'up' | 'failed' | 'closed' = 'connecting';
  #writable = 0;
  #input: number[] = [];

  constructor(network: TcpNetwork, options: SocketOptions) {
    this.#network = network;
    this.#options = options;
    this.#behaviour = network.join(this);
    const { connect, connectMs, bufferLength } = this.#behaviour;
    if (connect === 'no-network') {
      this.#state = 'closed';
      throw new Error('no network');
    }
    if (connect === 'nothing') return;
    network.after(connectMs, () => {
      if (!network.carries) return;
      if (connect === 'refuse') this.fail();
      if (this.#state !== 'connecting') return;
      this.#state = 'up';
      this.#writable = bufferLength;
      options.onWritable(bufferLength);
    });
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** @param wanted so many bytes, or a buffer that they fill: no more than there are, where there are any */
  read(wanted: number): ArrayBuffer | undefined;
  read(wanted: Uint8Array): number | undefined;
  read(wanted: number | Uint8Array): ArrayBuffer | number | undefined {
    assert(this.#state !== 'closed', 'a closed socket is not read');
    if (this.#input.length === 0) return undefined;
    const length = typeof wanted === 'number' ? wanted : wanted.length;
    if (length <= 0 || length > this.#input.length) throw new Error('invalid');
    const bytes = this.#input.splice(0, length);
    if (typeof wanted === 'number') return Uint8Array.from(bytes).buffer;
    wanted.set(bytes);
    return bytes.length;
  }

  /** @returns what can be written now */
  write(bytes: ArrayBuffer | Uint8Array): number {
    assert(this.#state !== 'closed', 'nothing is written to a closed socket');
    assert(bytes instanceof ArrayBuffer || bytes instanceof Uint8Array, 'the platform writes bytes');
    if (this.#state !== 'up' || bytes.byteLength > this.#writable) throw new Error('output full');
    this.#writable -= bytes.byteLength;
    const sent = new Uint8Array(bytes.slice(0));
    this.#network.after(this.#behaviour.transitMs, () => this.#arrive(sent));
    return this.#writable;
  }

  close(): void {
    this.#state = 'closed';
  }

  deliver(bytes: Uint8Array): void {
    const { segmentLength, transitMs } = this.#behaviour;
    for (let offset = 0; offset < bytes.length; offset += segmentLength) {
      const segment = bytes.slice(offset, offset + segmentLength);
      this.#network.after(transitMs, () => {
        if (this.#state !== 'up' || !this.#network.carries) return;
        for (const byte of segment) this.#input.push(byte);
        this.#options.onReadable(this.#input.length);
      });
    }
  }

  fail(): void {
    if (this.#state === 'closed' || this.#state === 'failed') return;
    this.#state = 'failed';
    this.#options.onError();
  }

  #arrive(bytes: Uint8Array): void {
    if (this.#state === 'failed' || !this.#network.carries) return;
    for (const byte of bytes) this.#network.arrived.push(byte);
    const answer = this.#behaviour.answer(bytes, this.#options.port);
    if (this.#state !== 'up') return;
    this.#writable += bytes.length;
    this.#options.onWritable(this.#writable);
    if (answer) this.deliver(answer);
  }
}
