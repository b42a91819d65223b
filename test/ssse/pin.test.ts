import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { changePin, queryPin, verifyPin } from '../../src/ssse/pin.js';
import { Pin } from '../../src/vault/pin-room.js';
import { scripted } from '../card/scripted-reader.js';

describe('the question for the PIN', () => {
  it.each([
    ['9000', { state: 'none' }],
    ['63C3', { state: 'set', triesLeft: 3 }],
    ['63C1', { state: 'set', triesLeft: 1 }],
    ['63CF', { state: 'set', triesLeft: 15 }],
    ['63C0', { state: 'locked' }],
    ['6983', { state: 'locked' }],
    ['6A81', { refused: 'card-blocked' }],
    ['9303', { refused: 'application-blocked' }],
    ['6D00', { refused: 'card-refused', sw: 0x6d00 }],
    ['6300', { refused: 'card-refused', sw: 0x6300 }],
  ])('is VERIFY without data: %s', async (sw, state) => {
    const { reader, session } = scripted(['00200000', sw]);
    expect(await queryPin(session)).toEqual(state);
    expect(reader.left).toBe(0);
  });
});

describe('the PIN', () => {
  const PIN = Uint8Array.of(1, 2, 3, 4, 5, 6);

  it.each([
    ['9000', undefined],
    ['63C2', { refused: 'pin-wrong', triesLeft: 2 }],
    ['63C1', { refused: 'pin-wrong', triesLeft: 1 }],
    ['63C0', { refused: 'pin-locked' }],
    ['6983', { refused: 'pin-locked' }],
    ['6982', { refused: 'access-denied' }],
    ['6985', { refused: 'card-refused', sw: 0x6985 }],
    ['6C03', { refused: 'card-refused', sw: 0x6c03 }],
  ])('goes to the card once, concealed: %s', async (sw, outcome) => {
    const { reader, session } = scripted(['0020000003 123456', sw]);
    const pin = new Pin(PIN.slice());
    expect(await verifyPin(session, pin)).toEqual(outcome);
    expect(reader.sent).toHaveLength(1);
    expect(reader.options[0].conceal).toBe(true);
    expect(toHex(reader.commands[0])).toBe('0000000000000000');
  });

  it('of an odd number of digits is filled up', async () => {
    const { session } = scripted(['0020000003 12345F', '9000']);
    expect(await verifyPin(session, new Pin(PIN.slice(0, 5)))).toBeUndefined();
  });
});

describe('a change of the PIN', () => {
  const pin = (...digits: number[]) => new Pin(Uint8Array.from(digits));

  it.each([
    [pin(1, 2, 3, 4), pin(9, 8, 7, 6, 5), '805E010006 1234 FF 98765F'],
    [undefined, pin(9, 8, 7, 6), '805E010003 FF 9876'],
    [pin(1, 2, 3, 4), undefined, '805E010003 1234 FF'],
  ])('is one concealed command: %#', async (old, fresh, command) => {
    const { reader, session } = scripted([command, '9000']);
    expect(await changePin(session, old, fresh)).toBeUndefined();
    expect(reader.left).toBe(0);
    expect(reader.options[0].conceal).toBe(true);
    expect(reader.commands[0].every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['63C2', { refused: 'pin-wrong', triesLeft: 2 }],
    ['63C0', { refused: 'pin-locked' }],
    ['6983', { refused: 'pin-locked' }],
    ['6A80', { refused: 'card-refused', sw: 0x6a80 }],
    ['6110', { refused: 'card-refused', sw: 0x6110 }],
  ])('is refused by %s', async (sw, outcome) => {
    const { session } = scripted(['805E010005 1234 FF 9876', sw]);
    expect(await changePin(session, pin(1, 2, 3, 4), pin(9, 8, 7, 6))).toEqual(outcome);
  });
});
