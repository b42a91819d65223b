/**
 * The serial class of ECMA-419 with an emulated printer at its far end; its FIFO holds 128 bytes, as an ESP32's does. Without a
 * pace the printer takes what comes at once; with one it prints slower than the line, holds back by XOFF, and loses what comes
 * all the same.
 */

import { assert } from '../../../src/base/assert.js';
import { EmulatedPrinter } from './thermal-printer.js';

const FIFO = 128;
const XON = 0x11;
const XOFF = 0x13;
const REAL_TIME = 0x10;

export interface PrinterPace {
  readonly clock: { ticks(): number };
  /** Bytes that it can hold; XOFF is said while there is room for this many of them, XON when for twice as many. */
  readonly bufferLength: number;
  readonly reserve: number;
  readonly bytesPerSecond: number;
}

interface Options {
  readonly format: 'buffer';
  readonly baud: number;
  readonly onWritable: (count: number) => void;
  /** Gets the printer that the line has at its end. */
  readonly onConnected: (printer: EmulatedPrinter) => void;
  readonly pace?: PrinterPace;
}

export class PrinterSerial {
  readonly #printer: EmulatedPrinter;
  readonly #onWritable: (count: number) => void;
  readonly #pace: PrinterPace | undefined;
  #answers: number[] = [];
  /** What has come and has not been printed. */
  #waiting: number[] = [];
  #holds = false;
  #since = 0;

  constructor({ onWritable, onConnected, pace }: Options) {
    this.#printer = new EmulatedPrinter((byte) => this.#answers.push(byte));
    this.#onWritable = onWritable;
    this.#pace = pace;
    onWritable(FIFO);
    onConnected(this.#printer);
  }

  read(): ArrayBuffer | undefined {
    this.#go();
    if (this.#answers.length === 0) return undefined;
    const bytes = Uint8Array.from(this.#answers);
    this.#answers = [];
    return bytes.buffer;
  }

  write(bytes: ArrayBuffer): void {
    assert(bytes.byteLength <= FIFO, 'the FIFO does not take more than it has room for');
    const came = new Uint8Array(bytes);
    if (this.#pace === undefined || came[0] === REAL_TIME) this.#printer.receive(came);
    else {
      this.#go();
      for (const byte of came) if (this.#waiting.length < this.#pace.bufferLength) this.#waiting.push(byte);
      this.#go();
    }
    this.#onWritable(FIFO);
  }

  /** Prints as much as the time since has let it. */
  #go(): void {
    if (this.#pace === undefined) return;
    const { clock, bufferLength, reserve, bytesPerSecond } = this.#pace;
    const may = Math.floor(((clock.ticks() - this.#since) * bytesPerSecond) / 1000);
    this.#since += (may * 1000) / bytesPerSecond;
    for (let done = 0; done < may && this.#waiting.length > 0 && !this.#printer.isOffline; done++)
      this.#printer.receive(Uint8Array.from(this.#waiting.splice(0, 1)));
    const room = bufferLength - this.#waiting.length;
    if (!this.#holds && room < reserve) this.#answers.push(XOFF);
    if (this.#holds && room >= 2 * reserve) this.#answers.push(XON);
    this.#holds = this.#holds ? room < 2 * reserve : room < reserve;
  }
}
