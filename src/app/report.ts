/** The result of a visit as JSON: the form that scripts read. Numbers of holder and card are masked unless asked for. */

import { toHex } from '../../src/base/hex.js';
import { maskNumber } from '../../src/screens/mask.js';
import type { ItemValue } from '../../src/ssse/values.js';
import type { Enquiry, FilePage } from '../../src/visits/enquire.js';
import type { Identity } from '../../src/visits/identify.js';
import { explain, type VisitResult } from '../../src/visits/visit-result.js';

/** What the emulated world measured on the side. */
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
    return { outcome: 'interrupted', port, fault: kind, what, next };
  }
  const { refused, ...numbers } = result.refusal;
  return { outcome: 'refused', reason: refused, ...numbers, what, next };
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
    },
  };
}

export function enquiryJson(enquiry: Enquiry, unmasked: boolean): Json {
  return { files: enquiry.pages.map((page) => pageJson(page, unmasked)) };
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
