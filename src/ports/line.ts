/** What came of waiting for bytes. */
export type LineInput =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** the time is over, and the line is up */
  | { readonly kind: 'silence' }
  | { readonly kind: 'down' };

/**
 * A line to a back end: a stream of bytes both ways, such as TCP. Each method is one effect. None throws: a line that fails
 * says so, and what has arrived at the other end by then nobody knows.
 */
export interface Line {
  /** Brings the line up, or finds that it is. @returns false where it cannot be had in this time; then nothing goes out */
  open(withinMs: number): Promise<boolean>;
  /** Hands bytes over. @returns false where the line broke: some, all or none of them may arrive */
  send(bytes: Uint8Array): Promise<boolean>;
  /** Waits for what comes next: one byte or more, of any number of messages, cut anywhere. */
  receive(withinMs: number): Promise<LineInput>;
  /** Ends the connection; what comes later is never seen. Safe to call at any time. */
  close(): Promise<void>;
}
