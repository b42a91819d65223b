/** Where a host starts the terminal: a world and a configuration in, the terminal's services out. */

import { assert } from '../base/assert.js';
import type { MakeAes } from '../crypto/aes.js';
import { softwareCiphers } from '../crypto/software-ciphers.js';
import { Journal } from '../journal/journal.js';
import type { World } from '../ports/world.js';
import { paymentKernel } from '../pse/kernel.js';
import type { CaKey } from '../pse/parameters.js';
import { terminalParameters } from '../pse/terminal-parameters.js';
import { idleView } from '../screens/views.js';
import { type BlacklistEntry, listBlacklist } from '../ssse/blacklist.js';
import type { Acceptance } from '../ssse/validity.js';
import { DeviceKey } from '../vault/device-key.js';
import { PinKey } from '../vault/online-pin.js';
import { type Balance, balance } from '../visits/balance.js';
import { type Enquiry, type EnquiryRequest, enquire } from '../visits/enquire.js';
import { type Identity, identify } from '../visits/identify.js';
import { type Purchase, type PurchaseRequest, purchase } from '../visits/purchase.js';
import { type Selection, select } from '../visits/select.js';
import type { PaymentSide, Terminal } from '../visits/terminal.js';
import type { VisitResult } from '../visits/visit-result.js';
import { PROFILES, type ProfileName } from './profiles.js';
import { traceWorld } from './trace/trace-world.js';

export interface Configuration {
  readonly profile: ProfileName;
  readonly acceptance: Acceptance;
  readonly blacklist: readonly BlacklistEntry[];
  /** Let the transcript carry the holder's and the card's numbers whole. PINs and keys never are. */
  readonly unmasked: boolean;
  readonly device: Device;
  /** Left away by a host that has no bank: UnionPay's live CA keys alone, no PIN key, nobody under suspicion. */
  readonly payment?: PaymentConfiguration;
}

/** What the terminal's own chip gives. */
export interface Device {
  readonly aes: MakeAes;
  /** Of this terminal alone, 16 bytes: the journal is sealed under keys made from it. */
  readonly key: Uint8Array;
}

export interface PaymentConfiguration {
  /** Whose cards are believed: a live terminal knows UnionPay's live CA keys and nothing else. */
  readonly trust: 'test' | 'live';
  /** CA keys of the test world, beside UnionPay's. Only a terminal in test accepts them. */
  readonly caKeys: readonly CaKey[];
  /** PIN key (PIK) of the bank's line, 16 bytes; a terminal without one takes no online PIN. */
  readonly pinKey: Uint8Array | undefined;
  /** 异常文件: account numbers. */
  readonly exceptionFile: readonly string[];
}

/** The test terminal's acceptance: every institution of the ministry, every class, the three generations `[TP]`. */
export const ACCEPT_ALL: Acceptance = Object.freeze({
  institutions: Object.freeze(['9156000002']),
  classes: Object.freeze(['1', '2', '3', '4']),
  versions: Object.freeze(['1.0', '2.0', '3.0']),
});

/** A terminal that is up: one visit at a time, whose last screen stays until the next begins. */
export interface RunningTerminal {
  identify(): Promise<VisitResult<Identity>>;
  enquire(request: EnquiryRequest): Promise<VisitResult<Enquiry>>;
  select(): Promise<VisitResult<Selection>>;
  balance(): Promise<VisitResult<Balance>>;
  purchase(request: PurchaseRequest): Promise<VisitResult<Purchase>>;
}

/** Recovers the journal before anything is shown. */
export async function startTerminal(world: World, configuration: Configuration): Promise<RunningTerminal> {
  const traced = traceWorld(world, configuration.unmasked);
  const { aes, key } = configuration.device;
  const terminal: Terminal = {
    world: traced,
    offers: PROFILES[configuration.profile].offers,
    acceptance: configuration.acceptance,
    blacklist: listBlacklist(configuration.blacklist),
    pinEntriesMax: 3,
    keyLevels: new Map(),
    journal: await Journal.open(traced.flash, new DeviceKey(aes, key)),
    payment: paymentSide(configuration.payment),
  };
  let busy = false;
  const alone = async <T>(visit: () => Promise<T>): Promise<T> => {
    assert(!busy, 'one visit at a time');
    busy = true;
    try {
      return await visit();
    } finally {
      busy = false;
    }
  };
  await traced.screen.show(idleView());
  return {
    identify: () => alone(() => identify(terminal)),
    enquire: (request) => alone(() => enquire(terminal, request)),
    select: () => alone(() => select(terminal)),
    balance: () => alone(() => balance(terminal)),
    purchase: (request) => alone(() => purchase(terminal, request)),
  };
}

function paymentSide(payment: PaymentConfiguration | undefined): PaymentSide {
  return {
    kernel: paymentKernel,
    parameters: terminalParameters(payment?.trust ?? 'live', payment?.caKeys ?? []),
    pinKey: payment?.pinKey && new PinKey(softwareCiphers, payment.pinKey),
    exceptionFile: payment?.exceptionFile ?? [],
  };
}
