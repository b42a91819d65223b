/** What a payment owes to the journal: a number before the card is touched, the booking before anybody hears of it. */

import { describe, expect, it } from 'vitest';
import type { NorFlash } from '../../hosts/peers/flash/nor-flash.js';
import { PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { boot, flashOf, SMALL } from '../journal/flash-desk.js';
import { PAYMENT_SCENARIOS } from '../xs/payments.js';
import { type Play, play } from '../xs/scenarios.js';
import { outcome } from './bench.js';

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
    expect(lines.slice(0, card).filter((line) => line === 'flash Programs')).toHaveLength(4);
    const bank = lines.indexOf('issuer');
    const shown = events.findIndex(({ port, words }) => port === 'screen' && words.en.startsWith('[purchase]'));
    expect(lines.slice(bank, shown).filter((line) => line === 'flash Programs')).toHaveLength(2);
    expect(lines.slice(shown).filter((line) => line.startsWith('flash'))).toEqual([]);
  });

  it('does not come about, and the card stays untouched, when the journal is full', async () => {
    const flash = flashOf(SMALL);
    const journal = await boot(flash);
    for (let i = 0; i < 4; i++) await journal.bookSpending(`621700000000000000${i}`, '01', 1);
    const { result, world, events } = await pay(flash);
    expect(outcome(result)).toBe('journal-full');
    expect([world.icc.exchanges, events.some(({ port }) => port === 'icc')]).toEqual([0, false]);
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
    const { result } = await pay(flashOf(SMALL, new Uint8Array(4 * 256)));
    expect(outcome(result)).toBe('journal-lost');
  });

  it('is taken back at the bank when it was approved and cannot be booked', async () => {
    const flash = flashOf(PARTITION);
    const hear = ({ port, direction }: TraceEvent) => {
      if (port === 'issuer' && direction === '<') flash.wearOut();
    };
    const { result, slips, events } = await pay(flash, hear);
    expect(result.outcome === 'refused' && result.refusal.refused).toBe('journal-failing');
    expect(result.outcome === 'refused' && result.reversal).toBe('done');
    expect(slips).toBe(0);
    expect(events.some(({ words }) => words.en.startsWith('[purchase]'))).toBe(false);
  });
});
