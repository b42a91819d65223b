/** A PIN is asked for a card that is there: who takes it out, or forgets it, need not type on. */

import type { World } from '../ports/world.js';

/** The world whose PIN pad looks at the holder's slot while it takes a PIN. */
export function withCardWatch(world: World): World {
  const { icc, pinPad } = world;
  const cardLeft = async () => !(await icc.isPresent());
  return { ...world, pinPad: { enterPin: (request) => pinPad.enterPin({ ...request, cardLeft }) } };
}
