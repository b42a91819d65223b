/** The two continuous health tests of a noise source (NIST SP 800-90B 4.4), on bytes as they come. */

/**
 * A byte is taken to hold 4 bits of entropy at least, half of what the chip promises `[TP]`; a good source fails once in 2^40
 * bytes or windows.
 */
const REPETITIONS_MAX = 10;
/** Of the bytes of a window after its first, how many may equal that: 1 + critbinom(512, 2^−4, 1 − 2^−40), less one. */
const WINDOW = 512;
const EQUAL_MAX = 77;

export class SourceHealth {
  #last = -1;
  #repeated = 0;
  #reference = -1;
  #equal = 0;
  #seen = 0;

  /** @returns whether the source may go on */
  take(byte: number): boolean {
    this.#repeated = byte === this.#last ? this.#repeated + 1 : 1;
    this.#last = byte;
    if (this.#seen === 0) {
      this.#reference = byte;
      this.#equal = 0;
    }
    if (byte === this.#reference) this.#equal++;
    this.#seen = (this.#seen + 1) % WINDOW;
    return this.#repeated <= REPETITIONS_MAX && this.#equal <= EQUAL_MAX;
  }
}
