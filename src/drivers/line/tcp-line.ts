/**
 * A line over a TCP client of the platform, plain or with TLS: its class tells by callback what it can take and what it has,
 * and each connection's callbacks belong to that connection alone.
 */

import type { Clock } from '../../ports/clock.js';
import type { Line, LineInput } from '../../ports/line.js';
import { Connection, type TcpClass, type TcpEnd } from './connection.js';

/** How often what the callbacks have told is looked at. */
const LOOK_MS = 10;
/** How long a full send buffer may stay full: the other end has stopped reading, or is gone. */
const STALL_MS = 10_000;
/**
 * A connection over which so long nothing came is not trusted: a router may have forgotten it, and neither end is told. Home
 * and mobile networks forget after some minutes (RFC 5382 REQ-5 asks for more than two hours, and few obey).
 */
const STALE_MS = 60_000;

export interface TcpLineOptions {
  /** ECMA-419 TCP, or the platform's TLS class of the same shape. */
  readonly io: TcpClass;
  readonly end: TcpEnd;
  /** Where the end lies just now, asked before each connection; undefined where there is no way to it in this time. */
  readonly address?: (withinMs: number) => Promise<string | undefined>;
  readonly clock: Clock;
}

export class TcpLine implements Line {
  readonly #options: TcpLineOptions;
  #connection: Connection | undefined;
  #heard = 0;

  constructor(options: TcpLineOptions) {
    this.#options = options;
  }

  async open(withinMs: number): Promise<boolean> {
    const { io, clock } = this.#options;
    const until = clock.ticks() + withinMs;
    const isFresh = clock.ticks() - this.#heard < STALE_MS;
    if (this.#connection?.state === 'up' && isFresh) return true;
    await this.close();
    const end = await this.#end(withinMs);
    if (end === undefined) return false;
    const connection = new Connection(io, end);
    this.#connection = connection;
    await this.#waitFor(() => connection.state !== 'connecting', until - clock.ticks());
    if (connection.state === 'up') {
      this.#heard = clock.ticks();
      return true;
    }
    await this.close();
    return false;
  }

  async send(bytes: Uint8Array): Promise<boolean> {
    const connection = this.#connection;
    if (connection === undefined) return false;
    for (let sent = 0; sent < bytes.length; ) {
      await this.#waitFor(() => connection.state !== 'up' || connection.writable > 0, STALL_MS);
      const taken = connection.state === 'up' ? connection.write(bytes.subarray(sent)) : 0;
      if (taken === 0) {
        await this.close();
        return false;
      }
      sent += taken;
    }
    return connection.state === 'up';
  }

  /** What came before the other end closed is given before the line is down. */
  async receive(withinMs: number): Promise<LineInput> {
    const connection = this.#connection;
    if (connection === undefined) return { kind: 'down' };
    await this.#waitFor(() => connection.hasInput || connection.state !== 'up', withinMs);
    const bytes = connection.takeInput();
    if (bytes !== undefined) {
      this.#heard = this.#options.clock.ticks();
      return { kind: 'bytes', bytes };
    }
    return connection.state === 'up' ? { kind: 'silence' } : { kind: 'down' };
  }

  async close(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #end(withinMs: number): Promise<TcpEnd | undefined> {
    const { end, address: addressOf } = this.#options;
    if (addressOf === undefined) return end;
    const address = await addressOf(withinMs);
    return address === undefined ? undefined : { ...end, address };
  }

  async #waitFor(isSo: () => boolean, withinMs: number): Promise<void> {
    const { clock } = this.#options;
    const until = clock.ticks() + withinMs;
    while (!isSo()) {
      const left = until - clock.ticks();
      if (left <= 0) return;
      await clock.sleep(Math.min(LOOK_MS, left));
    }
  }
}
