/** How the coupler brings a card up: ATR character by character, and PPS (ISO/IEC 7816-3 8, 9). */

import { FormatError } from '../../../src/base/format-error.js';
import { type Atr, decodeAtr, rateOf } from '../../../src/codec/atr.js';
import { decodePps, encodePps, lengthAfterPps0 } from '../../../src/codec/pps.js';
import type { CardContacts } from './card-contacts.js';
import { ERROR, Refusal } from './refusal.js';

/** TS comes within 42,000 clocks, every further character within 10,080 etu, and all within 20,160 (emv.md 5.2). */
const TS_ETU = 42_000 / 372;
const INITIAL_WAITING_ETU = 10_080;
const WHOLE_ETU = 20_160;

const LONGEST = 33;
const TURNAROUND_ETU = 16;

/** A card that is up. */
export interface Activated {
  readonly bytes: Uint8Array;
  readonly atr: Atr;
  /** Fi and Di in use. */
  readonly rate: { readonly fi: number; readonly di: number };
}

/** Reads the ATR after RST has risen, and goes at the rate of a specific mode. @throws Refusal, Torn */
export function readAnswer(contacts: CardContacts): Activated {
  const bytes: number[] = [];
  let etu = 0;
  const take = (withinEtu: number): number => {
    const heard = contacts.receive(withinEtu);
    if (heard === undefined) throw new Refusal(bytes.length === 0 ? ERROR.cardMute : ERROR.timeOut);
    if (bytes.length > 0) etu += heard.afterClocks / contacts.etuClocks;
    bytes.push(heard.byte);
    if (etu > WHOLE_ETU) throw new Refusal(ERROR.slowAnswer);
    if (bytes.length > LONGEST) throw new Refusal(ERROR.answerUnknown);
    return heard.byte;
  };
  const ts = take(TS_ETU);
  if (ts !== 0x3b && ts !== 0x3f) throw new Refusal(ERROR.wrongTs);
  const t0 = take(INITIAL_WAITING_ETU);
  let left = t0 & 0x0f;
  for (let announced = t0 >> 4, checked = false; announced !== 0; ) {
    let td = 0;
    for (let bit = 1; bit <= 8; bit <<= 1) if (announced & bit) td = take(INITIAL_WAITING_ETU);
    if ((announced & 8) === 0) break;
    if ((td & 0x0f) !== 0 && !checked) {
      checked = true;
      left++;
    }
    announced = td >> 4;
  }
  for (; left > 0; left--) take(INITIAL_WAITING_ETU);
  return inUse(contacts, Uint8Array.from(bytes));
}

function inUse(contacts: CardContacts, bytes: Uint8Array): Activated {
  const atr = read(bytes);
  const ta1 = atr.levels[0].ta;
  const specific = atr.specificMode !== undefined && ta1 !== undefined;
  const rate = specific ? rateOf(ta1) : { fi: 372, di: 1 };
  if (rate === undefined) throw new Refusal(ERROR.wrongRate);
  contacts.etuClocks = rate.fi / rate.di;
  return { bytes, atr, rate };
}

function read(bytes: Uint8Array): Atr {
  try {
    return decodeAtr(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Refusal(error.rule.startsWith('TCK') ? ERROR.checksum : ERROR.answerUnknown);
  }
}

/** Asks the card for a rate. @returns the card as it is then @throws Refusal, after which only a reset helps; Torn */
export function negotiate(contacts: CardContacts, card: Activated, protocol: number, pps1: number): Activated {
  const { atr } = card;
  if (atr.specificMode !== undefined) throw new Refusal(ERROR.specificMode);
  if (protocol > 1 || !atr.protocols.includes(protocol)) throw new Refusal(ERROR.neitherProtocol);
  const rate = rateOf(pps1);
  if (rate === undefined) throw new Refusal(ERROR.wrongRate);
  const request = encodePps({ protocol, pps1 });
  contacts.send(request, TURNAROUND_ETU, guardEtu(card, 0));
  const answer: number[] = [];
  const take = () => {
    const heard = contacts.receive(INITIAL_WAITING_ETU);
    if (heard === undefined) throw new Refusal(ERROR.noPps);
    answer.push(heard.byte);
  };
  take();
  take();
  for (let left = lengthAfterPps0(answer[1]); left > 0; left--) take();
  const agreed = agreedRate(Uint8Array.from(answer), protocol, pps1);
  contacts.etuClocks = agreed.fi / agreed.di;
  return { ...card, rate: agreed };
}

function agreedRate(answer: Uint8Array, protocol: number, pps1: number): Activated['rate'] {
  try {
    const got = decodePps(answer);
    const rate = got.pps1 === undefined ? { fi: 372, di: 1 } : rateOf(got.pps1);
    const fits = got.protocol === protocol && (got.pps1 === undefined || got.pps1 === pps1);
    if (fits && rate !== undefined && (answer[1] & 0x60) === 0) return rate;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  throw new Refusal(ERROR.wrongPps);
}

/** 12 + N etu, N from TC1; FF is the least of the protocol; where T=15 is named, N counts in the etu of TA1 (8.3). */
export function guardEtu({ atr, rate }: Activated, protocol: number): number {
  const n = atr.extraGuardTime;
  if (n === 255) return protocol === 1 ? 11 : 12;
  const global = atr.levels.some((level) => level.protocol === 15);
  const unit = global ? ((atr.fi ?? 372) / (atr.di ?? 1) / rate.fi) * rate.di : 1;
  return 12 + n * unit;
}
