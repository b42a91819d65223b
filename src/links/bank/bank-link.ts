/**
 * The terminal's end of the line to its bank: signed on or not, one question at a time. It asks, waits, and says what came
 * of it; what follows from that, retries and reversals, is the visits' business.
 */

import { assert } from '../../base/assert.js';
import { concat } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import { encodeMessage, type Message } from '../../codec/iso8583.js';
import { decodeFrame, encodeFrame, type Frame, type FrameHeader } from '../../codec/iso8583-frame.js';
import type { Clock } from '../../ports/clock.js';
import type { Line } from '../../ports/line.js';
import type { LineKeys, MasterKey } from '../../vault/line-keys.js';
import type { Station } from './build.js';
import { type ProcessingRequest, processingRequestOf } from './codes.js';
import { FrameReader } from './frame-reader.js';
import { type Judgement, judgeAnswer } from './judge.js';
import { signInRequest } from './management.js';
import { privateData } from './private-data.js';
import { macFieldOf, transactionOf } from './transactions.js';

export type BankAnswer =
  /** the answer to what was asked, with its MAC right where one is due */
  | {
      readonly kind: 'answered';
      /** Field 39. */
      readonly code: string;
      readonly message: Message;
      readonly processingRequest: ProcessingRequest;
    }
  /** the line was not to be had: nothing went out */
  | { readonly kind: 'unable' }
  /** it was sent, or perhaps sent, and no acceptable answer came in time */
  | { readonly kind: 'unknown' }
  /** an answer whose MAC is wrong or missing: reason A0 of a reversal, and no proof of anything */
  | { readonly kind: 'false'; readonly code: string; readonly processingRequest: ProcessingRequest };

export type SignIn =
  | { readonly kind: 'signed-on'; readonly processingRequest: ProcessingRequest }
  | { readonly kind: 'refused'; readonly code: string; readonly processingRequest: ProcessingRequest }
  /** a check value is wrong, or the keys are of another form: to be tried again */
  | { readonly kind: 'wrong-keys' }
  | { readonly kind: 'unable' }
  | { readonly kind: 'unknown' };

/** What a link is made of. */
export interface LinkParts {
  readonly line: Line;
  readonly clock: Pick<Clock, 'ticks'>;
  readonly masterKey: MasterKey;
  /** How long the line may take to come up, and an answer to come, ms. */
  readonly openWithinMs?: number;
  readonly answerWithinMs?: number;
}

const OPEN_WITHIN_MS = 20_000;
const ANSWER_WITHIN_MS = 60_000;

/** Network addresses of the TPDU and the header of requests; the version is invented [TP]. */
const HOST = 0x0003;
const TERMINAL = 0x0000;
const HEADER: FrameHeader = Object.freeze({
  applicationClass: '61',
  softwareVersion: '31',
  terminalStatus: '0',
  processingRequest: '0',
  version: '310001',
});

/** More than this is no answer but a flood: every byte costs time that a holder waits. */
const HEARD_MAX = 0x10000;
/** The one form of working keys that this terminal asks for and takes: double-length, without a track key. */
const KEY_FORM = '003';
const APPROVED = '00';
const MAC_LENGTH = 8;

/** What one frame turned out to be. */
type Heard = Judgement & { readonly processingRequest: ProcessingRequest };

const NOTHING: Heard = Object.freeze({ kind: 'none', processingRequest: 'none' });

export class BankLink {
  readonly #line: Line;
  readonly #clock: Pick<Clock, 'ticks'>;
  readonly #masterKey: MasterKey;
  readonly #openWithinMs: number;
  readonly #answerWithinMs: number;
  #keys: LineKeys | undefined;

  constructor(parts: LinkParts) {
    const { line, clock, masterKey, openWithinMs = OPEN_WITHIN_MS, answerWithinMs = ANSWER_WITHIN_MS } = parts;
    this.#line = line;
    this.#clock = clock;
    this.#masterKey = masterKey;
    this.#openWithinMs = openWithinMs;
    this.#answerWithinMs = answerWithinMs;
  }

  /** The working keys; undefined when not signed on. */
  get keys(): LineKeys | undefined {
    return this.#keys;
  }

  /**
   * 签到: gets working keys. The old ones are gone as soon as the host may have heard of it, because it draws new ones then.
   * @param stan a new one
   */
  async signIn(station: Station, stan: number): Promise<SignIn> {
    const answer = await this.ask(signInRequest(station, stan));
    if (answer.kind === 'unable') return answer;
    this.#keys = undefined;
    if (answer.kind !== 'answered') return { kind: 'unknown' };
    const { code, message, processingRequest } = answer;
    if (code !== APPROVED) return { kind: 'refused', code, processingRequest };
    const keys = this.#keysIn(message);
    if (keys === 'wrong') return { kind: 'wrong-keys' };
    this.#keys = keys;
    return { kind: 'signed-on', processingRequest };
  }

  /**
   * Asks once, and waits for the answer as long as an answer may take. What is not the answer is passed over. After silence,
   * garbage or a false answer the connection ends, so that nothing that is still on its way can meet the next question.
   * @param request without its MAC; one that has a MAC needs a link that is signed on
   */
  async ask(request: Message): Promise<BankAnswer> {
    const bytes = this.#sealed(request);
    if (!(await this.#line.open(this.#openWithinMs))) return { kind: 'unable' };
    if (transactionOf(request)?.key === 'sign-out') this.#keys = undefined;
    const sent = await this.#line.send(
      encodeFrame({ destination: HOST, source: TERMINAL, header: HEADER, message: bytes }),
    );
    const { answer, clean } = sent ? await this.#answerTo(request) : LOST;
    if (!clean) await this.#line.close();
    return answer;
  }

  /** The working keys are of no use any more: nothing that needs a MAC is asked before the next sign-in. */
  forgetKeys(): void {
    this.#keys = undefined;
  }

  /** Ends the connection; the next question opens another. The keys stay. */
  async hangUp(): Promise<void> {
    await this.#line.close();
  }

  #keysIn({ fields }: Message): LineKeys | 'wrong' {
    const sealed = fields.get(62);
    const { network } = privateData(fields.get(60)?.toString());
    if (network !== KEY_FORM || !(sealed instanceof Uint8Array)) return 'wrong';
    return this.#masterKey.unwrap(KEY_FORM, sealed);
  }

  #sealed(request: Message): Uint8Array {
    const row = transactionOf(request);
    assert(row !== undefined && row.direction === 'request', 'what is asked is a request of the table');
    const field = macFieldOf(row);
    if (field === undefined) return encodeMessage(request);
    assert(this.#keys !== undefined, 'who asks under a MAC has signed in');
    const { mti, fields } = request;
    const unsealed = encodeMessage({ mti, fields: new Map([...fields, [field, new Uint8Array(MAC_LENGTH)]]) });
    const covered = unsealed.subarray(0, -MAC_LENGTH);
    return concat(covered, this.#keys.mac(covered));
  }

  async #answerTo(request: Message): Promise<Waited> {
    const deadline = this.#clock.ticks() + this.#answerWithinMs;
    const reader = new FrameReader();
    let clean = true;
    let heard = 0;
    for (let left = this.#answerWithinMs; left > 0; left = deadline - this.#clock.ticks()) {
      const input = await this.#line.receive(left);
      if (input.kind !== 'bytes' || input.bytes.length === 0) return LOST;
      heard += input.bytes.length;
      reader.push(input.bytes);
      for (let frame = reader.next(); frame !== undefined; frame = reader.next()) {
        const told = hear(request, frame, this.#keys);
        const { kind, processingRequest } = told;
        if (kind === 'false') return { answer: { kind, code: told.code, processingRequest }, clean: false };
        clean &&= kind !== 'none';
        if (kind !== 'good') continue;
        const { code, message } = told;
        return { answer: { kind: 'answered', code, message, processingRequest }, clean: clean && reader.isEmpty };
      }
      if (reader.isLost || heard > HEARD_MAX) return LOST;
    }
    return LOST;
  }
}

interface Waited {
  readonly answer: BankAnswer;
  /** The connection can be used again: nothing is left on it that is not understood. */
  readonly clean: boolean;
}

const LOST: Waited = Object.freeze({ answer: Object.freeze({ kind: 'unknown' }), clean: false });

function hear(request: Message, bytes: Uint8Array, keys: LineKeys | undefined): Heard {
  const frame = frameOrUndefined(bytes);
  if (frame === undefined) return NOTHING;
  const processingRequest = processingRequestOf(frame.header);
  if (frame.destination !== TERMINAL || frame.source !== HOST) return { kind: 'foreign', processingRequest };
  return { ...judgeAnswer(request, frame.message, keys), processingRequest };
}

function frameOrUndefined(bytes: Uint8Array): Frame | undefined {
  try {
    return decodeFrame(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
