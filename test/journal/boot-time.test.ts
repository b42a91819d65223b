/** How long a terminal takes to come up with a journal that holds all it can: on the chip's own time. */

import { describe, expect, it } from 'vitest';
import { NorFlash, PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { boot, sell } from './flash-desk.js';

describe('a full journal', () => {
  it('is ready within two seconds', async () => {
    const dice = new SeededRandom(1);
    const clock = new VirtualClock('20260601090000');
    const flash = new NorFlash(PARTITION, (length) => dice.bytes(length), undefined, clock);
    const journal = await boot(flash);
    let sales = 0;
    while (journal.readiness() === 'done') {
      expect(await sell(journal, '6217000000000000010', 1)).toBe('done');
      sales++;
    }
    expect(journal.readiness()).toBe('full');
    expect(sales).toBeGreaterThan(200);
    const before = clock.ticks();
    const again = await boot(flash);
    expect(again.state.rows).toHaveLength(sales);
    const taken = clock.ticks() - before;
    expect(taken).toBeGreaterThan(300);
    expect(taken).toBeLessThan(2000);
  });
});
