/** The visit's side of a payment: what the kernel asks of holder, attendant and bank while it works. */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import type { Message } from '../codec/iso8583.js';
import type { Row } from '../journal/entries.js';
import type { Kept } from '../journal/journal.js';
import { balanceOf } from '../links/bank/balance.js';
import type { BankAnswer } from '../links/bank/bank-link.js';
import { type CardTransaction, cardRequest, offlineUpload } from '../links/bank/card-requests.js';
import { chipAnswer } from '../links/bank/chip-data.js';
import { scriptNotice, storedForm } from '../links/bank/reversal.js';
import { batchRow } from '../links/bank/settlement.js';
import type { Random } from '../ports/random.js';
import type {
  ApplicationChoice,
  IdentityDocument,
  KernelHost,
  OnlineAnswer,
  OnlineRequest,
  PaymentOutcome,
  PaymentRecord,
  Transaction,
  TransactionKind,
} from '../pse/payment-kernel.js';
import { verdictOf } from '../pse/response-code.js';
import { maskNumber } from '../screens/mask.js';
import {
  askingBankView,
  BANK_PIN_PROMPT,
  bankPinView,
  chooseApplicationView,
  documentView,
} from '../screens/payment-views.js';
import { askPin, type PinEntry } from '../vault/pin-room.js';
import { type Resolved, resolvePending } from './resolve.js';
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

/** Which message asks the bank for what the holder came for; a refund is asked for without a cryptogram (later-visit.ts). */
const MESSAGES: Readonly<Record<Exclude<TransactionKind, 'refund'>, CardTransaction>> = Object.freeze({
  purchase: 'purchase',
  cash: 'withdrawal',
  deposit: 'deposit',
  transfer: 'transfer',
  balance: 'balance',
});

/** What the holder came for, and for a transfer who gets the money. */
export interface PaymentOrder {
  readonly kind: Exclude<TransactionKind, 'refund'>;
  /** Fen; 0 for a balance enquiry. */
  readonly amount: number;
  readonly toAccount?: string;
}

export class PaymentDesk implements KernelHost {
  readonly random: Random;
  readonly #terminal: Terminal;
  readonly #order: PaymentOrder;
  readonly #moment: string;
  #pinBlock: Uint8Array | undefined;
  #offlineEntries = 0;
  /** The request as it is kept, once it has been made; what came of asking; and what the journal would not keep. */
  #request: Message | undefined;
  #answer: BankAnswer | undefined;
  #trouble: Exclude<Kept, 'done'> | undefined;

  constructor(terminal: Terminal, order: PaymentOrder, { moment }: Pick<Transaction, 'moment'>) {
    this.#terminal = terminal;
    this.#order = order;
    this.#moment = moment;
    this.random = terminal.world.random;
  }

  /** Fen, when the bank was asked for the balance and told it. */
  get balance(): number | undefined {
    return this.#answer?.kind === 'answered' ? balanceOf(this.#answer.message) : undefined;
  }

  /** Why the journal did not keep what had to be kept before the bank could be asked. */
  get trouble(): Exclude<Kept, 'done'> | undefined {
    return this.#trouble;
  }

  async chooseApplication(choices: readonly ApplicationChoice[]): Promise<number | undefined> {
    const { screen, keypad } = this.#terminal.world;
    const offered = choices.slice(0, CHOICES_MAX);
    await screen.show(chooseApplicationView(offered.map(({ label }) => label)));
    const chosen = await keypad.choose(offered.length, ANSWER_WITHIN_MS);
    return chosen.kind === 'chosen' ? chosen.index : undefined;
  }

  enterOfflinePin({ triesLeft }: { readonly triesLeft: number | undefined }): Promise<PinEntry> {
    return this.#askPin(triesLeft, this.#offlineEntries++ > 0);
  }

  async enterOnlinePin(account: Uint8Array): ReturnType<KernelHost['enterOnlinePin']> {
    const pinKey = this.#terminal.bank?.pinKey;
    if (pinKey === undefined) return 'unavailable';
    const entry = await this.#askPin(undefined, false);
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

  /**
   * Asks the bank. Before a request that may move money goes out it is durable that it did (design.md, Money): a journal
   * that does not take it lets nothing out.
   */
  async authorise(asked: OnlineRequest): Promise<OnlineAnswer> {
    const { world, bank, journal } = this.#terminal;
    if (bank?.link.keys === undefined) return UNABLE;
    const request = this.#message(asked, bank.station);
    const kept = await this.#keep(request);
    if (kept !== 'done') {
      this.#trouble = kept;
      return UNABLE;
    }
    await world.screen.show(askingBankView());
    const answer = await bank.ask(request);
    this.#answer = answer;
    if (answer.kind === 'unable' && this.#movesMoney) await this.#must(journal.close());
    if (answer.kind === 'false' && this.#movesMoney) await this.#must(journal.mark({ reason: 'A0' }));
    if (answer.kind === 'unable') return UNABLE;
    if (answer.kind !== 'answered') return { kind: 'unknown' };
    return { kind: 'answered', responseCode: answer.code, ...chipAnswer(answer.message) };
  }

  get #movesMoney(): boolean {
    return this.#order.kind !== 'balance';
  }

  #message({ values }: OnlineRequest, station: Parameters<typeof cardRequest>[1]['station']): Message {
    const { kind, amount, toAccount } = this.#order;
    return cardRequest(MESSAGES[kind], {
      station,
      stan: this.#terminal.journal.state.next('stan'),
      values,
      ...(this.#movesMoney && { amount }),
      ...(this.#pinBlock && { pinBlock: this.#pinBlock }),
      ...(toAccount !== undefined && { toAccount }),
    });
  }

  async #keep(message: Message): Promise<Kept> {
    const { journal } = this.#terminal;
    const request = storedForm(message, this.#moment);
    this.#request = request;
    if (this.#movesMoney) {
      return await journal.begin({ way: 'reverse', reason: undefined, tries: 0, moment: this.#moment, request });
    }
    const number = await journal.nextNumber('stan');
    return typeof number === 'string' ? number : 'done';
  }

  async #must(kept: Promise<Kept>): Promise<void> {
    const done = await kept;
    if (done !== 'done') this.#trouble = done;
  }

  /** Books what was approved: one record has the result and closes the request. Nobody has heard of it before. */
  async book({ where, record }: PaymentOutcome & { readonly kind: 'approved' }): Promise<Row | Exclude<Kept, 'done'>> {
    const { journal } = this.#terminal;
    if (where === 'offline') {
      const row = this.#row('offline', record, this.#offlineMessage(record));
      const kept = await journal.bookOffline(row);
      return kept === 'done' ? row : kept;
    }
    assert(this.#request !== undefined && this.#answer?.kind === 'answered', 'an online approval has a request');
    const row = this.#row('online', record, batchRow(this.#request, this.#answer.message, record.values));
    const kept = await journal.book(row, this.#notice(record));
    return kept === 'done' ? row : kept;
  }

  #offlineMessage({ values }: PaymentRecord): Message {
    const { bank, journal, payment } = this.#terminal;
    const { terminalId, merchantId } = payment.parameters;
    const station = bank?.station ?? { terminalId, merchantId, batch: journal.batch };
    const message = offlineUpload({ station, stan: journal.state.next('stan'), values, amount: this.#order.amount });
    return storedForm(message, this.#moment);
  }

  #row(where: Row['where'], record: PaymentRecord, message: Message): Row {
    const { values, label, signatureWanted } = record;
    const tsi = values.get(0x9b) ?? new Uint8Array(2);
    return { where, moment: this.#moment, tsi, label, signature: signatureWanted, message };
  }

  /** What became of the issuer's scripts, for the issuer; nothing where it sent none. */
  #notice({ values, scriptResults }: PaymentRecord): Message | undefined {
    if (this.#request === undefined || scriptResults.length === 0) return undefined;
    return scriptNotice(this.#request, values, scriptResults, this.#terminal.journal.state.next('stan'));
  }

  /**
   * After the card is down: sees to it that nothing stays pending that did not come about (emv.md 3.9).
   *
   * @param outcome undefined where the session broke off, so that nobody knows what the card did
   * @returns undefined where there was nothing to take back
   */
  async windUp(outcome: PaymentOutcome | undefined): Promise<Resolved | undefined> {
    const { journal } = this.#terminal;
    const record = outcome !== undefined && 'record' in outcome ? outcome.record : undefined;
    const notice = record && this.#notice(record);
    if (journal.state.pending === undefined) {
      if (notice && !this.#movesMoney) await journal.owe(notice);
      return undefined;
    }
    if (this.#answer?.kind === 'answered') {
      const declined = verdictOf(this.#answer.code) === 'declined';
      if (declined) {
        await journal.close(notice);
        return undefined;
      }
      if (notice) await journal.owe(notice);
      // What the journal will not take any more is taken back all the same: for want of a reason it says that none came.
      await journal.mark({ reason: '06' });
    }
    return await resolvePending(this.#terminal);
  }

  async #askPin(triesLeft: number | undefined, isAgain: boolean): Promise<PinEntry> {
    const { screen, pinPad } = this.#terminal.world;
    const { kind, amount } = this.#order;
    await screen.show(bankPinView(kind === 'balance' ? undefined : amount, triesLeft, isAgain));
    return await askPin(pinPad, {
      prompt: BANK_PIN_PROMPT,
      minDigits: PIN_DIGITS_MIN,
      maxDigits: PIN_DIGITS_MAX,
      withinMs: ANSWER_WITHIN_MS,
    });
  }
}

const UNABLE: OnlineAnswer = Object.freeze({ kind: 'unable' });
