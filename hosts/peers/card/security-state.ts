import type { Environment, Key } from './memory.js';

/**
 * What has been proved since power-on, and to whom. PIN and global keys of an environment hold until power-off, the
 * keys of a DF until another DF is selected (SPEC-5 §6.11; sscard.md 5.1); all of it belongs to one environment and
 * is gone when the other is entered.
 */
export class SecurityState {
  #owner: Environment | undefined;
  #globalKeys = new Set<number>();
  #localKeys = new Set<number>();
  pinVerified = false;
  /** The master key that has authenticated itself, the card's or the environment's. */
  master: Key | undefined;

  /** To be called whenever an environment is entered. Passing through the MF takes nothing away from its owner. */
  enter(environment: Environment): void {
    if (environment === this.#owner) return;
    this.#owner = environment;
    this.#globalKeys = new Set();
    this.#localKeys = new Set();
    this.pinVerified = false;
  }

  leaveApplication(): void {
    this.#localKeys = new Set();
  }

  holds(keyId: number): boolean {
    return this.#keysLike(keyId).has(keyId);
  }

  grant(keyId: number): void {
    this.#keysLike(keyId).add(keyId);
  }

  revoke(keyId: number): void {
    this.#keysLike(keyId).delete(keyId);
  }

  #keysLike(keyId: number): Set<number> {
    return isLocal(keyId) ? this.#localKeys : this.#globalKeys;
  }
}

/** Whether a key id names a key of the current DF (b8 = 1) and not one of the environment. sscard.md 5.2. */
export function isLocal(keyId: number): boolean {
  return (keyId & 0x80) !== 0;
}
