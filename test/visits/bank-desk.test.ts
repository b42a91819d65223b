import { describe, expect, it } from 'vitest';
import { PARTITION } from '../../hosts/peers/flash/nor-flash.js';
import { echo } from '../../src/links/bank/management.js';
import { flashOf } from '../journal/flash-desk.js';
import { type BankTerminal, bankTerminal, nextRequest } from './bank-terminal.js';

/** Asks for a purchase that the bank knows no card of; what counts here is what comes beside the answer. */
async function ask(one: BankTerminal): Promise<string> {
  const request = nextRequest(one, 'purchase');
  await one.journal.nextNumber('stan');
  const answer = await one.desk.ask(request);
  return 'code' in answer ? `${answer.kind} ${answer.code}` : answer.kind;
}

describe('the sign-in', () => {
  it('is made once a day, under a number of its own', async () => {
    const one = await bankTerminal({ start: '20260601235900' });
    expect([one.desk.isSignedIn, one.desk.pinKey]).toEqual([false, undefined]);
    expect(await one.desk.ready()).toEqual({ kind: 'ready' });
    expect(await one.desk.ready()).toEqual({ kind: 'ready' });
    expect(one.sent).toEqual(['0800 000001']);
    expect([one.desk.isSignedIn, one.desk.pinKey === undefined]).toEqual([true, false]);
    await one.world.clock.sleep(60_000);
    expect(one.desk.isSignedIn).toBe(false);
    expect(await one.desk.ready()).toEqual({ kind: 'ready' });
    expect(one.sent).toEqual(['0800 000001', '0800 000002']);
  });

  it('is made once more where a check value is wrong, and then given up', async () => {
    const one = await bankTerminal();
    one.strike({ deed: 'wrong-mac' });
    expect(await one.desk.ready()).toEqual({ kind: 'ready' });
    expect(one.sent).toEqual(['0800 000001', '0800 000002']);
    const other = await bankTerminal({ masterKey: new Uint8Array(16).fill(0x42) });
    expect(await other.desk.ready()).toEqual({ kind: 'wrong-keys' });
    expect(other.sent).toEqual(['0800 000001', '0800 000002']);
    expect(other.desk.isSignedIn).toBe(false);
  });

  it('may be refused, unanswered, or impossible', async () => {
    const one = await bankTerminal();
    one.strike({ deed: 'decline', code: '97' }, { deed: 'answer-lost' });
    expect(await one.desk.ready()).toEqual({ kind: 'refused', code: '97' });
    expect(await one.desk.ready()).toEqual({ kind: 'unanswered' });
    one.world.bankLine.cut();
    expect(await one.desk.ready()).toEqual({ kind: 'unable' });
    expect(one.sent).toHaveLength(2);
  });

  it('does not go out where its number cannot be kept', async () => {
    const flash = flashOf(PARTITION);
    const one = await bankTerminal({ flash });
    flash.wearOut();
    expect(await one.desk.ready()).toEqual({ kind: 'journal', trouble: 'failing' });
    expect(one.sent).toEqual([]);
  });
});

describe('a question', () => {
  it('that needs a MAC stays here while there are no keys, and one that needs none goes out', async () => {
    const one = await bankTerminal();
    expect(await ask(one)).toBe('unable');
    expect(one.sent).toEqual([]);
    const answer = await one.desk.ask(echo(one.desk.station, 9));
    expect([answer.kind, one.sent]).toEqual(['answered', ['0820 000009']]);
  });

  /** A host that has no keys makes no MAC: its word proves nothing, and is heeded. */
  it.each([
    ['77', 'false 77'],
    ['A0', 'false A0'],
    ['99', 'answered 99'],
  ])('answered with %s is the last one under these keys', async (code, heard) => {
    const one = await bankTerminal();
    await one.desk.ready();
    one.strike({ deed: 'decline', code });
    expect(await ask(one)).toBe(heard);
    expect(one.desk.isSignedIn).toBe(false);
    expect(await ask(one)).toBe('unable');
    expect(await one.desk.ready()).toEqual({ kind: 'ready' });
    expect(one.sent.at(-1)).toMatch(/^0800/);
  });

  it.each(['05', '91', '22'])('answered with %s is not', async (code) => {
    const one = await bankTerminal();
    await one.desk.ready();
    one.strike({ deed: 'decline', code });
    await ask(one);
    expect(one.desk.isSignedIn).toBe(true);
  });
});

describe('what the header of an answer asks for', () => {
  async function asked(digit: string): Promise<BankTerminal> {
    const one = await bankTerminal();
    await one.desk.ready();
    one.strike({ deed: 'processing-request', digit });
    await ask(one);
    return one;
  }

  it('is a sign-in before the next question', async () => {
    const one = await asked('3');
    expect(one.desk.isSignedIn).toBe(false);
    expect(one.desk.pinKey).toBeDefined();
    await one.desk.ready();
    expect(one.sent.filter((line) => line.startsWith('0800'))).toHaveLength(2);
    expect(one.desk.isSignedIn).toBe(true);
  });

  it('is a download, until that is done', async () => {
    const { desk } = await asked('4');
    expect([desk.errands, desk.errands]).toEqual([['ca-keys'], ['ca-keys']]);
    desk.errandDone('ca-keys');
    expect(desk.errands).toEqual([]);
    expect((await asked('5')).desk.errands).toEqual(['chip-parameters']);
  });

  it.each(['0', '1', '2', '6', '9'])('is nothing with %s', async (digit) => {
    const one = await asked(digit);
    expect([one.desk.isSignedIn, one.desk.errands]).toEqual([true, []]);
  });
});
