/** A terminal whose keys are pressed by a script, for as long as somebody is there. */

import { createCard } from '../../hosts/peers/card/card.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import { restorePsam } from '../../hosts/peers/psam/psam.js';
import { Drawer } from '../../hosts/world/drawer.js';
import { type EmulatedWorld, emulatedWorld } from '../../hosts/world/emulated-world.js';
import { testBank, testPayment } from '../../hosts/world/test-bank.js';
import { testOperatorPassword } from '../../hosts/world/test-operator.js';
import type { VirtualClock } from '../../hosts/world/virtual-clock.js';
import type { ProfileName } from '../../src/app/profiles.js';
import { runTerminal } from '../../src/app/run-terminal.js';
import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import type { View } from '../../src/ports/screen.js';
import type { StripeReader } from '../../src/ports/stripe.js';
import type { Trace } from '../../src/ports/trace.js';

/** Personalised once. */
export const DRAWER = new Drawer();

export interface AtTheKeys {
  readonly presses: readonly Press[];
  readonly gestures?: readonly Gesture[];
  /** A sample that has a bank side; without one the slot is empty. */
  readonly card?: string;
  readonly profile?: ProfileName;
  /** Makes the reader of stripes; there is none without. */
  readonly stripe?: (clock: VirtualClock) => StripeReader;
  /** Takes the transcript of people's choices. */
  readonly trace?: Trace;
  /** False for a terminal whose settings have no operator's password. */
  readonly hasPassword?: boolean;
  /** Instead of the real one. */
  readonly terminal?: RunningTerminal;
  /** Told each screen before the next press. */
  readonly onScreen?: (view: View, world: EmulatedWorld) => void;
}

/** @returns the screens from the first idle one to the next, the slips, and when that was */
export async function screensAtTheKeys(day: AtTheKeys): Promise<{ screens: View[]; slips: string[]; ticks: number }> {
  const screens: View[] = [];
  const slips: string[] = [];
  const drawn = day.card === undefined ? undefined : DRAWER.card(day.card);
  const closing = new Error('closing time');
  let open = false;
  const world: EmulatedWorld = emulatedWorld({
    seed: 1,
    presses: day.presses,
    gestures: day.gestures ?? [],
    ...(drawn && { card: (random) => createCard(drawn.image, (length) => random.bytes(length)) }),
    ...(day.stripe && { stripe: day.stripe }),
    ...(day.trace && { trace: day.trace }),
    ...(day.terminal === undefined && {
      psam: (random) => restorePsam(DRAWER.psam(), (length) => random.bytes(length)),
      bank: (parts) => testBank(parts, drawn ? [drawn.account] : []).host,
    }),
    screen: {
      show: async (view) => {
        if (!open) return;
        screens.push(view);
        if (screens.length > 1 && (view.screen === 'idle' || view.screen === 'take-card')) throw closing;
        day.onScreen?.(view, world);
      },
    },
    printer: { print: async ({ slip }) => void slips.push(slip) },
  });
  const configuration = {
    profile: day.profile ?? 'full',
    acceptance: ACCEPT_ALL,
    blacklist: [],
    device: testDevice(),
    payment: testPayment('test'),
  };
  const terminal = day.terminal ?? (await startTerminal(world, configuration));
  open = true;
  try {
    await runTerminal(
      terminal,
      traceWorld(world, true),
      day.hasPassword === false ? undefined : testOperatorPassword(),
    );
  } catch (error) {
    if (error !== closing) throw error;
  }
  return { screens, slips, ticks: world.clock.ticks() };
}
