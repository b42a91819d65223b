/** 读卡: data items of the card by their address, answered in the form of the driver calls (SC iReadCard; sscard.md 12). */

import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { words } from '../base/text.js';
import { type AddressedFile, type AddressedItem, parseFileAddress } from '../codec/file-address.js';
import type { Line } from '../ports/screen.js';
import { maskNumber } from '../screens/mask.js';
import { doneView } from '../screens/views.js';
import { fileNamed, layoutOf } from '../ssse/layout.js';
import type { CardFile, Generation } from '../ssse/model.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { Proof, SocialCard } from '../ssse/social-card.js';
import { type ItemValue, printable } from '../ssse/values.js';
import { type FilePage, readPages } from './enquire.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface ReadRequest {
  /** `SSSEEF05|01|07|$DF04EF08|1|$` */
  readonly address: string;
  /** Where the rights table leaves the choice. */
  readonly proof: Proof;
}

export interface ReadFile {
  readonly name: string;
  /** In the order of the address; of a file as a whole all that it holds. */
  readonly values: readonly ReadValue[];
}

export interface ReadValue {
  readonly text: string;
  /** A number of holder or card. */
  readonly personal: boolean;
}

export interface Reading {
  readonly files: readonly ReadFile[];
}

/** The address with a value in the place of each item; what would break its grammar is shown as □. */
export function answerOf({ files }: Reading, unmasked: boolean): string {
  return files
    .map(({ name, values }) => `${name}|${values.map((one) => `${spoken(one, unmasked)}|`).join('')}$`)
    .join('');
}

/** Reads what the address names; the first file that cannot be read ends the visit. */
export function read(terminal: Terminal, { address, proof }: ReadRequest): Promise<VisitResult<Reading>> {
  const files = addressed(address);
  return socialVisit<Reading>(
    terminal,
    'read',
    async (card) => (isRefusal(files) ? files : await readAt(terminal, card, files, proof)),
    (reading) => doneView('read', words('读取结果', 'What was read'), reading.files.flatMap(fileLines)),
    { prepare: async () => (isRefusal(files) ? files : undefined) },
  );
}

/** The files that an address names. */
export function addressed(address: string): readonly AddressedFile[] | Refusal {
  try {
    return parseFileAddress(address);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const refusal: Refusal = { refused: 'address-malformed', rule: 'address-grammar' };
    return error.offset === undefined ? refusal : { ...refusal, at: error.offset + 1 };
  }
}

async function readAt(
  terminal: Terminal,
  card: SocialCard,
  files: readonly AddressedFile[],
  proof: Proof,
): Promise<Reading | Refusal> {
  for (const file of files) {
    const misfit = misfitOf(file, card.generation);
    if (misfit) return misfit;
  }
  const enquiry = await readPages(terminal, card, { files: files.map(({ name }) => name), proof });
  if (isRefusal(enquiry)) return enquiry;
  const { pages } = enquiry;
  return { files: files.map(({ name, items }, i) => ({ name, values: valuesAt(pages[i], items) })) };
}

/** What the card's version does not have, before anything of it is read. */
function misfitOf({ name, items }: AddressedFile, generation: Generation): Refusal | undefined {
  const file = fileNamed(layoutOf(generation), name);
  if (file === undefined) return { ...refuse('file-unknown'), file: name };
  const [first] = items;
  if (file.kind === 'transparent') return first && { ...refuse('address-malformed'), rule: 'whole-file', file: name };
  if (file.kind === 'cyclic') return undefined;
  if (first === undefined) return { ...refuse('address-malformed'), rule: 'nothing-named', file: name };
  const odd = items.find((item) => !isIn(file, item));
  return odd && { ...refuse('address-malformed'), rule: 'no-such-item', file: name, tag: odd.code };
}

function isIn(file: CardFile, { code, instance = 1 }: AddressedItem): boolean {
  return file.items.some(({ tag, count = 1 }) => tag === Number.parseInt(code, 16) && instance <= count);
}

function valuesAt(page: FilePage, items: readonly AddressedItem[]): ReadValue[] {
  const { file, bytes, records } = page;
  if (bytes) return [{ text: toHex(bytes), personal: false }];
  if (file.kind !== 'cyclic') {
    const values = page.items;
    return items.map((item) => itemAt(values, item));
  }
  const whole = (fields: readonly ItemValue[]) => ({
    text: fields.map(({ value }) => `${value.text}^`).join(''),
    personal: false,
  });
  if (items.length === 0) return records.map(whole);
  return items.map(({ code }) => whole(records[Number(code) - 1] ?? []));
}

/** A card may lack an item of its version, and 4E stands with 09 (sscard.md 18, trap 12): nothing, then. */
function itemAt(values: readonly ItemValue[], { code, instance = 1 }: AddressedItem): ReadValue {
  const found = values.find((one) => one.item.tag === Number.parseInt(code, 16) && (one.instance ?? 1) === instance);
  if (found === undefined) return { text: '', personal: false };
  const { item, value } = found;
  return { text: item.type === 'group' ? `${value.text}^` : value.text, personal: item.personal !== undefined };
}

function spoken({ text, personal }: ReadValue, unmasked: boolean): string {
  const whole = printable(text).replace(/[|$]/g, '□');
  return personal && !unmasked ? maskNumber(whole) : whole;
}

function fileLines({ name, values }: ReadFile): Line[] {
  const label = words(name, name);
  return values.map((one) => ({ label, value: shortened(spoken(one, true)), masked: shortened(spoken(one, false)) }));
}

const SHOWN = 48;

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
