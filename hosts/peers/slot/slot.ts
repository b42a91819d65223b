/**
 * A contact slot with an emulated chip in it: the reader port of the emulated world. It speaks T=0 to the chip as a
 * reader's firmware does, charges the clock for every character on the line, and does the harm it is told to do.
 */

import { assert } from '../../../src/base/assert.js';
import { Fault, type FaultKind } from '../../../src/base/fault.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../../src/ports/icc-reader.js';
import type { Chip } from '../chip.js';
import { tpduOf } from '../tpdu.js';

/** 372 clocks an etu at 3.5712 MHz, 12 etu a character with its guard time: 1.25 ms (ISO/IEC 7816-3 8.1). */
const CHARACTER_MS = 1.25;

/** What a chip takes to act on a command, apart from the line `[TP]`. */
const THINKING_MS = 8;

/** What happens to one exchange instead of, or after, the chip's own answer. */
export type Mishap =
  /** the card leaves before the command reaches it, or after it has acted and before its answer is out */
  | { readonly kind: 'removed'; readonly when: 'before' | 'after' }
  /** the command is lost on a silent chip, or the chip acts and its answer is lost */
  | { readonly kind: 'mute'; readonly when: 'before' | 'after' }
  /** another answer than the chip's */
  | { readonly kind: 'garbage'; readonly answer: (real: Uint8Array) => Uint8Array };

/** Decides what befalls exchange number `count` (from 1, ATRs not counted) or reset number `count`. */
export type Mischief = (event: { readonly what: 'reset' | 'exchange'; readonly count: number }) => Mishap | undefined;

export interface SlotOptions {
  readonly name: IccReader['slot'];
  readonly clock: Clock;
  readonly mischief?: Mischief;
}

export class Slot implements IccReader {
  readonly slot: IccReader['slot'];
  readonly #clock: Clock;
  #mischief: Mischief | undefined;
  #chip: Chip | undefined;
  #powered = false;
  /** The card whose session it was has left, and no other has been brought up since. */
  #left = false;
  #resets = 0;
  #exchanges = 0;

  constructor(options: SlotOptions) {
    this.slot = options.name;
    this.#clock = options.clock;
    this.#mischief = options.mischief;
  }

  insert(chip: Chip, mischief?: Mischief): void {
    assert(this.#chip === undefined, 'one card in a slot');
    this.#chip = chip;
    this.#mischief = mischief ?? this.#mischief;
    this.#resets = 0;
    this.#exchanges = 0;
  }

  remove(): void {
    this.#chip?.powerOff();
    this.#chip = undefined;
    this.#left ||= this.#powered;
    this.#powered = false;
  }

  /** Commands that reached the contacts since the card went in, GET RESPONSE included. */
  get exchanges(): number {
    return this.#exchanges;
  }

  async isPresent(): Promise<boolean> {
    return this.#chip !== undefined;
  }

  async reset(_kind: ResetKind, withinMs: number): Promise<Uint8Array> {
    this.#resets++;
    return await this.#perform('reset', this.#resets, withinMs, (chip) => {
      this.#powered = true;
      this.#left = false;
      return chip.reset();
    });
  }

  async transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array> {
    if (!this.#powered) throw this.#fault(this.#chip && !this.#left ? 'mute' : 'removed');
    const tpdu = tpduOf(command);
    this.#exchanges++;
    await this.#clock.sleep(tpdu.length * CHARACTER_MS);
    return await this.#perform('exchange', this.#exchanges, options.withinMs, (chip) => chip.exchange(tpdu));
  }

  async deactivate(): Promise<void> {
    this.#chip?.powerOff();
    this.#powered = false;
  }

  async #perform(
    what: 'reset' | 'exchange',
    count: number,
    withinMs: number,
    act: (chip: Chip) => Uint8Array,
  ): Promise<Uint8Array> {
    const mishap = this.#mischief?.({ what, count });
    if (mishap?.kind === 'removed' && mishap.when === 'before') this.remove();
    if (this.#chip === undefined) throw this.#fault('removed');
    const lost = mishap?.kind === 'mute' && mishap.when === 'before';
    const answer = lost ? new Uint8Array(0) : act(this.#chip);
    if (mishap?.kind === 'removed') {
      this.remove();
      throw this.#fault('removed');
    }
    if (mishap?.kind === 'mute') {
      await this.#clock.sleep(withinMs);
      throw this.#fault('mute');
    }
    const heard = mishap?.kind === 'garbage' ? mishap.answer(answer) : answer;
    await this.#clock.sleep(THINKING_MS + heard.length * CHARACTER_MS);
    return heard.slice();
  }

  #fault(kind: FaultKind): Fault {
    return new Fault(this.slot === 'icc' ? 'icc' : 'sam', kind);
  }
}
