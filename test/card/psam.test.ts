import { describe, expect, it } from 'vitest';
import { Bug } from '../../src/base/assert.js';
import { Fault } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { type KeyLevel, openPsam, type PsamEnvironment, type PsamKey, PsamSession } from '../../src/card/psam.js';
import { type Exchange, failure, ScriptedReader } from './scripted-reader.js';

const DES: PsamEnvironment = { algorithm: 'DES', stated: true, firstByte: 0x99 };
const SM4: PsamEnvironment = { algorithm: 'SM4', stated: true, firstByte: 0x99 };
/** The card's FCI said nothing, and its identifier begins with 65. */
const SILENT: PsamEnvironment = { algorithm: 'DES', stated: false, firstByte: 0x65 };

const SELECT_SX1 = '00A404000F 7378312E73682EC9E7BBE1B1A3D5CF 00';
const SELECT_SX3 = '00A404000F 7378332E73682EC9E7BBE1B1A3D5CF 00';
const SELECT_APPLICATION = '00A4040006 D15600000590 00';
const SELECT_0015 = '00A4020002 0015';
const SELECT_0016 = '00A4020002 0016';
const COMMON = '99 99010000000000000007 01 01 0000';
const TERMINAL = '990100000001';

const FILES: readonly Exchange[] = [
  [SELECT_0015, '9000'],
  ['00B000000F', `${COMMON} 9000`],
  [SELECT_0016, '9000'],
  ['00B0000006', `${TERMINAL} 9000`],
];
const OPEN: readonly Exchange[] = [[SELECT_SX1, '9000'], ...FILES, [SELECT_APPLICATION, '9000']];

/** What opening a PSAM comes to: a refusal, or the session's serial, terminal number and block length. */
async function opened(environment: PsamEnvironment, ...script: readonly Exchange[]): Promise<string> {
  const reader = new ScriptedReader(script, 'sam1');
  const psam = await openPsam([reader], environment, new Map());
  expect(reader.left).toBe(0);
  expect(reader.deactivations).toBe(typeof psam === 'string' ? 1 : 0);
  return typeof psam === 'string' ? psam : `${psam.serial} ${psam.terminalNumber} ${psam.blockLength}`;
}

const IDENTITY = '99010000000000000007 990100000001';

describe('the environment', () => {
  it('is chosen by name where the card states its algorithm', async () => {
    expect(await opened(DES, ...OPEN)).toBe(`${IDENTITY} 8`);
    expect(await opened(SM4, [SELECT_SX3, '6F009000'], ...FILES, [SELECT_APPLICATION, '9000'])).toBe(`${IDENTITY} 16`);
  });

  it('is chosen by the first byte of the identifier where it does not', async () => {
    const script: Exchange[] = [
      [SELECT_SX1, '9000'],
      ['BFEC000001 65', '9000'],
      ...FILES,
      [SELECT_APPLICATION, '9000'],
    ];
    expect(await opened(SILENT, ...script)).toBe(`${IDENTITY} 8`);
  });

  it('is missing in a PSAM that has the application', async () => {
    expect(await opened(SM4, [SELECT_SX3, '6A82'], [SELECT_APPLICATION, '9000'])).toBe('psam-algorithm');
  });
});

describe('a chip in the SAM slot', () => {
  it('is no PSAM without environment and application', async () => {
    expect(await opened(DES, [SELECT_SX1, '6A82'], [SELECT_APPLICATION, '6A82'])).toBe('psam-not-a-psam');
    expect(await opened(DES, [SELECT_SX1, '6E00'], [SELECT_APPLICATION, '6E00'])).toBe('psam-not-a-psam');
  });

  it('is no PSAM when it answers to sx1 like a holder card and to nothing else', async () => {
    expect(await opened(SILENT, [SELECT_SX1, '9000'], ['BFEC000001 65', '6E00'])).toBe('psam-not-a-psam');
    const withoutFiles: Exchange[] = [
      [SELECT_SX1, '9000'],
      [SELECT_0015, '6A82'],
      ['00A4000002 0015', '6A82'],
      [SELECT_0016, '6A82'],
      ['00A4000002 0016', '6A82'],
      [SELECT_APPLICATION, '6A82'],
    ];
    expect(await opened(DES, ...withoutFiles)).toBe('psam-not-a-psam');
    expect(await opened(DES, [SELECT_SX1, '9000'], ...FILES, [SELECT_APPLICATION, '6A82'])).toBe('psam-not-a-psam');
  });

  it('may select its files by P1 00 only', async () => {
    const script: Exchange[] = [
      [SELECT_SX1, '9000'],
      [SELECT_0015, '6A86'],
      ['00A4000002 0015', '9000'],
      ['00B000000F', `${COMMON} 9000`],
      [SELECT_0016, '6A82'],
      ['00A4000002 0016', '9000'],
      ['00B0000006', `${TERMINAL} 9000`],
      [SELECT_APPLICATION, '9000'],
    ];
    expect(await opened(DES, ...script)).toBe(`${IDENTITY} 8`);
  });

  it.each([
    ['a serial with letters', '99 9901000000000000000A 01 01 0000', TERMINAL, 'psam-refused'],
    ['a terminal number with letters', COMMON, '99010000000B', 'psam-refused'],
    ['a short terminal number', COMMON, '99010000000F', 'psam-refused'],
  ])('may have malformed files: %s', async (_, common, terminal, refused) => {
    const script: Exchange[] = [
      [SELECT_SX1, '9000'],
      [SELECT_0015, '9000'],
      ['00B000000F', `${common} 9000`],
      [SELECT_0016, '9000'],
      ['00B0000006', `${terminal} 9000`],
      [SELECT_APPLICATION, '9000'],
    ];
    expect(await opened(DES, ...script)).toBe(refused);
  });

  it('may have files that are too short', async () => {
    const script: Exchange[] = [
      [SELECT_SX1, '9000'],
      [SELECT_0015, '9000'],
      ['00B000000F', '6C0E'],
      ['00B000000E', '99 99010000000000000007 01 01 00 9000'],
      [SELECT_0016, '9000'],
      ['00B0000006', `${TERMINAL} 9000`],
      [SELECT_APPLICATION, '9000'],
    ];
    expect(await opened(DES, ...script)).toBe('psam-not-a-psam');
  });
});

describe('several SAM slots', () => {
  const slots = (first: ScriptedReader, second: ScriptedReader) => openPsam([first, second], DES, new Map());

  it('are tried in order, empty ones passed by', async () => {
    const [first, second] = [new ScriptedReader([], 'sam1'), new ScriptedReader(OPEN, 'sam2')];
    first.present = false;
    expect((await slots(first, second)) instanceof PsamSession).toBe(true);
    expect(first.resets).toHaveLength(0);
    expect(second.left).toBe(0);
  });

  it('give the first PSAM found; the second stays without power', async () => {
    const [first, second] = [new ScriptedReader(OPEN, 'sam1'), new ScriptedReader([], 'sam2')];
    expect((await slots(first, second)) instanceof PsamSession).toBe(true);
    expect(second.resets).toHaveLength(0);
  });

  it('may all be empty, or not be there', async () => {
    const empty = new ScriptedReader([], 'sam1');
    empty.present = false;
    expect(await slots(empty, empty)).toBe('psam-absent');
    expect(await openPsam([], DES, new Map())).toBe('psam-absent');
  });

  it('end the visit when the chip in one is mute', async () => {
    const [first, second] = [new ScriptedReader([], 'sam1'), new ScriptedReader(OPEN, 'sam2')];
    first.atrs = ['mute'];
    const error = await failure(slots(first, second));
    expect(error instanceof Fault && `${error.port} ${error.kind}`).toBe('sam mute');
    expect(first.deactivations).toBe(1);
    expect(second.resets).toHaveLength(0);
  });
});

const FACTORS = {
  province: fromHex('3939303030307368'),
  city: fromHex('3939303130307378'),
  card: fromHex('9999990100000001'),
};
const [CARD, CITY, PROVINCE] = [toHex(FACTORS.card), toHex(FACTORS.city), toHex(FACTORS.province)];
const R = '1122334455667788';

/** IRK: one type. STK: three (sscard.md 5.2, 18 trap 5). */
const IRK: PsamKey = { name: 'IRK', psamId: 0x08, psamTypes: [7] };
const STK: PsamKey = { name: 'STK', psamId: 0x09, psamTypes: [8, 6, 7] };

interface Delivery {
  readonly level: KeyLevel | string;
  readonly levels: Map<string, KeyLevel>;
}

/** DELIVERY SESSION KEY with this conversation after the opening. */
async function delivered(
  key: PsamKey,
  levels: Map<string, KeyLevel>,
  script: readonly Exchange[],
  process = R,
  environment = DES,
): Promise<Delivery> {
  const open: Exchange[] = [
    [environment === DES ? SELECT_SX1 : SELECT_SX3, '9000'],
    ...FILES,
    [SELECT_APPLICATION, '9000'],
  ];
  const reader = new ScriptedReader([...open, ...script], 'sam1');
  const psam = await openPsam([reader], environment, levels);
  if (typeof psam === 'string') throw new Error(psam);
  const level = await psam.deliverSessionKey(key, FACTORS, fromHex(process));
  expect(reader.left).toBe(0);
  return { level, levels };
}

describe('DELIVERY SESSION KEY', () => {
  it('sends as many factors as remain, the card first, and the process factor', async () => {
    const national = await delivered(IRK, new Map(), [[`BFDE670820 ${CARD}${CITY}${PROVINCE}${R}`, '9000']]);
    expect(national.level).toEqual({ remaining: 3, type: 7 });
  });

  it('pads the process factor to the block', async () => {
    const four = await delivered(
      IRK,
      new Map(),
      [[`BFDE670820 ${CARD}${CITY}${PROVINCE}1122334400000000`, '9000']],
      '11223344',
    );
    expect(four.level).toEqual({ remaining: 3, type: 7 });
    const sm4: Exchange[] = [[`BFDE670828 ${CARD}${CITY}${PROVINCE}${R}0000000000000000`, '9000']];
    expect((await delivered(IRK, new Map(), sm4, R, SM4)).level).toEqual({ remaining: 3, type: 7 });
  });

  const three = (usage: string): string => `BFDE${usage}0920 ${CARD}${CITY}${PROVINCE}${R}`;
  const two = (usage: string): string => `BFDE${usage}0918 ${CARD}${CITY}${R}`;
  const one = (usage: string): string => `BFDE${usage}0910 ${CARD}${R}`;
  const everyAttempt = [
    ...['68', '66', '67'].map(three),
    ...['48', '46', '47'].map(two),
    ...['28', '26', '27'].map(one),
  ];

  it('probes three levels, deepest diversification first, each with every type', async () => {
    const wrong = everyAttempt.map((command): Exchange => [command, '6A80']);
    expect((await delivered(STK, new Map(), wrong)).level).toBe('psam-key-level');
    for (const [index, found] of [
      [0, { remaining: 3, type: 8 }],
      [4, { remaining: 2, type: 6 }],
      [8, { remaining: 1, type: 7 }],
    ] as const) {
      const script = [...wrong.slice(0, index), [everyAttempt[index], '9000'] as const];
      expect((await delivered(STK, new Map(), script)).level).toEqual(found);
    }
  });

  it('remembers what it found: one attempt at the next visit', async () => {
    const levels = new Map<string, KeyLevel>();
    const city: Exchange[] = [
      ...everyAttempt.slice(0, 7).map((command): Exchange => [command, '6A80']),
      [everyAttempt[7], '9000'],
    ];
    await delivered(STK, levels, city);
    expect((await delivered(STK, levels, [[everyAttempt[7], '9000']])).level).toEqual({ remaining: 1, type: 6 });
    // Another key, and the other environment of the same PSAM, are found for themselves.
    const irk = [`BFDE670820 ${CARD}${CITY}${PROVINCE}${R}`, '9000'] as const;
    await delivered(IRK, levels, [irk]);
    const sm4: Exchange[] = [[`BFDE680928 ${CARD}${CITY}${PROVINCE}${R}0000000000000000`, '9000']];
    expect((await delivered(STK, levels, sm4, R, SM4)).level).toEqual({ remaining: 3, type: 8 });
  });

  it('probes again when what it remembers no longer fits, and remembers what it then finds', async () => {
    const levels = new Map<string, KeyLevel>();
    await delivered(STK, levels, [[everyAttempt[0], '9000']]);
    const again = await delivered(STK, levels, [
      [everyAttempt[0], '6A80'],
      [everyAttempt[0], '6A80'],
      [everyAttempt[1], '9000'],
    ]);
    expect(again.level).toEqual({ remaining: 3, type: 6 });
    expect((await delivered(STK, levels, [[everyAttempt[1], '9000']])).level).toEqual({ remaining: 3, type: 6 });
  });

  it('tells a key that is not there from one at another level', async () => {
    const missing = everyAttempt.map((command): Exchange => [command, '6A88']);
    expect((await delivered(STK, new Map(), missing)).level).toBe('psam-key-missing');
    const mixed = everyAttempt.map((command, i): Exchange => [command, i === 3 ? '6A80' : '6A88']);
    expect((await delivered(STK, new Map(), mixed)).level).toBe('psam-key-level');
  });

  it('stops at any other status word', async () => {
    for (const sw of ['6901', '6985', '6D00', '6C10']) {
      expect((await delivered(STK, new Map(), [[everyAttempt[0], sw]])).level).toBe('psam-refused');
    }
  });
});

/** A PSAM that is open, for what does not depend on how it was opened. */
async function session(terminal: string, ...script: readonly Exchange[]): Promise<PsamSession> {
  const open = OPEN.map(([command, answer]): Exchange => [command, answer.replace(TERMINAL, terminal)]);
  const psam = await openPsam([new ScriptedReader([...open, ...script], 'sam1')], DES, new Map());
  if (typeof psam === 'string') throw new Error(psam);
  return psam;
}

describe('CIPHER DATA', () => {
  it('gives as many bytes as it got, or a refusal', async () => {
    const data = fromHex('A1A2A3A4A5A6A7A8');
    const command = '80FA000008 A1A2A3A4A5A6A7A8 08';
    const encrypt = async (...script: Exchange[]) => await (await session(TERMINAL, ...script)).encrypt(data);
    const answer = await encrypt([command, '6108'], ['00C0000008', '01020304050607089000']);
    expect(typeof answer === 'string' ? answer : toHex(answer)).toBe('0102030405060708');
    expect(await encrypt([command, '6901'])).toBe('psam-refused');
    expect(await encrypt([command, '010203049000'])).toBe('psam-refused');
    expect(await encrypt([command, '9000'])).toBe('psam-refused');
  });

  it('takes whole blocks only', async () => {
    for (const length of [0, 7, 9]) {
      const error = await failure((await session(TERMINAL)).encrypt(new Uint8Array(length)));
      expect(error instanceof Bug).toBe(true);
      expect((await failure((await session(TERMINAL)).mac(new Uint8Array(length)))) instanceof Bug).toBe(true);
    }
  });

  const mac = async (blocks: number, ...script: Exchange[]) => {
    const answer = await (await session(TERMINAL, ...script)).mac(new Uint8Array(8 * blocks).fill(0xab));
    return typeof answer === 'string' ? answer : toHex(answer);
  };
  const block = (count: number) => 'ABABABABABABABAB'.repeat(count);
  const IV = '0000000000000000';
  const DONE: Exchange = ['00C0000004', '010203049000'];

  it('makes a MAC of one command where that holds it: seven blocks behind the IV', async () => {
    expect(await mac(1, [`80FA050010 ${IV} ${block(1)} 04`, '6104'], DONE)).toBe('01020304');
    expect(await mac(7, [`80FA050040 ${IV} ${block(7)} 04`, '6104'], DONE)).toBe('01020304');
  });

  it('makes a MAC of a longer message in pieces, first, next, last (SPEC-9; sscard.md 9.3)', async () => {
    const first: Exchange = [`80FA070040 ${IV} ${block(7)}`, '9000'];
    expect(await mac(8, first, [`80FA010008 ${block(1)} 04`, '6104'], DONE)).toBe('01020304');
    expect(await mac(15, first, [`80FA010040 ${block(8)} 04`, '6104'], DONE)).toBe('01020304');
    const next: Exchange = [`80FA030040 ${block(8)}`, '9000'];
    expect(await mac(16, first, next, [`80FA010008 ${block(1)} 04`, '6104'], DONE)).toBe('01020304');
  });

  it('takes nothing but four bytes for a MAC', async () => {
    const command = `80FA050010 ${IV} ${block(1)} 04`;
    expect(await mac(1, [command, '6901'])).toBe('psam-refused');
    expect(await mac(1, [command, '9000'])).toBe('psam-refused');
    expect(await mac(1, [command, '0102039000'])).toBe('psam-refused');
    expect(await mac(8, [`80FA070040 ${IV} ${block(7)}`, '6104'])).toBe('psam-refused');
  });

  it('keeps a secret out of every trace', async () => {
    const reader = new ScriptedReader([...OPEN, ['80FA000008 0312345680000000 08', '01020304050607089000']], 'sam1');
    const psam = await openPsam([reader], DES, new Map());
    if (typeof psam === 'string') throw new Error(psam);
    await psam.encrypt(fromHex('0312345680000000'), { conceal: true });
    expect(reader.options[reader.options.length - 1].conceal).toBe(true);
    expect(reader.commands[reader.commands.length - 1].every((byte) => byte === 0)).toBe(true);
  });
});

describe('the region rule', () => {
  const serves = async (terminal: string, remaining: number) =>
    (await session(terminal)).serves({ remaining, type: 7 }, FACTORS);

  it('holds a city key to four digits of the region', async () => {
    expect(await serves('990100000001', 1)).toBe(true);
    // a district of the same city
    expect(await serves('990102000001', 1)).toBe(true);
    expect(await serves('990200000001', 1)).toBe(false);
    expect(await serves('330100000001', 1)).toBe(false);
  });

  it('holds a province key to two digits', async () => {
    expect(await serves('990200000001', 2)).toBe(true);
    expect(await serves('330200000001', 2)).toBe(false);
  });

  it('lets a national key serve every card', async () => {
    expect(await serves('330200000001', 3)).toBe(true);
  });
});
