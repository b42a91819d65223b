import { describe, expect, it } from 'vitest';
import { Keys, type Press } from '../../hosts/peers/finger/keys.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { setCalendar } from '../../src/app/calendar.js';
import type { View } from '../../src/ports/screen.js';

const RIGHT = Date.UTC(2026, 10, 25, 6, 15, 0);

/** A chip without a battery, an operator who presses this, a network that says these times. */
async function set(presses: readonly Press[], answers?: readonly (number | undefined)[], now = 0) {
  const screens: View[] = [];
  const times = answers && [...answers];
  let time = now;
  const closed = new Error('nobody set it');
  await setCalendar({
    calendar: {
      now: () => time,
      set: (utc) => {
        time = utc;
      },
    },
    zoneMinutes: 480,
    world: {
      screen: {
        show: async (view) => {
          screens.push(view);
          if (screens.length > 30) throw closed;
        },
      },
      keypad: new Keys(new VirtualClock('19700101080000'), presses),
    },
    ...(times && { askNetwork: async () => times.shift() }),
  }).catch((error) => {
    if (error !== closed) throw error;
  });
  return { time: new Date(time).toISOString(), screens: screens.map(({ screen }) => screen) };
}

describe('the calendar', () => {
  it('is set by the network without a question', async () => {
    expect(await set([], [RIGHT])).toEqual({ time: '2026-11-25T06:15:00.000Z', screens: ['starting'] });
  });

  it('is left alone where it has been set', async () => {
    expect(await set([], [RIGHT + 1], RIGHT)).toEqual({ time: '2026-11-25T06:15:00.000Z', screens: [] });
  });

  it('is typed by the operator in local time where there is no network', async () => {
    const { time, screens } = await set([1, { digits: '202611251415' }]);
    expect(time).toBe('2026-11-25T06:15:00.000Z');
    expect(screens[0]).toBe('menu');
    expect(screens.at(-1), 'and nothing is asked after it').toBe('type');
  });

  it.each([
    ['202601010800', '2026-01-01T00:00:00.000Z'],
    ['202802291200', '2028-02-29T04:00:00.000Z'],
    ['203801191115', '2038-01-19T03:15:00.000Z'],
    ['210001010759', '2099-12-31T23:59:00.000Z'],
  ])('takes %s of Beijing', async (digits, time) => {
    expect((await set([1, { digits }])).time).toBe(time);
  });

  it.each(['202601010759', '202702291200', '210001010800', '202606311200', '202606301260'])(
    'does not take %s of Beijing',
    async (digits) => {
      const { time, screens } = await set([1, { digits }]);
      expect(time).toBe('1970-01-01T00:00:00.000Z');
      expect(screens.length).toBeGreaterThan(30);
    },
  );

  it('is asked for again after a moment that there is not', async () => {
    for (const wrong of ['202602301200', '202513011200', '209912312460', '197001010000', '210001010801']) {
      const { time } = await set([1, { digits: wrong }, { digits: '202611251415' }]);
      expect(time).toBe('2026-11-25T06:15:00.000Z');
    }
  });

  it('comes from the network when it is there again, whether somebody asks or nobody is there', async () => {
    expect((await set([2], [undefined, RIGHT])).time).toBe('2026-11-25T06:15:00.000Z');
    expect((await set([], [undefined, undefined, RIGHT])).time).toBe('2026-11-25T06:15:00.000Z');
  });

  it('stays unset as long as nobody knows better: a server from 1970 does not', async () => {
    const { time, screens } = await set([], [0, 5, Date.UTC(2100, 0, 1)]);
    expect(time).toBe('1970-01-01T00:00:00.000Z');
    expect(screens.length).toBeGreaterThan(30);
  });
});
