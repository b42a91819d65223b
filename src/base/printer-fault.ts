/** What keeps a slip from being printed. */
export type PrinterTrouble = 'paper-out' | 'cover-open' | 'overheated' | 'broken' | 'busy' | 'mute';

/**
 * A slip did not come out whole. A Printer throws it, and the app catches it around the port: what was booked stands, the
 * visit goes on, and a person is told how to print again.
 */
export class PrinterFault extends Error {
  override name = 'PrinterFault';
  readonly trouble: PrinterTrouble;

  constructor(trouble: PrinterTrouble) {
    super(`printer: ${trouble}`);
    this.trouble = trouble;
  }
}
