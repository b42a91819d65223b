/** CA keys and chip parameters from the acquirer: fetched when it asks for that, kept over a restart (emv.md 3.1, 3.2). */

import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { decodeTlv, type Tlv } from '../codec/tlv.js';
import type { Journal, Kept } from '../journal/journal.js';
import { applicationObjects, keyObjects, readApplication, readKey } from '../links/bank/download-entries.js';
import { downloadApplications, downloadCaKeys, type Teller } from '../links/bank/downloads.js';
import type { CaKey, KernelParameters } from '../pse/parameters.js';
import type { BankDesk } from './bank-desk.js';
import type { Terminal } from './terminal.js';

/** How a kept entry's key begins; the RID and index or the AID follow in hexadecimal. */
const CA_KEY = 'ca ';
const APPLICATION = 'aid ';

/** Fetches what the bank has asked for; what does not come whole replaces nothing, and is fetched the next time. */
export async function downloadErrands(terminal: Terminal): Promise<void> {
  const { bank, journal, payment } = terminal;
  if (bank === undefined) return;
  for (const errand of bank.errands) {
    const entries = errand === 'ca-keys' ? await caKeys(terminal, bank) : await applications(terminal, bank);
    if (entries === undefined) continue;
    if ((await replace(journal, errand === 'ca-keys' ? CA_KEY : APPLICATION, entries)) !== 'done') return;
    bank.errandDone(errand);
  }
  payment.parameters = withDownloads(payment.ownParameters, journal, payment.trust);
}

type Entries = ReadonlyMap<string, Uint8Array>;

async function caKeys(terminal: Terminal, bank: BankDesk): Promise<Entries | undefined> {
  const download = await downloadCaKeys(tellerOf(terminal, bank));
  if (download.kind !== 'complete') return undefined;
  const named = download.entries.map((key) => {
    const name = `${CA_KEY}${toHex(key.rid)} ${toHex(Uint8Array.of(key.index))}`;
    return [name, keyObjects(key)] as const;
  });
  return new Map(named);
}

async function applications(terminal: Terminal, bank: BankDesk): Promise<Entries | undefined> {
  const download = await downloadApplications(tellerOf(terminal, bank));
  if (download.kind !== 'complete') return undefined;
  return new Map(download.entries.map((row) => [APPLICATION + toHex(row.aid), applicationObjects(row)]));
}

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

async function replace(journal: Journal, prefix: string, entries: Entries): Promise<Kept> {
  for (const [key, value] of entries) {
    const kept = await journal.keep(key, value);
    if (kept !== 'done') return kept;
  }
  for (const key of journal.state.settingsOf(prefix)) {
    if (entries.has(key)) continue;
    const kept = await journal.keep(key, new Uint8Array(0));
    if (kept !== 'done') return kept;
  }
  return 'done';
}

/**
 * The terminal's own parameters with what was downloaded in their place. Downloads have no MAC, so that a live terminal
 * takes no CA key from them: it has UnionPay's in its firmware (emv.md 2.12).
 */
export function withDownloads(own: KernelParameters, journal: Journal, trust: 'test' | 'live'): KernelParameters {
  const keys = trust === 'live' ? [] : kept(journal, CA_KEY, readKey);
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
