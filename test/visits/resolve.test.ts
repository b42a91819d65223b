import { describe, expect, it } from 'vitest';
import { PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import { resolvePending, reversalAfter } from '../../src/visits/resolve.js';
import { boot, flashOf } from '../journal/flash-desk.js';
import { type BankTerminal, bankTerminal, leavePending } from './bank-terminal.js';

/** Signed in, and with this pending; what went out until then is forgotten. */
async function pendingWith(
  kind: 'purchase' | 'void' | 'refund',
  change: Parameters<typeof leavePending>[2] = {},
): Promise<BankTerminal> {
  const one = await bankTerminal();
  await one.desk.ready();
  await leavePending(one, kind, change);
  one.sent.length = 0;
  return one;
}

const LOST: Deed = { deed: 'answer-lost' };
const answers = (code: string): Deed => ({ deed: 'decline', code });

/** Kind of what came of it, tries so far, and requests that went out. */
async function contact(one: BankTerminal, ...deeds: readonly Deed[]): Promise<[string, number | undefined, string]> {
  one.sent.length = 0;
  one.strike(...deeds);
  const { kind } = await resolvePending(one.terminal);
  return [kind, one.journal.state.pending?.tries, one.sent.join(' ')];
}

describe('nothing that is pending', () => {
  it('is nothing to ask the bank about', async () => {
    const one = await bankTerminal();
    expect(await contact(one)).toEqual(['nothing', undefined, '']);
    expect(one.screens).toEqual([]);
  });
});

describe('a request to be taken back', () => {
  it('is closed when the bank confirms, under the number of the request', async () => {
    const one = await pendingWith('purchase');
    expect(await contact(one)).toEqual(['undone', undefined, '0400 000002']);
    expect(one.screens).toEqual(['taking-back']);
  });

  it.each(['00', '11', '25'])('is forgotten where the bank says %s', async (code) => {
    expect((await contact(await pendingWith('void'), answers(code)))[0]).toBe('undone');
  });

  it.each(['22', '94', '96', '30'])('is tried on where it says %s', async (code) => {
    const said = answers(code);
    const thrice = '0400 000002 0400 000002 0400 000002';
    expect(await contact(await pendingWith('purchase'), said, said, said)).toEqual(['open', 3, thrice]);
  });

  it('becomes the business of people after nine messages in three contacts, not sooner', async () => {
    const one = await pendingWith('purchase');
    expect((await contact(one, LOST, LOST, LOST)).slice(0, 2)).toEqual(['open', 3]);
    expect((await contact(one, LOST, LOST, LOST)).slice(0, 2)).toEqual(['open', 6]);
    expect((await contact(one, LOST, LOST, LOST)).slice(0, 2)).toEqual(['disputed', undefined]);
    expect(one.sent).toHaveLength(3);
    expect(one.journal.state.disputes.map(({ tries, acknowledged }) => [tries, acknowledged])).toEqual([[9, false]]);
    expect(await contact(one)).toEqual(['nothing', undefined, '']);
  });

  it('that nine messages did not settle before a power cut goes to people without another', async () => {
    expect(await contact(await pendingWith('purchase', { tries: 9 }))).toEqual(['disputed', undefined, '']);
  });

  it('is settled by the ninth message, too', async () => {
    expect((await contact(await pendingWith('purchase', { tries: 8 })))[0]).toBe('undone');
  });

  it('waits without counting where the line is not to be had', async () => {
    const one = await pendingWith('purchase', { tries: 4 });
    await one.world.bankLine.close();
    one.world.bankLine.cut();
    expect(await contact(one)).toEqual(['open', 4, '']);
  });

  it('counts a sign-in that comes to nothing as a try', async () => {
    const one = await bankTerminal();
    await leavePending(one, 'purchase');
    const [kind, tries, sent] = await contact(one, LOST, answers('97'), LOST);
    expect([kind, tries, sent]).toEqual(['open', 3, '0800 000002 0800 000003 0800 000004']);
  });

  it('signs in again where the bank does not know the keys any more', async () => {
    const one = await pendingWith('purchase');
    expect(await contact(one, answers('77'))).toEqual(['undone', undefined, '0400 000002 0800 000003 0400 000002']);
  });

  it('is counted in the journal before the next message goes out', async () => {
    const flash = flashOf(PARTITION);
    const one = await bankTerminal({ flash });
    await leavePending(one, 'purchase');
    const { bankLine } = one.world;
    const tries: (number | undefined)[] = [];
    const send = bankLine.send.bind(bankLine);
    bankLine.send = async (bytes) => {
      tries.push((await boot(flashOf(PARTITION, flash.content()))).state.pending?.tries);
      return await send(bytes);
    };
    await contact(one, { deed: 'answer-twice' }, LOST, LOST, LOST);
    // The sign-in, and three messages.
    expect(tries).toEqual([0, 0, 1, 2]);
  });

  it('that is confirmed and cannot be closed is told so, and stays for the next boot', async () => {
    const flash = flashOf(PARTITION);
    const one = await bankTerminal({ flash });
    await one.desk.ready();
    await leavePending(one, 'purchase');
    flash.wearOut();
    const resolved = await resolvePending(one.terminal);
    expect([resolved.kind, reversalAfter(resolved)]).toEqual(['unkept', 'done']);
    expect(one.journal.state.pending).toBeDefined();
  });

  it('waits in a terminal that has no bank', async () => {
    const one = await pendingWith('purchase');
    expect(await resolvePending({ ...one.terminal, bank: undefined })).toEqual({ kind: 'open' });
  });
});

describe('an advice', () => {
  it('goes out as it was, and is booked when the bank grants it', async () => {
    const one = await pendingWith('refund');
    one.strike(LOST, answers('00'));
    const resolved = await resolvePending(one.terminal);
    expect(one.sent).toEqual(['0220 000002', '0220 000002']);
    expect(resolved.kind).toBe('booked');
    const [row] = one.journal.state.rows;
    expect([row.where, row.message.fields.get(4), row.message.fields.get(11)]).toEqual([
      'online',
      '000000001234',
      '000002',
    ]);
    expect(one.journal.state.pending).toBeUndefined();
  });

  it.each(['25', '61', '04', '91'])('that the bank declines with %s did not come about', async (code) => {
    const one = await pendingWith('refund');
    one.strike(answers(code));
    expect(await resolvePending(one.terminal)).toEqual({ kind: 'declined', code });
    expect([one.journal.state.pending, one.journal.state.rows]).toEqual([undefined, []]);
  });

  it.each(['10', 'A2', '94'])('is never booked on %s, and goes to people in the end', async (code) => {
    const said = answers(code);
    const one = await pendingWith('refund', { tries: 6 });
    expect(await contact(one, said, said, said)).toEqual([
      'disputed',
      undefined,
      '0220 000002 0220 000002 0220 000002',
    ]);
    expect(one.journal.state.rows).toEqual([]);
  });
});
