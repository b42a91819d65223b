/** Table: D01, the reader functions by PSAM: what they answer, and every number that they can answer with. */

import type { Chip } from '../../hosts/peers/chip.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { Mishap } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { Acceptance } from '../../src/ssse/validity.js';
import { cardLike, type Setting, tampered } from '../visits/bench.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Call, type DriverCase, type DriverRow, driverCases, NAMED, scene } from './driver-case.js';

const SC = 'SC 9; sscard.md 12';
const TP = '[TP]';
const SC_A = 'SC annex A; sscard.md 12.1';

const V2 = NAMED['v2-des'];
const RIGHT: Gesture = { digits: '123456' };
const WRONG: Gesture = { digits: '654321' };
const NEW: Gesture = { digits: '97531' };
const INITIAL = Uint8Array.of(1, 2, 3, 4, 5, 6);

const basic: Call = (driver) => driver.iReadCardBas(1);
const verify: Call = (driver) => driver.iVerifyPIN(1);
const change: Call = (driver) => driver.iChangePIN(1);
const reload: Call = (driver) => driver.iReloadPIN(1, V2);
const read =
  (address: string, iAuthType = 2, card: string = V2): Call =>
  (driver) =>
    driver.iReadCard(1, iAuthType, card, address);
const write =
  (address: string, data: string, card: string = V2): Call =>
  (driver) =>
    driver.iWriteCard(1, card, address, data);
/** The card of a sample, its answers to one INS replaced by a status word, from the given count on. */
function answering(ins: number, sw: number, from = 1, sample = 'v2-des'): Setting {
  let count = 0;
  const card = tampered(cardLike(sample), (tpdu, real) => {
    if (tpdu[1] !== ins) return real();
    count++;
    return count < from ? real() : Uint8Array.of(sw >> 8, sw & 0xff);
  });
  return { card };
}

const LISTED = { cardIdentifier: V2.slice(0, 32), cardNumber: 'A00000011' } as const;
const RANGE = { from: 'A00000000', to: 'A00000099' } as const;

function accepting(other: Partial<Acceptance>): Partial<Setting> {
  return { acceptance: { institutions: ['9156000002'], classes: ['3'], versions: ['2.0'], ...other } };
}

/** What befalls the PSAM's second exchange. */
function silent(kind: 'mute' | 'garbage' | 'removed'): Partial<Setting> {
  const mishap: Mishap = kind === 'garbage' ? { kind, answer: () => Uint8Array.of(0x12) } : { kind, when: 'before' };
  return { psamMischief: ({ what, count }) => (what === 'exchange' && count === 2 ? mishap : undefined) };
}

/** A PSAM without one of its keys. */
function psamWithout(psamId: number, sample = 'full', sw = 0x6a88): Chip {
  return tampered(samplePsam(sample)(new SeededRandom(5)), (tpdu, real) =>
    tpdu[1] === 0xde && tpdu[3] === psamId ? Uint8Array.of(sw >> 8, sw & 0xff) : real(),
  );
}

const BASIC_OF: readonly (readonly [card: string, out: RegExp | string])[] = [
  [
    'v1-plain',
    '990100|990100197805120242|A0000002X|990100D15600000500000002FFFFFFFF|李样例|00995453549999990100000002|1.00|20100601|20300531|990100000001|T990100A0001|',
  ],
  [
    'v2-des',
    '990100|990100199001010012|A00000011|990100D1560000050000000166534F34|张测试|00995453549999990100000001|2.00|20240115|20340114|990100000001|T990100A0001|',
  ],
  [
    'v2-sm4',
    /^990100\|990100200312240064\|A00000177\|990100D15600000500000017[0-9A-F]{8}\|龑淼镕\|00995453549999990100000017\|2\.01\|20240115\|20340114\|990100000001\|T990100A0001\|$/,
  ],
  [
    'v3-sm4',
    /^990100\|990100199512190289\|A00000054\|990100D15600000500000005[0-9A-F]{8}\|王喆堃\|00995453549999990100000005\|3\.00\|20250310\|20350309\|990100000001\|T990100A0001\|$/,
  ],
];

const FOUND: readonly DriverRow[] = BASIC_OF.map(
  ([card, out]): DriverRow => [SC, `iReadCardBas of ${card}`, scene(card), basic, 0, out],
);

/** A call that names the card by what iReadCardBas has said of it. */
function afterBasic(call: (driver: Parameters<Call>[0], card: string) => ReturnType<Call>): Call {
  return async (driver) => {
    const [, , number, identifier] = (await driver.iReadCardBas(1)).out.split('|');
    return await call(driver, `${identifier}|${number}|`);
  };
}

const PIN_AT_THE_PAD = { gestures: [RIGHT] };

const BY_VERSION: readonly DriverRow[] = [
  [
    SC,
    'iReadCard by PIN of a 1.0 card that has none',
    scene('v1-plain'),
    afterBasic((driver, card) => driver.iReadCard(1, 1, card, 'DF01EF05|20|21|$SSSEEF05|07|$')),
    0,
    'DF01EF05|1|测试省示例市样板区旧城街9号|$SSSEEF05|A0000002X|$',
  ],
  ...['v2-des', 'v2-sm4', 'v3-sm4'].flatMap((card): DriverRow[] => [
    [
      SC,
      `iReadCard by PIN of ${card}`,
      scene(card, 'full', PIN_AT_THE_PAD),
      afterBasic((driver, named) => driver.iReadCard(1, 1, named, 'DF01EF05|0E|20|$')),
      0,
      'DF01EF05|990102|10|$',
    ],
    [
      SC,
      `iReadCard by key of ${card}`,
      scene(card),
      afterBasic((driver, named) => driver.iReadCard(1, 2, named, 'DF04EF05|84|8F|$')),
      0,
      'DF04EF05|990100|1|$',
    ],
    [
      SC,
      `iWriteCard of ${card}, and what is read then`,
      scene(card),
      afterBasic(async (driver, named) => {
        const written = await driver.iWriteCard(3, named, 'DF01EF05|21|$', 'DF01EF05|示例路2号|$');
        return written.code === 0 ? await driver.iReadCard(3, 2, named, 'DF01EF05|21|$') : written;
      }),
      0,
      'DF01EF05|示例路2号|$',
    ],
    [
      SC,
      `iReloadPIN of ${card}, and the new PIN is right`,
      scene(card, 'full', { gestures: [NEW, NEW, NEW] }),
      afterBasic(async (driver, named) => {
        const reloaded = await driver.iReloadPIN(1, named);
        return reloaded.code === 0 ? await driver.iVerifyPIN(4) : reloaded;
      }),
      0,
      '',
    ],
    [
      SC,
      `iUnblockPIN of ${card}, after the PIN was locked`,
      scene(card, 'full', { gestures: [WRONG, WRONG, WRONG, RIGHT] }),
      afterBasic(async (driver, named) => {
        for (let i = 0; i < 3; i++) await driver.iVerifyPIN(1);
        const locked = await driver.iVerifyPIN(1);
        const unblocked = await driver.iUnblockPIN(1, named);
        return locked.code === -52 && unblocked.code === 0 ? await driver.iVerifyPIN(1) : locked;
      }),
      0,
      '',
    ],
    [
      SC,
      `iChangePIN of ${card}`,
      scene(card, 'full', { gestures: [RIGHT, NEW, NEW, NEW] }),
      async (driver) => {
        const changed = await driver.iChangePIN(1);
        return changed.code === 0 ? await driver.iVerifyPIN(1) : changed;
      },
      0,
      '',
    ],
  ]),
  [
    SC,
    'a photograph as hexadecimal',
    scene('v2-rich'),
    afterBasic((driver, card) => driver.iReadCard(1, 2, card, 'SSSEEF08|$')),
    0,
    /^SSSEEF08\|424DBE00[0-9A-F]{8184}\|\$$/,
  ],
];

const NUMBERS: readonly DriverRow[] = [
  [
    SC_A,
    'contactless alone at a terminal with contacts',
    scene('v2-des'),
    (driver) => driver.iReadCardBas(2),
    -1,
    /没有非接触读卡器/,
  ],
  [SC_A, 'a card without SSSE', () => answering(0xa4, 0x6a82), basic, -1, /没有社会保障应用/],
  [SC_A, 'no card', () => ({ card: undefined }), basic, -2, '未插入卡片；请插入社会保障卡'],
  [
    SC_A,
    'the card leaves on the way',
    scene('v2-des', 'full', {
      cardMischief: ({ what, count }) =>
        what === 'exchange' && count === 3 ? { kind: 'removed', when: 'after' } : undefined,
    }),
    basic,
    -3,
    /卡片已拔出/,
  ],
  [
    SC_A,
    'the card is silent',
    scene('v2-des', 'full', {
      cardMischief: ({ what }) => (what === 'reset' ? { kind: 'mute', when: 'before' } : undefined),
    }),
    basic,
    -4,
    /卡片无应答/,
  ],
  [
    SC_A,
    'the card answers garbage',
    scene('v2-des', 'full', {
      cardMischief: ({ what, count }) =>
        what === 'exchange' && count === 2 ? { kind: 'garbage', answer: () => Uint8Array.of(0x12) } : undefined,
    }),
    basic,
    -15,
    /卡片应答错误/,
  ],
  [
    SC_A,
    'an identifier that is none',
    scene('v2-des'),
    read('SSSEEF05|01|$', 2, '990100D156000006|A00000011|'),
    -20,
    /识别码格式错误/,
  ],
  [
    SC_A,
    'the card cannot prove that it is genuine',
    () => ({
      card: tampered(cardLike('v2-des'), (tpdu, real) => (tpdu[1] === 0x88 ? Uint8Array.of(0x6a, 0x88) : real())),
    }),
    basic,
    -21,
    /伪卡/,
  ],
  [SC_A, 'another card than the one named', scene('v2-rich'), read('SSSEEF05|01|$'), -22, /不一致/],
  [SC_A, 'iType', scene('v2-des'), (driver) => driver.iReadCardBas(5), -23, /iType/],
  [SC_A, 'iAuthType', scene('v2-des'), read('SSSEEF05|01|$', 3), -23, /iAuthType/],
  [SC_A, 'pCardInfo without its last |', scene('v2-des'), read('SSSEEF05|01|$', 2, V2.slice(0, -1)), -23, /pCardInfo/],
  [SC_A, 'pFileAddr', scene('v2-des'), read('SSSEEF05|01'), -23, /第 12 个字符：文件地址串格式错误/],
  [
    SC_A,
    'a tag that the version does not have',
    scene('v2-des'),
    read('DF01EF05|22|$'),
    -23,
    /DF01EF05 22：此版本的文件没有该数据项/,
  ],
  [
    SC_A,
    'pWriteData that does not mirror pFileAddr',
    scene('v2-des'),
    write('DF01EF05|21|0E|$', 'DF01EF05|x|$'),
    -23,
    /项数不一致/,
  ],
  [
    SC_A,
    'a key at no usable level',
    scene('v2-des', 'full', { psam: psamWithout(0x08, 'full', 0x6a80) }),
    basic,
    -24,
    /级别不符/,
  ],
  [SC_A, 'Cancel at the pad', scene('v2-des', 'full', { gestures: ['cancel'] }), verify, -31, /已取消输入密码/],
  [SC_A, 'nobody at the pad', scene('v2-des'), verify, -32, /输入密码超时/],
  [
    SC_A,
    'a pad that lets a short PIN pass',
    scene('v2-des'),
    async (driver, one) => {
      one.world.pinPad.enterPin = async () => ({ kind: 'entered', digits: Uint8Array.of(1, 2, 3) });
      return await driver.iVerifyPIN(1);
    },
    -33,
    /密码长度不正确/,
  ],
  [
    SC_A,
    'two new PINs that differ',
    scene('v2-des', 'full', { gestures: [RIGHT, NEW, WRONG] }),
    change,
    -34,
    /两次输入的新密码不一致/,
  ],
  [
    SC_A,
    'the initial PIN where it does not serve',
    scene('v2-des', 'full', { gestures: [RIGHT], social: { initialPin: INITIAL, initialPinServes: false } }),
    verify,
    -35,
    /不能使用初始密码/,
  ],
  [
    SC_A,
    'back to the initial PIN',
    scene('v2-des', 'full', {
      gestures: [RIGHT, RIGHT, RIGHT],
      social: { initialPin: INITIAL, initialPinMayReturn: false },
    }),
    change,
    -36,
    /不能设置为初始密码/,
  ],
  [SC_A, 'a letter in BCD', scene('v2-des'), write('DF01EF05|0E|$', 'DF01EF05|99010X|$'), -41, /DF01EF05 0E：应为数字/],
  [
    SC_A,
    'a value longer than its item',
    scene('v2-des'),
    write('DF01EF05|20|$', 'DF01EF05|100|$'),
    -42,
    /DF01EF05 20：超出数据项长度/,
  ],
  [
    SC_A,
    'a wrong PIN',
    scene('v2-des', 'full', { gestures: [WRONG] }),
    verify,
    -51,
    '密码错误，剩余 2 次；请重新输入密码',
  ],
  [SC_A, 'a locked PIN', () => ({ card: cardLike('v2-des', { pinTriesLeft: 0 }) }), verify, -52, /密码已锁定/],
  [SC_A, 'no PSAM', scene('v2-des', 'none'), basic, -2201, /未插入PSAM卡/],
  [
    SC_A,
    'a holder’s card in the SAM slot',
    scene('v2-des', 'full', { psam: cardLike('v2-rich') }),
    basic,
    -2201,
    /不是PSAM卡/,
  ],
  [SC_A, 'a PSAM without the card’s cipher', scene('v2-sm4', 'national'), basic, -2202, /不支持此卡的密码算法/],
  [
    SC_A,
    'a PSAM without RKSSSE and a 3.0 card',
    scene('v3-sm4', 'full', { psam: psamWithout(0x0a) }),
    basic,
    -2203,
    /RKSSSE/,
  ],
  [SC_A, '6700: wrong length', () => answering(0x20, 0x6700), basic, -26368, /6700.*长度错误/],
  [SC_A, '6901: state', () => answering(0x20, 0x6901), basic, -26881, /6901.*当前状态/],
  [SC_A, '6981: file type', () => answering(0xb2, 0x6981), basic, -27009, /6981/],
  [SC_A, '6982: security', () => answering(0xb2, 0x6982, 2), read('DF01EF05|21|$'), -27010, /DF01EF05/],
  [SC_A, '6983: a key is locked', () => answering(0x82, 0x6983), read('DF01EF05|21|$'), -27011, /密钥已锁定/],
  [SC_A, '6984: no random number', () => answering(0x82, 0x6984), read('DF01EF05|21|$'), -27012, /6984.*随机数/],
  [SC_A, '6985: conditions', () => answering(0x20, 0x6985), basic, -27013, /6985/],
  [
    SC_A,
    '6988: the MAC of a reload',
    () => ({ ...answering(0x24, 0x6988), gestures: [NEW, NEW] }),
    reload,
    -27016,
    /未认可安全报文/,
  ],
  [SC_A, '6A80: data', () => answering(0xdc, 0x6a80), write('DF01EF05|20|$', 'DF01EF05|11|$'), -27264, /6A80/],
  [SC_A, '6A81: the card is blocked', scene('card-blocked'), basic, -27265, /卡片已锁定/],
  [SC_A, '6A82: a file that the version does not have', scene('v2-des'), read('DF09EF05|01|$'), -27266, /DF09EF05/],
  [SC_A, '6A83: a record that must be there', () => answering(0xb2, 0x6a83), basic, -27267, /缺少必需的数据/],
  [SC_A, '6A88: the PSAM lacks the key', scene('v2-des', 'no-keys'), basic, -27272, /PSAM卡中没有所需的密钥/],
  [
    SC_A,
    '9302: the MAC is invalid',
    () => ({ ...answering(0x24, 0x9302), gestures: [NEW, NEW] }),
    reload,
    -37634,
    /9302.*MAC 无效/,
  ],
  [SC_A, '9303: the application is blocked', scene('application-blocked'), basic, -37635, /社保应用已锁定/],
  [SC_A, '9403: key index', () => answering(0x82, 0x9403), read('DF01EF05|21|$'), -37891, /9403/],
  [SC_A, '9406: no MAC', () => answering(0x24, 0x9406), (driver) => driver.iUnblockPIN(1, V2), -37894, /9406/],
  [
    SC_A,
    '63C2: the card does not accept the terminal',
    () => answering(0x82, 0x63c2),
    read('DF01EF05|21|$'),
    -25538,
    /剩余 2 次/,
  ],
  [SC_A, '63C1', () => answering(0x82, 0x63c1), read('DF01EF05|21|$'), -25537, /剩余 1 次/],
  [SC_A, '63C0', () => answering(0x82, 0x63c0), read('DF01EF05|21|$'), -25536, /剩余 0 次/],
  [
    SC_A,
    'a terminal of the bank side alone',
    scene('v2-des', 'full', { profile: 'financial' }),
    basic,
    -5,
    /不办理此项业务/,
  ],
  [TP, 'the card is on the blacklist', scene('v2-des', 'full', { blacklist: [LISTED] }), basic, -2311, /黑名单/],
  [TP, 'its numbers are out of use', scene('v2-des', 'full', { blacklist: [RANGE] }), basic, -2312, /号段/],
  [
    TP,
    'an institution that is not accepted',
    scene('v2-des', 'full', accepting({ institutions: [] })),
    basic,
    -2313,
    /初始化机构/,
  ],
  [TP, 'a class that is not accepted', scene('v2-des', 'full', accepting({ classes: ['1'] })), basic, -2314, /类别/],
  [
    TP,
    'a version that is not accepted',
    scene('v2-des', 'full', accepting({ versions: ['3.0'] })),
    basic,
    -2315,
    /版本/,
  ],
  [TP, 'a card before its day', scene('not-yet-valid'), basic, -2316, /启用日期/],
  [TP, 'a card after its day', scene('expired'), basic, -2317, /有效期/],
  [TP, 'a card without a PIN', scene('v1-plain'), verify, -2321, /未设置密码/],
  [TP, 'a PSAM of another region', scene('v2-des', 'other-city'), basic, -2205, /其他地区/],
  [
    TP,
    'a PSAM that refuses',
    scene('v2-des', 'full', { psam: psamWithout(0x08, 'full', 0x6f00) }),
    basic,
    -2206,
    /PSAM卡拒绝了操作/,
  ],
  [TP, 'a PSAM that is silent', scene('v2-des', 'full', silent('mute')), basic, -2207, /PSAM卡无应答/],
  [TP, 'a PSAM that answers garbage', scene('v2-des', 'full', silent('garbage')), basic, -2208, /PSAM卡应答错误/],
  [SC_A, 'a PSAM that is taken out', scene('v2-des', 'full', silent('removed')), basic, -2201, /PSAM卡已拔出/],
  [TP, 'data that are malformed', () => answering(0xb2, 0x9000), basic, -2301, /./],
];

const LOW = 'SPEC-8 annex A; sscard.md 11.3';

/** Opens, powers the card up, and sends. */
const sending =
  (command: string): Call =>
  async (driver) => {
    const { code } = await driver.ICC_Reader_Open('AUTO');
    await driver.ICC_Reader_PowerOn(code, 1);
    return await driver.ICC_Reader_Application(code, 1, command);
  };

const READER: readonly DriverRow[] = [
  [LOW, 'Libinfo: 32 characters', scene('v2-des'), (driver) => driver.ICC_Reader_Libinfo(), 0, /^.{32}$/],
  [LOW, 'Open gives a handle', scene('v2-des'), (driver) => driver.ICC_Reader_Open('COM1'), 1, ''],
  [
    LOW,
    'PowerOn gives the ATR and its length',
    scene('v2-des'),
    async (driver) => await driver.ICC_Reader_PowerOn((await driver.ICC_Reader_Open('AUTO')).code, 1),
    17,
    '3B6D000000995453549999990100000001',
  ],
  [
    LOW,
    'Application gives data and status word',
    scene('v2-des'),
    sending('00A404000F7378312E73682EC9E7BBE1B1A3D5CF00'),
    32,
    '6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988010F9F0C038601019000',
  ],
  [LOW, 'Application gives a refusal as it is', scene('v2-des'), sending('00B2010500'), 2, /^6[0-9A-F]{3}$/],
  [
    LOW,
    'a SAM has its own slots',
    scene('v2-des'),
    async (driver) => {
      const { code } = await driver.ICC_Reader_Open('USB1');
      await driver.ICC_Reader_PowerOn(code, 0x11);
      return await driver.ICC_Reader_GetStatus(code, 0x11);
    },
    0,
    '',
  ],
  [
    LOW,
    '−2: no card',
    () => ({ card: undefined }),
    async (driver) => await driver.ICC_Reader_PowerOn((await driver.ICC_Reader_Open('AUTO')).code, 1),
    -2,
    /没有卡片/,
  ],
  [
    LOW,
    '−3: not powered, after a visit has had the slot',
    scene('v2-des'),
    async (driver) => {
      const { code } = await driver.ICC_Reader_Open('AUTO');
      await driver.ICC_Reader_PowerOn(code, 1);
      await driver.iReadCardBas(1);
      return await driver.ICC_Reader_Application(code, 1, '0084000008');
    },
    -3,
    /未上电/,
  ],
  [LOW, '−11: no such reader', scene('v2-des'), (driver) => driver.ICC_Reader_Open('LPT1'), -11, /无法连接读卡器/],
  [LOW, '−12: not opened', scene('v2-des'), (driver) => driver.ICC_Reader_PowerOn(1, 1), -12, /未打开/],
  [
    LOW,
    '−12: closed',
    scene('v2-des'),
    async (driver) => {
      const { code } = await driver.ICC_Reader_Open('AUTO');
      await driver.ICC_Reader_Close(code);
      return await driver.ICC_Reader_GetStatus(code, 1);
    },
    -12,
    /未打开/,
  ],
  [LOW, '−13: a PIN past the pad', scene('v2-des'), sending('0020000003123456'), -13, /密码键盘/],
  [LOW, '−13: a new PIN past the pad', scene('v2-des'), sending('805E010007123456FF654321'), -13, /密码键盘/],
  [
    LOW,
    '−13: a purchase past the journal',
    scene('v2-offline-purse'),
    sending('B02801011301000004D20000012C00001F4099010000000116'),
    -13,
    /终端记账/,
  ],
  [LOW, '−14: no APDU', scene('v2-des'), sending('00A4'), -14, /APDU/],
  [
    LOW,
    '−14: no such slot',
    scene('v2-des'),
    async (driver) => await driver.ICC_Reader_PowerOn((await driver.ICC_Reader_Open('AUTO')).code, 2),
    -14,
    /卡座号/,
  ],
];

export const CASES: readonly DriverCase[] = driverCases('D01', [...FOUND, ...BY_VERSION, ...NUMBERS, ...READER]);
