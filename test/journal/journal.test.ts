import { describe, expect, it } from 'vitest';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { toHex } from '../../src/base/hex.js';
import { Journal } from '../../src/journal/journal.js';
import { DeviceKey } from '../../src/vault/device-key.js';
import { boot, flashOf, SMALL } from './flash-desk.js';

const PAN = '6217000000000000010';
const OTHER = '6217000000000000028';

describe('a journal', () => {
  it('begins with nothing', async () => {
    const journal = await boot(flashOf());
    expect(journal.spentBefore(PAN, '01')).toBe(0);
    expect(await journal.nextNumber('sequence')).toBe(1);
    expect(await journal.nextNumber('stan')).toBe(1);
    expect(await journal.nextNumber('sequence')).toBe(2);
  });

  it('remembers across boots what each account has spent, by its sequence number', async () => {
    const flash = flashOf();
    const first = await boot(flash);
    expect(await first.bookSpending(PAN, '01', 1200)).toBe('done');
    expect(await first.bookSpending(PAN, '01', 34)).toBe('done');
    expect(await first.bookSpending(PAN, '', 5)).toBe('done');
    const second = await boot(flash);
    expect(second.spentBefore(PAN, '01')).toBe(1234);
    expect(second.spentBefore(PAN, '')).toBe(5);
    expect(second.spentBefore(PAN, '02')).toBe(0);
    expect(second.spentBefore(OTHER, '01')).toBe(0);
  });

  it('counts what an account has spent to n 12 and no further', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    for (let i = 0; i < 2; i++) await journal.bookSpending(PAN, '01', 999_999_999_999);
    expect(journal.spentBefore(PAN, '01')).toBe(999_999_999_999);
    expect((await boot(flash)).spentBefore(PAN, '01')).toBe(999_999_999_999);
  });

  it('goes on from unit to unit, and loses nothing', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    await journal.bookSpending(PAN, '01', 7);
    for (let number = 1; number <= 40; number++) expect(await journal.nextNumber('sequence')).toBe(number);
    expect(flash.wear(0)).toBeGreaterThan(3);
    const next = await boot(flash);
    expect(next.spentBefore(PAN, '01')).toBe(7);
    expect(await next.nextNumber('sequence')).toBe(41);
  });

  it('wears its units evenly: one erase in each copy a boot', async () => {
    const flash = flashOf();
    for (let i = 0; i < 10; i++) await boot(flash);
    expect([0, 1, 2, 3].map((unit) => flash.wear(unit))).toEqual([5, 5, 5, 5]);
  });

  it('holds no account number that a reader of the chip could see', async () => {
    const flash = flashOf();
    await (await boot(flash)).bookSpending(PAN, '01', 7);
    expect(toHex(flash.content())).not.toContain('62170000');
  });
});

describe('a journal in trouble', () => {
  it('is full when what is live leaves no room: it gives no number, erases nothing, and still remembers', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    expect(await journal.nextNumber('sequence')).toBe(1);
    // Head and counter take 32 bytes each, every account 48: a unit of 256 holds four accounts.
    for (let i = 0; i < 4; i++) expect(await journal.bookSpending(`621700000000000000${i}`, '01', 1)).toBe('done');
    const before = flash.operations;
    expect(await journal.nextNumber('sequence')).toBe('full');
    expect(await journal.bookSpending(OTHER, '01', 1)).toBe('full');
    expect(flash.operations).toBe(before);
    const next = await boot(flash);
    expect(next.spentBefore('6217000000000000003', '01')).toBe(1);
    expect(await next.nextNumber('sequence')).toBe('full');
  });

  it('gives no number unless there is room to book what it is for', async () => {
    const journal = await boot(flashOf({ ...SMALL, unitLength: 96 }));
    expect(await journal.nextNumber('sequence')).toBe('full');
    const roomier = await boot(flashOf({ ...SMALL, unitLength: 112 }));
    expect(await roomier.nextNumber('sequence')).toBe(1);
    expect(await roomier.bookSpending(PAN, '01', 1)).toBe('done');
  });

  it('fails when the chip does not hold what it was given, until the next boot', async () => {
    const flash = flashOf();
    const journal = await boot(flash);
    expect(await journal.nextNumber('stan')).toBe(1);
    flash.wearOut();
    expect(await journal.nextNumber('stan')).toBe('failing');
    const before = flash.operations;
    expect(await journal.bookSpending(PAN, '01', 1)).toBe('failing');
    expect(journal.spentBefore(PAN, '01')).toBe(0);
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
