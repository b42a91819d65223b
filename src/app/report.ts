/** The result of a visit as JSON: the form that scripts read. Numbers of holder and card are masked unless asked for. */

import { hexNumber, toHex } from '../base/hex.js';
import type { Row, Settlement } from '../journal/entries.js';
import type { PaymentRecord } from '../pse/payment-kernel.js';
import { maskNumber, maskPan } from '../screens/mask.js';
import type { ItemValue } from '../ssse/values.js';
import type { Balance } from '../visits/balance.js';
import type { DisputeList } from '../visits/disputes.js';
import type { Enquiry, FilePage } from '../visits/enquire.js';
import type { Identity } from '../visits/identify.js';
import type { Payment } from '../visits/money-visit.js';
import { textOf } from '../visits/receipts.js';
import type { Selection } from '../visits/select.js';
import { explain, type Reversal, type VisitResult } from '../visits/visit-result.js';
import { aftermathJson } from './report-management.js';

/** What the host measured on the side. */
export interface Measure {
  /** Command APDUs at each slot, GET RESPONSE included. */
  readonly cardExchanges: number;
  readonly psamExchanges: number;
  /** Virtual milliseconds. */
  readonly elapsedMs: number;
}

type Json = Readonly<Record<string, unknown>>;

/** @param body turns the value of a visit that was done into its fields */
export function report<T>(visit: string, result: VisitResult<T>, measure: Measure, body: (value: T) => Json): Json {
  return { visit, ...outcome(result, body), ...measure };
}

function outcome<T>(result: VisitResult<T>, body: (value: T) => Json): Json {
  if (result.outcome === 'done') return { outcome: 'done', ...body(result.value) };
  const { what, next } = explain(result);
  if (result.outcome === 'interrupted') {
    const { port, kind } = result.fault;
    return { outcome: 'interrupted', port, fault: kind, what, next, ...reversalJson(result), ...aftermathJson(result) };
  }
  const { refused, ...details } = result.refusal;
  const { record, ...numbers } = 'record' in details ? details : { ...details, record: undefined };
  const transaction = record && { transaction: recordJson(record) };
  const told = { reason: refused, ...numbers, what, next };
  return { outcome: 'refused', ...told, ...reversalJson(result), ...aftermathJson(result), ...transaction };
}

function reversalJson({ reversal }: { readonly reversal?: Reversal }): Json {
  return reversal === undefined ? {} : { reversal };
}

export function identityJson(identity: Identity, unmasked: boolean): Json {
  const { issuer, holder, algorithm, pin, terminalNumber } = identity;
  const number = (text: string) => (unmasked ? text : maskNumber(text));
  return {
    identity: {
      ...holder,
      personNumber: number(holder.personNumber),
      cardNumber: number(issuer.cardNumber),
      cardIdentifier: toHex(issuer.cardIdentifier),
      region: issuer.region,
      cardClass: issuer.cardClass,
      version: issuer.version,
      generation: issuer.generation,
      institution: issuer.institution,
      issued: issuer.issued,
      expires: issuer.expires,
      algorithm,
      pin,
      terminalNumber,
      warnings: identity.warnings,
    },
  };
}

export function enquiryJson(enquiry: Enquiry, unmasked: boolean): Json {
  return { files: enquiry.pages.map((page) => pageJson(page, unmasked)) };
}

export function selectionJson({ applications }: Selection): Json {
  return {
    applications: applications.map(({ aid, label, preferredName, priority, confirm }) => ({
      aid: toHex(aid),
      label,
      ...(preferredName === undefined ? {} : { preferredName }),
      priority,
      confirm,
    })),
  };
}

export function balanceJson({ balance, pan, record }: Balance, unmasked: boolean): Json {
  return { balance, pan: unmasked ? pan : maskPan(pan), transaction: recordJson(record) };
}

export function paymentJson({ record, ...payment }: Payment, unmasked: boolean): Json {
  const pan = unmasked ? payment.pan : maskPan(payment.pan);
  return { ...payment, pan, transaction: recordJson(record) };
}

/** A void or a refund. */
export function rowJson({ message: { fields } }: Row, unmasked: boolean): Json {
  const text = (field: number) => textOf(fields.get(field));
  const pan = text(2);
  return {
    amount: Number(text(4)),
    pan: unmasked ? pan : maskPan(pan),
    batch: Number(text(60).slice(2, 8)),
    stan: Number(text(11)),
    reference: text(37),
  };
}

export function settlementJson(settlement: Settlement): Json {
  return { settlement };
}

export function disputesJson({ acknowledged, left }: DisputeList): Json {
  return { acknowledged, left };
}

/** What a test looks at of a transaction, by tag: nothing of the holder's. */
const REPORTED: readonly number[] = Object.freeze([
  0x82, 0x8a, 0x95, 0x9b, 0x9f02, 0x9f10, 0x9f26, 0x9f27, 0x9f34, 0x9f36, 0x9f37,
]);

function recordJson({ values, scriptResults, aid, label, signatureWanted, adviceWanted }: PaymentRecord): Json {
  const tags = REPORTED.flatMap((tag) => {
    const value = values.get(tag);
    return value === undefined ? [] : [[hexNumber(tag), toHex(value)] as const];
  });
  const scripts = scriptResults.length === 0 ? {} : { scriptResults: toHex(scriptResults) };
  return { aid: toHex(aid), label, ...Object.fromEntries(tags), ...scripts, signatureWanted, adviceWanted };
}

function pageJson(page: FilePage, unmasked: boolean): Json {
  const { file, items, records, bytes } = page;
  const head = { file: file.name, title: file.title };
  if (bytes) return { ...head, bytes: toHex(bytes) };
  const values = (list: readonly ItemValue[]) => list.map((one) => valueJson(one, unmasked));
  return file.kind === 'cyclic' ? { ...head, records: records.map(values) } : { ...head, items: values(items) };
}

function valueJson(one: ItemValue, unmasked: boolean): Json {
  const { item, value, instance, lengthDiffers } = one;
  const hide = item.personal !== undefined && !unmasked;
  const head = {
    tag: toHex(Uint8Array.of(item.tag)),
    name: item.name,
    ...(instance === undefined ? {} : { instance }),
  };
  const flags = { set: value.set, ...(lengthDiffers ? { lengthDiffers } : {}) };
  if (value.parts) return { ...head, ...flags, parts: value.parts.map((part) => valueJson(part, unmasked)) };
  const shown = hide ? maskNumber(value.text) : value.shown;
  return { ...head, ...flags, text: hide ? maskNumber(value.text) : value.text, shown };
}
