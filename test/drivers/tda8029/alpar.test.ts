/** Frames of the coupler's serial line, with bytes from public drivers for the chip. */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { encodeFrame, FrameReader, POWER_UP_5V } from '../../../src/drivers/tda8029/alpar.js';

function framesOf(...pieces: readonly string[]): unknown[] {
  const reader = new FrameReader();
  const frames: unknown[] = [];
  for (const piece of pieces) {
    reader.take(fromHex(piece));
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) frames.push(frame);
  }
  return frames;
}

describe('a frame to the coupler', () => {
  it('is what other drivers send', () => {
    expect(toHex(encodeFrame(POWER_UP_5V, fromHex('00')))).toBe('6000016E000F');
    expect(toHex(encodeFrame(0x0a, fromHex('')))).toBe('6000000A6A');
    expect(toHex(encodeFrame(0x09, fromHex('')))).toBe('6000000969');
    expect(toHex(encodeFrame(0xaa, fromHex('')))).toBe('600000AACA');
  });

  it('carries a length of two bytes', () => {
    expect(toHex(encodeFrame(0x00, new Uint8Array(261)).subarray(0, 4))).toBe('60010500');
    expect(toHex(encodeFrame(0x00, new Uint8Array(506)).subarray(0, 4))).toBe('6001FA00');
    expect(() => encodeFrame(0x00, new Uint8Array(507))).toThrow('at most 506 bytes');
  });
});

describe('frames from the coupler', () => {
  it('are answers, refusals and news of the card', () => {
    expect(framesOf('60000209900009F2', 'E000016EC04F', '600001A000C1600001A001C0')).toEqual([
      'damaged',
      { kind: 'refused', command: 0x6e, code: 0xc0 },
      { kind: 'card', present: false },
      { kind: 'card', present: true },
    ]);
    expect(framesOf('600002009000F2')).toEqual([{ kind: 'done', command: 0x00, data: fromHex('9000') }]);
  });

  it('may come in pieces of any size', () => {
    expect(framesOf('60', '00', '02', '00', '90', '00', 'F2')).toHaveLength(1);
  });

  it('begin behind what cannot begin one', () => {
    expect(framesOf('FF0055600001A000C1')).toEqual([{ kind: 'card', present: false }]);
    // 60 60: a length that no frame has.
    expect(framesOf('60600001A000C1')).toEqual([{ kind: 'card', present: false }]);
  });

  it('are damaged with a wrong check, and when they say what no frame says', () => {
    expect(framesOf('600001A000C0')).toEqual(['damaged']);
    expect(framesOf('600001A002C3')).toEqual(['damaged']);
    expect(framesOf('E000026EC0004C')).toEqual(['damaged']);
  });
});
