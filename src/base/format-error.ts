/**
 * What every parser throws on bytes or text that it cannot accept, and the only thing it throws. It names the format
 * and the rule that was broken, with a position where there is one; never the data.
 */
export class FormatError extends Error {
  override name = 'FormatError';
  /** Which parser: 'atr', 'apdu', 'tlv', 'record', 'hex', … */
  readonly format: string;
  /** The broken rule in a few words. */
  readonly rule: string;
  /** Byte or character offset at which it was noticed. */
  readonly offset: number | undefined;

  constructor(format: string, rule: string, offset?: number) {
    super(offset === undefined ? `${format}: ${rule}` : `${format}: ${rule} at ${offset}`);
    this.format = format;
    this.rule = rule;
    this.offset = offset;
  }
}
