/**
 * Keys in the bureau's HSM, asked in the strings of the driver's HSM steps (SC annex C; sscard.md 10.5, 12). Who carries the
 * question there is not this file's business: the terminal's own line, or a business system between two calls.
 */

import { concat, EMPTY, readUint, startsWith } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { fromHex, hexNumber, toHex } from '../base/hex.js';
import type { BureauCard, BureauRefusal, BureauService } from '../codec/bureau-message.js';
import { algorithmByte, type SocialAlgorithm } from '../crypto/social-algorithm.js';
import type { BureauPinKey } from '../vault/bureau-pin-key.js';
import { Pin } from '../vault/pin-room.js';
import type { Challenge, KeyedCard, KeyService, Proofs, SecuredMessage, Together } from './key-service.js';
import { keyNamed } from './keys.js';
import type { CardKey } from './model.js';
import { isRefusal, type Refusal, type RefusalReason, refuse } from './refusal.js';

/** Carries one question to the HSM, and its answer back. */
export interface HsmCarrier {
  ask(
    service: BureauService,
    card: BureauCard,
    data: string,
  ): Promise<{ readonly result: 'ok' | BureauRefusal; readonly data: string } | 'unreachable'>;
}

const REFUSALS: Readonly<Record<BureauRefusal, RefusalReason>> = Object.freeze({
  reported: 'card-reported',
  'unknown-card': 'bureau-refused',
  'unknown-key': 'bureau-refused',
  malformed: 'bureau-refused',
});

const FACTOR_LENGTH = 8;
const MAC_LENGTH = 4;
/** DPK with index 01 (sscard.md 5.2). */
const PURCHASE_KEY_ADDRESS = hexNumber(0x017f, 4);

export class HsmKeys implements KeyService {
  readonly terminalNumber = '000000000000';
  readonly together: Together = (internal, external) => this.#prove(internal, external);
  readonly #carrier: HsmCarrier;
  readonly #pinKey: BureauPinKey | undefined;
  #card: BureauCard | undefined;
  #algorithm: SocialAlgorithm = 'DES';

  constructor(carrier: HsmCarrier, pinKey: BureauPinKey | undefined) {
    this.#carrier = carrier;
    this.#pinKey = pinKey;
  }

  /** 卡鉴权: whether the bureau knows of anything against the card. */
  async open(card: KeyedCard): Promise<Refusal | undefined> {
    const { region, historical, cardIdentifier } = card;
    this.#algorithm = card.algorithm;
    this.#card = { region, historical: toHex(historical), identifier: toHex(cardIdentifier) };
    const answer = await this.#ask('cardAuth', `${toHex(cardIdentifier)}|`);
    return isRefusal(answer) ? answer : undefined;
  }

  /** `alg|keyaddr|factor|source|`, and of IRK the first question of a visit. */
  async authenticationData(key: CardKey, process: Uint8Array, source: Uint8Array): Promise<Uint8Array | Refusal> {
    if (key.name === 'IRK') {
      const proofs = await this.#prove({ process, source }, undefined);
      return isRefusal(proofs) ? proofs : proofs.internal;
    }
    if (key.hsmAddress === undefined) return refuse('key-missing');
    const data = items(this.#algorithmDigits(), hexNumber(key.hsmAddress, 4), toHex(process), toHex(source));
    const answer = await this.#ask('externalAuth', data);
    return isRefusal(answer) ? answer : proofIn(answer, source);
  }

  /** `区划|历史字节|alg|识别码|factor|source|factor|source|`: the card's proof, and with RKSSSE the terminal's. */
  async #prove(internal: Challenge, external: Challenge | undefined): Promise<Proofs | Refusal> {
    const { region = '', historical = '', identifier = '' } = this.#card ?? {};
    const { process = EMPTY, source = EMPTY } = external ?? {};
    const head = items(region, historical, this.#algorithmDigits(), identifier);
    const factors = items(toHex(internal.process), toHex(internal.source), toHex(process), toHex(source));
    const answer = await this.#ask('internalAuth', head + factors);
    if (isRefusal(answer)) return answer;
    const [first, second, rest] = answer.split('|');
    if (rest !== '') return refuse('bureau-malformed');
    const mine = proofIn(first, internal.source);
    if (isRefusal(mine)) return mine;
    if (external === undefined) return second === '' ? { internal: mine, external: EMPTY } : refuse('bureau-malformed');
    const theirs = proofIn(second, external.source);
    return isRefusal(theirs) ? theirs : { internal: mine, external: theirs };
  }

  /** `alg|keyaddr|factor|header|PIN|`; a PIN goes enciphered for the bureau. The answer is the whole command. */
  async protect(key: CardKey, process: Uint8Array, message: SecuredMessage): Promise<Uint8Array | Refusal> {
    const { cla, ins, p1, p2, data = EMPTY } = message;
    const sealed = data instanceof Pin ? await this.#seal(data, process) : data;
    if (isRefusal(sealed)) return sealed;
    if (key.hsmAddress === undefined) return refuse('key-missing');
    const body = data instanceof Pin ? (this.#algorithm === 'SM4' ? 16 : 8) : data.length;
    const header = Uint8Array.of(cla, ins, p1, p2, body + MAC_LENGTH);
    const question = items(
      this.#algorithmDigits(),
      hexNumber(key.hsmAddress, 4),
      toHex(process),
      toHex(header),
      toHex(sealed),
    );
    const answer = await this.#ask('secureMessage', question);
    if (isRefusal(answer)) return answer;
    const command = bytesIn(answer.replace(/\|$/, ''), header.length + body + MAC_LENGTH);
    return command && startsWith(command, header) ? command.slice(header.length) : refuse('bureau-malformed');
  }

  /**
   * `alg|keyaddr|random|sequence|two amounts|type|终端机编号|time|`, answered by `终端交易序号|time|MAC1|`. The question has no room
   * for an amount of the account: money from there needs a PSAM (SC 9.8; sscard.md 8).
   */
  async beginPurchase(terms: Uint8Array, terminalNumber: string): Promise<Uint8Array | Refusal> {
    // Random 4, sequence 2, account 4, two amounts 8, type 1, time 7, key version 1, algorithm 1.
    if (readUint(terms, 6, 4) !== 0) return refuse('psam-absent');
    const part = (from: number, to: number) => toHex(terms.subarray(from, to));
    const sequence = part(4, 6);
    const moment = part(19, 26);
    const head = [this.#algorithmDigits(), PURCHASE_KEY_ADDRESS, part(0, 4), sequence];
    const answer = await this.#ask('debitAuth', items(...head, part(10, 18), part(18, 19), terminalNumber, moment));
    if (isRefusal(answer)) return answer;
    const [count, time, mac1, rest] = answer.split('|');
    const begun = rest === '' && time === moment ? bytesIn(`${count}${mac1}`, 2 * MAC_LENGTH) : undefined;
    // Without a PSAM the card's sequence is the terminal's as well.
    return begun && count === `0000${sequence}` ? begun : refuse('bureau-malformed');
  }

  /** 消费交易结算验证 comes with the settlement, by the TAC. */
  async completePurchase(): Promise<'later'> {
    return 'later';
  }

  /** A proof of the card's that the HSM did not expect: the card's fault or the bureau's (driver error −25). */
  whyDifferent(key: CardKey): Refusal | undefined {
    return key === keyNamed('IRK') ? refuse('bureau-differs') : undefined;
  }

  async close(): Promise<void> {
    this.#card = undefined;
  }

  async #seal(pin: Pin, process: Uint8Array): Promise<Uint8Array | Refusal> {
    if (this.#pinKey !== undefined) return await this.#pinKey.seal(pin, process);
    pin.discard();
    return refuse('bureau-key-missing');
  }

  async #ask(service: BureauService, data: string): Promise<string | Refusal> {
    if (this.#card === undefined) return refuse('bureau-unreachable');
    const answer = await this.#carrier.ask(service, this.#card, data);
    if (answer === 'unreachable') return refuse('bureau-unreachable');
    return answer.result === 'ok' ? answer.data : refuse(REFUSALS[answer.result]);
  }

  #algorithmDigits(): string {
    return hexNumber(algorithmByte(this.#algorithm));
  }
}

function items(...parts: readonly string[]): string {
  return parts.map((part) => `${part}|`).join('');
}

/** Authentication data and the source that they are for. */
function proofIn(text: string, source: Uint8Array): Uint8Array | Refusal {
  const bytes = bytesIn(text, 2 * FACTOR_LENGTH);
  if (bytes === undefined) return refuse('bureau-malformed');
  const proof = bytes.slice(0, FACTOR_LENGTH);
  return startsWith(bytes, concat(proof, source)) ? proof : refuse('bureau-malformed');
}

function bytesIn(text: string, length: number): Uint8Array | undefined {
  try {
    const bytes = fromHex(text);
    return bytes.length === length ? bytes : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
