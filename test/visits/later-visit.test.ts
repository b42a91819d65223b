/** Voids and refunds whose answer is not what the bank said, and what stays of them. */

import { describe, expect, it } from 'vitest';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import type { Slip } from '../../src/ports/printer.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { type Play, play, SCENARIOS, type Scene } from '../xs/scenarios.js';

const PAN = '6210999901000000027';

interface Seen extends Play {
  /** What went out, as MTI, trace number and reason. */
  readonly sent: string[];
  readonly slips: readonly Slip[];
  /** Fen that the account is short of. */
  readonly short: number;
}

/** Plays on from a purchase of 12.34; the deeds befall what is sent after it. */
async function playedOn(
  scenario: 'void' | 'refund-unanswered',
  deeds: readonly (Deed | undefined)[],
  before: readonly ((scene: Scene) => Promise<unknown>)[] = [],
): Promise<Seen> {
  const sent: string[] = [];
  const slips: Slip[] = [];
  const [purchase] = SCENARIOS[scenario].before ?? [];
  const played = await play(
    { ...SCENARIOS[scenario], before: [purchase, ...before], line: () => undefined },
    {
      printer: { print: async (slip) => void slips.push(slip) },
      lineMischief: ({ number, message }) => {
        if (number > 2 && message) {
          const { mti, fields } = message;
          sent.push([mti, fields.get(11), mti === '0400' ? fields.get(39) : ''].join(' ').trim());
        }
        return deeds[number - 3];
      },
    },
  );
  return { ...played, sent, slips, short: 100_000 - (played.bank.balanceOf(PAN) ?? 0) };
}

function told(result: VisitResult<unknown>): string {
  if (result.outcome === 'done') return 'done';
  const reason = result.outcome === 'refused' ? result.refusal.refused : result.fault.kind;
  return result.reversal === undefined ? reason : `${reason} ${result.reversal}`;
}

const LOST: Deed = { deed: 'answer-lost' };
const answers = (code: string): Deed => ({ deed: 'decline', code });

describe('a void', () => {
  it.each([
    ['lost', LOST, '98'],
    ['under a wrong MAC', { deed: 'wrong-mac' }, 'A0'],
    ['with a condition', answers('16'), '06'],
  ] as const)('whose answer is %s is taken back, and can be made again', async (_, deed, reason) => {
    const seen = await playedOn('void', [deed]);
    expect(told(seen.result)).toBe('bank-unreachable done');
    expect(seen.sent).toEqual(['0200 000003', `0400 000003 ${reason}`]);
    expect(seen.short).toBe(1234);
    const { pending, rows } = seen.terminal.status();
    expect([pending, rows.map(({ kind, stan }) => `${kind} ${stan}`)]).toEqual([undefined, ['purchase 2']]);
  });

  it('that the bank declines leaves the purchase as it is', async () => {
    const seen = await playedOn('void', [answers('22')]);
    expect(told(seen.result)).toBe('declined-by-issuer');
    expect([seen.sent, seen.short]).toEqual([['0200 000003'], 1234]);
  });

  it('that nobody can be asked for does not begin', async () => {
    const seen = await playedOn('void', [], [async ({ world }) => world.bankLine.cut()]);
    expect(told(seen.result)).toBe('bank-unreachable');
    expect(seen.terminal.status().pending).toBeUndefined();
    expect(seen.sent).toEqual([]);
  });

  it('cannot be made of a refund, a void, or a number that is not in the batch', async () => {
    const seen = await playedOn('void', []);
    expect([told(seen.result), seen.short]).toEqual(['done', 0]);
    for (const stan of [1, 3, 77]) {
      expect(told(await seen.terminal.voidPurchase({ stan }))).toBe('original-unknown');
    }
    expect(told(await seen.terminal.voidPurchase({ stan: 2 }))).toBe('original-voided');
  });

  it('has a receipt that names the purchase, and a row of its own', async () => {
    const { slips, terminal } = await playedOn('void', []);
    expect(slips.map(({ slip }) => slip)).toEqual(['purchase', 'void']);
    const original = slips[1].lines.find(({ label }) => label?.en === 'Original trace number');
    expect(original?.value).toBe('000002');
    expect(terminal.status().rows.map(({ kind, stan, amount }) => [kind, stan, amount])).toEqual([
      ['purchase', 2, 1234],
      ['void', 3, 1234],
    ]);
  });
});

describe('a refund', () => {
  it('without an answer goes out again as it was, and gives the money back once', async () => {
    const seen = await playedOn('refund-unanswered', [LOST, LOST, LOST]);
    expect(told(seen.result)).toBe('done');
    expect(seen.sent).toEqual(['0220 000003', '0220 000003', '0220 000003', '0220 000003']);
    expect(seen.short).toBe(1234 - 34);
  });

  it('that is declined when it is asked again did not come about', async () => {
    const seen = await playedOn('refund-unanswered', [{ deed: 'request-lost' }, answers('61')]);
    expect(told(seen.result)).toBe('declined-by-issuer');
    expect([seen.short, seen.terminal.status().pending]).toEqual([1234, undefined]);
  });

  it('whose end nobody knows is not to be made again, and has its receipt once the bank has answered', async () => {
    const seen = await playedOn('refund-unanswered', [LOST, LOST, LOST, LOST]);
    expect(told(seen.result)).toBe('refund-unanswered open');
    expect(seen.slips.map(({ slip }) => slip)).toEqual(['purchase']);
    expect(seen.terminal.status().pending).toEqual({ kind: 'refund', batch: 1, stan: 3, amount: 34 });
    expect((await seen.terminal.purchase({ amount: 100 })).outcome).toBe('done');
    expect(seen.sent.slice(4)).toEqual(['0220 000003', '0200 000004']);
    expect(seen.slips.map(({ slip }) => slip)).toEqual(['purchase', 'refund', 'purchase']);
    expect(100_000 - (seen.bank.balanceOf(PAN) ?? 0)).toBe(1234 - 34 + 100);
  });

  it('that nine messages did not settle is the business of people', async () => {
    const lost = await playedOn(
      'refund-unanswered',
      Array.from({ length: 12 }, () => LOST),
    );
    expect(told(lost.result)).toBe('refund-unanswered open');
    await lost.terminal.balance();
    await lost.terminal.balance();
    const { pending, disputes } = lost.terminal.status();
    expect(pending).toBeUndefined();
    expect(disputes).toEqual([{ kind: 'refund', batch: 1, stan: 3, amount: 34, acknowledged: false }]);
  });
});
