/** The coupler's T=1 (ISO/IEC 7816-3 11), written from the standard: chains, waiting times, and three attempts. */

import { concat, EMPTY } from '../../../src/base/bytes.js';
import { type Activated, guardEtu } from './activation.js';
import type { CardContacts } from './card-contacts.js';
import { ERROR, Refusal } from './refusal.js';

const MORE = 0x20;
const READY = 0x80;
const SUPERVISORY = 0xc0;
const RESPONSE = 0x20;
const IFS = 0xc1;
const WTX = 0xc3;

const BLOCK_GUARD_ETU = 22;
const ATTEMPTS_MAX = 3;
const ANSWER_MAX = 258;

interface Block {
  readonly pcb: number;
  readonly information: Uint8Array;
}

export class CouplerBlocks {
  readonly #contacts: CardContacts;
  readonly #guardEtu: number;
  readonly #blockWaitEtu: number;
  readonly #characterWaitEtu: number;
  #ifsc: number;
  #ifsd = 32;
  #sending = 0;
  #expecting = 0;

  constructor(contacts: CardContacts, card: Activated) {
    const { ifsc, bwi, cwi } = card.atr.blockProtocol ?? { ifsc: 32, bwi: 4, cwi: 13 };
    const { fi, di } = card.rate;
    this.#contacts = contacts;
    this.#guardEtu = guardEtu(card, 1);
    this.#blockWaitEtu = 11 + (2 ** bwi * 960 * 372 * di) / fi + 960 * di;
    this.#characterWaitEtu = 11 + 2 ** cwi + 4;
    this.#ifsc = ifsc;
  }

  /** S(IFS request). @throws Refusal, Torn */
  announce(ifsd: number): void {
    const answer = this.#ask(IFS, Uint8Array.of(ifsd), ({ pcb }) => pcb === (IFS | RESPONSE));
    if (answer.information[0] !== ifsd) throw new Refusal(ERROR.blockErrors);
    this.#ifsd = ifsd;
  }

  /** @returns data, if any, and SW1 SW2 @throws Refusal, Torn */
  exchange(apdu: Uint8Array): Uint8Array {
    let got = this.#sendAll(apdu);
    let answer = got.information;
    while (got.pcb & MORE) {
      got = this.#ask(READY | (this.#expecting << 4), EMPTY, this.#isNext);
      this.#expecting ^= 1;
      answer = concat(answer, got.information);
      if (answer.length > ANSWER_MAX) throw new Refusal(ERROR.overflow);
    }
    return answer;
  }

  #sendAll(apdu: Uint8Array): Block {
    for (let from = 0; ; ) {
      const to = Math.min(from + this.#ifsc, apdu.length);
      const last = to === apdu.length;
      const pcb = (this.#sending << 6) | (last ? 0 : MORE);
      const next = this.#sending ^ 1;
      const isTaken = (block: Block) => (block.pcb & SUPERVISORY) === READY && ((block.pcb >> 4) & 1) === next;
      const got = this.#ask(pcb, apdu.subarray(from, to), last ? this.#isNext : isTaken);
      this.#sending = next;
      if (last) {
        this.#expecting ^= 1;
        return got;
      }
      from = to;
    }
  }

  readonly #isNext = ({ pcb }: Block): boolean => (pcb & READY) === 0 && ((pcb >> 6) & 1) === this.#expecting;

  /** Sends a block until what is wanted comes; grants in between what the card asks for. */
  #ask(pcb: number, information: Uint8Array, isWanted: (got: Block) => boolean): Block {
    let next: Block = { pcb, information };
    let patience = 1;
    for (let attempts = 0; ; ) {
      this.#send(next);
      const got = this.#receive(patience);
      patience = 1;
      if (typeof got === 'object') {
        if (isWanted(got)) return got;
        if (got.pcb === WTX || got.pcb === IFS) {
          if (got.pcb === WTX) patience = got.information[0];
          else this.#ifsc = got.information[0];
          next = { pcb: got.pcb | RESPONSE, information: got.information };
          continue;
        }
      }
      if (++attempts === ATTEMPTS_MAX) throw new Refusal(got === 'silent' ? ERROR.cardMuteInBlocks : ERROR.blockErrors);
      const lacksIt = typeof got === 'object' && (pcb & READY) === 0 && asksFor(got, (pcb >> 6) & 1);
      const again = lacksIt || (pcb & SUPERVISORY) === SUPERVISORY;
      next = again ? { pcb, information } : { pcb: READY | (this.#expecting << 4) | 2, information: EMPTY };
    }
  }

  #send({ pcb, information }: Block): void {
    const body = concat(Uint8Array.of(0x00, pcb, information.length), information);
    const block = concat(body, Uint8Array.of(checkOf(body)));
    this.#contacts.send(block, BLOCK_GUARD_ETU, this.#guardEtu);
  }

  #receive(patience: number): Block | 'silent' | 'damaged' {
    const bytes: number[] = [];
    for (let limit = this.#blockWaitEtu * patience; ; limit = this.#characterWaitEtu) {
      const heard = this.#contacts.receive(limit);
      if (heard === undefined) return bytes.length === 0 ? 'silent' : 'damaged';
      bytes.push(heard.byte);
      if (bytes.length >= 3 && bytes[2] > this.#ifsd) return this.#ignoreRest();
      if (bytes.length < 3 || bytes.length < bytes[2] + 4) continue;
      const block = Uint8Array.from(bytes);
      const good = checkOf(block) === 0 && block[0] === 0x00;
      return good ? { pcb: block[1], information: block.slice(3, -1) } : 'damaged';
    }
  }

  #ignoreRest(): 'damaged' {
    while (this.#contacts.receive(2 * this.#characterWaitEtu) !== undefined);
    return 'damaged';
  }
}

/** An R-block that says that I-block `sequence` is the next one to come. */
function asksFor({ pcb }: Block, sequence: number): boolean {
  return (pcb & SUPERVISORY) === READY && ((pcb >> 4) & 1) === sequence;
}

function checkOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}
