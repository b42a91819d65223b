/** Cards that are not what they say: copies of a good one's data that cannot prove themselves. */

import { describe, expect, it } from 'vitest';
import type { Chip } from '../../hosts/peers/chip.js';
import { toHex } from '../../src/base/hex.js';
import { type Bench, bench, cardLike, outcome, tampered } from './bench.js';

const INTERNAL_AUTHENTICATE = 0x88;
const GET_RESPONSE = 0xc0;

/** A chip with all the data of a good card, which answers INTERNAL AUTHENTICATE in its own way. */
function copy(answer: (real: () => Uint8Array) => Uint8Array): Chip {
  let asked = false;
  return tampered(cardLike('v2-des'), (tpdu, real) => {
    if (tpdu[1] !== INTERNAL_AUTHENTICATE && !(asked && tpdu[1] === GET_RESPONSE)) return real();
    if (tpdu[1] === INTERNAL_AUTHENTICATE) {
      asked = true;
      real();
      return Uint8Array.of(0x61, 0x08);
    }
    asked = false;
    return answer(real);
  });
}

function refusing(sw: number): Chip {
  return tampered(cardLike('v2-des'), (tpdu, real) =>
    tpdu[1] === INTERNAL_AUTHENTICATE ? Uint8Array.of(sw >> 8, sw & 0xff) : real(),
  );
}

/** The visit is refused, says nothing of the holder, and powers both cards down. */
function nobodyWasTold(one: Bench): void {
  const told = JSON.stringify([one.views, one.slips]);
  expect(told).not.toContain('张测试');
  expect(told).not.toContain('990100199001010012');
  expect(one.slips).toHaveLength(0);
  expect(one.commands().filter((command) => command.endsWith('EF06'))).toHaveLength(0);
  expect(one.events.filter(({ words }) => words.en === 'Power down').map(({ port }) => port)).toEqual(['icc', 'sam1']);
}

describe('the card that all are measured by', () => {
  it('is genuine', async () => {
    const one = await bench({ card: copy((real) => real()) });
    expect(outcome(await one.terminal.identify())).toBe('done');
    expect(JSON.stringify(one.views)).toContain('张测试');
    expect(one.slips).toHaveLength(1);
  });
});

describe('a card without the key', () => {
  it.each([0x6d00, 0x6300, 0x63c2, 0x6983, 0x6a88, 0x6985, 0x9000])('is refused when it says %s', async (sw) => {
    const one = await bench({ card: refusing(sw) });
    expect(outcome(await one.terminal.identify())).toBe('card-not-authentic');
    nobodyWasTold(one);
  });

  it('is refused when it guesses', async () => {
    const guesses = [
      () => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0x90, 0x00),
      (real: () => Uint8Array) => real().map((byte, i) => (i === 7 ? byte ^ 0x01 : byte)),
      (real: () => Uint8Array) => Uint8Array.of(...real().slice(0, 7), 0x90, 0x00),
    ];
    for (const guess of guesses) {
      const one = await bench({ card: copy(guess) });
      expect(outcome(await one.terminal.identify())).toBe('card-not-authentic');
      nobodyWasTold(one);
    }
  });

  it('is refused when it says again what the good card said last time', async () => {
    const heard: Uint8Array[] = [];
    const one = await bench({
      card: copy((real) => {
        heard.push(real());
        return heard[0];
      }),
    });
    expect(outcome(await one.terminal.identify())).toBe('done');
    const before = one.slips.length;
    expect(outcome(await one.terminal.identify())).toBe('card-not-authentic');
    expect(one.slips).toHaveLength(before);
    expect(heard).toHaveLength(2);
    expect(toHex(heard[0])).not.toBe(toHex(heard[1]));
  });
});

describe('a card made for another region', () => {
  it('cannot prove itself, and one whose ATR was changed cannot either', async () => {
    expect(outcome(await (await bench({ card: cardLike('wrong-region-key') })).terminal.identify())).toBe(
      'card-not-authentic',
    );
    const good = cardLike('v2-des');
    const other: Chip = {
      ...tampered(good, (_, real) => real()),
      reset: () => good.reset().map((b, i) => (i === 16 ? b ^ 1 : b)),
    };
    expect(outcome(await (await bench({ card: other })).terminal.identify())).toBe('card-not-authentic');
  });
});
