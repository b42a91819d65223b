import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex } from '../../src/base/hex.js';
import { decodeCvmList, methodOf } from '../../src/pse/cvm-list.js';

describe('decodeCvmList', () => {
  it('reads amounts and rules', () => {
    expect(decodeCvmList(fromHex('000003E8 FFFFFFFF 4203 1E06 9F00'))).toEqual({
      x: 1000,
      y: 4294967295,
      rules: [
        { code: 0x42, condition: 0x03, goesOn: true },
        { code: 0x1e, condition: 0x06, goesOn: false },
        { code: 0x9f, condition: 0x00, goesOn: false },
      ],
    });
  });

  it('reads a list without rules', () => {
    expect(decodeCvmList(fromHex('0000000000000000'))).toEqual({ x: 0, y: 0, rules: [] });
  });

  it.each([
    ['nothing', '', 'cvm list: shorter than its amounts at 0'],
    ['less than its amounts', '00000000000000', 'cvm list: shorter than its amounts at 7'],
    ['half a rule', '000000000000000042', 'cvm list: rule cut off at 9'],
    ['a rule and a half', '0000000000000000420342', 'cvm list: rule cut off at 11'],
  ])('refuses %s', (_, hex, message) => {
    expect(() => decodeCvmList(fromHex(hex))).toThrow(FormatError);
    expect(() => decodeCvmList(fromHex(hex))).toThrow(message);
  });
});

describe('methodOf', () => {
  const known = (code: number) => methodOf({ code, condition: 0x00, goesOn: false });

  it('knows nine methods, with or without b7 and b8', () => {
    const codes: number[] = [];
    for (let code = 0; code <= 0xff; code++) if (known(code)) codes.push(code);
    const nine = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1e, 0x1f, 0x20];
    expect(codes).toEqual([0x00, 0x40, 0x80, 0xc0].flatMap((high) => nine.map((low) => high | low)));
  });

  it('knows which want a signature', () => {
    const signed = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1e, 0x1f, 0x20].filter((code) => known(code)?.signed);
    expect(signed).toEqual([0x03, 0x05, 0x1e]);
  });
});
