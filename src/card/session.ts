/**
 * One session with one chip: from reset to removal. It answers ISO/IEC 7816-4 commands and hides what T=0 leaves to the
 * terminal, 61xx and 6Cxx (sscard.md 3.1; ISO/IEC 7816-3 12.2). The holder's card and the PSAM each have one.
 *
 * A session is an epoch. The first Fault ends it for good: whatever is asked afterwards gets the same Fault, and the
 * card that is put in next meets a new session.
 */

import { assert } from '../base/assert.js';
import { concat, EMPTY } from '../base/bytes.js';
import { Fault, type FaultPort } from '../base/fault.js';
import { FormatError } from '../base/format-error.js';
import { scrub } from '../base/scrub.js';
import { type Command, decodeResponse, encodeCommand, type Response } from '../codec/apdu.js';
import { type Atr, decodeAtr } from '../codec/atr.js';
import type { IccReader } from '../ports/icc-reader.js';

/**
 * A reset with all that belongs to it, at 3.57 MHz and 372 clocks an etu: RST low for 42,000 clocks and as many until TS,
 * 20,160 etu for the ATR, and S(IFS request) three times, 16,331 etu each (emv.md 5.2): 7.24 s. The driver keeps each time.
 */
const RESET_WITHIN_MS = 7_500;

/** Bound on one command whatever the card's NULL bytes ask for: five times the default work waiting time `[TP]`. */
const ANSWER_WITHIN_MS = 5_000;

/** A terminal accepts 256 bytes of response data (SPEC-8; sscard.md 3.1). */
const RESPONSE_DATA_MAX = 256;

export interface SendOptions {
  /** The command or its answer is secret: kept out of every trace. */
  readonly conceal?: boolean;
}

/** Where a session stands: `ready` → `busy` → `ready` … until a Fault or `close` makes it `over`. */
type State = 'ready' | 'busy' | 'over';

export class CardSession {
  readonly atr: Atr;
  readonly #reader: IccReader;
  #state: State = 'ready';
  #unanswered: number | undefined;
  #ending: Fault | undefined;

  constructor(reader: IccReader, atr: Atr) {
    this.#reader = reader;
    this.atr = atr;
  }

  /** INS of the command that got no answer, where the session broke off during one: whether the card acted, nobody knows. */
  get unanswered(): number | undefined {
    return this.#unanswered;
  }

  /**
   * Sends a command and returns data and status word. When the command asked for data, `6Cxx` is repeated once with the
   * length that the card names, and `61xx` is fetched by GET RESPONSE. One that did not, a PIN or a proof, is never sent
   * twice: it is left with the status word it got.
   * @throws Fault when the card leaves, stays silent or breaks the protocol
   */
  async send(command: Command, options: SendOptions = {}): Promise<Response> {
    if (this.#ending) throw this.#ending;
    assert(this.#state === 'ready', 'one command at a time in an open session');
    this.#state = 'busy';
    try {
      const first = await this.#transmit(command, options.conceal);
      const response = isIncomplete(command, first) ? await this.#complete(command, first, options.conceal) : first;
      this.#state = 'ready';
      return response;
    } catch (error) {
      this.#unanswered = command.ins;
      throw await this.#end(error);
    }
  }

  /** Takes the contacts down. The session is over. */
  async close(): Promise<void> {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#ending = new Fault(portOf(this.#reader), 'removed');
    await this.#reader.deactivate();
  }

  /**
   * Repeats a command with the length that the card names, once, and fetches an answer that waits, piece by piece, up to the
   * 256 bytes that one may have.
   */
  async #complete(command: Command, first: Response, conceal: boolean | undefined): Promise<Response> {
    let asked = command;
    let part = first;
    let data: Uint8Array = EMPTY;
    for (;;) {
      if (part.sw >> 8 === 0x6c) {
        part = await this.#transmit({ ...asked, le: lengthOf(part.sw) }, conceal);
        if (part.sw >> 8 === 0x6c) throw this.#broken();
      }
      const more = part.sw >> 8 === 0x61;
      const stalled = more && asked !== command && part.data.length === 0;
      data = concat(data, part.data);
      if (stalled || data.length > RESPONSE_DATA_MAX) throw this.#broken();
      if (!more) return { data, sw: part.sw };
      asked = { cla: 0x00, ins: 0xc0, p1: 0x00, p2: 0x00, le: lengthOf(part.sw) };
      part = await this.#transmit(asked, conceal);
    }
  }

  async #transmit(command: Command, conceal = false): Promise<Response> {
    const bytes = encodeCommand(command);
    try {
      const response = decodeResponse(await this.#reader.transmit(bytes, { withinMs: ANSWER_WITHIN_MS, conceal }));
      if (response.data.length > (command.le ?? 0)) throw this.#broken();
      if (response.data.length > 0 && isError(response.sw)) throw this.#broken();
      return response;
    } finally {
      if (conceal) scrub(bytes);
    }
  }

  #broken(): Fault {
    return new Fault(portOf(this.#reader), 'protocol');
  }

  /** Turns what went wrong into the Fault that every later command meets, and powers the card down. */
  async #end(error: unknown): Promise<unknown> {
    this.#state = 'over';
    const fault = error instanceof FormatError ? this.#broken() : error;
    if (!(fault instanceof Fault)) return error;
    this.#ending = fault;
    await this.#reader.deactivate();
    return fault;
  }
}

/**
 * Brings a chip up: one cold reset and, when its ATR is missing or unusable, one warm reset (sscard.md 3.1, as EMV).
 * @throws Fault `absent`, `removed`, `mute` or `protocol`
 */
export async function openSession(reader: IccReader): Promise<CardSession> {
  if (!(await reader.isPresent())) throw new Fault(portOf(reader), 'absent');
  const cold = await resetOnce(reader, 'cold');
  const answer = cold instanceof Fault ? await resetOnce(reader, 'warm') : cold;
  if (answer instanceof Fault) {
    await reader.deactivate();
    throw answer;
  }
  return new CardSession(reader, answer);
}

/** @returns the decoded ATR, or the Fault that leaves room for another try; one that does not is thrown. */
async function resetOnce(reader: IccReader, kind: 'cold' | 'warm'): Promise<Atr | Fault> {
  try {
    return decodeAtr(await reader.reset(kind, RESET_WITHIN_MS));
  } catch (error) {
    if (error instanceof FormatError) return new Fault(portOf(reader), 'protocol');
    if (error instanceof Fault && (error.kind === 'mute' || error.kind === 'protocol')) return error;
    await reader.deactivate();
    throw error;
  }
}

/** Whether the status word says that the command did what was asked: 9000, or 61xx with data left to fetch. */
export function succeeded(response: Response): boolean {
  return response.sw === 0x9000 || response.sw >> 8 === 0x61;
}

/** Whether more is to be asked for what a command asked for. */
function isIncomplete({ le }: Command, { sw }: Response): boolean {
  return le !== undefined && (sw >> 8 === 0x61 || sw >> 8 === 0x6c);
}

/** SW2 as a length: 00 stands for 256 (ISO/IEC 7816-3 12.2). */
function lengthOf(sw: number): number {
  return (sw & 0xff) === 0 ? 256 : sw & 0xff;
}

/** 64xx to 6Fxx: an aborted command has no data (ISO/IEC 7816-4 5.1.3). */
function isError(sw: number): boolean {
  const sw1 = sw >> 8;
  return sw1 >= 0x64 && sw1 <= 0x6f;
}

function portOf(reader: IccReader): FaultPort {
  return reader.slot === 'icc' ? 'icc' : 'sam';
}
