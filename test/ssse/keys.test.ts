import { describe, expect, it } from 'vitest';
import { hexNumber } from '../../src/base/hex.js';
import { KEYS, keyNamed } from '../../src/ssse/keys.js';

const line = (name: string): string => {
  const { cardId, psamTypes, psamId, hsmAddress } = keyNamed(name);
  const card = cardId === undefined ? '--' : hexNumber(cardId);
  const hsm = hsmAddress === undefined ? '----' : hexNumber(hsmAddress, 4);
  return `${card} ${psamTypes.map((type) => type.toString(16)).join('')} ${hexNumber(psamId)} ${hsm}`;
};

describe('KEYS', () => {
  it('reaches the keys of SSSE as sscard.md 5.2 and 9.2 list them', () => {
    expect(line('IRK')).toBe('-- 7 08 0170');
    expect(line('STK')).toBe('02 867 09 0173');
    expect(line('UKSSSE')).toBe('04 867 12 0094');
    expect(line('BK')).toBe('05 867 11 0091');
    expect(line('PUK')).toBe('06 867 10 0090');
    expect(line('RKSSSE')).toBe('0A 7 0A 004C');
  });

  it('reaches keys of the directories', () => {
    expect(line('UK3DF01')).toBe('85 786 24 0176');
    expect(line('RK1DF01')).toBe('88 786 2E 004F');
    expect(line('UK2DF02')).toBe('84 867 45 00A0');
    expect(line('RK2DF03')).toBe('85 786 2C 0196');
    expect(line('RK1DF04')).toBe('84 786 2D 0182');
    expect(line('DPK2')).toBe('-- 2 02 0199');
    expect(line('RK1DF06')).toBe('83 867 52 ----');
    expect(line('UK3DF07')).toBe('88 786 B2 0089');
  });

  it('has no name, card id within a directory, or PSAM id and type twice', () => {
    const unique = (values: readonly string[]) => new Set(values).size === values.length;
    expect(unique(KEYS.map((key) => key.name))).toBe(true);
    const reached = KEYS.filter((key) => key.cardId !== undefined);
    expect(unique(reached.map((key) => `${key.directory} ${key.cardId}`))).toBe(true);
    expect(unique(KEYS.map((key) => `${key.psamTypes[0]} ${key.psamId}`))).toBe(true);
    const addressed = KEYS.filter((key) => key.hsmAddress !== undefined);
    expect(unique(addressed.map((key) => String(key.hsmAddress)))).toBe(true);
  });

  it('gives global keys an id below 80 and local ones an id from 80 on', () => {
    for (const { cardId, directory } of KEYS) {
      if (cardId !== undefined) expect(cardId < 0x80).toBe(directory === 'SSSE');
    }
  });

  it('refuses a name that the program should not know', () => {
    expect(() => keyNamed('RK9DF09')).toThrow('key table');
  });
});
