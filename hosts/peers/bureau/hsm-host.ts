/**
 * The bureau's HSM at the far end of a terminal's line (SC annex C; sscard.md 5.2, 10.5): it proves, and protects commands,
 * under card keys named by their addresses. What it is asked for must be what a key is for, and the card must be in use.
 */

import { concat, EMPTY, xor } from '../../../src/base/bytes.js';
import { FormatError } from '../../../src/base/format-error.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import {
  type BureauRefusal,
  type BureauRequest,
  decodeBureauRequest,
  encodeBureauAnswer,
} from '../../../src/codec/bureau-message.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { sealData } from '../../../src/crypto/data-encryption.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { KEY_TABLE, KEY_TYPE, type KeyRow } from '../key-table.js';
import type { HostReply, LineHost } from '../line/line-host.js';
import { type CardKey, cardKey } from './hsm.js';

export interface HsmSetting {
  /** Under which PINs come in, 16 bytes. */
  readonly pinKey: Uint8Array;
  /** Whether the card of this identifier, hexadecimal, was reported lost. */
  readonly isReported?: (identifier: string) => boolean;
}

/** ms that a computation takes `[TP]`. */
const THINKING_MS = 30;
const SM4_DIGITS = '03';
const DES_DIGITS = '01';
/** 交易类型 of a purchase (sscard.md 8). */
const PURCHASE_TYPE = '32';

/** A request that is refused, and what the answer calls it. */
class Refused extends Error {
  override name = 'Refused';
  readonly result: BureauRefusal;

  constructor(result: BureauRefusal) {
    super(result);
    this.result = result;
  }
}

export class HsmHost implements LineHost {
  readonly #setting: HsmSetting;

  constructor(setting: HsmSetting) {
    this.#setting = setting;
  }

  receive(frame: Uint8Array): HostReply | undefined {
    const request = readRequest(frame);
    // What is no request has no number that an answer could bear.
    if (request === undefined) return undefined;
    const { number } = request;
    try {
      const data = this.#serve(request);
      return { frame: encodeBureauAnswer({ number, result: 'ok', data }), afterMs: THINKING_MS };
    } catch (error) {
      const result = error instanceof Refused ? error.result : error instanceof FormatError ? 'malformed' : undefined;
      if (result === undefined) throw error;
      return { frame: encodeBureauAnswer({ number, result, data: '' }), afterMs: THINKING_MS };
    }
  }

  #serve({ service, card, data }: BureauRequest): string {
    if (!card.identifier.startsWith(`${card.region}D156000005`)) throw new Refused('unknown-card');
    if (this.#setting.isReported?.(card.identifier)) throw new Refused('reported');
    switch (service) {
      case 'cardAuth':
        if (itemsOf(data, 1)[0] !== card.identifier) throw new Refused('malformed');
        return '';
      case 'internalAuth':
        return internalAuth(card, data);
      case 'externalAuth':
        return externalAuth(card, data);
      case 'secureMessage':
        return secureMessage(card, data, this.#setting.pinKey);
      case 'debitAuth':
        return debitAuth(card, data);
    }
  }
}

type Card = BureauRequest['card'];

function readRequest(frame: Uint8Array): BureauRequest | undefined {
  try {
    return decodeBureauRequest(frame);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** `区划|历史字节|alg|识别码|factor|source|factor|source|`, the last two empty unless RKSSSE is asked for too. */
function internalAuth(card: Card, data: string): string {
  const [region, historical, alg, identifier, process, source, process2, source2] = itemsOf(data, 8);
  if (region !== card.region || historical !== card.historical || identifier !== card.identifier)
    throw new Refused('malformed');
  const internal = proof(keyOf(card, algorithmOf(alg), 'IRK'), process, source);
  if (process2 === '' && source2 === '') return `${internal}||`;
  return `${internal}|${proof(keyOf(card, algorithmOf(alg), 'RKSSSE'), process2, source2)}|`;
}

/** `alg|keyaddr|factor|source|`: every key that a terminal proves itself with, and none that does anything else. */
function externalAuth(card: Card, data: string): string {
  const [alg, address, process, source] = itemsOf(data, 4);
  const row = rowAt(address);
  if (!/^(?:[URL]K|BK|PUK|DSK)/.test(row.name)) throw new Refused('unknown-key');
  return proof(keyOf(card, algorithmOf(alg), row.name), process, source);
}

/** `alg|keyaddr|factor|header|data|`: the whole command, its MAC under a maintenance key; a PIN comes enciphered. */
function secureMessage(card: Card, data: string, pinKey: Uint8Array): string {
  const [alg, address, process, headerDigits, bodyDigits] = itemsOf(data, 5);
  const row = rowAt(address);
  if (!row.name.startsWith('STK')) throw new Refused('unknown-key');
  const algorithm = algorithmOf(alg);
  const header = bytesOf(headerDigits, 5);
  const isReload = header[0] === 0x84 && header[1] === 0x24 && header[3] === 0x01;
  const session = sessionKey(softwareCiphers, algorithm, keyOf(card, algorithm, row.name).value, bytesOf(process, 8));
  const body = isReload
    ? sealData(softwareCiphers, algorithm, session, openPin(pinKey, bytesOf(process, 8), bytesOf(bodyDigits, 16)))
    : fromHex(bodyDigits);
  if (header[4] !== body.length + 4) throw new Refused('malformed');
  const code = mac(softwareCiphers, algorithm, session, concat(header, body));
  return `${toHex(concat(header, body, code))}|`;
}

/**
 * `alg|keyaddr|random|sequence|two amounts|type|终端机编号|time|`: MAC1 under DPK, for a terminal without a counter of its own,
 * so the card's sequence is the terminal's as well. Nothing is taken from the account (SC 9.8; sscard.md 8).
 */
function debitAuth(card: Card, data: string): string {
  const [alg, address, random, sequence, amounts, type, terminal, moment] = itemsOf(data, 8);
  const row = keyAt(address);
  if (row?.types[0] !== KEY_TYPE.purchase) throw new Refused('unknown-key');
  if (type !== PURCHASE_TYPE) throw new Refused('malformed');
  const algorithm = algorithmOf(alg);
  const count = bytesOf(sequence, 2);
  const factor = concat(bytesOf(random, 4), count, count);
  const session = sessionKey(softwareCiphers, algorithm, keyOf(card, algorithm, row.name).value, factor);
  const terms = concat(new Uint8Array(4), bytesOf(amounts, 8), fromHex(type));
  const mac1 = mac(softwareCiphers, algorithm, session, concat(terms, bytesOf(terminal, 6), bytesOf(moment, 7)));
  return `0000${sequence}|${moment}|${toHex(mac1)}|`;
}

/** The cn digits of a PIN that came in CBC from the challenge: LD, digits, 80 00 …. */
function openPin(pinKey: Uint8Array, challenge: Uint8Array, sealed: Uint8Array): Uint8Array {
  const cipher = softwareCiphers.tripleDes(pinKey);
  let chain = cipher.encrypt(challenge);
  let frame = EMPTY;
  for (let at = 0; at < sealed.length; at += 8) {
    const block = sealed.slice(at, at + 8);
    frame = concat(frame, xor(cipher.decrypt(block), chain));
    chain = block;
  }
  const [length] = frame;
  const padding = frame.subarray(1 + length);
  const isFrame = length >= 2 && length <= 8 && padding[0] === 0x80 && padding.subarray(1).every((byte) => byte === 0);
  if (!isFrame) throw new Refused('malformed');
  return frame.slice(1, 1 + length);
}

function proof({ algorithm, value }: CardKey, process: string, source: string): string {
  const s = bytesOf(source, 8);
  return toHex(concat(authenticationData(softwareCiphers, algorithm, value, bytesOf(process, 8), s), s));
}

/** A key by its address; of three versions the addresses follow one another, and the test world has the first alone. */
function rowAt(address: string): KeyRow {
  const row = keyAt(address);
  if (row === undefined || row.types[0] === KEY_TYPE.purchase) throw new Refused('unknown-key');
  return row;
}

function keyAt(address: string): KeyRow | undefined {
  if (!/^[0-9A-F]{4}$/.test(address)) return undefined;
  return KEY_TABLE.find(({ hsmAddress }) => hsmAddress === Number.parseInt(address, 16));
}

function keyOf(card: Card, algorithm: SocialAlgorithm, name: string): CardKey {
  return cardKey(algorithm, name, card.region, fromHex(card.historical));
}

function algorithmOf(digits: string): SocialAlgorithm {
  if (digits !== SM4_DIGITS && digits !== DES_DIGITS) throw new Refused('malformed');
  return digits === SM4_DIGITS ? 'SM4' : 'DES';
}

function itemsOf(data: string, count: number): string[] {
  const items = data.split('|');
  if (items.length !== count + 1 || items[count] !== '') throw new Refused('malformed');
  return items;
}

function bytesOf(digits: string, length: number): Uint8Array {
  const bytes = fromHex(digits);
  if (bytes.length !== length) throw new Refused('malformed');
  return bytes;
}
