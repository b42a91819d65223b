import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/codec/iso8583.js';
import { type Entry, encodeRecord } from '../../src/journal/entries.js';
import { JournalState, stanOf } from '../../src/journal/state.js';
import { pending, request, row } from './flash-desk.js';

const PAN = '6217000000000000010';

function stateOf(...entries: readonly Entry[]): JournalState {
  const state = new JournalState();
  for (const entry of entries) state.apply(entry);
  return state;
}

const bought = (stan: number, fen: number, batch = 1): Entry => ({
  kind: 'row',
  row: row(request(stan, PAN, fen, batch)),
});
const disputed = (stan: number, batch: number, acknowledged = false): Entry => ({
  kind: 'dispute',
  dispute: { ...pending(request(stan, PAN, 1, batch)), acknowledged },
});

describe('the state', () => {
  it('of nothing is nothing, and every counter begins with 1', () => {
    const state = stateOf();
    expect([state.pending, state.rows, state.notices, state.disputes, state.settling, state.settlement]).toEqual([
      undefined,
      [],
      [],
      [],
      undefined,
      undefined,
    ]);
    expect([state.last('stan'), state.next('stan'), state.next('sequence'), state.next('batch')]).toEqual([0, 1, 1, 1]);
  });

  it('begins anew with 1 after the last number of each counter', () => {
    const last = [
      ['sequence', 99_999_999],
      ['stan', 999_999],
      ['batch', 999_999],
    ] as const;
    for (const [counter, value] of last) {
      expect(stateOf({ kind: 'counter', counter, value: value - 1 }).next(counter)).toBe(value);
      expect(stateOf({ kind: 'counter', counter, value }).next(counter)).toBe(1);
    }
  });

  it('has one request at a time, the last one', () => {
    const [first, second] = [pending(request(1, PAN, 1)), pending(request(1, PAN, 2))];
    const state = stateOf({ kind: 'pending', pending: first }, { kind: 'pending', pending: second });
    expect(state.pending).toBe(second);
    state.apply({ kind: 'nothing-pending' });
    expect(state.pending).toBeUndefined();
  });

  it('has one row of each trace number, where it first stood', () => {
    const uploaded: Entry = { kind: 'row', row: row(request(1, PAN, 100), 'uploaded') };
    const state = stateOf(bought(1, 100), bought(2, 200), uploaded);
    expect(state.rows.map(({ message, where }) => [stanOf(message), where])).toEqual([
      [1, 'uploaded'],
      [2, 'online'],
    ]);
  });

  it('has notices until the bank has each', () => {
    const notice = (stan: number): Message => ({ mti: '0620', fields: new Map([[11, String(stan).padStart(6, '0')]]) });
    const state = stateOf(
      { kind: 'notice', notice: notice(3) },
      { kind: 'notice', notice: notice(5) },
      { kind: 'notified', stan: 3 },
    );
    expect(state.notices.map(stanOf)).toEqual([5]);
  });

  it('tells disputes apart by batch and trace number', () => {
    const state = stateOf(disputed(4, 1), disputed(4, 2), disputed(4, 1, true));
    const told = state.disputes.map(({ request: { fields }, acknowledged }) => [fields.get(60), acknowledged]);
    expect(told).toEqual([
      ['22000002', false],
      ['22000001', true],
    ]);
  });

  it('loses with its batch the rows and what people have seen, and nothing else', () => {
    const state = stateOf(
      bought(1, 100),
      disputed(2, 1),
      disputed(3, 1, true),
      { kind: 'settling', settling: { stan: 4, moment: '20260601180000' } },
      { kind: 'counter', counter: 'stan', value: 4 },
      { kind: 'setting', key: 'aid A000000333010101', value: Uint8Array.of(1) },
      { kind: 'batch-over' },
    );
    expect([state.rows, state.settling, state.last('stan')]).toEqual([[], undefined, 4]);
    expect(state.disputes.map(({ request: one }) => stanOf(one))).toEqual([2]);
    expect(state.settingsOf('aid ')).toEqual(['aid A000000333010101']);
  });

  it('keeps settings by their keys, none for an empty one', () => {
    const set = (key: string, ...value: number[]): Entry => ({ kind: 'setting', key, value: Uint8Array.from(value) });
    const state = stateOf(set('ca 1', 1), set('ca 2', 2), set('aid 1', 3), set('ca 1', 4), set('ca 2'));
    expect(state.settingsOf('ca ')).toEqual(['ca 1']);
    expect(state.setting('ca 1')).toEqual(Uint8Array.of(4));
    expect(state.setting('ca 2')).toBeUndefined();
  });
});

/** Entries of every kind, in the order of a day that leaves something of everything. */
const DAY: readonly Entry[] = [
  { kind: 'counter', counter: 'sequence', value: 12 },
  { kind: 'counter', counter: 'stan', value: 30 },
  { kind: 'counter', counter: 'batch', value: 4 },
  bought(9, 100),
  { kind: 'settlement', settlement: { ...settlement(), disputes: 2 } },
  { kind: 'batch-over' },
  { kind: 'setting', key: 'ca A000000333 F8', value: Uint8Array.of(1, 2, 3) },
  bought(20, 100, 5),
  bought(21, 200, 5),
  { kind: 'notice', notice: { mti: '0620', fields: new Map([[11, '000022']]) } },
  disputed(23, 5),
  disputed(24, 5, true),
  { kind: 'pending', pending: { ...pending(request(25, PAN, 1, 5)), reason: '06', tries: 4 } },
  { kind: 'settling', settling: { stan: 26, moment: '20260601180000' } },
];

function settlement() {
  return {
    batch: 4,
    moment: '20260531180000',
    debits: 1,
    debitAmount: 100,
    credits: 0,
    creditAmount: 0,
    balanced: true,
    disputes: 0,
  };
}

/** All that can be asked of a state. */
function seen(state: JournalState) {
  const { pending: open, rows, notices, disputes, settling, settlement: last } = state;
  const counters = (['sequence', 'stan', 'batch'] as const).map((counter) => state.last(counter));
  const settings = state.settingsOf('').map((key) => [key, state.setting(key)]);
  return { open, rows, notices, disputes, settling, last, counters, settings };
}

describe('a snapshot', () => {
  it('makes the same state again, after each entry of a day', () => {
    const state = new JournalState();
    for (const entry of DAY) {
      state.apply(entry);
      const again = new JournalState();
      for (const record of state.snapshot()) again.applyRecord(record);
      expect(seen(again)).toEqual(seen(state));
    }
  });

  it('has no record longer than the one that a thing came with, and none of what is over', () => {
    const state = stateOf(...DAY);
    const longest = Math.max(...DAY.map((entry) => encodeRecord([entry]).length));
    const snapshot = state.snapshot();
    expect(Math.max(...snapshot.map(({ length }) => length))).toBeLessThanOrEqual(longest);
    expect(snapshot).toHaveLength(12);
  });
});
