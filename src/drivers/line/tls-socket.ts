/**
 * TLS 1.2 between a connection and the platform's TCP class, by the SDK's session: as the SDK's own socket, but for two things. An
 * alert ends the connection, where that one takes a handshake that somebody has broken off for one that is done, and says what
 * comes next in the clear (seen with SDK 8.2.3); and what the session throws, a certificate that is not believed, ends the
 * connection and not the program. The SDK looks for the server's name in chains alone: the server must send the certificate
 * of its authority behind its own.
 */

import { EMPTY } from '../../base/bytes.js';
import type { TcpClass, TcpEnd, TcpOptions, TcpSocket } from './connection.js';

/** What the session wants of a socket: its counts, and reading into a buffer of its own. */
export interface SessionSocket {
  readable: number;
  writable: number;
  read(into: Uint8Array): unknown;
  /** @returns bytes that can be written now */
  write(bytes: ArrayBuffer | Uint8Array): number;
}

/** `ssl/session` of the SDK, on the client's side. */
export interface TlsSession {
  /** −1 while it waits for the other side. */
  readonly handshakeProcess: number;
  /** Set once either side has sounded one. */
  readonly alert?: unknown;
  initiateHandshake(): void;
  /** One step. @returns whether the handshake is over, well or not; throws what it does not believe */
  handshake(socket: SessionSocket): boolean;
  /** @returns what came; undefined where no record is whole; null after an alert */
  read(socket: SessionSocket): Uint8Array | undefined | null;
  write(socket: SessionSocket, bytes: ArrayBuffer): unknown;
}

export interface TlsSessionClass {
  new (options: {
    /** Must stand in the certificate, as a name or as an address. */
    readonly serverName: string;
    readonly protocolVersion: number;
    /** DER of an authority that is believed. */
    readonly certificate?: Uint8Array;
    readonly cache: boolean;
  }): TlsSession;
}

export interface TlsParts {
  readonly Session: TlsSessionClass;
  readonly Tcp: TcpClass;
  /** The certification authority of the back ends; without one those of the SDK's own list are believed. */
  readonly authority: Uint8Array | undefined;
  /** Calls back once this call is over. */
  readonly soon: (callback: () => void) => void;
}

const TLS_1_2 = 0x303;
/** Most that a record adds to what is in it. */
const OVERHEAD = 96;

/** A class of the shape of the platform's TCP; its `host` is whom the certificate must name. */
export function tlsClass(parts: TlsParts): TcpClass {
  return class extends TlsSocket {
    constructor(options: TcpOptions) {
      super(parts, options);
    }
  };
}

class TlsSocket implements TcpSocket {
  readonly #options: TcpOptions;
  readonly #session: TlsSession;
  readonly #soon: TlsParts['soon'];
  #socket: (TcpSocket & SessionSocket) | undefined;
  #state: 'handshake' | 'up' | 'over' = 'handshake';
  #input: Uint8Array = EMPTY;

  constructor({ Session, Tcp, authority, soon }: TlsParts, options: TcpOptions) {
    this.#options = options;
    this.#soon = soon;
    this.#session = new Session({
      serverName: nameOf(options),
      protocolVersion: TLS_1_2,
      ...(authority && { certificate: authority }),
      // A session taken up again would skip the certificate.
      cache: false,
    });
    this.#session.initiateHandshake();
    const socket = new Tcp({
      ...options,
      onReadable: (bytes) => this.#guarded((own) => this.#onReadable(own, bytes)),
      onWritable: (bytes) => this.#guarded((own) => this.#onWritable(own, bytes)),
      onError: () => this.#fail(),
    });
    this.#socket = Object.assign(socket, { readable: 0, writable: 0 }) as unknown as TcpSocket & SessionSocket;
  }

  read(byteLength: number): ArrayBuffer | undefined {
    if (this.#input.length === 0) return undefined;
    const taken = this.#input.slice(0, byteLength);
    this.#input = this.#input.slice(taken.length);
    if (this.#input.length === 0) this.#soon(() => this.#guarded((socket) => this.#receive(socket)));
    return taken.buffer;
  }

  write(bytes: ArrayBuffer): void {
    if (this.#socket === undefined || this.#state !== 'up') throw new Error('no TLS');
    this.#session.write(this.#socket, bytes);
  }

  close(): void {
    const socket = this.#socket;
    this.#state = 'over';
    this.#socket = undefined;
    socket?.close();
  }

  #onReadable(socket: SessionSocket, bytes: number): void {
    socket.readable = bytes;
    if (this.#state === 'handshake') this.#shake(socket);
    if (this.#state === 'up') this.#receive(socket);
  }

  #onWritable(socket: SessionSocket, bytes: number): void {
    socket.writable = bytes;
    if (this.#state === 'handshake') this.#shake(socket);
    else if (bytes > OVERHEAD) this.#options.onWritable(bytes - OVERHEAD);
  }

  /** Steps until the other side has to say something. */
  #shake(socket: SessionSocket): void {
    do {
      if (!this.#session.handshake(socket)) continue;
      if (this.#session.alert !== undefined) {
        this.#fail();
        return;
      }
      this.#state = 'up';
      if (socket.writable > OVERHEAD) this.#options.onWritable(socket.writable - OVERHEAD);
      return;
    } while (socket.readable > 0 || this.#session.handshakeProcess !== -1);
  }

  /** One record at a time: what is not taken stays where the sender is made to wait. */
  #receive(socket: SessionSocket): void {
    while (this.#input.length === 0) {
      const data = this.#session.read(socket);
      if (data === undefined) return;
      if (data === null) {
        this.#fail();
        return;
      }
      this.#input = data.slice();
    }
    this.#options.onReadable(this.#input.length);
  }

  #guarded(deed: (socket: SessionSocket) => void): void {
    if (this.#socket === undefined || this.#state === 'over') return;
    try {
      deed(this.#socket);
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#options.onError();
  }
}

function nameOf({ host, address }: TcpEnd): string {
  return host ?? address ?? '';
}
