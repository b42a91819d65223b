/** What the acquirer itself checks of a card transaction before the network is asked. */

import { EMPTY } from '../../../../src/base/bytes.js';
import { FormatError } from '../../../../src/base/format-error.js';
import { fromHex } from '../../../../src/base/hex.js';
import { decodeTlv } from '../../../../src/codec/tlv.js';
import { digitsOf } from '../chip-data.js';
import { translatePinBlock } from '../online-pin.js';
import { CODE } from '../response-codes.js';
import type { Acquirer, HostRequest } from './request.js';

export interface CheckedFields {
  readonly chip?: ReadonlyMap<number, Uint8Array>;
  /** Under the acquirer's zone key. */
  readonly pinBlock?: Uint8Array;
}

/** Field 22: chip, with PIN and without. */
const WITH_PIN = '051';
const WITHOUT_PIN = '052';
/** Field 25. */
const NORMAL = '00';
/** Fields 26 and 53 beside a PIN block: at most twelve digits; with the account number, Triple DES. */
const PIN_CAPTURE = '12';
const PIN_SECURITY = '2600000000000000';
/** Field 63 of a refund. */
const REFUND_MARK = '303030';

/** @returns the parts that the network wants in another form, or the code with which the request ends here */
export function checkFields(acquirer: Acquirer, request: HostRequest): CheckedFields | string {
  const { name, text, bytes } = request;
  const track = text(35);
  if (text(25) !== NORMAL || !/^0?\d\d$/.test(text(23) || '00')) return CODE.formatError;
  if (!/^\d{13,19}$/.test(text(2)) || (track !== '' && track.split('D')[0] !== text(2))) return CODE.formatError;
  if (name === 'refund' && !isMark(bytes(63))) return CODE.formatError;
  if (name !== 'balance' && amountOf(request) === 0) return CODE.invalidAmount;
  if (name === 'transfer') {
    const [from, to] = [text(102), text(103)];
    if (from !== text(2) || !/^\d{6,28}$/.test(to)) return CODE.formatError;
    if (from === to) return CODE.invalidTransaction;
  }
  const chip = chipOf(request);
  if (chip === 'broken') return CODE.formatError;
  const pinBlock = zonePinBlock(acquirer, request);
  if (typeof pinBlock === 'string') return pinBlock;
  return { ...(chip && { chip }), ...(pinBlock && { pinBlock }) };
}

/** Fen of field 4; 0 where it is not there. */
export function amountOf({ text }: HostRequest): number {
  return Number(text(4) || '0');
}

/** Two digits of the sequence number; undefined for a card without. */
export function panSequenceOf({ text }: HostRequest): string | undefined {
  return text(23) === '' ? undefined : text(23).slice(1);
}

/** Field 55 by tag. Its 9C says what field 3 says. */
function chipOf({ text, bytes }: HostRequest): ReadonlyMap<number, Uint8Array> | undefined | 'broken' {
  const field = bytes(55);
  if (field === undefined) return undefined;
  try {
    const chip = new Map(decodeTlv(field).map(({ tag, value }) => [tag, value]));
    return digitsOf(chip.get(0x9c)) === text(3).slice(0, 2) ? chip : 'broken';
  } catch (error) {
    if (error instanceof FormatError) return 'broken';
    throw error;
  }
}

/** Fields 22, 26, 52 and 53 go together; the block leaves the terminal's key for the zone's. */
function zonePinBlock({ zoneKey }: Acquirer, { text, bytes, session }: HostRequest): Uint8Array | undefined | string {
  const block = bytes(52);
  const parts = [text(26), text(53)].join();
  if (block === undefined) return text(22) === WITHOUT_PIN && parts === ',' ? undefined : CODE.formatError;
  if (text(22) !== WITH_PIN || parts !== `${PIN_CAPTURE},${PIN_SECURITY}`) return CODE.formatError;
  const pinKey = fromHex(session?.pinKey ?? '');
  return translatePinBlock(pinKey, zoneKey, block) ?? CODE.pinFormat;
}

function isMark(field: Uint8Array = EMPTY): boolean {
  return digitsOf(field) === REFUND_MARK;
}
