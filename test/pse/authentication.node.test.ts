/** Offline data authentication against certificates and signatures that node:crypto made (EMV 4.3 Book 2 5 and 6). */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { authenticateOffline } from '../../src/pse/authentication.js';
import { iccKeyOf, pinKeyOf } from '../../src/pse/card-keys.js';
import { authenticateDynamic } from '../../src/pse/dda.js';
import type { CaKey } from '../../src/pse/parameters.js';
import { authenticateStatic } from '../../src/pse/sda.js';
import type { Exchange } from '../card/scripted-reader.js';
import { type CardText, type Desk, layCard, NUMBER, results, type Setting } from './oda-desk.js';
import {
  certifyCard,
  certifyIssuer,
  type ForgeKey,
  forgeKey,
  PAN,
  sha1Hex,
  signDynamic,
  signStatic,
  tlv,
} from './oda-forge.js';

const CA = forgeKey('ca-f8');
const ISSUER = forgeKey('issuer-1408-3');
const ICC = forgeKey('icc-1024-3');

const SDA = '5C00';
const DDA = '7C00';
const STATIC = '5A0A6210000000000000017F5F24033012315F280201569F0702AB00';

type Fields = Readonly<Record<string, string>>;
type Objects = Readonly<Record<string, string | undefined>>;

function caKey(key: ForgeKey, index = 'F8', change: Partial<CaKey> = {}): CaKey {
  const { modulus, exponent } = key;
  return {
    rid: fromHex('A000000333'),
    index: Number.parseInt(index, 16),
    modulus: fromHex(modulus),
    exponent: fromHex(exponent),
    checksum: fromHex(sha1Hex(`A000000333${index}${modulus}${exponent}`)),
    expires: '20301231',
    ...change,
  };
}

function issuerObjects(ca = CA, issuer = ISSUER, wrong: Fields = {}): Objects {
  const { certificate, remainder, exponent } = certifyIssuer(ca, issuer, wrong);
  return { '8F': 'F8', 90: certificate, 92: remainder || undefined, '9F32': exponent };
}

function iccObjects(issuer = ISSUER, icc = ICC, wrong: Fields = {}, signed = STATIC): Objects {
  const { certificate, remainder, exponent } = certifyCard(issuer, icc, signed, wrong);
  return { '9F46': certificate, '9F48': remainder || undefined, '9F47': exponent };
}

function card(aip: string, ...parts: readonly Objects[]): CardText {
  return { staticData: STATIC, objects: Object.assign({ 82: aip, '5A': `${PAN}F` }, ...parts) };
}

const SDA_CARD = card(SDA, issuerObjects(), { 93: signStatic(ISSUER, STATIC) });
const DDA_CARD = card(DDA, issuerObjects(), iccObjects());

function desk(given: CardText, setting: Partial<Setting> = {}): Desk {
  return layCard({ card: given, caKeys: [caKey(CA)], ...setting });
}

/** The card with some objects changed or, being undefined, taken away. */
function but(given: CardText, objects: Objects): CardText {
  return { ...given, objects: { ...given.objects, ...objects } };
}

const command = (data: string) => `00880000 ${(data.length / 2).toString(16).padStart(2, '0')} ${data} 00`;
const answer = (data: string, sw = '9000') => `${data}${sw}`;

/** A signature in a template 80, as one exchange after a DDOL of 9F37. */
function signing(signature: string): readonly Exchange[] {
  return [[command(NUMBER), answer(tlv('80', signature))]];
}

const DYNAMIC = '080102030405060708';
const SIGNED = signing(signDynamic(ICC, DYNAMIC, NUMBER));

async function run(given: CardText, setting: Partial<Setting> = {}): Promise<string> {
  const { state, reader } = desk(given, setting);
  const end = await authenticateOffline(state);
  expect(reader.left).toBe(0);
  return end === undefined ? results(state) : JSON.stringify(end);
}

function staticFlaw(given: CardText, setting: Partial<Setting> = {}): unknown {
  return authenticateStatic(desk(given, setting).state);
}

async function dynamicFlaw(given: CardText, setting: Partial<Setting> = {}): Promise<unknown> {
  return await authenticateDynamic(desk(given, setting).state);
}

const FAILED_SDA = '4000000000 8000';
const MISSING_SDA = '6000000000 8000';
const FAILED_DDA = '0800000000 8000';
const MISSING_DDA = '2800000000 8000';
const FAILED_CDA = '0400000000 8000';
const MISSING_CDA = '2400000000 8000';
const WELL = '0000000000 8000';

describe('which method is chosen (Book 3 10.3)', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['7D00', 'E0F9C8', 'cda'],
    ['7C00', 'E0F9C8', 'dda'],
    ['5C00', 'E0F9C8', 'sda'],
    ['1C00', 'E0F9C8', 'none'],
    ['7D00', 'E0F9C0', 'dda'],
    ['7D00', 'E0F980', 'sda'],
    ['7D00', 'E0F900', 'none'],
    ['7D00', 'E0F908', 'cda'],
    ['3D00', 'E0F940', 'dda'],
    ['1D00', 'E0F9C0', 'none'],
  ];
  for (const [aip, capabilities, method] of cases) {
    it(`AIP ${aip}, terminal ${capabilities}: ${method}`, async () => {
      const script = method === 'dda' ? SIGNED : [];
      const { state } = desk(but(DDA_CARD, { 82: aip, 93: signStatic(ISSUER, STATIC) }), { capabilities, script });
      expect(await authenticateOffline(state)).toBeUndefined();
      expect(state.authentication).toBe(method);
      const expected = { none: '8000000000 0000', sda: WELL, dda: WELL, cda: '0000000000 0000' };
      expect(results(state)).toBe(expected[method as keyof typeof expected]);
      expect(state.iccKey === undefined).toBe(method === 'none' || method === 'sda');
    });
  }
});

describe('SDA (Book 2 5)', () => {
  it('proves the records, keeps 9F45 and tells which CA key it used', async () => {
    const { state } = desk(SDA_CARD);
    expect(await authenticateOffline(state)).toBeUndefined();
    expect(results(state)).toBe(WELL);
    expect(toHex(state.icc.get(0x9f45)!)).toBe('DAC1');
    expect(toHex(state.terminal.get(0x9f22)!)).toBe('F8');
  });

  it('adds the AIP when 9F4A says 82', async () => {
    const withAip = but(SDA_CARD, { '9F4A': '82', 93: signStatic(ISSUER, STATIC + SDA) });
    expect(await run(withAip)).toBe(WELL);
    expect(await run(but(withAip, { 82: '5800' }))).toBe(FAILED_SDA);
    expect(await run(but(SDA_CARD, { '9F4A': '82' }))).toBe(FAILED_SDA);
  });

  for (const tags of ['5A', '825A', '8282', '9F36']) {
    it(`fails with ${tags} in 9F4A`, async () => {
      const wrong = but(SDA_CARD, { '9F4A': tags });
      expect(staticFlaw(wrong)).toBe('static-data');
      expect(await run(wrong)).toBe(FAILED_SDA);
    });
  }

  it('takes a 9F4A without value for none', async () => {
    expect(await run(but(SDA_CARD, { '9F4A': '' }))).toBe(WELL);
  });

  it('fails when a marked record was no template 70', async () => {
    const { state } = desk(SDA_CARD);
    state.staticDataIntact = false;
    await authenticateOffline(state);
    expect(results(state)).toBe(FAILED_SDA);
  });

  for (const tag of ['8F', '90', '9F32', '93']) {
    for (const [how, value] of [
      ['without', undefined],
      ['with an empty', ''],
    ] as const) {
      it(`${how} ${tag}: ICC data missing`, async () => {
        expect(await run(but(SDA_CARD, { [tag]: value }))).toBe(MISSING_SDA);
      });
    }
  }

  it('notices a missing object even when the CA key is unknown', async () => {
    expect(await run(but(SDA_CARD, { '8F': 'F9', 90: undefined }))).toBe(MISSING_SDA);
  });

  it('fails when one byte of the records is another', async () => {
    expect(await run({ ...SDA_CARD, staticData: STATIC.replace('AB00', 'FF00') })).toBe(FAILED_SDA);
  });

  const wrongs: readonly (readonly [string, Fields, string])[] = [
    ['trailer', { trailer: 'BD' }, 'trailer'],
    ['header', { header: '6B' }, 'header'],
    ['format', { format: '04' }, 'format'],
    ['hash algorithm', { hashAlgorithm: '02' }, 'hash-algorithm'],
    ['hash', { hash: '00'.repeat(20) }, 'hash'],
  ];
  for (const [field, wrong, flaw] of wrongs) {
    it(`fails with a wrong ${field} in 93`, async () => {
      const forged = but(SDA_CARD, { 93: signStatic(ISSUER, STATIC, wrong) });
      expect(staticFlaw(forged)).toBe(flaw);
      expect(await run(forged)).toBe(FAILED_SDA);
    });
  }

  it('fails with a 93 that is a byte shorter or longer', async () => {
    for (const value of [SDA_CARD.objects['93']!.slice(2), `00${SDA_CARD.objects['93']}`]) {
      expect(staticFlaw(but(SDA_CARD, { 93: value }))).toBe('length');
      expect(await run(but(SDA_CARD, { 93: value }))).toBe(FAILED_SDA);
    }
  });

  it('keeps no 9F45 of a card that fails', async () => {
    const { state } = desk({ ...SDA_CARD, staticData: '00' });
    await authenticateOffline(state);
    expect(state.icc.get(0x9f45)).toBeUndefined();
  });
});

describe('the CA key (Book 2 5.2, 11.2)', () => {
  const keys: readonly (readonly [string, Partial<Setting>])[] = [
    ['another index', { caKeys: [caKey(CA, 'F7')] }],
    ['another RID', { caKeys: [caKey(CA, 'F8', { rid: fromHex('A000000004') })] }],
    ['a card of another RID', { aid: 'A0000000041010' }],
    ['a wrong checksum', { caKeys: [caKey(CA, 'F8', { checksum: fromHex('00'.repeat(20)) })] }],
    ['its last day past', { caKeys: [caKey(CA, 'F8', { expires: '20261122' })] }],
    ['no keys at all', { caKeys: [] }],
  ];
  for (const [how, setting] of keys) {
    it(`is none with ${how}`, async () => {
      expect(staticFlaw(SDA_CARD, setting)).toBe('ca-key');
      expect(await run(SDA_CARD, setting)).toBe(FAILED_SDA);
    });
  }

  it('still serves on its last day', async () => {
    expect(await run(SDA_CARD, { caKeys: [caKey(CA, 'F8', { expires: '20261123' })] })).toBe(WELL);
  });

  it('is none when 8F has two bytes', async () => {
    expect(await run(but(SDA_CARD, { '8F': 'F8F8' }))).toBe(FAILED_SDA);
  });
});

describe('the issuer certificate (Book 2 5.3), each field wrong once', () => {
  const longer = ISSUER.modulus.slice(2 * (CA.length - 36));
  const cases: readonly (readonly [string, Fields, string])[] = [
    ['trailer', { trailer: 'BB' }, 'trailer'],
    ['header', { header: '5A' }, 'header'],
    ['format', { format: '04' }, 'format'],
    ['identifier: another BIN', { identifier: '621001FF' }, 'identity'],
    ['identifier: two digits', { identifier: '62FFFFFF' }, 'identity'],
    ['identifier: none', { identifier: 'FFFFFFFF' }, 'identity'],
    ['identifier: F within', { identifier: '62F00000' }, 'identity'],
    ['expiry: last month', { expiry: '1026' }, 'expired'],
    ['expiry: last century', { expiry: '1299' }, 'expired'],
    ['expiry: month 13', { expiry: '1330' }, 'expired'],
    ['expiry: month 00', { expiry: '0030' }, 'expired'],
    ['expiry: no digits', { expiry: '12AA' }, 'expired'],
    ['hash algorithm', { hashAlgorithm: '00' }, 'hash-algorithm'],
    ['key algorithm', { keyAlgorithm: '02' }, 'key-algorithm'],
    ['key length: 0', { keyLength: '00' }, 'key'],
    ['key length: below 512 bits', { keyLength: '3F' }, 'key'],
    ['key length: longer than the CA key', { keyLength: 'F9', remainder: `${longer}00` }, 'key-length'],
    ['key length: more than there is', { keyLength: 'D6', remainder: '00' }, 'key-length'],
    ['exponent length', { exponentLength: '03' }, 'key'],
    ['exponent: 2', { exponent: '02' }, 'key'],
    ['exponent: 5', { exponent: '05' }, 'key'],
    ['exponent: very long', { exponent: `${'00'.repeat(199)}05`, exponentLength: 'C8' }, 'key'],
    ['modulus: first bit clear', { digits: `62${ISSUER.modulus.slice(2).padEnd(422, 'B')}` }, 'key'],
    ['hash', { hash: '11'.repeat(20) }, 'hash'],
  ];
  for (const [name, wrong, flaw] of cases) {
    it(name, async () => {
      const forged = but(SDA_CARD, issuerObjects(CA, ISSUER, wrong));
      expect(staticFlaw(forged)).toBe(flaw);
      expect(await run(forged)).toBe(FAILED_SDA);
    });
  }

  it('length: a byte shorter or longer than the CA key', () => {
    const { 90: certificate = '' } = SDA_CARD.objects;
    expect(staticFlaw(but(SDA_CARD, { 90: certificate.slice(2) }))).toBe('length');
    expect(staticFlaw(but(SDA_CARD, { 90: `${certificate}00` }))).toBe('length');
  });

  it('revocation: RID, index and serial number together', async () => {
    const entry = { rid: fromHex('A000000333'), index: 0xf8, serial: fromHex('000001') };
    const setting = (change: Partial<typeof entry>) => ({ revoked: [{ ...entry, ...change }] });
    expect(staticFlaw(SDA_CARD, setting({}))).toBe('revoked');
    expect(await run(SDA_CARD, setting({}))).toBe(FAILED_SDA);
    expect(await run(SDA_CARD, setting({ serial: fromHex('000002') }))).toBe(WELL);
    expect(await run(SDA_CARD, setting({ index: 0xf7 }))).toBe(WELL);
    expect(await run(SDA_CARD, setting({ rid: fromHex('A000000004') }))).toBe(WELL);
  });

  it('identifier: 3 to 8 digits of the PAN', async () => {
    for (const identifier of ['621FFFFF', '6210FFFF', '6210000F', '62100000'])
      expect(await run(but(SDA_CARD, issuerObjects(CA, ISSUER, { identifier })))).toBe(WELL);
  });

  it('expiry: valid to the end of its month', async () => {
    const ends = but(SDA_CARD, issuerObjects(CA, ISSUER, { expiry: '1126' }));
    expect(await run(ends, { today: '20261130' })).toBe(WELL);
    expect(await run(ends, { today: '20261201' })).toBe(FAILED_SDA);
    expect(await run(but(SDA_CARD, issuerObjects(CA, ISSUER, { expiry: '1249' })))).toBe(WELL);
    expect(await run(but(SDA_CARD, issuerObjects(CA, ISSUER, { expiry: '1250' })))).toBe(FAILED_SDA);
  });

  it('an exponent other than the signed one', () => {
    expect(staticFlaw(but(SDA_CARD, { '9F32': '010001' }))).toBe('hash');
  });
});

describe('a key that does not fit its certificate (Book 2 5.1, 6.1)', () => {
  const issuer = forgeKey('issuer-1984-3');
  const long = card(SDA, issuerObjects(CA, issuer), { 93: signStatic(issuer, STATIC) });

  it('is put together with its remainder', async () => {
    expect(long.objects['92']).toHaveLength(2 * 36);
    expect(await run(long)).toBe(WELL);
  });

  it('is missing data without the remainder (Book 3 7.5)', async () => {
    expect(await run(but(long, { 92: undefined }))).toBe(MISSING_SDA);
    expect(await run(but(long, { 92: '' }))).toBe(MISSING_SDA);
  });

  it('fails with another remainder', async () => {
    expect(staticFlaw(but(long, { 92: '00'.repeat(36) }))).toBe('hash');
    expect(await run(but(long, { 92: `${long.objects['92']}00` }))).toBe(FAILED_SDA);
  });

  it('fails with an even modulus', () => {
    const remainder = `${issuer.modulus.slice(-72, -2)}00`;
    expect(staticFlaw(but(long, issuerObjects(CA, issuer, { remainder })))).toBe('key');
  });

  it('needs no remainder when it fills the certificate to the last byte', () => {
    const full = { keyLength: 'D4', digits: '81'.repeat(212) };
    // the key is recovered: only 93 is not as long as this one
    expect(staticFlaw(but(SDA_CARD, issuerObjects(CA, ISSUER, full)))).toBe('length');
    expect(staticFlaw(but(SDA_CARD, issuerObjects(CA, ISSUER, { ...full, remainder: 'AA' })))).toBe('length');
  });

  it('fits with a remainder beside it that is signed as well', async () => {
    expect(await run(but(SDA_CARD, issuerObjects(CA, ISSUER, { remainder: 'AA' })))).toBe(WELL);
  });

  it('holds for the ICC key as well', async () => {
    const big = card(DDA, issuerObjects(CA, issuer), iccObjects(issuer, ISSUER));
    const small = card(DDA, issuerObjects(), iccObjects(ISSUER, forgeKey('icc-1152-3')));
    expect(big.objects['9F48']).toBeUndefined();
    expect(small.objects['9F48']).toHaveLength(2 * (144 - 134));
    expect(typeof iccKeyOf(desk(big).state)).toBe('object');
    expect(toHex((iccKeyOf(desk(small).state) as { modulus: Uint8Array }).modulus)).toBe(
      forgeKey('icc-1152-3').modulus,
    );
    expect(await run(but(small, { '9F48': undefined }))).toBe(MISSING_DDA);
    expect(await run(but(small, { '9F48': '00'.repeat(10) }))).toBe(FAILED_DDA);
  });
});

describe('the ICC certificate (Book 2 6.4), each field wrong once', () => {
  const cases: readonly (readonly [string, Fields, string])[] = [
    ['trailer', { trailer: '00' }, 'trailer'],
    ['header', { header: '6B' }, 'header'],
    ['format', { format: '02' }, 'format'],
    ['PAN: another digit', { identifier: '6210000000000000018F' }, 'identity'],
    ['PAN: a digit less', { identifier: '621000000000000001FF' }, 'identity'],
    ['expiry', { expiry: '1026' }, 'expired'],
    ['hash algorithm', { hashAlgorithm: 'FF' }, 'hash-algorithm'],
    ['key algorithm', { keyAlgorithm: '00' }, 'key-algorithm'],
    ['key length: below 512 bits', { keyLength: '3F' }, 'key'],
    ['key length: longer than the issuer key', { keyLength: 'B1', remainder: '01'.repeat(43) }, 'key-length'],
    ['exponent length', { exponentLength: '02' }, 'key'],
    ['exponent', { exponent: '11' }, 'key'],
    ['hash', { hash: '22'.repeat(20) }, 'hash'],
  ];
  for (const [name, wrong, flaw] of cases) {
    it(name, async () => {
      const forged = but(DDA_CARD, iccObjects(ISSUER, ICC, wrong));
      expect(await dynamicFlaw(forged)).toBe(flaw);
      expect(await run(forged)).toBe(FAILED_DDA);
      expect(await run(but(forged, { 82: '7D00' }))).toBe(FAILED_CDA);
    });
  }

  it('length: a byte shorter', async () => {
    expect(await dynamicFlaw(but(DDA_CARD, { '9F46': DDA_CARD.objects['9F46']!.slice(2) }))).toBe('length');
  });

  it('key length: one that the signature then does not have', async () => {
    const forged = but(DDA_CARD, iccObjects(ISSUER, ICC, { keyLength: '81' }));
    expect(await dynamicFlaw(forged, { script: SIGNED })).toBe('length');
  });

  it('covers the records, and the AIP when 9F4A says so', async () => {
    expect(await dynamicFlaw({ ...DDA_CARD, staticData: `${STATIC}00` })).toBe('hash');
    const withAip = but(DDA_CARD, { '9F4A': '82', ...iccObjects(ISSUER, ICC, {}, STATIC + DDA) });
    expect(await run(withAip, { script: SIGNED })).toBe(WELL);
    expect(await dynamicFlaw(but(withAip, { '9F4A': '5A' }))).toBe('static-data');
  });

  for (const tag of ['8F', '90', '9F32', '9F46', '9F47']) {
    it(`without ${tag}: ICC data missing, no INTERNAL AUTHENTICATE`, async () => {
      expect(await run(but(DDA_CARD, { [tag]: undefined }))).toBe(MISSING_DDA);
      expect(await run(but(DDA_CARD, { [tag]: undefined, 82: '7D00' }))).toBe(MISSING_CDA);
    });
  }

  it('leaves no key when it fails for CDA', async () => {
    const { state } = desk(but(DDA_CARD, { 82: '7D00', ...iccObjects(ISSUER, ICC, { expiry: '1026' }) }));
    await authenticateOffline(state);
    expect(state.authentication).toBe('cda');
    expect(state.iccKey).toBeUndefined();
  });

  it('does not work for a failed issuer certificate', async () => {
    const forged = but(DDA_CARD, issuerObjects(CA, ISSUER, { expiry: '1026' }));
    expect(await run(forged)).toBe(FAILED_DDA);
  });
});

describe('DDA (Book 2 6.5)', () => {
  it('has the card sign the unpredictable number and keeps 9F4C', async () => {
    const { state } = desk(DDA_CARD, { script: SIGNED });
    expect(await authenticateOffline(state)).toBeUndefined();
    expect(results(state)).toBe(WELL);
    expect(toHex(state.icc.get(0x9f4c)!)).toBe('0102030405060708');
  });

  it('takes the answer in format 2', async () => {
    const signature = signDynamic(ICC, DYNAMIC, NUMBER);
    const response = tlv('77', tlv('9F4B', signature) + tlv('9F4C', '0102030405060708'));
    expect(await run(DDA_CARD, { script: [[command(NUMBER), answer(response)]] })).toBe(WELL);
  });

  it("fills the card's DDOL before the terminal's", async () => {
    const data = `261123${NUMBER}0000000000`;
    const script: Exchange[] = [[command(data), answer(tlv('80', signDynamic(ICC, DYNAMIC, data)))]];
    expect(await run(but(DDA_CARD, { '9F49': '9A039F37049505' }), { script, defaultDdol: '' })).toBe(WELL);
  });

  it('fills a DDOL of as much as a command carries', async () => {
    const data = `${NUMBER}${'00'.repeat(251)}`;
    const script: Exchange[] = [[command(data), answer(tlv('80', signDynamic(ICC, DYNAMIC, data)))]];
    expect(await run(but(DDA_CARD, { '9F49': '9F37049F02FB' }), { script })).toBe(WELL);
  });

  it("falls back on the terminal's when the card's has no value", async () => {
    expect(await run(but(DDA_CARD, { '9F49': '' }), { script: SIGNED })).toBe(WELL);
  });

  const lists: readonly (readonly [string, string | undefined, string])[] = [
    ["the card's has no 9F37", '9A03', '9F3704'],
    ["neither has one, the terminal's lacking 9F37", undefined, '9A03'],
    ['there is none', undefined, ''],
    ["the card's cannot be read", '9F37', '9F3704'],
    ["the card's asks for more than a command carries", '9F37049F02FC', '9F3704'],
  ];
  for (const [how, list, defaultDdol] of lists) {
    it(`fails without a command when ${how}`, async () => {
      const given = but(DDA_CARD, { '9F49': list });
      expect(await dynamicFlaw(given, { defaultDdol })).toBe('ddol');
      expect(await run(given, { defaultDdol })).toBe(FAILED_DDA);
    });
  }

  const wrongs: readonly (readonly [string, string, Fields, string])[] = [
    ['trailer', DYNAMIC, { trailer: 'BB' }, 'trailer'],
    ['header', DYNAMIC, { header: '6C' }, 'header'],
    ['format', DYNAMIC, { format: '03' }, 'format'],
    ['hash algorithm', DYNAMIC, { hashAlgorithm: '00' }, 'hash-algorithm'],
    ['hash', DYNAMIC, { hash: '33'.repeat(20) }, 'hash'],
    ['length: nothing', '', {}, 'dynamic-data'],
    ['length: beyond the hash', DYNAMIC, { length: '68' }, 'dynamic-data'],
    ['length: FF', DYNAMIC, { length: 'FF' }, 'dynamic-data'],
    ['number: one byte', '0101', {}, 'dynamic-data'],
    ['number: nine bytes', '09010203040506070809', {}, 'dynamic-data'],
    ['number: longer than the data', '0801', {}, 'dynamic-data'],
  ];
  for (const [field, dynamicData, wrong, flaw] of wrongs) {
    it(`fails with a wrong ${field}`, async () => {
      const script = signing(signDynamic(ICC, dynamicData, NUMBER, wrong));
      expect(await dynamicFlaw(DDA_CARD, { script })).toBe(flaw);
      expect(await run(DDA_CARD, { script })).toBe(FAILED_DDA);
    });
  }

  it('takes dynamic data up to the last byte before the hash', async () => {
    const full = DYNAMIC.padEnd(2 * (ICC.length - 25), '0');
    expect(await run(DDA_CARD, { script: signing(signDynamic(ICC, full, NUMBER)) })).toBe(WELL);
    expect(await run(DDA_CARD, { script: signing(signDynamic(ICC, '020102', NUMBER)) })).toBe(WELL);
  });

  it('fails with a signature over another number', async () => {
    expect(await run(DDA_CARD, { script: signing(signDynamic(ICC, DYNAMIC, '1A2B3C4E')) })).toBe(FAILED_DDA);
  });

  it('fails with a signature of another length', async () => {
    expect(await dynamicFlaw(DDA_CARD, { script: signing('00'.repeat(127)) })).toBe('length');
    expect(await dynamicFlaw(DDA_CARD, { script: signing('') })).toBe('length');
  });

  const answers: readonly (readonly [string, string, string])[] = [
    ['6985', '6985', '{"ended":"card-refused","sw":27013}'],
    ['6300', '6300', '{"ended":"card-refused","sw":25344}'],
    ['no data', '9000', '{"ended":"data-malformed"}'],
    ['another template', '700280009000', '{"ended":"data-malformed"}'],
    ['a cut template', '80059000', '{"ended":"data-malformed"}'],
    ['two templates', '8000800090 00', '{"ended":"data-malformed"}'],
    ['77 with a cut object', '77039F4B059000', '{"ended":"data-malformed"}'],
    ['77 without 9F4B', '77049F4C01009000', '{"ended":"data-missing"}'],
    ['77 with 9F4B twice', '77069F4B009F4B009000', '{"ended":"data-repeated"}'],
  ];
  for (const [how, response, end] of answers) {
    it(`ends on ${how} (Book 3 6.5.9, 7.5)`, async () => {
      expect(await run(DDA_CARD, { script: [[command(NUMBER), response]] })).toBe(end);
    });
  }
});

describe('every length and exponent of key', () => {
  const chains: readonly (readonly [string, string, string])[] = [
    ['ca-f8', 'issuer-1984-3', 'issuer-1408-65537'],
    ['ca-f7', 'issuer-1408-65537', 'icc-1024-65537'],
    ['ca-f8', 'issuer-1408-3', 'icc-1408-3'],
    ['issuer-1984-3', 'ca-f8', 'icc-512-3'],
    ['icc-1152-3', 'icc-1024-65537', 'icc-1024-3'],
    ['icc-1024-65537', 'icc-512-3', 'icc-512-3'],
    ['icc-512-3', 'icc-512-3', 'icc-512-3'],
    ['issuer-1984-3', 'issuer-1984-3', 'ca-f8'],
  ];
  for (const [caName, issuerName, iccName] of chains) {
    it(`${caName} over ${issuerName} over ${iccName}`, async () => {
      const [ca, issuer, icc] = [caName, issuerName, iccName].map(forgeKey);
      const given = card(DDA, issuerObjects(ca, issuer), iccObjects(issuer, icc));
      const caKeys = [caKey(ca)];
      expect(await run(given, { caKeys, script: signing(signDynamic(icc, DYNAMIC, NUMBER)) })).toBe(WELL);
      const fixed = card(SDA, issuerObjects(ca, issuer), { 93: signStatic(issuer, STATIC) });
      expect(await run(fixed, { caKeys })).toBe(WELL);
    });
  }
});

describe('the key for a PIN (Book 2 7.1)', () => {
  const pin = forgeKey('pin-1024-3');
  const { certificate, exponent, remainder } = certifyCard(ISSUER, pin, '');
  const pinObjects = { '9F2D': certificate, '9F2E': exponent, '9F2F': remainder || undefined };
  const modulusOf = (given: CardText) => {
    const key = pinKeyOf(desk(given).state);
    return typeof key === 'string' ? key : toHex(key.modulus);
  };

  it('is the one of 9F2D, in whose certificate no records are', () => {
    expect(modulusOf(but(DDA_CARD, pinObjects))).toBe(pin.modulus);
    expect(modulusOf({ ...but(DDA_CARD, pinObjects), staticData: '00' })).toBe(pin.modulus);
  });

  it("is the card's own where something of it is missing", () => {
    expect(modulusOf(DDA_CARD)).toBe(ICC.modulus);
    expect(modulusOf(but(DDA_CARD, { ...pinObjects, '9F2E': undefined }))).toBe(ICC.modulus);
  });

  it("is none where its certificate is wrong, or the issuer's", () => {
    const wrong = certifyCard(ISSUER, pin, '', { expiry: '1026' }).certificate;
    expect(modulusOf(but(DDA_CARD, { ...pinObjects, '9F2D': wrong }))).toBe('expired');
    expect(modulusOf(but(DDA_CARD, { ...pinObjects, '8F': '00' }))).toBe('ca-key');
    expect(modulusOf(but(DDA_CARD, { '9F46': undefined }))).toBe('data-missing');
    expect(modulusOf(but(DDA_CARD, { ...pinObjects, '8F': undefined }))).toBe('data-missing');
  });
});
