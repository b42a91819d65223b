/** Where a host starts the terminal: a world and a configuration in, the terminal's services out. */

import type { MakeAes } from '../crypto/aes.js';
import type { Ciphers } from '../crypto/block-cipher.js';
import type { Sha1 } from '../crypto/sha1.js';
import type { Row, Settlement } from '../journal/entries.js';
import { Journal } from '../journal/journal.js';
import { BankLink } from '../links/bank/bank-link.js';
import type { LoadDesk } from '../ports/load-desk.js';
import type { World } from '../ports/world.js';
import { paymentKernel } from '../pse/kernel.js';
import type { CaKey, KernelParameters } from '../pse/parameters.js';
import { terminalParameters } from '../pse/terminal-parameters.js';
import { idleView } from '../screens/views.js';
import type { BlacklistEntry } from '../ssse/blacklist.js';
import type { Acceptance } from '../ssse/validity.js';
import type { BureauPinKey } from '../vault/bureau-pin-key.js';
import { DeviceKey } from '../vault/device-key.js';
import { MasterKey } from '../vault/line-keys.js';
import type { Balance } from '../visits/balance.js';
import { settlePending } from '../visits/bank-day.js';
import { BankDesk } from '../visits/bank-desk.js';
import type { DisputeList } from '../visits/disputes.js';
import { withDownloads } from '../visits/downloads.js';
import type { Enquiry, EnquiryRequest } from '../visits/enquire.js';
import type { Identity } from '../visits/identify.js';
import type { Reached } from '../visits/line-visits.js';
import type { Payment } from '../visits/money-visit.js';
import type { AmountRequest } from '../visits/purchase.js';
import type { RefundRequest } from '../visits/refund.js';
import type { Reprinted, ReprintRequest } from '../visits/reprint.js';
import type { Selection } from '../visits/select.js';
import type { SignedIn } from '../visits/sign-in.js';
import type { PaymentSide, Terminal, Use } from '../visits/terminal.js';
import type { TransferRequest } from '../visits/transfer.js';
import type { VisitResult } from '../visits/visit-result.js';
import type { VoidRequest } from '../visits/void.js';
import { type BlacklistService, type BlacklistStorage, type OpenBlacklist, openBlacklist } from './blacklist.js';
import { type BureauConfiguration, bureauLink, bureauPinKey, keyServices } from './bureau.js';
import { withCardWatch } from './card-watch.js';
import type { Driver } from './driver/driver.js';
import { withForgivingPrinter } from './forgiving-printer.js';
import { type CardManagement, type SocialSwitches, socialRules } from './management.js';
import type { MedicalAccount } from './medical.js';
import { PROFILES, type ProfileName } from './profiles.js';
import { Services } from './services.js';
import type { TerminalStatus } from './status.js';

export interface Configuration {
  readonly profile: ProfileName;
  readonly acceptance: Acceptance;
  /** A short list, held as it is, or where one at national scale lies. */
  readonly blacklist: readonly BlacklistEntry[] | BlacklistStorage;
  readonly device: Device;
  /** Left away by a host that has no bank: UnionPay's live CA keys alone, no bank, nobody under suspicion. */
  readonly payment?: PaymentConfiguration;
  readonly social?: SocialSwitches;
  /** 终端设备号, as its owner has numbered it; what business systems are told. */
  readonly deviceNumber?: string;
  readonly bureau?: BureauConfiguration;
  /** Left away by a host without a bureau. */
  readonly loadDesk?: LoadDesk;
}

/** What the terminal's own chip gives: every cipher and digest of a visit is its, native where it has one. */
export interface Device {
  readonly aes: MakeAes;
  readonly ciphers: Ciphers;
  readonly sha1: Sha1;
  /** Of this terminal alone, 16 bytes: the journal is sealed under keys made from it. */
  readonly key: Uint8Array;
  /** How many entries its memory holds of what waits for bank, bureau or people; as many as its flash without. */
  readonly entriesMax?: number;
}

export interface PaymentConfiguration {
  /** Whose cards are believed: a live terminal knows UnionPay's live CA keys and nothing else. */
  readonly trust: 'test' | 'live';
  /** CA keys of the test world, beside UnionPay's. Only a terminal in test accepts them. */
  readonly caKeys: readonly CaKey[];
  /** Who the terminal is at its bank, F41 and F42; the invented ones of the test terminal without. */
  readonly station?: Pick<KernelParameters, 'terminalId' | 'merchantId'>;
  /** Terminal master key (TMK) of the bank's line, 16 bytes; a terminal without one asks no bank and takes no online PIN. */
  readonly masterKey: Uint8Array | undefined;
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
export interface RunningTerminal extends CardManagement, MedicalAccount {
  /** What the terminal's profile has; another visit is refused. */
  readonly offers: readonly Use[];
  /** The reader functions of business systems; each is a visit. */
  readonly driver: Driver;
  identify(): Promise<VisitResult<Identity>>;
  enquire(request: EnquiryRequest): Promise<VisitResult<Enquiry>>;
  select(): Promise<VisitResult<Selection>>;
  balance(): Promise<VisitResult<Balance>>;
  purchase(request: AmountRequest): Promise<VisitResult<Payment>>;
  voidPurchase(request: VoidRequest): Promise<VisitResult<Row>>;
  refund(request: RefundRequest): Promise<VisitResult<Row>>;
  withdraw(request: AmountRequest): Promise<VisitResult<Payment>>;
  deposit(request: AmountRequest): Promise<VisitResult<Payment>>;
  transfer(request: TransferRequest): Promise<VisitResult<Payment>>;
  signIn(): Promise<VisitResult<SignedIn>>;
  signOut(): Promise<VisitResult<Reached>>;
  testLine(): Promise<VisitResult<Reached>>;
  settle(): Promise<VisitResult<Settlement>>;
  reprint(request: ReprintRequest): Promise<VisitResult<Reprinted>>;
  disputes(): Promise<VisitResult<DisputeList>>;
  /** What is open just now; no visit. */
  status(): TerminalStatus;
  /** Of a terminal whose blacklist lies in flash. */
  readonly blacklist: BlacklistService | undefined;
}

/**
 * Recovers the journal, and settles what is pending as far as the bank can be reached, before anything else.
 * @param world with an ear at every port (`traceWorld`) where the host keeps a transcript; others need not link its words
 */
export async function startTerminal(world: World, configuration: Configuration): Promise<RunningTerminal> {
  const guarded = withCardWatch(withForgivingPrinter(world));
  const blacklist = await openBlacklist(guarded, configuration.blacklist, configuration.device);
  const pinKey = bureauPinKey(configuration.device.ciphers, configuration.bureau);
  const terminal = await buildTerminal(guarded, configuration, pinKey, blacklist);
  await settlePending(terminal);
  await terminal.world.screen.show(idleView());
  return new Services(terminal, { deviceNumber: configuration.deviceNumber, pinKey }, blacklist.service);
}

async function buildTerminal(
  world: World,
  configuration: Configuration,
  pinKey: BureauPinKey | undefined,
  { list }: OpenBlacklist,
): Promise<Terminal> {
  const { aes, sha1, key, entriesMax } = configuration.device;
  const journal = await Journal.open(world.flash, new DeviceKey(aes, key), entriesMax);
  const payment = paymentSide(configuration.payment, journal, sha1);
  const clearing = bureauLink(world);
  const profile = PROFILES[configuration.profile];
  return {
    world,
    offers: profile.offers,
    acceptance: configuration.acceptance,
    blacklist: list,
    pinEntriesMax: 3,
    social: socialRules(profile, configuration.social),
    keys: keyServices(world, clearing, pinKey),
    journal,
    payment,
    bank: bankDesk(world, configuration, journal, payment),
    loadDesk: configuration.loadDesk,
    clearing,
  };
}

function paymentSide(payment: PaymentConfiguration | undefined, journal: Journal, sha1: Sha1): PaymentSide {
  const trust = payment?.trust ?? 'live';
  const ownParameters = { ...terminalParameters(trust, payment?.caKeys ?? []), ...payment?.station };
  return {
    kernel: paymentKernel(sha1),
    sha1,
    trust,
    ownParameters,
    parameters: withDownloads({ ownParameters, trust, sha1 }, journal),
    exceptionFile: payment?.exceptionFile ?? [],
  };
}

function bankDesk(
  { bankLine, clock }: World,
  { payment, device }: Configuration,
  journal: Journal,
  { ownParameters }: PaymentSide,
): BankDesk | undefined {
  if (payment?.masterKey === undefined) return undefined;
  const masterKey = new MasterKey(device.ciphers, payment.masterKey);
  const link = new BankLink({ line: bankLine, clock, masterKey });
  return new BankDesk({ link, journal, clock, parameters: ownParameters });
}
