import type { Text } from '../base/text.js';

/** What the pad asks for. Prompts come from the terminal's own tables, never from outside (sscard.md 11.2). */
export interface PinRequest {
  readonly prompt: Text;
  /** Fewest and most digits that Enter accepts. */
  readonly minDigits: number;
  readonly maxDigits: number;
  /** The holder has this many milliseconds until the last key. */
  readonly withinMs: number;
  /** Asked a few times a second while nobody presses a key: whether the card that the PIN is for has left. */
  readonly cardLeft?: () => Promise<boolean>;
}

/** `digits` holds one byte 0–9 a key; whoever receives it scrubs it. */
export type PinAnswer =
  | { readonly kind: 'entered'; readonly digits: Uint8Array }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' };

/** The PIN pad. Only the vault may call it: a digit leaves this port into the PIN room and nowhere else. */
export interface PinPad {
  /** @throws {@link Fault} `removed` when the card has left, where the request lets the pad look */
  enterPin(request: PinRequest): Promise<PinAnswer>;
}
