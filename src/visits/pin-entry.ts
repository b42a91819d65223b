/** Asking the holder for the PIN of the social security side, and for a new one (sscard.md 10.1 step 5, 10.3). */

import type { Text } from '../base/text.js';
import type { PinRequest } from '../ports/pin-pad.js';
import { NEW_PIN_AGAIN_PROMPT, NEW_PIN_PROMPT, newPinAgainView, newPinView } from '../screens/management-views.js';
import { PIN_PROMPT, pinView } from '../screens/views.js';
import { type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { askNewPin } from '../vault/new-pin.js';
import { askPin, type Pin } from '../vault/pin-room.js';
import type { Terminal } from './terminal.js';

/** SPEC-8 keypads take 4 to 12 digits (sscard.md 11.2). */
const PIN_DIGITS_MIN = 4;
const PIN_DIGITS_MAX = 12;
const PIN_WITHIN_MS = 60_000;

/** How the pad asks for a PIN of this side. */
function pinRequest(prompt: Text): PinRequest {
  return { prompt, minDigits: PIN_DIGITS_MIN, maxDigits: PIN_DIGITS_MAX, withinMs: PIN_WITHIN_MS };
}

/** One VERIFY for each entry. The initial PIN, where it does not serve, is refused once the card has said that it is right. */
export async function enterPin(terminal: Terminal, card: SocialCard): Promise<Refusal | undefined> {
  const { initialPin, initialPinServes } = terminal.social;
  return await untilAccepted(terminal, card, async (pin) => {
    const isInitial = !initialPinServes && initialPin?.is(pin) === true;
    return (await card.verify(pin)) ?? (isInitial ? refuse('pin-initial') : undefined);
  });
}

/**
 * Has the holder enter the PIN and `use` it, one command to the card an entry, until the card does not call it wrong or the
 * entries are used up. No entry that the card does not leave a try for.
 */
export async function untilAccepted(
  terminal: Terminal,
  card: SocialCard,
  use: (pin: Pin) => Promise<Refusal | undefined>,
): Promise<Refusal | undefined> {
  const { screen, pinPad } = terminal.world;
  let triesLeft = card.pin.state === 'set' ? card.pin.triesLeft : undefined;
  for (let entries = 1; ; entries++) {
    await screen.show(pinView(triesLeft, entries > 1));
    const entry = await askPin(pinPad, pinRequest(PIN_PROMPT));
    if (entry.kind !== 'entered') return refuse(`pin-${entry.kind}`);
    const refused = await use(entry.pin);
    if (refused?.refused !== 'pin-wrong' || entries === terminal.pinEntriesMax) return refused;
    triesLeft = refused.triesLeft;
  }
}

/** Has a new PIN entered twice. @returns it, or why there is none */
export async function enterNewPin(terminal: Terminal): Promise<Pin | Refusal> {
  const { screen, pinPad } = terminal.world;
  const { initialPin, initialPinMayReturn } = terminal.social;
  await screen.show(newPinView());
  const showAgain = () => screen.show(newPinAgainView());
  const entry = await askNewPin(pinPad, pinRequest(NEW_PIN_PROMPT), pinRequest(NEW_PIN_AGAIN_PROMPT), showAgain);
  if (entry.kind !== 'entered') return refuse(`pin-${entry.kind}`);
  if (initialPinMayReturn || initialPin?.is(entry.pin) !== true) return entry.pin;
  entry.pin.discard();
  return refuse('pin-not-initial-again');
}
