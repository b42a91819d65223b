import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { verifyCardholder } from '../../src/pse/cvm.js';
import { type Decision, deciding, findings } from './decisions.js';
import { type Holder, holder } from './holder.js';
import { certifyCard, certifyIssuer, type ForgedKey, type ForgeKey, forgeKey, PAN, sha1Hex } from './oda-forge.js';
import type { Exchange } from './scripted-card.js';

const CA = forgeKey('ca-f8');
const ISSUER = forgeKey('issuer-1408-3');
const ICC = forgeKey('icc-1024-3');
const PIN_KEY = forgeKey('pin-1024-3');

const TRIES = '80CA9F1700';
const three: Exchange = [TRIES, '9F1701039000'];
const GET_CHALLENGE = '0084000000';
const CHALLENGE = '1122334455667788';
const challenge: Exchange = [GET_CHALLENGE, `${CHALLENGE}9000`];
const BLOCK = '26123456FFFFFFFF';
const WRONG_BLOCK = '244321FFFFFFFFFF';

/** VERIFY 88 with what node:crypto makes of 7F, block, challenge and the padding A5 A5 … */
function verifyUnder(key: ForgeKey, block: string): string {
  const clear = `7F${block}${CHALLENGE}`.padEnd(2 * key.length, 'A5');
  const publicKey = createPublicKey(key.key);
  const sealed = publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, Buffer.from(clear, 'hex'));
  return `00200088${toHex(Uint8Array.of(key.length))}${sealed.toString('hex').toUpperCase()}`;
}

const caKey = {
  rid: fromHex('A000000333'),
  index: 0xf8,
  modulus: fromHex(CA.modulus),
  exponent: fromHex(CA.exponent),
  checksum: fromHex(sha1Hex(`A000000333F8${CA.modulus}${CA.exponent}`)),
  expires: '20301231',
};

const objects = (forged: ForgedKey, certificate: string, remainder: string, exponent: string) => ({
  [certificate]: forged.certificate,
  [remainder]: forged.remainder,
  [exponent]: forged.exponent,
});

const STATIC_DATA = '5F2403301231';
const issuer = { '8F': 'F8', ...objects(certifyIssuer(CA, ISSUER), '90', '92', '9F32') };
const own = objects(certifyCard(ISSUER, ICC, STATIC_DATA), '9F46', '9F48', '9F47');
const forPins = objects(certifyCard(ISSUER, PIN_KEY, ''), '9F2D', '9F2F', '9F2E');

async function verified(rules: string, script: readonly Exchange[], who: Holder, card: Decision['icc'] = {}) {
  const { host, asked, digits } = holder(who);
  const random = { bytes: async (length: number) => new Uint8Array(length).fill(0xa5) };
  const icc = { '5A': `${PAN}F`, '8E': `0000000000000000${rules}`, ...issuer, ...own, ...card };
  const { state, left } = deciding({
    icc,
    script,
    host: { ...host, random },
    transaction: { moment: '20260601120000' },
    parameters: { caKeys: [caKey] },
  });
  state.staticData = fromHex(STATIC_DATA);
  const ended = await verifyCardholder(state);
  expect(digits.every((one) => one.every((digit) => digit === 0))).toBe(true);
  const results = toHex(state.terminal.get(0x9f34) ?? fromHex(''));
  return { shown: `${results} ${findings(state)}`, signature: state.signatureWanted, asked, left: left(), ended };
}

const right = { pins: ['123456'] };

describe('offline PIN enciphered (Book 2 7, Book 3 10.5.1)', () => {
  it("goes under the card's own key", async () => {
    const result = await verified('0400', [three, challenge, [verifyUnder(ICC, BLOCK), '9000']], right);
    expect(result.shown).toBe('040002 0000000000 4000');
    expect(result.left).toEqual([]);
  });

  it('goes under the key for PINs where the card has one', async () => {
    const script: Exchange[] = [three, challenge, [verifyUnder(PIN_KEY, BLOCK), '9000']];
    const result = await verified('0400', script, right, forPins);
    expect(result.shown).toBe('040002 0000000000 4000');
    expect(result.left).toEqual([]);
  });

  it('wants a signature besides', async () => {
    const result = await verified('0500', [three, challenge, [verifyUnder(ICC, BLOCK), '9000']], right);
    expect(result.shown).toBe('050000 0000000000 4000');
    expect(result.signature).toBe(true);
  });

  it('takes a new challenge for each try', async () => {
    const script: Exchange[] = [
      three,
      challenge,
      [verifyUnder(ICC, WRONG_BLOCK), '63C2'],
      challenge,
      [verifyUnder(ICC, BLOCK), '9000'],
    ];
    const result = await verified('0400', script, { pins: ['4321', '123456'] });
    expect(result.shown).toBe('040002 0000000000 4000');
    expect(result.asked).toEqual(['offline 3', 'offline 2']);
    expect(result.left).toEqual([]);
  });

  it.each(['6983', '6984', '63C0'])('is out of tries: %s', async (sw) => {
    const result = await verified('0400', [three, challenge, [verifyUnder(ICC, BLOCK), sw]], right);
    expect(result.shown).toBe('040001 0000A00000 4000');
  });

  it.each(['6D00', '9000', '112233449000', `${CHALLENGE}009000`, `${CHALLENGE}6281`, '6985'])(
    'fails when the card gives no challenge of eight bytes: %s',
    async (answer) => {
      const result = await verified('44001F00', [three, [GET_CHALLENGE, answer]], right);
      expect(result.shown).toBe('1F0002 0000000000 4000');
      expect(result.asked).toEqual(['offline 3']);
    },
  );

  it('asks nobody for a PIN that could not be enciphered', async () => {
    const unusable: readonly Decision['icc'][] = [
      { '8F': '' },
      { '8F': 'F9' },
      { '90': '' },
      { '9F46': '', '9F47': '' },
      { '9F46': own['9F46'].replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) },
      // the key for PINs counts once it is there, and the card's own does not stand in for it
      { ...forPins, '9F2D': forPins['9F2D'].replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) },
    ];
    for (const card of unusable) {
      const result = await verified('4400', [], right, card);
      expect(result.shown).toBe('440001 0000800000 4000');
      expect(result.asked).toEqual([]);
    }
  });

  it('leaves no digit behind when the card leaves, at the challenge or at the PIN', async () => {
    for (const [script, last] of [
      [[three], '00840000'],
      [[three, challenge], '00200088'],
    ] as const) {
      const { host, digits } = holder(right);
      const random = { bytes: async (length: number) => new Uint8Array(length) };
      const { state } = deciding({
        icc: { '5A': `${PAN}F`, '8E': '00000000000000000400', ...issuer, ...own },
        script,
        host: { ...host, random },
        transaction: { moment: '20260601120000' },
        parameters: { caKeys: [caKey] },
      });
      state.staticData = fromHex(STATIC_DATA);
      await expect(verifyCardholder(state)).rejects.toThrow(last);
      expect(digits.map((one) => toHex(one))).toEqual(['000000000000']);
    }
  });

  it('goes under the own key when something of the key for PINs is missing', async () => {
    const script: Exchange[] = [three, challenge, [verifyUnder(ICC, BLOCK), '9000']];
    const result = await verified('0400', script, right, { ...forPins, '9F2E': '' });
    expect(result.shown).toBe('040002 0000000000 4000');
  });

  it('falls back on plaintext without asking for the counter again', async () => {
    const script: Exchange[] = [three, [GET_CHALLENGE, '6D00'], [`0020008008${BLOCK}`, '9000']];
    const result = await verified('44000100', script, { pins: ['123456', '123456'] });
    expect(result.shown).toBe('010002 0000000000 4000');
    expect(result.left).toEqual([]);
  });
});
