/** The terminal's standing with its bank: who it is there, whether it has signed in today, what the bank wants of it. */

import type { Message } from '../codec/iso8583.js';
import type { Journal, JournalTrouble } from '../journal/journal.js';
import type { BankAnswer, BankLink } from '../links/bank/bank-link.js';
import type { Station } from '../links/bank/build.js';
import type { ProcessingRequest } from '../links/bank/codes.js';
import { responseClass } from '../links/bank/response-codes.js';
import { macFieldOf, transactionOf } from '../links/bank/transactions.js';
import type { Clock } from '../ports/clock.js';
import type { KernelParameters } from '../pse/parameters.js';
import type { PinKey } from '../vault/online-pin.js';

export type Readiness =
  | { readonly kind: 'ready' }
  /** the line is not to be had: nothing went out */
  | { readonly kind: 'unable' }
  | { readonly kind: 'unanswered' }
  /** the check values say that the keys came under another master key, or not whole */
  | { readonly kind: 'wrong-keys' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'journal'; readonly trouble: JournalTrouble };

/** A download that the bank can ask for. */
type Errand = 'ca-keys' | 'chip-parameters';

export interface BankDeskParts {
  readonly link: BankLink;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly parameters: Pick<KernelParameters, 'terminalId' | 'merchantId'>;
}

/** Sign-ins tried in a row while keys come whose check values are wrong. */
const SIGN_INS_MAX = 2;

export class BankDesk {
  readonly #parts: BankDeskParts;
  /** Local date of the sign-in, YYYYMMDD. */
  #day: string | undefined;
  readonly #errands = new Set<Errand>();

  constructor(parts: BankDeskParts) {
    this.#parts = parts;
  }

  get station(): Station {
    const { parameters, journal } = this.#parts;
    return { terminalId: parameters.terminalId, merchantId: parameters.merchantId, batch: journal.batch };
  }

  get link(): BankLink {
    return this.#parts.link;
  }

  /** For online PINs; none before the terminal has signed in. */
  get pinKey(): PinKey | undefined {
    return this.#parts.link.keys?.pinKey;
  }

  /** What the bank has asked to be downloaded. */
  get errands(): readonly Errand[] {
    return [...this.#errands];
  }

  /** It was: what the bank said of it while it was being downloaded counts no more. */
  errandDone(errand: Errand): void {
    this.#errands.delete(errand);
  }

  /** That was done today, and the bank has not asked for it again. */
  get isSignedIn(): boolean {
    return this.#parts.link.keys !== undefined && this.#day === this.#parts.clock.now().slice(0, 8);
  }

  /** Signs in, unless it is. */
  async ready(): Promise<Readiness> {
    return this.isSignedIn ? { kind: 'ready' } : await this.signIn();
  }

  /** 签到: new working keys (emv.md 3.5, 3.9). A wrong check value means once more. */
  async signIn(): Promise<Readiness> {
    const { link, journal, clock } = this.#parts;
    for (let tried = 1; ; tried++) {
      const stan = await journal.nextNumber('stan');
      if (typeof stan === 'string') return { kind: 'journal', trouble: stan };
      const answer = await link.signIn(this.station, stan);
      if ('processingRequest' in answer) this.#note(answer.processingRequest);
      switch (answer.kind) {
        case 'signed-on':
          this.#day = clock.now().slice(0, 8);
          return { kind: 'ready' };
        case 'refused':
          return { kind: 'refused', code: answer.code };
        case 'unable':
          return { kind: 'unable' };
        case 'unknown':
          return { kind: 'unanswered' };
        case 'wrong-keys':
          if (tried === SIGN_INS_MAX) return { kind: 'wrong-keys' };
      }
    }
  }

  /**
   * Asks, and obeys what comes beside the answer: a host that does not know this terminal's keys, or wants it to sign in
   * again, gets a sign-in before the next question. Without keys nothing goes out that needs a MAC.
   */
  async ask(request: Message): Promise<BankAnswer> {
    const { link } = this.#parts;
    const transaction = transactionOf(request);
    if (transaction && macFieldOf(transaction) !== undefined && link.keys === undefined) return { kind: 'unable' };
    const answer = await link.ask(request);
    if ('code' in answer && responseClass(answer.code) === 'sign-in') link.forgetKeys();
    if ('processingRequest' in answer) this.#note(answer.processingRequest);
    return answer;
  }

  #note(wanted: ProcessingRequest): void {
    if (wanted === 'sign-in') this.#day = undefined;
    if (wanted === 'ca-keys' || wanted === 'chip-parameters') this.#errands.add(wanted);
  }
}
