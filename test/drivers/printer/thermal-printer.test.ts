/** The driver of a thermal printer and the emulated one: bytes on the line, and what keeps a slip from being printed. */

import { describe, expect, it } from 'vitest';
import { type PrinterPace, PrinterSerial } from '../../../hosts/peers/thermal-printer/printer-serial.js';
import type { EmulatedPrinter } from '../../../hosts/peers/thermal-printer/thermal-printer.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { toHex } from '../../../src/base/hex.js';
import { PrinterFault } from '../../../src/base/printer-fault.js';
import { raster, textRow } from '../../../src/drivers/printer/escpos.js';
import { ThermalPrinter } from '../../../src/drivers/printer/thermal-printer.js';
import type { Slip } from '../../../src/ports/printer.js';
import { slipRows } from '../../../src/screens/slip-rows.js';

const SLIP: Slip = {
  slip: 'purchase',
  title: { zh: '签购单', en: 'Receipt' },
  lines: [{ label: { zh: '金额', en: 'Amount' }, value: '12.34' }],
};

/** A printer slower than its line, whose buffer a long slip fills. */
const SLOW = { bufferLength: 512, reserve: 64, bytesPerSecond: 400 };
const LONG: Slip = { ...SLIP, lines: new Array(100).fill(SLIP.lines[0]) };

function bench(slow?: Omit<PrinterPace, 'clock'>) {
  const clock = new VirtualClock('20260601090000');
  const found: EmulatedPrinter[] = [];
  const printer = new ThermalPrinter({
    serial: {
      io: PrinterSerial,
      onConnected: (emulated: EmulatedPrinter) => void found.push(emulated),
      ...(slow && { pace: { ...slow, clock } }),
    },
    clock,
    rows: (slip, columns) => slipRows(slip, 'zh', columns),
  });
  return { clock, printer, emulated: found[0] };
}

async function troubleOf(printing: Promise<void>): Promise<string> {
  try {
    await printing;
  } catch (error) {
    if (error instanceof PrinterFault) return error.trouble;
    throw error;
  }
  return 'none';
}

describe('commands', () => {
  it('write a row in GBK between its size and LF', () => {
    expect(toHex(textRow('金额', false))).toBe('1B21001C2100BDF0B6EE0A');
    expect(toHex(textRow('A', true))).toBe('1B21301C210C410A');
  });

  it('write nothing that could steer the printer, and □ for what GBK has not', () => {
    expect(toHex(textRow('a\u001b@¥😀', false))).toBe(`1B21001C210061A1F540${'A1F5'}${'A1F5'}0A`);
  });

  it('write dots as GS v 0, lengths little endian', () => {
    expect(toHex(raster(new Uint8Array(96), 48)).slice(0, 16)).toBe('1D76300030000200');
  });
});

describe('a slip', () => {
  it('comes out, fed past the tear bar, and takes no longer than it must', async () => {
    const { printer, emulated, clock } = bench();
    await printer.print(SLIP);
    expect(emulated.paper).toEqual([
      { kind: 'text', text: '     签购单', double: true },
      { kind: 'text', text: '-'.repeat(32), double: false },
      { kind: 'text', text: `金额${' '.repeat(23)}12.34`, double: false },
      { kind: 'text', text: '-'.repeat(32), double: false },
      { kind: 'feed', lines: 5 },
    ]);
    expect(emulated.isIdle).toBe(true);
    // 117 bytes on the line, and the printer's word for it.
    expect(clock.ticks()).toBeLessThan(200);
  });

  it.each([
    ['paper-out', { paper: 0 }],
    ['cover-open', { coverOpen: true }],
    ['overheated', { overheated: true }],
    ['broken', { broken: true }],
    ['mute', { off: true }],
    ['busy', { stuck: true }],
  ])('is not printed: %s, which the driver says within a bound', async (trouble, state) => {
    const { printer, emulated, clock } = bench();
    Object.assign(emulated.state, state);
    expect(await troubleOf(printer.print(SLIP))).toBe(trouble);
    expect(emulated.paper).toEqual([]);
    expect(clock.ticks()).toBeLessThanOrEqual(31_000);
  });

  it.each([1, 2, 3, 4])('is not taken for printed when paper runs out after row %i', async (rows) => {
    const { printer, emulated } = bench();
    emulated.state.paper = rows;
    expect(await troubleOf(printer.print(SLIP))).toBe('paper-out');
    expect(emulated.paper.length).toBe(rows);
  });

  it('comes out whole of a printer that is slower than its line, and holds it back', async () => {
    const { printer, emulated, clock } = bench(SLOW);
    await printer.print(LONG);
    const rows = emulated.paper.filter((piece) => piece.kind === 'text').map(({ text }) => text);
    expect(rows.slice(2, -1)).toEqual(new Array(100).fill(`金额${' '.repeat(23)}12.34`));
    expect(clock.ticks()).toBeGreaterThan((100 * 40 * 1000) / SLOW.bytesPerSecond);
  });

  it('is told for what it is when paper runs out while the printer holds the line', async () => {
    const { printer, emulated, clock } = bench(SLOW);
    emulated.state.paper = 20;
    expect(await troubleOf(printer.print(LONG))).toBe('paper-out');
    expect(clock.ticks()).toBeLessThan(31_000);
  });

  it('is given up where the printer holds the line for ever, and the next one is tried', async () => {
    const { printer, emulated, clock } = bench({ ...SLOW, bytesPerSecond: 0.001 });
    expect(await troubleOf(printer.print(LONG))).toBe('busy');
    const before = clock.ticks();
    expect(await troubleOf(printer.print(SLIP))).toBe('busy');
    expect(clock.ticks() - before, 'not held by the earlier word').toBeGreaterThan(25_000);
    expect(emulated.paper).toEqual([]);
  });

  it('is printed by the next attempt, when the trouble is over', async () => {
    const { printer, emulated } = bench();
    emulated.state.coverOpen = true;
    expect(await troubleOf(printer.print(SLIP))).toBe('cover-open');
    emulated.state.coverOpen = false;
    expect(await troubleOf(printer.print(SLIP))).toBe('none');
    expect(emulated.paper.length).toBe(5);
  });
});
