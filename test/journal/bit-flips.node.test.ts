/** Every single bit of a journal's flash turned over, one at a time: the other copy stands in for it, or it is lost. */

import { describe, expect, it } from 'vitest';
import { boot, flashOf, pending, request, SMALL, sell } from './flash-desk.js';

const PAN = '6217000000000000010';

/** Two boots, sales, numbers and a request that is pending, then power off between operations. */
async function content(): Promise<Uint8Array> {
  const flash = flashOf();
  const first = await boot(flash);
  await first.nextNumber('sequence');
  await sell(first, PAN, 1200);
  const second = await boot(flash);
  await second.nextNumber('sequence');
  await second.nextNumber('stan');
  await second.begin(pending(request(3, PAN, 34)));
  return flash.content();
}

describe('a journal with one bit turned over', () => {
  it('is as it was, whichever bit it is', async () => {
    const whole = await content();
    const wrong: string[] = [];
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const journal = await boot(flashOf(SMALL, flipped));
      const spent = journal.spentBefore(PAN, '01');
      const open = journal.state.pending?.request.fields.get(4);
      const numbers = [await journal.nextNumber('sequence'), await journal.nextNumber('stan')];
      const found = `${spent} ${open} ${numbers}`;
      if (found !== '1200 000000000034 3,4') wrong.push(`bit ${bit}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is lost where copy B was wiped besides, and never taken for a younger one', async () => {
    const whole = await content();
    const half = whole.length / 2;
    whole.fill(0xff, half);
    expect(await (await boot(flashOf(SMALL, whole))).nextNumber('sequence')).toBe('lost');
    const wrong: string[] = [];
    for (let bit = 0; bit < 8 * half; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const number = await (await boot(flashOf(SMALL, flipped))).nextNumber('sequence');
      if (number !== 'lost') wrong.push(`bit ${bit}: ${number}`);
    }
    expect(wrong).toEqual([]);
  });
});
