/** The test terminal and its bank, as every host and test sets them up [TP]. */

import type { PaymentConfiguration } from '../../src/app/start-terminal.js';
import type { AccountOpening } from '../peers/bank/accounts.js';
import { testCaKey } from '../peers/bank/ca.js';
import { BankNetwork, type NetworkOptions } from '../peers/bank/network.js';
import { testRoot } from '../peers/keys.js';
import type { BankParts } from './emulated-world.js';

/** Name of the test terminal's master key (TMK). */
const MASTER_KEY = 'TMK';

/** The numbers of the test terminal (terminal-parameters.ts). */
const TERMINAL = Object.freeze({ terminal: '10000001', merchant: '104100080620001' });

/** Both test CAs, under which the sample cards are, and the master key of the line. */
export function testPayment(trust: 'test' | 'live', withMasterKey = true): PaymentConfiguration {
  return {
    trust,
    caKeys: [testCaKey('F8'), testCaKey('F7')],
    masterKey: withMasterKey ? testRoot(MASTER_KEY) : undefined,
    exceptionFile: [],
  };
}

/** The banks, with these accounts and the test terminal in their register. */
export function testBank(
  { now, random }: BankParts,
  accounts: readonly AccountOpening[],
  options: Pick<NetworkOptions, 'strangers' | 'image' | 'temper' | 'limits'> = {},
): BankNetwork {
  const terminals = [{ ...TERMINAL, masterKey: testRoot(MASTER_KEY) }];
  return new BankNetwork({ accounts, terminals, now, random, ...options });
}
