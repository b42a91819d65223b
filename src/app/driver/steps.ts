/**
 * The HSM steps of the driver calls (SC annex C; sscard.md 10.5, 12): the terminal has a question for the HSM, the business
 * system carries it there between two calls, and the visit goes on with the answer. The card stays in its session meanwhile.
 */

import type { HsmCarrier } from '../../ssse/hsm-keys.js';
import { answered, type DriverAnswer, failed } from './answer.js';
import { CODE } from './codes.js';

type Reply = Awaited<ReturnType<HsmCarrier['ask']>>;

/** A visit that waits for the next call of its function. */
interface Pending {
  /** Such as `iReadCard`. */
  readonly name: string;
  /** The step that is to come, 2 or 3. */
  readonly step: number;
  readonly reply: (reply: Reply) => void;
  readonly next: Promise<DriverAnswer>;
  readonly ended: Promise<unknown>;
}

export class HsmSteps {
  #pending: Pending | undefined;

  /**
   * Begins a visit. @param visit is given what carries its questions, and comes to its answer
   * @returns the first question, or the answer of a visit that had none
   */
  async begin(name: string, visit: (carrier: HsmCarrier) => Promise<DriverAnswer>): Promise<DriverAnswer> {
    let step = 1;
    let hear: (answer: DriverAnswer) => void = () => {};
    let next = new Promise<DriverAnswer>((resolve) => {
      hear = resolve;
    });
    const first = next;
    let ended: Promise<unknown> = Promise.resolve();
    const carrier: HsmCarrier = {
      // 卡鉴权 is a business of the caller's own.
      ask: async (service, _card, data) => {
        if (service === 'cardAuth') return { result: 'ok', data: '' };
        const tell = hear;
        next = new Promise((resolve) => {
          hear = resolve;
        });
        step++;
        return await new Promise<Reply>((reply) => {
          this.#pending = { name, step, reply, next, ended };
          tell(answered(data));
        });
      },
    };
    ended = visit(carrier).then((answer) => hear(answer));
    return await Promise.race([first, ended.then(() => first)]);
  }

  /** Goes on with what the HSM has said. @returns the next question, or what came of the visit; −12 where none waits */
  async proceed(name: string, step: number, data: string): Promise<DriverAnswer> {
    const pending = this.#pending;
    if (pending?.name !== name || pending.step !== step)
      return failed(CODE.notOpened, `没有等待中的 ${name}_HSM_Step${step - 1}；请从第一步重新开始`);
    this.#pending = undefined;
    pending.reply({ result: 'ok', data });
    return await Promise.race([pending.next, pending.ended.then(() => pending.next)]);
  }

  /** A visit has asked and waits for the next call. */
  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  /** Ends a visit whose next step nobody made: the card is powered down. */
  async abandon(): Promise<void> {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reply('unreachable');
    await pending?.ended;
  }
}
