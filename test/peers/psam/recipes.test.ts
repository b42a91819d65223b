import { describe, expect, it } from 'vitest';
import { xor } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import vectors from '../../vectors/social.json';
import { ask, opened } from './desk.js';

const CARD = '9999990100000001';
const CITY = '3939303130307378';
const PROVINCE = '3939303030307368';
const R = '1122334455667788';
const S = 'A1A2A3A4A5A6A7A8';
const ZEROS = '0000000000000000';

/** Levels: PSAM level, usage byte of an encryption key (type 7) and a MAC-and-encrypt key (type 8), factors to send. */
const LEVELS = [
  { level: 'national', encryption: '67', both: '68', factors: CARD + CITY + PROVINCE, length: 0x18 },
  { level: 'province', encryption: '47', both: '48', factors: CARD + CITY, length: 0x10 },
  { level: 'city', encryption: '27', both: '28', factors: CARD, length: 0x08 },
] as const;

const hexByte = (value: number) => toHex(Uint8Array.of(value));
const fold = (block: string) => toHex(xor(fromHex(block.slice(0, 16)), fromHex(block.slice(16))));

for (const { level, encryption, both, factors, length } of LEVELS) {
  describe(`DES PSAM of level ${level}`, () => {
    const psam = opened('DES', { level });
    const deliver = (usage: string, id: string, processFactor: string) =>
      ask(psam, `BFDE ${usage} ${id} ${hexByte(length + 8)} ${factors} ${processFactor}`);

    it('computes the answer to INTERNAL AUTHENTICATION', () => {
      expect(deliver(encryption, '08', R)).toBe('9000');
      expect(ask(psam, `80FA0000 08 ${S}`)).toBe(`${vectors.DES.internalAuthentication}9000`);
    });

    it('computes EXTERNAL AUTHENTICATION data with RKSSSE, of an 8-byte and a 4-byte challenge', () => {
      expect(deliver(encryption, '0A', R)).toBe('9000');
      expect(ask(psam, `80FA0000 08 ${S}`)).toBe('B30C3A848C92A2559000');
      expect(deliver(encryption, '0A', '1122334400000000')).toBe('9000');
      expect(ask(psam, `80FA0000 08 ${S}`)).toBe('EABC769C52522C319000');
    });

    it('makes PIN reload with the STK, delivered again before the MAC', () => {
      expect(deliver(both, '09', R)).toBe('9000');
      expect(ask(psam, '80FA0000 08 03 123456 80000000')).toBe('83EE93C6C27403789000');
      expect(deliver(both, '09', R)).toBe('9000');
      expect(ask(psam, `80FA0500 18 ${ZEROS} 842400010C 83EE93 C6C2740378 800000`)).toBe('7DE617A69000');
    });

    it('makes the MACs of PIN unblock, application block and card block', () => {
      const headers = [
        ['8424000004', '1EF489BC'],
        ['841E000104', '9032C7B9'],
        ['8416000004', 'E05B9510'],
      ];
      for (const [header, mac] of headers) {
        expect(deliver(both, '09', R)).toBe('9000');
        expect(ask(psam, `80FA0500 10 ${ZEROS} ${header} 800000`)).toBe(`${mac}9000`);
      }
    });
  });

  describe(`SM4 PSAM of level ${level}`, () => {
    const psam = opened('SM4', { level });
    const deliver = (usage: string, id: string) =>
      ask(psam, `BFDE ${usage} ${id} ${hexByte(length + 16)} ${factors} ${R} ${ZEROS}`);

    it('computes authentication data, which the terminal folds', () => {
      expect(deliver(encryption, '08')).toBe('9000');
      const internal = ask(psam, `80FA0000 10 ${S} ${ZEROS}`);
      expect(internal).toHaveLength(36);
      expect(fold(internal.slice(0, 32))).toBe(vectors.SM4.internalAuthentication);
      expect(deliver(encryption, '0A')).toBe('9000');
      expect(fold(ask(psam, `80FA0000 10 ${S} ${ZEROS}`).slice(0, 32))).toBe('6D44B1FA0228F3D8');
    });

    it('makes PIN reload and the MACs of the maintenance commands', () => {
      expect(deliver(both, '09')).toBe('9000');
      const enciphered = ask(psam, '80FA0000 10 03 123456 80 0000000000000000000000');
      expect(enciphered).toBe('88009E582D5FA3409E859D4B0A2ECE889000');
      expect(deliver(both, '09')).toBe('9000');
      const reload = `8424000114 ${enciphered.slice(0, 32)} 80 00000000000000000000`;
      expect(ask(psam, `80FA0500 30 ${ZEROS}${ZEROS} ${reload}`)).toBe('9584A5B29000');
      expect(deliver(both, '09')).toBe('9000');
      expect(ask(psam, `80FA0500 20 ${ZEROS}${ZEROS} 8424000004 80 00000000000000000000`)).toBe('46D4C8329000');
    });
  });
}

describe('MAC in pieces', () => {
  it('agrees with the MAC of one block list', () => {
    const psam = opened('DES');
    const deliver = () => ask(psam, `BFDE 68 09 20 ${CARD}${CITY}${PROVINCE}${R}`);
    deliver();
    expect(ask(psam, `80FA0700 10 ${ZEROS} 842400010C83EE93`)).toBe('9000');
    expect(ask(psam, '80FA0100 08 C6C2740378800000')).toBe('7DE617A69000');
    deliver();
    expect(ask(psam, `80FA0500 20 ${ZEROS} ${S} ${R} 8000000000000000`)).toHaveLength(12);
    const whole = ask(psam, `80FA0500 20 ${ZEROS} ${S} ${R} 8000000000000000`);
    expect(ask(psam, `80FA0700 10 ${ZEROS} ${S}`)).toBe('9000');
    expect(ask(psam, `80FA0300 08 ${R}`)).toBe('9000');
    expect(ask(psam, '80FA0100 08 8000000000000000')).toBe(whole);
  });

  it('enciphers more and last in the same way', () => {
    const psam = opened('DES');
    ask(psam, `BFDE 67 08 20 ${CARD}${CITY}${PROVINCE}${R}`);
    const answer = vectors.DES.internalAuthentication;
    expect(ask(psam, `80FA0200 10 ${S}${S}`)).toBe(`${answer}${answer}9000`);
    expect(ask(psam, `80FA0000 08 ${S}`)).toBe(`${answer}9000`);
  });
});
