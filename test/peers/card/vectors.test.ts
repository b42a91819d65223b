/** The regression vectors of sscard.md 16.7 that a card computes or accepts, byte for byte, under R = 11 22 … 88. */

import { describe, expect, it } from 'vitest';
import { BK, LK, PUK, SSSE, socialCard } from './desk.js';

const VECTORS = [
  {
    algorithm: 'DES',
    internal: 'D69F88AEB607A6CF',
    external: 'B30C3A848C92A255',
    externalShort: 'EABC769C52522C31',
    reload: '842400010C 83EE93C6C2740378 7DE617A6',
    unblock: '8424000004 1EF489BC',
    blockApplication: '841E000104 9032C7B9',
    blockCard: '8416000004 E05B9510',
    fci: '6F1C 840F 7378312E73682EC9E7BBE1B1A3D5CF A509 88010F 9F0C03 860101',
  },
  {
    algorithm: 'SM4',
    internal: 'EDB7CFF79B70EB3C',
    external: '6D44B1FA0228F3D8',
    externalShort: '259B36FF395C41CF',
    reload: '8424000114 88009E582D5FA3409E859D4B0A2ECE88 9584A5B2',
    unblock: '8424000004 46D4C832',
    blockApplication: '841E000104 91AB3BAB',
    blockCard: '8416000004 391291E9',
    fci: '6F1C 840F 7378312E73682EC9E7BBE1B1A3D5CF A509 88010F 9F0C03 860103',
  },
] as const;

describe.each(VECTORS)('16.7 under $algorithm', (vector) => {
  const card = () => socialCard(vector.algorithm);

  it('shows the algorithm in the FCI of SSSE', () => {
    expect(card().select(SSSE)).toBe(`${vector.fci.replace(/ /g, '')}9000`);
  });

  it('answers INTERNAL AUTHENTICATION with IRK', () => {
    expect(card().ask('00880000 10 1122334455667788 A1A2A3A4A5A6A7A8')).toBe(`${vector.internal}9000`);
  });

  it('takes EXTERNAL AUTHENTICATION with RKSSSE, which opens EF06', () => {
    const desk = card();
    expect(desk.say('00B2013403')).toBe('6982');
    expect(desk.say('0084000008')).toBe('11223344556677889000');
    expect(desk.say(`0082000A10 ${vector.external} A1A2A3A4A5A6A7A8`)).toBe('9000');
    expect(desk.say('00B2013403')).toBe('0A01319000');
  });

  it('takes it with a challenge of four bytes', () => {
    const desk = card();
    expect(desk.say('0084000004')).toBe('112233449000');
    expect(desk.say(`0082000A10 ${vector.externalShort} A1A2A3A4A5A6A7A8`)).toBe('9000');
  });

  it('reloads the PIN after PUK', () => {
    const desk = card();
    for (let i = 0; i < 3; i++) desk.say('00200000 03 654321');
    expect(desk.say('00200000 03 123456')).toBe('6983');
    expect(desk.authenticate('06', PUK)).toBe('9000');
    desk.say('0084000008');
    expect(desk.say(vector.reload)).toBe('9000');
    expect(desk.say('0020000000')).toBe('63C3');
    expect(desk.say('00200000 03 123456')).toBe('9000');
  });

  it('unblocks the PIN after PUK', () => {
    const desk = card();
    for (let i = 0; i < 3; i++) desk.say('00200000 03 654321');
    expect(desk.authenticate('06', PUK)).toBe('9000');
    desk.say('0084000008');
    expect(desk.say(vector.unblock)).toBe('9000');
    expect(desk.say('00200000 03 123456')).toBe('9000');
  });

  it('blocks SSSE after BK', () => {
    const desk = card();
    expect(desk.authenticate('05', BK)).toBe('9000');
    desk.say('0084000008');
    expect(desk.say(vector.blockApplication)).toBe('9000');
    expect(desk.select(SSSE)).toBe('9303');
  });

  it('blocks the card after BK', () => {
    const desk = card();
    expect(desk.authenticate('05', BK)).toBe('9000');
    desk.say('0084000008');
    expect(desk.say(vector.blockCard)).toBe('9000');
    expect(desk.say('0084000008')).toBe('6A81');
  });

  it('refuses each of them with one bit of the cryptogram turned', () => {
    const turned = (apdu: string) => apdu.slice(0, -1) + (Number.parseInt(apdu.slice(-1), 16) ^ 1).toString(16);
    for (const [id, key, apdu] of [
      ['06', PUK, vector.reload],
      ['06', PUK, vector.unblock],
      ['05', BK, vector.blockApplication],
      ['05', BK, vector.blockCard],
    ] as const) {
      const desk = card();
      desk.authenticate(id, key);
      desk.say('0084000008');
      expect(desk.say(turned(apdu))).toBe('6988');
    }
    const desk = card();
    desk.say('0084000008');
    expect(desk.say(`0082000A10 ${turned(vector.external)} A1A2A3A4A5A6A7A8`)).toBe('63C2');
  });
});

describe('LK of DF03', () => {
  it('blocks that DF with the maintenance key of the DF, not of SSSE', () => {
    const desk = socialCard();
    desk.ask('00A4000002DF03');
    expect(desk.authenticate('83', LK)).toBe('9000');
    desk.say('0084000008');
    expect(desk.say(VECTORS[0].blockApplication)).toBe('6988');
  });
});
