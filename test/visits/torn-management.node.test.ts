/**
 * Card or PSAM pulled at every single exchange of every visit that changes a PIN, blocks, or sets a day, before the command arrives and
 * after it was carried out: what the terminal says of the card is true of the card. Enumerated, not sampled.
 */

import { describe, expect, it } from 'vitest';
import type { Card } from '../../hosts/peers/card/card.js';
import type { Mischief } from '../../hosts/peers/slot/slot.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { type Bench, bench, cardLike, type PinChanges, type Setting } from './bench.js';
import { claims } from './claims.js';

interface Plot extends PinChanges {
  readonly sample: string;
  readonly setting?: Omit<Setting, 'card'>;
  readonly visit: (terminal: RunningTerminal) => Promise<VisitResult<unknown>>;
  /** What the visit changes, in the card's memory. */
  readonly look: (card: Card) => readonly string[];
}

const PINS = ['123456', '97531', '97531'].map((digits) => ({ digits }));
const NEW_PINS = PINS.slice(1);

const pinOf = (card: Card): string[] => {
  const key = card.image().environments[0].keys.find(({ type }) => type === '01');
  return [`${key?.value} ${key?.triesLeft}`];
};

const blocked = (card: Card): string[] => {
  const image = card.image();
  return [`${image.blocked} ${image.environments[0].blocked} ${image.environments[0].applications[3].blocked}`];
};

/** Bytes 18 and 19 of the account's internal file, which has 1Fh. */
const firstDay = (card: Card): string[] => {
  const { files } = card.image().environments[0].applications[3];
  const account = files.find((file) => 'content' in file && file.content.length === 2 * 0x1f);
  return [account && 'content' in account ? account.content.slice(36, 40) : ''];
};

const PLOTS: Readonly<Record<string, Plot>> = {
  'change of the PIN': {
    sample: 'v2-des',
    setting: { gestures: PINS },
    visit: (terminal) => terminal.changePin(),
    look: pinOf,
  },
  'first PIN': {
    sample: 'v2-des',
    pin: null,
    setting: { gestures: NEW_PINS },
    visit: (terminal) => terminal.changePin(),
    look: pinOf,
  },
  'removal of the PIN': {
    sample: 'v2-des',
    setting: { gestures: PINS },
    visit: (terminal) => terminal.removePin(),
    look: pinOf,
  },
  'reload of the PIN': {
    sample: 'v2-des',
    pinTriesLeft: 0,
    setting: { gestures: NEW_PINS },
    visit: (terminal) => terminal.reloadPin(),
    look: pinOf,
  },
  'unblocking of the PIN': {
    sample: 'v2-sm4',
    pinTriesLeft: 0,
    visit: (terminal) => terminal.unblockPin(),
    look: pinOf,
  },
  'block of the card': {
    sample: 'v2-des',
    setting: { presses: [1] },
    visit: (terminal) => terminal.block({ target: 'card' }),
    look: blocked,
  },
  'block of the medical application': {
    sample: 'v2-sm4',
    setting: { presses: [1] },
    visit: (terminal) => terminal.block({ target: 'DF04' }),
    look: blocked,
  },
  'starting day of the medical year': {
    sample: 'v2-offline-purse',
    setting: { presses: [1] },
    visit: (terminal) => terminal.startingDay({ day: '0701' }),
    look: firstDay,
  },
  'block of a listed card': {
    sample: 'v2-des',
    setting: {
      blacklist: [{ cardIdentifier: '990100D1560000050000000166534F34', cardNumber: 'A00000011' }],
      social: { onBlacklisted: 'block-application' },
    },
    visit: (terminal) => terminal.identify(),
    look: blocked,
  },
};

interface Played {
  readonly one: Bench;
  readonly result: VisitResult<unknown>;
  readonly after: readonly string[];
}

async function played(plot: Plot, slot?: 'card' | 'psam', mischief?: Mischief): Promise<Played> {
  const card = cardLike(plot.sample, plot);
  const disturbed = mischief && (slot === 'card' ? { cardMischief: mischief } : { psamMischief: mischief });
  const one = await bench({ card, ...plot.setting, ...disturbed });
  const result = await plot.visit(one.terminal);
  return { one, result, after: plot.look(card) };
}

describe.each(Object.entries(PLOTS))('%s', (_, plot) => {
  it.each(['card', 'psam'] as const)('with the %s pulled at every exchange', async (slot) => {
    const before = plot.look(cardLike(plot.sample, plot));
    const calm = await played(plot);
    const after = calm.after;
    expect(after.every((state, i) => state !== before[i])).toBe(true);
    const count = slot === 'card' ? calm.one.world.icc.exchanges : calm.one.world.sams[0].exchanges;
    let uncertain = 0;
    for (let at = 1; at <= count; at++) {
      for (const kind of ['removed', 'mute'] as const) {
        for (const when of ['before', 'after'] as const) {
          const one = await played(plot, slot, (event) =>
            event.what === 'exchange' && event.count === at ? { kind, when } : undefined,
          );
          const where = `${kind} ${when} exchange ${at}`;
          expect(one.result.outcome, where).toBe('interrupted');
          const said = claims(one.result, before.length);
          const found = one.after;
          for (const [i, claim] of said.entries()) {
            if (claim === 'same') expect(found[i], where).toBe(before[i]);
            if (claim === 'changed') expect(found[i], where).toBe(after[i]);
            if (claim === 'either') expect([before[i], after[i]], where).toContain(found[i]);
            if (claim === 'either') uncertain++;
          }
          expect(one.one.commands().filter((command) => /^00200000../.test(command)).length).toBeLessThanOrEqual(
            one.one.world.pinPad.entries,
          );
          expect(one.one.views[one.one.views.length - 1].screen).toBe('refused');
        }
      }
    }
    // There is no way to be certain of the very command that was lost.
    if (slot === 'card') expect(uncertain).toBeGreaterThan(0);
    if (slot === 'psam') expect(uncertain).toBe(0);
  });
});
