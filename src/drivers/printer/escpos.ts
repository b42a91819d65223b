/** The commands of ESC/POS that the driver uses, and what its status bytes say (Epson's ESC/POS reference [mem]). */

import { concat } from '../../base/bytes.js';
import type { PrinterTrouble } from '../../base/printer-fault.js';
import { encodeGbk } from '../../codec/gbk.js';

/** ESC @: as after power-on; FS &: two-byte characters are GBK. */
export const INITIALISE: Uint8Array = Uint8Array.of(0x1b, 0x40, 0x1c, 0x26);

/** ESC d: feeds five lines, past the tear bar. */
export const FEED: Uint8Array = Uint8Array.of(0x1b, 0x64, 5);

/** GS r 1: the paper sensor, answered when all before it has been printed. */
export const WHEN_PRINTED: Uint8Array = Uint8Array.of(0x1d, 0x72, 1);

/** What a printer says of its buffer where it is set to XON/XOFF: that it has room again, and that it is nearly full. */
export const XON = 0x11;
export const XOFF = 0x13;

/** DLE EOT n: answered at once, whatever is still to be printed. */
export function askNow(n: number): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n);
}

/** Every status byte of DLE EOT is 0xx1xx10, and no other byte that a printer sends is. */
export function isStatus(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

/** Bit 3 of DLE EOT 1. */
export function isOffline(printer: number): boolean {
  return (printer & 0x08) !== 0;
}

/** GS r 1 answers with 0xx0xxxx; bits 2 and 3 mean that the paper has run out. */
export function isPaperStatus(byte: number): boolean {
  return (byte & 0x90) === 0;
}

export function isPaperOut(byte: number): boolean {
  return (byte & 0x0c) !== 0;
}

/** Why a printer is offline: from DLE EOT 2, its causes, and DLE EOT 3, its errors. */
export function troubleOf(causes: number, errors: number): PrinterTrouble {
  if (causes & 0x04) return 'cover-open';
  if (causes & 0x20) return 'paper-out';
  if (errors & 0x40) return 'overheated';
  return causes & 0x40 ? 'broken' : 'busy';
}

/** ESC !: single, or twice as wide and as high; Chinese takes it from FS !. Then a row of text in GBK, and LF. */
export function textRow(text: string, double: boolean): Uint8Array {
  const modes = Uint8Array.of(0x1b, 0x21, double ? 0x30 : 0, 0x1c, 0x21, double ? 0x0c : 0);
  return concat(modes, encodeGbk(printable(text)), Uint8Array.of(0x0a));
}

/** What GBK does not have goes to paper as □; no text may hold a command. */
function printable(text: string): string {
  let shown = '';
  for (const character of text) shown += isPrintable(character) ? character : '□';
  return shown;
}

function isPrintable(character: string): boolean {
  if (character <= '~') return character >= ' ';
  try {
    return encodeGbk(character).length === 2;
  } catch {
    return false;
  }
}

/** GS v 0: a raster of dots. @param dots rows of `stride` bytes, the leftmost dot in the top bit, 1 for black */
export function raster(dots: Uint8Array, stride: number): Uint8Array {
  const rows = dots.length / stride;
  return concat(Uint8Array.of(0x1d, 0x76, 0x30, 0, stride & 0xff, stride >> 8, rows & 0xff, rows >> 8), dots);
}
