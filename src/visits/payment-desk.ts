/** The visit's side of a payment: what the kernel asks of holder, attendant and bank while it works. */

import { words } from '../base/text.js';
import type { IssuerAnswer, IssuerRequest, ReversalReason } from '../ports/issuer.js';
import type { Random } from '../ports/random.js';
import type {
  ApplicationChoice,
  IdentityDocument,
  KernelHost,
  OnlineAnswer,
  OnlineRequest,
  Transaction,
} from '../pse/payment-kernel.js';
import { maskNumber } from '../screens/mask.js';
import {
  askingBankView,
  BANK_PIN_PROMPT,
  bankPinView,
  chooseApplicationView,
  documentView,
} from '../screens/payment-views.js';
import { askPin, type PinEntry } from '../vault/pin-room.js';
import type { Terminal } from './terminal.js';

/** A payment application's PIN (EMV 4.3 Book 3 6.5.12). */
const PIN_DIGITS_MIN = 4;
const PIN_DIGITS_MAX = 12;
const ANSWER_WITHIN_MS = 60_000;

/** As many as the keypad has numbers for; the ones behind have the lower priority. */
const CHOICES_MAX = 9;

/** 9F62 证件类型 (emv.md 2.3). */
const DOCUMENTS = Object.freeze([
  words('居民身份证', 'Resident identity card'),
  words('军官证', 'Officer’s certificate'),
  words('护照', 'Passport'),
  words('入境证', 'Entry permit'),
  words('临时身份证', 'Temporary identity card'),
]);
const OTHER_DOCUMENT = words('其他证件', 'Other document');

export class PaymentDesk implements KernelHost {
  readonly random: Random;
  readonly #terminal: Terminal;
  readonly #transaction: Transaction;
  #pinBlock: Uint8Array | undefined;
  #request: IssuerRequest | undefined;
  #answer: IssuerAnswer | undefined;

  constructor(terminal: Terminal, transaction: Transaction) {
    this.#terminal = terminal;
    this.#transaction = transaction;
    this.random = terminal.world.random;
  }

  /** What the bank said, if it was asked and spoke. */
  get answer(): IssuerAnswer | undefined {
    return this.#answer;
  }

  async chooseApplication(choices: readonly ApplicationChoice[]): Promise<number | undefined> {
    const { screen, keypad } = this.#terminal.world;
    const offered = choices.slice(0, CHOICES_MAX);
    await screen.show(chooseApplicationView(offered.map(({ label }) => label)));
    const chosen = await keypad.choose(offered.length, ANSWER_WITHIN_MS);
    return chosen.kind === 'chosen' ? chosen.index : undefined;
  }

  async enterOfflinePin({ triesLeft }: { readonly triesLeft: number | undefined }): Promise<PinEntry> {
    return await this.#askPin(triesLeft);
  }

  async enterOnlinePin(account: Uint8Array): ReturnType<KernelHost['enterOnlinePin']> {
    const { pinKey } = this.#terminal.payment;
    if (pinKey === undefined) return 'unavailable';
    const entry = await this.#askPin(undefined);
    if (entry.kind === 'length') return 'cancelled';
    if (entry.kind !== 'entered') return entry.kind;
    this.#pinBlock = await pinKey.seal(entry.pin, account);
    return 'entered';
  }

  async checkDocument({ number, type }: IdentityDocument): Promise<boolean> {
    const { screen, keypad } = this.#terminal.world;
    await screen.show(documentView(DOCUMENTS[type] ?? OTHER_DOCUMENT, number, maskNumber(number)));
    const chosen = await keypad.choose(2, ANSWER_WITHIN_MS);
    return chosen.kind === 'chosen' && chosen.index === 0;
  }

  async isOnExceptionFile(pan: string): Promise<boolean> {
    return this.#terminal.payment.exceptionFile.includes(pan);
  }

  async spentBefore(pan: string, panSequence: string): Promise<number> {
    return this.#terminal.journal.spentBefore(pan, panSequence);
  }

  async authorise({ values }: OnlineRequest): Promise<OnlineAnswer> {
    const { screen, issuer } = this.#terminal.world;
    await screen.show(askingBankView());
    this.#request = this.#pinBlock ? { values, pinBlock: this.#pinBlock } : { values };
    // Until the answer is there, nobody knows what the bank has done.
    this.#answer = { kind: 'unknown' };
    this.#answer = await issuer.authorise(this.#request);
    return this.#answer;
  }

  /**
   * Takes the request back when the bank may have granted what did not come about (emv.md 3.9): it did not answer, or it
   * did and the card did not follow. @returns undefined when there is nothing to take back
   */
  async takeBack(reason: ReversalReason | undefined): Promise<'done' | 'open' | undefined> {
    if (this.#request === undefined || reason === undefined || this.#transaction.kind === 'balance') return undefined;
    const done = await this.#terminal.world.issuer.reverse(this.#request, reason);
    return done === 'done' ? 'done' : 'open';
  }

  async #askPin(triesLeft: number | undefined): Promise<PinEntry> {
    const { screen, pinPad } = this.#terminal.world;
    const { kind, amount } = this.#transaction;
    await screen.show(bankPinView(kind === 'balance' ? undefined : amount, triesLeft));
    return await askPin(pinPad, {
      prompt: BANK_PIN_PROMPT,
      minDigits: PIN_DIGITS_MIN,
      maxDigits: PIN_DIGITS_MAX,
      withinMs: ANSWER_WITHIN_MS,
    });
  }
}
