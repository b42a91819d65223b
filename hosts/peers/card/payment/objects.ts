/**
 * What a payment application keeps outside its files: by tag where it has one, by an identifier where it has none. The
 * identifiers are those of EMV's common personalisation (EMV CPS, data grouping identifiers) where that has some, else [TP].
 */

import { EMPTY } from '../../../../src/base/bytes.js';
import type { Application, DataObject, Directory } from '../memory.js';
import type { Session } from '../session.js';

/** Identifiers of objects that have no tag, or that the card keeps apart from its records. */
export const OBJECT = Object.freeze({
  /** Contents of A5 in the FCI. */
  fciProprietary: 0x00a5,
  /** 82 and 94, which GET PROCESSING OPTIONS answers. */
  interchangeProfile: 0x0082,
  fileLocator: 0x0094,
  /** 8C and 8D, as in the records. */
  firstDol: 0x008c,
  secondDol: 0x008d,
  processingDol: 0x9f38,
  dynamicDol: 0x9f49,
  logFormat: 0x9f4f,
  /** Application currency, application default action, issuer authentication indicator, issuer country. */
  currency: 0x9f51,
  defaultAction: 0x9f52,
  currencyLimit: 0x9f53,
  amountLimit: 0x9f54,
  authenticationIndicator: 0x9f56,
  country: 0x9f57,
  lowerLimit: 0x9f58,
  upperLimit: 0x9f59,
  upperAmountLimit: 0x9f5c,
  countryLimit: 0x9f72,
  /** Key derivation index, the second byte of 9F10; one byte. */
  derivationIndex: 0xdf01,
  /** Bit 1: GPO answers template 77; bit 2: GENERATE AC does, also without a signature; bit 3: INTERNAL AUTHENTICATE. */
  templates: 0xdf02,
  /** The card's memory of its transactions (status.ts); STORE DATA cannot write it. */
  status: 0xdf03,
});

/** Bytes of {@link OBJECT.status}. */
export const STATUS_LENGTH = 14;

/** First of the five identifiers of an RSA private key: qi, dq, dp, q, p (EMV CPS 1.1, 8201 to 8205 and 8301 to 8305). */
export const RSA_KEY = Object.freeze({ card: 0x8201, pin: 0x8301 });

/** @returns undefined where the directory has none */
export function findObject(directory: Directory, id: number): Uint8Array | undefined {
  return directory.objects.find((object) => object.id === id)?.value;
}

/** The object, or no bytes. */
export function objectOf(directory: Directory, id: number): Uint8Array {
  return findObject(directory, id) ?? EMPTY;
}

/** Stages the object's new value. One new object a command at most; later ones would undo it. */
export function putObject(session: Session, directory: Directory, id: number, value: Uint8Array): void {
  const known = directory.objects.find((object) => object.id === id);
  const fresh: DataObject = { id, value };
  if (known === undefined) session.memory.put(directory, 'objects', [...directory.objects, fresh]);
  else session.memory.put(known, 'value', value);
}

/** A flag of {@link OBJECT.templates}. */
export function answersTemplate(application: Application, flag: 0x01 | 0x02 | 0x04): boolean {
  return ((objectOf(application, OBJECT.templates)[0] ?? 0) & flag) !== 0;
}
