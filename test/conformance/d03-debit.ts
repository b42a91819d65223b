/** Table: D03, the signed visit log and the bank card number: by PSAM, by the bureau's line and in steps, and what refuses. */

import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { cardLike, type Setting, tampered } from '../visits/bench.js';
import { samplePsam } from '../xs/scenarios.js';
import { bureau, meet, named } from './business-system.js';
import { type Call, type DriverCase, type DriverRow, driverCases, NAMED, scene } from './driver-case.js';

const SC = 'SC 9.8; sscard.md 8, 12';
const SC_A = 'SC annex A; sscard.md 12.1';
const TP = '[TP]';
const V2 = NAMED['v2-des'];
const PIN: Gesture = { digits: '123456' };
const YES: Press = 1;
const NO: Press = 2;
const PAY = '150.00|100.00|20260601120000|';
const CARDS: readonly string[] = Object.freeze(['v1-plain', 'v2-des', 'v2-sm4', 'v3-sm4']);

/** The holder confirms, and enters the PIN as often as the card wants it. */
const at = (card: string, psam: string | 'none', more: Partial<Setting> = {}) =>
  scene(card, psam, { presses: [YES], gestures: [PIN, PIN], ...more });

/** The line that the card has of it, asked of the card after the call has given its TAC. */
function thenRecords(call: Call, form: RegExp): Call {
  return async (driver, one) => {
    const done = await call(driver, one);
    if (done.code !== 0 || !form.test(done.out)) return done;
    return await driver.iReadDebitRecord(1);
  };
}

/** Newest first: nothing is said of the lines below it. */
const record = (terminal: string) =>
  new RegExp(`^[0-9A-F]{4}\\^${terminal}\\^20260601120000\\^150\\.00\\^100\\.00\\^\\|`);
const AMOUNTS = '00003A9800002710';
const algorithmOf = (card: string) => (card.endsWith('sm4') ? '03' : '01');

const ALIKE: readonly DriverRow[] = CARDS.flatMap((card): DriverRow[] => {
  const head = `${algorithmOf(card)}\\|017F\\|`;
  const zeros = '0'.repeat(12);
  const byHsm = new RegExp(`^${head}${AMOUNTS}\\|32\\|${zeros}\\|0000[0-9A-F]{4}\\|20260601120000\\|[0-9A-F]{8}\\|$`);
  const inSteps = new RegExp(`^[0-9A-F]{8}\\|${byHsm.source.slice(1)}`);
  return [
    [
      SC,
      `iDoDebit and iReadDebitRecord of ${card} by PSAM`,
      at(card, 'full'),
      thenRecords(
        async (driver) => await driver.iDoDebit(1, await named(driver), PAY),
        new RegExp(`^${head}${AMOUNTS}\\|32\\|990100000001\\|[0-9A-F]{8}\\|20260601120000\\|[0-9A-F]{8}\\|$`),
      ),
      0,
      record('990100000001'),
    ],
    [
      SC,
      `iDoDebit and iReadDebitRecord of ${card} by the bureau’s line`,
      at(card, 'none', { bureau: bureau() }),
      thenRecords(async (driver) => await driver.iDoDebit(1, await named(driver), PAY), byHsm),
      0,
      record(zeros),
    ],
    [
      SC,
      `iDoDebit of ${card} in steps`,
      at(card, 'none', { bureau: bureau() }),
      thenRecords(async (driver) => {
        const { hsm, card: one } = await meet(driver);
        const first = await driver.iDoDebit_HSM_Step1(1, one, PAY);
        const question = `^${head}[0-9A-F]{8}\\|[0-9A-F]{4}\\|${AMOUNTS}\\|32\\|${zeros}\\|20260601120000\\|$`;
        if (!new RegExp(question).test(first.out)) return first;
        return await driver.iDoDebit_HSM_Step2(hsm('debitAuth', first.out));
      }, inSteps),
      0,
      record(zeros),
    ],
  ];
});

const debit: Call = (driver) => driver.iDoDebit(1, V2, PAY);
const paying =
  (pPayInfo: string): Call =>
  (driver) =>
    driver.iDoDebit(1, V2, pPayInfo);

/** v2-des, its answers to DEBIT, or to INITIALIZE FOR PURCHASE, replaced by a status word. */
function answering(ins: number, sw: number): Setting {
  const card = tampered(cardLike('v2-des'), (tpdu, real) =>
    tpdu[0] === 0xb0 && tpdu[1] === ins ? Uint8Array.of(sw >> 8, sw & 0xff) : real(),
  );
  return { card, presses: [YES], gestures: [PIN] };
}

const INPUT: readonly DriverRow[] = (
  [
    ['pPayInfo without its last |', '150.00|100.00|20260601120000', /pPayInfo 应为/],
    ['an amount with one decimal', '150.0|100.00|20260601120000|', /金额应为两位小数/],
    ['an amount below nothing', '-1.00|0.00|20260601120000|', /金额应为两位小数/],
    ['an amount that is too high by a fen', '42949672.95|0.00|20260601120000|', /小于42949672.95/],
    ['more covered than it cost', '100.00|100.01|20260601120000|', /不应超过总额/],
    ['a day that the calendar does not have', '150.00|100.00|20260229120000|', /YYYYMMDDhhmmss/],
    ['an hour that the day does not have', '150.00|100.00|20260601240000|', /YYYYMMDDhhmmss/],
  ] as const
).map(([title, pPayInfo, out]): DriverRow => [SC_A, title, at('v2-des', 'full'), paying(pPayInfo), -23, out]);

const NUMBERS: readonly DriverRow[] = [
  [
    SC,
    'the highest amount',
    at('v2-des', 'full'),
    paying('42949672.94|0.00|20260601120000|'),
    0,
    /^01\|017F\|FFFFFFFE00000000\|/,
  ],
  [SC_A, 'another card than the one named', at('v2-rich', 'full'), debit, -22, /不一致/],
  [SC_A, 'neither PSAM nor line', at('v2-des', 'none'), debit, -2201, /未插入PSAM卡/],
  [SC_A, 'the card finds MAC1 wrong', () => answering(0x2c, 0x9302), debit, -37634, /卡片未认可交易验证码/],
  [SC_A, 'the card has no such key', () => answering(0x28, 0x9403), debit, -37891, /没有该版本的交易密钥/],
  [TP, 'a card without the account', () => answering(0x28, 0x6d00), debit, -27266, /没有医疗个人账户/],
  [TP, 'the holder does not confirm', at('v2-des', 'full', { presses: [NO] }), debit, -2344, /未确认/],
  [TP, 'nobody confirms', at('v2-des', 'full', { presses: [] }), debit, -2344, /未确认/],
  [
    TP,
    'a PSAM without DPK, and a bureau that has it',
    at('v2-des', 'full', {
      bureau: bureau(),
      psam: tampered(samplePsam('full')(new SeededRandom(4)), (tpdu, real) =>
        tpdu[1] === 0x70 ? Uint8Array.of(0x6a, 0x88) : real(),
      ),
    }),
    debit,
    0,
    new RegExp(`^01\\|017F\\|${AMOUNTS}\\|32\\|990100000001\\|0000[0-9A-F]{4}\\|20260601120000\\|[0-9A-F]{8}\\|$`),
  ],
  [
    TP,
    'a PSAM that finds MAC2 wrong: the line stands, and the bureau settles it',
    at('v2-des', 'full', {
      psam: tampered(samplePsam('full')(new SeededRandom(4)), (tpdu, real) =>
        tpdu[1] === 0x72 ? Uint8Array.of(0x93, 0x02) : real(),
      ),
    }),
    debit,
    -2342,
    /就医记录/,
  ],
  [
    TP,
    'MAC1 of the HSM for another time',
    at('v2-des', 'none'),
    async (driver) => {
      const { hsm, card } = await meet(driver);
      const first = await driver.iDoDebit_HSM_Step1(1, card, PAY);
      return await driver.iDoDebit_HSM_Step2(hsm('debitAuth', first.out).replace('20260601120000', '20260601120001'));
    },
    -23,
    /密钥服务的应答格式错误/,
  ],
  [
    SC_A,
    'MAC1 of the HSM that is wrong',
    at('v2-des', 'none'),
    async (driver) => {
      const { card } = await meet(driver);
      const first = await driver.iDoDebit_HSM_Step1(1, card, PAY);
      const [, , , sequence] = first.out.split('|');
      return await driver.iDoDebit_HSM_Step2(`0000${sequence}|20260601120000|00000000|`);
    },
    -37634,
    /卡片未认可交易验证码/,
  ],
  [
    SC,
    'a step that is left: the card has no line of it, and goes on',
    at('v2-des', 'none', { presses: [YES, YES], gestures: [PIN, PIN, PIN], bureau: bureau() }),
    async (driver) => {
      const { card } = await meet(driver);
      await driver.iDoDebit_HSM_Step1(1, card, PAY);
      return await driver.iReadDebitRecord(1);
    },
    0,
    /^(?!.*20260601120000)/,
  ],
  [TP, 'a bureau that refuses the key', at('v2-des', 'none', { bureau: refusingDebits() }), debit, -2352, /拒绝了请求/],
  [
    TP,
    'a terminal of the bank side alone',
    at('v2-des', 'full', { profile: 'financial' }),
    (driver) => driver.iReadDebitRecord(1),
    -5,
    /不办理此项业务/,
  ],
];

/** The bureau's host, but that it knows no key for MAC1. */
function refusingDebits() {
  const real = bureau();
  return {
    receive: (frame: Uint8Array) =>
      real.receive(Uint8Array.from(frame, (byte, i) => (isAt(frame, i, '017F') ? 0x30 : byte))),
  };
}

/** Whether the byte lies in the text. */
function isAt(frame: Uint8Array, index: number, text: string): boolean {
  const start = String.fromCharCode(...frame).indexOf(text);
  return start >= 0 && index >= start && index < start + text.length;
}

const bankNumber: Call = (driver) => driver.iReadICCardNum();

/** v2-des, the answers of its bank side to one INS replaced by a status word. */
function bankSide(ins: number, sw: number): Setting {
  const card = tampered(cardLike('v2-des'), (tpdu, real) =>
    tpdu[1] === ins && (ins !== 0xa4 || isAt(tpdu, 5, '\u00a0\u0000\u0000\u0003\u0033'))
      ? Uint8Array.of(sw >> 8, sw & 0xff)
      : real(),
  );
  return { card };
}

const BANK: readonly DriverRow[] = [
  ['S-E', 'iReadICCardNum', scene('v2-des'), bankNumber, 0, '6210999901000000001|'],
  ['S-E', 'iReadICCardNum without a PSAM', scene('v2-des', 'none'), bankNumber, 0, '6210999901000000001|'],
  [SC_A, 'no card', () => ({ card: undefined }), bankNumber, -2, /未插入卡片/],
  [TP, 'a card without a bank’s application', scene('v2-rich'), bankNumber, -2372, /没有本终端受理的银行借记应用/],
  [TP, 'a bank’s application that is blocked', () => bankSide(0xa4, 0x6283), bankNumber, -2371, /银行应用已锁定/],
  [TP, 'a card that refuses to begin', () => bankSide(0xa8, 0x6a81), bankNumber, -27265, /./],
  [TP, 'a bank’s application that serves no read', () => bankSide(0xa8, 0x6985), bankNumber, -2374, /./],
  [TP, 'a record that the card refuses', () => bankSide(0xb2, 0x6982), bankNumber, -27010, /./],
  [
    TP,
    'a terminal of the social security side alone',
    scene('v2-des', 'full', { profile: 'social' }),
    bankNumber,
    -5,
    /不办理此项业务/,
  ],
];

export const CASES: readonly DriverCase[] = driverCases('D03', [...ALIKE, ...INPUT, ...NUMBERS, ...BANK]);
