/** A slip that does not come out: the trace and a person hear of it, the visit does not. */

import { describe, expect, it } from 'vitest';
import { emulatedWorld } from '../../hosts/world/emulated-world.js';
import { withForgivingPrinter } from '../../src/app/forgiving-printer.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { PrinterFault } from '../../src/base/printer-fault.js';
import type { Printer } from '../../src/ports/printer.js';
import type { View } from '../../src/ports/screen.js';
import type { TraceEvent } from '../../src/ports/trace.js';

const SLIP = { slip: 'purchase', title: { zh: '签购单', en: 'Receipt' }, lines: [] };

function bench(print: Printer['print']) {
  const views: View[] = [];
  const events: TraceEvent[] = [];
  const world = emulatedWorld({
    seed: 1,
    screen: { show: async (view) => void views.push(view) },
    printer: { print },
    trace: { write: (event) => void events.push(event) },
  });
  return { printer: withForgivingPrinter(traceWorld(world, false)).printer, views, events };
}

describe('a forgiving printer', () => {
  it('shows why a slip did not come out, and what to do, and goes on', async () => {
    const { printer, views, events } = bench(async () => {
      throw new PrinterFault('paper-out');
    });
    await printer.print(SLIP);
    expect(views.map(({ screen, tone }) => ({ screen, tone }))).toEqual([{ screen: 'not-printed', tone: 'refused' }]);
    expect(views[0].lines[0].value).toEqual({ zh: '打印机缺纸', en: 'The printer is out of paper' });
    expect(events.map(({ port, direction }) => `${port} ${direction}`)).toEqual(['printer >', 'printer !', 'screen >']);
  });

  it('lets a bug through', async () => {
    const { printer, views } = bench(async () => {
      throw new TypeError('a bug');
    });
    await expect(printer.print(SLIP)).rejects.toThrow(TypeError);
    expect(views).toEqual([]);
  });
});
