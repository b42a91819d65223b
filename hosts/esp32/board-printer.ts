/** The printer, or where the debugger or a head for stripes has its UART, a printer that is not there. */

import { PrinterFault } from '../../src/base/printer-fault.js';
import { ThermalPrinter } from '../../src/drivers/printer/thermal-printer.js';
import type { SerialIo, WritableOptions } from '../../src/drivers/serial.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Printer } from '../../src/ports/printer.js';
import type { Language } from '../../src/screens/layout.js';
import { slipRows } from '../../src/screens/slip-rows.js';

/** It writes with the printer's own GBK font. */
export function boardPrinter<Options extends WritableOptions>(
  serial: SerialIo<Options> | undefined,
  clock: Clock,
  language: Language,
): Printer {
  try {
    if (serial !== undefined)
      return new ThermalPrinter({ serial, clock, rows: (slip, columns) => slipRows(slip, language, columns) });
  } catch {
    // The class has said that the port is in use.
  }
  return {
    async print() {
      throw new PrinterFault('mute');
    },
  };
}
