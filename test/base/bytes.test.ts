import { describe, expect, it } from 'vitest';
import { Bug } from '../../src/base/assert.js';
import {
  asciiBytes,
  concat,
  equalBytes,
  padRight,
  readUint,
  startsWith,
  uintBytes,
  xor,
} from '../../src/base/bytes.js';

function isBug(act: () => unknown): boolean {
  try {
    act();
  } catch (error) {
    return error instanceof Bug;
  }
  return false;
}

describe('bytes', () => {
  it('joins and compares', () => {
    expect([...concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))]).toEqual([1, 2, 3]);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
    expect(startsWith(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2))).toBe(true);
    expect(startsWith(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
    expect([...xor(Uint8Array.of(0xf0, 0x0f), Uint8Array.of(0xff, 0xff))]).toEqual([0x0f, 0xf0]);
  });

  it('writes and reads big-endian numbers of up to six bytes', () => {
    expect([...uintBytes(0x010203, 4)]).toEqual([0, 1, 2, 3]);
    expect(readUint(Uint8Array.of(9, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 1, 6)).toBe(281474976710655);
    expect(readUint(uintBytes(4294967295, 4), 0, 4)).toBe(4294967295);
  });

  it('takes what does not fit for a bug', () => {
    expect(isBug(() => uintBytes(256, 1))).toBe(true);
    expect(isBug(() => uintBytes(-1, 2))).toBe(true);
    expect(isBug(() => readUint(Uint8Array.of(1), 0, 2))).toBe(true);
    expect(isBug(() => padRight(Uint8Array.of(1, 2), 1, 0))).toBe(true);
    expect(isBug(() => asciiBytes('社'))).toBe(true);
    expect(isBug(() => xor(Uint8Array.of(1), Uint8Array.of()))).toBe(true);
  });

  it('pads on the right', () => {
    expect([...padRight(Uint8Array.of(0x12), 3, 0xff)]).toEqual([0x12, 0xff, 0xff]);
    expect([...asciiBytes('sx1')]).toEqual([0x73, 0x78, 0x31]);
  });
});
