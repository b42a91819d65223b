/**
 * T=1: commands and answers in blocks, with chaining and with recovery from what the line does to them (ISO/IEC 7816-3
 * 11.6). What it does beside the standard it does for the money's sake: a command that the card may have carried out is
 * never sent again, so that after a resynchronisation only one is repeated that the card has not got.
 */

import { assert } from '../../base/assert.js';
import { concat, EMPTY } from '../../base/bytes.js';
import { scrub } from '../../base/scrub.js';
import { type Block, type BlockError, decodeBlock, encodeBlock, INFORMATION_MAX, PROLOGUE_LENGTH } from './block.js';
import type { Line } from './line.js';
import { BLOCK_GUARD_ETU, type BlockTiming } from './timing.js';

/** Blocks in a row without a valid answer before resynchronisation or the end (11.6.3.2 rule 7.4; EMV Book 1 9.2.5.1, D). */
const ATTEMPTS_MAX = 3;

/** An information field that a card may send before it has heard of IFSD (11.4.2). */
const IFSD_DEFAULT = 32;

/** Data and status of a short answer. */
const ANSWER_MAX = 258;

export interface BlockTerms extends BlockTiming {
  /** Least distance between characters to the card. */
  readonly guardEtu: number;
  /** The longest information field that the card takes, from its ATR. */
  readonly ifsc: number;
}

/** Ends an exchange that three attempts did not bring through. */
class Lost extends Error {
  override name = 'Lost';
  readonly kind: 'mute' | 'protocol';

  constructor(kind: Lost['kind']) {
    super(kind);
    this.kind = kind;
  }
}

type Heard = Block | BlockError | 'silent';

export class BlockLink {
  readonly #line: Line;
  readonly #terms: BlockTerms;
  #ifsc: number;
  #ifsd = IFSD_DEFAULT;
  /** N(S) of the next I-block to the card, and of the next from it. */
  #sending = 0;
  #expecting = 0;
  /** The last block of the command is out, and the card has not said that it lacks it. */
  #delivered = false;

  constructor(line: Line, terms: BlockTerms) {
    this.#line = line;
    this.#terms = terms;
    this.#ifsc = terms.ifsc;
  }

  /** Tells the card that it may send 254 bytes at a time: S(IFS request), first thing after the ATR. @throws Fault */
  async open(deadline: number): Promise<void> {
    const offer = async () => {
      // A resynchronisation has offered it already.
      if (this.#ifsd === IFSD_DEFAULT) await this.#offerIfsd(deadline);
    };
    await this.#recovering(offer, deadline);
  }

  /** Sends a command APDU and returns the answer, data and SW1 SW2. @throws Fault mute, protocol, removed */
  async transceive(command: Uint8Array, deadline: number): Promise<Uint8Array> {
    return await this.#recovering(() => this.#converse(command, deadline), deadline);
  }

  /** Does it, and once more after a resynchronisation if a card that speaks had not the whole command when it failed. */
  async #recovering<T>(exchange: () => Promise<T>, deadline: number): Promise<T> {
    try {
      this.#delivered = false;
      return await exchange();
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      // A card that was silent three times is not asked for more: that is the end of its session (EMV Book 1 9.2.5.1, D).
      if (this.#delivered || error.kind === 'mute') throw this.#line.fault(error.kind);
    }
    try {
      await this.#resynchronise(deadline);
      return await exchange();
    } catch (error) {
      throw error instanceof Lost ? this.#line.fault(error.kind) : error;
    }
  }

  /** S(RESYNCH): both sides stand where they stood after the ATR (rule 6). */
  async #resynchronise(deadline: number): Promise<void> {
    await this.#ask({ kind: 'S', request: true, about: 'RESYNCH' }, isResponse('RESYNCH'), deadline);
    this.#sending = 0;
    this.#expecting = 0;
    this.#ifsc = this.#terms.ifsc;
    this.#ifsd = IFSD_DEFAULT;
    await this.#offerIfsd(deadline);
  }

  async #offerIfsd(deadline: number): Promise<void> {
    const offer: Block = { kind: 'S', request: true, about: 'IFS', value: INFORMATION_MAX };
    await this.#ask(offer, isResponse('IFS', INFORMATION_MAX), deadline);
    this.#ifsd = INFORMATION_MAX;
  }

  async #converse(command: Uint8Array, deadline: number): Promise<Uint8Array> {
    let answer = await this.#sendChain(command, deadline);
    let data: Uint8Array = EMPTY;
    for (;;) {
      data = concat(data, answer.information);
      this.#expecting ^= 1;
      if (data.length > ANSWER_MAX) throw this.#line.fault('protocol');
      if (!answer.more) return data;
      answer = asI(await this.#ask({ kind: 'R', expected: this.#expecting, error: 0 }, this.#isAnswer, deadline));
    }
  }

  /** Sends the command in as many I-blocks as the card's IFSC makes of it. @returns the first block of the answer */
  async #sendChain(command: Uint8Array, deadline: number): Promise<Extract<Block, { kind: 'I' }>> {
    let from = 0;
    for (;;) {
      const to = Math.min(from + this.#ifsc, command.length);
      const more = to < command.length;
      const block: Block = { kind: 'I', sequence: this.#sending, more, information: command.subarray(from, to) };
      const got = await this.#ask(block, more ? this.#isAcknowledgement : this.#isAnswer, deadline);
      this.#sending ^= 1;
      if (!more) return asI(got);
      from = to;
    }
  }

  readonly #isAnswer = (block: Block): boolean => block.kind === 'I' && block.sequence === this.#expecting;

  readonly #isAcknowledgement = (block: Block): boolean => block.kind === 'R' && block.expected !== this.#sending;

  /**
   * Sends a block and goes on until what is wanted comes back: repeats it or asks for repetition, and grants what the
   * card requests in between. @throws Lost after three attempts, Fault
   */
  async #ask(block: Block, isWanted: (got: Block) => boolean, deadline: number): Promise<Block> {
    let next: Block = block;
    let patience = 1;
    for (let attempts = 0; ; ) {
      await this.#send(next);
      const heard = await this.#hear(patience, deadline);
      patience = 1;
      if (typeof heard === 'object' && isWanted(heard)) return heard;
      if (lacks(heard, block)) this.#delivered = false;
      const granted = this.#granted(heard);
      if (granted !== undefined) {
        next = granted;
        if (granted.about === 'WTX') patience = granted.value;
        continue;
      }
      if (this.#line.isOver(deadline)) throw this.#line.fault('mute');
      if (++attempts === ATTEMPTS_MAX) throw new Lost(heard === 'silent' ? 'mute' : 'protocol');
      next = this.#afterFailure(block, next, heard);
    }
  }

  /** The response to a request of the card's (rules 3 to 5); undefined when there is none. @throws Fault at ABORT */
  #granted(heard: Heard): { kind: 'S'; request: false; about: 'IFS' | 'WTX'; value: number } | undefined {
    if (typeof heard !== 'object' || heard.kind !== 'S' || !heard.request) return undefined;
    // Half a command or half an answer is of no use to anybody.
    if (heard.about === 'ABORT') throw this.#line.fault('protocol');
    if (heard.about === 'RESYNCH' || heard.value === undefined) return undefined;
    if (heard.about === 'IFS') this.#ifsc = heard.value;
    return { kind: 'S', request: false, about: heard.about, value: heard.value };
  }

  /** What to send when the answer to `last`, on behalf of `block`, was not what was wanted (rule 7). */
  #afterFailure(block: Block, last: Block, heard: Heard): Block {
    if (block.kind === 'S') return block;
    if (lacks(heard, block)) return block;
    // An R-block that expects the I-block after ours is about the R- or S-block that went out last.
    if (typeof heard === 'object' && heard.kind === 'R' && last.kind !== 'I') return last;
    return { kind: 'R', expected: this.#expecting, error: typeof heard === 'number' ? heard : 2 };
  }

  async #send(block: Block): Promise<void> {
    if (block.kind === 'I' && !block.more) this.#delivered = true;
    const bytes = encodeBlock(block);
    await this.#line.speak(bytes, { firstEtu: BLOCK_GUARD_ETU, nextEtu: this.#terms.guardEtu });
    scrub(bytes);
  }

  /** Receives a block within so many block waiting times. After an invalid one the line has fallen silent. */
  async #hear(patience: number, deadline: number): Promise<Heard> {
    const { blockWaitEtu, characterWaitEtu: nextEtu } = this.#terms;
    const prologue = await this.#line.listen(PROLOGUE_LENGTH, { firstEtu: blockWaitEtu * patience, nextEtu }, deadline);
    if (prologue.ended === 'silent' && prologue.bytes.length === 0) return 'silent';
    if (prologue.ended !== 'complete') return await this.#afterwards(prologue.ended === 'damaged' ? 1 : 2, deadline);
    const length = prologue.bytes[2];
    if (length > this.#ifsd) return await this.#afterwards(2, deadline);
    const rest = await this.#line.listen(length + 1, { firstEtu: nextEtu, nextEtu }, deadline);
    if (rest.ended !== 'complete') return await this.#afterwards(rest.ended === 'damaged' ? 1 : 2, deadline);
    const block = decodeBlock(concat(prologue.bytes, rest.bytes));
    return typeof block === 'number' ? await this.#afterwards(block, deadline) : block;
  }

  /** Lets pass what still comes of an invalid block, be it a little too late: until the line has been quiet for long. */
  async #afterwards(error: BlockError, deadline: number): Promise<BlockError> {
    const quietEtu = 2 * this.#terms.characterWaitEtu;
    const limits = { firstEtu: quietEtu, nextEtu: quietEtu };
    while ((await this.#line.listen(ANSWER_MAX, limits, deadline)).bytes.length > 0);
    return error;
  }
}

function isResponse(about: 'RESYNCH' | 'IFS', value?: number): (got: Block) => boolean {
  return (got) => got.kind === 'S' && !got.request && got.about === about && got.value === value;
}

/** Whether the card says that it has not got this I-block. */
function lacks(heard: Heard, block: Block): boolean {
  return typeof heard === 'object' && heard.kind === 'R' && block.kind === 'I' && heard.expected === block.sequence;
}

/** What #isAnswer has let through. */
function asI(block: Block): Extract<Block, { kind: 'I' }> {
  assert(block.kind === 'I', 'an answer is an I-block');
  return block;
}
