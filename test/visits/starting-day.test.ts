/** The first day of the medical year: who lets it be set, what the attendant sees, and what the card has in the end. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { HsmHost } from '../../hosts/peers/bureau/hsm-host.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import type { Card } from '../../hosts/peers/card/card.js';
import type { Chip } from '../../hosts/peers/chip.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import { NorFlash } from '../../hosts/peers/flash/nor-flash.js';
import { testRoot } from '../../hosts/peers/keys.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Bench, bench, cardLike, outcome, tampered } from './bench.js';

const PIN = { digits: '123456' };
const SAMPLE = 'v2-offline-purse';
const DAY = { day: '0701' };

/** Bytes 18 and 19 of the account's internal file, which has 1Fh. */
function dayOf(card: Card): string {
  const { files } = card.image().environments[0].applications.find(({ fid }) => fid === 'DF04') ?? { files: [] };
  const account = files.find((file) => 'content' in file && file.content.length === 2 * 0x1f);
  return account && 'content' in account ? account.content.slice(36, 40) : '';
}

/** What went to the card of this command, and EXTERNAL AUTHENTICATE with DSK. */
const asked = ({ commands }: Bench): string[] =>
  commands().flatMap((one) => (/^(B056|00820087)/.test(one) ? [one.slice(0, one.startsWith('B0') ? 14 : 8)] : []));

/** The PSAM without one of its keys. */
const psamWithout = (psamId: number): Chip =>
  tampered(samplePsam('full')(new SeededRandom(3)), (tpdu, real) =>
    tpdu[1] === 0xde && tpdu[3] === psamId ? Uint8Array.of(0x6a, 0x88) : real(),
  );

const hsm = () => new BureauHost(new PurseBooks(), new HsmHost({ pinKey: testRoot('TPK') }));

const WHOLE = ['B056010002', '00820087', 'B0560000020701', 'B056010002'];

describe('the starting day of a card', () => {
  it.each([SAMPLE, 'v1-plain', 'v2-des', 'v2-sm4', 'v3-sm4'])('%s is set by the PSAM', async (sample) => {
    const card = cardLike(sample);
    const before = dayOf(card);
    const one = await bench({ card, presses: [1] });
    expect(await one.terminal.startingDay(DAY)).toMatchObject({
      outcome: 'done',
      value: { before, day: '0701', terminalNumber: '990100000001' },
    });
    expect([before, dayOf(card)]).toEqual([sample === SAMPLE ? '0401' : '0101', '0701']);
    expect(asked(one)).toEqual(WHOLE);
  });

  it.each([SAMPLE, 'v1-plain', 'v2-des', 'v2-sm4', 'v3-sm4'])('%s is set by the HSM', async (sample) => {
    const card = cardLike(sample);
    const one = await bench({ card, psam: 'none', bureau: hsm(), presses: [1] });
    const result = await one.terminal.startingDay(DAY);
    expect(result).toMatchObject({ outcome: 'done', value: { day: '0701', terminalNumber: '000000000000' } });
    expect([dayOf(card), asked(one)]).toEqual(['0701', WHOLE]);
  });

  it('is set by the HSM where the PSAM lacks DSK alone', async () => {
    const card = cardLike(SAMPLE);
    const set = async (more: object) =>
      outcome(await (await bench({ card, psam: psamWithout(0x4a), presses: [1], ...more })).terminal.startingDay(DAY));
    expect([await set({}), dayOf(card)]).toEqual(['psam-key-missing', '0401']);
    expect([await set({ bureau: hsm() }), dayOf(card)]).toEqual(['done', '0701']);
  });

  it('asks for no PIN, keeps nothing in the journal, and is printed with the number masked', async () => {
    const one = await bench({ card: cardLike(SAMPLE), presses: [1] });
    const { flash } = one.world;
    const operations = flash instanceof NorFlash ? flash.operations : -1;
    expect(outcome(await one.terminal.startingDay(DAY))).toBe('done');
    expect(flash instanceof NorFlash && flash.operations).toBe(operations);
    expect(one.world.pinPad.entries).toBe(0);
    const [{ slip, lines }] = one.slips;
    const rows = lines.flatMap(({ label, value }) => (label ? [`${label.en} ${value}`] : []));
    expect([slip, rows]).toEqual([
      'starting-day',
      [
        'Terminal 990100000001',
        'Card number A0*****93',
        'Date and time 2026-06-01 09:00:02',
        'Old starting day 04-01',
        'New starting day 07-01',
      ],
    ]);
  });

  it('that it has already is not written and not asked about', async () => {
    const one = await bench({ card: cardLike(SAMPLE) });
    const result = await one.terminal.startingDay({ day: '0401' });
    expect(result).toMatchObject({ outcome: 'done', value: { before: '0401', day: '0401' } });
    expect([asked(one), one.slips]).toEqual([['B056010002'], []]);
    expect(one.views[one.views.length - 1].title.en).toBe('It was that day already');
  });

  it.each(['FFFF', '0000', '0A01'])('that stands there as %s is none', async (bytes) => {
    const card = cardLike(SAMPLE);
    let told = false;
    const unset = tampered(card, (tpdu, real) => {
      if (tpdu[1] !== 0x56 || told) return real();
      told = true;
      return fromHex(`${bytes}9000`);
    });
    const one = await bench({ card: unset, presses: [1] });
    const result = await one.terminal.startingDay(DAY);
    expect(result.outcome === 'done' && [result.value.before, result.value.day]).toEqual([undefined, '0701']);
    const question = one.views.find(({ screen }) => screen === 'confirm-starting-day');
    expect(question?.lines[2].value).toEqual({ zh: '未设置', en: 'none' });
  });

  it('makes the card count by it from then on', async () => {
    const card = cardLike(SAMPLE);
    const one = await bench({ card, gestures: [PIN, PIN], presses: [1, 1] });
    // The card was issued in 2024; on 1 June the year that begins on 1 July is still that of 2025.
    expect(outcome(await one.terminal.startingDay(DAY))).toBe('done');
    expect(outcome(await one.terminal.medicalPurchase({ account: 100, selfPay: 0, pool: 5 }))).toBe('done');
    expect(await one.terminal.medicalBalance()).toMatchObject({
      value: { totals: { year: '2025', startingDay: '0701' } },
    });
  });
});

describe('the attendant', () => {
  it('sees both days and the card, its number masked in the transcript', async () => {
    const one = await bench({ card: cardLike(SAMPLE), presses: [1] });
    await one.terminal.startingDay(DAY);
    const question = one.views.find(({ screen }) => screen === 'confirm-starting-day');
    expect(question?.lines.map(({ label, value }) => [label?.en, value])).toEqual([
      ['1', { zh: '设置', en: 'Set it' }],
      ['2', { zh: '不设置', en: 'Leave it as it is' }],
      ['Old starting day', '04-01'],
      ['New starting day', '07-01'],
      ['Card number', 'A00000193'],
    ]);
    expect(question?.lines[4].masked).toBe('A0*****93');
  });

  it.each<Press>([2, 3, 'cancel', 'away'])('presses %s: nothing is proved and nothing written', async (press) => {
    const card = cardLike(SAMPLE);
    const one = await bench({ card, presses: [press] });
    expect(outcome(await one.terminal.startingDay(DAY))).toBe('starting-day-not-confirmed');
    expect([asked(one), dayOf(card), one.slips]).toEqual([['B056010002'], '0401', []]);
  });
});

describe('what is no day', () => {
  it.each(['0229', '0230', '1332', '0431', '0000', '101', '07011', '7/01', ''])(
    '%s is refused before the card is powered up',
    async (day) => {
      const one = await bench({ card: cardLike(SAMPLE), presses: [1] });
      expect(outcome(await one.terminal.startingDay({ day }))).toBe('starting-day-malformed');
      expect(one.commands()).toEqual([]);
    },
  );
});

describe('a card that does not let it be set', () => {
  const set = async (chip: Chip) => {
    const one = await bench({ card: chip, presses: [1] });
    const result = await one.terminal.startingDay(DAY);
    return { one, said: outcome(result), left: result.outcome === 'done' ? undefined : result.aftermath?.left };
  };

  it('for want of an account, or of DF04', async () => {
    const without = (sw: string, ins: number, more = '') =>
      set(
        tampered(cardLike(SAMPLE), (tpdu, real) =>
          tpdu[1] === ins && toHex(tpdu).includes(more) ? fromHex(sw) : real(),
        ),
      );
    expect((await without('6985', 0x56)).said).toBe('purse-missing');
    expect((await without('6D00', 0x56)).said).toBe('purse-missing');
    expect((await without('6A82', 0xa4, 'DF04')).said).toBe('file-missing');
  });

  it('for its medical application is blocked', async () => {
    expect((await set(cardLike('medical-blocked'))).said).toBe('application-blocked');
  });

  it('for a version that this terminal does not take', async () => {
    const acceptance = { institutions: ['9156000002'], classes: ['3'], versions: ['2.0'] };
    const card = cardLike('v3-sm4');
    const one = await bench({ card, acceptance, presses: [1] });
    expect(outcome(await one.terminal.startingDay(DAY))).toBe('version-unsupported');
    expect([asked(one), dayOf(card)]).toEqual([[], '0101']);
  });

  it('by a terminal that is for payments alone', async () => {
    const one = await bench({ card: cardLike(SAMPLE), profile: 'financial' });
    expect(outcome(await one.terminal.startingDay(DAY))).toBe('not-offered');
  });

  it.each([
    ['63C2', 'terminal-not-authentic 2', '卡片未认可终端，剩余 2 次'],
    ['6983', 'key-locked', '卡内密钥已锁定'],
    ['6A88', 'key-missing', '卡内没有所需的密钥'],
  ])('for it answers %s to DSK: the tries that are left stand in words', async (sw, said, words) => {
    const card = cardLike(SAMPLE);
    const told = await set(
      tampered(card, (tpdu, real) => (tpdu[1] === 0x82 && tpdu[3] === 0x87 ? fromHex(sw) : real())),
    );
    expect([told.said, told.left, dayOf(card)]).toEqual([said, undefined, '0401']);
    expect(told.one.views[told.one.views.length - 1].lines[0].value).toMatchObject({ zh: words });
    expect(asked(told.one)).toEqual(['B056010002', '00820087']);
  });

  it('really counts a DSK that is not its own, down to the lock', async () => {
    const other = { card: cardLike(SAMPLE), psam: samplePsam('full')(new SeededRandom(3)) };
    const wrong = tampered(other.psam, (tpdu, real) =>
      // UK1DF04 in the place of DSK: a key of the same level that is another.
      tpdu[1] === 0xde && tpdu[3] === 0x4a
        ? other.psam.exchange(Uint8Array.of(...tpdu.slice(0, 3), 0x49, ...tpdu.slice(4)))
        : real(),
    );
    const one = await bench({ card: other.card, psam: wrong, presses: [1, 1, 1, 1] });
    const said: string[] = [];
    for (let i = 0; i < 4; i++) said.push(outcome(await one.terminal.startingDay(DAY)));
    expect(said).toEqual([
      'terminal-not-authentic 2',
      'terminal-not-authentic 1',
      'terminal-not-authentic 0',
      'key-locked',
    ]);
    expect(dayOf(other.card)).toBe('0401');
  });
});

describe('what UPDATE comes to is read from the card', () => {
  /** A card that does with UPDATE STARTING DAY what `act` says, and with the rest what it always does. */
  const answering = (card: Card, act: (real: () => Uint8Array) => Uint8Array): Chip =>
    tampered(card, (tpdu, real) => (tpdu[1] === 0x56 && tpdu[2] === 0x00 ? act(real) : real()));

  const set = async (chip: Chip) => {
    const one = await bench({ card: chip, presses: [1] });
    const result = await one.terminal.startingDay(DAY);
    const left = result.outcome === 'done' ? undefined : result.aftermath?.left;
    return [outcome(result), left, one.slips.length];
  };

  it('a no that was none', async () => {
    const card = cardLike(SAMPLE);
    const told = await set(
      answering(card, (real) => {
        real();
        return fromHex('6581');
      }),
    );
    expect([told, dayOf(card)]).toEqual([['done', undefined, 1], '0701']);
  });

  it('a no that was one', async () => {
    const card = cardLike(SAMPLE);
    for (const [sw, said] of [
      ['6581', `card-refused ${0x6581}`],
      ['6A80', `card-refused ${0x6a80}`],
      ['6982', 'write-denied'],
    ])
      expect(await set(answering(card, () => fromHex(sw)))).toEqual([said, undefined, 0]);
    expect(dayOf(card)).toBe('0401');
  });

  it('a yes that was none', async () => {
    const told = await set(answering(cardLike(SAMPLE), () => fromHex('9000')));
    expect(told).toEqual(['starting-day-not-kept', undefined, 0]);
  });

  it('and where it cannot be read, nobody claims to know', async () => {
    const card = cardLike(SAMPLE);
    let updated = false;
    const dumb = tampered(card, (tpdu, real) => {
      if (tpdu[1] === 0x56 && tpdu[2] === 0x00) updated = true;
      return updated && tpdu[1] === 0x56 && tpdu[2] === 0x01 ? fromHex('6F00') : real();
    });
    expect(await set(dumb)).toEqual([`card-refused ${0x6f00}`, 'starting-day-unknown', 0]);
  });

  it.each(['before', 'after'] as const)('where the card left %s the answer: the next visit finds it', async (when) => {
    let updateAt = 0;
    let count = 0;
    const rehearsed = tampered(cardLike(SAMPLE), (tpdu, real) => {
      count++;
      if (tpdu[1] === 0x56 && tpdu[2] === 0x00) updateAt = count;
      return real();
    });
    expect(await set(rehearsed)).toEqual(['done', undefined, 1]);
    const card = cardLike(SAMPLE);
    const one = await bench({
      card,
      presses: [1, 1],
      cardMischief: ({ what, count: at }) =>
        what === 'exchange' && at === updateAt ? { kind: 'removed', when } : undefined,
    });
    const torn = await one.terminal.startingDay(DAY);
    expect(torn).toMatchObject({ outcome: 'interrupted', aftermath: { left: 'starting-day-unknown' } });
    const told = one.views[one.views.length - 1].lines.map(({ value }) => value);
    expect(told[2]).toMatchObject({ zh: '起始日是否已更改不明，请用同一张卡重新办理，由终端读取' });
    expect([dayOf(card), one.slips]).toEqual([when === 'after' ? '0701' : '0401', []]);
    one.world.icc.insert(card, () => undefined);
    const again = await one.terminal.startingDay(DAY);
    const before = when === 'after' ? '0701' : '0401';
    expect(again).toMatchObject({ outcome: 'done', value: { before, day: '0701' } });
    expect(dayOf(card)).toBe('0701');
  });
});

describe('a card whose payment is still open at this terminal', () => {
  /** A purchase torn at DEBIT. */
  async function open(when: 'before' | 'after') {
    const card = cardLike(SAMPLE);
    let torn = false;
    const one = await bench({
      card,
      gestures: [PIN, PIN, PIN],
      presses: [1, 1, 1],
      cardMischief: ({ what, count }) => {
        if (torn || what !== 'exchange' || count !== debitAt) return undefined;
        torn = true;
        return { kind: 'removed', when };
      },
    });
    const bill = { account: 1234, selfPay: 0, pool: 0 };
    expect(outcome(await one.terminal.medicalPurchase(bill))).toBe('icc removed');
    expect(one.terminal.status().purse.pending).toHaveLength(1);
    one.world.icc.insert(card, () => undefined);
    return { card, one };
  }
  let debitAt = 0;

  it('is asked for that first', async () => {
    let count = 0;
    const rehearsed = tampered(cardLike(SAMPLE), (tpdu, real) => {
      count++;
      if (tpdu[1] === 0x2c) debitAt = count;
      return real();
    });
    const bill = { account: 1234, selfPay: 0, pool: 0 };
    await (await bench({ card: rehearsed, gestures: [PIN], presses: [1] })).terminal.medicalPurchase(bill);
    for (const when of ['before', 'after'] as const) {
      const { card, one } = await open(when);
      expect(outcome(await one.terminal.startingDay(DAY))).toBe('done');
      expect(dayOf(card)).toBe('0701');
      const { pending, rows } = one.terminal.status().purse;
      expect([pending.length, rows.length]).toEqual([0, when === 'after' ? 1 : 0]);
      const slips = when === 'after' ? ['medical-purchase', 'starting-day'] : ['starting-day'];
      expect(one.slips.map(({ slip }) => slip)).toEqual(slips);
    }
  });

  it('and keeps its day where that stays open', async () => {
    const { card, one } = await open('after');
    const silent = tampered(card, (tpdu, real) => (tpdu[1] === 0x2e ? fromHex('6F00') : real()));
    one.world.icc.remove();
    one.world.icc.insert(silent, () => undefined);
    expect(outcome(await one.terminal.startingDay(DAY))).toBe('purse-earlier-unknown');
    expect([dayOf(card), one.terminal.status().purse.pending.length]).toEqual(['0401', 1]);
  });
});
