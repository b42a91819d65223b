/** What medical accounts pay while the bureau is away: each limit of the profile, from both sides, and the upload before. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import type { SocialSwitches } from '../../src/app/management.js';
import { bench, cardLike, outcome } from './bench.js';

const SILENT: LineHost = { receive: () => undefined };
const HOUR_MS = 3_600_000;
const ROOMY = { payment: 1000, count: 50, sum: 10_000, hours: 24 };

/** A bureau that can be reached while `up` says so. */
function switchable(books: PurseBooks) {
  const host = new BureauHost(books, SILENT);
  const state = { up: true };
  const bureau: LineHost = { receive: (frame) => (state.up ? host.receive(frame) : undefined) };
  return { state, bureau };
}

async function terminalWith(offlineMedical: SocialSwitches['offlineMedical'], bureau?: LineHost) {
  const card = cardLike('v2-offline-purse');
  const gestures = new Array(8).fill({ digits: '123456' });
  const social = offlineMedical === undefined ? {} : { social: { offlineMedical } };
  const made = await bench({ card, gestures, presses: new Array(8).fill(1), ...social, ...(bureau && { bureau }) });
  const pay = async (account: number, selfPay = 0, pool = 0) => {
    made.world.icc.remove();
    made.world.icc.insert(card);
    return outcome(await made.terminal.medicalPurchase({ account, selfPay, pool }));
  };
  const rows = () => made.terminal.status().purse.rows.length;
  return { ...made, pay, rows };
}

describe('without the bureau', () => {
  it('one payment of account and pool goes up to its limit, what the holder pays not counted', async () => {
    const { pay, commands, rows } = await terminalWith(ROOMY);
    expect(await pay(400, 9000, 600)).toBe('done');
    const before = commands().length;
    expect(await pay(400, 0, 601)).toBe('offline-payment');
    expect(commands()).toHaveLength(before);
    expect(rows()).toBe(1);
  });

  it('as many payments wait as may', async () => {
    const { pay, commands } = await terminalWith({ ...ROOMY, count: 2 });
    expect([await pay(1), await pay(1)]).toEqual(['done', 'done']);
    const before = commands().length;
    expect(await pay(1)).toBe('offline-count');
    expect(commands()).toHaveLength(before);
  });

  it('as much money waits as may', async () => {
    const { pay, commands } = await terminalWith({ ...ROOMY, sum: 1500 });
    expect(await pay(1000)).toBe('done');
    const before = commands().length;
    expect(await pay(300, 0, 201)).toBe('offline-sum');
    expect(commands()).toHaveLength(before);
    expect(await pay(300, 0, 200)).toBe('done');
    expect(await pay(0, 0, 1)).toBe('offline-sum');
  });

  it('time runs from the oldest payment that waits, where the bureau was never heard', async () => {
    const { pay, world } = await terminalWith(ROOMY);
    expect(await pay(1)).toBe('done');
    await world.clock.sleep(23 * HOUR_MS);
    expect(await pay(1)).toBe('done');
    await world.clock.sleep(HOUR_MS);
    expect(await pay(1)).toBe('offline-hours');
  });

  it('time runs from when the bureau was heard last, to the second', async () => {
    const { state, bureau } = switchable(new PurseBooks());
    const { pay, world } = await terminalWith(ROOMY, bureau);
    const heard = Date.parse(isoOf(world.clock.now()));
    expect(await pay(1)).toBe('done');
    state.up = false;
    const passed = () => Date.parse(isoOf(world.clock.now())) - heard;
    // The line's own wait, 10 s, passes before the terminal looks at its clock.
    await world.clock.sleep(24 * HOUR_MS - passed() - 10_000);
    expect(await pay(1)).toBe('done');
    await world.clock.sleep(1000);
    expect(await pay(1)).toBe('offline-hours');
  });

  it('a terminal that may not takes nothing, and does not touch the card', async () => {
    const { pay, commands, views } = await terminalWith('never', SILENT);
    expect(await pay(1)).toBe('offline-never');
    expect(commands()).toEqual([]);
    expect(views.at(-1)?.tone).toBe('refused');
  });

  it('the test profiles allow it within theirs', async () => {
    const { pay } = await terminalWith(undefined);
    expect([await pay(1, 0, 499_999), await pay(1, 0, 500_000)]).toEqual(['done', 'offline-payment']);
  });

  it('an answer that does not take the entries is no bureau', async () => {
    const { state, bureau } = switchable(new PurseBooks());
    const refusing: LineHost = {
      receive: (frame) => (state.up ? bureau.receive(frame) : { frame: Uint8Array.of(0, 1, 0x7b), afterMs: 0 }),
    };
    const { pay, rows } = await terminalWith({ ...ROOMY, count: 1 }, refusing);
    expect(await pay(1)).toBe('done');
    state.up = false;
    expect(await pay(1)).toBe('offline-count');
    expect(rows()).toBe(1);
  });
});

describe('visits that cards record, without the bureau', () => {
  /** A terminal where cards record visits, and one of an account that pays. */
  async function recording(offlineMedical: SocialSwitches['offlineMedical'], bureau?: LineHost) {
    const made = await terminalWith(offlineMedical, bureau);
    const { terminal, world } = made;
    const card = cardLike('v2-rich');
    const record = async (covered: number, settled?: 'offline') => {
      world.icc.remove();
      world.icc.insert(card, () => undefined);
      return outcome(await terminal.visitLog({ total: covered, covered, ...(settled && { settled }) }));
    };
    return { ...made, record };
  }

  it('count like payments, and payments like them', async () => {
    const { record, pay, commands } = await recording({ ...ROOMY, sum: 1500 });
    expect(await record(1000, 'offline')).toBe('done');
    expect(await pay(501)).toBe('offline-sum');
    expect(await pay(500)).toBe('done');
    const before = commands().length;
    expect(await record(1, 'offline')).toBe('offline-sum');
    expect(commands(), 'the card is not touched').toHaveLength(before);
  });

  it('are refused beyond the number, the amount and the hours that the terminal may have', async () => {
    expect(await (await recording(ROOMY)).record(1001, 'offline')).toBe('offline-payment');
    const { record } = await recording({ ...ROOMY, count: 2 });
    expect([await record(1, 'offline'), await record(1, 'offline')]).toEqual(['done', 'done']);
    expect(await record(1, 'offline')).toBe('offline-count');
    const late = await recording(ROOMY);
    expect(await late.record(1, 'offline')).toBe('done');
    await late.world.clock.sleep(24 * HOUR_MS + 1000);
    expect(await late.record(1, 'offline')).toBe('offline-hours');
  });

  it('are the bureau’s already where they were settled at the host: they count for nothing', async () => {
    const { record, pay } = await recording({ ...ROOMY, count: 1 });
    expect([await record(1000), await record(1000)]).toEqual(['done', 'done']);
    expect(await pay(1)).toBe('done');
    expect(await record(1, 'offline')).toBe('offline-count');
  });
});

describe('with the bureau back', () => {
  it('what waits goes up before the next payment, whatever the limits say', async () => {
    const books = new PurseBooks();
    const { state, bureau } = switchable(books);
    const { pay, rows, slips, terminal } = await terminalWith({ ...ROOMY, count: 2 }, bureau);
    state.up = false;
    expect([await pay(1), await pay(2), await pay(3)]).toEqual(['done', 'done', 'offline-count']);
    state.up = true;
    expect(await pay(2000)).toBe('done');
    expect(books.image().map(({ account, verdict }) => `${account} ${verdict}`)).toEqual(['1 booked', '2 booked']);
    expect(rows()).toBe(1);
    expect(slips.map(({ slip }) => slip)).not.toContain('medical-settlement');
    expect(await terminal.medicalSettle()).toMatchObject({ value: { lines: 1, paid: 2000 } });
  });

  it('a payment is tried all the same when the card is not there', async () => {
    const { bureau } = switchable(new PurseBooks());
    const { terminal, world } = await terminalWith('never', bureau);
    world.icc.remove();
    expect(outcome(await terminal.medicalPurchase({ account: 1, selfPay: 0, pool: 0 }))).toBe('icc absent');
  });
});

function isoOf(now: string): string {
  return now.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
}
