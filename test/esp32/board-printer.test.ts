import { describe, expect, it } from 'vitest';
import { boardPrinter } from '../../hosts/esp32/board-printer.js';
import { PrinterSerial } from '../../hosts/peers/thermal-printer/printer-serial.js';
import type { EmulatedPrinter } from '../../hosts/peers/thermal-printer/thermal-printer.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { words } from '../../src/base/text.js';
import { failure } from '../card/scripted-reader.js';

const SLIP = { slip: 'test', title: words('试打', 'Test slip'), lines: [{ value: '1234' }] };
const clock = () => new VirtualClock('20260601090000');

describe("the board's printer", () => {
  it('prints in the language of the settings', async () => {
    for (const [language, title] of [
      ['zh', '试打'],
      ['en', 'Test slip'],
    ] as const) {
      let connected: EmulatedPrinter | undefined;
      const serial = {
        io: PrinterSerial,
        onConnected: (printer: EmulatedPrinter) => {
          connected = printer;
        },
      };
      await boardPrinter(serial, clock(), language).print(SLIP);
      const paper = (connected?.paper ?? []).map((piece) => (piece.kind === 'text' ? piece.text : ''));
      expect(paper.join('\n')).toContain(title);
    }
  });

  it('is mute where the debugger has its UART, and the terminal goes on', async () => {
    const io = class {
      constructor() {
        throw new Error('port in use');
      }
      read(): undefined {}
      write(): void {}
    };
    const printer = boardPrinter({ io }, clock(), 'zh');
    expect(await failure(printer.print(SLIP))).toMatchObject({ trouble: 'mute' });
  });
});
