import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodePps, encodePps, lengthAfterPps0 } from '../../src/codec/pps.js';

describe('PPS', () => {
  it('is FF, the protocol, Fi and Di, and what makes the sum zero', () => {
    expect(toHex(encodePps({ protocol: 0, pps1: 0x13 }))).toBe('FF1013FC');
    expect(toHex(encodePps({ protocol: 1, pps1: 0x96 }))).toBe('FF119678');
    expect(toHex(encodePps({ protocol: 1 }))).toBe('FF01FE');
  });

  it('reads back', () => {
    expect(decodePps(fromHex('FF1013FC'))).toEqual({ protocol: 0, pps1: 0x13 });
    expect(decodePps(fromHex('FF01FE'))).toEqual({ protocol: 1, pps1: undefined });
    expect(decodePps(fromHex('FF701300009C'))).toEqual({ protocol: 0, pps1: 0x13 });
  });

  it('says by PPS0 how long it is', () => {
    expect([0x00, 0x10, 0x30, 0x70, 0x61].map(lengthAfterPps0)).toEqual([1, 2, 3, 4, 3]);
  });

  it('is refused otherwise', () => {
    const refused = (hex: string, rule: string) => expect(() => decodePps(fromHex(hex))).toThrow(`pps: ${rule}`);
    refused('FF01', 'shorter than 3 bytes');
    refused('FE1013FD', 'PPSS is not FF at 0');
    refused('FF1013', 'length is not what PPS0 says');
    refused('FF0013EC', 'length is not what PPS0 says');
    refused('FF1013FD', 'PCK wrong at 3');
  });
});
