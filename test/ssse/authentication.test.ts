import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import type { Random } from '../../src/ports/random.js';
import { authenticateCard, authenticateTerminal } from '../../src/ssse/authentication.js';
import { keyNamed } from '../../src/ssse/keys.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';
import { FakeKeys } from './fake-keys.js';

/** R, S and the answers of sscard.md 16.7, DES. */
const R = '1122334455667788';
const S = 'A1A2A3A4A5A6A7A8';
const ANSWER = 'D69F88AEB607A6CF';

/** Gives R, then S, then nothing more. */
function twoFactors(): Random {
  const rest = [R, S];
  return {
    async bytes(length) {
      const next = fromHex(rest.shift() ?? '');
      expect(next).toHaveLength(length);
      return next;
    },
  };
}

const INTERNAL = `0088000010 ${R}${S} 08`;

async function card(keys: FakeKeys, ...script: Exchange[]) {
  const { reader, session } = scripted(...script);
  const refused = await authenticateCard(session, keys, twoFactors());
  expect(reader.left).toBe(0);
  return refused;
}

const knowing = (answer: string): FakeKeys => Object.assign(new FakeKeys(), { answer });

describe('INTERNAL AUTHENTICATE', () => {
  it('carries process factor and source, and takes what the national key makes of them', async () => {
    const keys = knowing(ANSWER);
    expect(await card(keys, [INTERNAL, `${ANSWER}9000`])).toBeUndefined();
    expect(keys.asked).toEqual([`IRK ${R} ${S}`]);
    expect(await card(knowing(ANSWER), [INTERNAL, '6108'], ['00C0000008', `${ANSWER}9000`])).toBeUndefined();
  });

  it.each([
    ['one bit off', 'D69F88AEB607A6CE 9000'],
    ['the question back', `${S} 9000`],
    ['too short', 'D69F88AEB607A6 9000'],
    ['nothing', '9000'],
    ['the answer with a warning', `${ANSWER} 6282`],
    ['a key that is not there', '6A88'],
    ['an unknown command', '6D00'],
    ['a failure', '6300'],
    ['63C3', '63C3'],
    ['6983', '6983'],
  ])('is not believed: %s', async (_, answer) => {
    expect(await card(knowing(ANSWER), [INTERNAL, answer])).toEqual({ refused: 'card-not-authentic' });
  });

  it('with more bytes than eight is not believed', async () => {
    const script: Exchange[] = [
      [INTERNAL, '610A'],
      ['00C000000A', `${ANSWER}0102 9000`],
    ];
    expect(await card(knowing(ANSWER), ...script)).toEqual({ refused: 'card-not-authentic' });
  });

  it('tells a blocked card from a false one', async () => {
    expect(await card(knowing(ANSWER), [INTERNAL, '6A81'])).toEqual({ refused: 'card-blocked' });
    expect(await card(knowing(ANSWER), [INTERNAL, '9303'])).toEqual({ refused: 'application-blocked' });
  });

  it('blames the PSAM where the service knows that it is of another region', async () => {
    const keys = Object.assign(knowing(ANSWER), { difference: { refused: 'psam-other-region' } as const });
    expect(await card(keys, [INTERNAL, `${S}9000`])).toEqual({ refused: 'psam-other-region' });
    expect(await card(keys, [INTERNAL, `${ANSWER}9000`])).toBeUndefined();
  });

  it('does not reach the card when the keys are not there', async () => {
    const keys = Object.assign(new FakeKeys(), { answer: { refused: 'psam-key-missing' } as const });
    expect(await card(keys)).toEqual({ refused: 'psam-key-missing' });
  });
});

const CHALLENGE = '0084000008';
const [FIRST, SECOND] = ['C1C2C3C4C5C6C7C8', R];
const PROOF = 'B30C3A848C92A255';

async function terminal(key: string, keys: FakeKeys, ...script: Exchange[]) {
  const { reader, session } = scripted(...script);
  const refused = await authenticateTerminal(session, keys, keyNamed(key));
  expect(reader.left).toBe(0);
  return refused;
}

const CHALLENGES: readonly Exchange[] = [
  [CHALLENGE, `${FIRST}9000`],
  [CHALLENGE, `${SECOND}9000`],
];

describe('EXTERNAL AUTHENTICATE', () => {
  it('proves with the first challenge as source and the second as process factor', async () => {
    const keys = knowing(PROOF);
    const proof: Exchange = [`0082000A10 ${PROOF}${FIRST}`, '9000'];
    expect(await terminal('RKSSSE', keys, ...CHALLENGES, proof)).toBeUndefined();
    expect(keys.asked).toEqual([`RKSSSE ${SECOND} ${FIRST}`]);
  });

  it('names the key by its card id', async () => {
    const proof: Exchange = [`0082008810 ${PROOF}${FIRST}`, '9000'];
    expect(await terminal('RK1DF01', knowing(PROOF), ...CHALLENGES, proof)).toBeUndefined();
  });

  it.each([
    ['63C2', { refused: 'terminal-not-authentic', triesLeft: 2 }],
    ['63C0', { refused: 'terminal-not-authentic', triesLeft: 0 }],
    ['6983', { refused: 'key-locked' }],
    ['6A88', { refused: 'key-missing' }],
    ['6982', { refused: 'access-denied' }],
    ['9303', { refused: 'application-blocked' }],
    ['6A81', { refused: 'card-blocked' }],
    ['6984', { refused: 'card-refused', sw: 0x6984 }],
    ['6C10', { refused: 'card-refused', sw: 0x6c10 }],
  ])('may fail, and is not tried again: %s', async (sw, refused) => {
    const proof: Exchange = [`0082000A10 ${PROOF}${FIRST}`, sw];
    expect(await terminal('RKSSSE', knowing(PROOF), ...CHALLENGES, proof)).toEqual(refused);
  });

  it('that the card does not accept is laid to a PSAM of another region where the service can tell', async () => {
    const keys = knowing(PROOF);
    keys.difference = { refused: 'psam-other-region' };
    const proof: Exchange = [`0082008810 ${PROOF}${FIRST}`, '63C2'];
    expect(await terminal('RK1DF01', keys, ...CHALLENGES, proof)).toEqual({
      refused: 'psam-other-region',
      triesLeft: 2,
    });
  });

  it('costs no try when the PSAM lacks the key', async () => {
    const keys = Object.assign(new FakeKeys(), { answer: { refused: 'psam-key-level' } as const });
    expect(await terminal('RKSSSE', keys, ...CHALLENGES)).toEqual({ refused: 'psam-key-level' });
  });

  it('needs challenges of eight bytes', async () => {
    const short: Exchange = [CHALLENGE, '6C04'];
    expect(await terminal('RKSSSE', new FakeKeys(), short, ['0084000004', 'C1C2C3C49000'])).toEqual({
      refused: 'card-data-malformed',
    });
    expect(await terminal('RKSSSE', new FakeKeys(), [CHALLENGE, '6D00'])).toEqual({
      refused: 'card-refused',
      sw: 0x6d00,
    });
    expect(await terminal('RKSSSE', new FakeKeys(), CHALLENGES[0], [CHALLENGE, '6A81'])).toEqual({
      refused: 'card-blocked',
    });
  });

  it('is not for keys that the command never names', async () => {
    expect(await terminal('IRK', new FakeKeys())).toEqual({ refused: 'key-missing' });
    expect(await terminal('DTK', new FakeKeys())).toEqual({ refused: 'key-missing' });
  });
});
