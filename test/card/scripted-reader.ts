/**
 * A reader that plays a script: every command must be the next one, byte for byte, and the answer is what the script
 * says. Whoever sends anything else fails the test with both in the message.
 */

import { Fault, type FaultKind } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { CardSession } from '../../src/card/session.js';
import { decodeAtr } from '../../src/codec/atr.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../src/ports/icc-reader.js';

/** A command and its answer, in hexadecimal with blanks for the reader; a Fault's kind instead of an answer throws it. */
export type Exchange = readonly [command: string, answer: string];

/** ATR of the test card, sscard.md 16.1. */
export const ATR = '3B6D0000 0099 545354 9999 9901 00000001';

const FAULTS: readonly FaultKind[] = ['absent', 'removed', 'mute', 'protocol'];

export class ScriptedReader implements IccReader {
  readonly slot: IccReader['slot'];
  present = true;
  /** What the next resets answer, one after the other; the last one stays. */
  atrs: string[] = [ATR];
  readonly resets: ResetKind[] = [];
  /** Every command that came, in hexadecimal. */
  readonly sent: string[] = [];
  /** The arrays themselves, as the session left them. */
  readonly commands: Uint8Array[] = [];
  readonly options: TransmitOptions[] = [];
  deactivations = 0;
  readonly #script: Exchange[];

  constructor(script: readonly Exchange[], slot: IccReader['slot'] = 'icc') {
    this.#script = [...script];
    this.slot = slot;
  }

  /** How much of the script was not played. */
  get left(): number {
    return this.#script.length;
  }

  async isPresent(): Promise<boolean> {
    return this.present;
  }

  async reset(kind: ResetKind): Promise<Uint8Array> {
    this.resets.push(kind);
    return this.#answer(this.atrs.length > 1 ? (this.atrs.shift() ?? '') : this.atrs[0]);
  }

  async transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array> {
    const came = toHex(command);
    this.sent.push(came);
    this.commands.push(command);
    this.options.push(options);
    const next = this.#script.shift();
    const wanted = next === undefined ? 'the end of the script' : toHex(fromHex(next[0]));
    if (next === undefined || came !== wanted) throw new Error(`expected ${wanted}, came ${came}`);
    return this.#answer(next[1]);
  }

  async deactivate(): Promise<void> {
    this.deactivations++;
  }

  #answer(text: string): Uint8Array {
    const fault = FAULTS.find((kind) => kind === text);
    if (fault !== undefined) throw new Fault(this.slot === 'icc' ? 'icc' : 'sam', fault);
    return fromHex(text);
  }
}

export interface Scripted {
  readonly reader: ScriptedReader;
  readonly session: CardSession;
}

/** A session that is already up, with this conversation before it. */
export function scripted(...script: readonly Exchange[]): Scripted {
  const reader = new ScriptedReader(script);
  return { reader, session: new CardSession(reader, decodeAtr(fromHex(ATR))) };
}

/** What a promise is rejected with; undefined when it is not. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
