/**
 * The bureau's books of cards' medical accounts (医保账户明细): it believes a line by the TAC that only the card can have made
 * (SPEC-7 15; sscard.md 6.8, 8), books it once however often it comes, and keeps what it does not believe for its people.
 */

import { concat, uintBytes } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import {
  decodeUpload,
  encodeUpload,
  encodeVerdicts,
  type UploadLine,
  type UploadVerdict,
} from '../../../src/codec/purse-upload.js';
import { mac } from '../../../src/crypto/mac.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { tacKey } from '../../../src/crypto/tac-key.js';
import { cardKey } from './hsm.js';

/** 类型 (sscard.md 8): a line of the visit log is made as a purchase is. */
const TYPE = Object.freeze({ load: 0x31, purchase: 0x32, 'visit-log': 0x32, 'visit-log-offline': 0x32 });

/** A line that the bureau has, and what it made of it. */
export interface BookedLine extends UploadLine {
  readonly verdict: UploadVerdict;
}

/** What outlives the bureau's own power: its lines, in the order in which they came. */
export type PurseBooksImage = readonly BookedLine[];

export class PurseBooks {
  readonly #lines: BookedLine[];

  constructor(image: PurseBooksImage = []) {
    this.#lines = [...image];
  }

  image(): PurseBooksImage {
    return [...this.#lines];
  }

  /** Takes a message's lines. @returns a verdict a line, the same however often a line comes @throws FormatError */
  take(data: string): string {
    return encodeVerdicts(decodeUpload(data).map((line) => this.#take(line)));
  }

  #take(line: UploadLine): UploadVerdict {
    const text = encodeUpload([line]);
    const known = this.#lines.find((one) => encodeUpload([one]) === text);
    if (known) return known.verdict;
    // A card gives each sequence of a type once: two stories of it are no two transactions.
    const isOther = this.#lines.some((one) => one.verdict === 'booked' && isSameTransaction(one, line));
    const verdict = !isOther && tacOf(line) === line.tac ? 'booked' : 'disputed';
    this.#lines.push({ ...line, verdict });
    return verdict;
  }
}

function isSameTransaction(a: UploadLine, b: UploadLine): boolean {
  return a.identifier === b.identifier && TYPE[a.kind] === TYPE[b.kind] && a.sequence === b.sequence;
}

/** What the card of that name would have made, hexadecimal; '' where the line is none that a card can have made. */
function tacOf(line: UploadLine): string {
  const { algorithm, identifier, historical, kind, sequence, account, selfPay, pool, balance } = line;
  const type = Uint8Array.of(TYPE[kind]);
  const terminal = encodeBcd(line.terminalNumber, 6);
  const time = encodeBcd(line.moment, 7);
  const after = balance + account;
  if (kind === 'load' && after > 0xffffffff) return '';
  const message =
    kind === 'load'
      ? concat(uintBytes(after, 4), uintBytes(sequence, 2), uintBytes(account, 4), type, terminal, time)
      : concat(
          ...[account, selfPay, pool].map((fen) => uintBytes(fen, 4)),
          type,
          terminal,
          uintBytes(line.terminalSequence, 4),
          time,
        );
  const dtk = cardKey(algorithm, 'DTK', identifier.slice(0, 6), fromHex(historical));
  return toHex(mac(softwareCiphers, algorithm, tacKey(algorithm, dtk.value), message));
}
