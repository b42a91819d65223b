import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import type { FieldValue, Message } from '../../../src/codec/iso8583.js';
import { sha1 } from '../../../src/crypto/sha1.js';
import type { BankAnswer } from '../../../src/links/bank/bank-link.js';
import { downloadApplications, downloadCaKeys } from '../../../src/links/bank/downloads.js';
import { tlv } from '../../pse/hex-objects.js';
import published from '../../vectors/unionpay-capk.json';
import { STATION } from './signed-on.js';

const RID = 'A000000333';
const AID = 'A000000333010101';
const [KEY_1, KEY_2] = published;

type Answer = string | BankAnswer['kind'] | { readonly code: string };

/** A host that gives these answers in turn, field 62 in hexadecimal; and what it was asked, MTI, 60.3 and field 62. */
function host(...answers: readonly Answer[]) {
  const asked: string[] = [];
  const script = [...answers];
  let stan = 200;
  const ask = async ({ mti, fields }: Message): Promise<BankAnswer> => {
    const told = fields.get(62);
    const network = String(fields.get(60)).slice(8);
    asked.push([mti, network, fields.get(11), told instanceof Uint8Array ? toHex(told) : ''].join(' ').trim());
    return answered(script.shift() ?? '');
  };
  const teller = { link: { ask }, station: STATION, nextStan: async () => stan++ };
  return { asked, teller };
}

function answered(answer: Answer): BankAnswer {
  if (answer === 'unable' || answer === 'unknown') return { kind: answer };
  if (answer === 'false') return { kind: 'false', code: 'A0', processingRequest: 'none' };
  const code = typeof answer === 'object' ? answer.code : '00';
  const fields = new Map<number, FieldValue>(
    typeof answer === 'string' && answer !== '' ? [[62, fromHex(answer)]] : [],
  );
  return { kind: 'answered', code, message: { mti: '0810', fields }, processingRequest: 'none' };
}

function listedKey(index: string, expires = '20301231'): string {
  return tlv('9F06', RID) + tlv('9F22', index) + tlv('DF05', expires);
}

function key(
  changes: Readonly<Record<string, string | null>> = {},
  { index, modulus, exponent, sha1 } = KEY_1,
): string {
  const objects: Record<string, string | null> = {
    '9F06': RID,
    '9F22': index,
    DF05: '20301231',
    DF06: '01',
    DF07: '01',
    DF02: modulus,
    DF04: exponent,
    DF03: sha1,
    ...changes,
  };
  return `31${Object.entries(objects)
    .map(([tag, value]) => (value === null ? '' : tlv(tag, value)))
    .join('')}`;
}

function parameters(changes: Readonly<Record<string, string | null>> = {}): string {
  const objects: Record<string, string | null> = {
    '9F06': AID,
    DF01: '00',
    '9F08': '0020',
    '9F09': '0030',
    DF11: 'D84000A800',
    DF12: 'D84004F800',
    DF13: '0010000000',
    '9F1B': '00002710',
    DF15: '000003E8',
    DF16: '99',
    DF17: '50',
    DF14: '9F3704',
    DF18: '01',
    ...changes,
  };
  return `31${Object.entries(objects)
    .map(([tag, value]) => (value === null ? '' : tlv(tag, value)))
    .join('')}`;
}

async function keyDownload(...answers: readonly Answer[]): Promise<string> {
  const result = await downloadCaKeys(host(...answers).teller, sha1);
  const entries = result.kind === 'complete' ? result.entries.map(({ index }) => index).join(' ') : '';
  return [result.kind, 'code' in result ? result.code : '', entries].filter(Boolean).join(' ');
}

const LIST_1 = `31${listedKey('01')}`;

describe('downloadCaKeys', () => {
  it('asks what there is, fetches each, and says that it is done', async () => {
    const { asked, teller } = host(`32${listedKey('01')}`, `31${listedKey('02')}`, key(), key({}, KEY_2), '');
    const result = await downloadCaKeys(teller, sha1);
    expect(asked).toEqual([
      '0820 372 000200 313030',
      '0820 372 000201 313031',
      '0800 370 000202 9F0605A0000003339F220101',
      '0800 370 000203 9F0605A0000003339F220102',
      '0800 371 000204',
    ]);
    expect(result).toEqual({
      kind: 'complete',
      entries: [KEY_1, KEY_2].map(({ index, modulus, exponent, sha1 }) => ({
        rid: fromHex(RID),
        index: Number.parseInt(index, 16),
        modulus: fromHex(modulus),
        exponent: fromHex(exponent),
        checksum: fromHex(sha1),
        expires: '20301231',
      })),
    });
  });

  it('may find none, or none more', async () => {
    expect(await keyDownload('30')).toBe('complete');
    expect(await keyDownload(`32${listedKey('01')}`, '30', key())).toBe('complete 1');
  });

  it('takes a date in characters, too', async () => {
    expect(await keyDownload(LIST_1, key({ DF05: '3230333031323331' }))).toBe('complete 1');
  });

  it.each([
    ['a wrong checksum', { DF03: KEY_2.sha1 }],
    ['another exponent', { DF04: '05' }],
    ['no modulus', { DF02: null }],
    ['no date', { DF05: null }],
    ['a date that is none', { DF05: '203012AB' }],
    ['another algorithm', { DF07: '04' }],
    ['another index than was asked for', { '9F22': '02' }],
    ['another RID', { '9F06': 'A000000003' }],
  ])('takes no key with %s', async (_, changes) => {
    expect(await keyDownload(LIST_1, key(changes))).toBe('malformed');
  });

  it('takes no list that names nothing, breaks off, or never ends', async () => {
    for (const list of ['31', '32', '33', `31${tlv('9F22', '01')}`, `31${tlv('9F06', RID)}`, '319F06', '', '31DF0501'])
      expect(await keyDownload(list), list).toBe('malformed');
    expect(await keyDownload(`31${tlv('9F22', '01')}${listedKey('01')}`)).toBe('malformed');
    expect(await keyDownload(...Array.from({ length: 200 }, () => `32${listedKey('01')}`))).toBe('malformed');
    expect(await keyDownload(`31${listedKey('01').repeat(100)}`)).toBe('malformed');
  });

  it('is nothing where a listed key is not there after all', async () => {
    expect(await keyDownload(LIST_1, '30')).toBe('malformed');
  });

  it('is nothing without an answer, after a refusal, or without a number', async () => {
    expect(await keyDownload('unable')).toBe('unable');
    expect(await keyDownload(LIST_1, 'unknown')).toBe('unknown');
    expect(await keyDownload('false')).toBe('unknown');
    expect(await keyDownload({ code: '97' })).toBe('refused 97');
    const { asked, teller } = host();
    expect(await downloadCaKeys({ ...teller, nextStan: async () => undefined }, sha1)).toEqual({ kind: 'no-number' });
    expect(asked).toEqual([]);
  });

  it('is complete whether or not the host hears of it', async () => {
    expect(await keyDownload(LIST_1, key(), 'unknown')).toBe('complete 1');
    expect(await keyDownload(LIST_1, key(), { code: '96' })).toBe('complete 1');
  });
});

describe('downloadApplications', () => {
  const list = `31${tlv('9F06', AID)}`;

  it('asks what there is, fetches each, and says that it is done', async () => {
    const { asked, teller } = host(list, parameters(), '');
    const result = await downloadApplications(teller);
    expect(asked).toEqual(['0820 382 000200 313030', `0800 380 000201 9F0608${AID}`, '0800 381 000202']);
    expect(result).toEqual({
      kind: 'complete',
      entries: [
        {
          aid: fromHex(AID),
          partialMatch: true,
          version: fromHex('0030'),
          tacDefault: fromHex('D84000A800'),
          tacOnline: fromHex('D84004F800'),
          tacDenial: fromHex('0010000000'),
          floorLimit: 10_000,
          randomThreshold: 1000,
          targetPercentage: 50,
          targetPercentageMax: 99,
          defaultDdol: fromHex('9F3704'),
          onlinePin: true,
        },
      ],
    });
  });

  it('reads what else there may be', async () => {
    const changes = { DF01: '01', '9F09': null, DF18: '00' };
    const result = await downloadApplications(host(list, parameters(changes)).teller);
    if (result.kind !== 'complete') throw new Error(result.kind);
    const [{ partialMatch, version, onlinePin }] = result.entries;
    expect([partialMatch, toHex(version), onlinePin]).toEqual([false, '0020', false]);
  });

  it.each([
    ['a short action code', { DF11: '00' }],
    ['a floor limit of six bytes', { '9F1B': '000000000000' }],
    ['a percentage that is none', { DF17: '6A' }],
    ['no DDOL', { DF14: null }],
    ['no version', { '9F08': null, '9F09': null }],
    ['another AID', { '9F06': 'A000000333010102' }],
  ])('takes no row with %s', async (_, changes) => {
    expect(await downloadApplications(host(list, parameters(changes)).teller)).toEqual({ kind: 'malformed' });
  });
});
