/**
 * UnionPay's part: it routes by the first digits of the card number between acquiring and issuing banks, the acquirer's own
 * cards too; waits so long and no longer, and takes back on its own what it cannot know the end of; and counts what is to
 * be cleared. [TP], after the policy of direct connection (直联).
 */

import { type CardAnswer, type CardRequest, movesMoney } from '../bank/card-request.js';
import type { IssuingBank } from '../bank/issuing-bank.js';
import { translatePinBlock } from '../bank/online-pin.js';
import { CODE } from '../bank/response-codes.js';
import type { ClearingItem, SwitchImage } from './clearing.js';

/** How an issuer meets a message just now. */
export type IssuerConduct =
  | 'answers'
  /** the line to it is down: nothing reaches it */
  | 'down'
  /** the message is lost on the way */
  | 'mute'
  /** it acts, and its answer is lost */
  | 'silent'
  /** it acts when the switch has given up */
  | 'slow';

/** A bank that takes part. */
export interface Member {
  /** Institution number, field 32. */
  readonly id: string;
  /** First digits of its cards. */
  readonly bins: readonly string[];
  readonly bank: IssuingBank;
  /** Key of PIN blocks between the switch and this bank, 16 bytes. */
  readonly zoneKey: Uint8Array;
}

export interface SwitchOptions {
  readonly members: readonly Member[];
  /** Local time, YYYYMMDDhhmmss. */
  readonly now: () => string;
  /** How long an issuer may take, ms. */
  readonly patience: number;
  readonly image?: SwitchImage;
}

export interface SwitchAnswer {
  readonly answer: CardAnswer;
  /** Who was asked; undefined where no bank has such cards. */
  readonly issuer: string | undefined;
  /** How long the switch waited, ms. */
  readonly waited: number;
}

export class Switch {
  /** May change from one message to the next. */
  conduct: (issuer: string, message: 'request' | 'reversal') => IssuerConduct = () => 'answers';
  readonly #options: SwitchOptions;
  readonly #items = new Map<string, ClearingItem>();
  #pending: SwitchImage['pending'];

  constructor(options: SwitchOptions) {
    this.#options = options;
    for (const item of options.image?.items ?? []) this.#items.set(item.reference, item);
    this.#pending = [...(options.image?.pending ?? [])];
  }

  /** Asks the bank of the card; of a transfer the receiving bank too. PIN blocks come under the acquirer's zone key. */
  authorise(request: CardRequest): SwitchAnswer {
    const issuer = this.memberOf(request.pan);
    if (issuer === undefined) return { answer: { code: CODE.noIssuer }, issuer: undefined, waited: 0 };
    if (request.kind !== 'transfer') return this.#ask(issuer, request);
    const receiver = this.memberOf(request.to ?? '');
    if (receiver === undefined) return { answer: { code: CODE.noIssuer }, issuer: issuer.id, waited: 0 };
    const first = this.#ask(issuer, request);
    if (first.answer.code !== CODE.approved) return first;
    const second = this.#ask(receiver, creditOf(request));
    if (second.answer.code === CODE.approved) return first;
    this.#takeBack(issuer, request.reference);
    const { code } = second.answer;
    return { answer: { code }, issuer: issuer.id, waited: first.waited + second.waited };
  }

  /** Takes back what was approved under this reference, at the issuer as soon as it can be reached. */
  reverse(reference: string): void {
    for (const name of [creditReference(reference), reference]) {
      const item = this.#items.get(name);
      const member = this.#options.members.find(({ id }) => id === item?.issuer);
      if (item && !item.reversed && member) this.#takeBack(member, name);
    }
  }

  /** Takes script results on to the card's bank. @param results DF31 in hexadecimal @returns whether it knows the transaction */
  noteScripts(pan: string, reference: string, results: string): boolean {
    return this.memberOf(pan)?.bank.noteScripts(reference, results) ?? false;
  }

  /** Hands every reversal that waits to its issuer, if that is there. @returns those that still wait */
  deliver(): SwitchImage['pending'] {
    for (const member of this.#options.members) this.#deliverTo(member);
    return [...this.#pending];
  }

  /** The bank that issued a card. */
  memberOf(pan: string): Member | undefined {
    return this.#options.members.find(({ bins }) => bins.some((bin) => pan.startsWith(bin)));
  }

  /** All that is to be cleared, oldest first. */
  items(): IterableIterator<ClearingItem> {
    return this.#items.values();
  }

  image(): SwitchImage {
    return { items: [...this.#items.values()], pending: [...this.#pending] };
  }

  #ask(issuer: Member, request: CardRequest): SwitchAnswer {
    const told = (code: string, waited: number) => ({ answer: { code }, issuer: issuer.id, waited });
    const conduct = this.conduct(issuer.id, 'request');
    // What must be taken back goes before: a bank that cannot be told so is asked nothing new.
    this.#deliverTo(issuer);
    const owes = this.#pending.some((one) => one.issuer === issuer.id);
    if (conduct === 'down' || owes) return told(CODE.issuerDown, 0);
    const onward = this.#translated(issuer, request);
    if (onward === undefined) return told(CODE.pinFormat, 0);
    if (conduct === 'answers') {
      const answer = issuer.bank.authorise(onward);
      if (answer.code === CODE.approved) this.#clear(issuer, request);
      return { answer, issuer: issuer.id, waited: 0 };
    }
    if (conduct === 'silent') issuer.bank.authorise(onward);
    this.#takeBack(issuer, request.reference);
    if (conduct === 'slow') issuer.bank.authorise(onward);
    return told(CODE.issuerSilent, this.#options.patience);
  }

  /** The request with its PIN block under the issuer's key; undefined for a block that is none. */
  #translated(issuer: Member, { pinBlock, ...request }: CardRequest): CardRequest | undefined {
    if (pinBlock === undefined) return request;
    const acquirer = this.#options.members.find(({ id }) => id === request.acquirer);
    const translated = acquirer && translatePinBlock(acquirer.zoneKey, issuer.zoneKey, pinBlock);
    return translated && { ...request, pinBlock: translated };
  }

  #clear({ id }: Member, { reference, acquirer, kind, amount }: CardRequest): void {
    if (!movesMoney(kind)) return;
    const date = this.#options.now().slice(0, 8);
    this.#items.set(reference, { reference, date, acquirer, issuer: id, kind, amount, reversed: false });
  }

  #takeBack(issuer: Member, reference: string): void {
    const item = this.#items.get(reference);
    if (item) this.#items.set(reference, { ...item, reversed: true });
    this.#pending.push({ issuer: issuer.id, reference });
    this.#deliverTo(issuer);
  }

  /** In their order; what is not confirmed stays and is sent again, which does no harm. */
  #deliverTo({ id, bank }: Member): void {
    this.#pending = this.#pending.filter(({ issuer, reference }) => {
      if (issuer !== id) return true;
      const conduct = this.conduct(id, 'reversal');
      if (conduct === 'down' || conduct === 'mute') return true;
      bank.reverse(reference);
      return conduct !== 'answers';
    });
  }
}

/** The second leg: the same money for the account that it goes to. */
function creditOf({ reference, acquirer, amount, currency, to = '' }: CardRequest): CardRequest {
  return { reference: creditReference(reference), acquirer, kind: 'transfer-credit', pan: to, amount, currency };
}

function creditReference(reference: string): string {
  return `${reference} credit`;
}
