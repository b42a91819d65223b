/** What cards paid goes to the bureau: all of it, once, and what is not taken stays. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import { decodeBureauUpload, encodeBureauAnswer } from '../../src/codec/bureau-message.js';
import { bench, cardLike, outcome } from './bench.js';

const SILENT: LineHost = { receive: () => undefined };

/** A terminal at which one card has paid so many times, 1 fen and then 2 and so on, while the bureau was away. */
async function paidAt(times: number, bureau: LineHost | undefined) {
  let away = true;
  const later: LineHost | undefined = bureau && { receive: (frame) => (away ? undefined : bureau.receive(frame)) };
  const card = cardLike('v2-offline-purse');
  const gestures = new Array(times).fill({ digits: '123456' });
  const made = await bench({ card, gestures, presses: new Array(times).fill(1), ...(later && { bureau: later }) });
  for (let i = 1; i <= times; i++) {
    made.world.icc.remove();
    made.world.icc.insert(card);
    expect(outcome(await made.terminal.medicalPurchase({ account: i, selfPay: 0, pool: 0 }))).toBe('done');
  }
  away = false;
  return made;
}

describe('the upload of medical entries', () => {
  it('brings everything in batches, and the terminal lets it go', async () => {
    const books = new PurseBooks();
    let messages = 0;
    const host = new BureauHost(books, SILENT);
    const counting: LineHost = {
      receive(frame) {
        messages++;
        return host.receive(frame);
      },
    };
    const { terminal, slips } = await paidAt(10, counting);
    const result = await terminal.medicalSettle();
    expect(result).toMatchObject({ outcome: 'done', value: { lines: 10, purchases: 10, paid: 55, disputed: 0 } });
    expect(messages).toBe(2);
    expect(terminal.status().purse.rows).toEqual([]);
    expect(books.image().map(({ account, verdict }) => `${account} ${verdict}`)).toEqual(
      Array.from({ length: 10 }, (_, i) => `${i + 1} booked`),
    );
    expect(slips.at(-1)?.slip).toBe('medical-settlement');
    expect(await terminal.medicalSettle()).toMatchObject({ outcome: 'done', value: { lines: 0 } });
    expect(messages).toBe(2);
  });

  it.each<readonly [string, LineHost | undefined, string]>([
    ['no line', undefined, 'clearing-unreachable'],
    ['a bureau that says nothing', SILENT, 'clearing-unreachable'],
    ['a bureau that takes nothing', answering('malformed', ''), 'clearing-refused'],
    ['an answer about fewer lines', answering('ok', 'booked|'), 'clearing-refused'],
    ['an answer that says nothing of them', answering('ok', 'well|done|'), 'clearing-refused'],
  ])('with %s keeps what it has', async (_, bureau, reason) => {
    const { terminal, slips } = await paidAt(2, bureau);
    const before = slips.length;
    expect(outcome(await terminal.medicalSettle())).toBe(reason);
    expect(terminal.status().purse.rows).toHaveLength(2);
    expect(slips).toHaveLength(before);
  });

  it('prints what went before the line failed, and says that the rest is kept', async () => {
    const host = new BureauHost(new PurseBooks(), SILENT);
    let messages = 0;
    const { terminal, slips } = await paidAt(9, {
      receive: (frame) => (++messages > 1 ? undefined : host.receive(frame)),
    });
    expect(outcome(await terminal.medicalSettle())).toBe('clearing-unreachable');
    expect(terminal.status().purse.rows).toMatchObject([{ account: 9 }]);
    expect(slips.at(-1)?.lines.find(({ label }) => label?.en === 'Entries')?.value).toBe('8');
  });

  it('books once what the bureau had and could not say', async () => {
    const books = new PurseBooks();
    const host = new BureauHost(books, SILENT);
    let lost = true;
    const { terminal } = await paidAt(1, {
      receive(frame) {
        const reply = host.receive(frame);
        return lost ? undefined : reply;
      },
    });
    expect(outcome(await terminal.medicalSettle())).toBe('clearing-unreachable');
    expect(terminal.status().purse.rows).toHaveLength(1);
    lost = false;
    expect(outcome(await terminal.medicalSettle())).toBe('done');
    expect(books.image()).toMatchObject([{ account: 1, verdict: 'booked' }]);
  });
});

function answering(result: 'ok' | 'malformed', data: string): LineHost {
  return {
    receive(frame) {
      const { number } = decodeBureauUpload(frame);
      return { frame: encodeBureauAnswer({ number, result, data }), afterMs: 0 };
    },
  };
}
