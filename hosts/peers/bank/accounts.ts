/** The accounts that the stand-in issuer keeps, and what was booked on them. */

import type { AccountStatus, BankProfile } from './profile.js';

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

/** An account in use. */
export interface Account extends AccountOpening {
  balance: number;
  /** Highest ATC seen. */
  counter: number;
  /** Wrong PINs in a row. */
  wrongPins: number;
}

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
  readonly #accounts = new Map<string, Account>();
  readonly #bookings = new Map<string, number>();
  readonly #welcome: boolean;

  /** @param welcome opens an account for every card that asks */
  constructor(openings: readonly AccountOpening[], welcome: boolean) {
    for (const opening of openings) this.#accounts.set(opening.pan, { ...opening, counter: 0, wrongPins: 0 });
    this.#welcome = welcome;
  }

  find(pan: string): Account | undefined {
    const known = this.#accounts.get(pan);
    if (known !== undefined || !this.#welcome) return known;
    const opening = {
      pan,
      panSequence: '01',
      expires: '4912',
      status: 'open',
      balance: STANDARD_BALANCE,
      pin: STANDARD_PIN,
    } as const;
    const account: Account = { ...opening, counter: 0, wrongPins: 0 };
    this.#accounts.set(pan, account);
    return account;
  }

  /** Moves `amount` fen, once for each reference. */
  book(account: Account, reference: string, amount: number): void {
    if (this.#bookings.has(reference)) return;
    this.#bookings.set(reference, amount);
    account.balance += amount;
  }

  /** Undoes a booking; one that never was is undone already. */
  takeBack(pan: string, reference: string): void {
    const account = this.#accounts.get(pan);
    const amount = this.#bookings.get(reference);
    if (account === undefined || amount === undefined) return;
    account.balance -= amount;
    this.#bookings.set(reference, 0);
  }
}
