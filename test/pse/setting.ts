import { fromHex } from '../../src/base/hex.js';
import type { CardSession } from '../../src/card/session.js';
import { sha1 } from '../../src/crypto/sha1.js';
import { DataObjects } from '../../src/pse/data-objects.js';
import type { ApplicationParameters, KernelParameters } from '../../src/pse/parameters.js';
import type { KernelHost, Transaction } from '../../src/pse/payment-kernel.js';
import { beginTransaction, type TransactionState } from '../../src/pse/transaction-state.js';

/** A row of the application table with the values of emv.md 2.11. */
export function application(aid: string, change: Partial<ApplicationParameters> = {}): ApplicationParameters {
  return {
    aid: fromHex(aid),
    partialMatch: true,
    version: fromHex('0020'),
    tacDefault: fromHex('D84000A800'),
    tacOnline: fromHex('D84004F800'),
    tacDenial: fromHex('0010000000'),
    floorLimit: 0,
    randomThreshold: 0,
    targetPercentage: 99,
    targetPercentageMax: 99,
    defaultDdol: fromHex('9F3704'),
    defaultTdol: fromHex('9F0206'),
    onlinePin: true,
    ...change,
  };
}

export function parameters(change: Partial<KernelParameters> = {}): KernelParameters {
  return {
    countryCode: 156,
    currencyCode: 156,
    currencyExponent: 2,
    terminalType: 22,
    capabilities: fromHex('E0F9C8'),
    additionalCapabilities: fromHex('FF80F0F001'),
    terminalId: '12345678',
    serialNumber: 'SN000042',
    merchantId: '898100012345678',
    merchantName: '人民医院',
    merchantCategory: '8062',
    acquirerId: '48021000',
    applications: [application('A000000333010101')],
    caKeys: [],
    revoked: [],
    ...change,
  };
}

/** A host that gives the random bytes DEADBEEF and whom nothing else is asked. */
export function silentHost(): KernelHost {
  const unasked = async (): Promise<never> => {
    throw new Error('the host is not asked in these chapters');
  };
  return {
    random: { bytes: async () => fromHex('DEADBEEF') },
    chooseApplication: unasked,
    enterOfflinePin: unasked,
    enterOnlinePin: unasked,
    checkDocument: unasked,
    isOnExceptionFile: unasked,
    spentBefore: unasked,
    authorise: unasked,
  };
}

/** A purchase of 12.34 yuan on 8 July 2015 at 13:14:15, with the card's objects of FCI and GPO given by tag. */
export function stateFor(
  card: CardSession,
  icc: Readonly<Record<string, string>> = {},
  change: { readonly transaction?: Partial<Transaction>; readonly parameters?: Partial<KernelParameters> } = {},
): TransactionState {
  const objects = new DataObjects();
  for (const [tag, value] of Object.entries(icc)) objects.add(Number.parseInt(tag, 16), fromHex(value));
  const terminal = parameters(change.parameters);
  return beginTransaction({
    card,
    host: silentHost(),
    sha1,
    parameters: terminal,
    transaction: {
      kind: 'purchase',
      amount: 1234,
      otherAmount: 0,
      moment: '20150708131415',
      sequence: 42,
      forcedOnline: false,
      ...change.transaction,
    },
    application: terminal.applications[0],
    aid: fromHex('A000000333010101'),
    label: 'PBOC DEBIT',
    icc: objects,
  });
}
