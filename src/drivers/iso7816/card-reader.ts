/**
 * A contact slot over bare contacts: ISO/IEC 7816-3 from activation to deactivation, T=0 and T=1, for the holder's card
 * and for a PSAM alike. An ECMA-419 style driver: the io class comes in the options, with what it wants for itself.
 */

import { Fault } from '../../base/fault.js';
import { FormatError } from '../../base/format-error.js';
import { type Atr, DEFAULT_RATE, decodeAtr, type Rate, rateOf } from '../../codec/atr.js';
import type { Clock } from '../../ports/clock.js';
import type { Contacts, ContactsEvents } from '../../ports/contacts.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../ports/icc-reader.js';
import { objectionTo } from './acceptance.js';
import { activate, deactivate, holdReset, restOff } from './activation.js';
import { receiveAnswer } from './answer-to-reset.js';
import { BlockLink } from './block-link.js';
import { CharacterLink } from './characters.js';
import { Line } from './line.js';
import { fastestShared, negotiate } from './negotiation.js';
import { blockTiming, characterWaitEtu, clocksOf, guardEtu } from './timing.js';

/** The io class, and the options that it takes beside the driver's callback. */
export type ContactsIo<Options extends ContactsEvents> = Omit<Options, keyof ContactsEvents> & {
  readonly io: new (options: Options) => Contacts;
};

export interface CardReaderOptions<Options extends ContactsEvents> {
  readonly slot: IccReader['slot'];
  readonly contacts: ContactsIo<Options>;
  readonly clock: Clock;
  /**
   * `fastest`: PPS to the fastest rate that card and board share, and specific modes as fast as the board can. `emv`: the
   * habit of payment terminals, 372 clocks and D of 1, 2 or 4 only where the card insists, no PPS (EMV Book 1 8.3.3.1).
   */
  readonly rates: 'fastest' | 'emv';
}

/** What a command goes through once the card has answered the reset. */
type Link = CharacterLink | BlockLink;

export class CardReader<Options extends ContactsEvents> implements IccReader {
  readonly slot: IccReader['slot'];
  readonly #contacts: Contacts;
  readonly #line: Line;
  readonly #rates: CardReaderOptions<Options>['rates'];
  /** VCC is on. */
  #powered = false;
  /** undefined until an ATR was accepted, and after every Fault. */
  #link: Link | undefined;
  /** Least distance between characters to the card. */
  #guardEtu = 0;

  constructor(options: CardReaderOptions<Options>) {
    this.slot = options.slot;
    this.#rates = options.rates;
    const { io: Io } = options.contacts;
    this.#contacts = new Io({ ...(options.contacts as unknown as Options), onRemoved: () => this.#takeDown() });
    this.#line = new Line(this.#contacts, options.clock, options.slot === 'icc' ? 'icc' : 'sam');
  }

  async isPresent(): Promise<boolean> {
    return this.#contacts.present;
  }

  /**
   * A cold reset tries the board's supplies one after the other until the card answers; a warm reset of contacts that
   * are down is a cold one. After a Fault that a warm reset may cure, mute or protocol, the contacts stay up for it,
   * unless there are other supplies to begin with.
   */
  async reset(kind: ResetKind, withinMs: number): Promise<Uint8Array> {
    const deadline = this.#line.deadlineIn(withinMs);
    this.#link = undefined;
    try {
      const bytes = kind === 'warm' && this.#powered ? await this.#warm(deadline) : await this.#cold(deadline);
      const { link, answer } = await this.#begin(bytes, kind, deadline);
      this.#link = link;
      return answer;
    } catch (error) {
      if (!(error instanceof Fault) || error.kind === 'removed') this.#takeDown();
      throw error;
    }
  }

  async transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array> {
    const link = this.#link;
    if (link === undefined) throw this.#line.fault(this.#contacts.present ? 'mute' : 'removed');
    // The time runs from the command's last byte, and TC1 may keep its bytes 266 etu apart.
    const sendingMs = this.#line.msOf(command.length * this.#guardEtu);
    try {
      return await link.transceive(command, this.#line.deadlineIn(options.withinMs + sendingMs));
    } catch (error) {
      if (error instanceof Fault) this.#takeDown();
      throw error;
    }
  }

  async deactivate(): Promise<void> {
    this.#takeDown();
  }

  #takeDown(): void {
    this.#link = undefined;
    if (!this.#powered) return;
    this.#powered = false;
    deactivate(this.#contacts);
  }

  /** @returns the ATR @throws Fault mute when the card answers at no supply, protocol, removed */
  async #cold(deadline: number): Promise<Uint8Array> {
    for (const supply of this.#contacts.supplies) {
      if (this.#powered) await this.#rest();
      if (!this.#contacts.present) throw this.#line.fault('removed');
      this.#powered = true;
      activate(this.#contacts, supply);
      const answer = await this.#resetLine(deadline);
      if (answer !== 'silent') return answer;
    }
    // With a choice of supplies the next reset begins with the first of them again.
    if (this.#contacts.supplies.length > 1) await this.#rest();
    throw this.#line.fault('mute');
  }

  /** Down, and for as long as a card needs to notice. */
  async #rest(): Promise<void> {
    this.#takeDown();
    await restOff(this.#contacts);
  }

  async #warm(deadline: number): Promise<Uint8Array> {
    const answer = await this.#resetLine(deadline);
    if (answer === 'silent') throw this.#line.fault('mute');
    return answer;
  }

  async #resetLine(deadline: number): Promise<Uint8Array | 'silent'> {
    await holdReset(this.#contacts);
    // The card may have left meanwhile, and the contacts are down.
    if (!this.#powered) throw this.#line.fault('removed');
    this.#contacts.setReset(true);
    return await receiveAnswer(this.#line, deadline);
  }

  /** Judges the ATR, agrees on a rate and opens the protocol. @returns the link, and the ATR that counts in the end */
  async #begin(bytes: Uint8Array, kind: ResetKind, deadline: number): Promise<{ link: Link; answer: Uint8Array }> {
    const atr = this.#judged(bytes, kind);
    const pps1 = this.#rates === 'fastest' ? fastestShared(atr, this.#contacts.shortestEtuClocks) : undefined;
    if (pps1 === undefined) return { link: await this.#open(atr, ownRate(atr), deadline), answer: bytes };
    const guard = guardEtu(atr, 0, DEFAULT_RATE);
    const request = { protocol: atr.firstProtocol, pps1 };
    const rate = await negotiate(this.#line, request, guard, deadline);
    if (rate !== undefined) return { link: await this.#open(atr, rate, deadline), answer: bytes };
    // After a PPS that failed only a reset helps (9.3), and this time the card is left as it is.
    const again = await this.#warm(deadline);
    const calm = this.#judged(again, 'warm');
    return { link: await this.#open(calm, ownRate(calm), deadline), answer: again };
  }

  /** @throws Fault protocol when the ATR cannot be read, or not be worked with */
  #judged(bytes: Uint8Array, kind: ResetKind): Atr {
    const supports = (rate: Rate) => this.#rates === 'fastest' && clocksOf(rate) >= this.#contacts.shortestEtuClocks;
    try {
      const atr = decodeAtr(bytes);
      if (objectionTo(atr, { kind, supports }) === undefined) return atr;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
    throw this.#line.fault('protocol');
  }

  /** Sets the contacts to the rate and the protocol to its times. */
  async #open(atr: Atr, rate: Rate, deadline: number): Promise<Link> {
    const { convention } = this.#line.framing;
    const blocks = atr.firstProtocol === 1 ? atr.blockProtocol : undefined;
    const errorSignal = blocks === undefined && this.#contacts.signalsErrors;
    this.#line.frame({ convention, clocksPerEtu: clocksOf(rate), errorSignal });
    const guard = guardEtu(atr, atr.firstProtocol, rate);
    this.#guardEtu = guard;
    if (blocks === undefined)
      return new CharacterLink(this.#line, { guardEtu: guard, waitEtu: characterWaitEtu(atr, rate) });
    const timing = blockTiming(blocks.bwi, blocks.cwi, rate);
    const link = new BlockLink(this.#line, { ...timing, guardEtu: guard, ifsc: blocks.ifsc });
    try {
      await link.open(deadline);
    } catch (error) {
      // Not a matter of the ATR, for which RST alone would move: three blocks in vain end it all (EMV Book 1 9.2.5.1).
      this.#takeDown();
      throw error;
    }
    return link;
  }
}

/** The rate without PPS: TA1's in specific mode, else 372 and 1 (ISO/IEC 7816-3 6.3.1). */
function ownRate(atr: Atr): Rate {
  const ta1 = atr.levels[0].ta;
  if (atr.specificMode === undefined || ta1 === undefined) return DEFAULT_RATE;
  return rateOf(ta1) ?? DEFAULT_RATE;
}
