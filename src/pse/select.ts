import type { CardSession } from '../card/session.js';
import type { Response } from '../codec/apdu.js';

/** SELECT by DF name (EMV 4.3 Book 1 11.3.2): P2 00 the first or only occurrence, 02 the next one. */
export function selectByName(
  card: CardSession,
  name: Uint8Array,
  occurrence: 'first' | 'next' = 'first',
): Promise<Response> {
  return card.send({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: occurrence === 'first' ? 0x00 : 0x02, data: name, le: 256 });
}
