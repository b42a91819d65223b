/**
 * Table: K09, terminal action analysis (EMV 4.3 Book 3 10.7; emv.md 2.11): each bit of TVR that can be set before it,
 * against each action code of the card and of the terminal; then what is missing, the order, and kinds of terminals.
 */

import { fromHex } from '../../src/base/hex.js';
import type { Case, Expected } from './case.js';
import type { Mishap, Setting } from './setting.js';
import { numbered, quiet, type Row } from './single.js';

const CLAUSE = 'EMV Book 3 10.7';
const NONE = '0000000000';

/** A way to one bit and no other: TVR, TSI before the line is used, with it and issuer authentication. */
interface Way {
  readonly title: string;
  readonly tvr: string;
  readonly offline: string;
  readonly online: string;
  readonly setting: Setting;
}

const way = (title: string, tvr: string, setting: Setting, offline = 'E800', online = 'F800'): Way => ({
  title,
  tvr,
  offline,
  online,
  setting,
});

const answering = (object: string, answer: string): Mishap => ({ ins: 0xca, parameters: object, answer });
const COUNTERS = [answering('9F36', '9F360200149000'), answering('9F13', '9F130200119000')];
const WRONG_HASH = { hash: '00'.repeat(20) };
const rules = (list: string) => ({ cvmList: `0000000000000000${list}` });
const tags = (values: Readonly<Record<string, string | null>>): Setting => ({ card: { tags: values } });

const WAYS: readonly Way[] = [
  way('1.8 ODA not performed', '8000000000', { card: { authentication: 'none' } }, '6800', '7800'),
  way('1.7 SDA failed', '4000000000', { card: { authentication: 'sda', certificates: { data: WRONG_HASH } } }),
  way('1.6 ICC data missing', '2000000000', tags({ '8E': null }), 'A800', 'B800'),
  way('1.5 exception file', '1000000000', { holder: { onExceptionFile: true } }),
  way('1.4 DDA failed', '0800000000', { card: { certificates: { card: WRONG_HASH } } }),
  way('1.3 CDA failed', '0400000000', { card: { authentication: 'cda', certificates: { card: WRONG_HASH } } }),
  way('2.8 versions differ', '0080000000', tags({ '9F08': '0030' })),
  way('2.7 expired', '0040000000', tags({ '5F24': '260531' })),
  way('2.6 not yet effective', '0020000000', tags({ '5F25': '260602' })),
  way('2.5 service not allowed', '0010000000', tags({ '9F07': 'AA00' })),
  way('2.4 new card', '0008000000', tags({ '9F14': '0A', '9F23': '14' })),
  way('3.8 cardholder verification failed', '0000800000', { card: rules('0000') }),
  way('3.7 unrecognised CVM', '0000400000', { card: rules('66001F00') }),
  way('3.6 PIN try limit exceeded', '0000200000', { card: { ...rules('41001F00'), state: { pinLocked: true } } }),
  way('3.5 PIN pad absent', '0000100000', { card: rules('42001F00'), application: { onlinePin: false } }),
  way('3.4 PIN not entered', '0000080000', { card: rules('42001F00'), holder: { online: 'bypassed' } }),
  way('3.3 online PIN entered', '0000040000', { card: rules('0200'), holder: { online: 'entered' } }),
  way('4.8 floor limit', '0000008000', { application: { floorLimit: 1234 } }),
  way('4.7 lower limit', '0000004000', { ...tags({ '9F14': '02', '9F23': '05' }), mishaps: COUNTERS }),
  way('4.6 upper limit', '0000002000', { ...tags({ '9F14': '05', '9F23': '02' }), mishaps: COUNTERS }),
  way('4.5 random selection', '0000001000', { application: { targetPercentage: 99, targetPercentageMax: 99 } }),
  way('4.4 merchant forced', '0000000800', { transaction: { forcedOnline: true } }),
];

/** Action codes, denial, online, default, of one side. */
type Codes = readonly [denial: string, online: string, default_: string];

const NO_CODES: Codes = [NONE, NONE, NONE];

/** A scene under these codes; a code of the card that is '' is not on the card. */
function under(setting: Setting, card: Codes, terminal: Codes): Setting {
  const [tacDenial, tacOnline, tacDefault] = terminal.map((code) => fromHex(code));
  const [denial, online, default_] = card.map((code) => (code === '' ? null : code));
  return quiet({
    ...setting,
    card: { ...setting.card, tags: { '9F0E': denial, '9F0F': online, '9F0D': default_, ...setting.card?.tags } },
    application: { ...setting.application, tacDenial, tacOnline, tacDefault },
  });
}

const UNABLE = { issuer: { line: 'unable' } } as const;

/** The opposite code: every bit but the way's own. */
const OTHERS: Readonly<Record<string, string>> = Object.freeze({
  '8000000000': '7FFFFFFFFF',
  '4000000000': 'BFFFFFFFFF',
  '2000000000': 'DFFFFFFFFF',
  '1000000000': 'EFFFFFFFFF',
  '0800000000': 'F7FFFFFFFF',
  '0400000000': 'FBFFFFFFFF',
  '0080000000': 'FF7FFFFFFF',
  '0040000000': 'FFBFFFFFFF',
  '0020000000': 'FFDFFFFFFF',
  '0010000000': 'FFEFFFFFFF',
  '0008000000': 'FFF7FFFFFF',
  '0000800000': 'FFFF7FFFFF',
  '0000400000': 'FFFFBFFFFF',
  '0000200000': 'FFFFDFFFFF',
  '0000100000': 'FFFFEFFFFF',
  '0000080000': 'FFFFF7FFFF',
  '0000040000': 'FFFFFBFFFF',
  '0000008000': 'FFFFFF7FFF',
  '0000004000': 'FFFFFFBFFF',
  '0000002000': 'FFFFFFDFFF',
  '0000001000': 'FFFFFFEFFF',
  '0000000800': 'FFFFFFF7FF',
});

/** The same codes as the card's, then as the terminal's; and that all other bits together do not do it. */
function bothSides(one: Way, codes: Codes, found: Expected, opposite: Codes, otherwise: Expected): Case['run'] {
  return async (rig) => {
    const { setting } = one;
    await rig.expect(under(setting, codes, NO_CODES), found);
    await rig.expect(under(setting, NO_CODES, codes), found);
    await rig.expect(under(setting, opposite, opposite), otherwise);
  };
}

/** Three cases a bit. */
function casesOf(one: Way, index: number): Case[] {
  const { tvr, offline: tsi, title, setting } = one;
  const others = OTHERS[tvr];
  const id = (place: number) => `K09-${String(3 * index + place).padStart(3, '0')}`;
  const approved: Expected = { outcome: 'approved offline', tvr, tsi, cid: '40', arc: 'Y1' };
  const online: Expected = { outcome: 'approved online', tvr, tsi: one.online, cid: '80 40', arc: '00' };
  const denied: Expected = { outcome: 'declined by terminal', tvr, tsi, cid: '00', arc: 'Z1' };
  const refused: Expected = { outcome: 'declined by terminal', tvr, tsi, cid: '80 00', arc: 'Z3' };
  const allowed: Expected = { outcome: 'approved offline', tvr, tsi, cid: '80 40', arc: 'Y3' };
  const unable: Way = { ...one, setting: { ...setting, ...UNABLE } };
  const [onlyDenial, onlyOnline, thenDefault]: readonly Codes[] = [
    [tvr, NONE, NONE],
    [NONE, tvr, NONE],
    [NONE, tvr, tvr],
  ];
  return [
    {
      id: id(1),
      clause: CLAUSE,
      title: `${title}, in denial`,
      run: bothSides(one, onlyDenial, denied, [others, NONE, NONE], approved),
    },
    {
      id: id(2),
      clause: CLAUSE,
      title: `${title}, in online`,
      run: bothSides(one, onlyOnline, online, [NONE, others, NONE], approved),
    },
    {
      id: id(3),
      clause: CLAUSE,
      title: `${title}, in default`,
      run: bothSides(unable, thenDefault, refused, [NONE, tvr, others], allowed),
    },
  ];
}

const BITS: readonly Case[] = WAYS.flatMap(casesOf);

const forced: Setting = { transaction: { forcedOnline: true } };
const FORCED = '0000000800';
const ALL = 'FFFFFFFFFF';
const of = (terminalType: number, setting: Setting = {}): Setting => ({ ...setting, terminal: { terminalType } });

const APPROVED: Expected = { outcome: 'approved offline', tvr: NONE, tsi: 'E800', cid: '40', arc: 'Y1' };
const ONLINE: Expected = { outcome: 'approved online', tvr: FORCED, tsi: 'F800', cid: '80 40', arc: '00' };
const DENIED: Expected = { outcome: 'declined by terminal', tvr: FORCED, tsi: 'E800', cid: '00', arc: 'Z1' };
const REFUSED: Expected = { outcome: 'declined by terminal', tvr: FORCED, tsi: 'E800', cid: '80 00', arc: 'Z3' };
const ALLOWED: Expected = { outcome: 'approved offline', tvr: FORCED, tsi: 'E800', cid: '80 40', arc: 'Y3' };

/** The card's code, with the terminal's empty, and the reverse for the order. */
const ROWS: readonly Row[] = [
  [CLAUSE, 'no IAC-denial denies nothing', under(forced, ['', NONE, NONE], NO_CODES), { ...APPROVED, tvr: FORCED }],
  [CLAUSE, 'no IAC-online goes online with anything', under(forced, [NONE, '', NONE], NO_CODES), ONLINE],
  [CLAUSE, 'no IAC-online does not go online with nothing', under({}, [NONE, '', NONE], NO_CODES), APPROVED],
  [
    CLAUSE,
    'no IAC-default refuses anything when unable',
    under({ ...forced, ...UNABLE }, [NONE, FORCED, ''], NO_CODES),
    REFUSED,
  ],
  [CLAUSE, 'no code at all on the card, nothing found', under({}, ['', '', ''], NO_CODES), APPROVED],
  [CLAUSE, 'denial comes before online', under(forced, [FORCED, NONE, NONE], [NONE, ALL, NONE]), DENIED],
  [
    CLAUSE,
    "the terminal's denial comes before the card's online",
    under(forced, [NONE, ALL, ALL], [ALL, NONE, NONE]),
    DENIED,
  ],
  [CLAUSE, 'default is not asked while there is a line', under(forced, [NONE, FORCED, FORCED], NO_CODES), ONLINE],
  [
    CLAUSE,
    'default is not asked when online does not speak',
    under(forced, [NONE, NONE, ALL], NO_CODES),
    { ...APPROVED, tvr: FORCED },
  ],
  [CLAUSE, 'all codes, nothing found', under({}, [ALL, ALL, ALL], [ALL, ALL, ALL]), APPROVED],
  [
    'EMV Book 4 A1',
    'online only: online with nothing found',
    under(of(21), NO_CODES, NO_CODES),
    { ...ONLINE, tvr: NONE },
  ],
  ['EMV Book 4 A1', 'online only: denied', under(of(24, forced), [FORCED, NONE, NONE], NO_CODES), DENIED],
  [
    'EMV Book 4 A1',
    'online only and unable: refused',
    under(of(21, { ...forced, ...UNABLE }), NO_CODES, NO_CODES),
    REFUSED,
  ],
  [
    'EMV Book 4 A1',
    'offline only: online is not asked',
    under(of(23, forced), [NONE, ALL, NONE], [NONE, ALL, NONE]),
    { ...APPROVED, tvr: FORCED },
  ],
  ['EMV Book 4 A1', 'offline only: default refuses', under(of(26, forced), [NONE, NONE, FORCED], NO_CODES), DENIED],
  ['EMV Book 4 A1', 'offline only: denial comes first', under(of(23, forced), [FORCED, NONE, NONE], NO_CODES), DENIED],
  [
    'EMV Book 4 A1',
    'offline only: no IAC-default refuses anything',
    under(of(23, forced), [NONE, NONE, ''], NO_CODES),
    DENIED,
  ],
  [
    CLAUSE,
    'unable, and default does not speak',
    under({ ...forced, ...UNABLE }, [NONE, FORCED, NONE], NO_CODES),
    ALLOWED,
  ],
  [
    'emv.md 2.11',
    "UnionPay's codes with floor limit 0 and no line",
    quiet({ application: { floorLimit: 0 }, ...UNABLE }),
    { ...REFUSED, tvr: '0000008000' },
  ],
  [
    'emv.md 2.11',
    "UnionPay's codes with an online PIN and no line",
    quiet({ card: rules('0200'), holder: { online: 'entered' }, ...UNABLE }),
    { ...ALLOWED, tvr: '0000040000' },
  ],
  ['EMV Book 3 7.5', 'an IAC of four bytes', quiet(tags({ '9F0E': '00000000' })), { outcome: 'ended data-malformed' }],
];

export const CASES: readonly Case[] = [
  ...BITS,
  ...numbered('K09', ROWS).map((one, index) => ({ ...one, id: `K09-${101 + index}` })),
];
