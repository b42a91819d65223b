import { describe, expect, it } from 'vitest';
import type { Pending } from '../../src/journal/entries.js';
import { type NextAction, nextAction } from '../../src/journal/next-action.js';
import { JournalState } from '../../src/journal/state.js';
import { pending, request, row } from './flash-desk.js';

const PURCHASE = request(7, '6217000000000000010', 500);
const SETTLING = { stan: 8, moment: '20260601180000' };

const WAYS = ['reverse', 'repeat'] as const;
const REASONS = [undefined, '98', 'A0', '06'] as const;
const TRIES = [0, 1, 8, 9, 10, 255];

/** The action in words. */
function told(action: NextAction): string {
  return action.kind === 'reverse' ? `reverse ${action.reason}` : action.kind;
}

/** What must be done about this request, by the rule of emv.md 3.9: nine messages, then people. */
function due({ way, reason, tries }: Pending): string {
  if (tries >= 9) return 'dispute';
  return way === 'repeat' ? 'repeat' : `reverse ${reason ?? '98'}`;
}

describe('the next action', () => {
  it.each(WAYS)('about a request that is settled by: %s', (way) => {
    for (const reason of REASONS) {
      for (const tries of TRIES) {
        const one = { ...pending(PURCHASE), way, reason, tries };
        for (const settling of [undefined, SETTLING]) {
          const action = nextAction({ pending: one, settling });
          expect(told(action), `${reason} ${tries}`).toBe(due(one));
          expect('pending' in action && action.pending).toBe(one);
        }
      }
    }
  });

  it('is the settlement that has begun, where nothing is pending', () => {
    expect(nextAction({ pending: undefined, settling: SETTLING })).toEqual({ kind: 'settle', settling: SETTLING });
  });

  it('is none where there is neither', () => {
    expect(nextAction({ pending: undefined, settling: undefined })).toEqual({ kind: 'none' });
  });
});

/** Every kind of entry as it may stand in the journal, and what it makes of the two that matter. */
const ENTRIES = {
  counter: { kind: 'counter', counter: 'stan', value: 7 },
  pending: { kind: 'pending', pending: pending(PURCHASE) },
  'nothing-pending': { kind: 'nothing-pending' },
  row: { kind: 'row', row: row(PURCHASE) },
  notice: { kind: 'notice', notice: request(9, '6217000000000000010', 500) },
  notified: { kind: 'notified', stan: 9 },
  dispute: { kind: 'dispute', dispute: { ...pending(PURCHASE), acknowledged: false } },
  settling: { kind: 'settling', settling: SETTLING },
  settlement: {
    kind: 'settlement',
    settlement: {
      batch: 1,
      moment: '20260601180000',
      debits: 1,
      debitAmount: 500,
      credits: 0,
      creditAmount: 0,
      balanced: true,
      disputes: 0,
    },
  },
  'batch-over': { kind: 'batch-over' },
  setting: { kind: 'setting', key: 'ca A000000333 09', value: Uint8Array.of(1) },
} as const;

type Kind = keyof typeof ENTRIES;
const KINDS = Object.keys(ENTRIES) as Kind[];

/** What is due after these entries, told without the state: the last word on each of the two counts, a request first. */
function dueAfter(kinds: readonly Kind[]): string {
  const asked = kinds.filter((kind) => kind === 'pending' || kind === 'nothing-pending').at(-1);
  if (asked === 'pending') return 'reverse 98';
  const ended = kinds.filter((kind) => kind === 'settling' || kind === 'batch-over').at(-1);
  return ended === 'settling' ? 'settle' : 'none';
}

describe('the next action after any three records', () => {
  it.each(KINDS)('of which the first is %s', (first) => {
    for (const second of KINDS) {
      for (const third of KINDS) {
        const state = new JournalState();
        const kinds = [first, second, third];
        for (const kind of kinds) state.apply(ENTRIES[kind]);
        expect(told(nextAction(state)), kinds.join(' ')).toBe(dueAfter(kinds));
      }
    }
  });
});
