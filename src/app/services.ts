/** The services of a terminal that is up. */

import { assert } from '../base/assert.js';
import type { Row, Settlement } from '../journal/entries.js';
import type { PurseCollected } from '../screens/purse-clearing.js';
import { type Balance, balance } from '../visits/balance.js';
import { type Blocked, type BlockRequest, block } from '../visits/block.js';
import { changePin, type PinChanged } from '../visits/change-pin.js';
import { deposit } from '../visits/deposit.js';
import { type DisputeList, disputes } from '../visits/disputes.js';
import { type Enquiry, type EnquiryRequest, enquire } from '../visits/enquire.js';
import { type Identity, identify } from '../visits/identify.js';
import { type Reached, signOff, testLine } from '../visits/line-visits.js';
import { type MedicalBalance, medicalBalance } from '../visits/medical-balance.js';
import { type MedicalLoadRequest, medicalLoad } from '../visits/medical-load.js';
import { type MedicalRequest, medicalPurchase } from '../visits/medical-purchase.js';
import { medicalSettle } from '../visits/medical-settle.js';
import type { Payment } from '../visits/money-visit.js';
import { type AmountRequest, purchase } from '../visits/purchase.js';
import type { PursePayment } from '../visits/purse-visit.js';
import { type Reading, type ReadRequest, read } from '../visits/read.js';
import { type RefundRequest, refund } from '../visits/refund.js';
import { type PinReloaded, reloadPin } from '../visits/reload-pin.js';
import { type PinRemoved, removePin } from '../visits/remove-pin.js';
import { type Reprinted, type ReprintRequest, reprint } from '../visits/reprint.js';
import { type Selection, select } from '../visits/select.js';
import { settle } from '../visits/settle.js';
import { type SignedIn, signIn } from '../visits/sign-in.js';
import { type StartingDayRequest, type StartingDaySet, startingDay } from '../visits/starting-day.js';
import type { Terminal, Use } from '../visits/terminal.js';
import { type TransferRequest, transfer } from '../visits/transfer.js';
import { type PinUnblocked, unblockPin } from '../visits/unblock-pin.js';
import { type PinVerified, verifyPin } from '../visits/verify-pin.js';
import { type VisitLogged, type VisitLogRequest, visitLog } from '../visits/visit-log.js';
import type { VisitResult } from '../visits/visit-result.js';
import { type VoidRequest, voidPurchase } from '../visits/void.js';
import { withdraw } from '../visits/withdraw.js';
import { type WriteRequest, type Written, write } from '../visits/write.js';
import type { BlacklistService } from './blacklist.js';
import { type BetweenCalls, type Driver, type DriverSettings, driverFunctions } from './driver/driver.js';
import { LowLevelReader } from './driver/reader.js';
import { HsmSteps } from './driver/steps.js';
import type { RunningTerminal } from './start-terminal.js';
import { statusOf, type TerminalStatus } from './status.js';

/** One method a service: they lie in ROM, where functions that each terminal makes for itself would take its RAM. */
export class Services implements RunningTerminal {
  readonly blacklist: BlacklistService | undefined;
  readonly #terminal: Terminal;
  readonly #settings: DriverSettings;
  #driver: Driver | undefined;
  #between: BetweenCalls | undefined;
  #busy = false;

  constructor(terminal: Terminal, settings: DriverSettings, blacklist: BlacklistService | undefined) {
    this.#terminal = terminal;
    this.#settings = settings;
    this.blacklist = blacklist;
  }

  /** Made when it is first asked for: a terminal without a business system does without. */
  get driver(): Driver {
    this.#between ??= { steps: new HsmSteps(), reader: new LowLevelReader(this.#terminal) };
    this.#driver ??= driverFunctions(this.#terminal, (visit) => this.#alone(visit), this.#between, this.#settings);
    return this.#driver;
  }

  get offers(): readonly Use[] {
    return this.#terminal.offers;
  }

  status(): TerminalStatus {
    return statusOf(this.#terminal);
  }

  identify(): Promise<VisitResult<Identity>> {
    return this.#alone(identify);
  }

  enquire(request: EnquiryRequest): Promise<VisitResult<Enquiry>> {
    return this.#alone(enquire, request);
  }

  read(request: ReadRequest): Promise<VisitResult<Reading>> {
    return this.#alone(read, request);
  }

  verifyPin(): Promise<VisitResult<PinVerified>> {
    return this.#alone(verifyPin);
  }

  changePin(): Promise<VisitResult<PinChanged>> {
    return this.#alone(changePin);
  }

  removePin(): Promise<VisitResult<PinRemoved>> {
    return this.#alone(removePin);
  }

  reloadPin(): Promise<VisitResult<PinReloaded>> {
    return this.#alone(reloadPin);
  }

  unblockPin(): Promise<VisitResult<PinUnblocked>> {
    return this.#alone(unblockPin);
  }

  write(request: WriteRequest): Promise<VisitResult<Written>> {
    return this.#alone(write, request);
  }

  block(request: BlockRequest): Promise<VisitResult<Blocked>> {
    return this.#alone(block, request);
  }

  medicalBalance(): Promise<VisitResult<MedicalBalance>> {
    return this.#alone(medicalBalance);
  }

  medicalPurchase(request: MedicalRequest): Promise<VisitResult<PursePayment>> {
    return this.#alone(medicalPurchase, request);
  }

  medicalLoad(request: MedicalLoadRequest): Promise<VisitResult<PursePayment>> {
    return this.#alone(medicalLoad, request);
  }

  visitLog(request: VisitLogRequest): Promise<VisitResult<VisitLogged>> {
    return this.#alone(visitLog, request);
  }

  startingDay(request: StartingDayRequest): Promise<VisitResult<StartingDaySet>> {
    return this.#alone(startingDay, request);
  }

  medicalSettle(): Promise<VisitResult<PurseCollected>> {
    return this.#alone(medicalSettle);
  }

  select(): Promise<VisitResult<Selection>> {
    return this.#alone(select);
  }

  balance(): Promise<VisitResult<Balance>> {
    return this.#alone(balance);
  }

  purchase(request: AmountRequest): Promise<VisitResult<Payment>> {
    return this.#alone(purchase, request);
  }

  voidPurchase(request: VoidRequest): Promise<VisitResult<Row>> {
    return this.#alone(voidPurchase, request);
  }

  refund(request: RefundRequest): Promise<VisitResult<Row>> {
    return this.#alone(refund, request);
  }

  withdraw(request: AmountRequest): Promise<VisitResult<Payment>> {
    return this.#alone(withdraw, request);
  }

  deposit(request: AmountRequest): Promise<VisitResult<Payment>> {
    return this.#alone(deposit, request);
  }

  transfer(request: TransferRequest): Promise<VisitResult<Payment>> {
    return this.#alone(transfer, request);
  }

  signIn(): Promise<VisitResult<SignedIn>> {
    return this.#alone(signIn);
  }

  signOut(): Promise<VisitResult<Reached>> {
    return this.#alone(signOff);
  }

  testLine(): Promise<VisitResult<Reached>> {
    return this.#alone(testLine);
  }

  settle(): Promise<VisitResult<Settlement>> {
    return this.#alone(settle);
  }

  reprint(request: ReprintRequest): Promise<VisitResult<Reprinted>> {
    return this.#alone(reprint, request);
  }

  disputes(): Promise<VisitResult<DisputeList>> {
    return this.#alone(disputes);
  }

  /** Runs a visit while no other is under way; what waits between two calls of a business system ends. */
  async #alone<Request extends readonly unknown[], T>(
    visit: (terminal: Terminal, ...request: Request) => Promise<T>,
    ...request: Request
  ): Promise<T> {
    await this.#between?.steps.abandon();
    await this.#between?.reader.release();
    assert(!this.#busy, 'one visit at a time');
    this.#busy = true;
    try {
      return await visit(this.#terminal, ...request);
    } finally {
      this.#busy = false;
    }
  }
}
