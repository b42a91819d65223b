/** The terminal's end of the line to the bureau, whose HSM computes where no PSAM does (sscard.md 10.5, 16.6). */

import { concat, EMPTY } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import {
  type BureauAnswer,
  type BureauCard,
  type BureauService,
  bureauFrameLength,
  decodeBureauAnswer,
  encodeBureauRequest,
  encodeBureauUpload,
} from '../../codec/bureau-message.js';
import type { Clock } from '../../ports/clock.js';
import type { Line } from '../../ports/line.js';

const CONNECT_WITHIN_MS = 5_000;
/** A holder waits with the card in the slot; the card itself keeps its challenge as long as it has power. */
const ANSWER_WITHIN_MS = 10_000;

/** The answer, or none that can be believed: silence, a broken line, garbage. */
export type BureauReply = Pick<BureauAnswer, 'result' | 'data'> | 'unreachable';

export class BureauLink {
  readonly #line: Line;
  readonly #clock: Clock;
  #number = 0;

  constructor(line: Line, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
  }

  /** Asks once. Nothing is repeated: a proof for another challenge would be worth nothing. */
  ask(service: BureauService, card: BureauCard, data: string): Promise<BureauReply> {
    return this.#exchange((number) => encodeBureauRequest({ number, service, card, data }));
  }

  /** Hands over lines of medical accounts (purse-upload.ts). One that the bureau has already it answers as before. */
  upload(data: string): Promise<BureauReply> {
    return this.#exchange((number) => encodeBureauUpload({ number, data }));
  }

  async #exchange(encode: (number: number) => Uint8Array): Promise<BureauReply> {
    if (!(await this.#line.open(CONNECT_WITHIN_MS))) return 'unreachable';
    this.#number++;
    const request = encode(this.#number);
    const answer = (await this.#line.send(request)) ? await this.#hear() : undefined;
    if (answer !== undefined) return answer;
    // What comes late must not be met by the next question.
    await this.#line.close();
    return 'unreachable';
  }

  async #hear(): Promise<BureauAnswer | undefined> {
    const deadline = this.#clock.ticks() + ANSWER_WITHIN_MS;
    let heard = EMPTY;
    for (let left = ANSWER_WITHIN_MS; left > 0; left = deadline - this.#clock.ticks()) {
      const input = await this.#line.receive(left);
      if (input.kind !== 'bytes' || input.bytes.length === 0) return undefined;
      try {
        heard = this.#withoutEarlier(concat(heard, input.bytes));
        const length = bureauFrameLength(heard);
        if (length === undefined || heard.length < length) continue;
        const answer = decodeBureauAnswer(heard.subarray(0, length));
        return answer.number === this.#number && heard.length === length ? answer : undefined;
      } catch (error) {
        if (error instanceof FormatError) return undefined;
        throw error;
      }
    }
    return undefined;
  }

  /** Passes over whole answers to earlier questions of this line: such a one came twice. @throws FormatError */
  #withoutEarlier(heard: Uint8Array): Uint8Array {
    const length = bureauFrameLength(heard);
    if (length === undefined || heard.length < length) return heard;
    const { number } = decodeBureauAnswer(heard.subarray(0, length));
    return number < this.#number ? this.#withoutEarlier(heard.subarray(length)) : heard;
  }
}
