import { describe, expect, it } from 'vitest';
import { PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import type { Row } from '../../src/journal/entries.js';
import { echo } from '../../src/links/bank/management.js';
import { storedForm } from '../../src/links/bank/reversal.js';
import { settle } from '../../src/visits/settle.js';
import { ask, finishSettlement, hasHeard } from '../../src/visits/settlement.js';
import { boot, flashOf, SMALL } from '../journal/flash-desk.js';
import { type BankTerminal, bankTerminal, leavePending, nextRequest, TERMINAL_ID } from './bank-terminal.js';

const LOST: Deed = { deed: 'answer-lost' };

/** Signed in, with rows that this terminal alone knows. */
async function withRows(...kinds: readonly ('purchase' | 'void' | 'refund')[]): Promise<BankTerminal> {
  const one = await bankTerminal();
  await one.desk.ready();
  for (const kind of kinds) {
    const { request } = await leavePending(one, kind);
    await one.journal.book(rowOf(request, 'online'));
  }
  one.sent.length = 0;
  return one;
}

function rowOf(message: Row['message'], where: Row['where']): Row {
  return { where, moment: '20260601090000', tsi: new Uint8Array(2), label: '', signature: false, message };
}

async function begin({ journal, world }: BankTerminal): Promise<void> {
  await journal.beginSettlement({ stan: journal.state.next('stan'), moment: world.clock.now() });
}

/** What field 48 of the next request is. */
function claimed(one: BankTerminal): string[] {
  const claims: string[] = [];
  const { bankLine } = one.world;
  const send = bankLine.send.bind(bankLine);
  bankLine.send = async (bytes) => {
    const text = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const at = text.indexOf('0062');
    if (/^.{26}0500/.test(text)) claims.push(text.slice(at + 4, at + 4 + 62));
    return await send(bytes);
  };
  return claims;
}

const batchOf = ({ bank }: BankTerminal, batch: string) =>
  bank.image().acquirer.batches.find((one) => one.terminal === TERMINAL_ID && one.batch === batch);

describe('a settlement', () => {
  it('of equal totals ends the batch, and the next one is open', async () => {
    const one = await withRows();
    await begin(one);
    const none = { debits: 0, debitAmount: 0, credits: 0, creditAmount: 0, disputes: 0 };
    expect(await finishSettlement(one.terminal)).toEqual({
      kind: 'settled',
      settlement: { ...none, batch: 1, moment: one.world.clock.now(), balanced: true },
    });
    expect(one.sent).toEqual(['0500 000002']);
    expect([one.journal.batch, one.journal.state.settling]).toEqual([2, undefined]);
    expect(batchOf(one, '000001')?.state).toBe('closed');
  });

  it('claims debits and credits apart, a voided purchase among the debits', async () => {
    const one = await withRows('purchase', 'purchase', 'void', 'refund');
    const claims = claimed(one);
    await begin(one);
    await finishSettlement(one.terminal);
    expect(claims).toEqual([`000000002468002000000002468002${'0'.repeat(32)}`]);
  });

  it('of other totals tells each row, and the end, before it ends the batch', async () => {
    const one = await withRows('purchase', 'refund');
    await begin(one);
    const settled = await finishSettlement(one.terminal);
    expect(settled.kind === 'settled' && settled.settlement.balanced).toBe(false);
    expect(one.sent).toEqual(['0500 000004', '0320 000002', '0320 000003', '0320 000005']);
    const batch = batchOf(one, '000001');
    expect(batch?.state).toBe('closed');
    expect(batch?.uploads.map(({ stan, amount, credit }) => [stan, amount, credit])).toEqual([
      ['000002', 1234, false],
      ['000003', 1234, true],
    ]);
    expect(batch?.disputes).toEqual([
      { stan: '000002', side: 'terminal' },
      { stan: '000003', side: 'terminal' },
    ]);
  });

  it.each([1, 2, 3, 4])(
    'whose message %i gets no answer begins again under the same number, and nothing counts twice',
    async (at) => {
      const one = await withRows('purchase', 'refund');
      await begin(one);
      one.strike(...Array.from({ length: at - 1 }, () => undefined), LOST);
      expect(await finishSettlement(one.terminal)).toEqual({ kind: 'refused', refused: 'bank-unreachable' });
      expect([one.journal.batch, one.journal.state.settling?.stan, one.journal.state.rows.length]).toEqual([1, 4, 2]);
      one.sent.length = 0;
      expect((await finishSettlement(one.terminal)).kind).toBe('settled');
      expect(one.sent[0]).toBe('0500 000004');
      expect(batchOf(one, '000001')?.uploads.map(({ stan }) => stan)).toEqual(['000002', '000003']);
      expect(one.journal.batch).toBe(2);
    },
  );

  it('that the bank refuses stays as it is', async () => {
    const one = await withRows('purchase');
    await begin(one);
    one.strike({ deed: 'decline', code: '96' });
    expect(await finishSettlement(one.terminal)).toEqual({
      kind: 'refused',
      refused: 'declined-by-issuer',
      code: '96',
    });
    expect(one.journal.state.settling).toBeDefined();
    one.strike(undefined, undefined, { deed: 'decline', code: '22' });
    expect(await finishSettlement(one.terminal)).toEqual({
      kind: 'refused',
      refused: 'declined-by-issuer',
      code: '22',
    });
  });

  it('needs a bank, and something that has begun', async () => {
    const one = await withRows();
    expect(await finishSettlement(one.terminal)).toEqual({ kind: 'refused', refused: 'bank-unreachable' });
    await begin(one);
    const without = { ...one.terminal, bank: undefined };
    expect(await finishSettlement(without)).toEqual({ kind: 'refused', refused: 'bank-unreachable' });
    expect(one.sent).toEqual([]);
  });

  it('ends in one record: after a cut there is either all of it or nothing', async () => {
    const one = await withRows('purchase');
    await begin(one);
    await finishSettlement(one.terminal);
    const { state, batch } = await boot(one.world.flash);
    expect([batch, state.rows, state.settling, state.settlement?.batch]).toEqual([2, [], undefined, 1]);
  });
});

describe('a question of a settlement', () => {
  it('is asked once more after a sign-in, where the bank does not know the keys', async () => {
    const one = await withRows();
    one.strike({ deed: 'decline', code: '77' });
    expect((await ask(one.desk, echo(one.desk.station, 9)))?.code).toBe('00');
    expect(one.sent).toEqual(['0820 000009', '0800 000002', '0820 000009']);
    one.strike({ deed: 'decline', code: '77' }, undefined, { deed: 'decline', code: '77' });
    expect((await ask(one.desk, echo(one.desk.station, 9)))?.code).toBe('77');
  });

  it('has no answer where the bank is silent, or cannot be signed in with', async () => {
    const one = await withRows();
    one.strike(LOST);
    expect(await ask(one.desk, echo(one.desk.station, 9))).toBeUndefined();
    one.desk.link.forgetKeys();
    one.strike({ deed: 'decline', code: '97' });
    expect(await ask(one.desk, echo(one.desk.station, 9))).toBeUndefined();
  });

  it.each([
    ['00', true],
    ['05', true],
    ['94', true],
    ['91', false],
    ['96', false],
    ['77', false],
    ['A0', false],
  ])('answered with %s has been heard: %s', (code, heard) => {
    expect(hasHeard(code)).toBe(heard);
  });
});

describe('what cards approved by themselves', () => {
  /** A purchase that was approved offline: the card has certified it (9F27 40), and the bank knows no such card’s key. */
  async function withOffline(): Promise<BankTerminal> {
    const one = await withRows();
    const message = storedForm(nextRequest(one, 'offline'), '20260601090000');
    await one.journal.bookOffline(rowOf(message, 'offline'));
    return one;
  }

  it('goes to the bank before the totals, once', async () => {
    const one = await withOffline();
    one.strike(undefined, LOST);
    expect((await settle(one.terminal)).outcome).toBe('refused');
    expect(one.sent).toEqual(['0200 000002', '0500 000003']);
    expect(one.journal.state.rows.map(({ where }) => where)).toEqual(['uploaded']);
    one.sent.length = 0;
    expect((await settle(one.terminal)).outcome).toBe('done');
    expect(one.sent[0]).toBe('0500 000003');
  });

  it.each([
    ['bank-unreachable', LOST],
    ['bank-unreachable', { deed: 'decline', code: '91' }],
    ['bank-unreachable', { deed: 'decline', code: '99' }],
  ] as const)('waits, and the batch with it: %s', async (refused, deed) => {
    const one = await withOffline();
    // The first time, and after the sign-in that 99 brings.
    one.strike(deed, undefined, deed);
    const result = await settle(one.terminal);
    expect(result.outcome === 'refused' && result.refusal.refused).toBe(refused);
    expect(one.journal.state.rows.map(({ where }) => where)).toEqual(['offline']);
    expect(one.journal.state.settling).toBeUndefined();
  });
});

describe('the visit of an operator', () => {
  it('prints the slip, and shows the disputes that nobody has acknowledged', async () => {
    const one = await withRows('purchase');
    await leavePending(one, 'purchase', { tries: 9 });
    const result = await settle(one.terminal);
    expect(result.outcome).toBe('done');
    const [slip] = one.slips;
    expect(one.slips).toHaveLength(1);
    const told = slip.lines.map(({ value }) => (typeof value === 'string' ? value : value.en));
    expect(told.at(-1)).toBe('Purchase 000001-000003 2026-06-01 09:00:00 621099*********0027 ¥12.34');
    expect(one.journal.state.settlement?.disputes).toBe(1);
    expect(one.screens).toEqual(['settling', 'taking-back', 'settled']);
  });

  it('says what ails the journal, or the sign-in', async () => {
    const flash = flashOf(PARTITION);
    const one = await bankTerminal({ flash });
    one.strike({ deed: 'decline', code: '97' });
    const refused = await settle(one.terminal);
    expect(refused.outcome === 'refused' && refused.refusal).toEqual({
      refused: 'sign-in-refused',
      responseCode: '97',
    });
    flash.wearOut();
    await one.journal.nextNumber('stan');
    const failing = await settle(one.terminal);
    expect(failing.outcome === 'refused' && failing.refusal.refused).toBe('journal-failing');
  });

  it('ends a batch that leaves no room for another transaction', async () => {
    const flash = flashOf({ ...SMALL, unitLength: 2560 });
    const one = await bankTerminal({ flash });
    await one.desk.ready();
    while (one.journal.readiness() === 'done') {
      const { request } = await leavePending(one, 'purchase');
      await one.journal.book(rowOf(request, 'online'));
    }
    expect(one.journal.readiness()).toBe('full');
    expect((await settle(one.terminal)).outcome).toBe('done');
    expect([one.journal.batch, one.journal.readiness()]).toEqual([2, 'done']);
  });

  it('does not begin while something is pending', async () => {
    const one = await withRows();
    await leavePending(one, 'purchase');
    one.strike(LOST, LOST, LOST);
    const result = await settle(one.terminal);
    expect(result.outcome === 'refused' && result.refusal.refused).toBe('bank-pending');
    expect(one.sent.some((line) => line.startsWith('0500'))).toBe(false);
  });
});
