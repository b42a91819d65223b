import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { odaVectors } from '../../tools/generate-oda-vectors.js';

describe('the cards made beforehand', () => {
  it('are what the generator makes today', () => {
    const file = new URL('../vectors/oda-cards.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(odaVectors());
  });
});
