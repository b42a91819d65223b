import { describe, expect, it } from 'vitest';
import { Keys, type Press } from '../../hosts/peers/finger/keys.js';
import { OPERATOR_PASSWORD, testOperatorPassword } from '../../hosts/world/test-operator.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { OperatorDoor } from '../../src/app/operator-door.js';
import { traceKeypad } from '../../src/app/trace/trace-keypad.js';
import { type Text, words } from '../../src/base/text.js';
import type { View } from '../../src/ports/screen.js';

const TITLE = words('操作员', 'Operator');
const WRONG: Press = { digits: '135790' };
const RIGHT: Press = { digits: OPERATOR_PASSWORD };

/** A door, and somebody who presses these keys at it. */
function atTheDoor(presses: readonly Press[], password: Uint8Array | 'none' = testOperatorPassword()) {
  const clock = new VirtualClock('20260601090000');
  const screens: View[] = [];
  const told: Text[] = [];
  const keypad = traceKeypad(new Keys(clock, presses), (_, text) => void told.push(text));
  const screen = { show: async (view: View) => void screens.push(view) };
  const door = new OperatorDoor({ clock, keypad, screen }, password === 'none' ? undefined : password);
  return { clock, screens, told, opens: () => door.opens(TITLE) };
}

function last(screens: readonly View[]): readonly string[] {
  return (screens.at(-1)?.lines ?? []).map(({ value }) => (typeof value === 'string' ? value : value.en));
}

describe('the door of the operator', () => {
  it('opens to the password, asked anew each time', async () => {
    const { opens, screens } = atTheDoor([RIGHT, RIGHT]);
    expect([await opens(), await opens()]).toEqual(['open', 'open']);
    expect(new Set(screens.map((view) => view.screen))).toEqual(new Set(['operator-password']));
  });

  it('shows and tells how much was typed, and no digit of it', async () => {
    const { opens, screens, told } = atTheDoor([WRONG, RIGHT]);
    await opens();
    expect(screens.slice(0, 7).map(({ typed }) => typed)).toEqual(['', '*', '**', '***', '****', '*****', '******']);
    expect(told.map(({ en }) => en)).toEqual(['6 digits typed', '6 digits typed']);
    const seen = JSON.stringify([screens, told]);
    for (const secret of [OPERATOR_PASSWORD, '135790', '24', '13']) expect(seen).not.toContain(secret);
  });

  it('says how many tries are left, and opens to the last of them', async () => {
    const { opens, screens } = atTheDoor([WRONG, WRONG, RIGHT]);
    expect(await opens()).toBe('open');
    expect(screens.flatMap(({ lines }) => lines.map(({ value }) => (value as Text).en))).toContain(
      'Wrong; 2 tries are left',
    );
    expect(last(screens)).toContain('Wrong; one try is left');
  });

  it('is closed for five minutes after the third wrong one, also to the right one, and then asks again', async () => {
    const { opens, screens, clock } = atTheDoor([WRONG, WRONG, WRONG, 1, 1, RIGHT]);
    expect(await opens()).toBe('back');
    expect(last(screens)).toContain('Try again in 5 min');
    await clock.sleep(240_000);
    expect(await opens()).toBe('back');
    expect(last(screens)).toContain('Try again in 1 min');
    await clock.sleep(60_000);
    expect(await opens()).toBe('open');
  });

  it('counts wrong ones through Cancel, and from none after a right one', async () => {
    const twice = atTheDoor([WRONG, WRONG, 'cancel', WRONG, 1]);
    expect([await twice.opens(), await twice.opens()]).toEqual(['back', 'back']);
    expect(twice.screens.at(-1)?.screen).toBe('operator-closed');
    const anew = atTheDoor([WRONG, WRONG, RIGHT, WRONG, WRONG, RIGHT]);
    expect([await anew.opens(), await anew.opens()]).toEqual(['open', 'open']);
  });

  it('takes the beginning of the password, or more than it, for a wrong one', async () => {
    const shown = atTheDoor([{ digits: `${OPERATOR_PASSWORD}0` }, { digits: `0${OPERATOR_PASSWORD}` }, 'cancel']);
    expect(await shown.opens()).toBe('back');
    expect(last(shown.screens)).toContain('Wrong; one try is left');
  });

  it('stays closed where no password was set, and says what to do', async () => {
    const { opens, screens } = atTheDoor([1], 'none');
    expect(await opens()).toBe('back');
    expect(last(screens)).toContain('Have operatorPassword written into the settings');
  });

  it('is given up by who walks away', async () => {
    expect(await atTheDoor([]).opens()).toBe('idle');
    expect(await atTheDoor([], 'none').opens()).toBe('idle');
  });
});
