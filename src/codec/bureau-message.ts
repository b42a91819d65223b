/**
 * What terminal and bureau say to each other: two bytes of length, then a JSON object in ASCII `[TP]` (sscard.md 16.6). Below
 * it lies TLS; inside it the strings of the driver's HSM steps (SC annex C; sscard.md 10.5, 12), every item ended by |.
 */

import { asciiBytes, concat, readUint, uintBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';

const FORMAT = 'bureau-message';
const LENGTH_LENGTH = 2;
const BUREAU_FRAME_MAX = 2048;

/** 卡鉴权, 卡内部认证, 卡鉴权及外部认证, 安全报文认证, 卡鉴权及消费交易认证 (sscard.md 10.5, 12.2). */
export type BureauService = 'cardAuth' | 'internalAuth' | 'externalAuth' | 'secureMessage' | 'debitAuth';

/** The card that it is about: what its keys hang on. */
export interface BureauCard {
  /** Six digits. */
  readonly region: string;
  /** 13 bytes, hexadecimal. */
  readonly historical: string;
  /** 16 bytes, hexadecimal. */
  readonly identifier: string;
}

/** 消费交易结算验证, a batch of it: lines of cards' medical accounts in the form of purse-upload.ts. It is about no one card. */
export interface BureauUpload {
  /** The answer bears the same. */
  readonly number: number;
  readonly data: string;
}

export interface BureauRequest {
  /** The answer bears the same. */
  readonly number: number;
  readonly service: BureauService;
  readonly card: BureauCard;
  readonly data: string;
}

/** Why the bureau does not compute: the card was reported, it is not known, the key is not, the request is none. */
export type BureauRefusal = 'reported' | 'unknown-card' | 'unknown-key' | 'malformed';

export interface BureauAnswer {
  readonly number: number;
  readonly result: 'ok' | BureauRefusal;
  readonly data: string;
}

const SERVICES: readonly string[] = Object.freeze([
  'cardAuth',
  'internalAuth',
  'externalAuth',
  'secureMessage',
  'debitAuth',
]);
const UPLOAD = 'debitVerify';
const RESULTS: readonly string[] = Object.freeze(['ok', 'reported', 'unknown-card', 'unknown-key', 'malformed']);

export function encodeBureauRequest(request: BureauRequest): Uint8Array {
  return framed(request);
}

export function encodeBureauUpload({ number, data }: BureauUpload): Uint8Array {
  return framed({ number, service: UPLOAD, data });
}

export function encodeBureauAnswer(answer: BureauAnswer): Uint8Array {
  return framed(answer);
}

function framed(message: object): Uint8Array {
  const body = asciiBytes(JSON.stringify(message));
  return concat(uintBytes(body.length, LENGTH_LENGTH), body);
}

/** How long the frame is that begins so, length included; undefined before its length is there. @throws FormatError */
export function bureauFrameLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < LENGTH_LENGTH) return undefined;
  const length = LENGTH_LENGTH + readUint(bytes, 0, LENGTH_LENGTH);
  if (length > BUREAU_FRAME_MAX) throw new FormatError(FORMAT, 'too long', 0);
  return length;
}

/** @param frame a whole one @throws FormatError */
export function decodeBureauRequest(frame: Uint8Array): BureauRequest {
  const { number, service, card, data } = objectIn(frame);
  const { region, historical, identifier } = isRecord(card) ? card : {};
  const isCard = isHex(region, 6, /^\d*$/) && isHex(historical, 26) && isHex(identifier, 32);
  if (!isNumber(number) || typeof service !== 'string' || !SERVICES.includes(service) || !isCard)
    throw new FormatError(FORMAT, 'no request');
  if (typeof data !== 'string') throw new FormatError(FORMAT, 'no data');
  return { number, service: service as BureauService, card: { region, historical, identifier } as BureauCard, data };
}

/** @param frame a whole one @throws FormatError */
export function decodeBureauUpload(frame: Uint8Array): BureauUpload {
  const { number, service, data } = objectIn(frame);
  if (!isNumber(number) || service !== UPLOAD || typeof data !== 'string') throw new FormatError(FORMAT, 'no upload');
  return { number, data };
}

/** @param frame a whole one @throws FormatError */
export function decodeBureauAnswer(frame: Uint8Array): BureauAnswer {
  const { number, result, data } = objectIn(frame);
  if (!isNumber(number) || typeof result !== 'string' || !RESULTS.includes(result) || typeof data !== 'string')
    throw new FormatError(FORMAT, 'no answer');
  return { number, result: result as BureauAnswer['result'], data };
}

function objectIn(frame: Uint8Array): Readonly<Record<string, unknown>> {
  let text = '';
  for (const byte of frame.subarray(LENGTH_LENGTH)) {
    if (byte >= 0x80) throw new FormatError(FORMAT, 'not ASCII');
    text += String.fromCharCode(byte);
  }
  const value = jsonIn(text);
  if (!isRecord(value)) throw new FormatError(FORMAT, 'not an object');
  return value;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError(FORMAT, 'not JSON');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isHex(value: unknown, length: number, digits = /^[0-9A-F]*$/): boolean {
  return typeof value === 'string' && value.length === length && digits.test(value);
}
