/** Asking the holder for the PIN of the social security side until the card is content (sscard.md 10.1 step 5). */

import { PIN_PROMPT, pinView } from '../screens/views.js';
import { type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { askPin } from '../vault/pin-room.js';
import type { Terminal } from './terminal.js';

/** SPEC-8 keypads take 4 to 12 digits (sscard.md 11.2). */
const PIN_DIGITS_MIN = 4;
const PIN_DIGITS_MAX = 12;
const PIN_WITHIN_MS = 60_000;

/** One VERIFY for each entry, and no entry that the card does not leave a try for. */
export async function enterPin(terminal: Terminal, card: SocialCard): Promise<Refusal | undefined> {
  const { screen, pinPad } = terminal.world;
  let triesLeft = card.pin.state === 'set' ? card.pin.triesLeft : undefined;
  for (let entries = 1; ; entries++) {
    await screen.show(pinView(triesLeft));
    const entry = await askPin(pinPad, {
      prompt: PIN_PROMPT,
      minDigits: PIN_DIGITS_MIN,
      maxDigits: PIN_DIGITS_MAX,
      withinMs: PIN_WITHIN_MS,
    });
    if (entry.kind !== 'entered') return refuse(`pin-${entry.kind}`);
    const refused = await card.verify(entry.pin);
    if (refused?.refused !== 'pin-wrong' || entries === terminal.pinEntriesMax) return refused;
    triesLeft = refused.triesLeft;
  }
}
