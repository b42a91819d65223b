/**
 * Moving money on a card's medical account, exactly once: confirmed, intended, debited, proved, booked, told. The intent is
 * durable before DEBIT goes out, and TAC and amounts before anybody sees or gets a slip (design, Money).
 */

import { concat, readUint, uintBytes } from '../base/bytes.js';
import { Fault } from '../base/fault.js';
import { toHex } from '../base/hex.js';
import { encodeBcd } from '../codec/bcd.js';
import type { PurseCheck, PurseIntent, PurseKind, PurseRow } from '../journal/purse-entries.js';
import { maskNumber } from '../screens/mask.js';
import { confirmPurseView, movingView, purseSlip } from '../screens/purse-views.js';
import type { KeyService } from '../ssse/key-service.js';
import { keyNamed } from '../ssse/keys.js';
import { amountBytes, PURSE_TYPE, type PurchaseStart, type Purse, type PurseAmounts } from '../ssse/purse.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { showDateTime } from '../ssse/values.js';
import type { Aftermath } from './aftermath.js';
import { journalObstacle } from './journal-obstacle.js';
import { reachBureau } from './offline-medical.js';
import { askForProof, resolvePurse } from './purse-recovery.js';
import type { Terminal } from './terminal.js';
import type { VisitRefusal } from './visit-result.js';

export interface PurseOrder extends PurseAmounts {
  /** The amount of a load is its `account`. */
  readonly kind: PurseKind;
  /** YYYYMMDDhhmmss, where a business system says when; else the terminal's clock does. */
  readonly moment?: string | undefined;
}

export interface PursePayment {
  readonly row: PurseRow;
  /** Fen, after it. */
  readonly balance: number;
}

const CONFIRM_WITHIN_MS = 60_000;

/** One transaction with one card, and how far it came. */
export class PurseJob {
  readonly #terminal: Terminal;
  readonly #order: PurseOrder;
  #intent: PurseIntent | undefined;
  #row: PurseRow | undefined;
  #earlier: PurseRow | undefined;

  constructor(terminal: Terminal, order: PurseOrder) {
    this.#terminal = terminal;
    this.#order = order;
  }

  /** What the journal has booked in this visit, this transaction or an earlier one: for the printer. */
  get booked(): PurseRow | undefined {
    return this.#row ?? this.#earlier;
  }

  /** What an unsuccessful visit must say of the card's money. */
  aftermath(): Aftermath | undefined {
    const { kind } = this.#order;
    const isRecord = kind === 'visit-log' || kind === 'visit-log-offline';
    if (this.#row) return { left: isRecord ? 'visit-logged' : 'purse-paid' };
    return this.#intent ? { left: 'purse-open' } : undefined;
  }

  /** Nothing begins that the journal could not keep; what fills it goes to the bureau first, where that can be reached. */
  async readiness(): Promise<VisitRefusal | undefined> {
    const { journal } = this.#terminal;
    if (journalObstacle(journal)?.refused === 'clearing-due') await reachBureau(this.#terminal);
    return journalObstacle(journal);
  }

  async isConfirmed(): Promise<boolean> {
    const { screen, keypad } = this.#terminal.world;
    await screen.show(confirmPurseView(this.#order));
    const answer = await keypad.choose(2, CONFIRM_WITHIN_MS);
    return answer.kind === 'chosen' && answer.index === 0;
  }

  /**
   * Takes the amounts, with the key service's MAC1.
   * @param before what must be done on the card once nothing pends for it; within DF04
   */
  async run(
    card: SocialCard,
    keys: KeyService,
    before?: () => Promise<VisitRefusal | undefined>,
  ): Promise<PursePayment | VisitRefusal> {
    const purse = await this.#readyPurse(card);
    if ('refused' in purse) return purse;
    const obstacle = await before?.();
    if (obstacle) return obstacle;
    const { terminalNumber } = keys;
    const start = await purse.initializeForPurchase(this.#order, terminalNumber);
    if (isRefusal(start)) return start;
    const moment = this.#order.moment ?? this.#terminal.world.clock.now();
    const begun = await keys.beginPurchase(this.#terms(start, moment), terminalNumber);
    if (isRefusal(begun)) return begun;
    const terminalSequence = readUint(begun, 0, 4);
    const intent = await this.#intend(card, { ...start, terminalNumber, terminalSequence, moment });
    if ('refused' in intent) return intent;
    const refused = await this.#debit(card, purse, keys, intent, begun.slice(4));
    if (refused) return refused;
    return { row: this.#row as PurseRow, balance: start.balance - this.#order.account };
  }

  /** Puts the amount on the card, with the bureau's MAC2. */
  async load(card: SocialCard, keys: KeyService): Promise<PursePayment | VisitRefusal> {
    const purse = await this.#readyPurse(card);
    if ('refused' in purse) return purse;
    const { terminalNumber } = keys;
    const amount = this.#order.account;
    const start = await purse.initializeForLoad(amount, terminalNumber);
    if (isRefusal(start)) return start;
    const { algorithm, factors, issuer } = card;
    const { cardIdentifier, cardNumber } = issuer;
    const desk = this.#terminal.loadDesk;
    if (desk === undefined) return refuse('load-unanswered');
    const request = { algorithm, factors, cardIdentifier, cardNumber, ...start, amount, terminalNumber };
    const granted = await desk.authorise(request);
    if (granted.kind !== 'granted') return refuse(`load-${granted.kind}`);
    const { moment, mac2 } = granted;
    const intent = await this.#intend(card, { ...start, terminalNumber, terminalSequence: 0, moment });
    if ('refused' in intent) return intent;
    const tac = await purse.credit(moment, mac2);
    if (isRefusal(tac)) return await this.#refused(card, purse, keys, intent, tac);
    // The card has taken MAC2 for right, or it would have said 9302.
    const row: PurseRow = { ...intent, tac, mac: mac2, check: 'right' };
    return (await this.#book(row)) ?? { row, balance: start.balance + amount };
  }

  /**
   * Settles what pends for the card. An earlier transaction that turns out to have come about ends the visit: it may be the
   * very one that the holder has come back for, and nobody pays twice.
   */
  async #readyPurse(card: SocialCard): Promise<Purse | VisitRefusal> {
    const end = await resolvePurse(this.#terminal, card);
    if (isRefusal(end)) return end;
    if (end.kind === 'open') return refuse('purse-earlier-unknown');
    if (end.kind === 'completed') {
      this.#earlier = end.row;
      return refuse('purse-earlier-completed');
    }
    await this.#terminal.world.screen.show(movingView());
    return await card.purse();
  }

  /** From here on the journal knows of it, and the next command may move money. */
  async #intend(
    { issuer, algorithm, historical }: SocialCard,
    terms: Pick<PurseIntent, 'balance' | 'sequence' | 'terminalNumber' | 'terminalSequence' | 'moment'>,
  ): Promise<PurseIntent | VisitRefusal> {
    const { cardIdentifier, cardNumber } = issuer;
    const { balance, sequence, terminalNumber, terminalSequence, moment } = terms;
    const numbers = { balance, sequence, terminalNumber, terminalSequence, moment };
    const intent: PurseIntent = { ...this.#order, cardIdentifier, cardNumber, algorithm, historical, ...numbers };
    const kept = await this.#terminal.journal.beginPurse(intent);
    if (kept !== 'done') return { refused: `journal-${kept}` };
    this.#intent = intent;
    return intent;
  }

  async #book(row: PurseRow): Promise<VisitRefusal | undefined> {
    const kept = await this.#terminal.journal.bookPurse(row);
    if (kept !== 'done') return { refused: `journal-${kept}` };
    this.#row = row;
    return undefined;
  }

  /** Of INIT SAM FOR PURCHASE, 28 bytes (sscard.md 9.3). */
  #terms({ random, sequence, key }: PurchaseStart, moment: string): Uint8Array {
    const type = Uint8Array.of(PURSE_TYPE.purchase);
    return concat(random, uintBytes(sequence, 2), amountBytes(this.#order), type, encodeBcd(moment, 7), key);
  }

  async #debit(
    card: SocialCard,
    purse: Purse,
    keys: KeyService,
    intent: PurseIntent,
    mac1: Uint8Array,
  ): Promise<VisitRefusal | undefined> {
    const proof = await purse.debit(intent.terminalSequence, intent.moment, mac1);
    if (isRefusal(proof)) return await this.#refused(card, purse, keys, intent, proof);
    const { check, fault, isLater } = await checkMac(keys, proof.mac);
    const row: PurseRow = { ...intent, ...proof, check };
    const unkept = await this.#book(row);
    if (unkept) return unkept;
    if (fault) throw fault;
    if (check === 'wrong') return keys.whyDifferent(keyNamed('DPK')) ?? refuse('purse-mac-wrong');
    return check === 'right' || isLater ? undefined : refuse('psam-refused');
  }

  /** The card's no is looked into like its silence: 65xx says nothing of its memory, and the card alone knows. */
  async #refused(
    card: SocialCard,
    purse: Purse,
    keys: KeyService,
    intent: PurseIntent,
    refusal: Refusal,
  ): Promise<VisitRefusal> {
    const end = await askForProof(this.#terminal, card, purse, intent);
    if (end.kind === 'completed') this.#row = end.row;
    if (end.kind === 'undone') this.#intent = undefined;
    const isMac = intent.kind !== 'load' && refusal.refused === 'purse-mac-refused' && end.kind === 'undone';
    return (isMac ? keys.whyDifferent(keyNamed('DPK')) : undefined) ?? refusal;
  }
}

interface Checked {
  readonly check: PurseCheck;
  /** The PSAM did not come to say: the money has moved all the same. */
  readonly fault?: Fault;
  /** The bureau will, and that is no fault. */
  readonly isLater?: true;
}

async function checkMac(keys: KeyService, mac: Uint8Array): Promise<Checked> {
  try {
    const right = await keys.completePurchase(mac);
    if (right === 'later') return { check: 'unchecked', isLater: true };
    if (isRefusal(right)) return { check: 'unchecked' };
    return { check: right ? 'right' : 'wrong' };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { check: 'unchecked', fault: error };
  }
}

/** The slip of what the journal has booked. */
export async function printPurse({ world }: Terminal, row: PurseRow): Promise<void> {
  const shown = { cardNumber: maskNumber(row.cardNumber), moment: showDateTime(row.moment), tac: toHex(row.tac) };
  await world.printer.print(purseSlip({ ...row, ...shown }));
}
