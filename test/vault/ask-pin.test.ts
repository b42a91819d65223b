/** The way of a PIN from the pad into one command, and what is left of it: nothing. */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { PinAnswer, PinPad, PinRequest } from '../../src/ports/pin-pad.js';
import { askPin, Pin } from '../../src/vault/pin-room.js';
import { failure } from '../card/scripted-reader.js';

const REQUEST: PinRequest = { prompt: { zh: '密码', en: 'PIN' }, minDigits: 4, maxDigits: 12, withinMs: 60_000 };

/** One byte a key, as the pad gives them. */
const digits = (text: string): Uint8Array => Uint8Array.from([...text], Number);

const padAnswering = (answer: PinAnswer): PinPad => ({ enterPin: async () => answer });

describe('the pad', () => {
  it('is asked what the visit wants asked, once', async () => {
    const asked: PinRequest[] = [];
    const pad: PinPad = {
      async enterPin(request) {
        asked.push(request);
        return { kind: 'timeout' };
      },
    };
    await askPin(pad, REQUEST);
    expect(asked).toEqual([REQUEST]);
  });

  it.each([4, 5, 11, 12])('gives a PIN of %s digits', async (length) => {
    const text = '123456789012'.slice(0, length);
    const entry = await askPin(padAnswering({ kind: 'entered', digits: digits(text) }), REQUEST);
    if (entry.kind !== 'entered') throw new Error(entry.kind);
    expect(await entry.pin.present(async (bytes) => toHex(bytes))).toBe(text.padEnd(length + (length % 2), 'F'));
  });

  it.each([
    ['too few digits', '010203'],
    ['too many digits', '01'.repeat(13)],
    ['none', ''],
    ['a key that is no digit', '0102030A'],
    ['characters instead of digits', '31323334'],
  ])('that lets %s pass is not believed, and what it gave is wiped', async (_, hex) => {
    const entered = fromHex(hex);
    expect(await askPin(padAnswering({ kind: 'entered', digits: entered }), REQUEST)).toEqual({ kind: 'length' });
    expect(toHex(entered)).toBe('00'.repeat(entered.length));
  });

  it('passes on that the holder gave up or took too long', async () => {
    expect(await askPin(padAnswering({ kind: 'cancelled' }), REQUEST)).toEqual({ kind: 'cancelled' });
    expect(await askPin(padAnswering({ kind: 'timeout' }), REQUEST)).toEqual({ kind: 'timeout' });
  });
});

describe('a PIN', () => {
  it('is wiped from the pad’s own bytes before the command goes, and from the command when it is over', async () => {
    const entered = digits('123456');
    let borrowed: Uint8Array = new Uint8Array(0);
    const during = await new Pin(entered).present(async (data) => {
      borrowed = data;
      return `${toHex(entered)} ${toHex(data)}`;
    });
    expect(during).toBe('000000000000 123456');
    expect(toHex(borrowed)).toBe('000000');
  });

  it('that is thrown away is wiped, and twice is no harm', () => {
    const entered = digits('123456');
    const pin = new Pin(entered);
    pin.discard();
    pin.discard();
    expect(toHex(entered)).toBe('000000000000');
  });

  it('is in no message of what is thrown', async () => {
    const pin = new Pin(digits('824917'));
    await pin.present(async () => {});
    const error = (await failure(pin.present(async () => {}))) as Error;
    expect(error.message).toBe('a PIN is presented once');
    expect(`${error.message}${error.stack}`).not.toMatch(/824917|8,2,4,9,1,7/);
  });

  it('as text or as JSON holds no digit', () => {
    const pin = new Pin(digits('824917'));
    expect(JSON.stringify(pin)).toBe('{}');
    expect(`${String(pin)} ${Object.keys(pin).join()}`).not.toMatch(/[0-9]/);
  });
});
