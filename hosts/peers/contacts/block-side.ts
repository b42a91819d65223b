/**
 * The card's side of T=1 (ISO/IEC 7816-3 11): a state machine over blocks, written from the standard and not from the
 * terminal's. It carries each command out once, however often the line makes it repeat the answer.
 */

import { concat, EMPTY, uintBytes } from '../../../src/base/bytes.js';
import { FormatError } from '../../../src/base/format-error.js';
import { decodeCommand } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import type { Chip } from '../chip.js';
import { tpduOf } from '../tpdu.js';
import type { Heard } from './line-card.js';
import { type Circumstances, THINKING_MS } from './traits.js';
import type { Voice } from './voice.js';

/** PCB of the supervisory blocks; a response has b6 set (11.3.2.2). */
const RESYNCH = 0xc0;
const IFS = 0xc1;
const ABORT = 0xc2;
const WTX = 0xc3;
const RESPONSE = 0x20;

const MORE = 0x20;
const LRC_WRONG = 1;
const OTHER_ERROR = 2;

/** BGT (11.2). */
const GUARD_ETU = 22;
const IFSD_DEFAULT = 32;
const INFORMATION_MAX = 254;
/** A card complains this often in a row, and then waits to be resynchronised or reset (11.6.3.2 rule 7.4). */
const COMPLAINTS_MAX = 3;

export interface BlockParameters {
  readonly ifsc: number;
  /** BWT and CWT of the card, etu. */
  readonly blockWaitEtu: number;
  readonly characterWaitEtu: number;
  /** From one character of a block to the next. */
  readonly characterEtu: number;
}

/** What is to come out once the terminal has granted what the card asked for. */
interface Pending {
  readonly request: number;
  readonly value: number;
  readonly go: () => void;
}

export class BlockSide {
  readonly #chip: Chip;
  readonly #voice: Voice;
  readonly #circumstances: Circumstances;
  readonly #parameters: BlockParameters;
  #partial: number[] = [];
  #damaged = false;
  /** A complaint is waiting for the line to be quiet. */
  #complaining = false;
  #complaints = 0;
  #ifsc: number;
  #ifsd = IFSD_DEFAULT;
  /** N(S) of the I-block that the card expects, and of the next that it sends. */
  #expecting = 0;
  #sending = 0;
  #command: Uint8Array = EMPTY;
  /** What of an answer is not yet acknowledged beyond the last I-block. */
  #rest: Uint8Array = EMPTY;
  #lastI: { readonly sequence: number; readonly bytes: Uint8Array } | undefined;
  /** The last R- or S-block, while it is the last block. */
  #lastOther: Uint8Array | undefined;
  #pending: Pending | undefined;
  #announced = false;
  #blocks = 0;

  constructor(chip: Chip, voice: Voice, circumstances: Circumstances, parameters: BlockParameters) {
    this.#chip = chip;
    this.#voice = voice;
    this.#circumstances = circumstances;
    this.#parameters = parameters;
    this.#ifsc = parameters.ifsc;
  }

  /** A character. Without error signal (11.2): a wrong parity spoils the block, and the card says so when it is quiet. */
  hear({ byte, damaged, afterClocks }: Heard): 'taken' {
    if (!this.#voice.silent && !this.#complaining) return 'taken';
    this.#voice.hush();
    this.#complaining = false;
    const { characterWaitEtu } = this.#parameters;
    if (afterClocks > characterWaitEtu * this.#circumstances.etuClocks() + 0.5) this.#forget();
    this.#partial.push(byte);
    if (damaged) this.#damaged = true;
    const whole = this.#partial.length >= 3 && this.#partial.length === this.#partial[2] + 4;
    if (whole && !this.#damaged) {
      const block = Uint8Array.from(this.#partial);
      this.#forget();
      this.#complain(this.#take(block));
    } else if (this.#complaints < COMPLAINTS_MAX) {
      this.#complaining = true;
      const error = this.#damaged ? LRC_WRONG : OTHER_ERROR;
      this.#speak(this.#complaint(error), characterWaitEtu + GUARD_ETU);
    }
    return 'taken';
  }

  /** The card begins to speak. If it is because the line was quiet, what there was of a block is gone. */
  begins(): void {
    if (!this.#complaining) return;
    this.#complaining = false;
    this.#complaints++;
    this.#forget();
  }

  #forget(): void {
    this.#partial = [];
    this.#damaged = false;
  }

  /** A block that has come whole and with every parity right. @returns the error for which it is not taken */
  #take(block: Uint8Array): number | undefined {
    const [nad, pcb, length] = block;
    const information = block.subarray(3, -1);
    if (block.reduce((sum, byte) => sum ^ byte, 0) !== 0) return LRC_WRONG;
    if (nad !== 0x00 || length > Math.min(this.#ifsc, INFORMATION_MAX)) return OTHER_ERROR;
    if ((pcb & 0x80) === 0) return this.#takeI(pcb, information);
    if ((pcb & 0x40) === 0) return this.#takeR(pcb, information);
    return this.#takeS(pcb, information);
  }

  #takeI(pcb: number, information: Uint8Array): number | undefined {
    const sequence = (pcb >> 6) & 1;
    if ((pcb & 0x1f) !== 0 || sequence !== this.#expecting || this.#rest.length > 0 || this.#pending)
      return OTHER_ERROR;
    this.#complaints = 0;
    this.#expecting ^= 1;
    this.#command = concat(this.#command, information);
    if (pcb & MORE) this.#sayOther(this.#readyPcb, EMPTY);
    else {
      const command = this.#command;
      this.#command = EMPTY;
      this.#execute(command);
    }
    return undefined;
  }

  #takeR(pcb: number, information: Uint8Array): number | undefined {
    if ((pcb & 0x2f) > OTHER_ERROR || information.length > 0) return OTHER_ERROR;
    const expected = (pcb >> 4) & 1;
    const other = this.#lastOther;
    this.#complaints = 0;
    if (other !== undefined && (this.#pending || expected === this.#sending)) this.#put(other);
    else if (this.#lastI?.sequence === expected) this.#put(this.#lastI.bytes);
    else if (this.#rest.length > 0) this.#sayNext();
    else this.#sayOther(this.#readyPcb | OTHER_ERROR, EMPTY);
    return undefined;
  }

  #takeS(pcb: number, information: Uint8Array): number | undefined {
    const [value] = information;
    const pending = this.#pending;
    if (pcb === RESYNCH && information.length === 0) {
      this.#begin();
      this.#sayOther(RESYNCH | RESPONSE, EMPTY);
    } else if (pcb === IFS && information.length === 1 && value >= 1 && value <= INFORMATION_MAX) {
      this.#ifsd = value;
      this.#sayOther(IFS | RESPONSE, information);
    } else if (pcb === ABORT && information.length === 0) {
      this.#command = EMPTY;
      this.#rest = EMPTY;
      this.#sayOther(ABORT | RESPONSE, EMPTY);
    } else if (pending && pcb === (pending.request | RESPONSE) && information.length === 1 && value === pending.value) {
      this.#pending = undefined;
      this.#lastOther = undefined;
      pending.go();
    } else return OTHER_ERROR;
    this.#complaints = 0;
    return undefined;
  }

  /** As after the ATR, but for what the card has carried out. */
  #begin(): void {
    this.#expecting = 0;
    this.#sending = 0;
    this.#ifsc = this.#parameters.ifsc;
    this.#ifsd = IFSD_DEFAULT;
    this.#command = EMPTY;
    this.#rest = EMPTY;
    this.#lastI = undefined;
    this.#pending = undefined;
  }

  /** Carries the command out; asks for time or room first where it needs them. */
  #execute(command: Uint8Array): void {
    const { traits, clockHz } = this.#circumstances;
    const answer = answerOf(this.#chip, command);
    const etu = this.#circumstances.etuClocks();
    const thinking = ((traits.thinkingMs ?? (() => THINKING_MS))(command) * clockHz) / 1000 / etu;
    const { blockWaitEtu } = this.#parameters;
    const slow = thinking + GUARD_ETU > blockWaitEtu;
    const multiplier = Math.ceil((thinking + GUARD_ETU) / blockWaitEtu);
    const reply = () => {
      this.#rest = answer;
      this.#sayNext(thinking);
    };
    const think = () => {
      if (slow) this.#ask(WTX, multiplier, reply);
      else reply();
    };
    if (traits.announcesIfsc === undefined || this.#announced) think();
    else {
      this.#announced = true;
      this.#ifsc = traits.announcesIfsc;
      this.#ask(IFS, traits.announcesIfsc, think);
    }
  }

  #ask(request: number, value: number, go: () => void): void {
    this.#sayOther(request, Uint8Array.of(value));
    this.#pending = { request, value, go };
  }

  /** The next I-block of the answer, as long as the terminal takes it. */
  #sayNext(thinkingEtu = 0): void {
    const information = this.#rest.subarray(0, this.#ifsd);
    this.#rest = this.#rest.subarray(information.length);
    const bytes = blockOf((this.#sending << 6) | (this.#rest.length > 0 ? MORE : 0), information);
    this.#lastI = { sequence: this.#sending, bytes };
    this.#lastOther = undefined;
    this.#sending ^= 1;
    this.#put(bytes, thinkingEtu);
  }

  #sayOther(pcb: number, information: Uint8Array): void {
    this.#lastOther = blockOf(pcb, information);
    this.#put(this.#lastOther);
  }

  /** R-block for a block that is not taken; after some in a row nothing. */
  #complain(error: number | undefined): void {
    if (error === undefined || this.#complaints >= COMPLAINTS_MAX) return;
    this.#complaints++;
    this.#put(this.#complaint(error));
  }

  #complaint(error: number): Uint8Array {
    return blockOf(this.#readyPcb | error, EMPTY);
  }

  /** PCB of the R-block that says which I-block is expected. */
  get #readyPcb(): number {
    return 0x80 | (this.#expecting << 4);
  }

  #put(block: Uint8Array, thinkingEtu = 0): void {
    this.#blocks++;
    const { falsify } = this.#circumstances.traits;
    const bytes = falsify === undefined ? block : (falsify(block, this.#blocks) ?? EMPTY);
    this.#speak(bytes, GUARD_ETU + thinkingEtu);
  }

  #speak(bytes: Uint8Array, firstEtu: number): void {
    const etu = this.#circumstances.etuClocks();
    const { characterEtu = this.#parameters.characterEtu } = this.#circumstances.traits;
    this.#voice.say(bytes, firstEtu * etu, characterEtu * etu);
  }
}

function blockOf(pcb: number, information: Uint8Array): Uint8Array {
  const body = concat(Uint8Array.of(0x00, pcb, information.length), information);
  return concat(body, Uint8Array.of(body.reduce((sum, byte) => sum ^ byte, 0)));
}

/**
 * The chip speaks T=0 inside; over T=1 its answer comes at once: what 61xx announces is fetched where the command has an
 * Le, and an Le of 00, 256, takes what there is (ISO/IEC 7816-3 12.3).
 */
function answerOf(chip: Chip, command: Uint8Array): Uint8Array {
  try {
    const { le } = decodeCommand(command);
    const answer = chip.exchange(tpduOf(command));
    if (le === undefined) return answer;
    const fitted = answer[0] === 0x6c && le === 256 ? chip.exchange(withP3(command, answer[1])) : answer;
    if (fitted[0] !== 0x61 || fitted.length > 2) return fitted;
    return chip.exchange(Uint8Array.of(0x00, 0xc0, 0x00, 0x00, fitted[1]));
  } catch (error) {
    if (error instanceof FormatError) return uintBytes(SW.wrongLength, 2);
    throw error;
  }
}

/** A command without data that asks for another length. */
function withP3(command: Uint8Array, length: number): Uint8Array {
  return concat(command.subarray(0, 4), Uint8Array.of(length));
}
