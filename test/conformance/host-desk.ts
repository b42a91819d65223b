/** A terminal's link with the emulated bank side at its other end, and a card that gives cryptograms for its requests. */

import { accountOf } from '../../hosts/peers/bank/accounts.js';
import { BankNetwork } from '../../hosts/peers/bank/network.js';
import type { ScriptPlan } from '../../hosts/peers/bank/script-commands.js';
import { testRoot } from '../../hosts/peers/keys.js';
import type { Deed } from '../../hosts/peers/line/deeds.js';
import { EmulatedLine } from '../../hosts/peers/line/emulated-line.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { fromHex } from '../../src/base/hex.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/codec/iso8583.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';
import { type BankAnswer, BankLink } from '../../src/links/bank/bank-link.js';
import type { Station } from '../../src/links/bank/build.js';
import { cardRequest, type Original } from '../../src/links/bank/card-requests.js';
import { storedForm } from '../../src/links/bank/reversal.js';
import { batchRow } from '../../src/links/bank/settlement.js';
import type { TransactionKind } from '../../src/pse/payment-kernel.js';
import { MasterKey } from '../../src/vault/line-keys.js';
import { Pin } from '../../src/vault/pin-room.js';
import type { Rig } from './rig.js';
import { NO_CVM } from './scenes.js';
import { STANDARD_CARD } from './setting.js';

const REQUESTS = { purchase: 'purchase', cash: 'withdrawal', balance: 'balance' } as const;
const { pan } = STANDARD_CARD;

/** What the terminal has of one request. */
export interface Asked {
  readonly request: Message;
  readonly stored: Message;
  readonly answer: BankAnswer;
}

export class HostDesk {
  readonly station: Station = { terminalId: '10000001', merchantId: '104100080620001', batch: 1 };
  readonly clock = new VirtualClock('20260601090000');
  readonly network: BankNetwork;
  readonly line: EmulatedLine;
  readonly link: BankLink;
  readonly #rig: Rig;
  readonly #deeds: Deed[] = [];
  #stan = 0;

  constructor(rig: Rig) {
    this.#rig = rig;
    const dice = new SeededRandom(20260601);
    const { clock } = this;
    const { terminalId: terminal, merchantId: merchant } = this.station;
    this.network = new BankNetwork({
      accounts: [accountOf(STANDARD_CARD)],
      terminals: [{ terminal, merchant, masterKey: testRoot('TMK') }],
      now: () => clock.now(),
      random: (length) => dice.bytes(length),
    });
    const host = this.network.host;
    const mischief = () => this.#deeds.shift();
    this.line = new EmulatedLine({ clock, host, mischief, random: (length) => dice.bytes(length) });
    const masterKey = new MasterKey(softwareCiphers, testRoot('TMK'));
    this.link = new BankLink({ line: this.line, clock, masterKey });
    rig.insert({ cvmList: NO_CVM });
  }

  /** Fen on the card's account, to begin with 100000. */
  get balance(): number | undefined {
    return this.network.balanceOf(pan);
  }

  nextStan(): number {
    return ++this.#stan;
  }

  /** What befalls the next requests, one each. */
  befall(...deeds: readonly Deed[]): void {
    this.#deeds.push(...deeds);
  }

  /** A script for the next answer to the card. */
  order(plan: Omit<ScriptPlan, 'identifier'>): void {
    this.network.order(pan, { ...plan, identifier: fromHex('00000001') });
  }

  /** `signed-on`, or what came instead, with its code. */
  async signIn(station: Station = this.station): Promise<string> {
    const answer = await this.link.signIn(station, this.nextStan());
    return 'code' in answer ? `${answer.kind} ${answer.code}` : answer.kind;
  }

  /** Another link of the same terminal signs in, and this one does not hear of it. */
  async forgetBehind(): Promise<void> {
    const { line, clock } = this;
    const other = new BankLink({ line, clock, masterKey: new MasterKey(softwareCiphers, testRoot('TMK')) });
    await other.signIn(this.station, this.nextStan());
  }

  /** What the card says to one transaction: 5A and the like, and a cryptogram that its issuer has not seen. */
  async cardValues(kind: TransactionKind, amount: number): Promise<ReadonlyMap<number, Uint8Array>> {
    const { requests } = await this.#rig.payAgain({ transaction: { kind, amount } });
    return requests[0].values;
  }

  /** Asks for one transaction with the card. @param pin entered for the issuer */
  async ask(kind: keyof typeof REQUESTS, amount: number, pin?: string): Promise<Asked> {
    if (this.link.keys === undefined) await this.signIn();
    const cardsWord = await this.cardValues(kind, amount);
    const account = cardsWord.get(0x5a) ?? new Uint8Array(0);
    const entered = pin === undefined ? undefined : new Pin(Uint8Array.from(pin, Number));
    const pinBlock = entered && (await this.link.keys?.pinKey.seal(entered, account));
    const request = cardRequest(REQUESTS[kind], {
      station: this.station,
      stan: this.nextStan(),
      values: cardsWord,
      ...(kind !== 'balance' && { amount }),
      ...(pinBlock && { pinBlock }),
    });
    const stored = decodeMessage(encodeMessage(storedForm(request, this.clock.now())));
    return { request, stored, answer: await this.link.ask(request) };
  }

  /** The row of the batch that an approved request makes. */
  row({ stored, answer }: Asked): Message {
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    return batchRow(stored, answer.message);
  }

  /** How a void or a refund names an approved request. */
  original(asked: Asked): Original {
    const { fields } = this.row(asked);
    const text = (field: number) => String(fields.get(field));
    return {
      batch: this.station.batch,
      stan: Number(text(11)),
      date: text(13),
      reference: text(37),
      approval: text(38),
    };
  }

  /** Whether acquirer, switch and issuer say the same. */
  agree(): string {
    return this.network.reconcile().differences.join('; ') || 'agreed';
  }
}

/** An answer in short. */
export function short(answer: BankAnswer): string {
  return 'code' in answer ? `${answer.kind} ${answer.code}` : answer.kind;
}
