/** The pins of the slots are ones that an ESP32-WROOM-32 has to give (Espressif's hardware design guidelines). */

import { describe, expect, it } from 'vitest';
import manifest from '../../hosts/esp32/board/manifest.json' with { type: 'json' };
import wired from '../../hosts/esp32/ethernet/manifest.json' with { type: 'json' };
import { KEY_EXPANDER, KEY_PINS } from '../../hosts/esp32/key-pins.js';
import { PRINTER_PINS } from '../../hosts/esp32/printer-pins.js';
import { RAW_SLOT_PINS, SLOT_PINS } from '../../hosts/esp32/slot-pins.js';
import { STRIPE_PINS } from '../../hosts/esp32/stripe-pins.js';

/** Read at reset to choose how the chip starts. */
const STRAPPING = [0, 2, 5, 12, 15];
/** The module's own flash. */
const FLASH = [6, 7, 8, 9, 10, 11];
/** UART 0. */
const CONSOLE = [1, 3];
const INPUT_ONLY = [34, 35, 36, 37, 38, 39];

describe('the pins of the key matrix', () => {
  const pins = [...KEY_PINS.rows, ...KEY_PINS.columns];

  it('are of four rows and columns, and none is a slot’s', () => {
    expect([KEY_PINS.rows.length, KEY_PINS.columns.length]).toEqual([4, 4]);
    const slots = SLOT_PINS.flatMap(({ serial }) => [serial.transmit, serial.receive]);
    expect(new Set([...pins, ...slots]).size).toBe(pins.length + slots.length);
  });

  it('leave start-up, flash and console alone, and have drivers and pull-ups', () => {
    const taken = [...STRAPPING, ...FLASH, ...CONSOLE, ...INPUT_ONLY];
    expect(pins.filter((pin) => taken.includes(pin) || pin > 39)).toEqual([]);
  });
});

describe('the pins of the slots', () => {
  const pins = SLOT_PINS.flatMap(({ serial }) => [serial.transmit, serial.receive]);

  it('are each used once, on a UART a slot', () => {
    expect(new Set(pins).size).toBe(pins.length);
    expect(new Set(SLOT_PINS.map(({ serial }) => serial.port)).size).toBe(SLOT_PINS.length);
    expect(SLOT_PINS.map(({ slot }) => slot)).toEqual(['icc', 'sam1']);
  });

  it('leave start-up, flash and console alone, and can drive what they drive', () => {
    expect(pins.filter((pin) => [...STRAPPING, ...FLASH, ...CONSOLE].includes(pin) || pin > 39)).toEqual([]);
    expect(SLOT_PINS.filter(({ serial }) => INPUT_ONLY.includes(serial.transmit))).toEqual([]);
  });
});

describe('the pins of bare contacts', () => {
  const driven = RAW_SLOT_PINS.flatMap(({ pins }) => [
    pins.io,
    pins.clock,
    pins.reset,
    ...Object.values(pins.supplies),
  ]);
  const read = RAW_SLOT_PINS.flatMap(({ pins }) => pins.present ?? []);

  it('take the place of a coupler, and nobody else’s', () => {
    const couplers = SLOT_PINS.filter(({ slot }) => RAW_SLOT_PINS.some((raw) => raw.slot === slot));
    expect(couplers.map(({ serial }) => serial.port)).toEqual(RAW_SLOT_PINS.map(({ pins }) => pins.port));
    const others = SLOT_PINS.filter((row) => !couplers.includes(row)).flatMap(({ serial }) => [
      serial.transmit,
      serial.receive,
    ]);
    const all = [...driven, ...read, ...others, ...KEY_PINS.rows, ...KEY_PINS.columns];
    expect(new Set(all).size).toBe(all.length);
  });

  it('leave start-up, flash and console alone, and can drive what they drive', () => {
    const taken = [...STRAPPING, ...FLASH, ...CONSOLE];
    expect([...driven, ...read].filter((pin) => taken.includes(pin) || pin > 39)).toEqual([]);
    expect(driven.filter((pin) => INPUT_ONLY.includes(pin))).toEqual([]);
  });

  it('have a switch for each supply, and a CLK and a timer that are whole parts of 80 MHz', () => {
    for (const { pins, supplies, clockHz } of RAW_SLOT_PINS) {
      expect(Object.keys(pins.supplies).sort()).toEqual([...supplies].sort());
      expect([80_000_000 % (4 * clockHz), 80_000_000 % (10 * clockHz)]).toEqual([0, 0]);
    }
  });
});

describe('the pins of display and printer', () => {
  const { spi, ili9341 } = manifest.defines;
  const { transmit, receive } = PRINTER_PINS.serial;
  const driven = [spi.mosi_pin, spi.sck_pin, ili9341.cs_pin, ili9341.dc_pin, transmit];

  it('are nobody else’s, with couplers and with bare contacts', () => {
    const others = [
      ...KEY_PINS.rows,
      ...KEY_PINS.columns,
      ...SLOT_PINS.flatMap(({ serial }) => [serial.transmit, serial.receive]),
      ...RAW_SLOT_PINS.flatMap(({ pins }) => [pins.io, pins.clock, pins.reset, pins.present ?? pins.io]),
      ...RAW_SLOT_PINS.flatMap(({ pins }) => Object.values(pins.supplies)),
    ];
    expect([...driven, receive].filter((pin) => others.includes(pin))).toEqual([]);
    expect(new Set([...driven, receive]).size).toBe(6);
  });

  it('drive what they drive, and are read at reset only where the part beyond does not pull at them', () => {
    const untouchable = [...FLASH, ...CONSOLE, ...INPUT_ONLY];
    expect(driven.filter((pin) => untouchable.includes(pin) || pin > 39)).toEqual([]);
    // An idle printer line is high: it belongs on no pin that must be low for start-up (2, 12) or for flashing (0).
    expect([0, 2, 12]).not.toContain(transmit);
    expect(INPUT_ONLY).toContain(receive);
  });
});

describe('the pin of a head for stripes', () => {
  const { port, receive } = STRIPE_PINS.serial;

  it('is nobody else’s, and is read alone', () => {
    const others = [
      ...KEY_PINS.rows,
      ...KEY_PINS.columns,
      ...SLOT_PINS.flatMap(({ serial }) => [serial.transmit, serial.receive]),
      ...RAW_SLOT_PINS.flatMap(({ pins }) => [pins.io, pins.clock, pins.reset, pins.present ?? pins.io]),
      ...RAW_SLOT_PINS.flatMap(({ pins }) => Object.values(pins.supplies)),
      PRINTER_PINS.serial.receive,
    ];
    expect(others).not.toContain(receive);
    expect(INPUT_ONLY).toContain(receive);
  });

  it('is on the UART that no slot has: the printer’s, and the board’s manifest says whose it is', () => {
    expect(SLOT_PINS.map(({ serial }) => Number(serial.port))).not.toContain(port);
    expect(port).toBe(PRINTER_PINS.serial.port);
    expect(manifest.config.uart0).toBe('printer');
  });
});

describe('the pins of the W5500 and of the key expander', () => {
  const { spi, int_pin, reset_pin } = wired.defines.ethernet;
  const driven = [spi.sck_pin, spi.mosi_pin, spi.cs_pin, reset_pin, KEY_EXPANDER.data, KEY_EXPANDER.clock];
  const all = [...driven, spi.miso_pin, int_pin];

  it('are the eight that the key matrix leaves', () => {
    const matrix = [...KEY_PINS.rows, ...KEY_PINS.columns];
    expect([...all].sort((a, b) => a - b)).toEqual(matrix.sort((a, b) => a - b));
  });

  it('are those of SPI 3 without the detour of the GPIO matrix, on a bus that is not the display’s', () => {
    // Espressif, ESP32 datasheet 4.2 (IO_MUX): VSPICLK, VSPIQ, VSPID.
    expect([spi.port, spi.sck_pin, spi.miso_pin, spi.mosi_pin]).toEqual(['SPI3_HOST', 18, 19, 23]);
    expect(manifest.defines.ili9341.spi_port).not.toBe(spi.port);
  });

  it('leave start-up, flash and console alone, and can drive and pull up what they do', () => {
    const taken = [...STRAPPING, ...FLASH, ...CONSOLE, ...INPUT_ONLY];
    expect(all.filter((pin) => taken.includes(pin))).toEqual([]);
  });
});

describe('a board', () => {
  const couplerPins = ({ serial }: (typeof SLOT_PINS)[number]) => [serial.transmit, serial.receive];
  const { spi, ili9341 } = manifest.defines;
  const { ethernet } = wired.defines;
  const display = [spi.mosi_pin, spi.sck_pin, ili9341.cs_pin, ili9341.dc_pin];
  const ways: readonly (readonly [string, readonly number[]])[] = [
    ['wifi', [...KEY_PINS.rows, ...KEY_PINS.columns]],
    [
      'ethernet',
      [
        ...[KEY_EXPANDER.data, KEY_EXPANDER.clock, ethernet.int_pin, ethernet.reset_pin, ethernet.spi.cs_pin],
        ...[ethernet.spi.sck_pin, ethernet.spi.miso_pin, ethernet.spi.mosi_pin],
      ],
    ],
  ];
  const slots: readonly (readonly [string, readonly number[]])[] = [
    ['couplers', SLOT_PINS.flatMap(couplerPins)],
    [
      'raw',
      [
        ...SLOT_PINS.filter(({ slot }) => !RAW_SLOT_PINS.some((raw) => raw.slot === slot)).flatMap(couplerPins),
        ...RAW_SLOT_PINS.flatMap(({ pins }) => [pins.io, pins.clock, pins.reset, ...Object.values(pins.supplies)]),
        ...RAW_SLOT_PINS.flatMap(({ pins }) => pins.present ?? []),
      ],
    ],
  ];
  const uart0: readonly (readonly [string, readonly number[]])[] = [
    ['printer', [PRINTER_PINS.serial.transmit, PRINTER_PINS.serial.receive]],
    ['stripe', [STRIPE_PINS.serial.receive]],
  ];
  const combinations = ways.flatMap(([way, a]) =>
    slots.flatMap(([slot, b]) =>
      uart0.map(([first, c]) => [way, slot, first, [...display, ...a, ...b, ...c]] as const),
    ),
  );

  it.each(combinations)('with %s, slots by %s and a %s gives no pin to two parts', (_way, _slot, _first, pins) => {
    expect(new Set(pins).size).toBe(pins.length);
  });
});
