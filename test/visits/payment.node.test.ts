/** Visits to the bank side: what is seen and printed, what the bank keeps, and what is taken back. */

import { describe, expect, it } from 'vitest';
import type { Mishap } from '../../hosts/peers/slot/slot.js';
import type { Message } from '../../src/codec/iso8583.js';
import { decodeTlv } from '../../src/codec/tlv.js';
import type { Slip } from '../../src/ports/printer.js';
import type { Line, View } from '../../src/ports/screen.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import type { Payment } from '../../src/visits/money-visit.js';
import { accountBehind } from '../xs/payments.js';
import { type Play, play, SCENARIOS, type Scenario } from '../xs/scenarios.js';
import { outcome } from './bench.js';

interface Seen extends Play {
  readonly views: readonly View[];
  readonly slips: readonly Slip[];
  readonly events: readonly TraceEvent[];
}

async function visit(scenario: Scenario, at?: number, mishap?: Mishap): Promise<Seen> {
  const views: View[] = [];
  const slips: Slip[] = [];
  const events: TraceEvent[] = [];
  const played = await play(scenario, {
    screen: { show: async (view) => void views.push(view) },
    printer: { print: async (slip) => void slips.push(slip) },
    trace: { write: (event) => void events.push(event) },
    cardMischief: ({ what, count }) => (what === 'exchange' && count === at ? mishap : undefined),
  });
  return { ...played, views, slips, events };
}

const rows = (lines: readonly Line[]): string[] =>
  lines.map(({ label, value }) => `${label?.en}: ${typeof value === 'string' ? value : value.en}`);

const screens = ({ views }: Seen) => views.map(({ screen }) => screen).join(' ');

/** Fen on the account of `bank-dda`, which begins with 1000.00. */
const balance = ({ bank }: Play) => bank.balanceOf(accountBehind('bank-dda')?.pan ?? '');

describe('a purchase', () => {
  it('is told and printed with masked account, and the card is down before anybody is told', async () => {
    const seen = await visit(SCENARIOS['purchase-dda']);
    expect(outcome(seen.result)).toBe('done');
    expect(screens(seen)).toBe('idle signing-in reading bank-pin asking-bank purchase');
    expect(rows(seen.slips[0].lines).filter((row) => !/^TC/.test(row))).toEqual([
      'Merchant: 测试定点医院',
      'Merchant number: 104100080620001',
      'Terminal: 10000001',
      'Operator: 01',
      'Card: 621099*********0027',
      'Transaction: Purchase',
      'Batch: 000001',
      'Trace number: 000002',
      'Reference: 000000000002',
      'Approval code: 000001',
      'Date and time: 2026-06-01 09:00:00',
      'Amount: ¥12.34',
      'Approved: online',
      'Application: PBOC DEBIT',
      'AID: A000000333010101',
      'TVR: 0008048000',
      'TSI: F800',
      'ATC: 0001',
    ]);
    expect(rows(seen.slips[0].lines).some((row) => /^TC: [0-9A-F]{16}$/.test(row))).toBe(true);
    expect(balance(seen)).toBe(98_766);
    const ends = seen.events.slice(-3).map(({ port, words }) => `${port} ${words.en.slice(0, 10)}`);
    expect(ends).toEqual(['icc Power down', 'screen [purchase]', 'printer [purchase]']);
  });

  it('has a number of its own', async () => {
    const pin = { digits: '123456' };
    const { terminal, result, bank } = await visit({ ...SCENARIOS['purchase-dda'], gestures: [pin, pin] });
    const again = await terminal.purchase({ amount: 100 });
    const numbers = [result, again].map((one) => one.outcome === 'done' && (one.value as Payment).sequence);
    expect(numbers).toEqual([1, 2]);
    expect(bank.balanceOf('6210999901000000027')).toBe(98_666);
  });

  it('prints nothing for what was declined', async () => {
    const seen = await visit(SCENARIOS['purchase-insufficient']);
    expect(seen.slips).toEqual([]);
    expect(rows(seen.views.at(-1)?.lines ?? [])[0]).toContain('Insufficient funds');
    expect(balance(seen)).toBe(100_000);
  });

  it('asks for the document of a card that wants it, and for no PIN then', async () => {
    const seen = await visit(SCENARIOS['purchase-document']);
    expect(screens(seen)).toBe('idle signing-in reading document asking-bank purchase');
    expect(outcome(seen.result)).toBe('done');
  });

  it('lets the holder choose among several applications', async () => {
    const seen = await visit(SCENARIOS['purchase-chosen']);
    expect(rows(seen.views[3].lines)).toEqual(['1: PBOC WAGES', '2: PBOC DEBIT', '3: PBOC PENSION']);
    expect(rows(seen.slips[0].lines)).toContain('Application: PBOC DEBIT');
  });

  it('is not offered by a social security terminal', async () => {
    const seen = await visit(SCENARIOS['purchase-social-terminal']);
    expect(outcome(seen.result)).toBe('not-offered');
    expect(rows(seen.views.at(-1)?.lines ?? []).join()).not.toMatch(/social security terminal/);
    expect(seen.world.icc.exchanges).toBe(0);
  });
});

describe('the bank hears that a purchase did not come about', () => {
  /** The second GENERATE AC and its GET RESPONSE are the last two exchanges of the undisturbed visit. */
  const last = async () => (await play(SCENARIOS['purchase-dda'])).world.icc.exchanges;

  it.each(['removed', 'mute'] as const)('when the card is %s before its last word is heard', async (kind) => {
    const seen = await visit(SCENARIOS['purchase-dda'], await last(), { kind, when: 'after' });
    expect(outcome(seen.result)).toBe(`icc ${kind}`);
    expect(seen.result.outcome !== 'done' && seen.result.reversal).toBe('done');
    expect(balance(seen)).toBe(100_000);
    expect(rows(seen.views.at(-1)?.lines ?? []).at(-1)).toContain('taken back; the account is as it was');
  });

  it('when the card does not follow', async () => {
    const seen = await visit(SCENARIOS['purchase-false-bank']);
    expect(seen.result.outcome === 'refused' && seen.result.refusal.refused).toBe('declined-by-card');
    expect(seen.result.outcome !== 'done' && seen.result.reversal).toBe('done');
    expect(balance(seen)).toBe(100_000);
  });

  it('when it was silent, and says so when it cannot tell', async () => {
    const seen = await visit(SCENARIOS['purchase-bank-silent']);
    expect(seen.result.outcome === 'refused' && seen.result.refusal.refused).toBe('bank-unreachable');
    expect(seen.result.outcome !== 'done' && seen.result.reversal).toBe('open');
    expect(rows(seen.views.at(-1)?.lines ?? []).at(-1)).toContain('has not confirmed');
  });

  it('but nothing of what it declined, though the card left before its last word', async () => {
    const declined = SCENARIOS['purchase-insufficient'];
    const at = (await play(declined)).world.icc.exchanges;
    const seen = await visit(declined, at, { kind: 'removed', when: 'after' });
    expect(outcome(seen.result)).toBe('icc removed');
    expect(seen.result.outcome !== 'done' && seen.result.reversal).toBeUndefined();
    expect(seen.events.some(({ port, words }) => port === 'bank' && /^0400/.test(words.en))).toBe(false);
  });

  it('but nothing of what it declined, or was never asked', async () => {
    for (const name of ['purchase-insufficient', 'purchase-bank-down', 'purchase-foreign']) {
      const { result, events } = await visit(SCENARIOS[name]);
      expect(result.outcome !== 'done' && result.reversal).toBeUndefined();
      expect(events.some(({ port, words }) => port === 'bank' && /^0400/.test(words.en))).toBe(false);
    }
  });
});

describe('a balance enquiry', () => {
  it('shows what the bank says, and moves nothing', async () => {
    const seen = await visit(SCENARIOS['balance-dda']);
    expect(rows(seen.views.at(-1)?.lines ?? [])).toEqual(['Card: 621099*********0027', 'Available: ¥1000.00']);
    expect(seen.slips).toEqual([]);
    expect(balance(seen)).toBe(100_000);
  });

  it('needs the bank, and takes nothing back', async () => {
    expect(outcomeReason(await visit(SCENARIOS['balance-bank-down']))).toBe('bank-unreachable');
    const silent = await visit({ ...SCENARIOS['balance-bank-down'], line: 'silent' });
    expect(outcomeReason(silent)).toBe('bank-unreachable');
    expect(silent.result.outcome !== 'done' && silent.result.reversal).toBeUndefined();
  });
});

describe('the list of applications', () => {
  it('is in order of priority', async () => {
    const seen = await visit(SCENARIOS['select-several']);
    expect(rows(seen.views.at(-1)?.lines ?? [])).toEqual([
      'PBOC WAGES: A00000033301010101',
      'PBOC DEBIT: A000000333010101',
      'PBOC PENSION: A00000033301010102',
    ]);
  });
});

describe('the transcript of a payment', () => {
  it('has neither the account number nor the PIN, in any port', async () => {
    for (const name of ['purchase-dda', 'purchase-offline-pin', 'purchase-online-pin-wrong', 'balance-dda']) {
      const { events } = await visit(SCENARIOS[name]);
      const text = events.map(({ bytes, words }) => `${bytes ?? ''} ${words.zh} ${words.en}`).join('\n');
      expect(text).not.toMatch(/6210999901/);
      expect(text).not.toMatch(/26123456|061234|654321/);
    }
  });
});

describe('both sides of one card', () => {
  it('serve their visits one after the other', async () => {
    const { terminal } = await play({ card: 'v2-des', psam: 'full', visit: (one) => one.identify() });
    expect(outcome(await terminal.select())).toBe('done');
    expect(outcome(await terminal.identify())).toBe('done');
  });
});

function outcomeReason({ result }: Play): string {
  return result.outcome === 'refused' ? result.refusal.refused : result.outcome;
}

/** Field 55 has what the issuer needs, and nothing with which a PIN could be read. */
describe('a request to the bank', () => {
  it('carries the PIN under the key, and no second copy', async () => {
    const requests: Message[] = [];
    const { result } = await play(SCENARIOS['purchase-dda'], {
      lineMischief: ({ transaction, message }) => {
        if (transaction === 'purchase' && message) requests.push(message);
        return undefined;
      },
    });
    expect(outcome(result)).toBe('done');
    expect(requests).toHaveLength(1);
    const [{ fields }] = requests;
    expect(fields.get(52)).toHaveLength(8);
    const chip = fields.get(55);
    const tags = decodeTlv(chip instanceof Uint8Array ? chip : new Uint8Array(0)).map(({ tag }) => tag);
    expect(tags).toContain(0x9f26);
    expect(tags).not.toContain(0x99);
    for (const value of fields.values()) expect(String(value)).not.toContain('123456');
  });
});
