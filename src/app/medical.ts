/** The terminal's services about the medical account of a card (sscard.md 8), and what they report as JSON. */

import { toHex } from '../base/hex.js';
import type { PurseRow } from '../journal/purse-entries.js';
import { maskNumber } from '../screens/mask.js';
import type { PurseCollected } from '../screens/purse-clearing.js';
import type { MedicalBalance } from '../visits/medical-balance.js';
import type { MedicalLoadRequest } from '../visits/medical-load.js';
import type { MedicalRequest } from '../visits/medical-purchase.js';
import type { PursePayment } from '../visits/purse-visit.js';
import type { StartingDayRequest, StartingDaySet } from '../visits/starting-day.js';
import type { VisitLogged, VisitLogRequest } from '../visits/visit-log.js';
import type { VisitResult } from '../visits/visit-result.js';

export interface MedicalAccount {
  medicalBalance(): Promise<VisitResult<MedicalBalance>>;
  medicalPurchase(request: MedicalRequest): Promise<VisitResult<PursePayment>>;
  medicalLoad(request: MedicalLoadRequest): Promise<VisitResult<PursePayment>>;
  visitLog(request: VisitLogRequest): Promise<VisitResult<VisitLogged>>;
  startingDay(request: StartingDayRequest): Promise<VisitResult<StartingDaySet>>;
  medicalSettle(): Promise<VisitResult<PurseCollected>>;
}

type Json = Readonly<Record<string, unknown>>;

export function medicalBalanceJson({ balance, totals, earlier }: MedicalBalance): Json {
  return { balance, totals, earlier };
}

export function purseCollectedJson(collected: PurseCollected): Json {
  return { uploaded: collected };
}

/** Days as mmdd; `before` is null where the card had none. */
export function startingDayJson({ before, day }: StartingDaySet): Json {
  return { before: before ?? null, startingDay: day };
}

export function pursePaymentJson({ row, balance }: PursePayment, unmasked: boolean): Json {
  return { balance, transaction: purseRowJson(row, unmasked) };
}

export function visitLoggedJson({ offline, ...payment }: VisitLogged, unmasked: boolean): Json {
  return { ...pursePaymentJson(payment, unmasked), ...(offline && { offline }) };
}

function purseRowJson(row: PurseRow, unmasked: boolean): Json {
  const { cardIdentifier, cardNumber, historical, tac, mac, ...rest } = row;
  return {
    ...rest,
    cardIdentifier: toHex(cardIdentifier),
    cardNumber: unmasked ? cardNumber : maskNumber(cardNumber),
    historical: toHex(historical),
    tac: toHex(tac),
    mac: toHex(mac),
  };
}
