import { describe, expect, it } from 'vitest';
import { KeyMat } from '../../../hosts/peers/keypad/key-mat.js';
import { matrixPins } from '../../../hosts/peers/keypad/pins.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { PIN_PAD_LAYOUT } from '../../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../../src/drivers/keypad/key-scanner.js';
import { LineKeys } from '../../../src/drivers/keypad/line-keys.js';
import { KeyMatrix } from '../../../src/drivers/keypad/matrix.js';

const PINS = { rows: [1, 2, 3, 4], columns: [5, 6, 7, 8] };

/** Presses the keys at these places, each a tenth of a second long, and has one of three lines chosen. */
async function chooseBy(...places: readonly (readonly [number, number])[]) {
  const clock = new VirtualClock('20260601090000');
  const touches = places.map(([row, column], i) => ({ row, column, fromMs: 200 * i + 100, toMs: 200 * i + 200 }));
  const io = matrixPins(new KeyMat(clock, touches), PINS.rows, PINS.columns);
  const scanner = new KeyScanner({ contacts: new KeyMatrix({ io, ...PINS }), layout: PIN_PAD_LAYOUT, clock });
  return { answer: await new LineKeys(scanner, clock).choose(3, 5_000), ticks: clock.ticks() };
}

describe('LineKeys', () => {
  it('gives the index of the line', async () => {
    expect((await chooseBy([0, 1])).answer).toEqual({ kind: 'chosen', index: 1 });
  });

  it('passes over 0, a number without a line, Clear and Enter', async () => {
    const { answer } = await chooseBy([3, 1], [1, 0], [1, 3], [3, 3], [0, 2]);
    expect(answer).toEqual({ kind: 'chosen', index: 2 });
  });

  it('ends with Cancel, or with the time', async () => {
    expect((await chooseBy([0, 3])).answer).toEqual({ kind: 'cancelled' });
    expect(await chooseBy()).toEqual({ answer: { kind: 'timeout' }, ticks: 5_000 });
  });
});
