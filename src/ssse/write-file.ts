/**
 * Writing into the current EF (SPEC-5; sscard.md 7, 18 trap 2): a TLV record by its tag, else by its number; a cyclic record
 * appended; bytes from offset 0. The standard's own applications write in the clear; a card that answers 6987 wants a MAC, and
 * gets one with everything from then on.
 */

import { FormatError } from '../base/format-error.js';
import type { CardSession } from '../card/session.js';
import { decodeRecords } from '../codec/record.js';
import type { KeyService } from './key-service.js';
import type { CardFile } from './model.js';
import { type Refusal, refusalOf, refuse } from './refusal.js';
import { sendSecured } from './secure-messaging.js';
import type { PlannedItem } from './write-plan.js';

/** P2 of UPDATE RECORD, low three bits. */
const FIRST = 0x00;
const PREVIOUS = 0x03;
const BY_NUMBER = 0x04;

/** Most bytes of one UPDATE BINARY; a MAC has room behind them. */
const CHUNK = 0xf0;

const UPDATE_RECORD = 0xdc;
const UPDATE_BINARY = 0xd6;

/** Whether a command that got no answer may have changed a file. */
export function isUpdate(ins: number): boolean {
  return ins === UPDATE_RECORD || ins === UPDATE_BINARY;
}

export class FileWriter {
  readonly #card: CardSession;
  readonly #keys: KeyService;
  readonly #file: CardFile;
  #secured = false;
  #byNumber = false;
  #begun = false;

  constructor(card: CardSession, keys: KeyService, file: CardFile) {
    this.#card = card;
    this.#keys = keys;
    this.#file = file;
  }

  /** Whether some of the item that was written last is on the card although not all of it is. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Writes one item. @returns why it, or its rest, was not written */
  async write(item: PlannedItem): Promise<Refusal | undefined> {
    this.#begun = false;
    const refused = await this.#put(item);
    if (refused === undefined) this.#begun = false;
    return refused?.refused === 'access-denied' ? refuse('write-denied') : refused;
  }

  async #put(item: PlannedItem): Promise<Refusal | undefined> {
    switch (this.#file.kind) {
      case 'transparent':
        return await this.#putBytes(item.data);
      case 'cyclic':
        return await this.#update(UPDATE_RECORD, 0x00, PREVIOUS, item.data);
      default:
        return await this.#putRecord(item);
    }
  }

  async #putBytes(bytes: Uint8Array): Promise<Refusal | undefined> {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const refused = await this.#update(UPDATE_BINARY, at >> 8, at & 0xff, bytes.slice(at, at + CHUNK));
      if (refused) return refused;
      this.#begun = true;
    }
    return undefined;
  }

  /**
   * By tag the card finds the record itself, and one that takes the tag for a number finds none of that number or the same.
   * Records that share a tag, and cards that know numbers only, are written by number.
   */
  async #putRecord(item: PlannedItem): Promise<Refusal | undefined> {
    if (!item.repeated && !this.#byNumber) {
      const refused = await this.#update(UPDATE_RECORD, item.tag, FIRST, item.data);
      if (refused?.sw !== 0x6a83 && refused?.sw !== 0x6a86) return refused;
      this.#byNumber = true;
    }
    const misplaced = await this.#lookAt(item);
    return misplaced ?? (await this.#update(UPDATE_RECORD, item.number, BY_NUMBER, item.data));
  }

  /** Where the right to write lets the terminal read as well, it looks whether the number is the tag's before it writes. */
  async #lookAt({ number, tag, data }: PlannedItem): Promise<Refusal | undefined> {
    const le = data.length;
    const { sw, data: found } = await this.#card.send({ cla: 0x00, ins: 0xb2, p1: number, p2: BY_NUMBER, le });
    if (sw !== 0x9000) return undefined;
    try {
      return decodeRecords(found)[0]?.tag === tag ? undefined : refuse('card-data-malformed');
    } catch (error) {
      if (error instanceof FormatError) return refuse('card-data-malformed');
      throw error;
    }
  }

  async #update(ins: number, p1: number, p2: number, data: Uint8Array): Promise<Refusal | undefined> {
    if (!this.#secured) {
      const { sw } = await this.#card.send({ cla: 0x00, ins, p1, p2, data });
      if (sw === 0x9000) return undefined;
      if (sw !== 0x6987) return refusalOf(sw);
      this.#secured = true;
    }
    return await sendSecured(this.#card, this.#keys, this.#file.directory, { cla: 0x04, ins, p1, p2, data });
  }
}
