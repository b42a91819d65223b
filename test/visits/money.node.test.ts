/** The money rules over whole days: what each scenario moves, what is durable before it is told, and what blocks what. */

import { describe, expect, it } from 'vitest';
import { type NorFlash, PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import type { LineMischief } from '../../hosts/peers/line/emulated-line.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { Slip } from '../../src/ports/printer.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { flashOf } from '../journal/flash-desk.js';
import { BANK_DAY_SCENARIOS } from '../xs/bank-days.js';
import { type Play, play, SCENARIOS, type Scenario, scenarioNames } from '../xs/scenarios.js';

const PAN = '6210999901000000027';
const PAYEE = '6210999902000000017';
const PIN = { digits: '123456' } as const;
const LOST: Deed = { deed: 'answer-lost' };

interface Heard extends Play {
  readonly events: readonly TraceEvent[];
  readonly slips: readonly Slip[];
  /** Requests that reached the far end, as MTI and trace number. */
  readonly sent: readonly string[];
}

async function hear(scenario: Scenario, flash = flashOf(PARTITION)): Promise<Heard> {
  const events: TraceEvent[] = [];
  const slips: Slip[] = [];
  const sent: string[] = [];
  const { line } = scenario;
  const lineMischief: LineMischief = (event) => {
    const { mti, fields } = event.message ?? { mti: '?', fields: new Map() };
    sent.push(`${mti} ${fields.get(11)}`);
    if (line === 'silent') return event.transaction === 'sign-in' ? undefined : LOST;
    return typeof line === 'function' ? line(event) : undefined;
  };
  const played = await play(scenario, {
    flash,
    lineMischief,
    printer: { print: async (slip) => void slips.push(slip) },
    trace: { write: (event) => void events.push(event) },
  });
  return { ...played, events, slips, sent };
}

/** Fen that the account of `bank-dda` has more than the 1000.00 that it began with. */
const MOVED: Readonly<Record<string, number>> = {
  void: 0,
  'void-not-confirmed': -1234,
  'void-other-card': -1234,
  'void-twice': 0,
  'void-answer-lost': -1234,
  refund: -234,
  'refund-too-much': -1234,
  'refund-unanswered': -1200,
  withdraw: -20_000,
  deposit: 5_000,
  transfer: -4_321,
  'transfer-to-nobody': 0,
  'settle-balanced': -500,
  // The purchase that nobody could take back, and the one after it.
  'settle-unbalanced': -1499,
  'settle-bank-down': -1234,
  'settle-resumed': -1234,
  'reprint-last': -1234,
  'reprint-settlement': -1234,
  disputes: -999,
  'host-asks-sign-in': -1734,
  'host-asks-ca-keys': -1234,
  'host-asks-parameters': -1234,
  'script-notice': -1234,
  'purchase-answer-lost': 0,
  'purchase-request-lost': 0,
  'purchase-wrong-mac': 0,
  'purchase-foreign-answer': 0,
  'purchase-foreign-answer-first': -1234,
  'purchase-answer-twice': -1234,
  'purchase-request-twice': -1234,
  'purchase-answer-late': -500,
  'purchase-request-late': -500,
  'purchase-garbage': 0,
  'purchase-declined-by-host': 0,
  'purchase-line-down-then-up': -500,
};

describe('the account and the books of every bank', () => {
  it('are asked about in each scenario that has an account', () => {
    const names = Object.keys(BANK_DAY_SCENARIOS).filter((name) => BANK_DAY_SCENARIOS[name].card === 'bank-dda');
    expect(Object.keys(MOVED).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(MOVED))('after %s: %i fen', async (name, moved) => {
    const { bank } = await play(SCENARIOS[name]);
    expect((bank.balanceOf(PAN) ?? 0) - 100_000).toBe(moved);
    expect(bank.reconcile().differences).toEqual([]);
  });

  it('agree about a transfer at both banks', async () => {
    const { bank } = await play(SCENARIOS.transfer);
    const before = (await play({ ...SCENARIOS.transfer, visit: (one) => one.select() })).bank.balanceOf(PAYEE) ?? 0;
    expect((bank.balanceOf(PAYEE) ?? 0) - before).toBe(4_321);
  });
});

/** Screens and slips that tell of money that has moved. */
const PRAISE = /^\[(purchase|withdraw|deposit|transfer|void|refund|withdrawal|settled|settlement)\]/;

/** Programs since the last answer of the bank, in order, with what is told of money between them. */
function flow(events: readonly TraceEvent[]): string[] {
  return events.flatMap(({ port, direction, words }) => {
    if (port === 'flash' && words.en.startsWith('Programs')) return ['program'];
    if (port === 'bank' && direction !== '!') return [`${direction}${words.en.slice(0, 4)}`];
    const isSlip = port === 'printer' || port === 'screen';
    return isSlip && PRAISE.test(words.en) && !/Reprint/.test(words.en) ? ['told'] : [];
  });
}

describe('what has been approved', () => {
  const names = scenarioNames().filter((name) => /^(purchase|withdraw|deposit|transfer|void|refund|settle)/.test(name));

  it.each(names)('is durable in both copies before it is told: %s', async (name) => {
    const steps = flow((await hear(SCENARIOS[name])).events);
    for (const [at, step] of steps.entries()) {
      if (step !== 'told' || steps[at - 1] === 'told') continue;
      // Both copies of one record, and nothing of the bank behind it.
      expect(steps.slice(at - 2, at), `${at}`).toEqual(['program', 'program']);
    }
  });

  it('is told at all where it came about', async () => {
    const told = async (name: string) =>
      flow((await hear(SCENARIOS[name])).events).filter((step) => step === 'told').length;
    // A screen and a slip each.
    expect(await told('purchase-dda')).toBe(2);
    expect(await told('void')).toBe(4);
    expect(await told('refund')).toBe(6);
    expect(await told('purchase-answer-lost')).toBe(0);
  });

  it('has its request durable in both copies before that goes out', async () => {
    for (const name of ['purchase-dda', 'withdraw', 'deposit', 'transfer', 'void', 'refund']) {
      const steps = flow((await hear(SCENARIOS[name])).events);
      const requests = [...steps.entries()].filter(([, step]) => step === '>0200' || step === '>0220');
      expect(requests.length).toBeGreaterThan(0);
      for (const [at] of requests) expect(steps.slice(at - 2, at), name).toEqual(['program', 'program']);
    }
  });
});

describe('a request whose end is not known', () => {
  const wishes: readonly (readonly [string, (one: RunningTerminal) => Promise<VisitResult<unknown>>])[] = [
    ['purchase', (one) => one.purchase({ amount: 1 })],
    ['withdrawal', (one) => one.withdraw({ amount: 1 })],
    ['void', (one) => one.voidPurchase({ stan: 2 })],
    ['refund', (one) => one.refund({ batch: 1, stan: 2, date: '0601', reference: '000000000002', amount: 1 })],
    ['balance enquiry', (one) => one.balance()],
    ['settlement', (one) => one.settle()],
  ];

  it.each(wishes)('lets no %s begin before it is settled', async (_, wish) => {
    let silent = true;
    const scenario: Scenario = {
      card: 'bank-dda',
      gestures: [PIN, PIN],
      line: ({ number, message }) => (number > 1 && silent && message?.mti !== '0800' ? LOST : undefined),
      visit: (one) => one.purchase({ amount: 1234 }),
    };
    const { terminal, sent, bank, world } = await hear(scenario);
    expect(terminal.status().pending).toMatchObject({ kind: 'purchase', amount: 1234 });
    const [asked, exchanges] = [sent.length, world.icc.exchanges];
    const result = await wish(terminal);
    expect(result.outcome === 'refused' && result.refusal.refused).toBe('bank-pending');
    expect(sent.slice(asked)).toEqual(['0400 000002', '0400 000002', '0400 000002']);
    expect(world.icc.exchanges).toBe(exchanges);
    silent = false;
    expect((await terminal.purchase({ amount: 500 })).outcome).toBe('done');
    expect(bank.balanceOf(PAN)).toBe(99_500);
    expect(bank.reconcile().differences).toEqual([]);
  });

  it('is settled after a restart before anything else', async () => {
    let silent = true;
    const scenario: Scenario = {
      card: 'bank-dda',
      gestures: [PIN, PIN],
      line: ({ number, message }) => (number > 1 && silent && message?.mti !== '0800' ? LOST : undefined),
      before: [
        ({ terminal }) => terminal.purchase({ amount: 1234 }),
        async ({ restart }) => {
          silent = false;
          await restart();
        },
      ],
      visit: (one) => one.purchase({ amount: 500 }),
    };
    const { sent, bank, result } = await hear(scenario);
    expect(result.outcome).toBe('done');
    expect(sent.slice(-3)).toEqual(['0800 000003', '0400 000002', '0200 000004']);
    expect(bank.balanceOf(PAN)).toBe(99_500);
  });
});

describe('trace numbers', () => {
  it('are never given twice, over restarts at any moment of the flash', async () => {
    const once = flashOf(PARTITION);
    const purchase: Scenario = {
      card: 'bank-dda',
      gestures: [PIN],
      visit: (one) => one.purchase({ amount: 1 }),
    };
    await hear(purchase, once);
    const { operations } = once;
    expect(operations).toBeGreaterThan(10);
    for (let at = 1; at <= operations; at++) {
      const content = await contentAfter(purchase, at);
      const [before, after] = [content.sent, (await hear(purchase, flashOf(PARTITION, content.flash))).sent];
      // What asks for the same again on purpose, a reversal, has another message type.
      const twice = after.filter((line) => before.includes(line));
      expect(twice, `cut at operation ${at}`).toEqual([]);
    }
  });

  /** What the flash holds, and what has gone out, when power goes behind this operation. */
  async function contentAfter(scenario: Scenario, at: number) {
    const flash = flashOf(PARTITION);
    const sent: string[] = [];
    let kept: { readonly flash: Uint8Array; readonly sent: readonly string[] } | undefined;
    const look = () => {
      if (flash.operations >= at && kept === undefined) kept = { flash: flash.content(), sent: [...sent] };
    };
    await play(scenario, {
      flash: watched(flash, look),
      lineMischief: ({ message }) => {
        sent.push(`${message?.mti} ${message?.fields.get(11)}`);
        return undefined;
      },
    });
    return kept ?? { flash: flash.content(), sent };
  }

  function watched(flash: NorFlash, look: () => void): NorFlash {
    return new Proxy(flash, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (name !== 'erase' && name !== 'program') return typeof value === 'function' ? value.bind(target) : value;
        return async (...args: unknown[]) => {
          await (value as (...args: unknown[]) => Promise<void>).apply(target, args);
          look();
        };
      },
    });
  }
});

describe('a reversal that nine messages in three contacts do not bring through', () => {
  it('is a dispute that the settlement shows, an operator acknowledges, and the batch after takes along until then', async () => {
    const { terminal, slips, sent, bank } = await hear(SCENARIOS['settle-unbalanced']);
    expect(sent.filter((line) => line === '0400 000002')).toHaveLength(9);
    const last = slips.at(-1);
    expect(last?.slip).toBe('settlement');
    const told = (slip: Slip | undefined) =>
      (slip?.lines ?? []).map(({ value }) => (typeof value === 'string' ? value : value.en));
    expect(told(last)).toContain('Purchase 000001-000002 2026-06-01 09:00:00 621099*********0027 ¥9.99');
    expect(terminal.status()).toMatchObject({ batch: 2, disputes: [{ stan: 2, amount: 999, acknowledged: false }] });
    // At the host it is an item that the terminal has not: its people know the same.
    const [batch] = bank.image().acquirer.batches;
    expect(batch.disputes).toEqual([{ stan: '000002', side: 'host' }]);
  });

  it('goes with the batch after it was acknowledged', async () => {
    const { terminal } = await hear(SCENARIOS.disputes);
    expect(terminal.status().disputes).toMatchObject([{ stan: 2, acknowledged: true }]);
    expect((await terminal.settle()).outcome).toBe('done');
    expect(terminal.status().disputes).toEqual([]);
  });

  it('stays with an operator who leaves it', async () => {
    const { terminal, result } = await hear({ ...SCENARIOS.disputes, presses: [2] });
    expect(result.outcome === 'done' && result.value).toEqual({ acknowledged: 0, left: 1 });
    expect(terminal.status().disputes).toMatchObject([{ acknowledged: false }]);
  });
});
