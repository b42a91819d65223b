/** The serial class of ECMA-419 with an emulated printer at its far end; its FIFO holds 128 bytes, as an ESP32's does. */

import { assert } from '../../../src/base/assert.js';
import { EmulatedPrinter } from './thermal-printer.js';

const FIFO = 128;

interface Options {
  readonly format: 'buffer';
  readonly baud: number;
  readonly onWritable: (count: number) => void;
  /** Gets the printer that the line has at its end. */
  readonly onConnected: (printer: EmulatedPrinter) => void;
}

export class PrinterSerial {
  readonly #printer: EmulatedPrinter;
  readonly #onWritable: (count: number) => void;
  #answers: number[] = [];

  constructor({ onWritable, onConnected }: Options) {
    this.#printer = new EmulatedPrinter((byte) => this.#answers.push(byte));
    this.#onWritable = onWritable;
    onWritable(FIFO);
    onConnected(this.#printer);
  }

  read(): ArrayBuffer | undefined {
    if (this.#answers.length === 0) return undefined;
    const bytes = Uint8Array.from(this.#answers);
    this.#answers = [];
    return bytes.buffer;
  }

  write(bytes: ArrayBuffer): void {
    assert(bytes.byteLength <= FIFO, 'the FIFO does not take more than it has room for');
    this.#printer.receive(new Uint8Array(bytes));
    this.#onWritable(FIFO);
  }
}
