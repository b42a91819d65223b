/** The emulated printer reads strictly: what a real one would print as garbage is an error here. */

import { describe, expect, it } from 'vitest';
import { EmulatedPrinter } from '../../../hosts/peers/thermal-printer/thermal-printer.js';
import { FormatError } from '../../../src/base/format-error.js';
import { fromHex } from '../../../src/base/hex.js';

const feed = (hex: string) => {
  const answers: number[] = [];
  const printer = new EmulatedPrinter((byte) => answers.push(byte));
  printer.receive(fromHex(hex));
  return { printer, answers };
};

describe('the emulated printer', () => {
  it('prints rows of GBK, however they arrive', () => {
    const { printer } = feed('1B40');
    for (const byte of fromHex('1C26BDF0B6EE0A')) printer.receive(Uint8Array.of(byte));
    expect(printer.paper).toEqual([{ kind: 'text', text: '金额', double: false }]);
  });

  it('answers what is asked in real time, and the paper sensor in its turn', () => {
    expect(feed('100401').answers).toEqual([0x12]);
    expect(feed('1B401D7201').answers).toEqual([0x00]);
    const { printer, answers } = feed('1B40');
    Object.assign(printer.state, { paper: 0, coverOpen: true, overheated: true });
    printer.receive(fromHex('1D7201'));
    printer.receive(fromHex('100401'));
    printer.receive(fromHex('100402'));
    printer.receive(fromHex('100403'));
    expect(answers).toEqual([0x1a, 0x76, 0x52]);
  });

  it.each([
    ['text before ESC @', '410A'],
    ['an unknown command', '1B401B70'],
    ['a byte that is no command', '1B400102'],
    ['a raster of another width', '1B401D7630002F000100'],
    ['another raster mode', '1B401D76300130000100'],
    ['a raster without rows', '1B401D76300030000000'],
    ['a row wider than the paper', `1B40${'41'.repeat(33)}0A`],
    ['a double row wider than the paper', `1B401B21301C210C${'41'.repeat(17)}0A`],
    ['two sizes at once', '1B401B2130410A'],
    ['a size that there is not', '1B401B2101'],
    ['half a Chinese character', '1B40BD0A'],
    ['a command inside a row', '1B4041 1B40 0A'.replaceAll(' ', '')],
    ['a status that there is not', '100405'],
  ])('refuses %s', (_, hex) => {
    expect(() => feed(hex)).toThrow(FormatError);
  });
});
