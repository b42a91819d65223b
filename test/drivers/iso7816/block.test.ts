import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { type Block, decodeBlock, encodeBlock } from '../../../src/drivers/iso7816/block.js';

const information = fromHex('00A40000');
const none = fromHex('');

/** ISO/IEC 7816-3 11.3.2.2, every kind of PCB once. */
const BLOCKS: readonly (readonly [string, Block])[] = [
  ['00000400A40000A0', { kind: 'I', sequence: 0, more: false, information }],
  ['00400400A40000E0', { kind: 'I', sequence: 1, more: false, information }],
  ['00200400A4000080', { kind: 'I', sequence: 0, more: true, information }],
  ['00600060', { kind: 'I', sequence: 1, more: true, information: none }],
  ['00800080', { kind: 'R', expected: 0, error: 0 }],
  ['00900090', { kind: 'R', expected: 1, error: 0 }],
  ['00810081', { kind: 'R', expected: 0, error: 1 }],
  ['00920092', { kind: 'R', expected: 1, error: 2 }],
  ['00C000C0', { kind: 'S', request: true, about: 'RESYNCH' }],
  ['00E000E0', { kind: 'S', request: false, about: 'RESYNCH' }],
  ['00C101FE3E', { kind: 'S', request: true, about: 'IFS', value: 0xfe }],
  ['00E101FE1E', { kind: 'S', request: false, about: 'IFS', value: 0xfe }],
  ['00C200C2', { kind: 'S', request: true, about: 'ABORT' }],
  ['00E200E2', { kind: 'S', request: false, about: 'ABORT' }],
  ['00C30102C0', { kind: 'S', request: true, about: 'WTX', value: 2 }],
  ['00E30102E0', { kind: 'S', request: false, about: 'WTX', value: 2 }],
];

describe('a block of T=1', () => {
  it('is written and read', () => {
    for (const [hex, block] of BLOCKS) {
      expect(toHex(encodeBlock(block))).toBe(hex);
      expect(decodeBlock(fromHex(hex))).toEqual(block);
    }
  });

  it('is damaged when any bit of it is', () => {
    for (const [hex] of BLOCKS)
      for (let bit = 0; bit < hex.length * 4; bit++) {
        const bytes = fromHex(hex);
        bytes[bit >> 3] ^= 1 << (bit & 7);
        expect(decodeBlock(bytes)).toBe(1);
      }
  });

  it('is no block with a right LRC and anything else wrong', () => {
    for (const hex of ['00010001', '00830083', '00C30100C2', '00C101FF3F', '00C100C1', '00C400C4', '00C70102C4'])
      expect(decodeBlock(fromHex(hex))).toBe(2);
  });
});
