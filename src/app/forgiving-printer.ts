/** The printer as visits know it: a slip that does not come out is told to a person and to nobody else. */

import { PrinterFault } from '../base/printer-fault.js';
import type { World } from '../ports/world.js';
import { printerTroubleView } from '../screens/printer-trouble.js';

/** What was booked stands, with paper or without: no visit may end otherwise because of its slip. */
export function withForgivingPrinter(world: World): World {
  const { printer, screen } = world;
  return {
    ...world,
    printer: {
      async print(slip) {
        try {
          await printer.print(slip);
        } catch (error) {
          if (!(error instanceof PrinterFault)) throw error;
          await screen.show(printerTroubleView(error.trouble));
        }
      },
    },
  };
}
