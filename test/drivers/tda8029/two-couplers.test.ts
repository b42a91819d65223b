/** The holder's card and a PSAM behind a coupler each, spoken to at the same time. */

import { describe, expect, it } from 'vitest';
import { type CouplerSettings, CouplerSlot } from '../../../hosts/world/coupler-slot.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { failure } from '../../card/scripted-reader.js';
import { LoopChip } from '../../conformance/contacts/loop-chip.js';

async function both(settings: { readonly card?: CouplerSettings; readonly psam?: CouplerSettings } = {}) {
  const clock = new VirtualClock('20260601090000');
  const card = new CouplerSlot('icc', clock, settings.card ?? {});
  const psam = new CouplerSlot('sam1', clock, settings.psam ?? {});
  const chips = { card: new LoopChip('3B600000'), psam: new LoopChip('3BE000FF81311045FA') };
  card.insert(chips.card);
  psam.insert(chips.psam);
  await clock.sleep(5);
  const answers = await Promise.all([card.reset('cold', 7_500), psam.reset('cold', 7_500)]);
  expect(answers.map(toHex)).toEqual(['3B600000', '3BE000FF81311045FA']);
  return { card, psam, chips, clock };
}

const OPTIONS = { withinMs: 5_000 };
const commandOf = (i: number) => `00D6${toHex(Uint8Array.of(i))}0014${'5A'.repeat(20)}`;

describe('two couplers at once', () => {
  it('carry each its own commands out, in order and once', async () => {
    const { card, psam, chips } = await both();
    const sent: string[] = [];
    for (let i = 0; i < 10; i++) {
      const command = commandOf(i);
      sent.push(command, '00B0000003');
      const answers = await Promise.all([
        card.transmit(fromHex(command), OPTIONS),
        psam.transmit(fromHex(command), OPTIONS),
        // One at a time: behind the one that is under way.
        card.transmit(fromHex('00B0000003'), OPTIONS),
        psam.transmit(fromHex('00B0000003'), OPTIONS),
      ]);
      expect(answers.map(toHex)).toEqual(['9000', '9000', '0001029000', '0001029000']);
    }
    expect(chips.card.done).toEqual(sent);
    expect(chips.psam.done).toEqual(sent);
  });

  it('have nothing to do with each other’s Faults', async () => {
    let bytes = 0;
    const { card, psam, chips } = await both({
      psam: { mischief: () => (++bytes > 100 ? { kind: 'mute' } : undefined) },
    });
    const lost = failure(
      psam.transmit(fromHex(commandOf(0)), OPTIONS).then(() => psam.transmit(fromHex(commandOf(1)), OPTIONS)),
    );
    for (let i = 0; i < 20; i++) expect(toHex(await card.transmit(fromHex(commandOf(i)), OPTIONS))).toBe('9000');
    expect(String(await lost)).toBe('Fault: sam: mute');
    expect(chips.card.done).toHaveLength(20);
    expect(toHex(await card.transmit(fromHex('00B0000003'), OPTIONS))).toBe('0001029000');
  });

  it('lose a card each, and say which', async () => {
    const { card, psam } = await both();
    psam.remove();
    expect(String(await failure(psam.transmit(fromHex(commandOf(0)), OPTIONS)))).toBe('Fault: sam: removed');
    expect(toHex(await card.transmit(fromHex(commandOf(0)), OPTIONS))).toBe('9000');
    card.remove();
    expect(String(await failure(card.transmit(fromHex(commandOf(1)), OPTIONS)))).toBe('Fault: icc: removed');
  });
});
