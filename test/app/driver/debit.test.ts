/** iDoDebit as money: what it asks the holder, what it leaves on card, journal and slip, and who believes it. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../../hosts/peers/bureau/bureau-host.js';
import { HsmHost } from '../../../hosts/peers/bureau/hsm-host.js';
import { PurseBooks } from '../../../hosts/peers/bureau/purse-books.js';
import { testRoot } from '../../../hosts/peers/keys.js';
import { bench, cardLike, outcome, tampered } from '../../visits/bench.js';

const CARD = '990100D1560000050000000166534F34|A00000011|';
const PAY = '150.00|100.00|20260601120000|';
const PIN = { digits: '123456' };

describe('iDoDebit', () => {
  it('asks holder and PIN once, books the line with the caller’s time, and prints its slip', async () => {
    const one = await bench({ card: cardLike('v2-des'), gestures: [PIN], presses: [1] });
    const answer = await one.terminal.driver.iDoDebit(1, CARD, PAY);
    const [row] = one.terminal.status().purse.rows;
    expect(row).toMatchObject({ kind: 'visit-log', account: 0, selfPay: 15_000, pool: 10_000, check: 'right' });
    expect(row.moment).toBe('20260601120000');
    expect([one.world.pinPad.entries, one.slips.map(({ slip }) => slip)]).toEqual([1, ['medical-visit-log']]);
    expect(answer.out).toMatch(/\|20260601120000\|[0-9A-F]{8}\|$/);
    // Nothing is taken from the account: its amount is zero in INITIALIZE FOR PURCHASE.
    const [initialize] = one.commands().filter((command) => command.startsWith('B0280101'));
    expect(initialize).toBe('B0280101130100000000' + '00003A98' + '00002710' + '99010000000116');
  });

  it.each(['v2-des', 'v2-sm4', 'v3-sm4'])('of %s by the HSM is settled at the bureau by its TAC', async (sample) => {
    const books = new PurseBooks();
    const bureau = new BureauHost(books, new HsmHost({ pinKey: testRoot('TPK') }));
    const one = await bench({ card: cardLike(sample), psam: 'none', bureau, gestures: [PIN], presses: [1] });
    const [, , number, identifier] = (await one.terminal.driver.iReadCardBas(1)).out.split('|');
    const answer = await one.terminal.driver.iDoDebit(1, `${identifier}|${number}|`, PAY);
    expect(answer.code).toBe(0);
    expect(one.terminal.status().purse.rows).toMatchObject([{ check: 'unchecked', terminalNumber: '000000000000' }]);
    expect(outcome(await one.terminal.medicalSettle())).toBe('done');
    expect(books.image().map(({ verdict }) => verdict)).toEqual(['booked']);
  });

  it('whose card left with the debit unanswered is told of it at the next, and written once', async () => {
    let debitAt = 0;
    let count = 0;
    const rehearsed = tampered(cardLike('v2-des'), (tpdu, real) => {
      count++;
      if (tpdu[1] === 0x2c) debitAt = count;
      return real();
    });
    await (await bench({ card: rehearsed, gestures: [PIN], presses: [1] })).terminal.driver.iDoDebit(1, CARD, PAY);
    const card = cardLike('v2-des');
    let left = false;
    const one = await bench({
      card,
      gestures: [PIN, PIN, PIN],
      presses: [1, 1],
      cardMischief: ({ what, count: at }) => {
        if (left || what !== 'exchange' || at !== debitAt) return undefined;
        left = true;
        return { kind: 'removed', when: 'after' };
      },
    });
    expect((await one.terminal.driver.iDoDebit(1, CARD, PAY)).code).toBe(-3);
    expect(one.terminal.status().purse.pending).toHaveLength(1);
    one.world.icc.insert(card);
    expect((await one.terminal.driver.iDoDebit(1, CARD, PAY)).code).toBe(-2343);
    expect(one.terminal.status().purse).toMatchObject({ pending: [], rows: [{ selfPay: 15_000 }] });
    const records = await one.terminal.driver.iReadDebitRecord(1);
    expect(records.out.split('20260601120000')).toHaveLength(2);
  });

  it('that waits for its MAC1 has intended nothing, and is over when another call comes', async () => {
    const one = await bench({ card: cardLike('v2-des'), psam: 'none', gestures: [PIN], presses: [1] });
    expect((await one.terminal.driver.iDoDebit_HSM_Step1(1, CARD, PAY)).code).toBe(0);
    await one.terminal.driver.iReadICCardNum();
    expect(one.terminal.status().purse).toMatchObject({ pending: [], rows: [] });
    expect((await one.terminal.driver.iDoDebit_HSM_Step2('00000001|20260601120000|00000000|')).code).toBe(-12);
  });
});

describe('iReadICCardNum', () => {
  it('gives the caller the whole number, and the screen and the transcript none', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    expect(await one.terminal.driver.iReadICCardNum()).toEqual({ code: 0, out: '6210999901000000001|' });
    expect(JSON.stringify(one.views)).not.toContain('6210999901000000001');
    expect(JSON.stringify(one.events)).not.toContain('6210999901000000001');
    // SELECT, GET PROCESSING OPTIONS and READ RECORD: no cryptogram, no PIN.
    const instructions = new Set(one.commands().map((command) => command.slice(2, 4)));
    expect([...instructions].sort()).toEqual(['A4', 'A8', 'B2']);
  });
});
