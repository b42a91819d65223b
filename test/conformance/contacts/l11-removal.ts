/** L11: the card is torn out, at every character, and what the contacts have cost until then. */

import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import type { CharacterMishap } from '../../../hosts/peers/contacts/mishaps.js';
import type { Traits } from '../../../hosts/peers/contacts/traits.js';
import { type ContactCase, casesOf } from './case.js';
import { LoopChip } from './loop-chip.js';
import type { ContactRig, Setting } from './rig.js';

const DOWN = 'RST low, CLK off, I/O low, VCC off';

const CARDS: readonly { readonly title: string; readonly atr: string; readonly traits: Traits }[] = [
  { title: 'T=0', atr: '3B600000', traits: {} },
  { title: 'T=0 byte by byte', atr: '3B600000', traits: { transfer: 'single' } },
  { title: 'T=0 with PPS', atr: '3B70130000', traits: {} },
  { title: 'T=1', atr: '3BE000FF8131FE4514', traits: {} },
  { title: 'T=1 in chains', atr: '3BE000FF81311045FA', traits: {} },
  { title: 'T=1 with waiting time', atr: '3BE000FF8131FE4514', traits: { thinkingMs: () => 3_000 } },
];

async function visit(rig: ContactRig, atr: string, traits: Traits, setting: Setting): Promise<string[]> {
  rig.events.length = 0;
  rig.meet(new LoopChip(atr), traits, setting);
  const seen = [await rig.session()];
  for (const command of ['00D600001400000000000000000000000000000000000000FF', '00B0000003'])
    if (!/^[amrp]/.test(seen[seen.length - 1])) seen.push(await rig.send(command, 60_000));
  return seen;
}

/** Plays the visit once for every character of it. @returns how many there were */
async function atEach(
  rig: ContactRig,
  { atr, traits }: (typeof CARDS)[number],
  mishap: CharacterMishap,
  check: (seen: readonly string[], at: number, tookMs: number) => void,
): Promise<number> {
  await visit(rig, atr, traits, {});
  const { toCard, fromCard } = rig.socket.use;
  for (let at = 1; at <= toCard + fromCard; at++) {
    const start = rig.clock.ticks();
    const seen = await visit(rig, atr, traits, { mischief: ({ count }) => (count === at ? mishap : undefined) });
    check(seen, at, rig.clock.ticks() - start);
  }
  return toCard + fromCard;
}

export const CASES: readonly ContactCase[] = [
  ...casesOf(
    'L11',
    1,
    CARDS.map((row) => ({
      ...row,
      clause: 'ISO/IEC 7816-3 6.4',
      title: `torn out at every character, ${row.title}: removed, and the contacts down`,
    })),
    async (rig, row) => {
      const count = await atEach(rig, row, { kind: 'removed' }, (seen, at) => {
        rig.expect(`character ${at}`, seen[seen.length - 1], 'removed');
        rig.expect(`lines at ${at}`, rig.lines.endsWith(DOWN), true);
      });
      rig.expectWithin('characters', count, 43, 200);
    },
  ),
  ...casesOf(
    'L11',
    11,
    CARDS.map((row) => ({
      ...row,
      clause: 'ISO/IEC 7816-3 10.2, 11.4.3',
      title: `silent from every character on, ${row.title}: the end is bounded, and the contacts are down`,
    })),
    async (rig, row) => {
      await atEach(rig, row, { kind: 'mute' }, (seen, at, tookMs) => {
        const end = seen[seen.length - 1];
        // Silent in the ATR or in the PPS, the card is well after the warm reset.
        if (/^(mute|protocol)$/.test(end)) rig.expect(`lines at ${at}`, rig.lines.endsWith(DOWN), true);
        else rig.expect(`character ${at}`, seen.slice(1), ['9000', '0001029000']);
        rig.expectWithin(`milliseconds at ${at}`, tookMs, 1, 20_000);
      });
    },
  ),
  {
    id: 'L11-021',
    clause: 'ISO/IEC 7816-3 6.4',
    title: 'the next card is met as if nothing had been',
    async run(rig) {
      const start = await visit(
        rig,
        '3B600000',
        {},
        { mischief: ({ count }) => (count === 20 ? { kind: 'removed' } : undefined) },
      );
      rig.expect('first', start[start.length - 1], 'removed');
      rig.expect('present', await rig.reader.isPresent(), false);
      rig.expect('session', await rig.session(), 'absent');
      rig.expect('second', await visit(rig, '3B600000', {}, {}), ['T=0', '9000', '0001029000']);
    },
  },
  {
    id: 'L11-024',
    clause: 'ISO/IEC 7816-3 6.4',
    title: 'torn out while RST is low, and another put in: the contacts stay down',
    async run(rig) {
      rig.meet(new LoopChip('3B600000'));
      const reset = rig.reset();
      rig.socket.remove();
      rig.socket.insert(new ContactCard(new LoopChip('3B600000'), {}, BOARD.clockHz));
      rig.expect('ATR', await reset, 'removed');
      rig.expect('lines', rig.lines.endsWith(DOWN), true);
      rig.expect('then', await rig.reset(), '3B600000');
    },
  },
  {
    id: 'L11-022',
    clause: 'emv.md 4.1',
    title: 'at 372/1 a character costs 1.25 ms of line',
    async run(rig) {
      await visit(rig, '3B600000', {}, {});
      const { toCard, fromCard, lineMs } = rig.socket.use;
      rig.expect('characters', [toCard, fromCard], [30, 13]);
      rig.expect('milliseconds', lineMs, 54);
    },
  },
  {
    id: 'L11-023',
    clause: 'emv.md 4.1',
    title: 'at 372/4 a quarter of it, but for ATR and PPS',
    async run(rig) {
      await visit(rig, '3B70130000', {}, {});
      const { toCard, fromCard, lineMs } = rig.socket.use;
      rig.expect('characters', [toCard, fromCard], [34, 18]);
      // 13 characters at 1.25 ms and 39 at 0.3125 ms.
      rig.expect('milliseconds', lineMs, 28);
    },
  },
];
