/** A transaction that has read its card and comes to offline data authentication: all in hexadecimal. */

import { fromHex, toHex } from '../../src/base/hex.js';
import { sha1 } from '../../src/crypto/sha1.js';
import { DataObjects } from '../../src/pse/data-objects.js';
import type { CaKey, KernelParameters, RevokedCertificate } from '../../src/pse/parameters.js';
import type { KernelHost, Transaction } from '../../src/pse/payment-kernel.js';
import { beginTransaction, type TransactionState } from '../../src/pse/transaction-state.js';
import { type Exchange, type ScriptedReader, scripted } from '../card/scripted-reader.js';

export interface CardText {
  /** Objects by tag; an absent one is undefined. */
  readonly objects: Readonly<Record<string, string | undefined>>;
  /** What the marked records hold. */
  readonly staticData: string;
}

export interface Setting {
  readonly card: CardText;
  readonly caKeys: readonly CaKey[];
  readonly revoked?: readonly RevokedCertificate[];
  /** 9F33; with SDA, DDA and CDA unless told. */
  readonly capabilities?: string;
  /** YYYYMMDD */
  readonly today?: string;
  readonly defaultDdol?: string;
  readonly aid?: string;
  readonly script?: readonly Exchange[];
}

export interface Desk {
  readonly state: TransactionState;
  readonly reader: ScriptedReader;
}

/** 9F37 of all these transactions. */
export const NUMBER = '1A2B3C4D';

export function layCard(setting: Setting): Desk {
  const { session, reader } = scripted(...(setting.script ?? []));
  const icc = new DataObjects();
  for (const [tag, value] of Object.entries(setting.card.objects)) {
    if (value !== undefined) icc.put(Number.parseInt(tag, 16), fromHex(value));
  }
  const state = beginTransaction({
    card: session,
    host: {} as KernelHost,
    sha1,
    parameters: {
      capabilities: fromHex(setting.capabilities ?? 'E0F9C8'),
      caKeys: setting.caKeys,
      revoked: setting.revoked ?? [],
    } as unknown as KernelParameters,
    transaction: { moment: `${setting.today ?? '20261123'}120000` } as Transaction,
    application: { defaultDdol: fromHex(setting.defaultDdol ?? '9F3704') } as TransactionState['application'],
    aid: fromHex(setting.aid ?? 'A000000333010101'),
    label: 'PBOC DEBIT',
    icc,
  });
  state.staticData = fromHex(setting.card.staticData);
  state.terminal.put(0x9f37, fromHex(NUMBER));
  state.terminal.put(0x9a, fromHex('261123'));
  return { state, reader };
}

/** TVR and TSI as they stand, with a blank between. */
export function results({ tvr, tsi }: TransactionState): string {
  return `${toHex(tvr.bytes())} ${toHex(tsi.bytes())}`;
}
