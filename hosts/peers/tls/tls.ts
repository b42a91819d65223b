/**
 * The SDK's TLS session and the server that it talks to, as far as their conversation goes: its flights, records that are cut
 * anywhere, alerts, a certificate that is not believed. What it enciphers is no secret: a mask that shows whether it did.
 */

import { assert } from '../../../src/base/assert.js';

const HELLO = 1;
const CERTIFICATE = 2;
const HELLO_DONE = 3;
const FINISHED = 4;
const ALERT = 7;
const DATA = 9;
const MASK = 0x55;
/** Type, length of the content in two bytes. */
const HEAD_LENGTH = 3;
const MAC_LENGTH = 20;

export interface TlsBehaviour {
  /** Whom the server's certificate names, and who signed it. */
  readonly name: string;
  readonly authority: string;
  /** Whether it sends the authority's certificate behind its own. */
  readonly sendsAuthority: boolean;
  /** Somebody on the way breaks the handshake off where it stands, politely. */
  readonly closesIn: 'hello' | 'finished' | undefined;
  /** What the server says to what it gets. */
  readonly answer: (bytes: Uint8Array) => Uint8Array | undefined;
}

function record(type: number, content: Uint8Array | readonly number[]): number[] {
  return [type, content.length >> 8, content.length & 0xff, ...content];
}

function sealed(content: Uint8Array): number[] {
  return record(DATA, [...content.map((byte) => byte ^ MASK), ...new Uint8Array(MAC_LENGTH)]);
}

function opened(content: Uint8Array): Uint8Array {
  return content.slice(0, -MAC_LENGTH).map((byte) => byte ^ MASK);
}

/** The records that are whole, and what is left. */
function records(bytes: readonly number[]) {
  const found: { readonly type: number; readonly content: Uint8Array }[] = [];
  let at = 0;
  while (bytes.length - at >= HEAD_LENGTH) {
    const end = at + HEAD_LENGTH + (bytes[at + 1] << 8) + bytes[at + 2];
    if (end > bytes.length) break;
    found.push({ type: bytes[at], content: Uint8Array.from(bytes.slice(at + HEAD_LENGTH, end)) });
    at = end;
  }
  return { found, rest: bytes.slice(at) };
}

/** The server: what it is given as `answer` of a network's behaviour. */
export class TlsServer {
  readonly #behaviour: TlsBehaviour;
  #input: number[] = [];
  /** What came enciphered, and was deciphered. */
  readonly heard: number[] = [];

  constructor(behaviour: TlsBehaviour) {
    this.#behaviour = behaviour;
  }

  receive(bytes: Uint8Array): Uint8Array | undefined {
    const { found, rest } = records([...this.#input, ...bytes]);
    this.#input = rest;
    const said = found.flatMap(({ type, content }) => this.#answer(type, content));
    return said.length > 0 ? Uint8Array.from(said) : undefined;
  }

  #answer(type: number, content: Uint8Array): number[] {
    const { name, authority, sendsAuthority, closesIn, answer } = this.#behaviour;
    if (type === HELLO) {
      // A new connection.
      this.heard.length = 0;
      if (closesIn === 'hello') return record(ALERT, [1, 0]);
      const chain = sendsAuthority ? `${name} ${authority}, ${authority}` : `${name} ${authority}`;
      const certificate = Uint8Array.from(chain, (character) => character.charCodeAt(0));
      return [...record(CERTIFICATE, certificate), ...record(HELLO_DONE, [])];
    }
    if (type === FINISHED) return closesIn === 'finished' ? record(ALERT, [1, 0]) : record(FINISHED, []);
    assert(type === DATA, 'nothing is said to the server in the clear');
    const clear = opened(content);
    for (const byte of clear) this.heard.push(byte);
    const said = answer(clear);
    return said ? sealed(said) : [];
  }

  /** The server ends the session, after saying this. */
  static farewell(last: Uint8Array): Uint8Array {
    return Uint8Array.from([...sealed(last), ...record(ALERT, [1, 0])]);
  }
}

interface Socket {
  readable: number;
  writable: number;
  read(into: Uint8Array): unknown;
  write(bytes: Uint8Array): number;
}

interface SessionOptions {
  readonly serverName: string;
  readonly protocolVersion: number;
  readonly certificate?: Uint8Array;
}

/** With the SDK's own manners: an alert in the middle of the handshake ends it as if it were done, and writing goes on. */
export class EmulatedSession {
  handshakeProcess = -1;
  alert: { readonly description: number } | undefined;
  readonly #options: SessionOptions;
  #input: number[] = [];
  #data: Uint8Array | undefined;
  #enciphers = false;

  constructor(options: SessionOptions) {
    assert(options.protocolVersion === 0x303, 'TLS 1.2 is asked for');
    this.#options = options;
  }

  initiateHandshake(): void {
    this.handshakeProcess = 0;
  }

  handshake(socket: Socket): boolean {
    if (this.handshakeProcess === 0) this.#say(socket, record(HELLO, []));
    if (this.handshakeProcess === HELLO_DONE) this.#say(socket, record(FINISHED, []));
    if (this.handshakeProcess === FINISHED) {
      this.#enciphers = true;
      return true;
    }
    this.handshakeProcess = -1;
    if (socket.readable > 0) this.#take(socket);
    return this.alert !== undefined;
  }

  read(socket: Socket): Uint8Array | undefined | null {
    while (this.#data === undefined) {
      if (socket.readable === 0) return undefined;
      this.#take(socket);
      if (this.alert) return null;
    }
    const data = this.#data;
    this.#data = undefined;
    return data;
  }

  write(socket: Socket, bytes: ArrayBuffer): void {
    const clear = new Uint8Array(bytes);
    this.#say(socket, this.#enciphers ? sealed(clear) : record(DATA + 1, clear));
  }

  #say(socket: Socket, bytes: readonly number[]): void {
    socket.writable = socket.write(Uint8Array.from(bytes));
  }

  /** One record, or as much of it as has come: what is behind it stays in the socket. */
  #take(socket: Socket): void {
    while (socket.readable > 0) {
      const [, high = 0, low = 0] = this.#input;
      const wanted = this.#input.length < HEAD_LENGTH ? HEAD_LENGTH : HEAD_LENGTH + (high << 8) + low;
      const bytes = new Uint8Array(Math.min(wanted - this.#input.length, socket.readable));
      socket.read(bytes);
      socket.readable -= bytes.length;
      this.#input.push(...bytes);
      const [first] = records(this.#input).found;
      if (first === undefined) continue;
      this.#input = [];
      this.#judge(first.type, first.content);
      return;
    }
  }

  #judge(type: number, content: Uint8Array): void {
    if (type === ALERT) this.alert = { description: content[1] };
    else if (type === CERTIFICATE) this.#believe(String.fromCharCode(...content));
    else if (type === DATA) this.#data = opened(content);
    else if (type === HELLO_DONE || type === FINISHED) this.handshakeProcess = type;
    else throw new Error('recordProtocol: bad data');
  }

  /** A chain of one is none: the SDK's search for the name begins with the second (8.2.3). */
  #believe(chain: string): void {
    const { serverName, certificate = Uint8Array.of() } = this.#options;
    const authority = String.fromCharCode(...certificate);
    if (chain !== `${serverName} ${authority}, ${authority}`) throw new Error('bad certificate');
  }
}
