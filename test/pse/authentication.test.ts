/** Offline data authentication on every engine: cards made beforehand, well and with one byte wrong. */

import { describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { authenticateOffline } from '../../src/pse/authentication.js';
import { checkCombined } from '../../src/pse/cda.js';
import type { CaKey } from '../../src/pse/parameters.js';
import vectors from '../vectors/oda-cards.json';
import { type Desk, layCard, NUMBER, results } from './oda-desk.js';

type Vector = (typeof vectors.cards)[number];

function caKey({ caKey: { modulus, exponent, checksum } }: Vector): CaKey {
  return {
    rid: fromHex('A000000333'),
    index: 0xf8,
    modulus: fromHex(modulus),
    exponent: fromHex(exponent),
    checksum: fromHex(checksum),
    expires: '20301231',
  };
}

function desk(vector: Vector, aip: string, answer?: string): Desk {
  return layCard({
    card: { objects: { ...vector.objects, 82: aip }, staticData: vector.staticData },
    caKeys: [caKey(vector)],
    script: answer === undefined ? [] : [[`0088000004${NUMBER}00`, answer]],
  });
}

/** Another last digit. */
function bent(hex: string, at = hex.length - 1): string {
  return `${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`;
}

describe('a card that is right', () => {
  for (const vector of vectors.cards) {
    it(`SDA: ${vector.name}`, async () => {
      const { state } = desk(vector, '5C00');
      expect(await authenticateOffline(state)).toBeUndefined();
      expect(results(state)).toBe('0000000000 8000');
      expect(toHex(state.icc.get(0x9f45) ?? EMPTY)).toBe('DAC1');
    });

    it(`DDA: ${vector.name}`, async () => {
      const { state } = desk(vector, '7C00', vector.internalAuthenticate);
      expect(await authenticateOffline(state)).toBeUndefined();
      expect(results(state)).toBe('0000000000 8000');
      expect(toHex(state.icc.get(0x9f4c) ?? EMPTY)).toBe('0102030405060708');
    });

    it(`CDA: ${vector.name}`, async () => {
      const { state } = desk(vector, '7D00');
      state.pdolData = fromHex(vector.pdolData);
      expect(await authenticateOffline(state)).toBeUndefined();
      expect(results(state)).toBe('0000000000 0000');
      expect(checkCombined(state, fromHex(vector.combined), fromHex(vector.cdol1Data))).toBe(true);
      expect(results(state)).toBe('0000000000 8000');
      expect(toHex(state.icc.get(0x9f26) ?? EMPTY)).toBe('1122334455667788');
    });
  }
});

describe('a card with one byte wrong', () => {
  const [vector] = vectors.cards;

  it('fails SDA', async () => {
    for (const tag of ['90', '9F32', '93'] as const) {
      const objects = { ...vector.objects, [tag]: bent(vector.objects[tag]) };
      const { state } = desk({ ...vector, objects }, '5C00');
      expect(await authenticateOffline(state)).toBeUndefined();
      expect(results(state)).toBe('4000000000 8000');
    }
  });

  it('fails DDA by its certificate, its records, its signature', async () => {
    const wrong: readonly Vector[] = [
      { ...vector, objects: { ...vector.objects, '9F46': bent(vector.objects['9F46'], 0) } },
      { ...vector, staticData: bent(vector.staticData) },
    ];
    for (const card of wrong) {
      const { state } = desk(card, '7C00');
      await authenticateOffline(state);
      expect(results(state)).toBe('0800000000 8000');
    }
    const { state } = desk(vector, '7C00', bent(vector.internalAuthenticate, 100));
    await authenticateOffline(state);
    expect(results(state)).toBe('0800000000 8000');
  });

  it('fails CDA by what the cryptogram was made over', async () => {
    const { state } = desk(vector, '7D00');
    await authenticateOffline(state);
    expect(checkCombined(state, fromHex(vector.combined), fromHex(vector.cdol1Data))).toBe(false);
    expect(results(state)).toBe('0400000000 8000');
  });
});
