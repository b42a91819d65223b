/** The accounts that a bank keeps for its cards; what is on them stands in the ledger. */

import * as v from 'valibot';
import { count, digits } from '../parse-json.js';
import { depositOf, type Ledger, OPENING } from './ledger.js';
import { hasCheckDigit } from './pan.js';
import { type AccountStatus, accountStatus, type BankProfile } from './profile.js';

/** An account as it is opened. */
export interface AccountOpening {
  readonly pan: string;
  readonly panSequence: string;
  /** YYMM */
  readonly expires: string;
  readonly status: AccountStatus;
  /** Fen. */
  readonly balance: number;
  /** The PIN for use online. */
  readonly pin: string;
}

const dayFields = {
  /** YYYYMMDD */
  date: digits(8),
  /** Fen that went out by purchases and transfers, and by withdrawals. */
  spent: count(Number.MAX_SAFE_INTEGER),
  withdrawn: count(Number.MAX_SAFE_INTEGER),
  withdrawals: count(Number.MAX_SAFE_INTEGER),
};

export const accountSchema = v.strictObject({
  pan: v.pipe(v.string(), v.regex(/^[0-9]{6,28}$/)),
  panSequence: digits(2),
  expires: digits(4),
  status: accountStatus,
  pin: v.pipe(v.string(), v.regex(/^[0-9]{4,12}$/)),
  /** Highest ATC seen. */
  counter: count(0xffff),
  /** Wrong PINs in a row. */
  wrongPins: count(Number.MAX_SAFE_INTEGER),
  /** What today's limits count. */
  day: v.exactOptional(v.strictObject(dayFields)),
});

/** An account in use: a value, replaced whenever something changes. */
export type Account = Readonly<v.InferOutput<typeof accountSchema>>;

/** What an account of a stranger holds, and of a profile that says nothing: 1000.00. */
const STANDARD_BALANCE = 100_000;
const STANDARD_PIN = '123456';

/** The account behind a card, as its bank profile has it; the PIN serves online too. */
export function accountOf(profile: BankProfile): AccountOpening {
  const { pan, panSequence, expires, pin, onlinePin, account } = profile;
  return {
    pan,
    panSequence,
    expires: expires.slice(0, 4),
    status: account?.status ?? 'open',
    balance: account?.balance ?? STANDARD_BALANCE,
    pin: onlinePin ?? pin ?? STANDARD_PIN,
  };
}

export class Accounts {
  readonly #ledger: Ledger;
  readonly #accounts = new Map<string, Account>();
  readonly #welcome: boolean;

  /** @param welcome opens an account for every card that asks @param image accounts of an earlier run */
  constructor(ledger: Ledger, welcome: boolean, image: readonly Account[] = []) {
    this.#ledger = ledger;
    this.#welcome = welcome;
    for (const account of image) this.put(account);
  }

  /** Opens an account, unless there is one for this card. */
  open({ balance, ...opening }: AccountOpening): void {
    const { pan } = opening;
    if (this.#accounts.has(pan)) return;
    this.put({ ...opening, counter: 0, wrongPins: 0 });
    if (balance === 0) return;
    this.#ledger.post(`opening ${pan}`, [
      { account: depositOf(pan), amount: balance },
      { account: OPENING, amount: -balance },
    ]);
  }

  find(pan: string): Account | undefined {
    if (this.#welcome && /^[0-9]{13,19}$/.test(pan) && hasCheckDigit(pan))
      this.open({
        pan,
        panSequence: '01',
        expires: '4912',
        status: 'open',
        balance: STANDARD_BALANCE,
        pin: STANDARD_PIN,
      });
    return this.#accounts.get(pan);
  }

  put(account: Account): void {
    this.#accounts.set(account.pan, account);
  }

  image(): Account[] {
    return [...this.#accounts.values()];
  }
}
