/** The README's table of a board's parts is the pins that the drivers are given. */

import { describe, expect, it } from 'vitest';
import board from '../../hosts/esp32/board/manifest.json' with { type: 'json' };
import wired from '../../hosts/esp32/ethernet/manifest.json' with { type: 'json' };
import { KEY_EXPANDER, KEY_PINS } from '../../hosts/esp32/key-pins.js';
import { PRINTER_PINS } from '../../hosts/esp32/printer-pins.js';
import { RAW_SLOT_PINS, SLOT_PINS } from '../../hosts/esp32/slot-pins.js';
import { STRIPE_PINS } from '../../hosts/esp32/stripe-pins.js';
import { readText } from '../../tools/files.js';

const [, chapter] = /\n## On a board\n([\s\S]*?)\n## /.exec(readText('README.md')) ?? [];

/** The wiring of a part, as the table has it. */
function wiringOf(part: string): string {
  const row = chapter?.split('\n').find((line) => line.startsWith(`| ${part}`)) ?? '';
  return row.split('|')[2]?.trim() ?? '';
}

const [icc, sam] = SLOT_PINS;
const [{ pins: raw, clockHz }] = RAW_SLOT_PINS;
const { spi, ili9341 } = board.defines;
const { ethernet } = wired.defines;

describe('the table of parts in README.md', () => {
  it.each([
    [
      'holder’s card |',
      `UART ${icc.serial.port}, GPIO ${icc.serial.transmit} (transmit) and ${icc.serial.receive} (receive)`,
    ],
    [
      'holder’s card, raw',
      `I/O on GPIO ${raw.io}, CLK ${raw.clock} (${(clockHz / 1e6).toFixed(3)} MHz), RST ${raw.reset}, VCC switch ${raw.supplies.B}, presence switch to ground ${raw.present}; UART ${raw.port}`,
    ],
    ['PSAM', `UART ${sam.serial.port}, GPIO ${sam.serial.transmit} and ${sam.serial.receive}`],
    [
      'keys',
      `rows GPIO ${KEY_PINS.rows.join(', ')}, columns ${KEY_PINS.columns.join(', ')}; on the Ethernet board behind a PCF8574: SDA ${KEY_EXPANDER.data}, SCL ${KEY_EXPANDER.clock}`,
    ],
    [
      'W5500',
      `SPI 3: SCK ${ethernet.spi.sck_pin}, MISO ${ethernet.spi.miso_pin}, MOSI ${ethernet.spi.mosi_pin}, SCS ${ethernet.spi.cs_pin}; INT ${ethernet.int_pin}, RST ${ethernet.reset_pin}`,
    ],
    ['display', `SPI 2: SCK ${spi.sck_pin}, MOSI ${spi.mosi_pin}, CS ${ili9341.cs_pin}, DC ${ili9341.dc_pin}`],
    ['printer', `UART 0: GPIO ${PRINTER_PINS.serial.transmit} (transmit), ${PRINTER_PINS.serial.receive} (receive`],
    ['stripe head', `UART 0, GPIO ${STRIPE_PINS.serial.receive} (receive)`],
  ])('has the pins of the part: %s', (part, wiring) => {
    expect(wiringOf(part.replace('’', "'"))).toContain(wiring);
  });
});
