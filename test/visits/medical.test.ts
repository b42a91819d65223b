/** Paying from the medical account: what the holder is told, and that nobody pays twice or for nothing. */

import { describe, expect, it } from 'vitest';
import type { Card } from '../../hosts/peers/card/card.js';
import type { Chip } from '../../hosts/peers/chip.js';
import type { Mishap } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Bench, bench, cardLike, commandsIn, outcome, tampered } from './bench.js';

const PIN = { digits: '123456' };
const BILL = { account: 1234, selfPay: 300, pool: 8000 };

/** Fen in the account, by the card's internal file: counters 2 and 2, balance 4. */
function balanceOf(card: Card): number {
  const { files } = card.image().environments[0].applications.find(({ fid }) => fid === 'DF04') ?? { files: [] };
  const file = files.find((one) => 'content' in one && one.content.length === 2 * 0x1f);
  return Number.parseInt((file as { content: string }).content.slice(8, 16), 16);
}

/** Whole visits of one holder after the other, each with a PIN and a 1. */
const manyVisits = { gestures: new Array(6).fill(PIN), presses: new Array(6).fill(1) };

/** Exchange number of a purchase's DEBIT, from 1. */
async function debitNumber(): Promise<number> {
  let count = 0;
  let debit = 0;
  const card = tampered(cardLike('v2-offline-purse'), (tpdu, real) => {
    count++;
    if (tpdu[0] === 0xb0 && tpdu[1] === 0x2c) debit = count;
    return real();
  });
  await (await bench({ card, ...manyVisits })).terminal.medicalPurchase(BILL);
  return debit;
}

/** A purchase with an accident at DEBIT; the bench is ready for the same card, or another. */
async function interrupted(card: Chip, mishap: Mishap): Promise<Bench> {
  const at = await debitNumber();
  const made = await bench({
    card,
    ...manyVisits,
    cardMischief: ({ what, count }) => (what === 'exchange' && count === at ? mishap : undefined),
  });
  const result = await made.terminal.medicalPurchase(BILL);
  expect(outcome(result)).toBe(`icc ${mishap.kind}`);
  expect(result).toMatchObject({ aftermath: { left: 'purse-open' } });
  expect(made.slips).toEqual([]);
  expect(made.terminal.status().purse.pending).toHaveLength(1);
  return made;
}

function next({ world }: Bench, card: Chip): void {
  world.icc.remove();
  world.icc.insert(card, () => undefined);
}

const reason = (result: VisitResult<unknown>) => outcome(result).split(' ')[0];
const DAY_MS = 86_400_000;
const slipLine = ({ slips }: Bench, label: string) =>
  slips.map(({ lines }) => lines.find((one) => one.label?.en === label)?.value);

describe('a payment from the account', () => {
  it('is taken once, booked once and printed once', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await bench({ card, ...manyVisits });
    const result = await made.terminal.medicalPurchase(BILL);
    expect(result).toMatchObject({ outcome: 'done', value: { balance: 248_766, row: { ...BILL, check: 'right' } } });
    expect(balanceOf(card)).toBe(248_766);
    expect(slipLine(made, 'From the account')).toEqual(['¥12.34']);
    expect(made.terminal.status().purse).toMatchObject({ pending: [], rows: [{ sequence: 1, account: 1234 }] });
    next(made, card);
    const balance = await made.terminal.medicalBalance();
    const totals = { selfPay: 300, pool: 8000, year: '2026', startingDay: '0401' };
    expect(balance).toMatchObject({ value: { balance: 248_766, totals, earlier: 'nothing' } });
  });

  it('needs no PIN of a card that has none', async () => {
    const card = cardLike('v2-offline-purse', { pin: null });
    const made = await bench({ card, presses: [1] });
    expect(outcome(await made.terminal.medicalPurchase(BILL))).toBe('done');
  });

  it('is not begun for a card that is gone before the holder confirms', async () => {
    const made = await bench({ card: cardLike('v2-offline-purse'), gestures: [PIN], presses: ['away'] });
    expect(outcome(await made.terminal.medicalPurchase(BILL))).toBe('purse-not-confirmed');
    expect(made.commands().filter((one) => one.startsWith('B0'))).toEqual([]);
  });
});

describe('the settlement year', () => {
  it('of the card rolls on its first day, 0401, with the payment of that day and not before', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await bench({ card, ...manyVisits });
    const { clock } = made.world;
    const totals = async () => {
      next(made, card);
      const told = await made.terminal.medicalBalance();
      return told.outcome === 'done' ? told.value.totals : undefined;
    };
    expect(outcome(await made.terminal.medicalPurchase(BILL))).toBe('done');
    // From the morning of 1 June 2026 to that of 31 March 2027.
    await clock.sleep(303 * DAY_MS);
    expect(clock.now().slice(0, 8)).toBe('20270331');
    const other = await bench({ card, ...manyVisits });
    await other.world.clock.sleep(303 * DAY_MS);
    next(other, card);
    expect(outcome(await other.terminal.medicalPurchase({ account: 0, selfPay: 7, pool: 5 }))).toBe('done');
    expect(await totals()).toMatchObject({ selfPay: 307, pool: 8005, year: '2026' });
    await other.world.clock.sleep(DAY_MS);
    next(other, card);
    expect(outcome(await other.terminal.medicalPurchase({ account: 0, selfPay: 2, pool: 1 }))).toBe('done');
    expect(await totals()).toMatchObject({ selfPay: 2, pool: 1, year: '2027', startingDay: '0401' });
  });
});

describe('a card that was pulled at DEBIT', () => {
  it('before it acted: nothing was taken, and the next visit pays', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await interrupted(card, { kind: 'removed', when: 'before' });
    next(made, card);
    expect(outcome(await made.terminal.medicalPurchase(BILL))).toBe('done');
    expect(balanceOf(card)).toBe(250_000 - 1234);
    expect(made.terminal.status().purse).toMatchObject({ pending: [], rows: [{ account: 1234 }] });
  });

  it('after it acted: the next visit proves it, prints its slip and takes nothing', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await interrupted(card, { kind: 'removed', when: 'after' });
    expect(balanceOf(card)).toBe(250_000 - 1234);
    next(made, card);
    expect(outcome(await made.terminal.medicalPurchase(BILL))).toBe('purse-earlier-completed');
    expect(balanceOf(card)).toBe(250_000 - 1234);
    expect(slipLine(made, 'From the account')).toEqual(['¥12.34']);
    const { rows } = made.terminal.status().purse;
    expect(rows).toMatchObject([{ ...BILL, check: 'unchecked' }]);
    expect(rows[0].tac.some((byte) => byte !== 0)).toBe(true);
  });

  it('blocks no other card, and waits for its own', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await interrupted(card, { kind: 'mute', when: 'after' });
    next(made, cardLike('v2-des'));
    expect(outcome(await made.terminal.identify())).toBe('done');
    const [pending] = made.terminal.status().purse.pending;
    expect(pending).toMatchObject({ sequence: 1, account: 1234, terminalNumber: '990100000001' });
    next(made, card);
    expect(await made.terminal.medicalBalance()).toMatchObject({ value: { balance: 248_766, earlier: 'completed' } });
    expect(slipLine(made, 'From the account').filter((value) => value)).toEqual(['¥12.34']);
    expect(made.terminal.status().purse.pending).toEqual([]);
  });

  it('is not asked by guess: an odd answer to the proof leaves it open', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await interrupted(card, { kind: 'removed', when: 'after' });
    const odd = tampered(card, (tpdu, real) => (tpdu[1] === 0x2e ? Uint8Array.of(0x65, 0x81) : real()));
    next(made, odd);
    expect(outcome(await made.terminal.medicalPurchase(BILL))).toBe('purse-earlier-unknown');
    expect(made.terminal.status().purse).toMatchObject({ pending: [{ sequence: 1 }], rows: [] });
  });

  it.each(['before', 'after'] as const)(
    'and has paid at another terminal since (%s): its log says it',
    async (when) => {
      const card = cardLike('v2-offline-purse');
      const made = await interrupted(card, { kind: 'removed', when });
      const elsewhere = await bench({ card, psam: samplePsam('city')(new SeededRandom(9)), ...manyVisits });
      await elsewhere.world.clock.sleep(3_600_000);
      expect(outcome(await elsewhere.terminal.medicalPurchase({ account: 100, selfPay: 0, pool: 0 }))).toBe('done');
      next(made, card);
      const result = await made.terminal.medicalBalance();
      const happened = when === 'after';
      expect(result).toMatchObject({ value: { earlier: happened ? 'completed' : 'undone' } });
      expect(made.terminal.status().purse.rows).toMatchObject(happened ? [{ account: 1234, check: 'log-only' }] : []);
      expect(balanceOf(card)).toBe(250_000 - 100 - (happened ? 1234 : 0));
    },
  );
});

describe('a false part', () => {
  it('a card whose MAC2 is wrong: told, booked for the bureau, and the goods stay', async () => {
    const card = tampered(cardLike('v2-offline-purse'), (tpdu, real) => {
      const answer = real();
      if (tpdu[1] !== 0xc0 || answer.length !== 10) return answer;
      if (commandsIn(made.events, 'icc').at(-1)?.startsWith('B02C')) answer[7] ^= 1;
      return answer;
    });
    const made: Bench = await bench({ card, ...manyVisits });
    const result = await made.terminal.medicalPurchase(BILL);
    expect(outcome(result)).toBe('purse-mac-wrong');
    expect(result).toMatchObject({ aftermath: { left: 'purse-paid' } });
    expect(made.terminal.status().purse.rows).toMatchObject([{ check: 'wrong' }]);
    expect(slipLine(made, 'MAC2')).toMatchObject([{ en: 'wrong: keep this slip' }]);
  });

  it('a MAC1 that the card does not take: nothing was taken, and nothing pends', async () => {
    const psam = tampered(samplePsam('full')(new SeededRandom(9)), (tpdu, real) => {
      const answer = real();
      if (tpdu[1] === 0xc0 && answer.length === 10 && answer[0] === 0 && answer[3] === 1) answer[5] ^= 1;
      return answer;
    });
    const made = await bench({ card: cardLike('v2-offline-purse'), psam, ...manyVisits });
    const result = await made.terminal.medicalPurchase(BILL);
    expect(reason(result)).toBe('purse-mac-refused');
    expect('aftermath' in result).toBe(false);
    expect(made.terminal.status().purse).toEqual({ pending: [], rows: [] });
  });

  it('a PSAM that goes mute over MAC2: the money has moved, and that is said', async () => {
    let at = 0;
    let count = 0;
    const psam = tampered(samplePsam('full')(new SeededRandom(9)), (tpdu, real) => {
      count++;
      if (tpdu[1] === 0x72) at = count;
      return real();
    });
    await (await bench({ card: cardLike('v2-offline-purse'), psam, ...manyVisits })).terminal.medicalPurchase(BILL);
    const made = await bench({
      card: cardLike('v2-offline-purse'),
      ...manyVisits,
      psamMischief: (event) =>
        event.what === 'exchange' && event.count === at ? { kind: 'mute', when: 'before' } : undefined,
    });
    const result = await made.terminal.medicalPurchase(BILL);
    expect(outcome(result)).toBe('sam mute');
    expect(result).toMatchObject({ aftermath: { left: 'purse-paid' } });
    expect(made.terminal.status().purse).toMatchObject({ pending: [], rows: [{ check: 'unchecked' }] });
    expect(made.slips).toHaveLength(1);
  });
});

describe('a load', () => {
  it('is not begun without a bureau', async () => {
    const card = cardLike('v2-offline-purse');
    const made = await bench({ card, ...manyVisits });
    expect(outcome(await made.terminal.medicalLoad({ amount: 5000 }))).toBe('load-unanswered');
    expect(made.terminal.status().purse).toEqual({ pending: [], rows: [] });
    expect(balanceOf(card)).toBe(250_000);
  });
});
