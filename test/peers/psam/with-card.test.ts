/** A PSAM and a card on one desk, the test being the terminal that carries bytes between them (sscard.md 9.4). */

import { describe, expect, it } from 'vitest';
import { xor } from '../../../src/base/bytes.js';
import { fromHex, hexNumber, toHex } from '../../../src/base/hex.js';
import { S, SSSE, socialCard } from '../card/desk.js';
import { enter, purseCard } from '../card/purse-desk.js';
import { ask, exchange, opened } from './desk.js';

const LEVELS = [
  { level: 'national', usage: '67', factors: '9999990100000001 3939303130307378 3939303030307368' },
  { level: 'province', usage: '47', factors: '9999990100000001 3939303130307378' },
  { level: 'city', usage: '27', factors: '9999990100000001' },
] as const;

const bytesIn = (hex: string) => hex.replace(/ /g, '').length / 2;

for (const algorithm of ['DES', 'SM4'] as const) {
  for (const { level, usage, factors } of LEVELS) {
    describe(`${algorithm}, PSAM of level ${level}`, () => {
      const tail = algorithm === 'DES' ? '' : '0000000000000000';
      const fold = (answer: string) =>
        algorithm === 'DES'
          ? answer.slice(0, 16)
          : toHex(xor(fromHex(answer.slice(0, 16)), fromHex(answer.slice(16, 32))));
      const encipher = (psam: ReturnType<typeof opened>, id: string, processFactor: string) => {
        const data = `${factors}${processFactor}${tail}`;
        expect(exchange(psam, `BFDE${usage}${id}${hexNumber(bytesIn(data))}${data}`)).toBe('9000');
        return fold(ask(psam, `80FA0000${hexNumber(bytesIn(S + tail))}${S}${tail}`));
      };

      it('authenticates the card, and itself with RKSSSE', () => {
        const psam = opened(algorithm, { level });
        const card = socialCard(algorithm);
        expect(card.ask(`0088000010 8877665544332211 ${S}`)).toBe(`${encipher(psam, '08', '8877665544332211')}9000`);
        const challenge = card.say('0084000008').slice(0, 16);
        expect(card.say(`0082000A10 ${encipher(psam, '0A', challenge)} ${S}`)).toBe('9000');
        expect(card.select(SSSE)).toContain('9000');
      });

      it('pays, both sides content', () => {
        const psam = opened(algorithm, { level });
        const card = enter(purseCard(algorithm));
        const begun = card.ask('B0280101 13 01 000004D2 0000012C 00001F40 990100000001');
        const [sequence, version, random] = [begun.slice(28, 32), begun.slice(32, 36), begun.slice(36, 44)];
        const data = `${random} ${sequence} 000004D2 0000012C 00001F40 32 20260601 120000 ${version} ${factors}`;
        const terminal = ask(psam, `80700100 ${hexNumber(bytesIn(data))} ${data}`);
        expect(terminal).toMatch(/^00000001[0-9A-F]{8}9000$/);
        const paid = card.ask(`B02C0100 0F ${terminal.slice(0, 8)} 20260601120000 ${terminal.slice(8, 16)}`);
        expect(paid).toMatch(/^[0-9A-F]{16}9000$/);
        expect(exchange(psam, `80720000 04 ${paid.slice(8, 16)}`)).toBe('9000');
      });
    });
  }
}
