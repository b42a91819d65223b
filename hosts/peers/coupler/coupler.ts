/**
 * A TDA8029 as its host meets it: ALPAR on the serial side, its own ISO/IEC 7816-3 on the card's. It does one thing at a
 * time, answers in order, and says unasked when a card comes or goes. Not emulated: synchronous cards, EMV's checks of the
 * ATR, other rates of the serial line, idle and power-down modes.
 */

import { concat, EMPTY } from '../../../src/base/bytes.js';
import { FormatError } from '../../../src/base/format-error.js';
import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { LineCard } from '../contacts/line-card.js';
import { type Activated, negotiate, readAnswer } from './activation.js';
import { CouplerBlocks } from './blocks.js';
import { CardContacts, type Tearing, Torn } from './card-contacts.js';
import { exchangeCharacters } from './characters.js';
import { ERROR, Refusal } from './refusal.js';

/** A crystal of 14.7456 MHz by four `[mem]`. */
export const COUPLER_CLOCK_HZ = 3_686_400;

/** Ten bits at the 38,400 bits a second that it begins with. */
export const SERIAL_BAUD = 38_400;
const BYTE_MS = (10 * 1000) / SERIAL_BAUD;

/** What is not whole after so much silence is given up, ms `[TP]`. */
const GAP_MS = 50;

const DATA_MAX = 506;
const NOT_AN_APDU = 0x20;

/** Answered by itself, without the card. */
const IDENTITY = Uint8Array.from('07 emulated', (character) => character.charCodeAt(0));

const POWER_UP: Readonly<Record<number, SupplyClass>> = Object.freeze({ 110: 'A', 109: 'B', 104: 'C' });

/** A byte that is whole at the host at this moment, ms. */
export interface CouplerByte {
  readonly byte: number;
  readonly due: number;
  /** Bytes of one frame have one number. */
  readonly frame: number;
}

export class Coupler {
  readonly #contacts = new CardContacts(COUPLER_CLOCK_HZ);
  #card: Activated | undefined;
  #blocks: CouplerBlocks | undefined;
  /** What of a frame from the host has come. */
  #heard: number[] = [];
  #heardAt = 0;
  /** A frame that was too long is not listened to any more. */
  #deaf = false;
  /** Answers that are not out yet; those for a card that leaves meanwhile are not given. */
  #saying: { at: number; readonly frame: Uint8Array; readonly command: number; readonly ofCard: boolean }[] = [];
  #saidUntil = 0;
  #frames = 0;

  get present(): boolean {
    return this.#contacts.present;
  }

  /** Characters between coupler and card since it went in. */
  get characters(): number {
    return this.#contacts.count;
  }

  /** VCC of the card. */
  get supply(): SupplyClass | 'off' {
    return this.#contacts.supply ?? 'off';
  }

  insert(card: LineCard, at: number, tearing?: Tearing): void {
    this.#contacts.insert(card, tearing);
    this.#tell(true, at);
  }

  remove(at: number): void {
    if (!this.present) return;
    this.#contacts.remove();
    this.#gone(at);
    for (const [i, { ofCard, command, at: begins }] of this.#saying.entries())
      if (ofCard && begins > at)
        this.#saying[i] = { at, frame: refused(command, ERROR.cardAbsent), command, ofCard: false };
  }

  /** A byte from the host, whole at this moment. */
  hear(byte: number, at: number): void {
    this.passTo(at);
    this.#heardAt = at;
    if (this.#deaf || (this.#heard.length === 0 && byte !== 0x60)) return;
    this.#heard.push(byte);
    const length = this.#heard[1] * 256 + this.#heard[2];
    if (this.#heard.length === 4 && length > DATA_MAX) {
      this.#deaf = true;
      this.#say(refused(byte, ERROR.tooLong), byte, false, at);
    }
    if (this.#deaf || this.#heard.length < 4 || this.#heard.length < length + 5) return;
    const frame = Uint8Array.from(this.#heard);
    this.#heard = [];
    this.#obey(frame[3], frame, at);
  }

  /** Time has passed: a frame that stopped in its middle is refused. */
  passTo(at: number): void {
    if (this.#heard.length === 0 || at - this.#heardAt <= GAP_MS) return;
    const [, , , command = 0x00] = this.#heard;
    if (!this.#deaf) this.#say(refused(command, ERROR.serialTimeOut), command, false, this.#heardAt + GAP_MS);
    this.#heard = [];
    this.#deaf = false;
  }

  /** The bytes of all that begins until this moment. */
  take(until: number): CouplerByte[] {
    const out: CouplerByte[] = [];
    while (this.#saying.length > 0 && Math.max(this.#saying[0].at, this.#saidUntil) <= until) {
      const { at, frame } = this.#saying[0];
      this.#saying.shift();
      const start = Math.max(at, this.#saidUntil);
      this.#frames++;
      frame.forEach((byte, i) => {
        out.push({ byte, due: start + (i + 1) * BYTE_MS, frame: this.#frames });
      });
      this.#saidUntil = start + frame.length * BYTE_MS;
    }
    return out;
  }

  #obey(command: number, frame: Uint8Array, at: number): void {
    if (frame.reduce((sum, byte) => sum ^ byte, 0) !== 0) {
      this.#say(refused(command, ERROR.serialCheck), command, false, at);
      return;
    }
    this.#contacts.passTo(at);
    try {
      const data = this.#perform(command, frame.subarray(4, -1));
      this.#say(framed(0x60, command, data), command, isOfCard(command), this.#contacts.nowMs);
    } catch (error) {
      const code = this.#codeOf(error);
      this.#say(refused(command, code), command, isOfCard(command), this.#contacts.nowMs);
    }
  }

  /** @returns what the command brings @throws Refusal, Torn, FormatError */
  #perform(command: number, data: Uint8Array): Uint8Array {
    const supply = POWER_UP[command];
    if (supply !== undefined) return this.#powerUp(supply, data);
    if (command === 0x4d) return this.#powerOff();
    if (command === 0x09) return Uint8Array.of(this.present ? 1 : 0);
    if (command === 0x0a) return IDENTITY;
    if (command !== 0x00 && command !== 0x0c && command !== 0x10) throw new Refusal(ERROR.unknownCommand);
    if (!this.present) throw new Torn();
    const card = this.#card;
    if (card === undefined) throw new Refusal(ERROR.cardMute);
    if (command === 0x00) return this.#blocks?.exchange(data) ?? exchangeCharacters(this.#contacts, card, data);
    if (command === 0x0c) return this.#announce(data);
    if (data.length !== 2) throw new Refusal(ERROR.parameter);
    this.#begin(negotiate(this.#contacts, card, data[0], data[1]));
    return EMPTY;
  }

  #powerUp(supply: SupplyClass, data: Uint8Array): Uint8Array {
    if (data.length !== 1 || data[0] !== 0x00) throw new Refusal(ERROR.parameter);
    if (this.#contacts.supply !== undefined && this.#contacts.supply !== supply) this.#powerOff();
    this.#card = undefined;
    this.#contacts.reset(supply);
    const card = readAnswer(this.#contacts);
    this.#begin(card);
    return card.bytes;
  }

  #begin(card: Activated): void {
    this.#card = card;
    this.#blocks = card.atr.firstProtocol === 1 ? new CouplerBlocks(this.#contacts, card) : undefined;
  }

  #announce(data: Uint8Array): Uint8Array {
    if (this.#blocks === undefined) throw new Refusal(ERROR.notBlocks);
    if (data.length !== 1 || data[0] === 0 || data[0] === 255) throw new Refusal(ERROR.parameter);
    this.#blocks.announce(data[0]);
    return EMPTY;
  }

  #powerOff(): Uint8Array {
    this.#contacts.powerOff();
    this.#card = undefined;
    this.#blocks = undefined;
    return EMPTY;
  }

  /** After an error of the card's the coupler takes it down, but for one that has only answered its reset wrongly. */
  #codeOf(error: unknown): number {
    if (error instanceof Torn) {
      if (this.#card !== undefined || this.supply !== 'off') this.#gone(this.#contacts.nowMs);
      return ERROR.cardAbsent;
    }
    if (error instanceof FormatError) return NOT_AN_APDU;
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== ERROR.unknownCommand && error.code !== ERROR.parameter) this.#card = undefined;
    if (error.code === ERROR.timeOut || error.code === ERROR.procedureByte) this.#powerOff();
    return error.code;
  }

  #gone(at: number): void {
    this.#card = undefined;
    this.#blocks = undefined;
    this.#tell(false, at);
  }

  #tell(present: boolean, at: number): void {
    this.#say(framed(0x60, 0xa0, Uint8Array.of(present ? 1 : 0)), 0xa0, false, at);
  }

  #say(frame: Uint8Array, command: number, ofCard: boolean, at: number): void {
    const after = this.#saying.findIndex((waiting) => waiting.at > at);
    this.#saying.splice(after < 0 ? this.#saying.length : after, 0, { at, frame, command, ofCard });
  }
}

/** Whether the answer comes from the card, and is none when it goes. */
function isOfCard(command: number): boolean {
  return command === 0x00 || command === 0x0c || command === 0x10 || POWER_UP[command] !== undefined;
}

function refused(command: number, code: number): Uint8Array {
  return framed(0xe0, command, Uint8Array.of(code));
}

function framed(kind: number, command: number, data: Uint8Array): Uint8Array {
  const body = concat(Uint8Array.of(kind, data.length >> 8, data.length & 0xff, command), data);
  return concat(body, Uint8Array.of(body.reduce((sum, byte) => sum ^ byte, 0)));
}
