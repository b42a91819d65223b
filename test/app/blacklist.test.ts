/** A terminal whose blacklist lies in flash: how it comes there, and what it says of cards in the slot. */

import { describe, expect, it } from 'vitest';
import { blacklistDesk } from '../../hosts/peers/bureau/blacklist-desk.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { emulatedWorld, FIRST_OF_JUNE } from '../../hosts/world/emulated-world.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import type { BlacklistStorage } from '../../src/app/blacklist.js';
import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceBlacklist, traceWorld } from '../../src/app/trace/trace-world.js';
import type { BlacklistInquiry } from '../../src/ports/blacklist-inquiry.js';
import type { Flash } from '../../src/ports/flash.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { card, fullFile, PUBLISHER_KEY, reading, SMALL_BANKS } from '../journal/blacklist/blacklist-desk.js';
import { flashOf } from '../journal/flash-desk.js';
import { outcome } from '../visits/bench.js';
import { sampleCard, samplePsam } from '../xs/scenarios.js';

/** As the sample card `blacklisted` has them. */
const LISTED = { cardIdentifier: '990100D15600000500000008A7F6A9B2', cardNumber: 'A00000089' };
/** As the sample card `blacklisted-range` has its number. */
const RANGE = { from: 'T99010001', to: 'T99010009' };

interface Started {
  readonly terminal: RunningTerminal;
  readonly events: readonly TraceEvent[];
}

async function started(
  sample: string,
  storage: Partial<BlacklistStorage> & { readonly flash: Flash },
  now = FIRST_OF_JUNE,
): Promise<Started> {
  const events: TraceEvent[] = [];
  const world = emulatedWorld({
    seed: 1,
    clock: new VirtualClock(now),
    card: sampleCard(sample),
    psam: samplePsam('full'),
    screen: { async show() {} },
    printer: { async print() {} },
    trace: { write: (event) => void events.push(event) },
  });
  const terminal = await startTerminal(traceWorld(world, false), {
    profile: 'social',
    acceptance: ACCEPT_ALL,
    blacklist: traceBlacklist({ publisherKey: PUBLISHER_KEY, ...storage }, world),
    device: testDevice(),
  });
  return { terminal, events };
}

/** A flash with both of the samples on its list. */
async function listed(): Promise<Flash> {
  const flash = flashOf(SMALL_BANKS);
  const { terminal } = await started('v2-des', { flash });
  expect(await terminal.blacklist?.update(reading(fullFile(1, [LISTED, RANGE])))).toEqual({
    outcome: 'done',
    version: 1,
  });
  return flash;
}

const UNREACHABLE: BlacklistInquiry = { ask: async () => 'unreachable' };

const identified = async (sample: string, storage: Partial<BlacklistStorage> & { readonly flash: Flash }) =>
  outcome(await (await started(sample, storage)).terminal.identify());

describe('a terminal with a blacklist in flash', () => {
  it('turns away what is on it, and what it suspects unless the bureau knows better', async () => {
    const flash = await listed();
    expect(await identified('v2-des', { flash })).toBe('done');
    expect(await identified('blacklisted-range', { flash })).toBe('blacklisted-range');
    expect(await identified('blacklisted', { flash })).toBe('blacklist-suspect');
    expect(await identified('blacklisted', { flash, inquiry: UNREACHABLE })).toBe('blacklist-suspect');
    expect(await identified('blacklisted', { flash, inquiry: blacklistDesk([LISTED]) })).toBe('blacklisted-card');
    expect(await identified('blacklisted', { flash, inquiry: blacklistDesk([]) })).toBe('done');
  });

  it('says when its list is over seven days old, and goes by it', async () => {
    const flash = await listed();
    const warnings = async (now: string) => await (await started('v2-des', { flash }, now)).terminal.identify();
    expect(await warnings('20260608235900')).toMatchObject({ outcome: 'done', value: { warnings: [] } });
    expect(await warnings('20260609000000')).toMatchObject({ outcome: 'done', value: { warnings: ['blacklist-old'] } });
    expect(await warnings('20260701235900')).toMatchObject({ outcome: 'done', value: { warnings: ['blacklist-old'] } });
    expect(await warnings('20260702000000')).toMatchObject({ refusal: { refused: 'blacklist-unavailable' } });
  });

  it('asks the bureau of every card while it has none, and turns all away when it cannot', async () => {
    const flash = flashOf(SMALL_BANKS);
    expect(await identified('v2-des', { flash })).toBe('blacklist-unavailable');
    expect(await identified('v2-des', { flash, inquiry: blacklistDesk([LISTED, RANGE]) })).toBe('done');
    const range = await identified('blacklisted-range', { flash, inquiry: blacklistDesk([LISTED, RANGE]) });
    expect(range).toBe('blacklisted-range');
  });

  it('tells the transcript of questions and of what is written, without a number', async () => {
    const { terminal, events } = await started('blacklisted', {
      flash: await listed(),
      inquiry: blacklistDesk([LISTED]),
    });
    await terminal.identify();
    const asked = events.filter(({ port }) => port === 'bureau');
    expect(asked.map(({ direction, words }) => `${direction} ${words.en}`)).toEqual([
      '> Asks whether the card is on the blacklist',
      '< The card is',
    ]);
    expect(asked.every(({ bytes }) => bytes === undefined)).toBe(true);
    const before = events.length;
    await terminal.blacklist?.update(reading(fullFile(2, [card(1)])));
    const written = events.slice(before);
    expect(written.every(({ port }) => port === 'blacklist-flash')).toBe(true);
    expect(written[0].words.en).toBe('Erases unit 10');
  });

  it('says which version it has, and why it does not take an update', async () => {
    const { terminal } = await started('v2-des', { flash: await listed() });
    // The deterministic world begins on 1 June 2026.
    const inForce = { version: 1, created: '20260601080000', cards: 1, ranges: 1, age: 'current' };
    expect(terminal.blacklist?.inForce()).toEqual(inForce);
    expect(await terminal.blacklist?.update(reading(fullFile(1, [])))).toEqual({
      outcome: 'refused',
      reason: 'not-newer',
      what: {
        zh: '终端已有此版本或更新的黑名单',
        en: 'The terminal has this version of the blacklist, or a newer one',
      },
      next: { zh: '无需操作', en: 'There is nothing to do' },
    });
    expect(terminal.blacklist?.inForce()).toEqual(inForce);
  });
});
