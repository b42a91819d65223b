/** The coupler's T=0 (ISO/IEC 7816-3 10): a command as the host gives it, the answer as the card does. */

import { concat } from '../../../src/base/bytes.js';
import { decodeCommand } from '../../../src/codec/apdu.js';
import { tpduOf } from '../tpdu.js';
import { type Activated, guardEtu } from './activation.js';
import type { CardContacts } from './card-contacts.js';
import { ERROR, Refusal } from './refusal.js';

const NULL = 0x60;
const TURNAROUND_ETU = 16;

/** @returns data, if any, and SW1 SW2 @throws Refusal, Torn, FormatError for what is no command */
export function exchangeCharacters(contacts: CardContacts, card: Activated, apdu: Uint8Array): Uint8Array {
  const { le, data: given } = decodeCommand(apdu);
  const tpdu = tpduOf(apdu);
  const [, ins] = tpdu;
  const out = tpdu.subarray(5);
  const length = given === undefined ? (le ?? 0) : out.length;
  const { atr, rate } = card;
  const guard = guardEtu(card, 0);
  const waitEtu = (atr.waitingTimeInteger * 960 * (atr.fi ?? 372) * rate.di) / rate.fi + 480 * rate.di;
  const hear = (): number => {
    const heard = contacts.receive(waitEtu);
    if (heard === undefined) throw new Refusal(ERROR.timeOut);
    return heard.byte;
  };
  contacts.send(tpdu.subarray(0, 5), TURNAROUND_ETU, guard);
  const received: number[] = [];
  for (let done = 0; ; ) {
    const procedure = hear();
    if (procedure === NULL) continue;
    if (procedure >> 4 === 6 || procedure >> 4 === 9)
      return concat(Uint8Array.from(received), Uint8Array.of(procedure, hear()));
    if (procedure === ins && length === 0) continue;
    const count = procedure === ins ? length - done : procedure === (ins ^ 0xff) ? 1 : 0;
    if (count === 0 || done + count > length) throw new Refusal(ERROR.procedureByte);
    if (given !== undefined) contacts.send(out.subarray(done, done + count), TURNAROUND_ETU, guard);
    else for (let i = 0; i < count; i++) received.push(hear());
    done += count;
  }
}
