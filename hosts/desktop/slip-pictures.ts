/** Slips as pictures: what the driver of the thermal printer makes an emulated one print. */

import { assert } from '../../src/base/assert.js';
import { DOTS, ThermalPrinter } from '../../src/drivers/printer/thermal-printer.js';
import type { Printer } from '../../src/ports/printer.js';
import type { Language } from '../../src/screens/layout.js';
import { paintSlipRow, slipRows } from '../../src/screens/slip-rows.js';
import { PrinterSerial } from '../peers/thermal-printer/printer-serial.js';
import type { EmulatedPrinter } from '../peers/thermal-printer/thermal-printer.js';
import { FIRST_OF_JUNE } from '../world/emulated-world.js';
import { VirtualClock } from '../world/virtual-clock.js';
import { loadFonts } from './fonts.js';
import { LANGUAGES, save } from './pictures.js';
import { type Fonts, PixelSurface } from './pixel-surface.js';

const STRIDE = DOTS / 8;
/** White above and below what is printed, rows of dots. */
const EDGE = 16;

export interface PrinterOnDesk {
  readonly printer: Printer;
  readonly emulated: EmulatedPrinter;
}

/** A driver and the printer at the end of its line. @param fonts of the raster; without, the printer writes itself */
export function printerOnDesk(language: Language, fonts?: Fonts): PrinterOnDesk {
  const found: EmulatedPrinter[] = [];
  const onConnected = (emulated: EmulatedPrinter) => void found.push(emulated);
  const printer = new ThermalPrinter({
    serial: { io: PrinterSerial, onConnected },
    clock: new VirtualClock(FIRST_OF_JUNE),
    rows: (slip, columns) => slipRows(slip, language, columns),
    dots: fonts && ((text) => dotsOf(text, fonts)),
  });
  const [emulated] = found;
  assert(emulated !== undefined, 'the line has a printer at its end');
  return { printer, emulated };
}

/** A row of text in the names' face: a bit a dot, 1 where the surface is darker than half. */
function dotsOf(text: string, fonts: Fonts): Uint8Array {
  const surface = new PixelSurface(DOTS, fonts.names.lineHeight, fonts);
  paintSlipRow(surface, text);
  const dots = new Uint8Array(STRIDE * surface.height);
  for (let i = 0; i < DOTS * surface.height; i++) if (surface.pixels[i * 3] < 0x80) dots[i >> 3] |= 0x80 >> (i & 7);
  return dots;
}

/** A printer that writes `slip-001-purchase.zh.png` and so on into a folder. @throws UsageError */
export function picturePrinter(folder: string): Printer {
  const fonts = loadFonts();
  let printed = 0;
  return {
    async print(slip) {
      const number = String(++printed).padStart(3, '0');
      for (const language of LANGUAGES) {
        const { printer, emulated } = printerOnDesk(language, fonts);
        await printer.print(slip);
        save(folder, `slip-${number}-${slip.slip}.${language}.png`, pixelsOf(emulated), DOTS);
      }
    },
  };
}

/** The paper as red, green and blue. */
function pixelsOf({ paper }: EmulatedPrinter): Uint8Array {
  const dots = paper.flatMap((piece) => (piece.kind === 'dots' ? [...piece.dots] : []));
  const rows = dots.length / STRIDE + 2 * EDGE;
  const pixels = new Uint8Array(rows * DOTS * 3).fill(0xff);
  dots.forEach((byte, i) => {
    for (let bit = 0; bit < 8; bit++)
      if (byte & (0x80 >> bit)) pixels.fill(0x10, (EDGE * DOTS + i * 8 + bit) * 3, (EDGE * DOTS + i * 8 + bit + 1) * 3);
  });
  return pixels;
}
