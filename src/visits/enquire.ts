/** 信息查询: what the card holds of its holder (policy, uses without money; SPEC-7 6). Any file that may be read at all. */

import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { join, same, type Text } from '../base/text.js';
import { decodeRecords, encodeRecord } from '../codec/record.js';
import type { Line } from '../ports/screen.js';
import { maskNumber } from '../screens/mask.js';
import { doneView } from '../screens/views.js';
import { decodeCyclicRecord, decodeFile } from '../ssse/file-values.js';
import type { CardFile, Generation } from '../ssse/model.js';
import type { FileContent } from '../ssse/read-file.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { Proof, SocialCard } from '../ssse/social-card.js';
import { type ItemValue, printable } from '../ssse/values.js';
import { enterPin } from './pin-entry.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface EnquiryRequest {
  /** File names as the driver calls write them, `DF01EF05`, in the order in which they are read. */
  readonly files: readonly string[];
  /** Where the rights table leaves the choice. */
  readonly proof: Proof;
}

/**
 * What one file holds, as the card gave it. What that says is worked out for whoever asks, each time: the values of many
 * files at once would fill a device.
 */
export class FilePage {
  readonly file: CardFile;
  readonly #generation: Generation;
  /** TLV records one behind the other, the records of a cyclic file, or the bytes of a transparent one. */
  readonly #content: Uint8Array | readonly Uint8Array[];

  constructor(file: CardFile, content: FileContent, generation: Generation) {
    this.file = file;
    this.#generation = generation;
    if (content.kind === 'transparent') this.#content = content.bytes;
    else if (content.kind === 'cyclic') this.#content = content.records;
    else this.#content = concat(...content.records.map(({ tag, value }) => encodeRecord(tag, value)));
  }

  /** Of a file of TLV records. @throws FormatError where {@link isWellFormed} says no */
  get items(): readonly ItemValue[] {
    const { kind } = this.file;
    const content = this.#content;
    if (kind === 'cyclic' || kind === 'transparent' || !(content instanceof Uint8Array)) return [];
    return decodeFile(this.file, decodeRecords(content), this.#generation);
  }

  /** Of a cyclic file, newest first. @throws FormatError where {@link isWellFormed} says no */
  get records(): readonly (readonly ItemValue[])[] {
    const content = this.#content;
    if (content instanceof Uint8Array) return [];
    return content.map((record) => decodeCyclicRecord(this.file, record)).filter((fields) => fields.length > 0);
  }

  /** Of a transparent file. */
  get bytes(): Uint8Array | undefined {
    return this.file.kind === 'transparent' && this.#content instanceof Uint8Array ? this.#content : undefined;
  }

  /** Whether the card's data are as the tables of its version have them. */
  isWellFormed(): boolean {
    try {
      void [this.items, this.records];
      return true;
    } catch (error) {
      if (error instanceof FormatError) return false;
      throw error;
    }
  }
}

export interface Enquiry {
  readonly pages: readonly FilePage[];
}

/** Reads the files one after the other; the first that cannot be read ends the visit. */
export function enquire(terminal: Terminal, request: EnquiryRequest): Promise<VisitResult<Enquiry>> {
  const read = (card: SocialCard) => readPages(terminal, card, request);
  return socialVisit(terminal, 'enquire', read, enquiryView);
}

/** Reads what the request names; a file that this version of the card has not is refused before any other is read. */
export async function readPages(
  terminal: Terminal,
  card: SocialCard,
  request: EnquiryRequest,
): Promise<Enquiry | Refusal> {
  const files: CardFile[] = [];
  for (const name of request.files) {
    const file = card.file(name);
    if (file === undefined) return { ...refuse('file-unknown'), file: name };
    files.push(file);
  }
  const pages: FilePage[] = [];
  for (const file of files) {
    if (card.needsPin(file.read, request.proof)) {
      const refused = await enterPin(terminal, card);
      if (refused) return refused;
    }
    const content = await card.read(file, request.proof);
    if (isRefusal(content)) return { ...content, file: file.name };
    const page = new FilePage(file, content, card.generation);
    if (!page.isWellFormed()) return { ...refuse('card-data-malformed'), file: file.name };
    pages.push(page);
  }
  return { pages };
}

function enquiryView(enquiry: Enquiry) {
  return doneView('enquiry', { zh: '查询结果', en: 'Enquiry' }, enquiry.pages.flatMap(pageLines));
}

/** A heading with the file's name, then what is set in it. */
function pageLines(page: FilePage): Line[] {
  const { file, bytes } = page;
  const heading: Line = { label: { zh: file.name, en: file.name }, value: file.title };
  if (bytes) return [heading, { value: bytesLine(bytes) }];
  const records = page.records.flatMap((fields, index) => [
    { value: { zh: `第 ${index + 1} 条`, en: `Record ${index + 1}` } },
    ...fields.flatMap(valueLines),
  ]);
  const lines = [...page.items.flatMap(valueLines), ...records];
  return lines.length > 0 ? [heading, ...lines] : [heading, { value: { zh: '（无数据）', en: '(nothing written)' } }];
}

function valueLines(one: ItemValue): Line[] {
  const { item, value, instance } = one;
  if (!value.set) return [];
  const label = instance === undefined ? item.name : join(item.name, same(String(instance)));
  if (value.parts) return [{ label, value: '' }, ...value.parts.flatMap(valueLines)];
  if (item.personal === undefined) return [{ label, value: shortest(value.shown) }];
  const whole = printable(value.text);
  return [{ label, value: whole, masked: maskNumber(whole) }];
}

/** What is the same in both languages is kept once. */
function shortest(text: Text): Text | string {
  return text.zh === text.en ? text.zh : text;
}

const BYTES_SHOWN = 16;

function bytesLine(bytes: Uint8Array): string {
  const head = toHex(bytes.subarray(0, BYTES_SHOWN));
  return bytes.length > BYTES_SHOWN ? `${head}… (${bytes.length} bytes)` : head;
}
