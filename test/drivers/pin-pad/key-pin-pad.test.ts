import { describe, expect, it } from 'vitest';
import { KeyMat } from '../../../hosts/peers/keypad/key-mat.js';
import { matrixPins } from '../../../hosts/peers/keypad/pins.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { Fault } from '../../../src/base/fault.js';
import { PIN_PAD_LAYOUT } from '../../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../../src/drivers/keypad/key-scanner.js';
import { LineKeys } from '../../../src/drivers/keypad/line-keys.js';
import { KeyMatrix } from '../../../src/drivers/keypad/matrix.js';
import { KeyPinPad } from '../../../src/drivers/pin-pad/key-pin-pad.js';
import { askPin } from '../../../src/vault/pin-room.js';

const PINS = { rows: [1, 2, 3, 4], columns: [5, 6, 7, 8] };
const PLACES = '123x456c789__0_e';
const REQUEST = { prompt: { zh: '请输入密码', en: 'Enter your PIN' }, minDigits: 4, maxDigits: 6, withinMs: 10_000 };

/** A pad whose keys are pressed in this order, every 200 ms: digits, c Clear, e Enter, x Cancel. */
function padFor(presses: string) {
  const clock = new VirtualClock('20260601090000');
  const touches = [...presses].map((key, i) => {
    const place = PLACES.indexOf(key);
    return { row: place >> 2, column: place & 3, fromMs: 200 * i + 100, toMs: 200 * i + 180, bounceMs: 9 };
  });
  const io = matrixPins(new KeyMat(clock, touches), PINS.rows, PINS.columns);
  const scanner = new KeyScanner({ contacts: new KeyMatrix({ io, ...PINS }), layout: PIN_PAD_LAYOUT, clock });
  const lengths: number[] = [];
  const pad = new KeyPinPad({ scanner, clock, showLength: (length) => lengths.push(length) });
  return { pad, keys: new LineKeys({ scanner, clock }), lengths, clock };
}

async function entered(presses: string) {
  const answer = await padFor(presses).pad.enterPin(REQUEST);
  return answer.kind === 'entered' ? [...answer.digits].join('') : answer.kind;
}

describe('KeyPinPad', () => {
  it('gives the digits in their order', async () => {
    expect(await entered('9075e')).toBe('9075');
    expect(await entered('112233e')).toBe('112233');
  });

  it('takes all digits back at Clear', async () => {
    expect(await entered('999c1234e')).toBe('1234');
    expect(await entered('c1234e')).toBe('1234');
  });

  it('lets Enter pass before the fewest digits, and digits after the most', async () => {
    expect(await entered('123e4e')).toBe('1234');
    expect(await entered('12345678e')).toBe('123456');
    expect(await entered('e')).toBe('timeout');
  });

  it('ends at Cancel, with digits or without', async () => {
    expect(await entered('x')).toBe('cancelled');
    expect(await entered('1234x')).toBe('cancelled');
  });

  it('ends with the card: nobody types on for one that has left the slot', async () => {
    const { pad, lengths, clock } = padFor('12');
    const cardLeft = async () => clock.ticks() > 3_000;
    await expect(pad.enterPin({ ...REQUEST, cardLeft })).rejects.toThrow(new Fault('icc', 'removed'));
    expect(clock.ticks(), 'and the pause').toBeLessThan(5_500);
    expect(lengths).toEqual([0, 1, 2, 0, 0]);
  });

  it('gives no digits when the time is over before Enter', async () => {
    const { pad, clock } = padFor('1234');
    expect(await pad.enterPin(REQUEST)).toEqual({ kind: 'timeout' });
    expect(clock.ticks(), 'and the pause').toBe(12_000);
  });

  it('passes over the rest of a PIN whose time is over, which would answer the next question', async () => {
    const { pad, keys, lengths, clock } = padFor('12345678');
    expect(await pad.enterPin({ ...REQUEST, withinMs: 1_000 })).toEqual({ kind: 'timeout' });
    expect(lengths).toEqual([0, 1, 2, 3, 4, 5, 0, 0]);
    expect(await keys.choose(9, 5_000)).toEqual({ kind: 'timeout' });
    const until = clock.ticks();
    expect(await pad.enterPin({ ...REQUEST, withinMs: 1_000 })).toEqual({ kind: 'timeout' });
    expect(clock.ticks() - until, 'nobody was typing').toBe(1_000);
  });

  it('does not wait for ever for somebody who plays with the keys', async () => {
    const { pad, clock } = padFor('1'.repeat(65));
    expect(await pad.enterPin({ ...REQUEST, withinMs: 1_000 })).toEqual({ kind: 'timeout' });
    expect(clock.ticks()).toBeLessThan(14_000);
  });

  it('shows how many digits there are, and none at the end', async () => {
    const { pad, lengths } = padFor('12c3456e');
    await pad.enterPin(REQUEST);
    expect(lengths).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 0]);
  });

  it('carries nothing over from one entry to the next', async () => {
    const { pad } = padFor('12x3456e');
    expect(await pad.enterPin(REQUEST)).toEqual({ kind: 'cancelled' });
    expect(await pad.enterPin(REQUEST)).toEqual({ kind: 'entered', digits: Uint8Array.of(3, 4, 5, 6) });
  });

  it('does not take the key of the screen before for a digit', async () => {
    const { pad, clock } = padFor('91234e');
    await clock.sleep(130);
    expect(await pad.enterPin(REQUEST)).toEqual({ kind: 'entered', digits: Uint8Array.of(1, 2, 3, 4) });
  });

  it('serves the PIN room, which lends the packed digits for one command', async () => {
    const entry = await askPin(padFor('12345e').pad, REQUEST);
    const packed = entry.kind === 'entered' && (await entry.pin.present(async (data) => [...data]));
    expect(packed).toEqual([0x12, 0x34, 0x5f]);
  });

  it('asks for no length that PIN pads do not have', async () => {
    await expect(padFor('').pad.enterPin({ ...REQUEST, minDigits: 3 })).rejects.toThrow('4 to 12 digits');
    await expect(padFor('').pad.enterPin({ ...REQUEST, maxDigits: 13 })).rejects.toThrow('4 to 12 digits');
  });
});
