/** The card's side of T=0: header, procedure bytes, data, status (ISO/IEC 7816-3 10). */

import { concat, EMPTY } from '../../../src/base/bytes.js';
import type { Chip } from '../chip.js';
import type { Heard } from './line-card.js';
import { type Circumstances, THINKING_MS } from './traits.js';
import type { Voice } from './voice.js';

const HEADER_LENGTH = 5;
const NULL = 0x60;

/** No answer sooner after the terminal's last character: EMV Book 1 9.2.2.1 (D). */
const TURNAROUND_ETU = 16;
const CHARACTER_ETU = 12;

export class CharacterSide {
  readonly #chip: Chip;
  readonly #voice: Voice;
  readonly #circumstances: Circumstances;
  /** Work waiting time in etu: a NULL goes out before it is over. */
  readonly #waitingEtu: number;
  #received: Uint8Array = EMPTY;
  /** How many bytes make the command whole: the header, and the data that the chip has asked for. */
  #wanted = HEADER_LENGTH;

  constructor(chip: Chip, voice: Voice, circumstances: Circumstances, waitingEtu: number) {
    this.#chip = chip;
    this.#voice = voice;
    this.#circumstances = circumstances;
    this.#waitingEtu = waitingEtu;
  }

  /** A character, taken with its right parity only; one that comes while the card speaks meets nobody. */
  hear({ byte, damaged }: Heard): 'taken' | 'refused' {
    if (!this.#voice.silent) return 'taken';
    if (damaged) return 'refused';
    this.#received = concat(this.#received, Uint8Array.of(byte));
    if (this.#received.length < this.#wanted) {
      if (this.#received.length > HEADER_LENGTH && this.#single) this.#say([this.#received[1] ^ 0xff]);
    } else if (this.#received.length === HEADER_LENGTH && this.#asksForData()) {
      this.#wanted = HEADER_LENGTH + this.#received[4];
      this.#say([this.#acknowledgement]);
    } else this.#execute();
    return 'taken';
  }

  get #single(): boolean {
    return this.#circumstances.traits.transfer === 'single';
  }

  get #acknowledgement(): number {
    return this.#single ? this.#received[1] ^ 0xff : this.#received[1];
  }

  #asksForData(): boolean {
    return this.#received[4] > 0 && this.#chip.expectsData(this.#received);
  }

  #execute(): void {
    const tpdu = this.#received;
    const acknowledgement = this.#acknowledgement;
    this.#received = EMPTY;
    this.#wanted = HEADER_LENGTH;
    const answer = this.#chip.exchange(tpdu);
    const data = Array.from(answer.subarray(0, -2));
    const status = Array.from(answer.subarray(-2));
    const body = this.#single
      ? data.flatMap((byte) => [acknowledgement, byte])
      : data.length > 0
        ? [acknowledgement, ...data]
        : [];
    this.#think((this.#circumstances.traits.thinkingMs ?? (() => THINKING_MS))(tpdu), [...body, ...status]);
  }

  /** Asks for time with NULL for as long as the command takes, and answers. */
  #think(ms: number, answer: readonly number[]): void {
    const { clockHz } = this.#circumstances;
    const etu = this.#circumstances.etuClocks();
    const half = (this.#waitingEtu * etu) / 2;
    let clocks = TURNAROUND_ETU * etu + (ms * clockHz) / 1000;
    for (; clocks > half; clocks -= half) this.#voice.say([NULL], half, half);
    this.#say(answer, Math.max(clocks, TURNAROUND_ETU * etu));
  }

  #say(bytes: readonly number[], firstClocks?: number): void {
    const etu = this.#circumstances.etuClocks();
    const { characterEtu = CHARACTER_ETU } = this.#circumstances.traits;
    this.#voice.say(bytes, firstClocks ?? TURNAROUND_ETU * etu, characterEtu * etu);
  }
}
