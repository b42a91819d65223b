/** The chip's side of a request as its issuer sees it: whether the card made it, and what goes back. emv.md 2.8, 2.10. */

import { asciiBytes, concat, EMPTY, equalBytes, readUint } from '../../../src/base/bytes.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import {
  applicationCryptogram,
  cardKeyOf,
  paymentSessionKey,
  responseCryptogram,
  type ScriptContext,
} from '../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { type IssuerMasterKey, issuerMasterKey } from './keys.js';
import { type ScriptPlan, scriptCommand, scriptTemplate } from './script-commands.js';

/** 9F27 b8–b7. */
export const CRYPTOGRAM = Object.freeze({ request: 0x80, certificate: 0x40 });

/** Whose chip it is. */
export interface ChipCard {
  readonly pan: string;
  readonly panSequence: string;
}

/** Values by tag with everything among them that the issuer needs. */
export interface ChipData {
  readonly values: ReadonlyMap<number, Uint8Array>;
  readonly cryptogram: Uint8Array;
  /** 9F10 */
  readonly issuerData: Uint8Array;
  /** ATC, 9F36. */
  readonly counter: number;
}

/** 9F10 up to its algorithm byte. */
const ISSUER_DATA_MIN = 8;

/** What goes into the cryptogram before the CVR (emv.md 2.8). */
const CRYPTOGRAM_TAGS: readonly (readonly [tag: number, length: number])[] = Object.freeze([
  [0x9f02, 6],
  [0x9f03, 6],
  [0x9f1a, 2],
  [0x95, 5],
  [0x5f2a, 2],
  [0x9a, 3],
  [0x9c, 1],
  [0x9f37, 4],
  [0x82, 2],
  [0x9f36, 2],
] as const);

/** @param kind which cryptogram it must be @returns undefined where something is missing or not what it should be */
export function readChip(values: ReadonlyMap<number, Uint8Array>, kind: number): ChipData | undefined {
  const cryptogram = values.get(0x9f26);
  const issuerData = values.get(0x9f10);
  const counter = values.get(0x9f36);
  const information = values.get(0x9f27)?.[0];
  if (information !== undefined && (information & 0xc0) !== kind) return undefined;
  if (cryptogram?.length !== 8 || counter?.length !== 2) return undefined;
  if (issuerData === undefined || issuerData.length < ISSUER_DATA_MIN) return undefined;
  return { values, cryptogram, issuerData, counter: readUint(counter, 0, 2) };
}

/** Whether the card's own key made this cryptogram over these values. */
export function isGenuine(chip: ChipData, card: ChipCard): boolean {
  const data = concat(
    ...CRYPTOGRAM_TAGS.map(([tag, length]) => sized(chip.values.get(tag), length)),
    chip.issuerData.subarray(3, 7),
  );
  return equalBytes(applicationCryptogram(softwareCiphers, sessionKey(chip, card), data), chip.cryptogram);
}

/** The value of 91: ARPC ‖ ARC. emv.md 2.8. @param wrong with a cryptogram that proves nothing */
export function authenticationData(chip: ChipData, card: ChipCard, code: string, wrong: boolean): Uint8Array {
  const answer = responseCryptogram(softwareCiphers, sessionKey(chip, card), chip.cryptogram, asciiBytes(code));
  if (wrong) answer[0] ^= 0xff;
  return concat(answer, asciiBytes(code));
}

/** A script as the card takes it after this cryptogram, its template around it. */
export function scriptFor({ template, identifier, orders }: ScriptPlan, chip: ChipData, card: ChipCard): Uint8Array {
  const keys = { mac: ownKey(card, 'IMKMAC'), encryption: ownKey(card, 'IMKENC') };
  const context: ScriptContext = { counter: chip.counter, cryptogram: chip.cryptogram };
  const commands = orders.map((order) => scriptCommand(keys, context, order));
  return encodeTlv(template, scriptTemplate(identifier, commands));
}

/** Hexadecimal digits without the F at the end: of BCD its digits, of track two its text. */
export function digitsOf(value: Uint8Array = EMPTY): string {
  let text = '';
  for (const byte of value) text += (byte >> 4).toString(16) + (byte & 0x0f).toString(16);
  return text.toUpperCase().replace(/F+$/, '');
}

function sessionKey({ counter }: ChipData, card: ChipCard): Uint8Array {
  return paymentSessionKey(softwareCiphers, ownKey(card, 'IMKAC'), counter);
}

function ownKey({ pan, panSequence }: ChipCard, name: IssuerMasterKey): Uint8Array {
  return cardKeyOf(softwareCiphers, issuerMasterKey(name), pan, panSequence);
}

/** Right-aligned in its length. */
function sized(value: Uint8Array | undefined, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const source = (value ?? bytes).slice(-length);
  bytes.set(source, length - source.length);
  return bytes;
}
