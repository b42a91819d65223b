/** CA keys and chip parameters from the acquirer: fetched when it asks for that, kept over a restart (emv.md 3.1, 3.2). */

import { EMPTY } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { decodeTlv, type Tlv } from '../codec/tlv.js';
import type { Sha1 } from '../crypto/sha1.js';
import type { Journal } from '../journal/journal.js';
import { applicationObjects, keyObjects, readApplication, readKey } from '../links/bank/download-entries.js';
import { downloadApplications, downloadCaKeys, type Teller } from '../links/bank/downloads.js';
import type { CaKey, KernelParameters } from '../pse/parameters.js';
import type { BankDesk } from './bank-desk.js';
import type { PaymentSide, Terminal } from './terminal.js';

/** How a kept entry's key begins; the RID and index or the AID follow in hexadecimal. */
const CA_KEY = 'ca ';
const APPLICATION = 'aid ';

/** Fetches what the bank has asked for; what does not come whole replaces nothing, and is fetched the next time. */
export async function downloadErrands(terminal: Terminal): Promise<void> {
  const { bank, journal, payment } = terminal;
  if (bank === undefined) return;
  for (const errand of bank.errands) {
    const download = await DOWNLOADS[errand](journal, tellerOf(terminal, bank), payment.sha1);
    if (download.kind === 'complete') bank.errandDone(errand);
  }
  payment.parameters = withDownloads(payment, journal);
}

/** Each is kept before the host hears that it came: a cut between leaves the host asking. */
const DOWNLOADS = Object.freeze({
  'ca-keys': (journal: Journal, teller: Teller, sha1: Sha1) =>
    downloadCaKeys(teller, sha1, (keys) =>
      replace(
        journal,
        CA_KEY,
        keys.map((key) => [`${toHex(key.rid)} ${toHex(Uint8Array.of(key.index))}`, keyObjects(key)]),
      ),
    ),
  'chip-parameters': (journal: Journal, teller: Teller) =>
    downloadApplications(teller, (rows) =>
      replace(
        journal,
        APPLICATION,
        rows.map((row) => [toHex(row.aid), applicationObjects(row)]),
      ),
    ),
});

function tellerOf({ journal }: Terminal, bank: BankDesk): Teller {
  return {
    link: bank,
    station: bank.station,
    async nextStan() {
      const stan = await journal.nextNumber('stan');
      return typeof stan === 'string' ? undefined : stan;
    },
  };
}

/** @param entries what follows the prefix in each one's key, and its value @returns whether all of it was kept */
async function replace(
  journal: Journal,
  prefix: string,
  entries: readonly (readonly [name: string, value: Uint8Array])[],
): Promise<boolean> {
  const named = entries.map(([name, value]) => [prefix + name, value] as const);
  const gone = journal.state.settingsOf(prefix).filter((key) => named.every(([other]) => other !== key));
  for (const [key, value] of [...named, ...gone.map((key) => [key, EMPTY] as const)]) {
    if ((await journal.keep(key, value)) !== 'done') return false;
  }
  return true;
}

/**
 * The terminal's own parameters with what was downloaded in their place. Downloads have no MAC, so that a live terminal
 * takes no CA key from them: it has UnionPay's in its firmware (emv.md 2.12).
 */
export function withDownloads(
  { ownParameters: own, trust, sha1 }: Pick<PaymentSide, 'ownParameters' | 'trust' | 'sha1'>,
  journal: Journal,
): KernelParameters {
  const keys = trust === 'live' ? [] : kept(journal, CA_KEY, (objects) => readKey(objects, sha1));
  const rows = kept(journal, APPLICATION, readApplication);
  const isReplaced = (key: CaKey) => keys.some((other) => nameOf(other) === nameOf(key));
  const [{ defaultTdol }] = own.applications;
  return {
    ...own,
    caKeys: [...own.caKeys.filter((key) => !isReplaced(key)), ...keys],
    applications: rows.length === 0 ? own.applications : rows.map((row) => ({ ...row, defaultTdol })),
  };
}

function nameOf({ rid, index }: CaKey): string {
  return `${toHex(rid)} ${index}`;
}

function kept<T>({ state }: Journal, prefix: string, read: (objects: readonly Tlv[]) => T | undefined): T[] {
  return state.settingsOf(prefix).flatMap((key) => {
    const entry = read(objectsOf(state.setting(key)));
    return entry === undefined ? [] : [entry];
  });
}

function objectsOf(value: Uint8Array | undefined): readonly Tlv[] {
  try {
    return value === undefined ? [] : decodeTlv(value);
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}
