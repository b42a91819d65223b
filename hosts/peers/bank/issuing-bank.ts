/**
 * The bank that issued the card: it checks the cryptogram by its own keys, looks at the account, books, and answers with
 * a cryptogram of its own and scripts. A transaction has one name in the network: asked again it gets the same answer,
 * taken back before it came it never comes. emv.md 2.8, 2.10, 3.8.
 */

import { concat } from '../../../src/base/bytes.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { type Account, type AccountOpening, Accounts } from './accounts.js';
import { type CardAnswer, type CardRequest, isDebit, movesMoney } from './card-request.js';
import { authenticationData, type ChipData, CRYPTOGRAM, isGenuine, readChip, scriptFor } from './chip-data.js';
import { countedToday, decide, type Rules } from './decision.js';
import {
  answerOf,
  EMPTY_ISSUING,
  type IssuingImage,
  type IssuingRecord,
  keptAnswer,
  keptScript,
  scriptOf,
} from './issuing-image.js';
import { depositOf, type Ledger, type Line, SWITCH } from './ledger.js';
import { CODE } from './response-codes.js';
import type { ScriptPlan } from './script-commands.js';

/** How the bank departs from what an issuer would do. */
export interface IssuingTemper {
  /** Whatever the account says, answer this; two characters. */
  readonly responseCode?: string;
  /** 91 with a wrong cryptogram, or none at all. */
  readonly authentication?: 'wrong' | 'absent';
}

export interface IssuingOptions extends Rules {
  readonly accounts: readonly AccountOpening[];
  /** What becomes of a card that the bank does not know: refused, or taken for an open account with 1000.00 [TP]. */
  readonly strangers?: 'refused' | 'welcome';
  /** Local time, YYYYMMDDhhmmss. */
  readonly now: () => string;
  readonly ledger: Ledger;
  readonly temper?: IssuingTemper;
  /** An earlier run's; its ledger comes with it. */
  readonly image?: IssuingImage;
}

export class IssuingBank {
  readonly #options: IssuingOptions;
  readonly #accounts: Accounts;
  readonly #records = new Map<string, IssuingRecord>();
  readonly #tombstones: Set<string>;
  #scripts: IssuingImage['scripts'];
  #approvals: number;

  constructor(options: IssuingOptions) {
    const image = options.image ?? EMPTY_ISSUING;
    this.#options = options;
    this.#accounts = new Accounts(options.ledger, options.strangers === 'welcome', image.accounts);
    for (const opening of options.accounts) this.#accounts.open(opening);
    for (const record of image.records) this.#records.set(record.reference, record);
    this.#tombstones = new Set(image.tombstones);
    this.#scripts = [...image.scripts];
    this.#approvals = image.approvals;
  }

  /** Has a script go out with the next answer to this card. */
  order(pan: string, plan: ScriptPlan): void {
    this.#scripts.push(keptScript(pan, plan));
  }

  /** Fen; undefined where the bank does not know the card. */
  balanceOf(pan: string): number | undefined {
    return this.#accounts.find(pan) && this.#options.ledger.balance(depositOf(pan));
  }

  /** Decides once for each reference, books what it approves, and says the same whenever it is asked again. */
  authorise(request: CardRequest, temper: IssuingTemper = this.#options.temper ?? {}): CardAnswer {
    if (this.#tombstones.has(request.reference)) return { code: CODE.duplicate };
    const known = this.#records.get(request.reference);
    if (known !== undefined) return answerOf(known.answer);
    const chip = chipOf(request);
    const answer = chip === 'broken' ? { code: CODE.formatError } : this.#answer(request, chip, temper);
    this.#keep(request, answer, chip === 'broken' ? undefined : chip);
    return answer;
  }

  /** Takes a transaction back, once; one that never came will be refused when it does. */
  reverse(reference: string): void {
    const record = this.#records.get(reference);
    if (record === undefined) this.#tombstones.add(reference);
    if (record?.state !== 'posted') return;
    const { ledger } = this.#options;
    ledger.undo(reference);
    this.#records.set(reference, { ...record, state: 'reversed' });
    const account = this.#accounts.find(record.pan);
    if (account?.day?.date === record.date)
      this.#accounts.put(countedToday(account, record.kind, -record.amount, record.date));
    const original = this.#records.get(record.original ?? '');
    if (original === undefined) return;
    const changed =
      record.kind === 'void' ? { voided: false } : { refunded: Math.max(0, original.refunded - record.amount) };
    this.#records.set(original.reference, { ...original, ...changed });
  }

  /** What became of the scripts that went out with an answer. @param results DF31 in hexadecimal @returns whether it is known */
  noteScripts(reference: string, results: string): boolean {
    const record = this.#records.get(reference);
    if (record === undefined) return false;
    this.#records.set(reference, { ...record, scriptResults: results });
    return true;
  }

  /** DF31 of every transaction of the card that reported scripts, oldest first, in hexadecimal. */
  scriptResultsOf(pan: string): string[] {
    return [...this.#records.values()].flatMap((record) =>
      record.pan === pan && record.scriptResults !== undefined ? [record.scriptResults] : [],
    );
  }

  /** All transactions, oldest first. */
  records(): IterableIterator<IssuingRecord> {
    return this.#records.values();
  }

  image(): IssuingImage {
    return {
      accounts: this.#accounts.image(),
      records: [...this.#records.values()],
      tombstones: [...this.#tombstones],
      scripts: [...this.#scripts],
      approvals: this.#approvals,
    };
  }

  #answer(request: CardRequest, chip: ChipData | undefined, temper: IssuingTemper): CardAnswer {
    const account = this.#accounts.find(request.pan);
    if (account === undefined) return { code: CODE.invalidCard };
    if ((request.panSequence ?? account.panSequence) !== account.panSequence) return { code: CODE.invalidCard };
    if (chip && !isGenuine(chip, account)) return { code: temper.responseCode ?? CODE.declined };
    const code = temper.responseCode ?? this.#decide(request, account, chip);
    const approved = code === CODE.approved;
    if (approved) this.#book(request);
    const answer = chip && this.#chipAnswer(request, account, chip, code, temper);
    return {
      code,
      ...(approved && { approvalCode: this.#nextApproval() }),
      ...(approved && request.kind === 'balance' && { balance: this.#options.ledger.balance(depositOf(request.pan)) }),
      ...(answer && answer.length > 0 && { chip: answer }),
    };
  }

  #decide(request: CardRequest, account: Account, chip: ChipData | undefined): string {
    const today = this.#today();
    const balance = this.#options.ledger.balance(depositOf(request.pan));
    const decision = decide(request, account, chip, balance, today, this.#options);
    this.#accounts.put(decision.account);
    if (decision.code !== CODE.approved) return decision.code;
    return this.#originalCode(request) ?? this.#offlineCode(request, chip) ?? CODE.approved;
  }

  /** Of a void and a refund: whether what they concern can still be given back. */
  #originalCode({ kind, original: reference, pan, amount }: CardRequest): string | undefined {
    if (reference === undefined) return kind === 'void' ? CODE.notFound : undefined;
    const original = this.#records.get(reference);
    if (original?.state !== 'posted' || original.pan !== pan || !isDebit(original.kind)) return CODE.notFound;
    if (original.voided) return CODE.stateDiffers;
    if (kind === 'void') return original.amount === amount && original.refunded === 0 ? undefined : CODE.stateDiffers;
    return original.refunded + amount > original.amount ? CODE.amountLimit : undefined;
  }

  /** A certificate of the card is paid once, under whatever number it comes. */
  #offlineCode({ kind, pan }: CardRequest, chip: ChipData | undefined): string | undefined {
    if (kind !== 'offline-purchase') return undefined;
    for (const record of this.#records.values())
      if (record.pan === pan && record.counter === chip?.counter && record.state === 'posted') return CODE.duplicate;
    return undefined;
  }

  #book(request: CardRequest): void {
    const { reference, kind, pan, amount } = request;
    this.#options.ledger.post(reference, linesOf(request));
    const account = this.#accounts.find(pan);
    if (account) this.#accounts.put(countedToday(account, kind, amount, this.#today()));
    const original = this.#records.get(request.original ?? '');
    if (original === undefined) return;
    const changed = kind === 'void' ? { voided: true } : { refunded: original.refunded + amount };
    this.#records.set(original.reference, { ...original, ...changed });
  }

  #keep({ reference, kind, pan, amount, original }: CardRequest, answer: CardAnswer, chip: ChipData | undefined): void {
    this.#records.set(reference, {
      reference,
      kind,
      pan,
      amount,
      date: this.#today(),
      state: answer.code === CODE.approved ? 'posted' : 'refused',
      voided: false,
      refunded: 0,
      ...(original !== undefined && { original }),
      ...(chip && { counter: chip.counter }),
      answer: keptAnswer(answer),
    });
  }

  /** 91, and the scripts that wait, as far as there is room; the others wait on. */
  #chipAnswer(request: CardRequest, account: Account, chip: ChipData, code: string, temper: IssuingTemper): Uint8Array {
    const { authentication } = temper;
    let answer =
      authentication === 'absent'
        ? new Uint8Array(0)
        : encodeTlv(0x91, authenticationData(chip, account, code, authentication === 'wrong'));
    const waiting: IssuingImage['scripts'] = [];
    for (const script of this.#scripts) {
      const sent = script.pan === request.pan ? concat(answer, scriptFor(scriptOf(script), chip, account)) : undefined;
      if (sent === undefined || sent.length > (request.answerRoom ?? sent.length)) waiting.push(script);
      else answer = sent;
    }
    this.#scripts = waiting;
    return answer;
  }

  #nextApproval(): string {
    this.#approvals++;
    return String(this.#approvals % 1_000_000).padStart(6, '0');
  }

  #today(): string {
    return this.#options.now().slice(0, 8);
  }
}

/** Deposit account against the switch; an enquiry has no lines. */
function linesOf({ kind, pan, amount }: CardRequest): Line[] {
  if (!movesMoney(kind)) return [];
  const credit = isDebit(kind) ? -amount : amount;
  return [
    { account: depositOf(pan), amount: credit },
    { account: SWITCH, amount: -credit },
  ];
}

/** The chip data of a request; `broken` where it must be there and is not, or is not what it should be. */
function chipOf({ kind, chip }: CardRequest): ChipData | undefined | 'broken' {
  if (chip === undefined)
    return kind === 'void' || kind === 'refund' || kind === 'transfer-credit' ? undefined : 'broken';
  return readChip(chip, kind === 'offline-purchase' ? CRYPTOGRAM.certificate : CRYPTOGRAM.request) ?? 'broken';
}
