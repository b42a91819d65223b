import { describe, expect, it } from 'vitest';
import { parsePsamDescription } from '../../hosts/peers/psam/description.js';
import { createPsam } from '../../hosts/peers/psam/psam.js';
import { Slot } from '../../hosts/peers/slot/slot.js';
import { SAMPLE_PSAMS } from '../../hosts/samples/samples.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { cardFactor, cityFactor, provinceFactor } from '../../src/crypto/diversification.js';
import { type KeyedCard, PsamKeys, type SecuredMessage } from '../../src/ssse/key-service.js';
import { keyNamed } from '../../src/ssse/keys.js';
import { isRefusal } from '../../src/ssse/refusal.js';
import { Pin } from '../../src/vault/pin-room.js';

const R = fromHex('1122334455667788');
const S = fromHex('A1A2A3A4A5A6A7A8');

/** The test card of sscard.md 16.1. */
const card = (algorithm: 'DES' | 'SM4', stated = true): KeyedCard => ({
  algorithm,
  stated,
  firstByte: 0x99,
  region: '990100',
  historical: new Uint8Array(13),
  cardIdentifier: new Uint8Array(16),
  factors: {
    province: provinceFactor('990100'),
    city: cityFactor('990100'),
    card: cardFactor(fromHex('00995453549999990100000001')),
  },
});

function samWith(psam: string): Slot {
  const slot = new Slot({ name: 'sam1', clock: new VirtualClock('20260601090000') });
  slot.insert(createPsam(parsePsamDescription(SAMPLE_PSAMS[psam]), (length) => new Uint8Array(length)));
  return slot;
}

/** Authentication data under a key of the test card as this PSAM computes it, or the reason why not. */
async function computed(psam: string, key: string, of: KeyedCard): Promise<string> {
  const keys = new PsamKeys([samWith(psam)], new Map());
  const refused = await keys.open(of);
  if (refused) return refused.refused;
  const data = await keys.authenticationData(keyNamed(key), R, S);
  await keys.close();
  return isRefusal(data) ? data.refused : toHex(data);
}

describe('a PSAM', () => {
  it.each([
    ['full', 'DES', 'IRK', 'D69F88AEB607A6CF'],
    ['full', 'SM4', 'IRK', 'EDB7CFF79B70EB3C'],
    ['full', 'DES', 'RKSSSE', 'B30C3A848C92A255'],
    ['full', 'SM4', 'RKSSSE', '6D44B1FA0228F3D8'],
    ['national', 'DES', 'IRK', 'D69F88AEB607A6CF'],
    ['city', 'DES', 'IRK', 'D69F88AEB607A6CF'],
    ['city', 'DES', 'RKSSSE', 'B30C3A848C92A255'],
    ['sm4', 'SM4', 'RKSSSE', '6D44B1FA0228F3D8'],
  ] as const)('(%s) computes what the vectors say (%s %s)', async (psam, algorithm, key, data) => {
    expect(await computed(psam, key, card(algorithm))).toBe(data);
  });

  it('serves a card that does not state its algorithm', async () => {
    expect(await computed('full', 'IRK', card('DES', false))).toBe('D69F88AEB607A6CF');
  });

  it('may not be able to serve', async () => {
    expect(await computed('sm4', 'IRK', card('DES'))).toBe('psam-algorithm');
    expect(await computed('national', 'IRK', card('SM4'))).toBe('psam-algorithm');
    expect(await computed('no-keys', 'IRK', card('DES'))).toBe('psam-key-missing');
    expect(await computed('other-city', 'IRK', card('DES'))).not.toBe('D69F88AEB607A6CF');
  });
});

describe('the service', () => {
  it('knows whose keys differ: a PSAM of another city', async () => {
    const keys = new PsamKeys([samWith('other-city')], new Map());
    expect(keys.whyDifferent(keyNamed('IRK'))).toBeUndefined();
    await keys.open(card('DES'));
    expect(keys.whyDifferent(keyNamed('IRK'))).toBeUndefined();
    await keys.authenticationData(keyNamed('IRK'), R, S);
    expect(keys.whyDifferent(keyNamed('IRK'))).toEqual({ refused: 'psam-other-region' });
    expect(keys.whyDifferent(keyNamed('RKSSSE'))).toBeUndefined();
  });

  it('blames no PSAM of the right city or of the nation', async () => {
    for (const psam of ['city', 'national']) {
      const keys = new PsamKeys([samWith(psam)], new Map());
      await keys.open(card('DES'));
      await keys.authenticationData(keyNamed('IRK'), R, S);
      expect(keys.whyDifferent(keyNamed('IRK'))).toBeUndefined();
    }
  });

  it('has the number of its PSAM, and zeros without one', async () => {
    const keys = new PsamKeys([samWith('city')], new Map());
    expect(keys.terminalNumber).toBe('000000000000');
    await keys.open(card('DES'));
    expect(keys.terminalNumber).toBe('990100000002');
    await keys.close();
    expect(keys.terminalNumber).toBe('000000000000');
    await keys.close();
  });

  it('computes nothing before it was opened', async () => {
    const keys = new PsamKeys([], new Map());
    expect(await keys.authenticationData(keyNamed('IRK'), R, S)).toEqual({ refused: 'psam-absent' });
    expect(await keys.open(card('DES'))).toEqual({ refused: 'psam-absent' });
  });
});

describe('a secured command', () => {
  /** Its data under a key of the test card, as this PSAM makes them from the vectors' challenge. */
  async function secured(psam: string, algorithm: 'DES' | 'SM4', message: SecuredMessage): Promise<string> {
    const keys = new PsamKeys([samWith(psam)], new Map());
    await keys.open(card(algorithm));
    const data = await keys.protect(keyNamed('STK'), R, message);
    await keys.close();
    return isRefusal(data) ? data.refused : toHex(data);
  }

  const reload = (): SecuredMessage => ({
    cla: 0x84,
    ins: 0x24,
    p1: 0x00,
    p2: 0x01,
    data: new Pin(Uint8Array.of(1, 2, 3, 4, 5, 6)),
  });
  const UNBLOCK = { cla: 0x84, ins: 0x24, p1: 0x00, p2: 0x00 } as const;
  const BLOCK = { cla: 0x84, ins: 0x1e, p1: 0x00, p2: 0x01 } as const;

  it.each(['full', 'city'])('is what the vectors say (%s, DES; sscard.md 16.7)', async (psam) => {
    expect(await secured(psam, 'DES', reload())).toBe('83EE93C6C27403787DE617A6');
    expect(await secured(psam, 'DES', UNBLOCK)).toBe('1EF489BC');
    expect(await secured(psam, 'DES', BLOCK)).toBe('9032C7B9');
  });

  it('is what the vectors say (SM4)', async () => {
    expect(await secured('sm4', 'SM4', reload())).toBe('88009E582D5FA3409E859D4B0A2ECE889584A5B2');
    expect(await secured('sm4', 'SM4', UNBLOCK)).toBe('46D4C832');
    expect(await secured('sm4', 'SM4', BLOCK)).toBe('91AB3BAB');
  });

  it('uses the PIN up even where there is no PSAM', async () => {
    const digits = Uint8Array.of(1, 2, 3, 4);
    const message = { ...reload(), data: new Pin(digits) };
    expect(await new PsamKeys([], new Map()).protect(keyNamed('STK'), R, message)).toEqual({ refused: 'psam-absent' });
    expect([...digits]).toEqual([0, 0, 0, 0]);
  });
});
