/**
 * Whether every PIN that a card was shown came from the pad, for that one showing: an auditor who hears of entries at the pad
 * and sees the commands to the card. No verification is ever repeated without a new entry.
 */

import type { Chip } from '../peers/chip.js';

const VERIFY = 0x20;
const CHANGE_PIN = 0x5e;
/** Old, new, and new again. */
const ENTRIES_OF_A_CHANGE = 3;

export class PinAuditor {
  readonly findings: string[] = [];
  #entries = 0;
  #shown = 0;

  /** A PIN was entered and confirmed. */
  readonly onEntry = (): void => {
    this.#entries++;
  };

  readonly onCommand = (tpdu: Uint8Array): void => {
    const [cla, ins, , , length] = tpdu;
    // VERIFY without data asks for the tries that are left.
    const isVerify = cla === 0x00 && ins === VERIFY && length > 0 && tpdu.length > 5;
    const isChange = cla === 0x80 && ins === CHANGE_PIN;
    if (!isVerify && !isChange) return;
    this.#shown += isVerify ? 1 : ENTRIES_OF_A_CHANGE;
    if (this.#shown > this.#entries)
      this.findings.push(`a PIN was shown to the card ${this.#shown} times after ${this.#entries} entries`);
  };

  /** The chip, with an ear at it. */
  at(chip: Chip): Chip {
    return {
      reset: () => chip.reset(),
      powerOff: () => chip.powerOff(),
      expectsData: (header) => chip.expectsData(header),
      exchange: (tpdu) => {
        this.onCommand(tpdu);
        return chip.exchange(tpdu);
      },
    };
  }

  /** @param exactly whether all that was entered must have been shown: the card got it, and nothing came between */
  visitOver(exactly: boolean): void {
    if (exactly && this.#shown !== this.#entries)
      this.findings.push(`${this.#entries} entries at the pad, ${this.#shown} of them shown to the card`);
    this.#entries = 0;
    this.#shown = 0;
  }
}
