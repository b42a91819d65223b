import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeCommand, decodeResponse, encodeCommand, encodeResponse } from '../../src/codec/apdu.js';

const header = { cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00 };

/** Commands of sscard.md 1 and 16.7, one or more of each case. */
const COMMANDS = [
  '00200000',
  '0084000008',
  '00B2010500',
  '00A4020002EF05',
  '0082000A10B30C3A848C92A255A1A2A3A4A5A6A7A8',
  '00A404000F7378312E73682EC9E7BBE1B1A3D5CF00',
  '008800001099999901000000011122334455667788FF',
];

describe('encodeCommand', () => {
  it('writes the four cases', () => {
    expect(toHex(encodeCommand({ ...header, ins: 0x20, p1: 0 }))).toBe('00200000');
    expect(toHex(encodeCommand({ ...header, ins: 0x84, p1: 0, le: 8 }))).toBe('0084000008');
    expect(toHex(encodeCommand({ ...header, p1: 2, data: fromHex('EF05') }))).toBe('00A4020002EF05');
    expect(toHex(encodeCommand({ ...header, data: fromHex('7378312E73682E'), le: 255 }))).toBe(
      '00A40400077378312E73682EFF',
    );
  });

  it('writes Le 256 as 00', () => {
    expect(toHex(encodeCommand({ ...header, ins: 0xb0, p1: 0, le: 256 }))).toBe('00B0000000');
    expect(toHex(encodeCommand({ ...header, data: fromHex('3F00'), le: 256 }))).toBe('00A40400023F0000');
  });

  it('writes no Lc for data of no bytes', () => {
    expect(toHex(encodeCommand({ ...header, data: new Uint8Array(0) }))).toBe('00A40400');
    expect(toHex(encodeCommand({ ...header, data: new Uint8Array(0), le: 1 }))).toBe('00A4040001');
  });

  it('takes 255 bytes of data and refuses what does not fit a short command', () => {
    const longest = encodeCommand({ ...header, data: new Uint8Array(255).fill(0xaa), le: 256 });
    expect(longest).toHaveLength(261);
    expect(longest[4]).toBe(0xff);
    expect(() => encodeCommand({ ...header, data: new Uint8Array(256) })).toThrow('at most 255 bytes');
    for (const le of [0, 257, -1, 1.5]) expect(() => encodeCommand({ ...header, le })).toThrow('Le is 1 to 256');
    expect(() => encodeCommand({ ...header, p1: 256 })).toThrow('is a byte');
    expect(() => encodeCommand({ ...header, cla: -1 })).toThrow('is a byte');
  });
});

describe('decodeCommand', () => {
  it('reads the four cases', () => {
    const [case1, case2] = [decodeCommand(fromHex('00200000')), decodeCommand(fromHex('00B2010500'))];
    expect([case1.cla, case1.ins, case1.p1, case1.p2].join()).toBe('0,32,0,0');
    expect(case1.data).toBeUndefined();
    expect(case1.le).toBeUndefined();
    expect(case2.data).toBeUndefined();
    expect(case2.le).toBe(256);
    const case3 = decodeCommand(fromHex('04DC020805AABBCCDDEE'));
    expect([case3.cla, case3.ins, case3.p1, case3.p2].join()).toBe('4,220,2,8');
    expect(toHex(case3.data!)).toBe('AABBCCDDEE');
    expect(case3.le).toBeUndefined();
    const case4 = decodeCommand(fromHex('00A4040003A1A2A310'));
    expect(toHex(case4.data!)).toBe('A1A2A3');
    expect(case4.le).toBe(16);
  });

  it('gives back what encodeCommand writes', () => {
    for (const command of COMMANDS) expect(toHex(encodeCommand(decodeCommand(fromHex(command))))).toBe(command);
  });

  it('copies the data', () => {
    const bytes = fromHex('00A4020002EF05');
    const { data } = decodeCommand(bytes);
    bytes.fill(0);
    expect(toHex(data!)).toBe('EF05');
  });

  it('refuses lengths that fit no case', () => {
    for (const [bytes, rule] of [
      ['', 'header incomplete at 0'],
      ['00A404', 'header incomplete at 3'],
      ['00A4040003A1A2', 'data shorter than Lc at 7'],
      ['00A4040002A1A20000', 'bytes after Le at 8'],
      ['00A40400000002A1A2', 'extended length at 4'],
      ['00B000000001', 'extended length at 4'],
    ]) {
      expect(() => decodeCommand(fromHex(bytes))).toThrow(`apdu: ${rule}`);
    }
  });
});

describe('decodeResponse', () => {
  it('parts data from status', () => {
    const bare = decodeResponse(fromHex('6A82'));
    expect(bare.data).toHaveLength(0);
    expect(bare.sw).toBe(0x6a82);
    const full = decodeResponse(fromHex('D69F88AEB607A6CF9000'));
    expect(toHex(full.data)).toBe('D69F88AEB607A6CF');
    expect(full.sw).toBe(0x9000);
  });

  it('takes every SW1 from 61 to 6F and 90 to 9F and no other', () => {
    let taken = '';
    for (let sw1 = 0; sw1 <= 0xff; sw1++) {
      try {
        if (decodeResponse(Uint8Array.of(sw1, 0x12)).sw === sw1 * 256 + 0x12) taken += ` ${sw1.toString(16)}`;
      } catch (error) {
        expect(String(error)).toBe('FormatError: apdu: SW1 is not 61 to 6F or 90 to 9F at 0');
      }
    }
    expect(taken).toBe(' 61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 90 91 92 93 94 95 96 97 98 99 9a 9b 9c 9d 9e 9f');
  });

  it('takes 256 bytes of data and no more', () => {
    const longest = new Uint8Array(258).fill(0x90);
    expect(decodeResponse(longest).data).toHaveLength(256);
    expect(() => decodeResponse(new Uint8Array(259).fill(0x90))).toThrow('longer than 256');
    expect(() => decodeResponse(new Uint8Array(0))).toThrow('status missing');
    expect(() => decodeResponse(Uint8Array.of(0x90))).toThrow('status missing');
  });
});

describe('encodeResponse', () => {
  it('writes data and status', () => {
    expect(toHex(encodeResponse({ data: fromHex('A1A2'), sw: 0x9000 }))).toBe('A1A29000');
    expect(toHex(encodeResponse({ data: new Uint8Array(0), sw: 0x63c2 }))).toBe('63C2');
    for (const sw of [0x6100, 0x6fff, 0x9000, 0x9fff])
      expect(decodeResponse(encodeResponse({ data: fromHex('AA'), sw })).sw).toBe(sw);
  });

  it('refuses what is no response', () => {
    for (const sw of [0x6000, 0x60ff, 0x7000, 0x8fff, 0xa000, 0x19000, 0x6a82 + 0.5]) {
      expect(() => encodeResponse({ data: new Uint8Array(0), sw })).toThrow('SW1 is');
    }
    expect(() => encodeResponse({ data: new Uint8Array(257), sw: 0x9000 })).toThrow('at most 256');
  });
});
