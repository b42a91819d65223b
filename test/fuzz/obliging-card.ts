import { fromHex } from '../../src/base/hex.js';
import { CardSession } from '../../src/card/session.js';
import { decodeAtr } from '../../src/codec/atr.js';
import { ATR } from '../card/scripted-reader.js';

/** A card that says 9000 to everything. */
export function obligingCard(): CardSession {
  const ok = fromHex('9000');
  const reader = {
    slot: 'icc',
    isPresent: async () => true,
    reset: async () => fromHex(ATR),
    transmit: async () => ok.slice(),
    deactivate: async () => {},
  } as const;
  return new CardSession(reader, decodeAtr(fromHex(ATR)));
}
