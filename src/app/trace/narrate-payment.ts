/**
 * The conversation with a bank application in words (emv.md 2). It keeps the data object lists that the card gives, so
 * that what the terminal sends by them can be told field by field.
 */

import { toHex } from '../../base/hex.js';
import { join, joinAll, same, type Text, words } from '../../base/text.js';
import { decodeCommand, decodeResponse } from '../../codec/apdu.js';
import { SW } from '../../codec/status-words.js';
import { isConstructed, tagBytes } from '../../codec/tlv.js';
import { describeAnswer, describeCommand, type Lists, unknownCommandWords } from '../../pse/words/commands.js';
import type { Description, Reading } from '../../pse/words/description.js';
import { describePaymentStatus } from '../../pse/words/status.js';
import { tagRow } from '../../pse/words/tags.js';
import { type Hidden, hiddenOf, type Narration, type Narrator, orUndefined, UNREADABLE } from './narration.js';

export function narratePayment(unmasked: boolean): Narrator {
  return new PaymentNarrator(unmasked);
}

const HEADER_LENGTH = 5;
/** Bytes without words up to this length are shown as they are: a cryptogram, an unpredictable number. */
const SHOWN_LENGTH = 8;

/** Lists that the narrator keeps: PDOL, CDOL1, CDOL2, DDOL, log format. */
const KEPT: readonly number[] = Object.freeze([0x9f38, 0x8c, 0x8d, 0x9f49, 0x9f4f]);

class PaymentNarrator implements Narrator {
  readonly #unmasked: boolean;
  readonly #lists = new Map<number, Uint8Array>();
  /** Class, instruction, parameters and Lc of the command whose answer is due; its data may be a secret. */
  #asked: Uint8Array = new Uint8Array(HEADER_LENGTH);
  /** Part of the answer has come already, so that what comes now cannot be walked. */
  #begun = false;
  #cryptograms = 0;

  constructor(unmasked: boolean) {
    this.#unmasked = unmasked;
  }

  reset(): void {
    this.#lists.clear();
    this.#cryptograms = 0;
  }

  command(apdu: Uint8Array): Narration {
    if (orUndefined(() => decodeCommand(apdu)) === undefined) {
      return { words: UNREADABLE, hidden: [{ from: 4, to: apdu.length }] };
    }
    if (apdu[1] !== 0xc0) {
      this.#asked = apdu.slice(0, HEADER_LENGTH);
      this.#begun = false;
    }
    const described = describeCommand(apdu, this.#known());
    if (described === undefined) {
      return { words: unknownCommandWords(apdu), hidden: [{ from: HEADER_LENGTH, to: apdu.length }] };
    }
    const parts = (described.children ?? []).flatMap((child) => this.#told(child));
    return { words: joinAll([described.name, ...parts], '; '), hidden: this.#hidden(described, apdu) };
  }

  response(answer: Uint8Array): Narration {
    const response = orUndefined(() => decodeResponse(answer));
    if (response === undefined) return { words: UNREADABLE, hidden: [{ from: 0, to: answer.length }] };
    const ins = this.#asked[1];
    const status = describePaymentStatus(ins, response.sw);
    const more = response.sw >> 8 === 0x61;
    const data = answer.subarray(0, answer.length - 2);
    const inPieces = this.#begun || (more && data.length > 0);
    this.#begun = inPieces;
    if (ins === 0xa4 && response.sw === SW.ok) this.reset();
    if (ins === 0xa8) this.#cryptograms = 0;
    if (data.length === 0) return { words: status, hidden: [] };
    const reading = inPieces ? undefined : describeAnswer(this.#asked, data, this.#known());
    if (reading === undefined || isBroken(reading)) {
      return { words: inPieces ? status : join(UNREADABLE, status, '; '), hidden: this.#all(data) };
    }
    if (ins === 0xae) this.#cryptograms++;
    const parts = reading.children ?? [];
    for (const part of parts) this.#keep(part);
    const told = parts.flatMap((part) => this.#told(part));
    return { words: joinAll([...told, status], '; '), hidden: parts.flatMap((part) => this.#hidden(part, answer)) };
  }

  #known(): Lists {
    return {
      pdol: this.#lists.get(0x9f38),
      cdol: this.#lists.get(this.#cryptograms === 0 ? 0x8c : 0x8d),
      ddol: this.#lists.get(0x9f49),
      logFormat: this.#lists.get(0x9f4f),
    };
  }

  #keep({ tag, bytes, children = [] }: Description): void {
    if (tag !== undefined && KEPT.includes(tag)) this.#lists.set(tag, bytes.slice());
    else if (tag === undefined || isConstructed(tag)) for (const child of children) this.#keep(child);
  }

  /** The leaves of a tree, each as `name=value`. */
  #told(described: Description): Text[] {
    const { tag, name, bytes, bits, value, problem, exposure, children } = described;
    if (children && value === undefined && (tag === undefined || isConstructed(tag))) {
      return children.flatMap((child) => this.#told(child));
    }
    const masked = hiddenOf(bytes.length, exposure, this.#unmasked).length > 0;
    const title = tag === undefined || tagRow(tag) ? name : join(name, same(toHex(tagBytes(tag))));
    const said = masked ? same('***') : (value ?? bitsWords(bits) ?? partsWords(children) ?? shortBytes(bytes));
    const sentence = said === undefined ? title : join(title, said, '=');
    return [problem === undefined ? sentence : join(sentence, problem, ', ')];
  }

  /** Where in `whole`, of whose bytes the tree's are views, something must not be seen. */
  #hidden({ bytes, exposure, children = [] }: Description, whole: Uint8Array): Hidden[] {
    const start = bytes.byteOffset - whole.byteOffset;
    const own = hiddenOf(bytes.length, exposure, this.#unmasked);
    return [
      ...own.map(({ from, to }) => ({ from: start + from, to: start + to })),
      ...children.flatMap((child) => this.#hidden(child, whole)),
    ];
  }

  #all(data: Uint8Array): Hidden[] {
    return this.#unmasked ? [] : [{ from: 0, to: data.length }];
  }
}

/** Something in a template cannot be walked: what it holds nobody knows. */
function isBroken({ problem, children = [] }: Reading): boolean {
  return problem !== undefined || children.some((child) => isBrokenTemplate(child));
}

function isBrokenTemplate({ tag, problem, children = [] }: Description): boolean {
  if (tag === undefined || !isConstructed(tag)) return false;
  return problem !== undefined || children.some((child) => isBrokenTemplate(child));
}

function bitsWords(bits: Description['bits']): Text | undefined {
  if (bits === undefined) return undefined;
  return bits.length === 0
    ? words('无', 'none')
    : joinAll(
        bits.map((bit) => bit.words),
        ', ',
      );
}

function partsWords(parts: Description['children']): Text | undefined {
  return parts && joinAll(parts.map(partWords), ', ');
}

function partWords({ name, value, bits, bytes }: Description): Text {
  return join(name, value ?? bitsWords(bits) ?? same(toHex(bytes)), ': ');
}

function shortBytes(bytes: Uint8Array): Text | undefined {
  return bytes.length > 0 && bytes.length <= SHOWN_LENGTH ? same(toHex(bytes)) : undefined;
}
