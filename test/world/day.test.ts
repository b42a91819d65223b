/** Seeded days: the same bytes from the same seed, on Node and on XS, and books that agree. The test command plays thousands. */

import { describe, expect, it } from 'vitest';
import { playDay } from '../../hosts/world/day.js';
import { Drawer } from '../../hosts/world/drawer.js';
import { traceLine } from '../../src/app/trace/jsonl.js';
import { toHex } from '../../src/base/hex.js';
import { sha1 } from '../../src/crypto/sha1.js';
import golden from './golden-day.json' with { type: 'json' };

const drawer = new Drawer();

async function transcript(seed: number): Promise<string> {
  const lines: string[] = [];
  await playDay(seed, drawer, { write: (event) => void lines.push(traceLine(event)) });
  return lines.join('\n');
}

/** Each character as two bytes. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) >> 8;
    bytes[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return bytes;
}

describe('a seeded day', () => {
  it('is the same again, and another from another seed', async () => {
    const day = await transcript(3);
    expect(await transcript(3)).toBe(day);
    expect((await transcript(4)) === day).toBe(false);
  });

  it('is the same on every engine', async () => {
    const text = await transcript(golden.seed);
    expect(text.split('\n').length).toBe(golden.lines);
    expect(toHex(sha1(bytesOf(text)))).toBe(golden.sha1);
  });

  it('ends with books that agree, after its share of everything', async () => {
    let [visits, done, cuts] = [0, 0, 0];
    for (let seed = 1; seed <= 8; seed++) {
      const report = await playDay(seed, drawer);
      expect(report.findings).toEqual([]);
      visits += report.visits;
      done += report.done;
      cuts += report.cuts;
    }
    expect(visits).toBeGreaterThan(25);
    expect(done).toBeGreaterThan(7);
    expect(cuts).toBeGreaterThan(3);
  });
});
