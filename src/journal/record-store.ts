/**
 * The journal's place in flash: rows of sealed records that a power cut leaves either with their last one or without it.
 *
 * DEFINITIONS
 * The first half of the erase units is copy A, the second half copy B. A *slot* is the pair of units with the same number in
 * both copies. An *epoch* is the time between two fresh starts, numbered from 1; epoch e lies in slot e mod (units / 2). A
 * *record* is a body of 1 to 1024 bytes, sealed (seal.ts); what is in it is the business of entries.ts.
 *
 * LAYOUT
 * A unit is a row of frames from offset 0, each filled with FF up to the program granularity:
 *
 *     length of the body 2 | epoch 4 | tag 16 | enciphered body
 *
 * Numbers are big-endian. The tag covers epoch, number in the row, and body. Frame 0 is the head: version 3, and in two
 * bytes the count of records that follow it as the snapshot, all that was live when the epoch began. Behind the snapshot
 * come the records that were appended. Both units of a slot hold the same bytes.
 *
 * ASSUMPTIONS ABOUT FLASH
 * 1. What was written and not written since reads the same each time.
 * 2. A cut during a program or an erase leaves that unit in any state, earlier records included (Tseng, Grupp, Swanson, DAC
 *    2011), and no other unit in another state than before. Only an erase makes a written head blank.
 * 3. A unit in which an erase or a program was cut can be trusted again after a whole erase.
 *
 * OPERATIONS
 * *Start*: a fresh epoch in the next slot: erase A's unit, program head and snapshot, read back; then the same in B. If a cut
 * has left B's unit unreadable, it is erased before A's is touched. At every boot, and when the units are full.
 * *Append*: program the frame in A, in B, read both back; then it has happened.
 * *Recovery* (recovery.ts): the highest epoch with a whole snapshot in either copy, and of its two rows the longer one
 * behind which nothing broken lies.
 *
 * PROOFS
 * *An append is atomic.* While A is programmed B has the row without it, while B is programmed A has the row with it, and
 * the copy that is not being written is whole by assumption 2. Whole rows differ by one record at most, so the longer is the
 * row before or the row after.
 * *A start is atomic.* Until A's new unit is whole, recovery finds the old epoch, of which nothing is written; from then on
 * the new one, which holds the same. A start that was cut is made again, under the same number if the old epoch is found.
 * *No unit is programmed between a cut in it and its erase*, since every boot starts afresh in another slot or again in the
 * one whose start was cut.
 * *Of the two units of a slot never more than one is unreadable.* A is touched only while B is blank or readable, and B only
 * while A is whole, or when B is the unreadable one. Likewise both rows of an epoch are never broken, and an epoch that is
 * in one copy while the other is blank or of an older one has nothing appended. Where it is otherwise, more has happened
 * than cuts, and the journal is *lost*: it is never taken for an older one, whose numbers would be given twice.
 *
 * CAPACITY
 * With program granularity 16 a frame of a body up to 10 bytes takes 32 bytes, up to 26 bytes 48; a purchase some 400. What
 * is live must fit one unit; the rest of it is for appends. A boot costs one erase in each copy: with u units a slot is erased every u / 2 boots.
 */

import { assert } from '../base/assert.js';
import { concat, equalBytes, uintBytes } from '../base/bytes.js';
import type { Flash } from '../ports/flash.js';
import { frame, frameLength, isUnreadable, readUnit } from './frame.js';
import type { Seal } from './seal.js';

/** Of the layout and of the entries. */
export const VERSION = 3;
export const HEAD_LENGTH = 3;

/** `failing` when the flash does not hold what was written to it: then nothing more may be written until the next boot. */
export type Written = 'done' | 'failing';

export class RecordStore {
  readonly #flash: Flash;
  readonly #seal: Seal;
  #epoch: number;
  /** Frames in the row, and where it ends. */
  #count = 0;
  #end: number;

  /** @param epoch the last one in the flash, 0 for none; nothing can be appended before `start` */
  constructor(flash: Flash, seal: Seal, epoch: number) {
    assert(flash.unitCount >= 4 && flash.unitCount % 2 === 0, 'a journal has two copies of two units at least');
    this.#flash = flash;
    this.#seal = seal;
    this.#epoch = epoch;
    this.#end = flash.unitLength;
  }

  /** Whether bodies of these lengths can be appended to the row as it is. */
  fits(lengths: readonly number[]): boolean {
    return this.#end + this.#room(lengths) <= this.#flash.unitLength;
  }

  /** Whether they could after a start with this snapshot. */
  fitsAfresh(snapshot: readonly Uint8Array[], lengths: readonly number[]): boolean {
    const live = [HEAD_LENGTH, ...snapshot.map(({ length }) => length)];
    return this.#room([...live, ...lengths]) <= this.#flash.unitLength;
  }

  /** Begins the next epoch with what is live; it must fit. */
  async start(snapshot: readonly Uint8Array[]): Promise<Written> {
    assert(this.fitsAfresh(snapshot, []), 'what is live fits a unit');
    this.#epoch++;
    const head = concat(Uint8Array.of(VERSION), uintBytes(snapshot.length, 2));
    const frames = [head, ...snapshot].map((body, i) => frame(this.#flash, this.#seal, this.#epoch, i, body));
    const row = concat(...frames);
    const [, b] = this.#units();
    if (isUnreadable(await readUnit(this.#flash, this.#seal, b, 1))) await this.#flash.erase(b);
    for (const unit of this.#units()) {
      await this.#flash.erase(unit);
      await this.#flash.program(unit, 0, row);
      if (!(await this.#holds(unit, 0, row))) return 'failing';
    }
    this.#count = frames.length;
    this.#end = row.length;
    return 'done';
  }

  /** Adds a record behind the others; it must fit. Once this is `done` no cut can undo it. */
  async append(body: Uint8Array): Promise<Written> {
    assert(this.fits([body.length]), 'what is appended fits the unit');
    const bytes = frame(this.#flash, this.#seal, this.#epoch, this.#count, body);
    for (const unit of this.#units()) await this.#flash.program(unit, this.#end, bytes);
    for (const unit of this.#units()) if (!(await this.#holds(unit, this.#end, bytes))) return 'failing';
    this.#count++;
    this.#end += bytes.length;
    return 'done';
  }

  /** Of the epoch's slot, copy A's before copy B's. */
  #units(): readonly [number, number] {
    const half = this.#flash.unitCount / 2;
    const slot = this.#epoch % half;
    return [slot, slot + half];
  }

  #room(lengths: readonly number[]): number {
    return lengths.reduce((sum, length) => sum + frameLength(this.#flash, length), 0);
  }

  async #holds(unit: number, offset: number, bytes: Uint8Array): Promise<boolean> {
    return equalBytes(await this.#flash.read(unit, offset, bytes.length), bytes);
  }
}
