import { describe, expect, it } from 'vitest';
import type { Directory } from '../../src/ssse/model.js';
import {
  BLOCK_APPLICATION,
  BLOCK_CARD,
  reloadMessage,
  sendSecured,
  UNBLOCK_PIN,
} from '../../src/ssse/secure-messaging.js';
import { Pin } from '../../src/vault/pin-room.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';
import { FakeKeys } from './fake-keys.js';

const CHALLENGE: Exchange = ['0084000008', '11223344556677889000'];

async function sending(
  message: Parameters<typeof sendSecured>[3],
  directory: Directory,
  script: readonly Exchange[],
  keys = new FakeKeys(),
) {
  const { reader, session } = scripted(...script);
  const refused = await sendSecured(session, keys, directory, message);
  expect(reader.left).toBe(0);
  return { refused, keys };
}

describe('a secured command', () => {
  it.each([
    [UNBLOCK_PIN, '8424000004 4D414331', 'STK 1122334455667788 84240000 '],
    [BLOCK_APPLICATION, '841E000104 4D414331', 'STK 1122334455667788 841E0001 '],
    [BLOCK_CARD, '8416000004 4D414331', 'STK 1122334455667788 84160000 '],
  ] as const)('carries the MAC of the card’s challenge: %#', async (message, apdu, asked) => {
    const { refused, keys } = await sending(message, 'SSSE', [CHALLENGE, [apdu, '9000']]);
    expect(refused).toBeUndefined();
    expect(keys.asked).toEqual([asked]);
  });

  it('with a PIN carries it sealed, and uses it up', async () => {
    const digits = Uint8Array.of(1, 2, 3, 4);
    const pin = new Pin(digits);
    const apdu: Exchange = ['842400010C 50494E50494E5049 4D414331', '9000'];
    const { keys } = await sending(reloadMessage(pin), 'SSSE', [CHALLENGE, apdu]);
    expect(keys.asked).toEqual(['STK 1122334455667788 84240001 PIN']);
    expect([...digits]).toEqual([0, 0, 0, 0]);
  });

  it.each([
    ['no challenge', '6A81'],
    ['a card that left', 'removed'],
  ])('uses the PIN up after %s too', async (_, answer) => {
    const digits = Uint8Array.of(1, 2, 3, 4);
    const { session } = scripted(['0084000008', answer]);
    await sendSecured(session, new FakeKeys(), 'SSSE', reloadMessage(new Pin(digits))).catch(() => undefined);
    expect([...digits]).toEqual([0, 0, 0, 0]);
  });

  it('goes by the maintenance key of the current directory', async () => {
    const { keys } = await sending(BLOCK_APPLICATION, 'DF04', [CHALLENGE, ['841E000104 4D414331', '9000']]);
    expect(keys.asked[0]).toMatch(/^STKDF04 /);
  });

  it('is not sent where the directory has none', async () => {
    const { refused } = await sending(BLOCK_APPLICATION, 'DF06', []);
    expect(refused).toEqual({ refused: 'key-missing' });
  });

  it('is not sent without a challenge or a MAC', async () => {
    expect((await sending(UNBLOCK_PIN, 'SSSE', [['0084000008', '6A81']])).refused).toEqual({ refused: 'card-blocked' });
    const keys = new FakeKeys();
    keys.answer = { refused: 'psam-key-missing' };
    expect((await sending(UNBLOCK_PIN, 'SSSE', [CHALLENGE], keys)).refused).toEqual({ refused: 'psam-key-missing' });
  });

  it.each([
    ['6988', { refused: 'message-refused' }],
    ['6983', { refused: 'key-locked' }],
    ['6982', { refused: 'access-denied' }],
    ['6985', { refused: 'card-refused', sw: 0x6985 }],
    ['6110', { refused: 'card-refused', sw: 0x6110 }],
  ])('is refused by %s', async (sw, refusal) => {
    expect((await sending(UNBLOCK_PIN, 'SSSE', [CHALLENGE, ['8424000004 4D414331', sw]])).refused).toEqual(refusal);
  });

  it('that is refused says so when the PSAM is of another region', async () => {
    const keys = new FakeKeys();
    keys.difference = { refused: 'psam-other-region' };
    const script: Exchange[] = [CHALLENGE, ['8424000004 4D414331', '6988']];
    expect((await sending(UNBLOCK_PIN, 'SSSE', script, keys)).refused).toEqual({ refused: 'psam-other-region' });
  });
});
