/** Visits through contacts: what card and PSAM were told and answered, and how the lines were left. */

import type { CharacterMischief } from '../../hosts/peers/contacts/mishaps.js';
import type { ContactEvent, ContactUse } from '../../hosts/peers/contacts/socket.js';
import type { Traits } from '../../hosts/peers/contacts/traits.js';
import type { Coupler } from '../../hosts/peers/coupler/coupler.js';
import { type ContactSettings, ContactSlot } from '../../hosts/world/contact-slot.js';
import { type CouplerSettings, CouplerSlot } from '../../hosts/world/coupler-slot.js';
import { FIRST_OF_JUNE } from '../../hosts/world/emulated-world.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { assert } from '../../src/base/assert.js';
import type { Disturbance, Play, Scenario } from '../xs/scenarios.js';
import { play } from '../xs/scenarios.js';
import { outcome } from './bench.js';

export interface ContactVisit {
  /** Port, direction and bytes, or the words where there are none, a line each. */
  readonly transcript: readonly string[];
  readonly outcome: string;
  readonly play: Play;
  /** VCC of both slots at the end. */
  readonly supplies: string;
}

/** Contacts take time, and a card of the medical account is told the second: here it is always the first. */
class StoppedClock extends VirtualClock {
  override now(): string {
    return FIRST_OF_JUNE;
  }
}

const CHIPS: readonly string[] = ['icc', 'sam1'];

/** Plays a scenario command by command. */
export async function withSlots(scenario: Scenario): Promise<ContactVisit> {
  return await visit(scenario, {}, () => []);
}

/** Plays a scenario character by character; the traits and the mischief are the card's, or the PSAM's. */
export async function withContacts(
  scenario: Scenario,
  card: ContactSettings = {},
  psam: ContactSettings = {},
): Promise<ContactVisit> {
  const supplies = new Map<string, string>();
  const watch = (slot: string) => (event: ContactEvent) => {
    if ('line' in event && event.line === 'VCC') supplies.set(slot, event.state);
  };
  const contacts = {
    icc: { ...card, onEvent: watch('icc') },
    sam1: { ...psam, onEvent: watch('sam1') },
  };
  return await visit(scenario, { contacts }, () => [...supplies.values()]);
}

/** Plays a scenario with a coupler before either chip. */
export async function withCouplers(
  scenario: Scenario,
  card: CouplerSettings = {},
  psam: CouplerSettings = {},
): Promise<ContactVisit> {
  return await visit(scenario, { couplers: { icc: card, sam1: psam } }, ({ world }) =>
    [world.icc, ...world.sams].map((slot) => couplerOf(slot).supply),
  );
}

/** The coupler of a slot. */
export function couplerOf(slot: unknown): Coupler {
  assert(slot instanceof CouplerSlot, 'the world has couplers');
  return slot.coupler;
}

async function visit(
  scenario: Scenario,
  slots: Pick<Disturbance, 'contacts' | 'couplers'>,
  suppliesOf: (played: Play) => readonly string[],
): Promise<ContactVisit> {
  const transcript: string[] = [];
  const played = await play(scenario, {
    clock: new StoppedClock(FIRST_OF_JUNE),
    ...slots,
    trace: {
      write({ port, direction, bytes, words }) {
        if (CHIPS.includes(port)) transcript.push(`${port} ${direction} ${bytes ?? words.en}`);
      },
    },
  });
  const left = suppliesOf(played)
    .map((state) => (state === 'off' ? 'off' : 'ON'))
    .join(' ');
  return { transcript, outcome: outcome(played.result), play: played, supplies: left };
}

/** What the contacts of a slot have cost. */
export function useOf(slot: unknown): ContactUse {
  assert(slot instanceof ContactSlot, 'the world has contacts');
  return slot.use;
}

/** Characters that a slot has seen. */
export function charactersOf(slot: unknown): number {
  const { toCard, fromCard } = useOf(slot);
  return toCard + fromCard;
}

/** The sample card with interface bytes of its own before its historical ones: from T0 on, with TD1 or without; TCK made. */
export function speaking(interfaceBytes: readonly number[]): Traits {
  return {
    atr(own) {
      const body = [...interfaceBytes, ...own.subarray(4)];
      const checked = interfaceBytes.length > 4;
      return Uint8Array.of(0x3b, ...body, ...(checked ? [body.reduce((sum, byte) => sum ^ byte, 0)] : []));
    },
  };
}

/** Lets something happen to one character. */
export function at(count: number, kind: 'removed' | 'parity'): CharacterMischief {
  return (passing) => (passing.count === count ? { kind } : undefined);
}
