/** Lines of medical accounts on their way to the bureau. */

import { describe, expect, it } from 'vitest';
import { decodeUpload, decodeVerdicts, encodeUpload, encodeVerdicts } from '../../src/codec/purse-upload.js';

const LINE =
  '2|01|990100D1560000050000000166534F34|00995453549999990100000001|413030303030303131|7|1234|300|8000|10000|' +
  '990100000001|258|20120528093015|5BAA29A5|C739763E|0|';

describe('lines of an upload', () => {
  it('say every item once, in their order', () => {
    const [line, ...more] = decodeUpload(LINE);
    expect(more).toEqual([]);
    expect(line).toEqual({
      kind: 'purchase',
      algorithm: 'DES',
      identifier: '990100D1560000050000000166534F34',
      historical: '00995453549999990100000001',
      cardNumber: '413030303030303131',
      sequence: 7,
      account: 1234,
      selfPay: 300,
      pool: 8000,
      balance: 10_000,
      terminalNumber: '990100000001',
      terminalSequence: 258,
      moment: '20120528093015',
      tac: '5BAA29A5',
      mac: 'C739763E',
      check: 'right',
    });
    expect(encodeUpload([line, line])).toBe(LINE + LINE);
    expect(decodeUpload(LINE.repeat(8))).toHaveLength(8);
  });

  it.each([
    ['1', 'load'],
    ['3', 'visit-log'],
    ['4', 'visit-log-offline'],
  ] as const)('say by %s that they are of the kind %s', (code, kind) => {
    const text = LINE.replace(/^2/, code);
    expect(decodeUpload(text)[0].kind).toBe(kind);
    expect(encodeUpload(decodeUpload(text))).toBe(text);
  });

  it('are none where a terminal only asks whether it is heard', () => {
    expect(decodeUpload('')).toEqual([]);
    expect(encodeVerdicts([])).toBe('');
    expect(decodeVerdicts('', 0)).toEqual([]);
  });

  it.each([
    ['half a line', LINE.slice(0, 40)],
    ['an item too many', `${LINE}0|`],
    ['nine lines', LINE.repeat(9)],
    ['a kind that is none', LINE.replace(/^2/, '5')],
    ['an amount of more than four bytes', LINE.replace('|8000|', '|4294967296|')],
    ['an amount below nothing', LINE.replace('|8000|', '|-1|')],
    ['a TAC of another length', LINE.replace('5BAA29A5', '5BAA29')],
    ['no separator at the end', LINE.slice(0, -1)],
  ])('that are %s are none', (_, data) => {
    expect(() => decodeUpload(data)).toThrow('purse-upload');
  });
});

describe('what the bureau says of them', () => {
  it('is a verdict a line', () => {
    expect(encodeVerdicts(['booked', 'disputed'])).toBe('booked|disputed|');
    expect(decodeVerdicts('booked|disputed|', 2)).toEqual(['booked', 'disputed']);
  });

  it.each(['booked|', 'booked|booked|booked|', 'booked|maybe|', 'booked|disputed', ''])('is not %s for two', (data) => {
    expect(() => decodeVerdicts(data, 2)).toThrow('purse-upload');
  });
});
