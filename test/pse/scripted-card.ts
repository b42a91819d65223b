import type { CardSession } from '../../src/card/session.js';
import { type Exchange as CardExchange, scripted } from '../card/scripted-reader.js';

export type Exchange = CardExchange;

export interface ScriptedCard {
  readonly card: CardSession;
  /** The commands of the script that were not asked for. */
  left(): readonly string[];
}

/** A card that knows one conversation, byte for byte and in its order; any other command fails the test. */
export function scriptedCard(...script: readonly Exchange[]): ScriptedCard {
  const { reader, session } = scripted(...script);
  return { card: session, left: () => script.slice(reader.sent.length).map(([command]) => command) };
}
