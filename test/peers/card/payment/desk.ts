/**
 * A payment card on the desk, for tests: speaks T=0 in hexadecimal, and fills the card's lists with a terminal's data. What
 * comes back is for the test to judge; the issuer's part is done with src/crypto/payment-keys.ts, which has vectors of its own.
 */

import { ownKey } from '../../../../hosts/peers/bank/personalise.js';
import type { BankProfile } from '../../../../hosts/peers/bank/profile.js';
import { type ScriptOrder, scriptCommand } from '../../../../hosts/peers/bank/script-commands.js';
import { type Card, createCard } from '../../../../hosts/peers/card/card.js';
import type { CardImage } from '../../../../hosts/peers/card/image.js';
import type { RandomBytes } from '../../../../hosts/peers/chip.js';
import { concat } from '../../../../src/base/bytes.js';
import { fromHex, hexNumber, toHex } from '../../../../src/base/hex.js';
import { encodeCommand } from '../../../../src/codec/apdu.js';
import { paymentSessionKey, responseCryptogram } from '../../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../../src/crypto/software-ciphers.js';
import { bankCard } from '../../../conformance/bank-card.js';
import { STANDARD_CARD } from '../../../conformance/setting.js';

export const AID = 'A000000333010101';

/** Values of the terminal by tag, in the lengths that the test card's CDOLs ask for. */
const TERMINAL: Readonly<Record<string, string>> = {
  '8A': '3030',
  '9F02': '000000001234',
  '9F03': '000000000000',
  '9F1A': '0156',
  '95': '0000000000',
  '5F2A': '0156',
  '9A': '260601',
  '9C': '00',
  '9F37': 'DEADBEEF',
  '9F21': '090000',
};
const MERCHANT = `54455354${'00'.repeat(16)}`;
const FIRST_LIST = ['9F02', '9F03', '9F1A', '95', '5F2A', '9A', '9C', '9F37', '9F21', '9F4E'];
const SECOND_LIST = ['8A', ...FIRST_LIST];

/** An answer to GENERATE AC in template 80. */
export interface Cryptogram {
  readonly sw: string;
  /** 9F27, 9F36, 9F26 and the CVR. */
  readonly information: string;
  readonly counter: string;
  readonly cryptogram: string;
  readonly results: string;
  readonly issuerData: string;
}

export class PaymentDesk {
  readonly card: Card;
  readonly profile: BankProfile;
  #last: Cryptogram | undefined;

  constructor(profile: BankProfile, card: Card) {
    this.profile = profile;
    this.card = card;
    card.reset();
  }

  /** One exchange. */
  say(command: string): string {
    return toHex(this.card.exchange(fromHex(command)));
  }

  /** One command as a terminal does it: 61xx and 6Cxx followed up. */
  ask(command: string): string {
    const answer = this.say(command);
    if (answer.length === 4 && answer.startsWith('61')) return this.say(`00C00000${answer.slice(2)}`);
    if (answer.length !== 4 || !answer.startsWith('6C')) return answer;
    return this.say(command.replace(/ /g, '').slice(0, 8) + answer.slice(2));
  }

  again(): this {
    this.card.powerOff();
    this.card.reset();
    return this;
  }

  select(aid = AID): string {
    return this.ask(`00A40400${hexNumber(aid.length / 2)}${aid}`);
  }

  /** SELECT and GET PROCESSING OPTIONS. @returns the answer to the latter */
  open(): string {
    this.select();
    return this.ask('80A80000028300');
  }

  /** The first GENERATE AC with the terminal's data, changed by tag. */
  first(p1: string, change: Readonly<Record<string, string>> = {}): Cryptogram {
    return this.#generate(p1, FIRST_LIST, change);
  }

  second(p1: string, change: Readonly<Record<string, string>> = {}): Cryptogram {
    return this.#generate(p1, SECOND_LIST, change);
  }

  /** EXTERNAL AUTHENTICATE with the issuer's right answer to the last cryptogram. */
  answer(code = '3030'): string {
    const { counter, cryptogram } = this.#context();
    const key = paymentSessionKey(softwareCiphers, ownKey(this.profile, 'IMKAC'), counter);
    const proof = responseCryptogram(softwareCiphers, key, cryptogram, fromHex(code));
    return this.say(`008200000A${toHex(proof)}${code}`);
  }

  /** A whole transaction that the issuer approves. */
  payOnline(): Cryptogram {
    this.open();
    this.first('80');
    this.answer();
    return this.second('40');
  }

  /** A script command with its MAC, tied to the first cryptogram. @param spoil changes the bytes before they go out */
  script(order: ScriptOrder, spoil: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): string {
    const keys = { mac: ownKey(this.profile, 'IMKMAC'), encryption: ownKey(this.profile, 'IMKENC') };
    return this.say(toHex(spoil(encodeCommand(scriptCommand(keys, this.#context(), order)))));
  }

  #context(): { readonly counter: number; readonly cryptogram: Uint8Array } {
    const { counter, cryptogram } = this.#last ?? { counter: '0000', cryptogram: '0000000000000000' };
    return { counter: Number.parseInt(counter, 16), cryptogram: fromHex(cryptogram) };
  }

  #generate(p1: string, list: readonly string[], change: Readonly<Record<string, string>>): Cryptogram {
    const values: Readonly<Record<string, string>> = { ...TERMINAL, '9F4E': MERCHANT, ...change };
    const data = concat(...list.map((tag) => fromHex(values[tag])));
    const answer = this.ask(`80AE${p1}00${hexNumber(data.length)}${toHex(data)}`);
    const body = answer.slice(4, -4);
    const made: Cryptogram = {
      sw: answer.slice(-4),
      information: body.slice(0, 2),
      counter: body.slice(2, 6),
      cryptogram: body.slice(6, 22),
      issuerData: body.slice(22),
      results: body.slice(28, 36),
    };
    if (list === FIRST_LIST && made.sw === '9000') this.#last = made;
    return made;
  }
}

/** Randomness that gives 11 22 33 44 55 66 77 88 over and over. */
export const knownRandom: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => 0x11 * ((i % 8) + 1));

/** The standard card of the rig, changed, on the desk. */
export function paymentDesk(
  change: Partial<BankProfile> = {},
  edit: (image: CardImage) => CardImage = (i) => i,
): PaymentDesk {
  const profile = { ...STANDARD_CARD, ...change };
  return new PaymentDesk(profile, createCard(edit(bankCard(profile)), knownRandom));
}

/** A card that has been online before, approved. */
export function usedDesk(change: Partial<BankProfile> = {}): PaymentDesk {
  const desk = paymentDesk(change);
  desk.payOnline();
  return desk.again();
}
