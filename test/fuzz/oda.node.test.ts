/**
 * Offline data authentication of cards that are malformed anywhere: a flaw, an end or a FormatError, and nothing else.
 * The samples are signed after a field was made wrong, so that inputs come past the signatures.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { CardSession } from '../../src/card/session.js';
import { decodeTlv } from '../../src/codec/tlv.js';
import { authenticateOffline } from '../../src/pse/authentication.js';
import { BitString } from '../../src/pse/bits.js';
import { iccKeyOf, pinKeyOf } from '../../src/pse/card-keys.js';
import { checkCombined } from '../../src/pse/cda.js';
import { DataObjects } from '../../src/pse/data-objects.js';
import type { CaKey } from '../../src/pse/parameters.js';
import { isFlaw } from '../../src/pse/signed-data.js';
import { isEnded, type TransactionState } from '../../src/pse/transaction-state.js';
import { layCard, NUMBER, results } from '../pse/oda-desk.js';
import { certifyCard, certifyIssuer, forgeKey, PAN, sha1Hex, signDynamic, signStatic, tlv } from '../pse/oda-forge.js';
import { bytesGenerator, type Sampler, type Source } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
/** Over three parsers that do RSA for each input. */
const INPUTS = Math.ceil(Number(process.env.FUZZ_INPUTS ?? 1_000_000) / 3);

const KEY = forgeKey('icc-512-3');
const STATIC = '5F24033012315F280201569F0702AB00';
const IDN = '080102030405060708';
const CDOL1 = '0000000012340156';

const CA_KEY: CaKey = {
  rid: fromHex('A000000333'),
  index: 0xf8,
  modulus: fromHex(KEY.modulus),
  exponent: fromHex(KEY.exponent),
  checksum: fromHex(sha1Hex(`A000000333F8${KEY.modulus}${KEY.exponent}`)),
  expires: '20301231',
};

// Most inputs end in an error: its stack, which nobody reads, would double the time.
const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

async function fuzz(name: string, sample: Sampler<Uint8Array>, trial: (input: Uint8Array) => Promise<boolean>) {
  const generate = bytesGenerator(SEED, sample);
  let accepted = 0;
  for (let i = 0; i < INPUTS; i++) {
    const input = generate();
    try {
      if (await trial(input)) accepted++;
    } catch (error) {
      if (error instanceof FormatError) continue;
      throw new Error(`${name}: seed ${SEED}, input ${i}: ${toHex(input)}`, { cause: error });
    }
  }
  const share = accepted / INPUTS;
  console.log(`fuzz ${name}: seed ${SEED}, ${INPUTS} inputs, ${(100 * share).toFixed(1)} % accepted`);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.95);
}

const hex = (source: Source, length: number) => toHex(source.bytes(length));

/** In half of the samples one field that is signed, and wrong. */
function wrongField(source: Source, fields: Readonly<Record<string, number>>): Record<string, string> {
  if (source.below(2) === 0) return {};
  const field = source.pick(Object.keys(fields));
  return { [field]: hex(source, fields[field]) };
}

const CERTIFICATE_FIELDS = { expiry: 2, serial: 3, keyAlgorithm: 1, keyLength: 1, exponentLength: 1, exponent: 1 };

/** A card's objects one behind the other, the marked records under DF01. */
const card: Sampler<Uint8Array> = (source) => {
  const issuer = certifyIssuer(KEY, KEY, wrongField(source, { ...CERTIFICATE_FIELDS, identifier: 4 }));
  const icc = certifyCard(KEY, KEY, STATIC, wrongField(source, { ...CERTIFICATE_FIELDS, identifier: 10 }));
  const pin = certifyCard(KEY, KEY, '', wrongField(source, CERTIFICATE_FIELDS));
  const objects = [
    ['82', source.pick(['5C00', '7D00'])],
    ['5A', `${PAN}F`],
    ['8F', 'F8'],
    ['90', issuer.certificate],
    ['92', issuer.remainder],
    ['9F32', issuer.exponent],
    ['93', signStatic(KEY, STATIC, wrongField(source, { hashAlgorithm: 1, code: 2, format: 1 }))],
    ['9F46', icc.certificate],
    ['9F48', icc.remainder],
    ['9F47', icc.exponent],
    ['9F2D', pin.certificate],
    ['9F2F', pin.remainder],
    ['9F2E', pin.exponent],
    ['DF01', STATIC],
  ];
  return fromHex(objects.map(([tag, value]) => tlv(tag, value)).join(''));
};

const dynamic = (source: Source, data: string) =>
  signDynamic(KEY, data, NUMBER, wrongField(source, { length: 1, hashAlgorithm: 1, format: 1 }));

/** What INTERNAL AUTHENTICATE answers. */
const answer: Sampler<Uint8Array> = (source) => {
  const signature = dynamic(source, source.pick([IDN, IDN, '020102', '0A01', '']));
  return fromHex(source.below(2) ? tlv('80', signature) : tlv('77', tlv('9F4B', signature)));
};

/** What GENERATE AC answers, within its template 77. */
const response: Sampler<Uint8Array> = (source) => {
  const shown = tlv('9F27', '80') + tlv('9F36', hex(source, 2)) + (source.below(2) ? tlv('9F10', hex(source, 8)) : '');
  const data = `${IDN}${source.pick(['80', '80', '40'])}1122334455667788${sha1Hex(CDOL1 + shown)}`;
  return fromHex(shown + tlv('9F4B', dynamic(source, data)));
};

/** What no input changes, laid out once. */
const BASE = layCard({ card: { objects: {}, staticData: '' }, caKeys: [CA_KEY] }).state;
const MARKED = fromHex(STATIC);

function transaction(icc: DataObjects, staticData: Uint8Array, internalAuthenticate?: Uint8Array): TransactionState {
  const fresh = { ...BASE, icc, staticData, tvr: new BitString(5), tsi: new BitString(2) };
  if (internalAuthenticate === undefined) return fresh;
  const send = async () => ({ data: internalAuthenticate, sw: 0x9000 });
  return { ...fresh, card: { send } as unknown as CardSession };
}

function hold(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

describe('offline data authentication', () => {
  it('of any card sets the bits of one method, or none', async () => {
    await fuzz('certificates', card, async (input) => {
      const objects = new DataObjects();
      for (const { tag, value } of decodeTlv(input)) objects.add(tag, value);
      const state = transaction(objects, objects.get(0xdf01) ?? new Uint8Array(0));
      const key = state.icc.get(0x82)?.[0] === 0x7d ? pinKeyOf(state) : iccKeyOf(state);
      hold(isFlaw(key) || key.modulus.length >= 64, 'a key that cannot be used');
      const combined = ((objects.get(0x82)?.[0] ?? 0) & 0x01) !== 0;
      if (!combined && ((objects.get(0x82)?.[0] ?? 0) & 0x20) !== 0) return false;
      hold((await authenticateOffline(state)) === undefined, 'ended without a command');
      const found = results(state);
      hold(ENDS.includes(found), found);
      hold(combined === (state.authentication === 'cda'), state.authentication);
      return found === '0000000000 8000' || found === '0000000000 0000';
    });
  });

  it('by any answer to INTERNAL AUTHENTICATE fails, ends or gives a number', async () => {
    const { certificate, remainder, exponent } = certifyIssuer(KEY, KEY);
    const icc = certifyCard(KEY, KEY, STATIC);
    const fixed = { '82': '7C00', '5A': `${PAN}F`, '8F': 'F8', '90': certificate, '92': remainder, '9F32': exponent };
    const own = { '9F46': icc.certificate, '9F48': icc.remainder, '9F47': icc.exponent };
    const entries = Object.entries({ ...fixed, ...own }).map(([tag, value]) => [
      Number.parseInt(tag, 16),
      fromHex(value),
    ]);
    await fuzz('INTERNAL AUTHENTICATE', answer, async (input) => {
      const objects = new DataObjects();
      for (const [tag, value] of entries as [number, Uint8Array][]) objects.add(tag, value);
      const state = transaction(objects, MARKED, input);
      const end = await authenticateOffline(state);
      if (isEnded(end)) return false;
      const number = objects.get(0x9f4c);
      hold(results(state) === (number ? '0000000000 8000' : '0800000000 8000'), results(state));
      hold(number === undefined || (number.length >= 2 && number.length <= 8), 'a number of another length');
      return number !== undefined;
    });
  });

  it('by any answer to GENERATE AC fails or gives a cryptogram', async () => {
    const key = { modulus: fromHex(KEY.modulus), exponent: fromHex(KEY.exponent) };
    await fuzz('GENERATE AC', response, async (input) => {
      const state = transaction(new DataObjects(), new Uint8Array(0));
      state.iccKey = key;
      const passed = checkCombined(state, input, fromHex(CDOL1));
      hold(results(state) === (passed ? '0000000000 8000' : '0400000000 8000'), results(state));
      hold(passed === (state.icc.get(0x9f26)?.length === 8), 'a cryptogram of another length');
      return passed;
    });
  });
});

/** TVR and TSI that an authentication without commands can leave. */
const ENDS: readonly string[] = [
  '0000000000 0000',
  '0000000000 8000',
  '8000000000 0000',
  '4000000000 8000',
  '6000000000 8000',
  '0400000000 8000',
  '2400000000 8000',
];
