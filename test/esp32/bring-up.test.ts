import { describe, expect, it } from 'vitest';
import { JOURNAL } from '../../hosts/esp32/board-world.js';
import { bringUp, type Parts } from '../../hosts/esp32/bring-up.js';
import { ChipFlash } from '../../hosts/peers/flash/partition.js';
import { KeyMat, type Touch } from '../../hosts/peers/keypad/key-mat.js';
import { matrixPins } from '../../hosts/peers/keypad/pins.js';
import { Slot } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { PartitionFlash } from '../../src/drivers/flash/partition-flash.js';
import { KeyMatrix } from '../../src/drivers/keypad/matrix.js';
import { cardLike } from '../visits/bench.js';
import { samplePsam } from '../xs/scenarios.js';

const ROWS = [32, 33, 18, 19];
const COLUMNS = [27, 14, 13, 23];

function board({ units = 8, touches = [] }: { readonly units?: number; readonly touches?: readonly Touch[] } = {}) {
  const clock = new VirtualClock('20260601090000');
  const chip = new ChipFlash('journal', units * 65_536, (length) => new SeededRandom(5).bytes(length));
  const icc = new Slot({ name: 'icc', clock });
  const sam = new Slot({ name: 'sam1', clock });
  sam.insert(samplePsam('full')(new SeededRandom(6)));
  const io = matrixPins(new KeyMat(clock, touches), ROWS, COLUMNS);
  const parts: Parts = {
    flash: () => new PartitionFlash({ io: chip, ...JOURNAL }),
    slots: [
      { name: 'icc', make: () => icc },
      { name: 'sam1', make: () => sam },
    ],
    keys: () => new KeyMatrix({ io, rows: ROWS, columns: COLUMNS }),
  };
  return { parts, chip, icc, sam };
}

async function told(parts: Parts) {
  const lines: string[] = [];
  const works = await bringUp(parts, (line) => void lines.push(line));
  return { works, lines };
}

describe('the bring-up of a board', () => {
  it('says of each part what it found, and leaves the flash as it was', async () => {
    const { parts, chip, icc } = board();
    icc.insert(cardLike('v2-des'));
    const { works, lines } = await told(parts);
    expect(works).toBe(true);
    expect(lines[0]).toBe('journal: ok, 8 units of 65536 bytes');
    expect(lines[1]).toMatch(/^icc: ok, a card answers its reset with \d+ bytes$/);
    expect(lines[2]).toMatch(/^sam1: ok, a card answers its reset with \d+ bytes$/);
    expect(lines.slice(3)).toEqual(['keys: ok, none is closed']);
    expect(chip.operations).toBe(0);
  });

  it('misses a PSAM, and no card of a holder', async () => {
    const { parts, sam } = board();
    sam.remove();
    const { works, lines } = await told(parts);
    expect(works).toBe(false);
    expect(lines.slice(1, 3)).toEqual([
      'icc: ok, no card, or no coupler that could tell',
      'sam1: FAILED, no card, or no coupler that could tell',
    ]);
  });

  it('tries what follows a part that is not there', async () => {
    const { parts } = board();
    const missing = () => {
      throw new RangeError('port in use');
    };
    const { works, lines } = await told({ ...parts, flash: missing, slots: [{ name: 'icc', make: missing }] });
    expect(works).toBe(false);
    expect(lines).toEqual([
      'journal: FAILED, RangeError: port in use',
      'icc: FAILED, RangeError: port in use',
      'keys: ok, none is closed',
    ]);
  });

  it('tells a partition that is too small, and a key that is stuck', async () => {
    const touch = { row: 2, column: 3, fromMs: 0, toMs: 60_000 };
    const { works, lines } = await told(board({ units: 3, touches: [touch] }).parts);
    expect(works).toBe(false);
    expect(lines[0]).toBe('journal: FAILED, 3 units of 65536 bytes');
    expect(lines[3]).toBe('keys: FAILED, closed though nobody presses: row 3 column 4');
  });

  it('names what a card does that does not answer its reset', async () => {
    const { parts, icc } = board();
    icc.insert(cardLike('v2-des'), ({ what }) => (what === 'reset' ? { kind: 'mute', when: 'before' } : undefined));
    expect((await told(parts)).lines[1]).toBe('icc: FAILED, the card is mute');
  });
});
