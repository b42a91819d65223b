/**
 * A thermal printer on a serial line: slips as dots that the terminal's own fonts make, or as text in the printer's. A slip
 * counts as printed when the printer says so behind its last row, and for no other reason.
 */

import { assert } from '../../base/assert.js';
import { PrinterFault } from '../../base/printer-fault.js';
import type { Clock } from '../../ports/clock.js';
import type { Printer, Slip } from '../../ports/printer.js';
import type { Serial, SerialIo, WritableOptions } from '../serial.js';
import {
  askNow,
  FEED,
  INITIALISE,
  isOffline,
  isPaperOut,
  isPaperStatus,
  isStatus,
  raster,
  textRow,
  troubleOf,
  WHEN_PRINTED,
  XOFF,
  XON,
} from './escpos.js';

/** Dots across the paper: 48 mm of 58 mm paper, 8 a millimetre. */
export const DOTS = 384;
const STRIDE = DOTS / 8;

/** Columns of a row: of the printer's 12-dot font A, and of the terminal's own 8-dot one. */
const TEXT_COLUMNS = 32;
const RASTER_COLUMNS = 48;

const BAUD = 9600;
/** A start bit, eight data bits, a stop bit. */
const BYTE_MS = (10 * 1000) / BAUD;
/**
 * Bytes that go out before the printer is listened to again: the chip's FIFO goes on when the printer has said XOFF, and a
 * printer says so while it has room for this much and more `[mem]`.
 */
const CHUNK = 32;

/** A status comes at once; a slip of 100 mm takes 2 s at 50 mm/s and 9 s on the line; ms. */
const STATUS_MS = 500;
const PRINTED_MS = 30_000;
/** How long the printer may hold the line before it is taken for stuck, ms. */
const HELD_MS = 10_000;
const LOOK_MS = 10;

export interface PrinterRow {
  readonly text: string;
  readonly double: boolean;
}

export interface ThermalPrinterOptions<Options extends WritableOptions> {
  readonly serial: SerialIo<Options>;
  readonly clock: Clock;
  /** The slip in rows of this many columns at most. */
  readonly rows: (slip: Slip, columns: number) => readonly PrinterRow[];
  /**
   * The dots of a row of text, in rows of bytes as wide as the paper, or for half of it as a row in double size needs
   * it; the leftmost dot in the top bit. Without, the printer's own GBK font writes.
   */
  readonly dots?: ((text: string) => Uint8Array) | undefined;
}

export class ThermalPrinter<Options extends WritableOptions> implements Printer {
  readonly #serial: Serial;
  readonly #clock: Clock;
  readonly #rows: ThermalPrinterOptions<Options>['rows'];
  readonly #dots: ThermalPrinterOptions<Options>['dots'];
  #writable = 0;
  /** The printer has said XOFF. */
  #isHeld = false;
  readonly #heard: number[] = [];

  constructor({ serial: { io: Io, ...options }, clock, rows, dots }: ThermalPrinterOptions<Options>) {
    this.#clock = clock;
    this.#rows = rows;
    this.#dots = dots;
    const onWritable = (count: number) => {
      this.#writable = count;
    };
    const own: WritableOptions = { format: 'buffer', baud: BAUD, onWritable };
    this.#serial = new Io({ ...options, ...own } as unknown as Options);
  }

  /** @throws PrinterFault */
  async print(slip: Slip): Promise<void> {
    this.#drain();
    this.#heard.length = 0;
    await this.#check();
    await this.#sendAll(INITIALISE);
    const columns = this.#dots === undefined ? TEXT_COLUMNS : RASTER_COLUMNS;
    for (const { text, double } of this.#rows(slip, columns)) await this.#sendAll(this.#row(text, double));
    await this.#sendAll(FEED);
    await this.#sendAll(WHEN_PRINTED);
    const paper = await this.#answer(isPaperStatus, PRINTED_MS);
    if (paper !== undefined && !isPaperOut(paper)) return;
    await this.#check();
    throw new PrinterFault(paper === undefined ? 'busy' : 'paper-out');
  }

  #row(text: string, double: boolean): Uint8Array {
    if (this.#dots === undefined) return textRow(text, double);
    const dots = this.#dots(text);
    assert(dots.length % STRIDE === 0, 'dots come in rows as wide as the paper');
    return raster(double ? doubled(dots) : dots, STRIDE);
  }

  /** Whether the printer is there and ready. */
  async #check(): Promise<void> {
    const printer = await this.#status(1);
    if (!isOffline(printer)) return;
    throw new PrinterFault(troubleOf(await this.#status(2), await this.#status(3)));
  }

  async #status(n: number): Promise<number> {
    // It is answered at once, also by a printer that takes nothing else.
    if (!(await this.#send(askNow(n), () => false))) throw new PrinterFault('busy');
    const status = await this.#answer(isStatus, STATUS_MS);
    if (status === undefined) throw new PrinterFault('mute');
    return status;
  }

  /** The next byte of one kind; what else comes before it is dropped. */
  async #answer(isWanted: (byte: number) => boolean, withinMs: number): Promise<number | undefined> {
    const deadline = this.#clock.ticks() + withinMs;
    for (;;) {
      this.#drain();
      for (let byte = this.#heard.shift(); byte !== undefined; byte = this.#heard.shift())
        if (isWanted(byte)) return byte;
      if (this.#clock.ticks() >= deadline) return undefined;
      await this.#clock.sleep(LOOK_MS);
    }
  }

  #drain(): void {
    for (let bytes = this.#serial.read(); bytes !== undefined; bytes = this.#serial.read())
      for (const byte of new Uint8Array(bytes)) {
        if (byte === XON || byte === XOFF) this.#isHeld = byte === XOFF;
        else this.#heard.push(byte);
      }
  }

  /** As the printer takes it: it holds the line while its buffer is full, and where it cannot print, too. */
  async #sendAll(bytes: Uint8Array): Promise<void> {
    if (await this.#send(bytes, () => this.#isHeld)) return;
    // An XON that was lost must not hold the next slip.
    this.#isHeld = false;
    await this.#check();
    throw new PrinterFault('busy');
  }

  /** @returns whether all of it went out */
  async #send(bytes: Uint8Array, isHeld: () => boolean): Promise<boolean> {
    let sent = 0;
    let deadline = this.#clock.ticks() + HELD_MS;
    while (sent < bytes.length) {
      this.#drain();
      const count = isHeld() ? 0 : Math.min(this.#writable, bytes.length - sent, CHUNK);
      if (count > 0) {
        this.#writable -= count;
        this.#serial.write(bytes.slice(sent, sent + count).buffer as ArrayBuffer);
        sent += count;
        await this.#clock.sleep(count * BYTE_MS);
        deadline = this.#clock.ticks() + HELD_MS;
      } else if (this.#clock.ticks() >= deadline) return false;
      else await this.#clock.sleep(LOOK_MS);
    }
    return true;
  }
}

/** Twice as wide and as high: of each row its left half, which is all that there is. */
function doubled(dots: Uint8Array): Uint8Array {
  const large = new Uint8Array(dots.length * 2);
  for (let row = 0; row < dots.length / STRIDE; row++)
    for (let i = 0; i < STRIDE; i++) {
      const half = dots[row * STRIDE + (i >> 1)] >> (i & 1 ? 0 : 4);
      let byte = 0;
      for (let bit = 0; bit < 4; bit++) if (half & (1 << bit)) byte |= 3 << (2 * bit);
      large[2 * row * STRIDE + i] = byte;
      large[(2 * row + 1) * STRIDE + i] = byte;
    }
  return large;
}
