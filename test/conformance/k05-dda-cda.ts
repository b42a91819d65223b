/** Table: K05, dynamic and combined data authentication (EMV 4.3 Book 2 6, Book 3 6.5.9 and 10.3; emv.md 2.4). */

import { fromHex, toHex } from '../../src/base/hex.js';
import type { Case, Expected } from './case.js';
import type { Mishap, Setting } from './setting.js';

type Row = readonly [clause: string, title: string, setting: Setting, expected: Expected];
type Fields = Readonly<Record<string, string>>;

const BOOK_2 = (clause: string) => `EMV Book 2 ${clause}`;
const BOOK_3 = (clause: string) => `EMV Book 3 ${clause}`;

/** A new card (TVR 2.4), its PIN sent online (3.3), and every amount above the floor (4.8): only the first byte differs. */
const WELL: Expected = { outcome: 'approved online', tvr: '0008048000', tsi: 'F800', cid: '80 40' };
const FAILED_DDA: Expected = { outcome: 'approved online', tvr: '0808048000', tsi: 'F800', cid: '80 40' };
const MISSING_DDA: Expected = { outcome: 'approved online', tvr: '2808048000', tsi: 'F800', cid: '80 40' };
const FAILED_CDA: Expected = { outcome: 'approved online', tvr: '0408048000', tsi: 'F800', cid: '80 40' };
const MISSING_CDA: Expected = { outcome: 'approved online', tvr: '2408048000', tsi: 'F800', cid: '80 40' };

const dda = (card: Setting['card'] = {}, rest: Omit<Setting, 'card'> = {}): Setting => ({
  card: { authentication: 'dda', ...card },
  holder: { online: 'entered' },
  ...rest,
});
const cda = (card: Setting['card'] = {}, rest: Omit<Setting, 'card'> = {}): Setting =>
  dda({ authentication: 'cda', ...card }, rest);
const certificate = (fields: Fields): Setting => dda({ certificates: { card: fields } });
const tags = (values: Readonly<Record<string, string | null>>, rest: Omit<Setting, 'card'> = {}): Setting =>
  dda({ tags: values }, rest);
const answered = (answer: NonNullable<Mishap['answer']>): Setting => dda({}, { mishaps: [{ ins: 0x88, answer }] });
const generated = (number: number, answer: NonNullable<Mishap['answer']>, rest: Setting = cda()): Setting => ({
  ...rest,
  mishaps: [{ ins: 0xae, number, answer }],
});

/** No PIN and a floor that the amount stays under: the card may approve by itself. */
const offline = cda(
  { cvmList: '00000000000000001F00' },
  { application: { floorLimit: 1_000_000, targetPercentage: 0, targetPercentageMax: 0 } },
);

/** An answer with one part of it in other bytes. */
function replaced(answer: Uint8Array, part: string, other: string): Uint8Array {
  const text = toHex(answer);
  if (!text.includes(part)) throw new Error('nothing to replace');
  return fromHex(text.replace(part, other));
}

/** The 20th byte of the answer, which lies in the signature, with one bit changed. */
function bent(answer: Uint8Array): Uint8Array {
  const changed = answer.slice();
  changed[20] ^= 0x01;
  return changed;
}

const DDA_ROWS: readonly Row[] = [
  [
    BOOK_2('6.5'),
    'DDA succeeds, one INTERNAL AUTHENTICATE',
    dda(),
    {
      ...WELL,
      commands: 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE 82 AE',
    },
  ],
  [BOOK_3('6.5.9.4'), 'the answer in format 2', dda({ templates: ['dda'] }), WELL],
  [BOOK_2('6.1'), 'ICC key of 512 bits', dda({ cardKey: 'icc-512-3' }), WELL],
  [BOOK_2('6.1'), 'ICC key of 1024 bits', dda({ cardKey: 'icc-1024-3' }), WELL],
  [BOOK_2('6.1'), 'ICC key as long as the issuer key, 1408 bits', dda({ cardKey: 'icc-1408-3' }), WELL],
  [BOOK_2('6.1'), 'all keys of 1984 bits', dda({ issuerKey: 'issuer-1984-3', cardKey: 'issuer-1984-3' }), WELL],
  [BOOK_2('6.1'), 'ICC key longer than the issuer key', dda({ cardKey: 'issuer-1984-3' }), FAILED_DDA],
  [
    BOOK_2('6.1'),
    'exponents 65537',
    dda({ ca: 'F7', issuerKey: 'issuer-1408-65537', cardKey: 'icc-1024-65537' }),
    WELL,
  ],
  [BOOK_2('6.1.1'), 'no 9F4A: the AIP is not signed', tags({ '9F4A': null }), WELL],
  [BOOK_2('6.4 step 5'), '9F4A names another tag', tags({ '9F4A': '9F36' }), FAILED_DDA],
  [BOOK_2('6.2'), 'CA key that the terminal does not have', tags({ '8F': '80' }), FAILED_DDA],
  [
    BOOK_2('6.3 step 9'),
    'issuer certificate: expired',
    dda({ certificates: { issuer: { expires: '0526' } } }),
    FAILED_DDA,
  ],
  [BOOK_2('6.4 step 1'), '9F46 a byte short', tags({ '9F46': '00'.repeat(175) }), FAILED_DDA],
  [BOOK_2('6.4 step 2'), 'ICC certificate: trailer', certificate({ trailer: '00' }), FAILED_DDA],
  [BOOK_2('6.4 step 3'), 'ICC certificate: header', certificate({ header: '6B' }), FAILED_DDA],
  [BOOK_2('6.4 step 4'), 'ICC certificate: format', certificate({ format: '02' }), FAILED_DDA],
  [BOOK_2('6.4 step 6'), 'ICC certificate: hash algorithm', certificate({ hashAlgorithm: '00' }), FAILED_DDA],
  [BOOK_2('6.4 step 7'), 'ICC certificate: hash', certificate({ hash: '00'.repeat(20) }), FAILED_DDA],
  [
    BOOK_2('6.4 step 8'),
    'ICC certificate: PAN of another card',
    certificate({ pan: '6210999901000000994F' }),
    FAILED_DDA,
  ],
  [BOOK_2('6.4 step 9'), 'ICC certificate: expired', certificate({ expires: '0526' }), FAILED_DDA],
  [BOOK_2('6.4 step 9'), 'ICC certificate: expires this month', certificate({ expires: '0626' }), WELL],
  [BOOK_2('6.4 step 10'), 'ICC certificate: key algorithm', certificate({ keyAlgorithm: 'FF' }), FAILED_DDA],
  [BOOK_2('6.1'), 'ICC certificate: key length', certificate({ keyLength: 'B0' }), FAILED_DDA],
  [BOOK_2('6.1'), 'ICC certificate: exponent length', certificate({ exponentLength: '03' }), FAILED_DDA],
  [BOOK_3('7.5'), 'no 9F46', tags({ '9F46': null }), MISSING_DDA],
  [BOOK_3('7.5'), 'no 9F47', tags({ '9F47': null }), MISSING_DDA],
  [BOOK_3('7.5'), 'no 9F48, which the ICC key needs', tags({ '9F48': null }), MISSING_DDA],
  [BOOK_3('7.5'), 'no 90', tags({ '90': null }), MISSING_DDA],
  [BOOK_2('6.5.1'), "no DDOL on the card: the terminal's own", tags({ '9F49': null }), WELL],
  [BOOK_2('6.5.1'), 'a DDOL that asks for more than the number', tags({ '9F49': '9F37049F02069A03' }), WELL],
  [BOOK_2('6.5.1'), 'a DDOL without 9F37', tags({ '9F49': '9A03' }), FAILED_DDA],
  [
    BOOK_2('6.5.1'),
    'no DDOL anywhere',
    tags({ '9F49': null }, { application: { defaultDdol: fromHex('') } }),
    FAILED_DDA,
  ],
  [
    BOOK_2('6.5.1'),
    "no DDOL on the card, the terminal's without 9F37",
    tags({ '9F49': null }, { application: { defaultDdol: fromHex('9A03') } }),
    FAILED_DDA,
  ],
  [BOOK_2('6.5.2'), 'the signature with a bit changed', answered(bent), FAILED_DDA],
  [BOOK_2('6.5.2 step 1'), 'a signature of another length', answered('8003AABBCC9000'), FAILED_DDA],
  [BOOK_3('6.5.9.5'), 'INTERNAL AUTHENTICATE refused', answered('6985'), { outcome: 'ended card-refused 6985' }],
  [BOOK_3('6.5.9.4'), 'an answer that is no template', answered('9F4B00 9000'), { outcome: 'ended data-malformed' }],
  [BOOK_3('6.5.9.4'), 'format 2 without 9F4B', answered('77009000'), { outcome: 'ended data-missing' }],
];

const DECLINED_CDA: Expected = { outcome: 'declined by terminal', tvr: '0408048000', tsi: 'E800', cid: '80 00' };

const CDA_ROWS: readonly Row[] = [
  [
    BOOK_2('6.6'),
    'CDA succeeds, no INTERNAL AUTHENTICATE',
    cda(),
    {
      ...WELL,
      commands: 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 CA CA AE 82 AE',
    },
  ],
  [
    BOOK_2('6.6'),
    'CDA around a TC',
    offline,
    { outcome: 'approved offline', tvr: '0008000000', tsi: 'E800', cid: '40' },
  ],
  [BOOK_2('6.6'), 'ICC key of 512 bits', cda({ cardKey: 'icc-512-3' }), WELL],
  [BOOK_2('6.6'), 'ICC key of 1408 bits', cda({ cardKey: 'icc-1408-3' }), WELL],
  [
    BOOK_2('6.6'),
    'exponents 65537',
    cda({ ca: 'F7', issuerKey: 'issuer-1408-65537', cardKey: 'icc-1024-65537' }),
    WELL,
  ],
  [
    BOOK_3('10.3'),
    'a terminal without CDA: DDA',
    cda({}, { terminal: { capabilities: fromHex('E0F9C0') } }),
    {
      ...WELL,
      commands: 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88 CA CA AE 82 AE',
    },
  ],
  [
    BOOK_2('6.6'),
    'ICC certificate: hash; CDA is not asked for',
    cda({ certificates: { card: { hash: '00'.repeat(20) } } }),
    FAILED_CDA,
  ],
  [BOOK_2('6.6'), 'CA key that the terminal does not have', cda({ tags: { '8F': 'F9' } }), FAILED_CDA],
  [BOOK_3('7.5'), 'no 9F46', cda({ tags: { '9F46': null } }), MISSING_CDA],
  [
    BOOK_2('6.6.2'),
    'first GENERATE AC: a bit of the signature changed',
    generated(1, (real) => bent(real)),
    DECLINED_CDA,
  ],
  [
    BOOK_2('6.6.2 step 12'),
    'first GENERATE AC: ATC changed',
    generated(1, (real) => replaced(real, '9F36020001', '9F36020002')),
    DECLINED_CDA,
  ],
  [
    BOOK_2('6.6.1'),
    'first GENERATE AC: format 1, without a signature',
    generated(1, '80128000011122334455667788 07000103A00000 9000'),
    DECLINED_CDA,
  ],
  [
    BOOK_2('6.6.2 step 6'),
    'a TC that says to be an ARQC; the card then refuses the AAC',
    generated(1, (real) => replaced(real, '9F270140', '9F270180'), offline),
    {
      outcome: 'declined by terminal',
      tvr: '0408000000',
      tsi: 'E800',
      cid: '80 ',
    },
  ],
  [
    BOOK_2('6.6.2'),
    'second GENERATE AC: a bit of the signature changed',
    generated(2, (real) => bent(real)),
    {
      outcome: 'declined by terminal, reverse',
      tvr: '0408048000',
      tsi: 'F800',
      cid: '80 40',
    },
  ],
];

/** The card's signature of an earlier payment does not stand for a new one: 9F37 is another. */
const replay: Case['run'] = async (rig) => {
  const earlier = await rig.pay(dda());
  const signature = earlier.log.find(({ command }) => command[1] === 0x88)?.answer ?? fromHex('');
  await rig.expectAgain(
    { holder: { online: 'entered' }, random: '01020304', mishaps: [{ ins: 0x88, answer: toHex(signature) }] },
    { outcome: 'approved online', tvr: '0800048000', tsi: 'F800', cid: '80 40' },
  );
};

const PLAYED: readonly Omit<Case, 'id'>[] = [
  ...[...DDA_ROWS, ...CDA_ROWS].map(([clause, title, setting, expected]) => ({
    clause,
    title,
    run: (async (rig) => void (await rig.expect(setting, expected))) satisfies Case['run'],
  })),
  { clause: BOOK_2('6.5.2 step 7'), title: 'the signature of an earlier payment, 9F37 being another', run: replay },
];

export const CASES: readonly Case[] = PLAYED.map((one, i) => ({
  id: `K05-${String(i + 1).padStart(3, '0')}`,
  ...one,
}));
