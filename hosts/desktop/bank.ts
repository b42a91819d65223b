/** The bank side of a desktop visit: a stand-in issuer, test keys, and the arguments that speak of them. */

import type { PaymentConfiguration } from '../../src/app/start-terminal.js';
import { AMOUNT_MAX } from '../../src/visits/purchase.js';
import { testCaKey } from '../peers/bank/ca.js';
import { StandInIssuer } from '../peers/bank/issuer.js';
import type { Press } from '../peers/finger/keys.js';
import { testRoot } from '../peers/keys.js';
import type { CardFile } from './files.js';
import { UsageError } from './usage.js';

/** Name of the test PIN key between this terminal and its stand-in issuer. */
const PIN_KEY = 'PIK';

/** The test world's CA keys and PIN key. @throws UsageError */
export function testPayment(trust: string): PaymentConfiguration {
  if (trust !== 'test' && trust !== 'live') throw new UsageError(`--trust is test or live, not '${trust}'`);
  return { trust, caKeys: [testCaKey('F8'), testCaKey('F7')], pinKey: testRoot(PIN_KEY), exceptionFile: [] };
}

/** The bank knows the card that is described, and takes any other for one with 1000.00. @throws UsageError */
export function issuerOf(bank: string, cardFile: CardFile | undefined): StandInIssuer {
  if (bank !== 'up' && bank !== 'down' && bank !== 'silent')
    throw new UsageError(`--bank is up, down or silent, not '${bank}'`);
  const line = { up: undefined, down: 'unable', silent: 'unknown' } as const;
  return new StandInIssuer({
    accounts: cardFile?.account ? [cardFile.account] : [],
    strangers: 'welcome',
    pinKey: testRoot(PIN_KEY),
    temper: { ...(line[bank] && { line: line[bank] }) },
  });
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
