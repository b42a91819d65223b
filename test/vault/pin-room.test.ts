import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { Pin } from '../../src/vault/pin-room.js';

const digitsOf = (text: string) => Uint8Array.from(text, Number);

/** What a presentation lent, and whether nothing of it was left afterwards. */
async function lent(
  present: (command: (data: Uint8Array) => Promise<string>) => Promise<string>,
  digits: Uint8Array,
): Promise<string> {
  let kept = fromHex('');
  const shown = await present(async (data) => {
    kept = data;
    return toHex(data);
  });
  expect(kept.every((byte) => byte === 0)).toBe(true);
  expect(digits.every((digit) => digit === 0)).toBe(true);
  return shown;
}

/** 64 bytes of modulus, no product of primes: what is enciphered with it is not looked at here. */
const KEY = { modulus: fromHex(`80${'00'.repeat(62)}01`), exponent: fromHex('03') };

describe('a PIN', () => {
  it.each([
    ['1234', '241234FFFFFFFFFF'],
    ['12345', '2512345FFFFFFFFF'],
    ['123456', '26123456FFFFFFFF'],
    ['0000000', '270000000FFFFFFF'],
    ['98765432', '2898765432FFFFFF'],
    ['123456789', '29123456789FFFFF'],
    ['1234567890', '2A1234567890FFFF'],
    ['12345678901', '2B12345678901FFF'],
    ['123456789012', '2C123456789012FF'],
  ])('%s is the format 2 block %s (EMV 4.3 Book 3 6.5.12.2)', async (text, block) => {
    const digits = digitsOf(text);
    const pin = new Pin(digits);
    expect(await lent((command) => pin.presentBlock(command), digits)).toBe(block);
  });

  it.each([
    ['1234', '1234'],
    ['12345', '12345F'],
  ])('%s is the cn value %s', async (text, value) => {
    const digits = digitsOf(text);
    const pin = new Pin(digits);
    expect(await lent((command) => pin.present(command), digits)).toBe(value);
  });

  it.each([
    ['123456', 8, '0312345680000000'],
    ['12345', 8, '0312345F80000000'],
    ['123456789012', 8, '0612345678901280'],
    ['12345678901234', 8, '0712345678901234'],
    ['123456', 16, '03123456800000000000000000000000'],
  ] as const)('%s is framed for a block of %i as %s (SPEC-4 8.3; sscard.md 6.6)', async (text, length, blocks) => {
    const digits = digitsOf(text);
    const pin = new Pin(digits);
    expect(await lent((command) => pin.presentFramed(length, command), digits)).toBe(blocks);
  });

  it('has no format 2 block when it is too short or too long', async () => {
    for (const text of ['123', '1234567890123']) {
      const pin = new Pin(digitsOf(text));
      expect(await failure(() => pin.presentBlock(async () => undefined))).toBe(
        'a format 2 block holds 4 to 12 digits',
      );
    }
  });

  it('is good for one presentation, whichever', async () => {
    const again = 'a PIN is presented once';
    const random = { bytes: async (length: number) => new Uint8Array(length) };
    const recipient = { key: KEY, challenge: fromHex('1122334455667788'), random };
    for (let first = 0; first < 5; first++) {
      const pin = new Pin(digitsOf('1234'));
      const ways = [
        () => pin.present(async () => undefined),
        () => pin.presentBlock(async () => undefined),
        () => pin.presentEnciphered(recipient, async () => undefined),
        () => pin.presentFramed(8, async () => undefined),
        async () => pin.discard(),
      ];
      await ways[first]();
      for (const way of ways.slice(0, 4)) expect(await failure(way)).toBe(again);
    }
  });

  it('is wiped when its command fails', async () => {
    const random = { bytes: async (length: number) => new Uint8Array(length) };
    const recipient = { key: KEY, challenge: fromHex('1122334455667788'), random };
    for (const way of ['present', 'presentBlock', 'presentEnciphered'] as const) {
      const digits = digitsOf('1234');
      const pin = new Pin(digits);
      let kept = fromHex('');
      const command = async (data: Uint8Array): Promise<void> => {
        kept = data;
        throw new Error('the card left');
      };
      const presenting = () => (way === 'presentEnciphered' ? pin[way](recipient, command) : pin[way](command));
      expect(await failure(presenting)).toBe('the card left');
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.every((byte) => byte === 0)).toBe(true);
      expect(digits.every((digit) => digit === 0)).toBe(true);
    }
  });

  it('is enciphered with padding that is wiped too', async () => {
    const digits = digitsOf('1234');
    const padding: Uint8Array[] = [];
    const random = {
      bytes: async (length: number) => {
        padding.push(new Uint8Array(length).fill(0xa5));
        return padding[0];
      },
    };
    const recipient = { key: KEY, challenge: fromHex('1122334455667788'), random };
    const pin = new Pin(digits);
    const sealed = await lent((command) => pin.presentEnciphered(recipient, command), digits);
    expect(sealed).toHaveLength(2 * 64);
    expect(padding.map((one) => toHex(one))).toEqual(['00'.repeat(64 - 17)]);
  });

  it('is wiped when no padding is to be had', async () => {
    const digits = digitsOf('1234');
    const random = {
      bytes: async (): Promise<Uint8Array> => {
        throw new Error('no randomness');
      },
    };
    const recipient = { key: KEY, challenge: fromHex('1122334455667788'), random };
    const pin = new Pin(digits);
    expect(await failure(() => pin.presentEnciphered(recipient, async () => undefined))).toBe('no randomness');
    expect(digits.every((digit) => digit === 0)).toBe(true);
  });
});

async function failure(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}
