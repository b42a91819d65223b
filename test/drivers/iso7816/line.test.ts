/** A deadline that was waited for is over, whatever of the last character's time the contacts have not counted. */

import { describe, expect, it } from 'vitest';
import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { Socket } from '../../../hosts/peers/contacts/socket.js';
import { Wire } from '../../../hosts/peers/contacts/wire.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { Line } from '../../../src/drivers/iso7816/line.js';
import type { Received, Wanted } from '../../../src/ports/contacts.js';

/** Contacts on which nothing is ever heard, and to which the limits count from 5 ms ago. */
class LateWire extends Wire {
  readonly #clock: VirtualClock;

  constructor(options: ConstructorParameters<typeof Wire>[0], clock: VirtualClock) {
    super(options);
    this.#clock = clock;
  }

  override async receive({ firstEtu, allEtu }: Wanted): Promise<Received> {
    await this.#clock.sleep(Math.floor((Math.min(firstEtu, allEtu) * 372_000) / this.clockHz) - 5);
    return { bytes: new Uint8Array(0), ended: 'silent', etu: 0 };
  }
}

function late() {
  const clock = new VirtualClock('20260601090000');
  const wire = new LateWire({ socket: new Socket(), clock, board: BOARD, onRemoved: () => {} }, clock);
  return { clock, line: new Line(wire, clock, 'icc') };
}

describe('Line', () => {
  it('holds a deadline that it has waited for to be over', async () => {
    const { clock, line } = late();
    const deadline = line.deadlineIn(1_000);
    const heard = await line.listen(1, { firstEtu: 100_000, nextEtu: 100 }, deadline);
    expect([heard.ended, clock.ticks() < 1_000]).toEqual(['silent', true]);
    expect(line.isOver(deadline)).toBe(true);
    expect(line.isOver(line.deadlineIn(1_000))).toBe(false);
  });

  it('does not where the card’s own time was over before', async () => {
    const { line } = late();
    const deadline = line.deadlineIn(1_000);
    await line.listen(1, { firstEtu: 960, nextEtu: 100 }, deadline);
    expect(line.isOver(deadline)).toBe(false);
  });
});
