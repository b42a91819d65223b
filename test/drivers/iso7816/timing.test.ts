import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/hex.js';
import { decodeAtr } from '../../../src/codec/atr.js';
import { blockTiming, characterWaitEtu, guardEtu } from '../../../src/drivers/iso7816/timing.js';

const atr = (hex: string) => decodeAtr(fromHex(hex));
const SLOW = { fi: 372, di: 1 };
const FAST = { fi: 372, di: 4 };

describe('times', () => {
  it('of T=0: 960 × D × WI, and D × 480 more', () => {
    expect(characterWaitEtu(atr('3B600000'), SLOW)).toBe(10_080);
    expect(characterWaitEtu(atr('3B70130000'), FAST)).toBe(40_320);
    expect(characterWaitEtu(atr('3BE00000400F'), SLOW)).toBe(14_880);
    expect(characterWaitEtu(atr('3B70960000'), { fi: 512, di: 32 })).toBe(322_560);
  });

  it('of T=1: BWT and D × 960, CWT and 4', () => {
    expect(blockTiming(4, 5, SLOW)).toEqual({ blockWaitEtu: 16_331, characterWaitEtu: 47 });
    expect(blockTiming(0, 0, SLOW)).toEqual({ blockWaitEtu: 1_931, characterWaitEtu: 16 });
    expect(blockTiming(4, 5, FAST)).toEqual({ blockWaitEtu: 65_291, characterWaitEtu: 47 });
    // 372 of the 512 clocks: BWT does not grow with Fi.
    expect(blockTiming(4, 5, { fi: 512, di: 32 }).blockWaitEtu).toBe(11 + 357_120 + 30_720);
  });

  it('between characters: 12 + N, and the shortest for 255', () => {
    expect(guardEtu(atr('3B6000FF'), 0, SLOW)).toBe(12);
    expect(guardEtu(atr('3B6000FF'), 1, SLOW)).toBe(11);
    expect(guardEtu(atr('3B600014'), 0, SLOW)).toBe(32);
    expect(guardEtu(atr('3BF012000A801F0374'), 0, SLOW)).toBe(17);
  });
});
