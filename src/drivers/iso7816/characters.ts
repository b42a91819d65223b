/** T=0: one command over half-duplex characters, steered by the card's procedure bytes (ISO/IEC 7816-3 10, 12.2). */

import { assert } from '../../base/assert.js';
import { concat, EMPTY } from '../../base/bytes.js';
import { scrub } from '../../base/scrub.js';
import { decodeCommand } from '../../codec/apdu.js';
import type { Line } from './line.js';
import { CHARACTER_TURNAROUND_ETU } from './timing.js';

/** The card asks for time: the work waiting time begins anew (10.3.3). */
const NULL = 0x60;

/** How often one character is repeated before the card is given up (emv.md 5.2, B). */
const REPEATS_MAX = 3;

/** After an error signal at 11 etu a character comes again 2 etu later at the earliest (7.3), here with some to spare. */
const REPETITION_ETU = 15;

export interface CharacterTerms {
  /** Least distance between characters to the card. */
  readonly guardEtu: number;
  /** How long each character of the card is waited for. */
  readonly waitEtu: number;
}

/** T=0 with one card. */
export class CharacterLink {
  readonly #line: Line;
  readonly #terms: CharacterTerms;

  constructor(line: Line, terms: CharacterTerms) {
    this.#line = line;
    this.#terms = terms;
  }

  /**
   * Sends a command APDU of 4 to 261 bytes. The answer is data, if any, and SW1 SW2, with 61xx and 6Cxx as they come.
   * Case 1 goes out with P3 = 00, and case 4 without its Le (12.2).
   * @throws Fault mute, protocol, removed
   */
  async transceive(command: Uint8Array, deadline: number): Promise<Uint8Array> {
    const { cla, ins, data = EMPTY, le } = decodeCommand(command);
    assert(cla !== 0xff, 'CLA FF begins a PPS');
    assert(ins >> 4 !== 6 && ins >> 4 !== 9, 'over T=0 an INS 6X or 9X would be taken for a status (10.3.2)');
    const p3 = data.length > 0 ? data.length : (le ?? 0) & 0xff;
    try {
      await this.#say(concat(command.subarray(0, 4), Uint8Array.of(p3)));
      return await this.#obey(ins, data, le ?? 0, deadline);
    } finally {
      scrub(data);
    }
  }

  /** Does what the procedure bytes say until a status word comes: sends `data`, or receives up to `le` bytes. */
  async #obey(ins: number, data: Uint8Array, le: number, deadline: number): Promise<Uint8Array> {
    const received: Uint8Array[] = [];
    const length = data.length > 0 ? data.length : le;
    let done = 0;
    for (;;) {
      const [procedure] = await this.#hear(1, deadline);
      if (procedure === NULL) continue;
      if (isSw1(procedure)) return concat(...received, Uint8Array.of(procedure), await this.#hear(1, deadline));
      // A command of case 1 may be acknowledged before its status: there is nothing to transfer.
      if (procedure === ins && length === 0) continue;
      const count = procedure === ins ? length - done : procedure === (ins ^ 0xff) ? 1 : 0;
      if (count === 0 || done + count > length) throw this.#line.fault('protocol');
      if (data.length > 0) await this.#say(data.subarray(done, done + count));
      else received.push(await this.#hear(count, deadline));
      done += count;
    }
  }

  /** Sends characters, one that the card refuses again and again within bounds. */
  async #say(bytes: Uint8Array): Promise<void> {
    const { guardEtu } = this.#terms;
    let firstEtu = CHARACTER_TURNAROUND_ETU;
    let repeats = 0;
    let from = 0;
    for (;;) {
      const { sent, ended } = await this.#line.speak(bytes.subarray(from), { firstEtu, nextEtu: guardEtu });
      if (ended === 'complete') return;
      repeats = sent > 0 ? 1 : repeats + 1;
      if (repeats > REPEATS_MAX) throw this.#line.fault('protocol');
      from += sent;
      firstEtu = Math.max(REPETITION_ETU, guardEtu);
    }
  }

  /** Receives characters; one with a wrong parity, of which the UART has told the card, comes again. */
  async #hear(count: number, deadline: number): Promise<Uint8Array> {
    const { waitEtu } = this.#terms;
    const bytes = new Uint8Array(count);
    let filled = 0;
    let repeats = 0;
    while (filled < count) {
      const heard = await this.#line.listen(count - filled, { firstEtu: waitEtu, nextEtu: waitEtu }, deadline);
      const good = heard.ended === 'damaged' ? heard.bytes.length - 1 : heard.bytes.length;
      bytes.set(heard.bytes.subarray(0, good), filled);
      filled += good;
      if (heard.ended === 'silent') throw this.#line.fault('mute');
      if (heard.ended !== 'damaged') continue;
      repeats = good > 0 ? 1 : repeats + 1;
      if (!this.#line.framing.errorSignal || repeats > REPEATS_MAX) throw this.#line.fault('protocol');
    }
    return bytes;
  }
}

/** 61 to 6F and 90 to 9F begin a status word; 60 was looked at before (10.3.3). */
function isSw1(byte: number): boolean {
  return byte >> 4 === 6 || byte >> 4 === 9;
}
