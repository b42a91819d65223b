/** A terminal's updates of its blacklist, one after the other, and the power that goes in between. */

import { type NorFlash, PowerLoss } from '../../hosts/peers/flash/nor-flash.js';
import type { BlacklistStore } from '../../src/journal/blacklist/store.js';
import type { Flash } from '../../src/ports/flash.js';
import { card, load, openStore, row, TODAY } from '../journal/blacklist/blacklist-desk.js';
import type { Cut } from './journal-script.js';

/** A version, and what a terminal that has it must say of some cards. */
export interface Edition {
  readonly version: number;
  readonly file: Uint8Array;
  readonly row: string;
}

/** The cards that are asked for. */
export const ASKED = [0, 3, 5, 7, 1005, 1015, 1025].map(card);

/** What somebody outside knows: which version was in force, and which one may have come into force unseen. */
class Witness {
  #sure: Edition | undefined;
  #maybe: Edition | undefined;

  constructor(sure: Edition | undefined) {
    this.#sure = sure;
  }

  begun(edition: Edition): void {
    this.#maybe = edition;
  }

  done(edition: Edition): void {
    this.#sure = edition;
    this.#maybe = undefined;
  }

  /** Before or after, and nothing else; and what was after once is never before again. */
  async compare(store: BlacklistStore): Promise<void> {
    const version = store.inForce(TODAY)?.version;
    if (this.#maybe && version === this.#maybe.version) this.done(this.#maybe);
    if (version !== this.#sure?.version) throw new Error(`version ${version} is in force, not ${this.#sure?.version}`);
    const found = await row(store, ASKED);
    const due = this.#sure?.row ?? 'u'.repeat(ASKED.length);
    if (found !== due) throw new Error(`version ${version} says ${found}, not ${due}`);
  }
}

/**
 * Takes a terminal through updates; where the power goes it boots, and the update comes again. @throws Error when the list
 * is neither the old one nor the new one
 * @param had what the flash holds @param seen the flash as the store sees it
 */
export async function playUpdates(
  flash: NorFlash,
  had: Edition | undefined,
  editions: readonly Edition[],
  cuts: readonly Cut[],
  seen: (flash: NorFlash) => Flash = (same) => same,
): Promise<void> {
  const witness = new Witness(had);
  const left = [...cuts];
  const arm = () => {
    const next = left.shift();
    if (next) flash.cutAt(next.operation, next.tear);
  };
  arm();
  let store: BlacklistStore | undefined;
  for (let i = 0; i < editions.length; ) {
    try {
      if (store === undefined) {
        const booted = await openStore(seen(flash));
        await witness.compare(booted);
        store = booted;
      }
      const edition = editions[i];
      witness.begun(edition);
      const said = await load(store, edition.file);
      const known = store.inForce(TODAY)?.version === edition.version;
      if (said !== `done ${edition.version}` && !(said === 'not-newer' && known)) throw new Error(`said ${said}`);
      witness.done(edition);
      await witness.compare(store);
      i++;
    } catch (error) {
      if (!(error instanceof PowerLoss)) throw error;
      store = undefined;
      flash.powerOn();
      arm();
    }
  }
  await witness.compare(await openStore(seen(flash)));
}
