/** Table: K04, static data authentication (EMV 4.3 Book 2 5, Book 3 7.5 and 10.3; emv.md 2.4, 2.12). */

import { fromHex, toHex } from '../../src/base/hex.js';
import { loadCaKeys } from '../../src/pse/ca-keys.js';
import type { Case, Expected } from './case.js';
import { rigParameters } from './rig.js';
import type { Setting } from './setting.js';

type Row = readonly [clause: string, title: string, setting: Setting, expected: Expected];

const BOOK_2 = (clause: string) => `EMV Book 2 ${clause}`;
const BOOK_3 = (clause: string) => `EMV Book 3 ${clause}`;

/** A new card (TVR 2.4), its PIN sent online (3.3), and every amount above the floor (4.8): only the first byte differs. */
const WELL: Expected = { outcome: 'approved online', tvr: '0008048000', tsi: 'F800', cid: '80 40' };
const FAILED: Expected = { outcome: 'approved online', tvr: '4008048000', tsi: 'F800', cid: '80 40' };
const MISSING: Expected = { outcome: 'approved online', tvr: '6008048000', tsi: 'F800', cid: '80 40' };
const NOT_DONE: Expected = { outcome: 'approved online', tvr: '8008048000', tsi: '7800', cid: '80 40' };

const sda = (card: Setting['card'], rest: Omit<Setting, 'card'> = {}): Setting => ({
  card: { authentication: 'sda', ...card },
  holder: { online: 'entered' },
  ...rest,
});
const issuer = (fields: Readonly<Record<string, string>>): Setting => sda({ certificates: { issuer: fields } });
const data = (fields: Readonly<Record<string, string>>): Setting => sda({ certificates: { data: fields } });
const tags = (values: Readonly<Record<string, string | null>>): Setting => sda({ tags: values });
const revoked = (serial: string): Setting =>
  sda({}, { terminal: { revoked: [{ rid: fromHex('A000000333'), index: 0xf8, serial: fromHex(serial) }] } });
/** An answer with one part of it in other bytes. */
function replaced(answer: Uint8Array, part: string, other: string): Uint8Array {
  const text = toHex(answer);
  if (!text.includes(part)) throw new Error('nothing to replace');
  return fromHex(text.replace(part, other));
}

const [testCa] = rigParameters({}).caKeys;

const ROWS: readonly Row[] = [
  [BOOK_2('5.4'), 'SDA succeeds', sda({}), WELL],
  [BOOK_2('5.1'), 'issuer key of 1984 bits, its rest in 92', sda({ issuerKey: 'issuer-1984-3' }), WELL],
  [BOOK_2('5.1'), 'exponents 65537', sda({ ca: 'F7', issuerKey: 'issuer-1408-65537' }), WELL],
  [BOOK_2('5.1.1'), 'no 9F4A: the AIP is not signed', tags({ '9F4A': null }), WELL],
  [BOOK_2('5.4'), '9F4A names another tag', tags({ '9F4A': '825A' }), FAILED],
  [
    BOOK_2('5.4'),
    'a record changed after it was signed: 9F07 with every right',
    sda(
      {},
      { mishaps: [{ ins: 0xb2, parameters: '0114', answer: (real) => replaced(real, '9F0702AB00', '9F0702FF00') }] },
    ),
    FAILED,
  ],
  [BOOK_2('5.2'), 'CA key that the terminal does not have', tags({ '8F': 'F9' }), FAILED],
  [
    BOOK_2('5.2'),
    "only UnionPay's own CA keys in the terminal",
    sda({}, { terminal: { caKeys: loadCaKeys('test') } }),
    FAILED,
  ],
  [
    BOOK_2('11.2'),
    'CA key past its last day',
    sda({}, { terminal: { caKeys: [{ ...testCa, expires: '20260531' }] } }),
    FAILED,
  ],
  [
    BOOK_2('11.2'),
    'CA key on its last day',
    sda({}, { terminal: { caKeys: [{ ...testCa, expires: '20260601' }] } }),
    WELL,
  ],
  [
    BOOK_2('11.2'),
    'CA key whose checksum does not fit',
    sda({}, { terminal: { caKeys: [{ ...testCa, checksum: fromHex('00') }] } }),
    FAILED,
  ],
  [BOOK_2('5.3 step 1'), '90 a byte short', tags({ '90': '00'.repeat(247) }), FAILED],
  [BOOK_2('5.3 step 2'), 'issuer certificate: trailer', issuer({ trailer: 'BB' }), FAILED],
  [BOOK_2('5.3 step 3'), 'issuer certificate: header', issuer({ header: '6B' }), FAILED],
  [BOOK_2('5.3 step 4'), 'issuer certificate: format', issuer({ format: '04' }), FAILED],
  [BOOK_2('5.3 step 6'), 'issuer certificate: hash algorithm', issuer({ hashAlgorithm: '02' }), FAILED],
  [BOOK_2('5.3 step 7'), 'issuer certificate: hash', issuer({ hash: '00'.repeat(20) }), FAILED],
  [BOOK_2('5.3 step 8'), 'issuer certificate: identifier of another issuer', issuer({ issuer: '62109998' }), FAILED],
  [BOOK_2('5.3 step 8'), 'issuer certificate: identifier of three digits', issuer({ issuer: '621FFFFF' }), WELL],
  [BOOK_2('5.3 step 8'), 'issuer certificate: identifier of two digits', issuer({ issuer: '62FFFFFF' }), FAILED],
  [BOOK_2('5.3 step 9'), 'issuer certificate: expired last month', issuer({ expires: '0526' }), FAILED],
  [BOOK_2('5.3 step 9'), 'issuer certificate: expires this month', issuer({ expires: '0626' }), WELL],
  [BOOK_2('5.3 step 9'), 'issuer certificate: 1999', issuer({ expires: '1299' }), FAILED],
  [BOOK_2('5.3 step 10'), 'issuer certificate: revoked', revoked('000001'), FAILED],
  [BOOK_2('5.3 step 10'), 'issuer certificate: another one revoked', revoked('000002'), WELL],
  [BOOK_2('5.3 step 11'), 'issuer certificate: key algorithm', issuer({ keyAlgorithm: '02' }), FAILED],
  [BOOK_2('5.1'), 'issuer certificate: key length below 512 bits', issuer({ keyLength: '3F' }), FAILED],
  [BOOK_3('7.5'), 'issuer certificate: a key length that needs the missing 92', issuer({ keyLength: 'FF' }), MISSING],
  [BOOK_2('5.1'), 'issuer certificate: exponent length', issuer({ exponentLength: '03' }), FAILED],
  [BOOK_2('5.3 step 7'), '9F32 another exponent than the signed one', tags({ '9F32': '010001' }), FAILED],
  [BOOK_2('5.4 step 1'), '93 a byte short', tags({ '93': '00'.repeat(175) }), FAILED],
  [BOOK_2('5.4 step 2'), '93: trailer', data({ trailer: '00' }), FAILED],
  [BOOK_2('5.4 step 3'), '93: header', data({ header: '6B' }), FAILED],
  [BOOK_2('5.4 step 4'), '93: format', data({ format: '05' }), FAILED],
  [BOOK_2('5.4 step 6'), '93: hash algorithm', data({ hashAlgorithm: '00' }), FAILED],
  [BOOK_2('5.4 step 7'), '93: hash', data({ hash: 'FF'.repeat(20) }), FAILED],
  [BOOK_3('7.5'), 'no 8F', tags({ '8F': null }), MISSING],
  [BOOK_3('7.5'), 'no 90', tags({ '90': null }), MISSING],
  [BOOK_3('7.5'), 'no 9F32', tags({ '9F32': null }), MISSING],
  [BOOK_3('7.5'), 'no 93', tags({ '93': null }), MISSING],
  [
    BOOK_3('7.5'),
    'no 92, which the issuer key needs',
    sda({ issuerKey: 'issuer-1984-3', tags: { '92': null } }),
    MISSING,
  ],
  [BOOK_3('10.3'), 'the card offers nothing', sda({ authentication: 'none' }), NOT_DONE],
  [
    BOOK_3('10.3'),
    'the terminal has DDA and CDA only',
    sda({}, { terminal: { capabilities: fromHex('E0F948') } }),
    NOT_DONE,
  ],
];

export const CASES: readonly Case[] = ROWS.map(([clause, title, setting, expected], i) => ({
  id: `K04-${String(i + 1).padStart(3, '0')}`,
  clause,
  title,
  run: async (rig) => void (await rig.expect(setting, expected)),
}));
