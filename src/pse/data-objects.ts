import { concat } from '../base/bytes.js';

/**
 * Data objects by tag, from one origin. A primitive object may come from the card once only (EMV Book 3 7.5), so that
 * `add` tells whether it was new.
 */
export class DataObjects {
  readonly #values = new Map<number, Uint8Array>();

  get(tag: number): Uint8Array | undefined {
    return this.#values.get(tag);
  }

  /** @returns false when the tag was there already; the first value stays */
  add(tag: number, value: Uint8Array): boolean {
    if (this.#values.has(tag)) return false;
    this.#values.set(tag, value);
    return true;
  }

  /** For the terminal's own objects, which change as the transaction goes on. */
  put(tag: number, value: Uint8Array): void {
    this.#values.set(tag, value);
  }

  entries(): IterableIterator<[number, Uint8Array]> {
    return this.#values.entries();
  }

  /** The values of several tags as one string, nothing for those that are missing. */
  joined(...tags: readonly number[]): Uint8Array {
    return concat(...tags.map((tag) => this.get(tag) ?? new Uint8Array(0)));
  }
}
