/** Something that only its user may see: it has no JSON, no text and no property that shows it. */
export class Secret {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A copy, for the one call that needs it; who takes it scrubs it. */
  open(): Uint8Array {
    return this.#bytes.slice();
  }
}
