/** The bureau at the far end of a terminal's line: its books of the medical accounts, and behind them its HSM. */

import { FormatError } from '../../../src/base/format-error.js';
import { type BureauUpload, decodeBureauUpload, encodeBureauAnswer } from '../../../src/codec/bureau-message.js';
import type { HostReply, LineHost } from '../line/line-host.js';
import type { PurseBooks } from './purse-books.js';

/** ms that booking a message takes `[TP]`. */
const BOOKING_MS = 60;

export class BureauHost implements LineHost {
  readonly #books: PurseBooks;
  readonly #hsm: LineHost;

  constructor(books: PurseBooks, hsm: LineHost) {
    this.#books = books;
    this.#hsm = hsm;
  }

  receive(frame: Uint8Array): HostReply | undefined {
    const upload = uploadIn(frame);
    if (upload === undefined) return this.#hsm.receive(frame);
    return { frame: this.#booked(upload), afterMs: BOOKING_MS };
  }

  #booked({ number, data }: BureauUpload): Uint8Array {
    try {
      return encodeBureauAnswer({ number, result: 'ok', data: this.#books.take(data) });
    } catch (error) {
      if (error instanceof FormatError) return encodeBureauAnswer({ number, result: 'malformed', data: '' });
      throw error;
    }
  }
}

function uploadIn(frame: Uint8Array): BureauUpload | undefined {
  try {
    return decodeBureauUpload(frame);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
