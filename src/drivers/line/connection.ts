import { concat, EMPTY } from '../../base/bytes.js';

/** One TCP connection, as ECMA-419 9.13 has it. */
export interface TcpSocket {
  /** At most what onReadable has told of. */
  read(byteLength: number): ArrayBuffer | undefined;
  /** At most what onWritable has told of; throws where it is more, or the connection is gone. */
  write(bytes: ArrayBuffer): void;
  close(): void;
}

/** Where to connect. */
export interface TcpEnd {
  /** Of IPv4, or left away where it is asked for each time. */
  readonly address?: string;
  /** Whom TLS must find in the certificate. */
  readonly host?: string;
  readonly port: number;
}

/** The numbers are bytes: all that can be read, all that can be written. */
export interface TcpOptions extends TcpEnd {
  readonly nodelay: boolean;
  readonly onReadable: (bytes: number) => void;
  readonly onWritable: (bytes: number) => void;
  readonly onError: () => void;
}

/** The TCP class of the platform. */
export interface TcpClass {
  new (options: TcpOptions): TcpSocket;
}

/** Input that is kept; what is more stays in the platform, whose window then tells the sender to wait. */
const INPUT_MAX = 8_192;

/** A connection from its first packet to its end; it never comes up again. */
export class Connection {
  #socket: TcpSocket | undefined;
  #state: 'connecting' | 'up' | 'down' = 'connecting';
  #writable = 0;
  #readable = 0;
  #input: Uint8Array = EMPTY;

  constructor(io: TcpClass, end: TcpEnd) {
    try {
      this.#socket = new io({
        ...end,
        // A request is one write and waits for its answer: nothing is to be gathered.
        nodelay: true,
        onReadable: (bytes) => this.#onReadable(bytes),
        onWritable: (bytes) => this.#onWritable(bytes),
        onError: () => this.close(),
      });
    } catch {
      this.#state = 'down';
    }
  }

  get state(): 'connecting' | 'up' | 'down' {
    return this.#state;
  }

  /** Bytes that `write` would take. */
  get writable(): number {
    return this.#writable;
  }

  get hasInput(): boolean {
    return this.#input.length > 0;
  }

  /** @returns how many bytes from the front were taken; 0 where the connection broke */
  write(bytes: Uint8Array): number {
    const taken = Math.min(bytes.length, this.#writable);
    if (taken === 0) return 0;
    try {
      this.#socket?.write(new Uint8Array(bytes.subarray(0, taken)).buffer);
    } catch {
      this.close();
      return 0;
    }
    this.#writable -= taken;
    return taken;
  }

  takeInput(): Uint8Array | undefined {
    const input = this.#input;
    if (input.length === 0) return undefined;
    this.#input = EMPTY;
    this.#fetch();
    return input;
  }

  /** What has been read already can still be taken. */
  close(): void {
    if (this.#state === 'down') return;
    this.#state = 'down';
    this.#writable = 0;
    this.#readable = 0;
    try {
      this.#socket?.close();
    } catch {
      // A connection that the other end has closed may be gone in the platform, too.
    }
    this.#socket = undefined;
  }

  #onWritable(bytes: number): void {
    if (this.#state === 'down') return;
    this.#state = 'up';
    this.#writable = bytes;
  }

  #onReadable(bytes: number): void {
    if (this.#state === 'down') return;
    this.#readable = bytes;
    this.#fetch();
  }

  #fetch(): void {
    const length = Math.min(this.#readable, INPUT_MAX - this.#input.length);
    if (length <= 0) return;
    try {
      const read = this.#socket?.read(length);
      if (read === undefined || read.byteLength === 0) return;
      this.#readable -= read.byteLength;
      this.#input = concat(this.#input, new Uint8Array(read));
    } catch {
      this.close();
    }
  }
}
