/** What a payment owes to the journal: a number before the card is touched, the booking before anybody hears of it. */

import { describe, expect, it } from 'vitest';
import type { NorFlash } from '../../hosts/peers/flash/nor-flash.js';
import { PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { boot, flashOf, SMALL, sell } from '../journal/flash-desk.js';
import { PAYMENT_SCENARIOS } from '../xs/payments.js';
import { type Play, play } from '../xs/scenarios.js';
import { outcome } from './bench.js';

/** Units in which a batch of a few lines leaves no room for a transaction. */
const TIGHT = { ...SMALL, unitLength: 2560 };

interface Visit extends Play {
  readonly events: readonly TraceEvent[];
  readonly slips: number;
}

/** A purchase that is approved online, in a terminal with this flash. */
async function pay(flash: NorFlash, hear: (event: TraceEvent) => void = () => {}): Promise<Visit> {
  const events: TraceEvent[] = [];
  let slips = 0;
  const write = (event: TraceEvent) => {
    events.push(event);
    hear(event);
  };
  const printer = { print: async () => void slips++ };
  const visit = await play(PAYMENT_SCENARIOS['purchase-dda'], { flash, trace: { write }, printer });
  return { ...visit, events, slips };
}

const sequenceOf = ({ result }: Visit) => result.outcome === 'done' && (result.value as { sequence: number }).sequence;

describe('a purchase', () => {
  it('numbers on after a restart', async () => {
    const flash = flashOf(PARTITION);
    expect(sequenceOf(await pay(flash))).toBe(1);
    expect(sequenceOf(await pay(flash))).toBe(2);
    const journal = await boot(flash);
    expect(await journal.nextNumber('sequence')).toBe(3);
  });

  it('has its number in both copies before the card is touched, and is booked in both before it is shown', async () => {
    const { events } = await pay(flashOf(PARTITION));
    const lines = events.map(({ port, words }) => (port === 'flash' ? `flash ${words.en.split(' ')[0]}` : port));
    const card = lines.indexOf('icc');
    // The start of the epoch, the trace number of the sign-in, and the transaction's own.
    expect(lines.slice(0, card).filter((line) => line === 'flash Programs')).toHaveLength(6);
    const asked = events.findIndex(({ port, words }) => port === 'bank' && words.en.startsWith('0200'));
    expect(lines.slice(card, asked).filter((line) => line === 'flash Programs')).toHaveLength(2);
    const answered = events.findIndex(({ port, words }) => port === 'bank' && words.en.startsWith('0210'));
    const shown = events.findIndex(({ port, words }) => port === 'screen' && words.en.startsWith('[purchase]'));
    expect(lines.slice(answered, shown).filter((line) => line === 'flash Programs')).toHaveLength(2);
    expect(lines.slice(shown).filter((line) => line.startsWith('flash'))).toEqual([]);
  });

  it('does not come about, and the card stays untouched, when the batch or the journal is full', async () => {
    const [batch, settings] = [flashOf(TIGHT), flashOf(TIGHT)];
    const journal = await boot(batch);
    while (journal.readiness() === 'done') await sell(journal, '6217000000000000010', 1);
    const other = await boot(settings);
    expect(await other.keep('ca A000000333 09', new Uint8Array(900))).toBe('done');
    for (const [flash, reason] of [
      [batch, 'batch-full'],
      [settings, 'journal-full'],
    ] as const) {
      const { result, world, events } = await pay(flash);
      expect(outcome(result)).toBe(reason);
      expect([world.icc.exchanges, events.some(({ port }) => port === 'icc')]).toEqual([0, false]);
    }
  });

  it('does not come about, and the card stays untouched, when the flash fails', async () => {
    const flash = flashOf(PARTITION);
    flash.wearOut();
    await flash.program(0, 0, new Uint8Array(16));
    const { result, events } = await pay(flash);
    expect(outcome(result)).toBe('journal-failing');
    expect(events.some(({ port }) => port === 'icc')).toBe(false);
  });

  it('does not come about when the journal is lost', async () => {
    const { result } = await pay(flashOf(SMALL, new Uint8Array(4 * 512)));
    expect(outcome(result)).toBe('journal-lost');
  });

  it('is taken back at the bank when it was approved and cannot be booked', async () => {
    const flash = flashOf(PARTITION);
    const hear = ({ port, direction, words }: TraceEvent) => {
      if (port === 'bank' && direction === '<' && words.en.startsWith('0210')) flash.wearOut();
    };
    const { result, slips, events } = await pay(flash, hear);
    expect(result.outcome === 'refused' && result.refusal.refused).toBe('journal-failing');
    expect(result.outcome === 'refused' && result.reversal).toBe('done');
    expect(slips).toBe(0);
    expect(events.some(({ words }) => words.en.startsWith('[purchase]'))).toBe(false);
  });
});
