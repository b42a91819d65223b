import { describe, expect, it } from 'vitest';
import { KeyMat, type Touch } from '../../../hosts/peers/keypad/key-mat.js';
import { pcf8574Bus } from '../../../hosts/peers/keypad/pcf8574.js';
import { matrixPins } from '../../../hosts/peers/keypad/pins.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { KeyExpander } from '../../../src/drivers/keypad/expander.js';
import { PIN_PAD_LAYOUT } from '../../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../../src/drivers/keypad/key-scanner.js';
import { KeyMatrix } from '../../../src/drivers/keypad/matrix.js';

const ROWS = [32, 33, 25, 26];
const COLUMNS = [27, 14, 12, 13];
const cable = () => ({ connected: true });

function contactsOf(wiring: string, mat: KeyMat, wire = cable()) {
  if (wiring === 'pins') return new KeyMatrix({ io: matrixPins(mat, ROWS, COLUMNS), rows: ROWS, columns: COLUMNS });
  return new KeyExpander({ io: pcf8574Bus(mat, 0x20, wire), data: 21, clock: 22, address: 0x20 });
}

const down = (row: number, column: number, fromMs: number, toMs: number, bounceMs = 0): Touch => ({
  row,
  column,
  fromMs,
  toMs,
  bounceMs,
});

/** All keys that come within two seconds of the beginning. */
async function keys(wiring: string, touches: readonly Touch[]) {
  const clock = new VirtualClock('20260601090000');
  const contacts = contactsOf(wiring, new KeyMat(clock, touches));
  const scanner = new KeyScanner({ contacts, layout: PIN_PAD_LAYOUT, clock });
  scanner.begin();
  const found = [];
  for (let key = await scanner.next(2_000); key !== undefined; key = await scanner.next(2_000)) found.push(key);
  expect(clock.ticks(), 'no look after the time').toBe(2_000);
  return found;
}

describe.each(['pins', 'expander'])('a key mat behind %s', (wiring) => {
  it('gives each key as the layout names it', async () => {
    const touches = [0, 1, 2, 3].flatMap((row) =>
      [0, 1, 2, 3].map((column) => down(row, column, 100 + 100 * (4 * row + column), 150 + 100 * (4 * row + column))),
    );
    expect(await keys(wiring, touches)).toEqual([1, 2, 3, 'cancel', 4, 5, 6, 'clear', 7, 8, 9, 0, 'enter']);
  });

  it('counts a key once, however its contacts bounce and however long it is held', async () => {
    for (let bounceMs = 0; bounceMs <= 15; bounceMs++)
      expect(await keys(wiring, [down(1, 1, 100, 160, bounceMs), down(0, 0, 300, 1_900, bounceMs)])).toEqual([5, 1]);
  });

  it('takes no disturbance shorter than its look for a key', async () => {
    for (let ms = 1; ms <= 20; ms++) expect(await keys(wiring, [down(1, 1, 100, 100 + ms)])).toEqual([]);
    expect(await keys(wiring, [down(1, 1, 100, 126)])).toEqual([5]);
  });

  it('rolls over from one key to the next that goes down before it is up', async () => {
    expect(await keys(wiring, [down(0, 0, 100, 220), down(0, 1, 160, 300), down(2, 2, 250, 400)])).toEqual([1, 2, 9]);
  });

  it('invents no fourth key from three at the corners of a rectangle, and finds the third when it can be told', async () => {
    // 1, 2 and 4 are down: current finds its way to 5.
    const three = [down(0, 0, 100, 500), down(0, 1, 200, 900), down(1, 0, 300, 900)];
    expect(await keys(wiring, three)).toEqual([1, 2, 4]);
    // 4 is up before one of the others is: nobody can have seen it.
    expect(await keys(wiring, [three[0], three[1], down(1, 0, 300, 400)])).toEqual([1, 2]);
  });

  it('takes neither of two keys that go down in one moment', async () => {
    expect(await keys(wiring, [down(0, 0, 100, 300), down(2, 1, 100, 300), down(3, 1, 400, 500)])).toEqual([0]);
    expect(await keys(wiring, [down(0, 0, 100, 300), down(0, 1, 100, 300)])).toEqual([]);
  });

  it('does not take a key that is stuck, and takes the others', async () => {
    expect(await keys(wiring, [down(2, 0, 0, 9_999), down(0, 0, 100, 200), down(3, 3, 300, 400)])).toEqual([
      1,
      'enter',
    ]);
  });
});

describe('an expander on a loose cable', () => {
  it('gives no key without an answer, and none that was pressed meanwhile', async () => {
    const clock = new VirtualClock('20260601090000');
    const wire = cable();
    const mat = new KeyMat(clock, [down(0, 0, 100, 200), down(0, 1, 600, 700)]);
    const scanner = new KeyScanner({ contacts: contactsOf('expander', mat, wire), layout: PIN_PAD_LAYOUT, clock });
    scanner.begin();
    await scanner.next(90);
    wire.connected = false;
    expect(await scanner.next(300)).toBeUndefined();
    wire.connected = true;
    expect(await scanner.next(1_000)).toBe(2);
  });

  it('finds nothing at another address', async () => {
    const clock = new VirtualClock('20260601090000');
    const io = pcf8574Bus(new KeyMat(clock, [down(0, 0, 100, 200)]), 0x21, cable());
    expect(new KeyExpander({ io, data: 21, clock: 22, address: 0x20 }).scan()).toBeUndefined();
  });
});

describe('a gap in the looking', () => {
  /** 1 is down, nothing is, or the contacts cannot be read. */
  const SCANS = Object.freeze({ d: [1, 0, 0, 0], u: [0, 0, 0, 0], _: undefined });

  /** At which look the first key is told, from 1; 0 where none is. */
  async function told(looks: string): Promise<number> {
    let look = 0;
    const scan = () => SCANS[looks[look++] as keyof typeof SCANS];
    const clock = new VirtualClock('20260601090000');
    const scanner = new KeyScanner({ contacts: { scan }, layout: PIN_PAD_LAYOUT, clock });
    scanner.begin();
    return (await scanner.next(10 * (looks.length - 1))) === undefined ? 0 : look;
  }

  it('begins the count of looks anew that must agree', async () => {
    expect(await told('uuuddd')).toBe(6);
    expect(await told('uuudd_ddd')).toBe(9);
    expect(await told('uuudd_dd')).toBe(0);
    expect(await told('uuud_d_d_d')).toBe(0);
  });

  it('makes a key that was held no new one', async () => {
    expect(await told('dddd_ddddddd')).toBe(0);
    expect(await told('ddd_uuu_ddd')).toBe(11);
  });
});
