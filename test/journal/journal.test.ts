import { describe, expect, it } from 'vitest';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { toHex } from '../../src/base/hex.js';
import { Journal } from '../../src/journal/journal.js';
import { stanOf } from '../../src/journal/state.js';
import { DeviceKey } from '../../src/vault/device-key.js';
import { boot, deviceKey, flashOf, pending, request, row, SMALL, sell } from './flash-desk.js';

const PAN = '6217000000000000010';
const OTHER = '6217000000000000028';
const ROOMY = { ...SMALL, unitLength: 4096 };

describe('a journal', () => {
  it('begins with nothing', async () => {
    const journal = await boot(flashOf());
    expect(journal.spentBefore(PAN, '01')).toBe(0);
    expect(journal.batch).toBe(1);
    expect(await journal.nextNumber('sequence')).toBe(1);
    expect(await journal.nextNumber('stan')).toBe(1);
    expect(await journal.nextNumber('sequence')).toBe(2);
  });

  it('remembers across boots what each account has spent in the batch, by its sequence number', async () => {
    const flash = flashOf(ROOMY);
    const first = await boot(flash);
    expect(await sell(first, PAN, 1200)).toBe('done');
    expect(await sell(first, PAN, 34)).toBe('done');
    const second = await boot(flash);
    expect(second.spentBefore(PAN, '01')).toBe(1234);
    expect(second.spentBefore(PAN, '')).toBe(0);
    expect(second.spentBefore(PAN, '02')).toBe(0);
    expect(second.spentBefore(OTHER, '01')).toBe(0);
  });

  it('goes on from unit to unit, and loses nothing', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    await sell(journal, PAN, 7);
    for (let number = 1; number <= 90; number++) expect(await journal.nextNumber('sequence')).toBe(number);
    expect(flash.wear(0)).toBeGreaterThan(3);
    const next = await boot(flash);
    expect(next.spentBefore(PAN, '01')).toBe(7);
    expect(await next.nextNumber('sequence')).toBe(91);
  });

  it('wears its units evenly: one erase in each copy a boot', async () => {
    const flash = flashOf();
    for (let i = 0; i < 10; i++) await boot(flash);
    expect([0, 1, 2, 3].map((unit) => flash.wear(unit))).toEqual([5, 5, 5, 5]);
  });

  it('holds no account number that a reader of the chip could see', async () => {
    const flash = flashOf();
    await sell(await boot(flash), PAN, 7);
    expect(toHex(flash.content())).not.toContain('62170000');
  });
});

describe('a request', () => {
  it('is pending from before it goes out until it is closed, over boots', async () => {
    const flash = flashOf(ROOMY);
    const journal = await boot(flash);
    expect(await journal.begin(pending(request(1, PAN, 500)))).toBe('done');
    expect(await journal.mark({ reason: 'A0' })).toBe('done');
    expect(await journal.mark({ tries: 2 })).toBe('done');
    const next = await boot(flash);
    const kept = next.state.pending;
    expect([kept?.reason, kept?.tries, kept?.way, kept?.moment]).toEqual(['A0', 2, 'reverse', '20260601090000']);
    expect(kept?.request.fields.get(4)).toBe('000000000500');
    expect(next.state.next('stan')).toBe(2);
    expect(await next.close()).toBe('done');
    expect((await boot(flash)).state.pending).toBeUndefined();
  });

  it('lets no other begin', async () => {
    const journal = await boot(flashOf(ROOMY));
    await journal.begin(pending(request(1, PAN, 500)));
    await expect(journal.begin(pending(request(2, PAN, 500)))).rejects.toThrow('nothing begins');
    await expect(journal.beginSettlement({ stan: 2, moment: '20260601090000' })).rejects.toThrow('pending');
  });

  it('has the next trace number and no other', async () => {
    const journal = await boot(flashOf(ROOMY));
    await expect(journal.begin(pending(request(2, PAN, 500)))).rejects.toThrow('next trace number');
  });

  it('becomes a dispute that stays until somebody has seen it and the batch is over', async () => {
    const flash = flashOf(ROOMY);
    const journal = await boot(flash);
    await journal.begin(pending(request(1, PAN, 500)));
    await journal.dispute();
    expect(journal.state.pending).toBeUndefined();
    const over = { moment: '20260601180000', debits: 0, debitAmount: 0, credits: 0, creditAmount: 0 };
    await journal.beginSettlement({ stan: 2, moment: over.moment });
    await journal.settled({ ...over, batch: 1, balanced: false, disputes: 1 });
    const next = await boot(flash);
    expect(next.state.disputes.map(({ acknowledged }) => acknowledged)).toEqual([false]);
    await next.acknowledge(next.state.disputes[0]);
    expect(next.state.disputes.map(({ acknowledged }) => acknowledged)).toEqual([true]);
    await next.beginSettlement({ stan: 3, moment: over.moment });
    await next.settled({ ...over, batch: 2, balanced: true, disputes: 1 });
    expect((await boot(flash)).state.disputes).toEqual([]);
  });
});

describe('a batch', () => {
  it('has its rows in order until it is settled, and then the next one is open', async () => {
    const flash = flashOf(ROOMY);
    const journal = await boot(flash);
    await sell(journal, PAN, 100);
    await journal.bookOffline(row(request(2, OTHER, 200), 'offline'));
    const next = await boot(flash);
    expect(next.state.rows.map(({ message, where }) => [stanOf(message), where])).toEqual([
      [1, 'online'],
      [2, 'offline'],
    ]);
    await next.uploaded(next.state.rows[1]);
    expect(next.state.rows.map(({ where }) => where)).toEqual(['online', 'uploaded']);
    await next.beginSettlement({ stan: 3, moment: '20260601180000' });
    expect((await boot(flash)).state.settling).toEqual({ stan: 3, moment: '20260601180000' });
    const again = await boot(flash);
    const settlement = {
      batch: 1,
      moment: '20260601180000',
      debits: 2,
      debitAmount: 300,
      credits: 0,
      creditAmount: 0,
      balanced: true,
      disputes: 0,
    };
    await again.settled(settlement);
    const last = await boot(flash);
    expect([last.batch, last.state.rows.length, last.state.settling]).toEqual([2, 0, undefined]);
    expect(last.state.settlement).toEqual(settlement);
  });

  it('that is being settled takes nothing more', async () => {
    const journal = await boot(flashOf(ROOMY));
    await journal.beginSettlement({ stan: 1, moment: '20260601180000' });
    await expect(journal.begin(pending(request(2, PAN, 1)))).rejects.toThrow('being settled');
  });

  it('books an offline approval while a request to the bank is still to be taken back', async () => {
    const flash = flashOf(ROOMY);
    const journal = await boot(flash);
    await journal.begin(pending(request(1, PAN, 100)));
    await journal.bookOffline(row(request(2, PAN, 100), 'offline'));
    const { state } = await boot(flash);
    expect([state.pending && stanOf(state.pending.request), state.rows.map(({ message }) => stanOf(message))]).toEqual([
      1,
      [2],
    ]);
  });
});

describe('a notice', () => {
  it('is kept with the result that brought it, takes the next trace number, and stays until the bank has it', async () => {
    const flash = flashOf(ROOMY);
    const journal = await boot(flash);
    const message = request(1, PAN, 100);
    await journal.begin(pending(message));
    await journal.book(row(message), { mti: '0620', fields: new Map([[11, '000002']]) });
    const next = await boot(flash);
    expect(next.state.notices.map(stanOf)).toEqual([2]);
    expect(next.state.next('stan')).toBe(3);
    await next.notified(next.state.notices[0]);
    expect((await boot(flash)).state.notices).toEqual([]);
  });
});

describe('a setting', () => {
  it('is kept over boots, replaced, and deleted by nothing', async () => {
    const flash = flashOf();
    await (await boot(flash)).keep('ca A000000333 09', Uint8Array.of(1, 2));
    await (await boot(flash)).keep('ca A000000333 09', Uint8Array.of(3));
    const journal = await boot(flash);
    expect(journal.state.setting('ca A000000333 09')).toEqual(Uint8Array.of(3));
    await journal.keep('ca A000000333 09', new Uint8Array(0));
    expect((await boot(flash)).state.setting('ca A000000333 09')).toBeUndefined();
  });
});

describe('the trace number', () => {
  it('comes round to 1 after the last that its field can hold', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    expect(await journal.nextNumber('stan')).toBe(1);
    // What a million messages would have done: the state's own entry.
    const { state } = journal as unknown as { state: { apply(entry: unknown): void } };
    state.apply({ kind: 'counter', counter: 'stan', value: 999_999 });
    expect(await journal.nextNumber('stan')).toBe(1);
  });
});

describe('a journal in trouble', () => {
  it('is full when what is live leaves no room: it takes nothing, erases nothing, and still remembers', async () => {
    const flash = flashOf({ ...SMALL, unitLength: 2560 });
    const journal = await boot(flash);
    expect(journal.readiness()).toBe('done');
    for (let i = 0; i < 4; i++) expect(await sell(journal, PAN, 1)).toBe('done');
    expect(journal.readiness()).toBe('full');
    const tight = flashOf();
    const small = await boot(tight);
    for (let i = 0; i < 3; i++) expect(await sell(small, PAN, 1)).toBe('done');
    const before = tight.operations;
    expect(await small.keep('too long for a unit', new Uint8Array(300))).toBe('full');
    expect(tight.operations).toBe(before);
    expect((await boot(tight)).spentBefore(PAN, '01')).toBe(3);
  });

  it('is full when it has as many entries as the device has memory for, until they are booked', async () => {
    const flash = flashOf({ ...SMALL, unitLength: 8192 });
    const journal = await Journal.open(flash, deviceKey(), 3);
    for (let i = 0; i < 3; i++) {
      expect(journal.readiness()).toBe('done');
      expect(await sell(journal, PAN, 1)).toBe('done');
    }
    expect(journal.readiness()).toBe('full');
    expect((await Journal.open(flash, deviceKey(), 3)).readiness()).toBe('full');
    expect((await boot(flash)).readiness()).toBe('done');
  });

  it('fails when the chip does not hold what it was given, until the next boot', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    expect(await journal.nextNumber('stan')).toBe(1);
    flash.wearOut();
    expect(await journal.nextNumber('stan')).toBe('failing');
    const before = flash.operations;
    expect(journal.readiness()).toBe('failing');
    expect(await sell(journal, PAN, 1)).toBe('failing');
    expect(journal.state.pending).toBeUndefined();
    expect(flash.operations).toBe(before);
    expect(await (await boot(flash)).nextNumber('stan')).toBe('failing');
  });

  it('is lost under another device key, and stays as it is', async () => {
    const flash = flashOf();
    await (await boot(flash)).nextNumber('sequence');
    const content = flash.content();
    const stranger = await Journal.open(flash, new DeviceKey(testDevice().aes, new Uint8Array(16)));
    expect(await stranger.nextNumber('sequence')).toBe('lost');
    expect(flash.content()).toEqual(content);
  });

  it('is lost rather than older when both copies of the newest epoch are gone', async () => {
    const flash = flashOf();
    await (await boot(flash)).nextNumber('sequence');
    await (await boot(flash)).nextNumber('sequence');
    // Epoch 2 lies in units 0 and 2; epoch 1, whose numbers end at 1, is still whole in the others.
    const content = flash.content();
    for (const unit of [0, 2]) content[unit * SMALL.unitLength + 8] ^= 1;
    expect(await (await boot(flashOf(SMALL, content))).nextNumber('sequence')).toBe('lost');
  });

  it('is lost rather than shorter when both copies end in the middle of a record', async () => {
    const flash = flashOf();
    await (await boot(flash)).nextNumber('sequence');
    const content = flash.content();
    for (const unit of [1, 3]) content[unit * SMALL.unitLength + 32 + 8] ^= 1;
    expect(await (await boot(flashOf(SMALL, content))).nextNumber('sequence')).toBe('lost');
  });
});
