/**
 * A contact slot behind a TDA8029: the coupler speaks ISO/IEC 7816-3 with the card, and this driver ALPAR with the coupler
 * over a stock serial class. One coupler and one UART a slot, for the holder's card and for a PSAM alike.
 *
 * What it does for the money's sake: a command that the coupler may have brought to the card is never sent again. Only one
 * that it says it did not take is repeated; a damaged or missing answer ends the session.
 */

import { assert } from '../../base/assert.js';
import { EMPTY } from '../../base/bytes.js';
import { Fault, type FaultKind } from '../../base/fault.js';
import { FormatError } from '../../base/format-error.js';
import { scrub } from '../../base/scrub.js';
import { decodeCommand } from '../../codec/apdu.js';
import { type Atr, decodeAtr, type Rate } from '../../codec/atr.js';
import type { Clock } from '../../ports/clock.js';
import type { SupplyClass } from '../../ports/contacts.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../ports/icc-reader.js';
import { objectionTo } from '../iso7816/acceptance.js';
import { fastestShared } from '../iso7816/negotiation.js';
import { clocksOf } from '../iso7816/timing.js';
import type { ReadableOptions, SerialIo } from '../serial.js';
import {
  CARD_COMMAND,
  CHECK_PRESENCE_CARD,
  IFSD_REQUEST,
  NEGOTIATE_PPS,
  POWER_OFF,
  POWER_UP_1V8,
  POWER_UP_3V,
  POWER_UP_5V,
} from './alpar.js';
import { type CouplerAnswer, CouplerLine } from './coupler-line.js';
import { CARD_MUTE, faultOf, UNKNOWN_COMMAND } from './error-codes.js';

const POWER_UP: Readonly<Record<SupplyClass, number>> = Object.freeze({
  A: POWER_UP_5V,
  B: POWER_UP_3V,
  C: POWER_UP_1V8,
});

/** The coupler takes the ATR as ISO/IEC 7816-3 has it, and leaves EMV's judgement to the terminal `[1]`. */
const AS_ISO = Uint8Array.of(0x00);

/** What the coupler answers by itself it answers at once, ms `[TP]`. */
const AT_ONCE_MS = 200;

/** ATR: 42,000 clocks of RST, as many until TS, 20,160 etu of 372 clocks at 3.6864 MHz (emv.md 5.2), ms. */
const POWER_UP_MS = 2_200;

/** PPS with the card: two answers within 10,080 etu of 372 clocks each, ms. */
const NEGOTIATION_MS = 2_200;

/** S(IFS request) three times, 16,331 etu of 372 clocks each (emv.md 5.2), ms. */
const ANNOUNCEMENT_MS = 5_000;

/** The longest information field of T=1 (ISO/IEC 7816-3 11.3.2.3). */
const IFSD = 254;

/** Data and status of a short answer. */
const ANSWER_MAX = 258;

export interface CouplerReaderOptions<Options extends ReadableOptions> {
  readonly slot: IccReader['slot'];
  readonly serial: SerialIo<Options>;
  readonly clock: Clock;
  /** What the coupler can switch to VCC, in the order in which it is to be tried. */
  readonly supplies: readonly SupplyClass[];
  /** Fewest clock cycles of an etu with which the coupler keeps up. */
  readonly shortestEtuClocks: number;
  /** As of the driver over bare contacts: PPS to the fastest rate, or the habit of payment terminals, none. */
  readonly rates: 'fastest' | 'emv';
}

export class CouplerReader<Options extends ReadableOptions> implements IccReader {
  readonly slot: IccReader['slot'];
  readonly #options: CouplerReaderOptions<Options>;
  readonly #line: CouplerLine<Options>;
  /** VCC that is on. */
  #supply: SupplyClass | undefined;
  /** The protocol of the card that has answered; undefined after every Fault. */
  #protocol: number | undefined;

  constructor(options: CouplerReaderOptions<Options>) {
    this.slot = options.slot;
    this.#options = options;
    this.#line = new CouplerLine(options.serial, options.clock);
  }

  /** A coupler that does not answer has no card to offer. */
  async isPresent(): Promise<boolean> {
    const answer = await this.#line.ask({ command: CHECK_PRESENCE_CARD, withinMs: AT_ONCE_MS, again: true });
    if (typeof answer === 'string' || answer.kind !== 'done' || answer.data.length !== 1) return false;
    this.#line.present = answer.data[0] === 1;
    return this.#line.present;
  }

  /**
   * A cold reset tries the supplies one after the other until the card answers. A warm reset of a card that is up is a
   * power up with the supply that it has `[mem]`; of one that is down, a cold one. After mute or protocol the contacts stay
   * up for it, unless there are other supplies to begin with.
   */
  async reset(kind: ResetKind, withinMs: number): Promise<Uint8Array> {
    const deadline = this.#options.clock.ticks() + withinMs;
    this.#protocol = undefined;
    try {
      const warm = kind === 'warm' ? this.#supply : undefined;
      const bytes = warm === undefined ? await this.#cold(deadline) : await this.#powerUp(warm, deadline);
      return await this.#begin(bytes, kind, deadline);
    } catch (error) {
      if (!(error instanceof Fault) || error.kind === 'removed') await this.deactivate();
      throw error;
    }
  }

  /** Over T=0 a command of case 4 goes without its Le, so that the coupler leaves 61xx to the session (12.2). */
  async transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array> {
    const protocol = this.#protocol;
    if (protocol === undefined) throw this.#fault(this.#line.present === false ? 'removed' : 'mute');
    const data = protocol === 0 ? withoutLe(command) : command;
    const answer = await this.#line.ask({
      command: CARD_COMMAND,
      data,
      withinMs: options.withinMs,
      again: false,
      needsCard: true,
    });
    try {
      const response = this.#expectDone(answer);
      if (response.length < 2 || response.length > ANSWER_MAX) throw this.#fault('protocol');
      return response;
    } catch (error) {
      if (error instanceof Fault) await this.deactivate();
      throw error;
    }
  }

  async deactivate(): Promise<void> {
    this.#protocol = undefined;
    if (this.#supply === undefined) return;
    this.#supply = undefined;
    await this.#powerOff();
  }

  /** Whatever the coupler was about, it has answered in order, and once this answer is there no late one can follow. */
  async #powerOff(): Promise<CouplerAnswer> {
    return await this.#line.ask({ command: POWER_OFF, withinMs: AT_ONCE_MS, again: true });
  }

  /** @returns the ATR @throws Fault mute when the card answers at no supply, or the coupler not at all */
  async #cold(deadline: number): Promise<Uint8Array> {
    const { supplies } = this.#options;
    for (const supply of supplies) {
      this.#supply = undefined;
      this.#expectDone(await this.#powerOff());
      const answer = await this.#askPowerUp(supply, deadline);
      const silent = typeof answer === 'object' && answer.kind === 'refused' && answer.code === CARD_MUTE;
      if (!silent) return this.#expectDone(answer);
    }
    if (supplies.length > 1) await this.deactivate();
    throw this.#fault('mute');
  }

  async #powerUp(supply: SupplyClass, deadline: number): Promise<Uint8Array> {
    return this.#expectDone(await this.#askPowerUp(supply, deadline));
  }

  async #askPowerUp(supply: SupplyClass, deadline: number): Promise<CouplerAnswer> {
    this.#supply = supply;
    const withinMs = Math.min(POWER_UP_MS, this.#leftMs(deadline));
    return await this.#line.ask({ command: POWER_UP[supply], data: AS_ISO, withinMs, again: false, needsCard: true });
  }

  /** Judges the ATR, agrees on a rate and tells a card of T=1 how much the coupler takes. @returns the ATR that counts */
  async #begin(bytes: Uint8Array, kind: ResetKind, deadline: number): Promise<Uint8Array> {
    const atr = this.#judged(bytes, kind);
    const { rates, shortestEtuClocks } = this.#options;
    const pps1 = rates === 'fastest' ? fastestShared(atr, shortestEtuClocks) : undefined;
    if (pps1 === undefined || (await this.#negotiate(atr.firstProtocol, pps1, deadline))) {
      await this.#open(atr, deadline);
      return bytes;
    }
    // After a PPS that failed only a reset helps (ISO/IEC 7816-3 9.3), and this time the card is left as it is.
    assert(this.#supply !== undefined, 'a card that answered has power');
    const again = await this.#powerUp(this.#supply, deadline);
    await this.#open(this.#judged(again, 'warm'), deadline);
    return again;
  }

  /** @returns whether card and coupler go at this rate now @throws Fault removed */
  async #negotiate(protocol: number, pps1: number, deadline: number): Promise<boolean> {
    const data = Uint8Array.of(protocol, pps1);
    const withinMs = Math.min(NEGOTIATION_MS, this.#leftMs(deadline));
    const answer = await this.#line.ask({ command: NEGOTIATE_PPS, data, withinMs, again: false, needsCard: true });
    if (answer === 'removed' || (typeof answer === 'object' && answer.kind === 'refused' && isRemoved(answer.code)))
      throw this.#fault('removed');
    return typeof answer === 'object' && answer.kind === 'done';
  }

  async #open(atr: Atr, deadline: number): Promise<void> {
    if (atr.firstProtocol === 1) {
      const withinMs = Math.min(ANNOUNCEMENT_MS, this.#leftMs(deadline));
      const data = Uint8Array.of(IFSD);
      const answer = await this.#line.ask({ command: IFSD_REQUEST, data, withinMs, again: false, needsCard: true });
      // A mask without the command does it by itself, or takes the 32 bytes at a time of ISO/IEC 7816-3 11.4.2.
      const unknown = typeof answer === 'object' && answer.kind === 'refused' && answer.code === UNKNOWN_COMMAND;
      if (!unknown) await this.#expectAnnounced(answer);
    }
    this.#protocol = atr.firstProtocol;
  }

  /** Three blocks in vain are the end of it all, as over bare contacts (EMV Book 1 9.2.5.1, D). @throws Fault */
  async #expectAnnounced(answer: CouplerAnswer): Promise<void> {
    try {
      this.#expectDone(answer);
    } catch (error) {
      await this.deactivate();
      throw error;
    }
  }

  /** @throws Fault protocol when the ATR cannot be read, or not be worked with */
  #judged(bytes: Uint8Array, kind: ResetKind): Atr {
    const { rates, shortestEtuClocks } = this.#options;
    const supports = (rate: Rate) => rates === 'fastest' && clocksOf(rate) >= shortestEtuClocks;
    try {
      const atr = decodeAtr(bytes);
      if (objectionTo(atr, { kind, supports }) === undefined) return atr;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
    throw this.#fault('protocol');
  }

  /** @returns what a command has brought @throws Fault for every other end of it */
  #expectDone(answer: CouplerAnswer): Uint8Array {
    if (answer === 'silent') throw this.#fault('mute');
    if (answer === 'damaged') throw this.#fault('protocol');
    if (answer === 'removed') throw this.#fault('removed');
    if (answer.kind === 'done') return answer.data;
    throw this.#fault(faultOf(answer.code));
  }

  #leftMs(deadline: number): number {
    return Math.max(0, deadline - this.#options.clock.ticks());
  }

  #fault(kind: FaultKind): Fault {
    return new Fault(this.slot === 'icc' ? 'icc' : 'sam', kind);
  }
}

function isRemoved(code: number): boolean {
  return faultOf(code) === 'removed';
}

/** The command as it goes to a card of T=0, 4 to 260 bytes. */
function withoutLe(command: Uint8Array): Uint8Array {
  const { cla, ins, data = EMPTY, le } = decodeCommand(command);
  scrub(data);
  assert(cla !== 0xff, 'CLA FF begins a PPS');
  assert(ins >> 4 !== 6 && ins >> 4 !== 9, 'over T=0 an INS 6X or 9X would be taken for a status (10.3.2)');
  return data.length > 0 && le !== undefined ? command.subarray(0, -1) : command;
}
