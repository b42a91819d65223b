/** A panel operated by a script: each message is sent when the display has come to say certain words. */

import { Simulation } from '../../hosts/sim/simulation.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import type { Language } from '../../src/screens/layout.js';
import { wordsOn } from '../screens/words-on.js';

/** What somebody waits to read, and what is done then. */
export type Step = readonly [reads: string, ...does: readonly object[]];

/** Between two clicks of a hand, and how long somebody waits for words. */
const HAND_MS = 250;
const PATIENCE_MS = 200_000;

/** @returns what display and paper say when the last step has been waited for, and what the panel was told */
export async function atThePanel(steps: readonly Step[], language: Language = 'zh') {
  const clock = new VirtualClock('20260601090000');
  const dice = new SeededRandom(1);
  const told: string[] = [];
  const [display, paper] = [wordsOn(240, 320), wordsOn(272, 320)];
  const simulation = new Simulation({
    clock,
    random: (length) => dice.bytes(length),
    display: display.surface,
    paper: paper.surface,
    language,
    tell: (message) => void told.push(JSON.stringify(message)),
  });
  const closing = new Error('closing time');
  const queue = steps.flatMap(([reads, ...does]) => [
    { reads, does: undefined },
    ...does.map((one) => ({ reads: '', does: one })),
  ]);
  let since = 0;
  clock.onPassed(() => {
    const next = queue[0];
    if (next === undefined) throw closing;
    if (clock.ticks() - since > PATIENCE_MS) throw new Error(`${next.reads} never came: ${display.text()}`);
    if (clock.ticks() - since < HAND_MS || !display.text().includes(next.reads)) return;
    queue.shift();
    since = clock.ticks();
    if (next.does) simulation.hear(JSON.stringify(next.does));
  });
  await simulation.run().catch((error) => {
    if (error !== closing) throw error;
  });
  return { display: display.text(), paper: paper.text(), told, ticks: clock.ticks() };
}
