/** CDA against signatures that node:crypto made (EMV 4.3 Book 2 6.6). */

import { describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { checkCombined } from '../../src/pse/cda.js';
import type { TransactionState } from '../../src/pse/transaction-state.js';
import { layCard, NUMBER, results } from './oda-desk.js';
import { forgeKey, sha1Hex, signDynamic, tlv } from './oda-forge.js';

const ICC = forgeKey('icc-1024-3');
const PDOL = '0156 000000001234'.replace(' ', '');
const CDOL1 = '000000001234000000000000015600000000000156261123001A2B3C4D';
const CDOL2 = `3030${CDOL1}`;
const CRYPTOGRAM = '1122334455667788';

type Fields = Readonly<Record<string, string>>;

const CID_80 = tlv('9F27', '80');
const ATC = tlv('9F36', '0012');
const IAD = tlv('9F10', '07000103A0A00001');

/** The ICC dynamic data of a GENERATE AC (Book 2 table 19). */
function dynamicData(wrong: Fields, transaction: string): string {
  const number = wrong.number ?? '0102030405060708';
  const length = wrong.numberLength ?? (number.length / 2).toString(16).padStart(2, '0');
  return length + number + (wrong.cid ?? '80') + CRYPTOGRAM + (wrong.transactionHash ?? sha1Hex(transaction));
}

interface Given {
  readonly before?: string;
  readonly after?: string;
  readonly cdolData?: string;
  readonly wrong?: Fields;
  readonly icc?: string;
  readonly terminalData?: string;
}

/** The value of a template 77: objects before the signature, the signature, objects behind it. */
function respond({ before = CID_80 + ATC, after = IAD, cdolData = CDOL1, wrong = {}, ...more }: Given = {}): string {
  const data = wrong.data ?? dynamicData(wrong, PDOL + cdolData + before + after);
  const key = more.icc === undefined ? ICC : forgeKey(more.icc);
  return before + tlv('9F4B', signDynamic(key, data, more.terminalData ?? NUMBER, wrong)) + after;
}

function transaction(icc = ICC): TransactionState {
  const { state } = layCard({ card: { objects: { 82: '7D00' }, staticData: '' }, caKeys: [] });
  state.authentication = 'cda';
  state.iccKey = { modulus: fromHex(icc.modulus), exponent: fromHex(icc.exponent) };
  state.pdolData = fromHex(PDOL);
  return state;
}

function check(response: string, cdolData = CDOL1, state = transaction()): string {
  const passed = checkCombined(state, fromHex(response), fromHex(cdolData));
  return `${passed ? 'passed' : 'failed'} ${results(state)}`;
}

const PASSED = 'passed 0000000000 8000';
const FAILED = 'failed 0400000000 8000';

describe('a signature that is right', () => {
  it('gives 9F26 and 9F4C', () => {
    const state = transaction();
    expect(check(respond(), CDOL1, state)).toBe(PASSED);
    expect(toHex(state.icc.get(0x9f26) ?? EMPTY)).toBe(CRYPTOGRAM);
    expect(toHex(state.icc.get(0x9f4c) ?? EMPTY)).toBe('0102030405060708');
  });

  it('is over CDOL1 and CDOL2 with a second GENERATE AC, whose cryptogram takes the place of the first', () => {
    const state = transaction();
    state.icc.put(0x9f26, new Uint8Array(8));
    expect(check(respond({ cdolData: CDOL1 + CDOL2 }), CDOL1 + CDOL2, state)).toBe(PASSED);
    expect(toHex(state.icc.get(0x9f26) ?? EMPTY)).toBe(CRYPTOGRAM);
    expect(check(respond({ cdolData: CDOL2 }), CDOL1 + CDOL2)).toBe(FAILED);
  });

  it('may stand before, between and behind the other objects', () => {
    expect(check(respond({ before: '', after: CID_80 + ATC }))).toBe(PASSED);
    expect(check(respond({ before: CID_80 + ATC + IAD, after: '' }))).toBe(PASSED);
  });

  it('is over lengths as the card wrote them', () => {
    expect(check(respond({ before: `9F278101809F36820002${'0012'}` }))).toBe(PASSED);
    const longSignature = respond().replace('9F4B8180', '9F4B820080');
    expect(check(longSignature)).toBe(PASSED);
  });

  it('is not over filler between objects', () => {
    expect(check(`0000${respond()}00`)).toBe(PASSED);
    expect(check(respond().replace('9F4B', '009F4B'))).toBe(PASSED);
  });

  it('is over objects of one and three bytes of tag as well', () => {
    expect(check(respond({ after: `${tlv('57', '0102')}${tlv('DF8101', '03')}` }))).toBe(PASSED);
  });

  it('may carry the shortest number, and data behind what CDA needs', () => {
    expect(check(respond({ wrong: { number: '0102' } }))).toBe(PASSED);
    const longer = `${dynamicData({}, PDOL + CDOL1 + CID_80 + ATC + IAD)}FFFF`;
    expect(check(respond({ wrong: { data: longer } }))).toBe(PASSED);
  });

  it('works with each key that can carry it', () => {
    for (const name of ['icc-512-3', 'icc-1024-65537', 'icc-1152-3', 'icc-1408-3', 'issuer-1408-65537'])
      expect(check(respond({ icc: name }), CDOL1, transaction(forgeKey(name)))).toBe(PASSED);
  });
});

describe('a signature with one thing wrong', () => {
  const wrongs: readonly (readonly [string, Fields])[] = [
    ['trailer', { trailer: 'BB' }],
    ['header', { header: '69' }],
    ['format', { format: '03' }],
    ['hash algorithm', { hashAlgorithm: '02' }],
    ['hash', { hash: '44'.repeat(20) }],
    ['CID inside', { cid: '40' }],
    ['transaction data hash', { transactionHash: '55'.repeat(20) }],
    ['dynamic data: one byte short', { data: dynamicData({}, PDOL + CDOL1 + CID_80 + ATC + IAD).slice(0, -2) }],
    ['dynamic data: none', { data: '' }],
    ['dynamic number: nine bytes', { number: '010203040506070809' }],
    ['dynamic number: one byte', { number: '01' }],
    ['length of the dynamic data', { length: '1E' }],
  ];
  for (const [what, wrong] of wrongs) {
    it(`fails: ${what}`, () => {
      const state = transaction();
      expect(check(respond({ wrong }), CDOL1, state)).toBe(FAILED);
      expect(state.icc.get(0x9f26)).toBeUndefined();
      expect(state.icc.get(0x9f4c)).toBeUndefined();
    });
  }

  it('fails: another unpredictable number', () => {
    expect(check(respond({ terminalData: '1A2B3C4E' }))).toBe(FAILED);
    expect(check(respond({ terminalData: '' }))).toBe(FAILED);
  });

  it('fails: signed over other PDOL, CDOL or response data', () => {
    expect(check(respond(), CDOL1.replace('1234', '1235'))).toBe(FAILED);
    expect(check(respond(), '')).toBe(FAILED);
    const state = transaction();
    state.pdolData = EMPTY;
    expect(check(respond(), CDOL1, state)).toBe(FAILED);
    expect(check(respond().replace(ATC, tlv('9F36', '0013')))).toBe(FAILED);
    expect(check(respond() + tlv('9F5D', '00'))).toBe(FAILED);
  });

  it('fails: CID outside is another, twice as long, or not there', () => {
    expect(check(respond({ before: tlv('9F27', '40') + ATC }))).toBe(FAILED);
    expect(check(respond({ before: tlv('9F27', '8000') + ATC }))).toBe(FAILED);
    expect(check(respond({ before: ATC }))).toBe(FAILED);
  });

  it('fails: no signature, an empty one, one of another length, one by another key', () => {
    expect(check(CID_80 + ATC + IAD)).toBe(FAILED);
    expect(check(`${CID_80}9F4B00`)).toBe(FAILED);
    expect(check(respond({ icc: 'icc-1152-3' }))).toBe(FAILED);
    expect(check(respond({ icc: 'icc-1024-65537' }))).toBe(FAILED);
  });
});
