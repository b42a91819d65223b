/** A journal that medical entries fill: what is said, and who makes room. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import { boot, flashOf, SMALL, sell } from '../journal/flash-desk.js';
import { bench, cardLike, outcome } from './bench.js';

const SILENT: LineHost = { receive: () => undefined };
const PIN = { digits: '123456' };
const MANY = 40;
const TIGHT = { ...SMALL, unitLength: 3072 };
const ROOMY = { payment: 1_000_000, count: 1000, sum: 1_000_000, hours: 1000 };
const VISIT = ['990100D1560000050000000166534F34|A00000011|', '150.00|100.00|20260601120000|'] as const;

/** A terminal whose little flash is full of what a card paid while the bureau was away. */
async function filled() {
  const host = new BureauHost(new PurseBooks(), SILENT);
  const state = { up: false };
  const bureau: LineHost = { receive: (frame) => (state.up ? host.receive(frame) : undefined) };
  const card = cardLike('v2-offline-purse');
  const one = await bench({
    card,
    flash: flashOf(TIGHT),
    bureau,
    gestures: new Array(MANY).fill(PIN),
    presses: new Array(MANY).fill(1),
    social: { offlineMedical: ROOMY },
  });
  const insert = (next = card) => {
    one.world.icc.remove();
    one.world.icc.insert(next);
  };
  const pay = async () => {
    insert();
    return outcome(await one.terminal.medicalPurchase({ account: 1, selfPay: 0, pool: 0 }));
  };
  const said = new Set<string>();
  for (let i = 0; i < MANY && !said.has('clearing-due'); i++) said.add(await pay());
  expect([...said]).toEqual(['done', 'clearing-due']);
  return { ...one, state, insert, pay, rows: () => one.terminal.status().purse.rows.length };
}

describe('a journal full of medical entries', () => {
  it('says that they are to be uploaded, and leaves the card alone', async () => {
    const { commands, pay, rows, views } = await filled();
    const [before, waiting] = [commands().length, rows()];
    expect(waiting).toBeGreaterThan(1);
    expect(await pay()).toBe('clearing-due');
    expect([commands().length, rows()]).toEqual([before, waiting]);
    expect(views.at(-1)?.lines.map(({ value }) => (typeof value === 'string' ? value : value.en))).toContain(
      'Check the network and upload the entries first',
    );
  });

  it('gives way to the next payment once the bureau is back', async () => {
    const { state, pay, rows } = await filled();
    state.up = true;
    expect(await pay()).toBe('done');
    expect(rows()).toBe(1);
  });

  it('gives way to the next visit that is only recorded, too, and has a number for it until then', async () => {
    const { terminal, state, insert, rows } = await filled();
    insert(cardLike('v2-des'));
    expect((await terminal.driver.iDoDebit(1, ...VISIT)).code).toBe(-2350);
    state.up = true;
    expect((await terminal.driver.iDoDebit(1, ...VISIT)).code).toBe(0);
    expect(rows()).toBe(1);
  });
});

describe('a journal full of the bank’s batch', () => {
  it('says that it is to be settled', async () => {
    const flash = flashOf(TIGHT);
    const journal = await boot(flash);
    while (journal.readiness() === 'done') await sell(journal, '6217000000000000010', 1);
    const one = await bench({ card: cardLike('v2-des'), flash, gestures: [PIN], presses: [1] });
    const { code, out } = await one.terminal.driver.iDoDebit(1, ...VISIT);
    expect(code).toBe(-2354);
    expect(out).toContain('请先结算');
    expect(one.commands()).toEqual([]);
  });
});
