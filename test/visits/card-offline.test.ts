/** 临时脱网 of cards that settle at the host: who may be settled without it, what the card counts, and what clears that. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { HsmHost } from '../../hosts/peers/bureau/hsm-host.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import type { Card } from '../../hosts/peers/card/card.js';
import type { Chip } from '../../hosts/peers/chip.js';
import { testRoot } from '../../hosts/peers/keys.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { SocialSwitches } from '../../src/app/management.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Bench, bench, cardLike, outcome, type Setting, tampered } from './bench.js';

const PIN = { digits: '123456' };
const MANY = 8;
const VISIT = { total: 15_000, covered: 10_000 };
const OFFLINE = { ...VISIT, settled: 'offline' } as const;
const ONLINE = { ...VISIT, settled: 'online' } as const;

/** The three records of EF06, and how many lines EF08 has. */
function counted(card: Card): { readonly counts: readonly string[]; readonly lines: number } {
  const { files } = card.image().environments[0].applications.find(({ fid }) => fid === 'DF04') ?? { files: [] };
  const recordsOf = (fid: string) => {
    const file = files.find((one) => one.fid === fid);
    return file && 'records' in file ? file.records : [];
  };
  return { counts: recordsOf('EF06'), lines: recordsOf('EF08').length };
}

/** EF06 of v2-rich as it was issued: 准许, 125.50 in one settlement. */
const ISSUED = ['900131', '920400012550', '93023100'];

async function visitor(card: Chip, more: Partial<Setting> = {}): Promise<Bench> {
  return await bench({ card, gestures: new Array(MANY).fill(PIN), presses: new Array(MANY).fill(1), ...more });
}

function again({ world }: Bench, card: Chip): void {
  world.icc.remove();
  world.icc.insert(card, () => undefined);
}

const SILENT: LineHost = { receive: () => undefined };
const bureau = (books = new PurseBooks()) => new BureauHost(books, new HsmHost({ pinKey: testRoot('TPK') }));
/** A bureau, and a line that somebody has yet to plug in. */
function lateBureau() {
  const books = new PurseBooks();
  const host = bureau(books);
  const line = { isUp: false, receive: (frame: Uint8Array) => (line.isUp ? host.receive(frame) : undefined) };
  return { books, line };
}
const updates = ({ commands }: Bench) => commands().filter((one) => one.startsWith('00DC'));

describe('a visit that was settled without the host', () => {
  it('is counted by the card before its line is written', async () => {
    const card = cardLike('v2-rich');
    const one = await visitor(card);
    const result = await one.terminal.visitLog(OFFLINE);
    expect(result).toMatchObject({
      outcome: 'done',
      value: { offline: { sum: 22_550, count: 2 }, row: { pool: 10_000 } },
    });
    expect(counted(card)).toEqual({ counts: ['900131', '920400022550', '93023032'], lines: 4 });
    const order = one.commands().map((command) => command.slice(0, 4));
    expect(order.lastIndexOf('00DC')).toBeLessThan(order.indexOf('B028'));
    const shown = one.views.at(-1)?.lines.find(({ label }) => label?.en === 'Settled offline so far');
    expect(shown?.value).toBe('2 × ¥225.50');
  });

  it('takes RK1DF04 to see the counts, and UK2DF04 to change them', async () => {
    const one = await visitor(cardLike('v2-rich'));
    await one.terminal.visitLog(OFFLINE);
    const proved = one.commands().filter((command) => command.startsWith('0082'));
    expect(proved.map((command) => command.slice(0, 8))).toEqual(['00820084', '00820086']);
  });

  it('is refused beyond the limits of the profile, and nothing is written', async () => {
    const card = cardLike('v2-rich');
    const one = await visitor(card);
    const settle = async (covered: number) => {
      again(one, card);
      return outcome(await one.terminal.visitLog({ total: 200_000, covered, settled: 'offline' }));
    };
    expect(await settle(50_001)).toBe('offline-payment');
    expect(await settle(50_000)).toBe('done');
    expect(await settle(37_451)).toBe('card-offline-sum');
    expect([await settle(1), await settle(1), await settle(1)]).toEqual(['done', 'done', 'done']);
    expect(counted(card).counts.slice(1)).toEqual(['920400062553', '93023035']);
    expect(await settle(1)).toBe('card-offline-count');
    expect(counted(card)).toEqual({ counts: ['900131', '920400062553', '93023035'], lines: 7 });
  });

  it.each([
    ['v2-des', ['900100', '9204FFFFFFFF', '93020000']],
    ['v1-plain', ['900400085600', '920400012000', '930400000000']],
  ])('is refused by a card that does not permit it: %s', async (sample, counts) => {
    const card = cardLike(sample);
    const before = counted(card);
    const one = await visitor(card);
    expect(outcome(await one.terminal.visitLog(OFFLINE))).toBe('offline-not-permitted');
    expect(before.counts).toEqual(counts);
    expect([counted(card), updates(one)]).toEqual([before, []]);
  });

  it('is counted in the layout of a 1.0 card that was written with the 2.0 meaning', async () => {
    const card = cardLike('v1-with-v2-data');
    const one = await visitor(card);
    expect(outcome(await one.terminal.visitLog(OFFLINE))).toBe('done');
    const [permit, sum, count] = counted(card).counts;
    // New values are filled up to the old four bytes with E nibbles (V2 annex C; sscard.md 4.8).
    expect([permit.endsWith('EE'), sum, count]).toEqual([true, '920400022550', '93043033EEEE']);
    again(one, card);
    expect(await one.terminal.visitLog(OFFLINE)).toMatchObject({ value: { offline: { sum: 32_550, count: 4 } } });
  });

  it('is refused where the bureau is there after all, and where the profile says never', async () => {
    const card = cardLike('v2-rich');
    const said = async (more: Partial<Setting>) => {
      const one = await visitor(card, more);
      const result = outcome(await one.terminal.visitLog(OFFLINE));
      expect(one.commands()).toEqual([]);
      return result;
    };
    expect(await said({ bureau: bureau() })).toBe('offline-needless');
    const never: SocialSwitches = { offlineCards: 'never' };
    expect(await said({ social: never })).toBe('offline-never');
    expect(counted(card).counts).toEqual(ISSUED);
  });

  it('goes on where the bureau does not answer', async () => {
    const one = await visitor(cardLike('v2-rich'), { bureau: SILENT });
    expect(outcome(await one.terminal.visitLog(OFFLINE))).toBe('done');
  });

  it('has no line where the card or the PSAM does not let it be counted, and says what may be left', async () => {
    const card = cardLike('v2-rich');
    const psam = tampered(samplePsam('full')(new SeededRandom(3)), (tpdu, real) =>
      tpdu[1] === 0xde && tpdu[3] === 0x2a ? Uint8Array.of(0x6a, 0x88) : real(),
    );
    const keyless = await (await visitor(card, { psam })).terminal.visitLog(OFFLINE);
    expect(outcome(keyless)).toBe('psam-key-missing DF04EF06');
    expect(keyless.outcome === 'refused' && keyless.aftermath).toBeUndefined();
    const worn = tampered(card, (tpdu, real) => (tpdu[1] === 0xdc ? fromHex('6581') : real()));
    const broken = await (await visitor(worn)).terminal.visitLog(OFFLINE);
    expect(broken).toMatchObject({ refusal: { sw: 0x6581 }, aftermath: { left: 'offline-counted' } });
    expect(counted(card)).toEqual({ counts: ISSUED, lines: 3 });
  });

  it('stays counted where the card then refuses its line', async () => {
    const card = cardLike('v2-rich');
    const refusing = tampered(card, (tpdu, real) => (toHex(tpdu).startsWith('B02C') ? fromHex('9302') : real()));
    const one = await visitor(refusing);
    const result = await one.terminal.visitLog(OFFLINE);
    expect(result).toMatchObject({ refusal: { refused: 'purse-mac-refused' }, aftermath: { left: 'offline-counted' } });
    expect(counted(card)).toEqual({ counts: ['900131', '920400022550', '93023032'], lines: 3 });
  });

  it.each(['9204FFFF1234', '930258FF'])('is refused by counts that are none: %s', async (record) => {
    const card = tampered(cardLike('v2-rich'), (_, real) => {
      const tag = record.slice(0, 2);
      return fromHex(toHex(real()).replace(tag === '92' ? '920400012550' : '93023100', record));
    });
    const result = await (await visitor(card)).terminal.visitLog(OFFLINE);
    expect(outcome(result)).toBe('card-data-malformed DF04EF06');
  });
});

describe('a visit that was settled at the host', () => {
  it('clears what the card has counted, once its line is written', async () => {
    const card = cardLike('v2-rich');
    const one = await visitor(card);
    const result = await one.terminal.visitLog({ ...ONLINE, category: '2' });
    expect(result).toMatchObject({ outcome: 'done', value: { offline: { sum: 0, count: 0 } } });
    expect(counted(card)).toEqual({ counts: ['900131', '920400000000', '93023030'], lines: 4 });
    const order = one.commands().map((command) => command.slice(0, 4));
    expect(order.indexOf('00DC')).toBeGreaterThan(order.indexOf('B02C'));
  });

  it.each(['v2-des', 'v2-sm4', 'v3-sm4', 'v1-plain', 'v2-offline-purse'])(
    'leaves a card alone that has counted nothing: %s',
    async (sample) => {
      const card = cardLike(sample);
      const { counts } = counted(card);
      const one = await visitor(card);
      expect(outcome(await one.terminal.visitLog(ONLINE))).toBe('done');
      expect([counted(card).counts, updates(one)]).toEqual([counts, []]);
    },
  );

  it('lets the card be settled without it again', async () => {
    const card = cardLike('v2-rich');
    const one = await visitor(card, { social: { offlineCards: { payment: 10_000, count: 2, sum: 100_000 } } });
    const settle = async (visit: typeof OFFLINE | typeof ONLINE) => {
      again(one, card);
      return outcome(await one.terminal.visitLog(visit));
    };
    expect(await settle(OFFLINE)).toBe('done');
    expect(await settle(OFFLINE)).toBe('card-offline-count');
    expect(await settle(ONLINE)).toBe('done');
    expect(await settle(OFFLINE)).toBe('done');
    expect(counted(card).counts.slice(1)).toEqual(['920400010000', '93023031']);
  });

  it('hands the bureau first what waits for it', async () => {
    const { books, line } = lateBureau();
    const card = cardLike('v2-rich');
    const one = await visitor(card, { bureau: line });
    expect(outcome(await one.terminal.visitLog(OFFLINE))).toBe('done');
    again(one, card);
    expect(outcome(await one.terminal.visitLog(ONLINE))).toBe('clearing-unreachable');
    expect(counted(card).counts.slice(1)).toEqual(['920400022550', '93023032']);
    line.isUp = true;
    again(one, card);
    expect(outcome(await one.terminal.visitLog(ONLINE))).toBe('done');
    expect(books.image()).toMatchObject([{ kind: 'visit-log-offline', pool: 10_000, verdict: 'booked' }]);
    expect(counted(card).counts.slice(1)).toEqual(['920400000000', '93023030']);
  });

  it('tells the bureau how each visit was settled that waits for it', async () => {
    const { books, line } = lateBureau();
    const card = cardLike('v2-rich');
    const one = await visitor(card, { bureau: line });
    expect(outcome(await one.terminal.visitLog(VISIT))).toBe('done');
    again(one, card);
    expect(outcome(await one.terminal.visitLog(OFFLINE))).toBe('done');
    const title = (slip: number) => one.slips[slip].lines.find(({ label }) => label?.en === 'Transaction')?.value;
    expect([title(0), title(1)]).toEqual([
      { zh: '就医结算记录', en: 'Visit record' },
      { zh: '就医结算记录（脱网）', en: 'Visit record, settled offline' },
    ]);
    line.isUp = true;
    expect(await one.terminal.medicalSettle()).toMatchObject({ value: { lines: 2, visitLogs: 2, disputed: 0 } });
    expect(books.image().map(({ kind }) => kind)).toEqual(['visit-log', 'visit-log-offline']);
  });

  it('is recorded with the HSM’s keys, too', async () => {
    const card = cardLike('v2-rich');
    const one = await visitor(card, { psam: 'none', bureau: bureau() });
    expect(outcome(await one.terminal.visitLog(ONLINE))).toBe('done');
    expect(counted(card)).toEqual({ counts: ['900131', '920400000000', '93023030'], lines: 4 });
  });
});

describe('a visit of a business system', () => {
  it('leaves the counts to it', async () => {
    const card = cardLike('v2-rich');
    const one = await visitor(card);
    expect(outcome(await one.terminal.visitLog(VISIT))).toBe('done');
    expect([counted(card).counts, updates(one)]).toEqual([ISSUED, []]);
  });
});
