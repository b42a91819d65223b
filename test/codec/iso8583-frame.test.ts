import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeFrame, encodeFrame } from '../../src/codec/iso8583-frame.js';

const HEX = '0015 60 0003 0000 613100312345 0810 0000000000000000';

describe('a frame', () => {
  it('is length, TPDU, header and message', () => {
    const { message, ...around } = decodeFrame(fromHex(HEX));
    expect(toHex(message)).toBe('08100000000000000000');
    expect(around).toEqual({
      destination: 3,
      source: 0,
      header: {
        applicationClass: '61',
        softwareVersion: '31',
        terminalStatus: '0',
        processingRequest: '0',
        version: '312345',
      },
    });
  });

  it('is written again byte for byte', () => {
    expect(toHex(encodeFrame(decodeFrame(fromHex(HEX))))).toBe(HEX.replace(/ /g, ''));
  });

  it('has each digit of the header in its place', () => {
    const { header } = decodeFrame(fromHex(HEX.replace('613100312345', '603173123456')));
    expect([header.terminalStatus, header.processingRequest, header.version]).toEqual(['7', '3', '123456']);
  });

  it('is refused with a wrong length, TPDU or header, or without a message', () => {
    const refused = (from: string, to: string) => () => decodeFrame(fromHex(HEX.replace(from, to)));
    expect(refused('0015', '0014')).toThrow('length is not that of the frame');
    expect(refused('0015', '0016')).toThrow('length is not that of the frame');
    expect(refused('60 0003', '68 0003')).toThrow('no TPDU');
    expect(refused('613100', '6131F0')).toThrow('header is not BCD');
    expect(() => decodeFrame(fromHex('000B 60 0003 0000 613100312345'))).toThrow('too short');
    expect(() => decodeFrame(new Uint8Array(0))).toThrow('too short');
  });

  it('is not written with a header of other sizes or without a message', () => {
    const frame = decodeFrame(fromHex(HEX));
    expect(() => encodeFrame({ ...frame, header: { ...frame.header, version: '31234' } })).toThrow('a header is');
    expect(() => encodeFrame({ ...frame, header: { ...frame.header, version: '31234A' } })).toThrow('a header is');
    expect(() => encodeFrame({ ...frame, message: new Uint8Array(0) })).toThrow('a frame has a message');
  });
});
