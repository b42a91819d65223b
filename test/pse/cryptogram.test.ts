import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { generateFirst, generateSecond } from '../../src/pse/cryptogram.js';
import type { Cryptogram } from '../../src/pse/cryptogram-answer.js';
import { deciding, findings } from './decisions.js';

const ICC = { '8C': '9F0206 9505 9F3704', '8D': '8A02 9F0206 9505' };
const AC = '1122334455667788';
const IAD = '07000103A00002 01'.replace(' ', '');

/** A card that answers one GENERATE AC. */
function asked(command: string, answer: string, icc: Readonly<Record<string, string>> = {}) {
  const desk = deciding({ icc: { ...ICC, ...icc }, script: [[command, answer]] });
  desk.state.terminal.put(0x9f02, fromHex('000000001234'));
  desk.state.terminal.put(0x9f37, fromHex('DEADBEEF'));
  return desk;
}

const FIRST_DATA = '0F 000000001234 0000000000 DEADBEEF 00';
const P1: Readonly<Record<Cryptogram, string>> = { AAC: '00', TC: '40', ARQC: '80' };
const CID: Readonly<Record<Cryptogram, string>> = { AAC: '00', TC: '40', ARQC: '80' };

describe('the first GENERATE AC', () => {
  const pairs: readonly (readonly [Cryptogram, Cryptogram, string])[] = [
    ['TC', 'TC', 'TC'],
    ['TC', 'ARQC', 'ARQC'],
    ['TC', 'AAC', 'AAC'],
    ['ARQC', 'TC', 'cryptogram-unexpected'],
    ['ARQC', 'ARQC', 'ARQC'],
    ['ARQC', 'AAC', 'AAC'],
    ['AAC', 'TC', 'cryptogram-unexpected'],
    ['AAC', 'ARQC', 'cryptogram-unexpected'],
    ['AAC', 'AAC', 'AAC'],
  ];

  it.each(pairs)('%s asked, %s given: %s', async (wanted, given, expected) => {
    const { state, left } = asked(`80AE${P1[wanted]}00 ${FIRST_DATA}`, `8013${CID[given]}0007${AC}${IAD}9000`);
    const decided = await generateFirst(state, wanted);
    expect('ended' in decided ? decided.ended : decided.cryptogram).toBe(expected);
    expect(left()).toEqual([]);
    expect(toHex(state.cdol1Data)).toBe('0000000012340000000000DEADBEEF');
  });

  it('keeps what the card said, and that the card has looked at its risks', async () => {
    const { state } = asked(`80AE8000 ${FIRST_DATA}`, `8013800007${AC}${IAD}9000`);
    await generateFirst(state, 'ARQC');
    const kept = [0x9f27, 0x9f36, 0x9f26, 0x9f10].map((tag) => toHex(state.icc.get(tag) ?? new Uint8Array(0)));
    expect(kept).toEqual(['80', '0007', AC, IAD]);
    expect(findings(state)).toBe('0000000000 2000');
    expect(state.terminal.get(0x8a)).toBeUndefined();
  });

  it('writes Y1 and Z1 before the card is asked', async () => {
    const icc = { '8C': '8A02' };
    const yes = asked('80AE4000 02 5931 00', `800B400007${AC}9000`, icc);
    expect('ended' in (await generateFirst(yes.state, 'TC'))).toBe(false);
    const no = asked('80AE0000 02 5A31 00', `800B000007${AC}9000`, icc);
    expect('ended' in (await generateFirst(no.state, 'AAC'))).toBe(false);
  });

  it('lets an answer change nothing but what the command is for', async () => {
    const { state } = asked(`80AE4000 ${FIRST_DATA}`, `771E9F2701409F360200079F2608${AC}5A0211118D0400009F029000`);
    const decided = await generateFirst(state, 'TC');
    expect('ended' in decided && decided.ended).toBe(false);
    expect(toHex(state.icc.get(0x5a) ?? new Uint8Array(0))).toBe('6212345678901232');
    expect(toHex(state.icc.get(0x8d) ?? new Uint8Array(0))).toBe('8A029F02069505');
  });

  it('does not ask with a list that no command can carry', async () => {
    for (const icc of [{ '8C': '9F4EFF 9F0206' }, { '8D': '9F4EFF 9F0206' }]) {
      const { state, left } = asked('', '', icc);
      expect(await generateFirst(state, 'TC')).toEqual({ ended: 'data-malformed' });
      expect(left()).toHaveLength(1);
    }
  });
});

describe('the second GENERATE AC', () => {
  const second = (p1: string, answer: string) => asked(`80AE${p1}00 0D 3030 000000001234 0000000000 00`, answer);

  it.each([
    ['TC', '40', `800B400007${AC}9000`, 'TC'],
    ['TC', '40', `800B000007${AC}9000`, 'AAC'],
    ['TC', '40', `800B800007${AC}9000`, 'AAC'],
    ['TC', '40', '6985', 'AAC'],
    ['TC', '40', '9000', 'AAC'],
    ['TC', '40', '8001409000', 'AAC'],
    ['AAC', '00', `800B000007${AC}9000`, 'AAC'],
    ['AAC', '00', `800B400007${AC}9000`, 'AAC'],
  ] as const)('%s asked by P1 %s, %s answered: %s', async (wanted, p1, answer, expected) => {
    const { state } = second(p1, answer);
    state.terminal.put(0x8a, fromHex('3030'));
    expect(await generateSecond(state, wanted)).toEqual({ cryptogram: expected, cdaFailed: false });
  });
});

describe('the TC hash', () => {
  const DOL = { '8C': '9814 9505' };

  it('is made of the default TDOL, and the TVR says so in the same command', async () => {
    // openssl sha1 over 9F02 000000001234
    const hash = 'D63B4EDEA972C6DE8D985F106491C491A93C48F8';
    const { state, left } = asked(`80AE4000 19 ${hash} 0000000080 00`, `800B400007${AC}9000`, DOL);
    await generateFirst(state, 'TC');
    expect(left()).toEqual([]);
    expect(findings(state)).toBe('0000000080 2000');
  });

  it('is made of the card’s TDOL', async () => {
    // openssl sha1 over 9F37 DEADBEEF
    const hash = 'D78F8BB992A56A597F6C7A1FB918BB78271367EB';
    const icc = { ...DOL, '97': '9F3704' };
    const { state, left } = asked(`80AE4000 19 ${hash} 0000000000 00`, `800B400007${AC}9000`, icc);
    await generateFirst(state, 'TC');
    expect(left()).toEqual([]);
  });
});
