/**
 * An emulated thermal printer of 384 dots that reads ESC/POS strictly: a byte that is no command it knows, a row that is
 * too wide or a raster of another width is a FormatError, where a real one would print garbage.
 */

import { FormatError } from '../../../src/base/format-error.js';
import { decodeGbk } from '../../../src/codec/gbk.js';

const FORMAT = 'esc/pos';
const STRIDE = 48;
const COLUMNS = 32;

/** What comes out of the printer: text in its own font, or dots, rows of 48 bytes. */
export type Paper =
  | { readonly kind: 'text'; readonly text: string; readonly double: boolean }
  | { readonly kind: 'dots'; readonly dots: Uint8Array }
  | { readonly kind: 'feed'; readonly lines: number };

export interface PrinterState {
  /** How many rows or rasters there is paper for. */
  paper: number;
  coverOpen: boolean;
  overheated: boolean;
  /** The cutter or the head has failed for good. */
  broken: boolean;
  /** Has no power. */
  off: boolean;
  /** Holds what comes for ever, and answers only what is asked in real time. */
  stuck: boolean;
}

export class EmulatedPrinter {
  readonly state: PrinterState = {
    paper: 1000,
    coverOpen: false,
    overheated: false,
    broken: false,
    off: false,
    stuck: false,
  };
  readonly paper: Paper[] = [];
  readonly #answer: (byte: number) => void;
  #buffer: number[] = [];
  #ascii = 0;
  #chinese = 0;
  #initialised = false;

  /** @param answer takes what the printer says */
  constructor(answer: (byte: number) => void) {
    this.#answer = answer;
  }

  /** @throws FormatError for bytes that no such printer understands */
  receive(bytes: Uint8Array): void {
    if (this.state.off) return;
    this.#buffer.push(...bytes);
    for (;;) {
      const length = this.#commandLength();
      if (length === undefined) return;
      this.#act(this.#buffer.splice(0, length));
    }
  }

  /** Whether all that came has been acted on. */
  get isIdle(): boolean {
    return this.#buffer.length === 0;
  }

  /** It cannot print, and takes nothing in. */
  get isOffline(): boolean {
    const { paper, coverOpen, overheated, broken } = this.state;
    return paper <= 0 || coverOpen || overheated || broken;
  }

  /** Of the first command, when it is whole and its turn has come. */
  #commandLength(): number | undefined {
    const realTime = this.#realTimeAt();
    if (realTime !== undefined) {
      const [request] = this.#buffer.splice(realTime, 3).slice(2);
      this.#sayStatus(request);
      return this.#commandLength();
    }
    if (this.state.stuck || this.isOffline || this.#buffer.length === 0) return undefined;
    const wanted = this.#wanted();
    return wanted !== undefined && wanted <= this.#buffer.length ? wanted : undefined;
  }

  /** Where DLE EOT stands between commands, even behind what is held. */
  #realTimeAt(): number | undefined {
    if (this.#buffer[0] === 0x10) return this.#buffer.length >= 3 ? 0 : undefined;
    if (!this.state.stuck && !this.isOffline) return undefined;
    const at = this.#buffer.length - 3;
    return at >= 0 && this.#buffer[at] === 0x10 && this.#buffer[at + 1] === 0x04 ? at : undefined;
  }

  #wanted(): number | undefined {
    const [first, second] = this.#buffer;
    if (first >= 0x20 && first !== 0x7f && first !== 0xff) {
      const end = this.#buffer.indexOf(0x0a);
      return end < 0 ? undefined : end + 1;
    }
    if (second === undefined) return undefined;
    const name = (first << 8) | second;
    if (name === 0x1d76) return this.#rasterLength();
    const length = LENGTHS.get(name);
    if (length === undefined) throw new FormatError(FORMAT, 'no command of this printer');
    return length;
  }

  /** GS v 0 m xL xH yL yH d… */
  #rasterLength(): number | undefined {
    const [, , zero, mode, xLow, xHigh, yLow, yHigh] = this.#buffer;
    if (yHigh === undefined) return undefined;
    if (zero !== 0x30 || mode !== 0) throw new FormatError(FORMAT, 'not GS v 0 0');
    if (xLow + 256 * xHigh !== STRIDE) throw new FormatError(FORMAT, 'a raster as wide as the paper has 48 bytes');
    const rows = yLow + 256 * yHigh;
    if (rows === 0 || rows > 2047) throw new FormatError(FORMAT, 'a raster has 1 to 2047 rows');
    return 8 + STRIDE * rows;
  }

  #act(command: readonly number[]): void {
    const [first, second, third] = command;
    const name = (first << 8) | second;
    if (name !== 0x1b40 && !this.#initialised) throw new FormatError(FORMAT, 'a slip begins with ESC @');
    if (name === 0x1b40) this.#initialise();
    else if (name === 0x1d76) this.#feedOut({ kind: 'dots', dots: Uint8Array.from(command.slice(8)) });
    else if (name === 0x1b64) this.#feedOut({ kind: 'feed', lines: third });
    else if (name === 0x1b21) this.#ascii = mode(third, 0x30);
    else if (name === 0x1c21) this.#chinese = mode(third, 0x0c);
    else if (name === 0x1d72) this.#answer(this.state.paper > 0 ? 0 : 0x0c);
    else if (name !== 0x1c26) this.#print(command.slice(0, -1));
  }

  #initialise(): void {
    this.#initialised = true;
    this.#ascii = 0;
    this.#chinese = 0;
  }

  #print(bytes: readonly number[]): void {
    const double = this.#ascii !== 0;
    if (double !== (this.#chinese !== 0)) throw new FormatError(FORMAT, 'ESC ! and FS ! ask for different sizes');
    if (bytes.length > COLUMNS / (double ? 2 : 1)) throw new FormatError(FORMAT, 'the row is wider than the paper');
    if (bytes.some((byte) => byte < 0x20)) throw new FormatError(FORMAT, 'a command inside a row of text');
    const text = decodeGbk(Uint8Array.from(bytes));
    if (text.includes('□<')) throw new FormatError(FORMAT, 'bytes that are no GBK');
    this.#feedOut({ kind: 'text', text, double });
  }

  #feedOut(piece: Paper): void {
    this.state.paper--;
    this.paper.push(piece);
  }

  /** DLE EOT n: bits 1 and 4 are always set. */
  #sayStatus(n: number): void {
    const { paper, coverOpen, overheated, broken } = this.state;
    const isError = overheated || broken;
    if (n === 1) this.#answer(0x12 | (this.isOffline ? 0x08 : 0));
    else if (n === 2) this.#answer(0x12 | (coverOpen ? 0x04 : 0) | (paper <= 0 ? 0x20 : 0) | (isError ? 0x40 : 0));
    else if (n === 3) this.#answer(0x12 | (overheated ? 0x40 : 0) | (broken ? 0x20 : 0));
    else throw new FormatError(FORMAT, 'DLE EOT 1 to 3');
  }
}

/** Commands of a fixed length by their first two bytes: ESC @, ESC !, ESC d, FS &, FS !, GS r. */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [0x1b40, 2],
  [0x1b21, 3],
  [0x1b64, 3],
  [0x1c26, 2],
  [0x1c21, 3],
  [0x1d72, 3],
]);

function mode(value: number, double: number): number {
  if (value !== 0 && value !== double) throw new FormatError(FORMAT, 'a size that this printer does not have');
  return value;
}
