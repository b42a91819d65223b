import { describe, expect, it } from 'vitest';
import { KeyMat } from '../../../hosts/peers/keypad/key-mat.js';
import { matrixPins } from '../../../hosts/peers/keypad/pins.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { PIN_PAD_LAYOUT } from '../../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../../src/drivers/keypad/key-scanner.js';
import { LineKeys, type Pages } from '../../../src/drivers/keypad/line-keys.js';
import { KeyMatrix } from '../../../src/drivers/keypad/matrix.js';

const PINS = { rows: [1, 2, 3, 4], columns: [5, 6, 7, 8] };
const PLACES = '123x456c789__0_e';

/** Keys pressed in this order every 200 ms, each for a tenth of a second: digits, c Clear, e Enter, x Cancel. */
function keysFor(presses: string, pages?: Pages) {
  const clock = new VirtualClock('20260601090000');
  const touches = [...presses].map((key, i) => {
    const place = PLACES.indexOf(key);
    return { row: place >> 2, column: place & 3, fromMs: 200 * i + 100, toMs: 200 * i + 200 };
  });
  const io = matrixPins(new KeyMat(clock, touches), PINS.rows, PINS.columns);
  const scanner = new KeyScanner({ contacts: new KeyMatrix({ io, ...PINS }), layout: PIN_PAD_LAYOUT, clock });
  return { keys: new LineKeys({ scanner, clock, ...(pages && { pages }) }), clock };
}

/** Pages that note each turn. */
function pagesOf(count: number) {
  const turned: number[] = [];
  let page = 1;
  const turn = (to: number) => {
    page = to;
    turned.push(to);
  };
  const pages: Pages = {
    nextPage: () => {
      if (page < count) turn(page + 1);
      else return false;
      return true;
    },
    firstPage: () => turn(1),
  };
  return { pages, turned };
}

describe('LineKeys, choosing', () => {
  const chosen = (presses: string) => keysFor(presses).keys.choose(3, 5_000);

  it('gives the index of the line', async () => {
    expect(await chosen('2')).toEqual({ kind: 'chosen', index: 1 });
  });

  it('passes over 0, a number without a line, Clear and Enter', async () => {
    expect(await chosen('04ce3')).toEqual({ kind: 'chosen', index: 2 });
  });

  it('ends with Cancel, or with the time', async () => {
    expect(await chosen('x')).toEqual({ kind: 'cancelled' });
    const { keys, clock } = keysFor('');
    expect(await keys.choose(3, 5_000)).toEqual({ kind: 'timeout' });
    expect(clock.ticks()).toBe(5_000);
  });

  it('turns the pages with Enter, and after the last to the first', async () => {
    const { pages, turned } = pagesOf(3);
    expect(await keysFor('eeee2', pages).keys.choose(3, 5_000)).toEqual({ kind: 'chosen', index: 1 });
    expect(turned).toEqual([2, 3, 1, 2]);
  });
});

describe('LineKeys, typing', () => {
  async function typed(presses: string, limits = { minDigits: 1, maxDigits: 6 }) {
    const shown: string[] = [];
    const { keys, clock } = keysFor(presses);
    const onTyped = async (digits: string) => void shown.push(digits);
    const answer = await keys.enterDigits({ ...limits, withinMs: 1_000, onTyped });
    return { answer: answer.kind === 'entered' ? answer.digits : answer.kind, shown, ticks: clock.ticks() };
  }

  it('gives the digits in their order, zeros in front with them, and shows each', async () => {
    expect(await typed('0075e')).toMatchObject({ answer: '0075', shown: ['0', '00', '007', '0075'] });
  });

  it('takes the last digit back at Clear, and nothing where there is none', async () => {
    expect(await typed('c12c3e')).toMatchObject({ answer: '13', shown: ['1', '12', '1', '13'] });
    expect(await typed('1cc2e')).toMatchObject({ answer: '2', shown: ['1', '', '2'] });
  });

  it('lets Enter pass before the fewest digits, and digits after the most', async () => {
    expect((await typed('e12e3e', { minDigits: 3, maxDigits: 3 })).answer).toBe('123');
    expect((await typed('1234567e')).answer).toBe('123456');
    expect((await typed('e')).answer).toBe('timeout');
  });

  it('ends with Cancel', async () => {
    expect((await typed('12x')).answer).toBe('cancelled');
  });

  it('gives each key its time, and no number when the time is over', async () => {
    expect(await typed('12345')).toMatchObject({ answer: 'timeout' });
    const { ticks } = await typed('123');
    expect(ticks).toBeGreaterThan(1_500);
    expect(ticks).toBeLessThan(1_600);
  });

  it('types no number of no digit, and none longer than an account', async () => {
    await expect(typed('', { minDigits: 0, maxDigits: 4 })).rejects.toThrow('1 to 28 digits');
    await expect(typed('', { minDigits: 1, maxDigits: 29 })).rejects.toThrow('1 to 28 digits');
  });
});

describe('LineKeys, waiting', () => {
  const never = async () => false;

  it('takes any key, and tells Cancel from the others', async () => {
    expect(await keysFor('7').keys.awaitKey(5_000, never)).toBe('pressed');
    expect(await keysFor('c').keys.awaitKey(5_000, never)).toBe('pressed');
    expect(await keysFor('e').keys.awaitKey(5_000, never)).toBe('pressed');
    expect(await keysFor('x').keys.awaitKey(5_000, never)).toBe('cancelled');
  });

  it('ends with the time', async () => {
    const { keys, clock } = keysFor('');
    expect(await keys.awaitKey(5_000, never)).toBe('timeout');
    expect(clock.ticks()).toBe(5_000);
  });

  it('ends when what it waits for has happened, before or meanwhile, within a quarter of a second', async () => {
    expect(await keysFor('7').keys.awaitKey(5_000, async () => true)).toBe('over');
    const { keys, clock } = keysFor('');
    expect(await keys.awaitKey(5_000, async () => clock.ticks() >= 1_000)).toBe('over');
    expect(clock.ticks()).toBeLessThanOrEqual(1_250);
  });

  it('loses no key while it asks', async () => {
    for (let late = 0; late < 200; late += 10) {
      const { keys, clock } = keysFor('7');
      let asked = 0;
      const slowly = async () => {
        await clock.sleep(asked++ === 0 ? late / 10 : 15);
        return false;
      };
      expect(await keys.awaitKey(2_000, slowly), `asked ${late}`).toBe('pressed');
    }
  });

  it('turns the pages with Enter first', async () => {
    const { pages, turned } = pagesOf(3);
    expect(await keysFor('eee', pages).keys.awaitKey(5_000, never)).toBe('pressed');
    expect(turned).toEqual([2, 3]);
  });
});
