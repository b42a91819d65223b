/** The bank side of a desktop visit: the emulated banks, and the arguments that speak of them. */

import { existsSync, writeFileSync } from 'node:fs';
import { AMOUNT_MAX } from '../../src/visits/money-visit.js';
import type { BankNetwork } from '../peers/bank/network.js';
import { parseNetworkImage } from '../peers/bank/network-image.js';
import type { Press } from '../peers/finger/keys.js';
import type { LineMischief } from '../peers/line/emulated-line.js';
import { parseHostScript } from '../peers/line/host-script.js';
import type { BankParts, Emulation } from '../world/emulated-world.js';
import { testBank } from '../world/test-bank.js';
import { type CardFile, codeOf, mustBeWritable, parsed, readText } from './files.js';
import { UsageError } from './usage.js';

/** `--trust`. @throws UsageError */
export function trustOf(trust: string): 'test' | 'live' {
  if (trust === 'test' || trust === 'live') return trust;
  throw new UsageError(`--trust is test or live, not '${trust}'`);
}

/** What the arguments say of the bank. */
export interface BankArguments {
  /** up, down, or silent: it acts and says nothing. */
  readonly bank: string;
  /** Where the banks' books are kept from visit to visit. */
  readonly file: string | undefined;
  /** What the host is to do to single requests. */
  readonly script: string | undefined;
  readonly card: CardFile | undefined;
  /** Gets the banks once they are open. */
  readonly opened: (network: BankNetwork) => void;
}

/** The banks know the card that is described, and take any other of theirs for one with 1000.00. @throws UsageError */
export function bankOf({ bank, file, script, card, opened }: BankArguments): Pick<Emulation, 'bank' | 'lineMischief'> {
  if (bank !== 'up' && bank !== 'down' && bank !== 'silent')
    throw new UsageError(`--bank is up, down or silent, not '${bank}'`);
  if (bank === 'down') return {};
  if (file !== undefined) mustBeWritable(file);
  const image = file !== undefined && existsSync(file) ? readImage(file) : undefined;
  const silent: LineMischief = ({ transaction }) => (transaction === 'sign-in' ? undefined : { deed: 'answer-lost' });
  const lineMischief = script === undefined ? bank === 'silent' && silent : readScript(script);
  return {
    bank: (parts: BankParts) => {
      const accounts = card?.account ? [card.account] : [];
      const network = testBank(parts, accounts, { strangers: 'welcome', ...(image && { image }) });
      opened(network);
      return network.host;
    },
    ...(lineMischief && { lineMischief }),
  };
}

function readScript(path: string): LineMischief {
  const text = readText(path);
  return parsed(path, () => parseHostScript(text));
}

function readImage(path: string) {
  const text = readText(path);
  return parsed(path, () => parseNetworkImage(text));
}

/** Keeps the banks' books. @throws UsageError */
export function writeBank(path: string, network: BankNetwork): void {
  try {
    writeFileSync(path, `${JSON.stringify(network.image())}\n`);
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
}

/** Yuan with two decimals as fen. @throws UsageError */
export function amountOf(text: string | undefined): number {
  if (text === undefined) throw new UsageError('--amount is missing: yuan and fen, such as 12.34');
  const fen = /^\d{1,10}\.\d\d$/.test(text) ? Number(text.replace('.', '')) : 0;
  if (fen < 1 || fen > AMOUNT_MAX) throw new UsageError(`--amount is yuan and fen, such as 12.34, not '${text}'`);
  return fen;
}

/** What is pressed beside the screen. @throws UsageError */
export function pressOf(text: string): Press {
  if (text === 'cancel' || text === 'away') return text;
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new UsageError('--press takes 1 to 9, cancel or away');
}
