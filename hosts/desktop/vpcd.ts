/**
 * An emulated chip in a reader of the PC/SC daemon: the client side of vpcd (vsmartcard's virtual reader driver). Every message is
 * a length in two bytes, highest first, and that many bytes, both ways.
 */

import { connect, type Socket } from 'node:net';
import { concat, EMPTY, readUint, uintBytes } from '../../src/base/bytes.js';
import { FormatError } from '../../src/base/format-error.js';
import type { Chip } from '../peers/chip.js';
import { tpduOf } from '../peers/tpdu.js';

/** Where vpcd's stock configuration has its first slot. */
export const VPCD_PORT = 35963;

/** What vpcd says in one byte. Every other message of one byte means nothing. */
const POWER_OFF = 0x00;
const POWER_ON = 0x01;
const RESET = 0x02;
const GET_ATR = 0x04;

const LENGTH_BYTES = 2;
const WRONG_LENGTH = Uint8Array.of(0x67, 0x00);
const NO_POWER = Uint8Array.of(0x6f, 0x00);

/** A chip behind vpcd's words, whatever carries them. */
export class VpcdCard {
  readonly #chip: Chip;
  #atr: Uint8Array;
  #powered = false;
  #received: Uint8Array = EMPTY;

  /** The chip is reset once: vpcd asks for the ATR before it gives power. */
  constructor(chip: Chip) {
    this.#chip = chip;
    this.#atr = chip.reset();
    chip.powerOff();
  }

  /** Takes bytes as they come, in pieces or several messages at once. @returns what to send back, length bytes included */
  receive(bytes: Uint8Array): Uint8Array {
    this.#received = concat(this.#received, bytes);
    let answers = EMPTY;
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      const answer = message.length <= 1 ? this.#control(message[0]) : this.#command(message);
      if (answer !== undefined) answers = concat(answers, uintBytes(answer.length, LENGTH_BYTES), answer);
    }
    return answers;
  }

  /** Out of the reader: power is gone, and the beginning of a message with it. */
  remove(): void {
    this.#powerOff();
    this.#received = EMPTY;
  }

  #next(): Uint8Array | undefined {
    const received = this.#received;
    if (received.length < LENGTH_BYTES) return undefined;
    const end = LENGTH_BYTES + readUint(received, 0, LENGTH_BYTES);
    if (received.length < end) return undefined;
    this.#received = received.slice(end);
    return received.slice(LENGTH_BYTES, end);
  }

  #control(word: number | undefined): Uint8Array | undefined {
    switch (word) {
      case POWER_OFF:
        this.#powerOff();
        return undefined;
      case POWER_ON:
      case RESET:
        this.#atr = this.#chip.reset();
        this.#powered = true;
        return undefined;
      case GET_ATR:
        return this.#atr;
      default:
        return undefined;
    }
  }

  /** 61xx and 6Cxx go out as they are: over PC/SC the client deals with T=0. What fits no short command is 6700. */
  #command(apdu: Uint8Array): Uint8Array {
    if (!this.#powered) return NO_POWER;
    try {
      return this.#chip.exchange(tpduOf(apdu));
    } catch (error) {
      if (error instanceof FormatError) return WRONG_LENGTH;
      throw error;
    }
  }

  #powerOff(): void {
    if (this.#powered) this.#chip.powerOff();
    this.#powered = false;
  }
}

export interface Reader {
  readonly host: string;
  readonly port: number;
  /** Between two attempts to find vpcd, which may be started later and again. */
  readonly retryMs: number;
  /** The card went into the reader, or came out of it. */
  readonly onChange?: (inserted: boolean) => void;
}

/**
 * Keeps a chip in a reader until the signal aborts, over all of vpcd's restarts. @returns when the card is out again
 * @throws whatever the chip throws, and then nothing is left behind either
 */
export async function serveCard(chip: Chip, reader: Reader, signal: AbortSignal): Promise<void> {
  const card = new VpcdCard(chip);
  while (!signal.aborted) {
    try {
      await insert(card, reader, signal);
    } finally {
      card.remove();
    }
    await pause(reader.retryMs, signal);
  }
}

/** One connection from its beginning to its end. A line that fails is an end like any other. */
function insert(card: VpcdCard, { host, port, onChange }: Reader, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host, port, noDelay: true });
    const leave = () => void socket.destroy();
    let inserted = false;
    let fault: unknown;
    signal.addEventListener('abort', leave, { once: true });
    socket.on('connect', () => {
      inserted = true;
      onChange?.(true);
    });
    socket.on('data', (bytes) => {
      try {
        const answers = card.receive(bytes);
        if (answers.length > 0) socket.write(answers);
      } catch (error) {
        fault = error;
        leave();
      }
    });
    // 'close' always follows, and says all that matters.
    socket.on('error', () => {});
    socket.on('close', () => {
      signal.removeEventListener('abort', leave);
      if (inserted) onChange?.(false);
      if (fault === undefined) resolve();
      else reject(fault);
    });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
