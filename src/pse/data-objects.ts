import { concat, EMPTY } from '../base/bytes.js';

/**
 * Data objects by tag, from one origin, in the order in which they came. A primitive object may come from the card once
 * only (EMV Book 3 7.5), so that `add` tells whether it was new. The values lie one behind the other: a transaction has
 * some seventy, and on a device each array of its own would take a hundred bytes more.
 */
export class DataObjects {
  readonly #tags: number[] = [];
  /** Where each one's value ends. */
  readonly #ends: number[] = [];
  /** Never written to: another one takes its place. */
  #values: Uint8Array = EMPTY;

  /** @returns a copy */
  get(tag: number): Uint8Array | undefined {
    const at = this.#tags.indexOf(tag);
    return at < 0 ? undefined : this.#valueAt(at);
  }

  /** @returns false when the tag was there already; the first value stays */
  add(tag: number, value: Uint8Array): boolean {
    if (this.#tags.includes(tag)) return false;
    this.#tags.push(tag);
    this.#values = concat(this.#values, value);
    this.#ends.push(this.#values.length);
    return true;
  }

  /** For the terminal's own objects, which change as the transaction goes on. */
  put(tag: number, value: Uint8Array): void {
    if (this.add(tag, value)) return;
    const at = this.#tags.indexOf(tag);
    const longer = value.length - (this.#ends[at] - this.#startOf(at));
    this.#values = concat(this.#values.subarray(0, this.#startOf(at)), value, this.#values.subarray(this.#ends[at]));
    for (let later = at; later < this.#ends.length; later++) this.#ends[later] += longer;
  }

  entries(): (readonly [tag: number, value: Uint8Array])[] {
    return this.#tags.map((tag, at) => [tag, this.#valueAt(at)] as const);
  }

  /** The values of several tags as one string, nothing for those that are missing. */
  joined(...tags: readonly number[]): Uint8Array {
    return concat(...tags.map((tag) => this.get(tag) ?? EMPTY));
  }

  #startOf(at: number): number {
    return at === 0 ? 0 : this.#ends[at - 1];
  }

  #valueAt(at: number): Uint8Array {
    return this.#values.slice(this.#startOf(at), this.#ends[at]);
  }
}
