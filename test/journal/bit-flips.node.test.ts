/** Every single bit of a journal's flash turned over, one at a time: the other copy stands in for it, or it is lost. */

import { describe, expect, it } from 'vitest';
import { boot, flashOf, SMALL } from './flash-desk.js';

const PAN = '6217000000000000010';

/** Two boots and a few entries, then power off between operations. */
async function content(): Promise<Uint8Array> {
  const flash = flashOf();
  const first = await boot(flash);
  await first.nextNumber('sequence');
  await first.bookSpending(PAN, '01', 1200);
  const second = await boot(flash);
  await second.nextNumber('sequence');
  await second.bookSpending(PAN, '01', 34);
  await second.nextNumber('stan');
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
      const numbers = [await journal.nextNumber('sequence'), await journal.nextNumber('stan')];
      if (spent !== 1234 || numbers[0] !== 3 || numbers[1] !== 2) wrong.push(`bit ${bit}: ${spent}, ${numbers}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is never believed where only one copy is left', async () => {
    const whole = await content();
    const half = whole.length / 2;
    const wrong: string[] = [];
    // Copy B blank: what a first start leaves that was cut, and nothing else may be made of it than what A holds whole.
    whole.fill(0xff, half);
    for (let bit = 0; bit < 8 * half; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const journal = await boot(flashOf(SMALL, flipped));
      const spent = journal.spentBefore(PAN, '01');
      if (![1234, 1200, 0].includes(spent)) wrong.push(`bit ${bit}: ${spent}`);
    }
    expect(wrong).toEqual([]);
  });
});
