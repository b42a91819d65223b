/**
 * The conformance rig: a card of the emulated bank, the kernel, an issuer and people, set up by a case as data; one payment;
 * and what came of it beside what was expected.
 */

import { accountOf } from '../../hosts/peers/bank/accounts.js';
import { testCaKey } from '../../hosts/peers/bank/ca.js';
import { StandInIssuer } from '../../hosts/peers/bank/issuer.js';
import type { BankProfile } from '../../hosts/peers/bank/profile.js';
import { type Card, createCard } from '../../hosts/peers/card/card.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { type CardSession, openSession } from '../../src/card/session.js';
import { findTlv } from '../../src/codec/tlv.js';
import { sha1 } from '../../src/crypto/sha1.js';
import { paymentKernel } from '../../src/pse/kernel.js';
import type { KernelParameters } from '../../src/pse/parameters.js';
import type {
  KernelHost,
  OnlineAnswer,
  OnlineRequest,
  PaymentOutcome,
  Transaction,
} from '../../src/pse/payment-kernel.js';
import { holder } from '../pse/holder.js';
import { application, parameters } from '../pse/setting.js';
import { bankCard } from './bank-card.js';
import type { Expected } from './case.js';
import { type Exchange, RigReader } from './rig-reader.js';
import { type HolderSetting, type Setting, STANDARD_CARD } from './setting.js';

/** Today in the rig: 1 June 2026, 09:00. */
const NOW = '20260601090000';

/** What came of one payment. */
export interface Payment {
  readonly outcome: PaymentOutcome;
  /** Commands and answers, GET RESPONSE folded into the command before it. */
  readonly log: readonly Exchange[];
  /** What was asked of people. */
  readonly asked: readonly string[];
  /** What was asked of the issuer. */
  readonly requests: readonly OnlineRequest[];
  /** CVM list of the card as it was read, for the coverage. */
  readonly cvmList: Uint8Array | undefined;
}

/** One check that held, for the coverage. */
export interface Observation {
  readonly expected: Expected;
  readonly cvmList: Uint8Array | undefined;
  /** CVRs seen, whether the case expects them or not. */
  readonly cvrs: readonly string[];
}

/** A card, its issuer and a terminal that meet as often as a case wants. */
export class Rig {
  readonly observations: Observation[] = [];
  #card: Card | undefined;
  #issuer: StandInIssuer | undefined;
  #profile: BankProfile = STANDARD_CARD;
  #sequence = 0;

  /** Pays once with a fresh card, and compares. */
  async expect(setting: Setting, expected: Expected): Promise<Payment> {
    const payment = await this.pay(setting);
    this.check(payment, expected);
    return payment;
  }

  /** Pays once more with the card that is there, and compares. */
  async expectAgain(setting: Omit<Setting, 'card'>, expected: Expected): Promise<Payment> {
    const payment = await this.payAgain(setting);
    this.check(payment, expected);
    return payment;
  }

  /** Pays once with a fresh card of the setting. @throws Fault */
  async pay(setting: Setting): Promise<Payment> {
    this.insert(setting.card);
    return await this.payAgain(setting);
  }

  /** Puts a fresh card into the slot: the standard one changed by `card`. */
  insert(card: Partial<BankProfile> = {}): Card {
    this.#profile = { ...STANDARD_CARD, ...card };
    const dice = new SeededRandom(20260601);
    this.#card = createCard(bankCard(this.#profile), (length) => dice.bytes(length));
    this.#issuer = undefined;
    return this.#card;
  }

  /** Pays with the card that is there. @throws Fault */
  async payAgain(setting: Omit<Setting, 'card'>): Promise<Payment> {
    const card = this.#card ?? this.insert();
    const reader = new RigReader(card, setting.mishaps ?? []);
    const session = await openSession(reader);
    const asked: string[] = [];
    const requests: OnlineRequest[] = [];
    const host = this.#host(setting, asked, requests);
    this.#sequence++;
    const outcome = await paymentKernel(sha1).transact(
      session,
      rigParameters(setting),
      this.#transaction(setting),
      host,
    );
    const cvmList = outcome.kind === 'ended' ? undefined : outcome.record.values.get(0x8e);
    return { outcome, log: reader.log, asked, requests, cvmList };
  }

  /** The parts for a test that runs single steps: an open session with the card, and the host that a payment would have. */
  async meet(setting: Setting): Promise<{
    readonly session: CardSession;
    readonly parameters: KernelParameters;
    readonly transaction: Transaction;
    readonly host: KernelHost;
    readonly log: readonly Exchange[];
  }> {
    const reader = new RigReader(this.insert(setting.card), setting.mishaps ?? []);
    const session = await openSession(reader);
    const host = this.#host(setting, [], []);
    this.#sequence++;
    const transaction = this.#transaction(setting);
    return { session, parameters: rigParameters(setting), transaction, host, log: reader.log };
  }

  /** Compares and notes. @throws Error naming every difference */
  check(payment: Payment, expected: Expected): void {
    const { outcome } = payment;
    if (outcome.kind !== 'ended' && [expected.tvr, expected.tsi, expected.cid].includes(undefined)) {
      throw new Error('a case that comes to an end states TVR, TSI and CID');
    }
    const seen = observed(payment);
    const wrong = Object.entries(expected).flatMap(([name, value]) => {
      const found = seen[name as keyof Expected];
      return found === value ? [] : [`${name}: expected ${String(value)}, saw ${String(found)}`];
    });
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    this.observations.push({ expected, cvmList: payment.cvmList, cvrs: (seen.cvr ?? '').split(' ').filter(Boolean) });
  }

  /** Compares what no card has a part in, and notes. @throws Error naming the difference */
  same(seen: string, wanted: string): void {
    if (seen !== wanted) throw new Error(`expected ${wanted}, saw ${seen}`);
    this.observations.push({ expected: { outcome: wanted }, cvmList: undefined, cvrs: [] });
  }

  #transaction({ transaction }: Pick<Setting, 'transaction'>): Transaction {
    return {
      kind: 'purchase',
      amount: 1234,
      otherAmount: 0,
      moment: NOW,
      sequence: this.#sequence,
      forcedOnline: false,
      ...transaction,
    };
  }

  #host(setting: Omit<Setting, 'card'>, asked: string[], requests: OnlineRequest[]): KernelHost {
    const people = holder({ online: 'entered', ...setting.holder });
    const note = (list: string[]) => asked.push(...list.splice(0));
    const random = cycling(fromHex(setting.random ?? 'DEADBEEF42'));
    return {
      random: { bytes: async (length) => random(length) },
      chooseApplication: async (choices) => {
        asked.push(`choose ${choices.map(({ label }) => label).join('|')}`);
        return setting.holder?.choose;
      },
      enterOfflinePin: async (request) => {
        const entry = await people.host.enterOfflinePin(request);
        note(people.asked);
        return entry;
      },
      enterOnlinePin: async (account) => {
        const entry = await people.host.enterOnlinePin(account);
        note(people.asked);
        return entry;
      },
      checkDocument: async (document) => {
        const right = await people.host.checkDocument(document);
        note(people.asked);
        return right;
      },
      ...records(setting.holder ?? {}),
      authorise: async (request) => {
        requests.push(request);
        return await this.#authorise(setting, request);
      },
    };
  }

  async #authorise({ issuer = {} }: Omit<Setting, 'card'>, request: OnlineRequest): Promise<OnlineAnswer> {
    const { scripts = [], answer, ...temper } = issuer;
    this.#issuer ??= new StandInIssuer({ accounts: [accountOf(this.#profile)] });
    this.#issuer.temper = temper;
    for (const { template, identifier = '00000001', orders } of scripts) {
      this.#issuer.order(this.#profile.pan, { template, identifier: fromHex(identifier), orders });
    }
    const real = await this.#issuer.authorise(request);
    return answer === undefined ? real : answer(real, request);
  }
}

/** The terminal of emv.md 2.11 with the project's test CA keys. */
export function rigParameters({
  terminal,
  application: row,
}: Pick<Setting, 'terminal' | 'application'>): KernelParameters {
  return parameters({
    caKeys: [testCaKey('F8'), testCaKey('F7')],
    applications: [application('A000000333010101', row)],
    ...terminal,
  });
}

function records({ onExceptionFile = false, spentBefore = 0 }: HolderSetting) {
  return { isOnExceptionFile: async () => onExceptionFile, spentBefore: async () => spentBefore };
}

function cycling(source: Uint8Array): (length: number) => Uint8Array {
  let at = 0;
  return (length) => Uint8Array.from({ length }, () => source[at++ % source.length]);
}

/** A payment in the words of {@link Expected}. */
export function observed({ outcome, log, asked }: Payment): Expected {
  const commands = log.map(({ command }) => toHex(command.subarray(1, 2))).join(' ');
  const people = asked.join('; ');
  if (outcome.kind === 'ended') return { outcome: words(outcome), commands, asked: people };
  const { values, scriptResults, adviceWanted, signatureWanted } = outcome.record;
  const answers = log.filter(({ command }) => command[1] === 0xae).map(({ answer }) => cryptogramOf(answer));
  const value = (tag: number) => toHex(values.get(tag) ?? new Uint8Array(0));
  return {
    outcome: words(outcome),
    tvr: value(0x95),
    tsi: value(0x9b),
    cid: answers.map(({ information }) => information).join(' '),
    cvr: answers.map(({ results }) => results).join(' '),
    cvm: value(0x9f34),
    arc: String.fromCharCode(...(values.get(0x8a) ?? [])),
    scripts: toHex(scriptResults),
    advice: adviceWanted,
    signature: signatureWanted,
    commands,
    asked: people,
  };
}

function words(outcome: PaymentOutcome): string {
  switch (outcome.kind) {
    case 'approved':
      return `approved ${outcome.where}`;
    case 'declined':
      return `declined by ${outcome.by}${outcome.reverse ? ', reverse' : ''}`;
    case 'ended':
      return `ended ${outcome.reason}${outcome.sw === undefined ? '' : ` ${outcome.sw.toString(16).toUpperCase()}`}`;
  }
}

/** 9F27 and the CVR of an answer to GENERATE AC, empty where it has none. */
function cryptogramOf(answer: Uint8Array): { readonly information: string; readonly results: string } {
  const body = answer.slice(0, -2);
  try {
    const flat = findTlv(body, 0x80);
    const information = flat?.slice(0, 1) ?? findTlv(body, 0x77, 0x9f27) ?? new Uint8Array(0);
    const issuerData = flat?.slice(11) ?? findTlv(body, 0x77, 0x9f10) ?? new Uint8Array(0);
    return { information: toHex(information), results: toHex(issuerData.slice(3, 7)) };
  } catch {
    return { information: '', results: '' };
  }
}
