/**
 * The conversation with a holder's card in words. One chip has two environments that speak differently; which of them
 * answers is known from what was selected last.
 */

import { EMPTY, startsWith } from '../../base/bytes.js';
import { fromHex } from '../../base/hex.js';
import { decodeCommand } from '../../codec/apdu.js';
import { narratePayment } from './narrate-payment.js';
import { narrateSocial } from './narrate-social.js';
import { type Narration, type Narrator, orUndefined } from './narration.js';

export function narrateCard(unmasked: boolean): Narrator {
  return new CardNarrator(narrateSocial(unmasked), narratePayment(unmasked));
}

class CardNarrator implements Narrator {
  readonly #social: Narrator;
  readonly #payment: Narrator;
  #selected: Narrator;
  /** Who tells the command that was sent last: for a selection the environment that it names. */
  #asked: Narrator;

  constructor(social: Narrator, payment: Narrator) {
    this.#social = social;
    this.#payment = payment;
    this.#selected = social;
    this.#asked = social;
  }

  reset(): void {
    this.#social.reset();
    this.#payment.reset();
    this.#selected = this.#social;
    this.#asked = this.#social;
  }

  command(apdu: Uint8Array): Narration {
    const isContinuation = apdu[1] === 0xc0;
    if (!isContinuation) this.#asked = this.#environmentOf(apdu);
    return this.#asked.command(apdu);
  }

  response(answer: Uint8Array): Narration {
    if (this.#asked !== this.#selected && isAccepted(answer)) this.#selected = this.#asked;
    return this.#asked.response(answer);
  }

  #environmentOf(apdu: Uint8Array): Narrator {
    if (apdu[1] !== 0xa4) return this.#selected;
    return isPaymentSelection(apdu) ? this.#payment : this.#social;
  }
}

/** Whether a command selects by name what belongs to the payment side. */
export function isPaymentSelection(apdu: Uint8Array): boolean {
  const command = orUndefined(() => decodeCommand(apdu));
  return command?.ins === 0xa4 && command.p1 === 0x04 && isPaymentName(command.data ?? EMPTY);
}

/** 9000, bytes to fetch, or a warning such as 6283: the application is selected. */
function isAccepted(answer: Uint8Array): boolean {
  const sw1 = answer[answer.length - 2];
  return sw1 === 0x90 || sw1 === 0x61 || sw1 === 0x62;
}

/** The payment directories by name, and applications of internationally registered providers (ISO/IEC 7816-5: Ax). */
function isPaymentName(name: Uint8Array): boolean {
  return PAYMENT_NAMES.some((one) => startsWith(name, one)) || (name.length >= 5 && name[0] >> 4 === 0x0a);
}

/** `1PAY.SYS.`, `2PAY.SYS.`; never written. */
const PAYMENT_NAMES: readonly Uint8Array[] = Object.freeze([
  fromHex('315041592E5359532E'),
  fromHex('325041592E5359532E'),
]);
