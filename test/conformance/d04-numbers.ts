/** Table: D04, what the other chapters come to by no accident: each remaining reason, rule and state of the terminal, with its number. */

import { HsmHost } from '../../hosts/peers/bureau/hsm-host.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import { type NorFlash, type NorShape, PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import { testRoot } from '../../hosts/peers/keys.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { concat } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { Journal } from '../../src/journal/journal.js';
import { fullFile, PUBLISHER_KEY, reading, SMALL_BANKS } from '../journal/blacklist/blacklist-desk.js';
import { boot, flashOf, SMALL, sell } from '../journal/flash-desk.js';
import { cardLike, type Setting, tampered } from '../visits/bench.js';
import { sampleCard } from '../xs/scenarios.js';
import { named } from './business-system.js';
import { type Call, type DriverCase, type DriverRow, driverCases, NAMED, scene } from './driver-case.js';

const SC_A = 'SC annex A; sscard.md 12.1';
const TP = '[TP]';
const V2 = NAMED['v2-des'];
const PIN: Gesture = { digits: '123456' };
const NEW: Gesture = { digits: '97531' };

const basic: Call = (driver) => driver.iReadCardBas(1);
const read: Call = (driver) => driver.iReadCard(1, 2, V2, 'DF01EF05|21|$');
const write =
  (address: string, data: string): Call =>
  (driver) =>
    driver.iWriteCard(1, V2, address, data);
const debit: Call = (driver) => driver.iDoDebit(1, V2, '150.00|100.00|20260601120000|');

/** v2-des, the commands that are meant answered otherwise. */
function otherwise(isMeant: (tpdu: Uint8Array) => boolean, answer: (real: () => Uint8Array) => Uint8Array): Setting {
  const card = tampered(cardLike('v2-des'), (tpdu, real) => (isMeant(tpdu) ? answer(real) : real()));
  return { card, presses: [1, 1], gestures: [PIN, PIN, PIN] };
}

const refusing = (ins: number, sw: string, cla = 0x00) =>
  otherwise(
    (tpdu) => tpdu[0] === cla && tpdu[1] === ins,
    () => fromHex(sw),
  );

const CARD: readonly DriverRow[] = [
  [
    SC_A,
    '−2202: the card’s cipher is SSF33',
    () =>
      otherwise(
        () => true,
        (real) => fromHex(toHex(real()).replace('9F0C03860101', '9F0C03860102')),
      ),
    basic,
    -2202,
    /终端不支持此卡的密码算法/,
  ],
  [
    SC_A,
    '−20: the card’s own identifier is none',
    () =>
      otherwise(
        (tpdu) => tpdu[1] === 0xb2,
        (real) => fromHex(toHex(real()).replace('D156000005', 'D156000006')),
      ),
    basic,
    -20,
    /卡的识别码格式错误；请持本人有效证件/,
  ],
  [SC_A, '6A88: the card lacks the key', () => refusing(0x82, '6A88'), read, -27272, /卡内没有所需的密钥/],
  [
    SC_A,
    '6A82: the card lacks a file of its version',
    () =>
      otherwise(
        (tpdu) => tpdu[1] === 0xa4 && toHex(tpdu).includes('DF01'),
        () => fromHex('6A82'),
      ),
    read,
    -27266,
    /卡内没有该文件（DF01EF05）/,
  ],
  [
    SC_A,
    '6982: the card does not let it be written',
    () => refusing(0xdc, '6982'),
    write('DF01EF05|20|$', 'DF01EF05|11|$'),
    -27010,
    /卡片不允许写入该文件/,
  ],
];

/** A terminal whose blacklist lies in flash. */
function stored(): Setting {
  return { card: cardLike('v2-des'), blacklist: { flash: flashOf(SMALL_BANKS), publisherKey: PUBLISHER_KEY } };
}

const BLACKLIST: readonly DriverRow[] = [
  [
    TP,
    'a card that a list in flash suspects, and nobody to ask',
    stored,
    async (driver, { terminal }) => {
      const listed = { cardIdentifier: V2.slice(0, 32), cardNumber: V2.slice(33, 42) };
      await terminal.blacklist?.update(reading(fullFile(1, [listed])));
      return await driver.iReadCardBas(1);
    },
    -2318,
    /疑似列入黑名单/,
  ],
  [TP, 'a terminal that has no list, and nobody to ask', stored, basic, -2319, /黑名单缺失/],
];

/** Card and PIN, and what the terminal’s flash was before it was switched on. */
const withFlash = (flash: NorFlash): Setting => ({
  card: cardLike('v2-des'),
  flash,
  presses: [1],
  gestures: [PIN],
});

const TIGHT: NorShape = { ...SMALL, unitLength: 2560 };

/** A flash that what `fill` has put there leaves no room for a transaction. */
async function full(fill: (journal: Journal) => Promise<unknown>): Promise<Setting> {
  const flash = flashOf(TIGHT);
  const journal = await boot(flash);
  while (journal.readiness() === 'done') await fill(journal);
  return withFlash(flash);
}

/** One more line of a card's account. */
async function spend(journal: Journal): Promise<unknown> {
  const intent = {
    kind: 'purchase',
    cardIdentifier: fromHex(V2.slice(0, 32)),
    cardNumber: V2.slice(33, 42),
    algorithm: 'DES',
    historical: fromHex('00995453549999990100000001'),
    balance: 1000,
    sequence: journal.state.purse.rows.length + 1,
    account: 1,
    selfPay: 0,
    pool: 0,
    terminalNumber: '990100000001',
    terminalSequence: 1,
    moment: '20260601090000',
  } as const;
  await journal.beginPurse(intent);
  return await journal.bookPurse({ ...intent, tac: new Uint8Array(4), mac: new Uint8Array(4), check: 'right' });
}

const JOURNAL: readonly DriverRow[] = [
  [
    TP,
    'a journal full of what nobody takes from it',
    () => full((journal) => journal.keep('ca A000000333 09', new Uint8Array(900))),
    debit,
    -2347,
    /交易记录已满/,
  ],
  [
    TP,
    'a flash that does not hold what is written',
    async () => {
      const flash = flashOf(PARTITION);
      flash.wearOut();
      await flash.program(0, 0, new Uint8Array(16));
      return withFlash(flash);
    },
    debit,
    -2348,
    /存储器故障/,
  ],
  [
    TP,
    'a flash that holds something else',
    () => withFlash(flashOf(SMALL, new Uint8Array(4 * 512))),
    debit,
    -2349,
    /无法读取/,
  ],
  [TP, 'a journal full of lines for a bureau that is away', () => full(spend), debit, -2350, /待传医保账户明细已满/],
  [
    TP,
    'a journal full of the bank’s batch',
    () => full((journal) => sell(journal, '6217000000000000010', 1)),
    debit,
    -2354,
    '本批次交易已满；请先结算',
  ],
];

/** Debits once, answers that with garbage, and says `proof` of it when asked. */
function forgetful(proof: (real: () => Uint8Array) => Uint8Array): Setting {
  let isDone = false;
  const setting = otherwise(
    (tpdu) => tpdu[0] === 0xb0 && (tpdu[1] === 0x2e || (tpdu[1] === 0x2c && !isDone)),
    (real) => {
      if (isDone) return proof(real);
      isDone = true;
      real();
      return Uint8Array.of(0x12);
    },
  );
  return setting;
}

const twice: Call = async (driver, one) => {
  const torn = await debit(driver, one);
  return torn.code === -15 ? await debit(driver, one) : torn;
};

const ACCOUNT: readonly DriverRow[] = [
  [SC_A, '9401: more than the card lets be taken', () => refusing(0x28, '9401', 0xb0), debit, -37889, /余额不足/],
  [SC_A, '9402: the card’s counter is at its end', () => refusing(0x28, '9402', 0xb0), debit, -37890, /序号已用完/],
  [
    TP,
    'a line whose answer was lost has come about after all',
    () => forgetful((real) => real()),
    twice,
    -2343,
    /上笔交易已完成，本次未扣款/,
  ],
  [
    SC_A,
    '9406: nothing tells what came of a line',
    () => forgetful(() => fromHex('6F00')),
    twice,
    -37894,
    /上笔交易结果不明，本次未扣款/,
  ],
];

const BUREAU: readonly DriverRow[] = [
  [
    TP,
    'a PIN for a bureau with which no key is agreed',
    scene('v2-des', 'none', {
      bureau: new HsmHost({ pinKey: testRoot('TPK') }),
      agreesPinKey: false,
      gestures: [NEW, NEW],
    }),
    async (driver) => await driver.iReloadPIN(1, await named(driver)),
    -2353,
    /未与经办机构约定PIN传输密钥/,
  ],
];

const bankNumber: Call = (driver) => driver.iReadICCardNum();

/** v2-des, the records of its bank's application as `change` makes them; the first that has 5A comes with each. */
function records(change: (record: Uint8Array, first: Uint8Array) => Uint8Array): Setting {
  let first: Uint8Array | undefined;
  let isInitiated = false;
  const card = tampered(cardLike('v2-des'), (tpdu, real) => {
    isInitiated ||= tpdu[1] === 0xa8;
    const record = real();
    if (tpdu[1] !== 0xb2 || !isInitiated || record[0] !== 0x70) return record;
    first ??= toHex(record).includes('5A0A') ? record : undefined;
    return first === undefined ? record : change(record, first);
  });
  return { card };
}

const BANK: readonly DriverRow[] = [
  [SC_A, '6A81: the bank side is blocked', () => refusing(0xa4, '6A81'), bankNumber, -27265, /卡片银行应用已锁定/],
  [
    TP,
    'several applications, and none is chosen',
    () => ({ card: sampleCard('bank-several-applications')(new SeededRandom(4)), presses: ['cancel'] }),
    bankNumber,
    -2373,
    /未选择银行应用/,
  ],
  [
    TP,
    'a bank’s application without the card’s number',
    () => records((record) => fromHex(toHex(record).replace('5A0A', '5B0A'))),
    bankNumber,
    -2375,
    /缺少必需的数据/,
  ],
  [TP, 'one that says it twice', () => records((_, first) => first), bankNumber, -2376, /数据重复/],
  [
    TP,
    'a record that is cut short',
    () => records((record) => concat(record.subarray(0, 20), fromHex('9000'))),
    bankNumber,
    -2377,
    /数据格式错误/,
  ],
];

const RULES: readonly DriverRow[] = (
  [
    ['a digit too few', 'DF01EF05|0E|$', 'DF01EF05|99010|$', -42, /DF01EF05 0E：数字位数不符/],
    ['a day that there is not', 'DF04EF05|80|$', 'DF04EF05|20260230|$', -41, /DF04EF05 80：日期或时间不存在/],
    ['a character that GBK lacks', 'DF01EF05|21|$', 'DF01EF05|😀|$', -41, /GBK以外的字符/],
    ['letters for a number', 'DF04EF15|$', 'DF04EF15|x^9|$', -41, /DF04EF15 1：应为十进制数/],
    ['bytes that are none', 'DF01EF16|$', 'DF01EF16|XY|$', -41, /DF01EF16：应为十六进制/],
    ['an inner item too many', 'DF01EF15|40:1|$', 'DF01EF15|201^990101^x^y^|$', -42, /DF01EF15 40:1：内含项的个数不符/],
    ['data without their last $', 'DF01EF05|21|$', 'DF01EF05|x|', -23, /写入数据串格式错误/],
    ['data of another file', 'DF01EF05|21|$', 'DF01EF06|x|$', -23, /数据与地址的文件不一致/],
    ['nothing named', 'DF01EF05|$', 'DF01EF05|$', -23, /DF01EF05：未指定数据项/],
    ['an item named twice', 'DF01EF05|21|21|$', 'DF01EF05|x|y|$', -23, /DF01EF05 21：数据项重复/],
    ['a number for a record that is appended', 'DF04EF15|1|$', 'DF04EF15|5^9|$', -23, /只能整体或追加写入/],
    ['what the card alone writes', 'DF04EF08|$', 'DF04EF08|5|$', -23, /DF04EF08：该文件由卡片自行写入/],
  ] as const
).map(
  ([title, address, data, code, out]): DriverRow => [
    SC_A,
    title,
    scene('v2-des'),
    async (driver, one) => {
      const answer = await write(address, data)(driver, one);
      // What does not fit is refused before the card is touched.
      return one.world.icc.exchanges === 0 ? answer : { code: 0, out: 'the card was touched' };
    },
    code,
    out,
  ],
);

export const CASES: readonly DriverCase[] = driverCases('D04', [
  ...CARD,
  ...BLACKLIST,
  ...JOURNAL,
  ...ACCOUNT,
  ...BUREAU,
  ...BANK,
  ...RULES,
]);
