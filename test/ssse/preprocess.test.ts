import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { CardSession } from '../../src/card/session.js';
import { decodeAtr } from '../../src/codec/atr.js';
import { type BlacklistEntry, listBlacklist } from '../../src/ssse/blacklist.js';
import { preprocess } from '../../src/ssse/preprocess.js';
import { isRefusal, type Refusal } from '../../src/ssse/refusal.js';
import type { SocialCard } from '../../src/ssse/social-card.js';
import type { Acceptance } from '../../src/ssse/validity.js';
import { ATR, type Exchange, ScriptedReader } from '../card/scripted-reader.js';
import { FakeKeys } from './fake-keys.js';

const NAME = '7378312E73682EC9E7BBE1B1A3D5CF';
const PROOF = 'D1D2D3D4D5D6D7D8';
const FACTORS = '0102030405060708 1112131415161718';

const fci = (algorithm: string) => `6F19 840F ${NAME} A506 9F0C03 8601${algorithm} 9000`;
const SELECT = (answer = fci('01')): Exchange => [`00A404000F ${NAME} 00`, answer];
const SELECT_EF05: Exchange = ['00A4020002 EF05', '9000'];
const EF05 = [
  '0110 990100D1560000050000000166534F34',
  '0201 33',
  '0304 322E3030',
  '040C 915600000299010099010001',
  '0504 20240115',
  '0604 20340114',
  '0709 413030303030303131',
];
const READ_EF05 = (records: readonly string[] = EF05): Exchange => ['00B2010540', `${records.join('')} 9000`];
const INTERNAL = (answer = `${PROOF}9000`): Exchange => [`0088000010 ${FACTORS} 08`, answer];
const QUERY_PIN = (answer = '63C3'): Exchange => ['00200000', answer];

/** The whole of it, as it goes for a good card. */
const GOOD: readonly Exchange[] = [SELECT(), SELECT_EF05, READ_EF05(), INTERNAL(), QUERY_PIN()];
/** The same up to the authentication, whose answer is good: validity decides next. */
const AUTHENTIC = GOOD.slice(0, 4);

interface Terms {
  readonly keys?: FakeKeys;
  readonly acceptance?: Partial<Acceptance>;
  readonly blacklist?: readonly BlacklistEntry[];
  readonly today?: string;
  readonly atr?: string;
}

interface Meeting {
  readonly outcome: SocialCard | Refusal;
  readonly keys: FakeKeys;
}

/** Takes a card through the pre-processing; it must be asked exactly this. */
async function meet(script: readonly Exchange[], terms: Terms = {}): Promise<Meeting> {
  const reader = new ScriptedReader(script);
  const keys = terms.keys ?? new FakeKeys();
  const factors = [1, 0x11].map((first) => Uint8Array.from({ length: 8 }, (_, i) => first + i));
  const outcome = await preprocess(new CardSession(reader, decodeAtr(fromHex(terms.atr ?? ATR))), {
    keys,
    random: { bytes: async () => factors.shift() ?? new Uint8Array(0) },
    acceptance: { institutions: ['9156000002'], classes: ['3'], versions: ['1.0', '2.0', '3.0'], ...terms.acceptance },
    blacklist: listBlacklist(terms.blacklist ?? []),
    today: terms.today ?? '20260601',
  });
  expect(reader.left).toBe(0);
  return { outcome, keys };
}

async function refused(script: readonly Exchange[], terms: Terms = {}): Promise<string> {
  const { outcome } = await meet(script, terms);
  if (!isRefusal(outcome)) return 'accepted';
  return outcome.sw === undefined
    ? outcome.refused
    : `${outcome.refused} ${toHex(Uint8Array.of(outcome.sw >> 8, outcome.sw & 0xff))}`;
}

describe('a good card', () => {
  it('is selected, tells its issuer, proves itself, tells of its PIN, and is asked nothing else', async () => {
    const { outcome, keys } = await meet(GOOD);
    if (isRefusal(outcome)) throw new Error(outcome.refused);
    expect(outcome.issuer.cardNumber).toBe('A00000011');
    expect(outcome.generation).toBe('2.0');
    expect(outcome.algorithm).toBe('DES');
    expect(outcome.pin).toEqual({ state: 'set', triesLeft: 3 });
    expect(keys.asked).toEqual(['IRK 0102030405060708 1112131415161718']);
  });

  it('is diversified by its region and its ATR, never by the serial of its identifier', async () => {
    const other = EF05.map((record) => record.replace('00000001', '77777777'));
    const { keys } = await meet([SELECT(), SELECT_EF05, READ_EF05(other), INTERNAL(), QUERY_PIN()]);
    expect(keys.opened).toEqual([
      {
        algorithm: 'DES',
        stated: true,
        firstByte: 0x99,
        region: '990100',
        historical: fromHex('00995453549999990100000001'),
        cardIdentifier: fromHex('990100D1560000057777777766534F34'),
        factors: {
          province: fromHex('3939303030307368'),
          city: fromHex('3939303130307378'),
          card: fromHex('9999990100000001'),
        },
      },
    ]);
  });

  it('may be one of Zhejiang, whose cities are keyed by four digits', async () => {
    const zhejiang = [EF05[0].replace('990100', '330203'), ...EF05.slice(1)];
    const { keys } = await meet([SELECT(), SELECT_EF05, READ_EF05(zhejiang), INTERNAL(), QUERY_PIN()]);
    expect(toHex(keys.opened[0].factors.city)).toBe('3333303230307378');
  });

  it('states its algorithm or not', async () => {
    const of = async (answer: string) => {
      const { keys, outcome } = await meet([SELECT(answer), ...GOOD.slice(1)]);
      return isRefusal(outcome) ? outcome.refused : `${outcome.algorithm} ${keys.opened[0].stated}`;
    };
    expect(await of(fci('01'))).toBe('DES true');
    expect(await of(fci('03'))).toBe('SM4 true');
    expect(await of('9000')).toBe('DES false');
  });

  it('may be without PIN', async () => {
    const { outcome } = await meet([...AUTHENTIC, QUERY_PIN('9000')]);
    expect(isRefusal(outcome) ? outcome : outcome.pin).toEqual({ state: 'none' });
  });
});

describe('a card that is refused is asked nothing more', () => {
  it('at its selection', async () => {
    expect(await refused([SELECT('6A82')])).toBe('no-social-application');
    expect(await refused([SELECT('6A81')])).toBe('card-blocked');
    expect(await refused([SELECT('9303')])).toBe('application-blocked');
    expect(await refused([SELECT(fci('02'))])).toBe('algorithm-unsupported');
    expect(await refused([SELECT(fci('05'))])).toBe('algorithm-unsupported');
  });

  it('at its issuer file', async () => {
    expect(await refused([SELECT(), ['00A4020002 EF05', '6A82'], ['00A4000002 EF05', '6A82']])).toBe('file-missing');
    expect(await refused([SELECT(), SELECT_EF05, ['00B2010540', '6982']])).toBe('access-denied');
    const short: Exchange[] = [
      ['00B2010540', '6C12'],
      ['00B2010512', `${EF05[0]}9000`],
      ['00B2020500', '6A83'],
    ];
    expect(await refused([SELECT(), SELECT_EF05, ...short])).toBe('card-data-missing');
    const other = [EF05[0].replace('D156000005', 'D156000006'), ...EF05.slice(1)];
    expect(await refused([SELECT(), SELECT_EF05, READ_EF05(other)])).toBe('card-identifier-malformed');
  });

  it('as a card of Beijing that does not state its algorithm', async () => {
    const beijing = [EF05[0].replace('990100', '110100'), ...EF05.slice(1)];
    const { outcome, keys } = await meet([SELECT('9000'), SELECT_EF05, READ_EF05(beijing)]);
    expect(outcome).toEqual({ refused: 'algorithm-unsupported' });
    expect(keys.opened).toHaveLength(0);
  });

  it('with historical bytes that diversify nothing', async () => {
    const { outcome, keys } = await meet(GOOD.slice(0, 3), { atr: '3B6C0000 0099 545354 9999 9901 000000' });
    expect(outcome).toEqual({ refused: 'card-data-malformed' });
    expect(keys.opened).toHaveLength(0);
  });

  it('when the PSAM cannot serve it', async () => {
    const unable = Object.assign(new FakeKeys(), { opening: { refused: 'psam-algorithm' } as const });
    expect(await refused(GOOD.slice(0, 3), { keys: unable })).toBe('psam-algorithm');
    const keyless = Object.assign(new FakeKeys(), { answer: { refused: 'psam-key-missing' } as const });
    expect(await refused(GOOD.slice(0, 3), { keys: keyless })).toBe('psam-key-missing');
  });

  it('when it cannot prove itself', async () => {
    expect(await refused([...GOOD.slice(0, 3), INTERNAL('01020304050607089000')])).toBe('card-not-authentic');
    expect(await refused([...GOOD.slice(0, 3), INTERNAL('6D00')])).toBe('card-not-authentic');
  });

  it('when it is not valid, which is judged after it proved itself', async () => {
    const identifier = '990100D1560000050000000166534F34';
    const listed = [{ cardIdentifier: identifier, cardNumber: 'A00000011' }];
    expect(await refused(AUTHENTIC, { blacklist: listed })).toBe('blacklisted-card');
    expect(await refused(AUTHENTIC, { blacklist: [{ from: 'A00000000', to: 'A0000009X' }] })).toBe('blacklisted-range');
    expect(await refused(AUTHENTIC, { acceptance: { institutions: [] } })).toBe('institution-unsupported');
    expect(await refused(AUTHENTIC, { acceptance: { classes: ['1'] } })).toBe('class-unsupported');
    expect(await refused(AUTHENTIC, { acceptance: { versions: ['3.0'] } })).toBe('version-unsupported');
    expect(await refused(AUTHENTIC, { today: '20240114' })).toBe('not-yet-valid');
    expect(await refused(AUTHENTIC, { today: '20340115' })).toBe('expired');
    const forged = [...GOOD.slice(0, 3), INTERNAL('9000')];
    expect(await refused(forged, { blacklist: listed })).toBe('card-not-authentic');
  });

  it('when its PIN is locked, or cannot be asked for', async () => {
    expect(await refused([...AUTHENTIC, QUERY_PIN('63C0')])).toBe('pin-locked');
    expect(await refused([...AUTHENTIC, QUERY_PIN('6983')])).toBe('pin-locked');
    expect(await refused([...AUTHENTIC, QUERY_PIN('6D00')])).toBe('card-refused 6D00');
  });
});
