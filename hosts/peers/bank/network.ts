/**
 * The whole bank side of a test: two banks, of which the first acquires too, the switch between them, and the host that
 * terminals call. All it knows can be kept as a value and begun from again.
 */

import type { RandomBytes } from '../chip.js';
import { testRoot } from '../keys.js';
import type { LineHost } from '../line/line-host.js';
import { type IssuerConduct, type Member, Switch } from '../switch/switch.js';
import type { AccountOpening } from './accounts.js';
import { Books, type Wish } from './acquirer/books.js';
import { AcquirerHost } from './acquirer/host.js';
import type { Acquirer, TerminalEntry } from './acquirer/request.js';
import { testCaKey } from './ca.js';
import type { Limits } from './decision.js';
import { IssuingBank, type IssuingTemper } from './issuing-bank.js';
import { Ledger } from './ledger.js';
import { FORMAT, type NetworkImage } from './network-image.js';
import { type Reconciliation, reconcile } from './reconcile.js';
import type { ScriptPlan } from './script-commands.js';

export interface NetworkOptions {
  /** Accounts that are open from the beginning; each goes to the bank of its BIN. */
  readonly accounts: readonly AccountOpening[];
  /** What becomes of a card that its bank does not know: refused, or taken for an open account with 1000.00 [TP]. */
  readonly strangers?: 'refused' | 'welcome';
  /** The terminals that the acquirer has in its register. */
  readonly terminals: readonly TerminalEntry[];
  /** Local time, YYYYMMDDhhmmss. */
  readonly now: () => string;
  /** For working keys. */
  readonly random: RandomBytes;
  /** What one account may spend; {@link STANDARD_LIMITS} when left away. */
  readonly limits?: Limits;
  /** How its banks depart from what issuers would do. */
  readonly temper?: IssuingTemper;
  /** An earlier run's. */
  readonly image?: NetworkImage;
}

/** One bank of the test network. */
interface Bank {
  readonly id: string;
  readonly ledger: Ledger;
  readonly issuing: IssuingBank;
}

/** The banks of the invented BIN 621099, and the keys between them and the switch [TP]. The first one acquires. */
const BANKS: readonly { readonly id: string; readonly bins: readonly string[]; readonly zoneKey: string }[] =
  Object.freeze([
    Object.freeze({ id: '99010000', bins: Object.freeze(['6210999901']), zoneKey: 'ZPKA' }),
    Object.freeze({ id: '99020000', bins: Object.freeze(['6210999902']), zoneKey: 'ZPKB' }),
  ]);

/** 50 000.00 at once and a day, 20 000.00 a day in cash and ten times [TP]. */
const STANDARD_LIMITS: Limits = Object.freeze({
  single: 5_000_000,
  daily: 5_000_000,
  withdrawn: 2_000_000,
  withdrawals: 10,
});

/** How long the switch waits for an issuer, ms. */
const PATIENCE = 15_000;

export class BankNetwork {
  /** What terminals call. */
  readonly host: LineHost;
  readonly #banks: readonly Bank[];
  readonly #switch: Switch;
  readonly #acquirer: Acquirer;

  constructor(options: NetworkOptions) {
    const { now, random, image } = options;
    this.#banks = BANKS.map(({ id, bins }) => openBank(id, bins, options));
    const members = BANKS.map(({ id, bins, zoneKey }, i): Member => {
      return { id, bins, bank: this.#banks[i].issuing, zoneKey: testRoot(zoneKey) };
    });
    this.#switch = new Switch({ members, now, patience: PATIENCE, ...(image && { image: image.switch }) });
    this.#acquirer = {
      id: members[0].id,
      zoneKey: members[0].zoneKey,
      books: new Books(image?.acquirer),
      ledger: this.#banks[0].ledger,
      network: this.#switch,
      caKeys: [testCaKey('F8'), testCaKey('F7')],
      now,
      random,
    };
    this.host = new AcquirerHost(this.#acquirer, options.terminals);
  }

  /** How issuers meet the switch's messages from now on; every bank answers until something else is said. */
  conduct(conduct: (issuer: string, message: 'request' | 'reversal') => IssuerConduct): void {
    this.#switch.conduct = conduct;
  }

  /** Has a script go out with the next answer to this card. */
  order(pan: string, plan: ScriptPlan): void {
    this.#switch.memberOf(pan)?.bank.order(pan, plan);
  }

  /** DF31 of every transaction of the card that reported scripts, oldest first, in hexadecimal. */
  scriptResultsOf(pan: string): readonly string[] {
    return this.#switch.memberOf(pan)?.bank.scriptResultsOf(pan) ?? [];
  }

  /** Has the host ask a terminal for something, in the header of every answer until it is done. */
  wish(terminal: string, wish: Wish): void {
    this.#acquirer.books.wish(terminal, wish);
  }

  /** Fen; undefined where no bank knows the card. */
  balanceOf(pan: string): number | undefined {
    return this.#switch.memberOf(pan)?.bank.balanceOf(pan);
  }

  /** Whether acquirer, switch and issuers say the same, transaction by transaction and to the fen. */
  reconcile(): Reconciliation {
    const banks = this.#banks.map(({ id, ledger, issuing }) => ({ id, ledger, records: issuing.records() }));
    return reconcile(this.#acquirer, this.#switch, banks);
  }

  /** All of it as a value fit for JSON, which later deeds do not change. */
  image(): NetworkImage {
    return {
      format: FORMAT,
      banks: this.#banks.map(({ id, ledger, issuing }) => {
        return { id, ledger: ledger.image(), issuing: issuing.image() };
      }),
      acquirer: this.#acquirer.books.image(),
      switch: this.#switch.image(),
    };
  }
}

function openBank(id: string, bins: readonly string[], options: NetworkOptions): Bank {
  const { strangers = 'refused', now, limits = STANDARD_LIMITS } = options;
  const kept = options.image?.banks.find((bank) => bank.id === id);
  const ledger = new Ledger(kept?.ledger);
  const pinKey = testRoot(BANKS.find((bank) => bank.id === id)?.zoneKey ?? '');
  const accounts = options.accounts.filter(({ pan }) => bins.some((bin) => pan.startsWith(bin)));
  const image = kept && { image: kept.issuing };
  const temper = options.temper && { temper: options.temper };
  const rules = { accounts, strangers, now, ledger, pinKey, limits, ...temper, ...image };
  return { id, ledger, issuing: new IssuingBank(rules) };
}
