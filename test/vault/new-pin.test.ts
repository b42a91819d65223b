import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { PinAnswer, PinPad, PinRequest } from '../../src/ports/pin-pad.js';
import { InitialPin } from '../../src/vault/initial-pin.js';
import { askNewPin, presentChange } from '../../src/vault/new-pin.js';
import { Pin } from '../../src/vault/pin-room.js';

const digitsOf = (text: string) => Uint8Array.from(text, Number);
const request = (name: string): PinRequest => ({
  prompt: { zh: name, en: name },
  minDigits: 4,
  maxDigits: 12,
  withinMs: 1000,
});

/** A pad that answers in this order; digits as text. */
class Pad implements PinPad {
  readonly asked: string[] = [];
  readonly given: Uint8Array[] = [];
  readonly #answers: string[];

  constructor(...answers: string[]) {
    this.#answers = answers;
  }

  async enterPin({ prompt }: PinRequest): Promise<PinAnswer> {
    this.asked.push(prompt.en);
    const answer = this.#answers.shift() ?? 'cancelled';
    if (answer === 'cancelled' || answer === 'timeout') return { kind: answer };
    this.given.push(digitsOf(answer));
    return { kind: 'entered', digits: this.given[this.given.length - 1] };
  }
}

async function entering(...answers: string[]): Promise<{ said: string; pad: Pad; shown: number }> {
  const pad = new Pad(...answers);
  let shown = 0;
  const entry = await askNewPin(pad, request('first'), request('second'), async () => void shown++);
  const said = entry.kind === 'entered' ? await entry.pin.present(async (data) => toHex(data)) : entry.kind;
  return { said, pad, shown };
}

const wiped = (pad: Pad) => pad.given.every((digits) => digits.every((digit) => digit === 0));

describe('a new PIN', () => {
  it('is what was entered twice', async () => {
    const one = await entering('86420', '86420');
    expect(one.said).toBe('86420F');
    expect(one.pad.asked).toEqual(['first', 'second']);
    expect(one.shown).toBe(1);
    expect(wiped(one.pad)).toBe(true);
  });

  it.each([
    [['123456', '123457'], 'mismatch'],
    [['123456', '12345'], 'mismatch'],
    [['12345', '123456'], 'mismatch'],
    [['cancelled'], 'cancelled'],
    [['timeout'], 'timeout'],
    [['123'], 'length'],
    [['123456', 'cancelled'], 'cancelled'],
    [['123456', 'timeout'], 'timeout'],
    [['123456', '1234567890123'], 'length'],
  ])('is none after %s: %s, and nothing is left of it', async (answers, said) => {
    const one = await entering(...answers);
    expect(one.said).toBe(said);
    expect(wiped(one.pad)).toBe(true);
  });

  it('is not asked for again when the first entry came to nothing', async () => {
    expect((await entering('cancelled', '123456')).pad.asked).toEqual(['first']);
  });

  it('is wiped when the screen fails between the entries', async () => {
    const pad = new Pad('123456', '123456');
    const failing = askNewPin(pad, request('first'), request('second'), async () => {
      throw new Error('no screen');
    });
    await expect(failing).rejects.toThrow('no screen');
    expect(wiped(pad)).toBe(true);
  });
});

describe('the data of CHANGE PIN', () => {
  const change = (old: string | undefined, fresh: string | undefined): Promise<string> => {
    const pin = (digits: string | undefined) => (digits === undefined ? undefined : new Pin(digitsOf(digits)));
    return presentChange(pin(old), pin(fresh), async (data) => toHex(data));
  };

  it.each([
    ['123456', '654321', '123456FF654321'],
    ['12345', '9876', '12345FFF9876'],
    ['1234', '98765', '1234FF98765F'],
    [undefined, '123456', 'FF123456'],
    ['123456', undefined, '123456FF'],
  ])('of %s and %s is %s (SPEC-5; sscard.md 7)', async (old, fresh, data) => {
    expect(await change(old, fresh)).toBe(data);
  });

  it('uses both up and wipes them, whatever comes of the command', async () => {
    const [old, fresh] = [digitsOf('123456'), digitsOf('9876')];
    const pins = [new Pin(old), new Pin(fresh)];
    let kept = fromHex('');
    const broken = presentChange(pins[0], pins[1], async (data) => {
      kept = data;
      throw new Error('the card left');
    });
    await expect(broken).rejects.toThrow('the card left');
    for (const bytes of [old, fresh, kept]) expect(bytes.every((byte) => byte === 0)).toBe(true);
    for (const pin of pins) await expect(pin.present(async () => {})).rejects.toThrow('presented once');
  });
});

describe('the initial PIN', () => {
  it('is known by its digits, all of them', () => {
    const initial = new InitialPin(digitsOf('123456'));
    expect(initial.is(new Pin(digitsOf('123456')))).toBe(true);
    for (const other of ['123457', '12345', '1234567', '012345']) {
      expect(initial.is(new Pin(digitsOf(other)))).toBe(false);
    }
  });

  it('can still be presented after it was recognised', async () => {
    const pin = new Pin(digitsOf('123456'));
    expect(new InitialPin(digitsOf('123456')).is(pin)).toBe(true);
    expect(await pin.present(async (data) => toHex(data))).toBe('123456');
    expect(() => new InitialPin(digitsOf('123456')).is(pin)).toThrow('presented once');
  });

  it('has 4 to 12 digits', () => {
    for (const wrong of [digitsOf('123'), digitsOf('1234567890123'), Uint8Array.of(1, 2, 3, 10)]) {
      expect(() => new InitialPin(wrong)).toThrow('a PIN has 4 to 12 digits');
    }
  });
});
