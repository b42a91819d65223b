/**
 * A TCP-like line to a host in virtual time: it takes as long as it says, cuts answers anywhere, and does to single requests
 * what it is told to do. What is on its way when a connection ends never arrives; what has reached the host has.
 */

import { concat, EMPTY, readUint } from '../../../src/base/bytes.js';
import { FormatError } from '../../../src/base/format-error.js';
import { decodeMessage, type Message } from '../../../src/codec/iso8583.js';
import { decodeFrame } from '../../../src/codec/iso8583-frame.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { Line, LineInput } from '../../../src/ports/line.js';
import { type TransactionName, transactionRow } from '../bank/acquirer/transactions.js';
import type { RandomBytes } from '../chip.js';
import type { Deed } from './deeds.js';
import type { HostReply, LineHost } from './line-host.js';
import { asking, forAnotherTerminal, garbled, withWrongMac } from './tampering.js';

/** One request that reached the line's far end, or would have. */
export interface LineEvent {
  /** Counted from 1, over all connections. */
  readonly number: number;
  readonly frame: Uint8Array;
  /** undefined where it cannot be read. */
  readonly message: Message | undefined;
  /** undefined where it is no transaction of the acquirer's. */
  readonly transaction: TransactionName | undefined;
}

/** Says what befalls a request; undefined leaves it alone. */
export type LineMischief = (event: LineEvent) => Deed | undefined;

export interface LineOptions {
  readonly clock: Clock;
  readonly host: LineHost;
  readonly mischief?: LineMischief;
  /** Cuts answers into pieces; without it every answer comes in one. */
  readonly random?: RandomBytes;
}

/** ms for a connection, and for bytes one way. */
const CONNECT_TIME = 120;
const WAY_TIME = 40;
/** ms between the pieces of an answer. */
const GAP = 5;
const LENGTH_LENGTH = 2;
/** Longest frame that a host of this kind takes; what announces more is no frame. */
const FRAME_MAX = 4096;

/** Bytes on their way to the terminal. */
interface Piece {
  readonly due: number;
  readonly bytes: Uint8Array;
}

export class EmulatedLine implements Line {
  readonly #options: LineOptions;
  #state: 'closed' | 'up' | 'broken' = 'closed';
  #down = false;
  #connections = 0;
  #requests = 0;
  /** What has been sent of a frame so far. */
  #sent: Uint8Array = EMPTY;
  #coming: Piece[] = [];
  /** A request that waits for the next one, and an answer that waits for the next one. */
  #lateRequest: { readonly frame: Uint8Array; readonly connection: number } | undefined;
  #lateAnswer: HostReply | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Requests so far. */
  get events(): number {
    return this.#requests;
  }

  /** The line is gone until somebody restores it. */
  cut(): void {
    this.#down = true;
    this.#end('broken');
  }

  /** Ends what a `down` or a cut began. */
  restore(): void {
    this.#down = false;
  }

  async open(withinMs: number): Promise<boolean> {
    if (this.#state === 'up') return true;
    this.#end('closed');
    const reached = !this.#down && CONNECT_TIME <= withinMs;
    await this.#options.clock.sleep(reached ? CONNECT_TIME : withinMs);
    if (!reached) return false;
    this.#state = 'up';
    this.#connections++;
    return true;
  }

  async send(bytes: Uint8Array): Promise<boolean> {
    if (this.#state !== 'up') return false;
    this.#sent = concat(this.#sent, bytes);
    let noticed = false;
    for (let frame = this.#nextFrame(); frame !== undefined && !noticed; frame = this.#nextFrame())
      noticed = this.#meet(frame);
    return !noticed;
  }

  async receive(withinMs: number): Promise<LineInput> {
    const { clock } = this.#options;
    if (this.#state !== 'up') return { kind: 'down' };
    const [next, ...rest] = this.#coming;
    const wait = next ? Math.max(0, next.due - clock.ticks()) : Number.POSITIVE_INFINITY;
    if (wait > withinMs) {
      await clock.sleep(withinMs);
      return { kind: 'silence' };
    }
    if (wait > 0) await clock.sleep(wait);
    this.#coming = rest;
    return { kind: 'bytes', bytes: next.bytes };
  }

  async close(): Promise<void> {
    this.#end('closed');
  }

  #end(state: 'closed' | 'broken'): void {
    this.#state = state;
    this.#sent = EMPTY;
    this.#coming = [];
    this.#lateAnswer = undefined;
  }

  /** A whole frame out of what was sent; a length that no frame has breaks the line. */
  #nextFrame(): Uint8Array | undefined {
    if (this.#state !== 'up' || this.#sent.length < LENGTH_LENGTH) return undefined;
    const length = LENGTH_LENGTH + readUint(this.#sent, 0, LENGTH_LENGTH);
    if (length > FRAME_MAX) {
      this.#end('broken');
      return undefined;
    }
    if (this.#sent.length < length) return undefined;
    const frame = this.#sent.slice(0, length);
    this.#sent = this.#sent.slice(length);
    return frame;
  }

  /** One request and what befalls it. @returns whether the sender is told that the line broke */
  #meet(frame: Uint8Array): boolean {
    const { mischief } = this.#options;
    this.#requests++;
    const deed = mischief?.({ number: this.#requests, frame, ...readEvent(frame) });
    switch (deed?.deed) {
      case 'request-lost':
        return false;
      case 'request-late':
        this.#lateRequest = { frame, connection: this.#connections };
        return false;
      case 'down':
        this.#down = true;
        this.#end('broken');
        return false;
      case 'drop':
        if (deed.when === 'after') this.#answer(frame, deed);
        this.#end('broken');
        return deed.noticed === 'sending';
      default:
        this.#answer(frame, deed);
        return false;
    }
  }

  /** The host acts, and after it on what came late; what of its answers arrives is on its way. */
  #answer(frame: Uint8Array, deed: Deed | undefined): void {
    const [lateAnswer, lateRequest] = [this.#lateAnswer, this.#lateRequest];
    this.#lateAnswer = undefined;
    this.#lateRequest = undefined;
    const reply = this.#ask(frame, deed?.deed === 'decline' ? deed.code : undefined);
    const replies = reply ? this.#returned(reply, deed, frame) : [];
    const behind = lateRequest && this.#ask(lateRequest.frame);
    if (lateAnswer) replies.push(lateAnswer);
    // An answer goes back on the connection on which its request came.
    if (behind && lateRequest?.connection === this.#connections) replies.push(behind);
    for (const { frame: coming, afterMs } of replies) this.#arrive(coming, afterMs);
  }

  /** What of the host's answer sets out on the way back. */
  #returned(reply: HostReply, deed: Deed | undefined, request: Uint8Array): HostReply[] {
    const { frame, afterMs } = reply;
    switch (deed?.deed) {
      case 'answer-lost':
        return [];
      case 'answer-late':
        if (deed.ms !== undefined) return [{ frame, afterMs: afterMs + deed.ms }];
        this.#lateAnswer = reply;
        return [];
      case 'delay':
        return [{ frame, afterMs: afterMs + deed.ms }];
      case 'request-twice': {
        const again = this.#ask(request);
        return again ? [reply, again] : [reply];
      }
      case 'answer-twice':
        return [reply, reply];
      case 'wrong-mac':
        return [{ frame: withWrongMac(frame), afterMs }];
      case 'foreign': {
        const foreign = { frame: forAnotherTerminal(frame), afterMs };
        return deed.place === 'before' ? [foreign, reply] : [foreign];
      }
      case 'garbage':
        return [{ frame: garbled(frame, deed.of), afterMs }];
      case 'processing-request':
        return [{ frame: asking(frame, deed.digit), afterMs }];
      default:
        return [reply];
    }
  }

  #ask(frame: Uint8Array, decline?: string): HostReply | undefined {
    return this.#options.host.receive(frame, decline);
  }

  /** In the order of sending: a stream does not overtake itself. */
  #arrive(frame: Uint8Array, afterMs: number): void {
    const { clock } = this.#options;
    const last = this.#coming.at(-1)?.due ?? 0;
    let due = Math.max(last, clock.ticks() + 2 * WAY_TIME + afterMs);
    for (const bytes of this.#cut(frame)) {
      this.#coming.push({ due, bytes });
      due += GAP;
    }
  }

  /** Up to three pieces, as chance has it. */
  #cut(frame: Uint8Array): Uint8Array[] {
    const [a, b] = this.#options.random?.(2) ?? [];
    if (a === undefined) return [frame];
    const cuts = [a % (frame.length + 1), b % (frame.length + 1)].sort((x, y) => x - y);
    return [frame.slice(0, cuts[0]), frame.slice(cuts[0], cuts[1]), frame.slice(cuts[1])].filter(
      ({ length }) => length > 0,
    );
  }
}

function readEvent(frame: Uint8Array): Pick<LineEvent, 'message' | 'transaction'> {
  try {
    const message = decodeMessage(decodeFrame(frame).message);
    return { message, transaction: transactionRow(message)?.name };
  } catch (error) {
    if (error instanceof FormatError) return { message: undefined, transaction: undefined };
    throw error;
  }
}
