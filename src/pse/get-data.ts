import { FormatError } from '../base/format-error.js';
import type { CardSession } from '../card/session.js';
import { SW } from '../codec/status-words.js';
import { decodeTlv } from '../codec/tlv.js';
import { type Ended, ended } from './transaction-state.js';

/**
 * GET DATA for one primitive object of a fixed length (EMV 4.3 Book 3 6.5.7).
 * @returns undefined when the card does not give it, with whatever status word; Ended `data-malformed` when it answers
 * 9000 with anything but this object (Book 3 7.5)
 * @throws Fault of the card's port
 */
export async function getData(card: CardSession, tag: number, length: number): Promise<Uint8Array | undefined | Ended> {
  const response = await card.send({ cla: 0x80, ins: 0xca, p1: tag >> 8, p2: tag & 0xff, le: 256 });
  if (response.sw !== SW.ok) return undefined;
  const value = onlyValue(response.data, tag);
  return value?.length === length ? value : ended('data-malformed');
}

function onlyValue(bytes: Uint8Array, tag: number): Uint8Array | undefined {
  try {
    const [object, ...more] = decodeTlv(bytes);
    return object?.tag === tag && more.length === 0 ? object.value : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
