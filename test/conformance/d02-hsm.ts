/** Table: D02, the reader functions without a PSAM: by the terminal's own line to the bureau, and in the caller's steps. */

import { HsmHost } from '../../hosts/peers/bureau/hsm-host.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import { testRoot } from '../../hosts/peers/keys.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { tampered } from '../visits/bench.js';
import { samplePsam } from '../xs/scenarios.js';
import { bureau, meet, named, tamperedHost } from './business-system.js';
import { type DriverCase, type DriverRow, driverCases, NAMED, scene } from './driver-case.js';

const SC = 'SC annex C; sscard.md 10.5, 12';
const V2 = NAMED['v2-des'];
const V2_IDENTIFIER = V2.slice(0, 32);
const RIGHT: Gesture = { digits: '123456' };
const WRONG: Gesture = { digits: '654321' };
const NEW: Gesture = { digits: '97531' };
const CARDS: readonly string[] = Object.freeze(['v2-des', 'v2-sm4', 'v3-sm4']);

const byLine = { bureau: bureau() };

const BASIC_OF: readonly (readonly [card: string, out: RegExp])[] = [
  [
    'v1-plain',
    /^990100\|990100197805120242\|A0000002X\|990100D15600000500000002FFFFFFFF\|李样例\|00995453549999990100000002\|1\.00\|20100601\|20300531\|000000000000\|T990100A0001\|$/,
  ],
  [
    'v2-des',
    /^990100\|990100199001010012\|A00000011\|990100D1560000050000000166534F34\|张测试\|00995453549999990100000001\|2\.00\|20240115\|20340114\|000000000000\|T990100A0001\|$/,
  ],
  [
    'v2-sm4',
    /^990100\|990100200312240064\|A00000177\|[0-9A-F]{32}\|龑淼镕\|00995453549999990100000017\|2\.01\|20240115\|20340114\|000000000000\|T990100A0001\|$/,
  ],
  [
    'v3-sm4',
    /^990100\|990100199512190289\|A00000054\|[0-9A-F]{32}\|王喆堃\|00995453549999990100000005\|3\.00\|20250310\|20350309\|000000000000\|T990100A0001\|$/,
  ],
];

const ALIKE: readonly DriverRow[] = BASIC_OF.flatMap(([card, out]): DriverRow[] => [
  [
    SC,
    `iReadCardBas of ${card} by the bureau’s line`,
    scene(card, 'none', byLine),
    (driver) => driver.iReadCardBas(1),
    0,
    out,
  ],
  [SC, `iReadCardBas of ${card} in steps`, scene(card, 'none'), async (driver) => (await meet(driver)).basic, 0, out],
]);

const LINE: readonly DriverRow[] = CARDS.flatMap((card): DriverRow[] => [
  [
    SC,
    `iReadCard and iWriteCard of ${card} by the bureau’s line`,
    scene(card, 'none', byLine),
    async (driver) => {
      const one = await named(driver);
      const written = await driver.iWriteCard(1, one, 'DF01EF05|21|$', 'DF01EF05|示例路2号|$');
      return written.code === 0 ? await driver.iReadCard(1, 2, one, 'DF01EF05|21|$DF04EF05|84|$') : written;
    },
    0,
    'DF01EF05|示例路2号|$DF04EF05|990100|$',
  ],
  [
    SC,
    `iReloadPIN of ${card} by the bureau’s line, and the new PIN is right`,
    scene(card, 'none', { ...byLine, gestures: [NEW, NEW, NEW] }),
    async (driver) => {
      const reloaded = await driver.iReloadPIN(1, await named(driver));
      return reloaded.code === 0 ? await driver.iVerifyPIN(1) : reloaded;
    },
    0,
    '',
  ],
  [
    SC,
    `iUnblockPIN of ${card} by the bureau’s line`,
    scene(card, 'none', { ...byLine, gestures: [WRONG, WRONG, WRONG, RIGHT] }),
    async (driver) => {
      const one = await named(driver);
      for (let i = 0; i < 3; i++) await driver.iVerifyPIN(1);
      const unblocked = await driver.iUnblockPIN(1, one);
      return unblocked.code === 0 ? await driver.iVerifyPIN(1) : unblocked;
    },
    0,
    '',
  ],
]);

const STEPS: readonly DriverRow[] = CARDS.flatMap((card): DriverRow[] => [
  [
    SC,
    `iWriteCard and iReadCard of ${card} in steps`,
    scene(card, 'none'),
    async (driver) => {
      const { hsm, card: one } = await meet(driver);
      const order = await driver.iWriteCard_HSM_Step1(1, one, 'DF01EF05|21|$');
      const written = await driver.iWriteCard_HSM_Step2(hsm('externalAuth', order.out), 'DF01EF05|示例路3号|$');
      if (written.code !== 0) return written;
      const first = await driver.iReadCard_HSM_Step1(1, one, 'DF01EF05|21|0E|$');
      if (!/^0[13]\|004F\|[0-9A-F]{16}\|[0-9A-F]{16}\|$/.test(first.out)) throw new Error(`Step1: ${first.out}`);
      return await driver.iReadCard_HSM_Step2(hsm('externalAuth', first.out));
    },
    0,
    'DF01EF05|示例路3号|990102|$',
  ],
  [
    SC,
    `iReloadPIN of ${card} in steps, and the new PIN is right`,
    scene(card, 'none', { ...byLine, gestures: [NEW, NEW, NEW] }),
    async (driver) => {
      const { hsm, card: one } = await meet(driver);
      const first = await driver.iReloadPIN_HSM_Step1(1, one);
      if (!/^0[13]\|0090\|/.test(first.out)) throw new Error(`Step1: ${first.out}`);
      const second = await driver.iReloadPIN_HSM_Step2(hsm('externalAuth', first.out));
      if (!/^0[13]\|0173\|[0-9A-F]{16}\|84240001(?:0C|14)\|[0-9A-F]{32}\|$/.test(second.out))
        throw new Error(`Step2: ${second.out}`);
      if (second.out.includes('97531')) throw new Error('the PIN left in the clear');
      const third = await driver.iReloadPIN_HSM_Step3(hsm('secureMessage', second.out));
      return third.code === 0 ? await driver.iVerifyPIN(1) : third;
    },
    0,
    '',
  ],
  [
    SC,
    `iUnblockPIN of ${card} in steps`,
    scene(card, 'none', { ...byLine, gestures: [WRONG, WRONG, WRONG, RIGHT] }),
    async (driver) => {
      const { hsm, card: one } = await meet(driver);
      for (let i = 0; i < 3; i++) await driver.iVerifyPIN(1);
      const first = await driver.iUnblockPIN_HSM_Step1(1, one);
      if (first.code !== 0) return first;
      const second = await driver.iUnblockPIN_HSM_Step2(hsm('externalAuth', first.out));
      if (!/^0[13]\|0173\|[0-9A-F]{16}\|8424000004\|\|$/.test(second.out)) throw new Error(`Step2: ${second.out}`);
      const third = await driver.iUnblockPIN_HSM_Step3(hsm('secureMessage', second.out));
      return third.code === 0 ? await driver.iVerifyPIN(1) : third;
    },
    0,
    '',
  ],
]);

function psamWithout(psamId: number, sw = 0x6a88) {
  return tampered(samplePsam('full')(new SeededRandom(5)), (tpdu, real) =>
    tpdu[1] === 0xde && tpdu[3] === psamId ? Uint8Array.of(sw >> 8, sw & 0xff) : real(),
  );
}

/** Another digit in the place of the first one of the proofs. */
const withOtherProof = (frame: Uint8Array): Uint8Array => {
  const text = String.fromCharCode(...frame.subarray(2));
  const at = text.indexOf('"data":"') + 8;
  if (text[at] === '"') return frame;
  return Uint8Array.from(frame, (byte, i) => (i === at + 2 ? (byte === 0x30 ? 0x31 : 0x30) : byte));
};

const FALLS: readonly DriverRow[] = [
  [
    SC,
    '−2202 falls back: the PSAM lacks the cipher',
    scene('v2-sm4', 'national', byLine),
    (driver) => driver.iReadCardBas(1),
    0,
    /龑淼镕/,
  ],
  [
    SC,
    '−2203 falls back: the PSAM lacks RKSSSE, and says its terminal number',
    scene('v3-sm4', 'full', { ...byLine, psam: psamWithout(0x0a) }),
    (driver) => driver.iReadCardBas(1),
    0,
    /王喆堃.*\|990100000001\|T990100A0001\|$/,
  ],
  [
    SC,
    '−27272 falls back: the PSAM lacks IRK',
    scene('v2-des', 'no-keys', byLine),
    (driver) => driver.iReadCardBas(1),
    0,
    /张测试.*\|990100000001\|/,
  ],
  [
    SC,
    '−24 falls back: no usable level',
    scene('v2-des', 'full', { ...byLine, psam: psamWithout(0x08, 0x6a80) }),
    (driver) => driver.iReadCardBas(1),
    0,
    /张测试/,
  ],
  [
    '[TP]',
    'a PSAM that refuses does not',
    scene('v2-des', 'full', { ...byLine, psam: psamWithout(0x08, 0x6f00) }),
    (driver) => driver.iReadCardBas(1),
    -2206,
    /PSAM卡拒绝了操作/,
  ],
];

const NUMBERS: readonly DriverRow[] = [
  [
    SC,
    '−2204: a file that needs no key',
    scene('v2-des', 'none'),
    (driver) => driver.iReadCard_HSM_Step1(1, V2, 'SSSEEF05|07|$'),
    -2204,
    /不需要密钥/,
  ],
  [
    SC,
    '−25: the card proves what the HSM does not expect',
    scene('v2-des', 'none', { bureau: tamperedHost(withOtherProof) }),
    (driver) => driver.iReadCardBas(1),
    -25,
    /加密机结果不一致/,
  ],
  [
    SC,
    'pKey that is none',
    scene('v2-des', 'none'),
    async (driver) => {
      await driver.iReadCardBas_HSM_Step1(1);
      return await driver.iReadCardBas_HSM_Step2('0123|');
    },
    -23,
    /密钥服务的应答格式错误/,
  ],
  [
    SC,
    'pKey of another card',
    scene('v2-des', 'none'),
    async (driver) => {
      await driver.iReadCardBas_HSM_Step1(1);
      return await driver.iReadCardBas_HSM_Step2(`${'00'.repeat(16)}||`);
    },
    -23,
    /密钥服务的应答格式错误/,
  ],
  [
    SC,
    'a proof that is wrong',
    scene('v2-des', 'none'),
    async (driver) => {
      const { card } = await meet(driver);
      const first = await driver.iReadCard_HSM_Step1(1, card, 'DF01EF05|21|$');
      const [, , , source] = first.out.split('|');
      return await driver.iReadCard_HSM_Step2(`0000000000000000${source}`);
    },
    -25538,
    /剩余 2 次/,
  ],
  [
    SC,
    'data that do not fit, before the first update',
    scene('v2-des', 'none'),
    async (driver) => {
      const { hsm, card } = await meet(driver);
      const order = await driver.iWriteCard_HSM_Step1(1, card, 'DF01EF05|0E|$');
      return await driver.iWriteCard_HSM_Step2(hsm('externalAuth', order.out), 'DF01EF05|99010X|$');
    },
    -41,
    /DF01EF05 0E：应为数字/,
  ],
  [
    SC,
    'two files in one call',
    scene('v2-des', 'none'),
    (driver) => driver.iReadCard_HSM_Step1(1, V2, 'DF01EF05|21|$DF01EF07|29|$'),
    -23,
    /一次只能操作一个文件/,
  ],
  [
    SC,
    'a second step without a first',
    scene('v2-des', 'none'),
    (driver) => driver.iReadCard_HSM_Step2('00'.repeat(16)),
    -12,
    /没有等待中的/,
  ],
  [
    SC,
    'a second step after another call',
    scene('v2-des', 'full'),
    async (driver) => {
      await driver.iReadCardBas_HSM_Step1(1);
      await driver.iReadCardBas(1);
      return await driver.iReadCardBas_HSM_Step2(`${'00'.repeat(16)}||`);
    },
    -12,
    /没有等待中的/,
  ],
  [
    SC,
    'another card than the one named',
    scene('v2-rich', 'none'),
    (driver) => driver.iUnblockPIN_HSM_Step1(1, V2),
    -22,
    /不一致/,
  ],
  [
    '[TP]',
    'a card that was reported lost',
    scene('v2-des', 'none', {
      bureau: new HsmHost({ pinKey: testRoot('TPK'), isReported: (one) => one === V2_IDENTIFIER }),
    }),
    (driver) => driver.iReadCardBas(1),
    -2320,
    /已挂失或停用/,
  ],
  [
    '[TP]',
    'a bureau that says nothing',
    scene('v2-des', 'none', { bureau: { receive: () => undefined } }),
    (driver) => driver.iReadCardBas(1),
    -2351,
    /无法连接经办机构的密钥服务/,
  ],
  [
    '[TP]',
    'a bureau that answers garbage',
    scene('v2-des', 'none', { bureau: tamperedHost(() => Uint8Array.of(0, 2, 0x7b, 0x7d)) }),
    (driver) => driver.iReadCardBas(1),
    -2351,
    /无法连接/,
  ],
  [
    '[TP]',
    'a PIN for a bureau with another key',
    scene('v2-des', 'none', { bureau: new HsmHost({ pinKey: testRoot('KPT2') }), gestures: [NEW, NEW] }),
    async (driver) => await driver.iReloadPIN(1, await named(driver)),
    -2352,
    /拒绝了请求/,
  ],
];

export const CASES: readonly DriverCase[] = driverCases('D02', [...ALIKE, ...LINE, ...STEPS, ...FALLS, ...NUMBERS]);
