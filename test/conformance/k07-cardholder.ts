/**
 * Table: K07, cardholder verification (EMV 4.3 Book 3 10.5 and C3, Book 4 6.3.4; emv.md 2.6): what can become of each
 * method, of the offline PIN and of a list; from 101 on each method under each condition, met and not met.
 */

import type { Case, Expected } from './case.js';
import type { HolderSetting, Mishap, Setting } from './setting.js';
import { numbered, quiet, type Row } from './single.js';

const LIST = 'EMV Book 3 10.5';
const OFFLINE = 'EMV Book 3 10.5.1';
const ONLINE = 'EMV Book 3 10.5.2';
const SIGNATURE = 'EMV Book 3 10.5.3';
const COMBINED = 'EMV Book 3 10.5.4';
const COUNTER = 'EMV Book 4 6.3.4.1';
const BYPASS = 'EMV Book 4 6.3.4.3';
const RESULTS = 'EMV Book 4 6.3.4.5';
const DOCUMENT = 'emv.md 2.6';
const FORMAT = 'EMV Book 3 7.5';

/** 9F34, TVR; nothing of it makes a terminal of emv.md 2.11 go online but a PIN that was entered for that. */
const offline = (cvm: string, tvr: string, rest: Partial<Expected> = {}): Expected => ({
  outcome: 'approved offline',
  cvm,
  tvr,
  tsi: 'E800',
  cid: '40',
  signature: false,
  ...rest,
});
const online = (cvm: string, tvr: string, rest: Partial<Expected> = {}): Expected => ({
  outcome: 'approved online',
  cvm,
  tvr,
  tsi: 'F800',
  cid: '80 40',
  signature: false,
  ...rest,
});
const CLEAR = '0000000000';
const FAILED = '0000800000';
const CANCELLED: Expected = { outcome: 'ended cancelled' };
const MALFORMED: Expected = { outcome: 'ended data-malformed' };

/** Rules behind two amounts of 0. */
function list(rules: string, setting: Setting = {}): Setting {
  const cvmList = `0000000000000000${rules.replaceAll(' ', '')}`;
  return quiet({ ...setting, card: { cvmList, ...setting.card } });
}

/** 9F33 byte 2: plaintext PIN 80, online PIN 40, signature 20, enciphered PIN 10, no CVM 08, document 01. */
const capable = (methods: number): Setting => ({ terminal: { capabilities: Uint8Array.of(0xe0, methods, 0xc8) } });
const entering = (...pins: readonly string[]): { readonly holder: HolderSetting } => ({ holder: { pins } });
const RIGHT = entering('123456');
const LOCKED: Setting = { card: { state: { pinLocked: true } } };
const answering = (ins: number, answer: string, parameters?: string): Mishap =>
  parameters === undefined ? { ins, answer, skip: true } : { ins, answer, parameters, skip: true };
const counter = (answer: string): Mishap => answering(0xca, answer, '9F17');

const document = { number: '11010519491231002X', type: '00' };
const showing = (right: boolean): Setting => ({ card: { document }, holder: { document: right } });
const READ = 'A4 B2 B2 A4 A8 B2 B2 B2 B2 B2 B2 B2 B2 88';

const ROWS: readonly Row[] = [
  // whether there is anything to verify
  [LIST, 'the AIP says no', quiet({ card: { tags: { '82': '6C00' } } }), offline('3F0000', CLEAR, { tsi: 'A800' })],
  [FORMAT, 'no list', quiet({ card: { tags: { '8E': null } } }), offline('3F0000', '2000000000', { tsi: 'A800' })],
  [LIST, 'a list without rules', list(''), offline('3F0000', '2000000000', { tsi: 'A800' })],
  [FORMAT, 'a list that ends within a rule', list('1F00 42'), MALFORMED],
  [FORMAT, 'a list shorter than its amounts', quiet({ card: { cvmList: '00000000000000' } }), MALFORMED],

  // methods without PIN
  [RESULTS, 'Fail CVM processing', list('0000'), offline('000001', FAILED)],
  [LIST, 'Fail CVM processing ends the list whatever b7 says', list('4000 1F00'), offline('400001', FAILED)],
  [SIGNATURE, 'signature', list('1E00'), offline('1E0000', CLEAR, { signature: true })],
  [SIGNATURE, 'signature without a printer', list('5E00 1F00', capable(0xd9)), offline('1F0002', CLEAR)],
  [RESULTS, 'no CVM', list('1F00'), offline('1F0002', CLEAR)],
  [RESULTS, 'no CVM where the terminal insists on one', list('1F00', capable(0xf1)), offline('3F0001', FAILED)],
  [LIST, 'a reserved code, and the next rule', list('6600 1F00'), offline('1F0002', '0000400000')],
  [LIST, 'a reserved code, and no next rule', list('2600 1F00'), offline('3F0001', '0000C00000')],
  [LIST, 'another payment system', list('6100 1F00'), offline('1F0002', '0000400000')],
  [LIST, 'an issuer of its own', list('7000 1F00'), offline('1F0002', '0000400000')],
  [LIST, 'a reserved code if supported is passed over', list('2603 1F00'), offline('1F0002', CLEAR)],
  [LIST, 'a reserved condition is passed over', list('1E0A 1E7F 1E80 1F00'), offline('1F0002', CLEAR)],

  // online PIN
  [
    ONLINE,
    'online PIN',
    list('0200', { holder: { online: 'entered' } }),
    online('020000', '0000040000', { asked: 'online' }),
  ],
  [
    ONLINE,
    'online PIN bypassed, then a signature',
    list('4203 1E03 1F00', { holder: { online: 'bypassed' } }),
    offline('1E0300', '0000080000', { signature: true }),
  ],
  [
    ONLINE,
    'online PIN, the pad out of order',
    list('0200', { holder: { online: 'unavailable' } }),
    offline('020001', '0000900000'),
  ],
  [ONLINE, 'online PIN not supported', list('4200 1F00', capable(0xb9)), offline('1F0002', '0000100000')],
  [
    'emv.md 2.11',
    'online PIN not supported for the application',
    list('4200 1F00', { application: { onlinePin: false } }),
    offline('1F0002', '0000100000'),
  ],
  [ONLINE, 'online PIN cancelled', list('4200 1F00', { holder: { online: 'cancelled' } }), CANCELLED],
  [ONLINE, 'nobody at the pad', list('4200 1F00', { holder: { online: 'timeout' } }), CANCELLED],
  [
    'EMV Book 4 6.3.4.2',
    'online PIN when the card takes none any more',
    list('4100 0200', { ...LOCKED, holder: { online: 'entered' } }),
    online('020000', '0000240000', { asked: 'online' }),
  ],

  // offline PIN in plaintext
  [
    OFFLINE,
    'plaintext PIN: one counter, one VERIFY',
    list('0100', RIGHT),
    offline('010002', CLEAR, { commands: `${READ} CA 20 AE`, asked: 'offline 3' }),
  ],
  [
    OFFLINE,
    'wrong, then right',
    list('0100', entering('654321', '123456')),
    offline('010002', CLEAR, { commands: `${READ} CA 20 20 AE`, asked: 'offline 3; offline 2' }),
  ],
  [
    OFFLINE,
    'wrong until no try is left',
    list('4100 1F00', entering('654321', '654321', '654321')),
    offline('1F0002', '0000200000', { asked: 'offline 3; offline 2; offline 1' }),
  ],
  [
    OFFLINE,
    'wrong until no try is left, and no next rule',
    list('0100', entering('654321', '654321', '654321')),
    offline('010001', '0000A00000'),
  ],
  [
    COUNTER,
    'no try left: nobody is asked',
    list('4100 5E00', LOCKED),
    offline('5E0000', '0000200000', { commands: `${READ} CA AE`, asked: '', signature: true }),
  ],
  [
    COUNTER,
    'the card keeps its counter to itself',
    list('0100', { ...RIGHT, mishaps: [counter('6A88')] }),
    offline('010002', CLEAR, { asked: 'offline undefined' }),
  ],
  [
    OFFLINE,
    'blocked at first use, 6983',
    list('4100 1F00', { ...LOCKED, ...RIGHT, mishaps: [counter('6A88')] }),
    offline('1F0002', '0000200000', { commands: `${READ} CA 20 AE` }),
  ],
  [
    OFFLINE,
    '6984 to VERIFY',
    list('0100', { ...RIGHT, mishaps: [answering(0x20, '6984')] }),
    offline('010001', '0000A00000'),
  ],
  [
    OFFLINE,
    '6700 to VERIFY',
    list('4100 1F00', { ...RIGHT, mishaps: [answering(0x20, '6700')] }),
    offline('1F0002', CLEAR),
  ],
  [
    OFFLINE,
    'a counter that does not go down',
    list('4100 1F00', { ...RIGHT, mishaps: [answering(0x20, '63C3')] }),
    offline('1F0002', CLEAR, { asked: 'offline 3' }),
  ],
  [FORMAT, 'a counter of two bytes', list('0100', { mishaps: [counter('9F170200039000')] }), MALFORMED],
  [
    BYPASS,
    'bypassed',
    list('0100', entering('bypassed')),
    offline('010001', '0000880000', { commands: `${READ} CA AE` }),
  ],
  [
    BYPASS,
    'bypassed after a wrong one',
    list('4100 1F00', entering('654321', 'bypassed')),
    offline('1F0002', '0000080000', { commands: `${READ} CA 20 AE` }),
  ],
  [
    BYPASS,
    'bypassed once, bypassed for all',
    list('4100 4200 4400 5E00', entering('bypassed')),
    offline('5E0000', '0000080000', { asked: 'offline 3', signature: true }),
  ],
  [OFFLINE, 'the pad out of order', list('0100', entering('unavailable')), offline('010001', '0000900000')],
  [OFFLINE, 'cancelled', list('4100 1F00', entering('cancelled')), CANCELLED],
  [OFFLINE, 'nobody at the pad for an offline PIN', list('4100 1F00', entering('timeout')), CANCELLED],
  [OFFLINE, 'no offline PIN supported', list('4100 4400 1F00', capable(0x69)), offline('1F0002', '0000100000')],
  [OFFLINE, 'only enciphered PINs supported', list('4100 1F00', capable(0x79)), offline('1F0002', CLEAR)],
  [OFFLINE, 'only plaintext PINs supported', list('4400 1F00', capable(0xe9)), offline('1F0002', CLEAR)],
  [
    COUNTER,
    'two rules, one counter',
    list('4100 4300 1F00', entering('654321', '654321', '654321')),
    offline('1F0002', '0000200000', { commands: `${READ} CA 20 20 20 AE` }),
  ],

  // offline PIN enciphered
  [
    'EMV Book 2 7.2',
    "enciphered PIN under the card's key",
    list('0400', RIGHT),
    offline('040002', CLEAR, { commands: `${READ} CA 84 20 AE`, asked: 'offline 3' }),
  ],
  [
    'EMV Book 2 7.1',
    'enciphered PIN under a key of its own',
    list('0400', { ...RIGHT, card: { pinKey: 'pin-1024-3' } }),
    offline('040002', CLEAR),
  ],
  [
    'EMV Book 2 7.2',
    'wrong, then right: a challenge each',
    list('0400', entering('654321', '123456')),
    offline('040002', CLEAR, { commands: `${READ} CA 84 20 84 20 AE` }),
  ],
  [
    'EMV Book 2 7.1',
    'no key on the card: nobody is asked',
    list('4400 1F00', { card: { authentication: 'sda' } }),
    offline('1F0002', CLEAR, { asked: '' }),
  ],
  [
    'EMV Book 2 7.1',
    'a wrong certificate of the key for PINs',
    list('4400 1F00', { card: { pinKey: 'pin-1024-3', certificates: { pin: { hash: '00'.repeat(20) } } } }),
    offline('1F0002', CLEAR, { asked: '' }),
  ],
  [
    'EMV Book 2 7.2',
    'no challenge',
    list('4400 1F00', { ...RIGHT, mishaps: [answering(0x84, '6D00')] }),
    offline('1F0002', CLEAR, { commands: `${READ} CA 84 AE` }),
  ],
  [
    'EMV Book 2 7.2',
    'a challenge of four bytes',
    list('4400 1F00', { ...RIGHT, mishaps: [answering(0x84, '112233449000')] }),
    offline('1F0002', CLEAR),
  ],
  [
    'EMV Book 2 7.2',
    'another challenge than the card has: a wrong PIN',
    list('4400 1F00', {
      ...entering('123456', 'bypassed'),
      mishaps: [{ ins: 0x84, number: 1, answer: '11223344556677889000' }],
    }),
    offline('1F0002', '0000080000', { asked: 'offline 3; offline 2' }),
  ],

  // combinations
  [COMBINED, 'plaintext PIN and signature', list('0300', RIGHT), offline('030000', CLEAR, { signature: true })],
  [COMBINED, 'enciphered PIN and signature', list('0500', RIGHT), offline('050000', CLEAR, { signature: true })],
  [
    COMBINED,
    'plaintext PIN wrong: no signature is wanted',
    list('0300', entering('654321', '654321', '654321')),
    offline('030001', '0000A00000'),
  ],
  [
    COMBINED,
    'enciphered PIN and signature without a printer',
    list('4500 1F00', capable(0xd9)),
    offline('1F0002', CLEAR),
  ],

  // PBOC 20h
  [DOCUMENT, 'the document is right', list('2000', showing(true)), offline('200002', CLEAR, { asked: 'document' })],
  [DOCUMENT, 'the document is wrong, and the next rule', list('6003 1F00', showing(false)), offline('1F0002', CLEAR)],
  [DOCUMENT, 'the document is wrong, and no next rule', list('2003 1F00', showing(false)), offline('200301', FAILED)],
  [DOCUMENT, 'no document on the card', list('6000 1F00'), offline('1F0002', '2000000000', { asked: '' })],
  [
    DOCUMENT,
    'a document of no kind',
    list('2000', { card: { document, tags: { '9F62': null } } }),
    offline('200001', '2000800000', { asked: '' }),
  ],
  [
    DOCUMENT,
    'no such check in the terminal',
    list('6003 1F00', { ...capable(0xf8), card: { document } }),
    offline('1F0002', CLEAR),
  ],
  [
    DOCUMENT,
    'an EMV terminal in the same place',
    list('2000 1F00', { ...capable(0xf8), card: { document } }),
    offline('3F0001', FAILED),
  ],

  // the end of the list
  [RESULTS, 'no condition met', list('4204 4105 1E01'), offline('3F0001', FAILED)],
  [RESULTS, 'nothing supported', list('4200 4100 5E00 1F00', capable(0x00)), offline('3F0001', '0000900000')],
  [
    RESULTS,
    'one failed, none after it performed',
    list('4200 5E04 6600 5E00', { ...capable(0xd9), holder: { online: 'bypassed' } }),
    offline('420001', '0000C80000'),
  ],
  [
    RESULTS,
    'one failed, then Fail CVM processing',
    list('4200 0000 1F00', { holder: { online: 'bypassed' } }),
    offline('000001', '0000880000'),
  ],
  [
    RESULTS,
    'two failed: the last counts',
    list('4200 6000', { holder: { online: 'bypassed', document: false }, card: { document } }),
    offline('600001', '0000880000'),
  ],
];

/** A method, a terminal that can do it and one that cannot, and what comes of it when it is done. */
interface Method {
  readonly code: string;
  readonly setting: Setting;
  /** 9F33 byte 2 without it, and the rule that then stands behind it with its result. */
  readonly without: number;
  readonly next: readonly [rule: string, cvm: string];
  readonly verdict: string;
  readonly tvr?: string;
  readonly signature?: boolean;
  readonly isOnline?: boolean;
}

const NO_CVM = ['1F00', '1F0002'] as const;

const METHODS: readonly Method[] = [
  { code: '00', setting: {}, without: 0x08, next: NO_CVM, verdict: '01', tvr: FAILED },
  { code: '01', setting: RIGHT, without: 0x08, next: NO_CVM, verdict: '02' },
  {
    code: '02',
    setting: { holder: { online: 'entered' } },
    without: 0x08,
    next: NO_CVM,
    verdict: '00',
    tvr: '0000040000',
    isOnline: true,
  },
  { code: '03', setting: RIGHT, without: 0x88, next: NO_CVM, verdict: '00', signature: true },
  { code: '04', setting: RIGHT, without: 0x88, next: NO_CVM, verdict: '02' },
  { code: '05', setting: RIGHT, without: 0x18, next: NO_CVM, verdict: '00', signature: true },
  { code: '1E', setting: {}, without: 0x08, next: NO_CVM, verdict: '00', signature: true },
  { code: '1F', setting: {}, without: 0x20, next: ['1E00', '1E0000'], verdict: '02' },
  { code: '20', setting: showing(true), without: 0x08, next: NO_CVM, verdict: '02' },
];

/** A condition, a scene in which it is met and one in which it is not. X is 10.00 and Y is 20.00. */
interface Condition {
  readonly code: string;
  readonly title: string;
  readonly met: Setting;
  readonly unmet: Setting;
}

const cash = { transaction: { kind: 'cash' } } as const;
const attended = { terminal: { terminalType: 22 } };
const unattended = { terminal: { terminalType: 25 } };
const paying = (amount: number): Setting => ({ transaction: { amount } });

/** `00` and, for Fail CVM processing, `03` are always met: there the AIP without b5 keeps the rule from being applied. */
const CONDITIONS: readonly Condition[] = [
  { code: '00', title: 'always', met: {}, unmet: {} },
  { code: '01', title: 'unattended cash', met: { ...unattended, ...cash }, unmet: { ...attended, ...cash } },
  { code: '02', title: 'neither cash nor cashback', met: {}, unmet: cash },
  { code: '03', title: 'supported', met: {}, unmet: {} },
  { code: '04', title: 'manual cash', met: { ...attended, ...cash }, unmet: { ...unattended, ...cash } },
  { code: '05', title: 'cashback', met: { transaction: { otherAmount: 100 } }, unmet: {} },
  { code: '06', title: 'below X', met: paying(999), unmet: paying(1000) },
  { code: '07', title: 'above X', met: paying(1001), unmet: paying(1000) },
  { code: '08', title: 'below Y', met: paying(1999), unmet: paying(2000) },
  { code: '09', title: 'above Y', met: paying(2001), unmet: { ...paying(2001), card: { tags: { '9F42': '0344' } } } },
];

/** The rule stands first, and behind it one that cannot fail. Cashback needs its own bit in 9F07. */
function ruled(method: Method, condition: Condition, setting: Setting): Setting {
  const cvmList = `000003E8000007D0${method.code}${condition.code}${method.next[0]}`;
  return quiet({
    ...method.setting,
    ...setting,
    card: { ...method.setting.card, cvmList, tags: { '9F07': 'AB80', ...setting.card?.tags } },
  });
}

const NO_VERIFICATION: Setting = { card: { tags: { '82': '6C00' } } };

function pairOf(method: Method, condition: Condition, index: number): Case {
  const { code, verdict, tvr = CLEAR, signature = false, isOnline = false } = method;
  const [, nextResult] = method.next;
  const done = { tsi: isOnline ? 'F800' : 'E800', cid: isOnline ? '80 40' : '40' };
  const outcome = isOnline ? 'approved online' : 'approved offline';
  const applied: Expected = { outcome, cvm: code + condition.code + verdict, tvr, signature, ...done };
  const passed = offline(nextResult, CLEAR, { signature: nextResult === '1E0000', asked: '' });
  const unasked = offline('3F0000', CLEAR, { tsi: 'A800', asked: '' });
  const isAlways = condition.code === '00' || (condition.code === '03' && code === '00');
  const isSupport = condition.code === '03' && !isAlways;
  return {
    id: `K07-${101 + index}`,
    clause: 'EMV Book 3 C3',
    title: `${code} if ${condition.title}`,
    run: async (rig) => {
      await rig.expect(ruled(method, condition, condition.met), applied);
      if (isAlways) await rig.expect(ruled(method, condition, NO_VERIFICATION), unasked);
      else await rig.expect(ruled(method, condition, isSupport ? capable(method.without) : condition.unmet), passed);
    },
  };
}

const PAIRS = METHODS.flatMap((method) => CONDITIONS.map((condition) => [method, condition] as const));

export const CASES: readonly Case[] = [
  ...numbered('K07', ROWS),
  ...PAIRS.map(([method, condition], index) => pairOf(method, condition, index)),
];
