/** Initiate application processing 应用初始化 (EMV 4.3 Book 3 10.1, 6.5.8; JR/T 0025.5 chapter 7, emv.md 2.2). */

import { EMPTY } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { decodeDol, dolLength } from '../codec/dol.js';
import { SW } from '../codec/status-words.js';
import { decodeTlv, encodeTlv, isConstructed, type Tlv } from '../codec/tlv.js';
import { dolData } from './terminal-objects.js';
import { type Ended, ended, type TransactionState } from './transaction-state.js';

/** 83 81 xx and the data fill the 255 bytes of one command. */
const PDOL_DATA_MAX = 252;
const AIP_LENGTH = 2;
const AFL_ENTRY_LENGTH = 4;

/**
 * GET PROCESSING OPTIONS with the data that the PDOL asks for: fills `pdolData` and, in `icc`, 82 AIP and 94 AFL and
 * what else a template 77 holds. Needs `fillTerminalObjects` before it. One command.
 * @returns `next` on 6985: this application does not serve this transaction and leaves the candidate list; Ended
 * `card-refused`, `data-missing` or `data-malformed`
 * @throws Fault of the card's port
 */
export async function initiate(state: TransactionState): Promise<Ended | 'next' | undefined> {
  const data = pdolDataOf(state);
  if (data === undefined) return ended('data-malformed');
  state.pdolData = data;
  const response = await state.card.send({
    cla: 0x80,
    ins: 0xa8,
    p1: 0x00,
    p2: 0x00,
    data: encodeTlv(0x83, data),
    le: 256,
  });
  if (response.sw === SW.conditionsNotSatisfied) return 'next';
  if (response.sw !== SW.ok) return ended('card-refused', response.sw);
  return keepOptions(state, response.data);
}

/**
 * Nothing without a PDOL, so that the command carries 8300; undefined when the list is no list or asks for too much.
 */
function pdolDataOf(state: TransactionState): Uint8Array | undefined {
  const pdol = state.icc.get(0x9f38);
  if (pdol === undefined) return EMPTY;
  try {
    const entries = decodeDol(pdol);
    return dolLength(entries) > PDOL_DATA_MAX ? undefined : dolData(state, entries);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function keepOptions({ icc }: TransactionState, answer: Uint8Array): Ended | undefined {
  const objects = optionsOf(answer);
  if (objects === undefined) return ended('data-malformed');
  const find = (tag: number) => objects.find((object) => object.tag === tag)?.value ?? EMPTY;
  const [aip, afl] = [find(0x82), find(0x94)];
  if (aip.length === 0 || afl.length === 0) return ended('data-missing');
  if (aip.length !== AIP_LENGTH || afl.length % AFL_ENTRY_LENGTH !== 0) return ended('data-malformed');
  for (const { tag, value } of objects) icc.put(tag, value);
  return undefined;
}

/**
 * The primitive objects of an answer in format 1, `80{AIP 2 ‖ AFL 4n}`, or format 2, `77{82, 94, …}` (Book 3 6.5.8.4);
 * undefined for anything else, and for a template 77 that says something twice.
 */
function optionsOf(answer: Uint8Array): readonly Tlv[] | undefined {
  try {
    const [template, ...more] = decodeTlv(answer);
    if (template === undefined || more.length > 0) return undefined;
    const { tag, value } = template;
    if (tag === 0x80) {
      return [
        { tag: 0x82, value: value.slice(0, AIP_LENGTH) },
        { tag: 0x94, value: value.slice(AIP_LENGTH) },
      ];
    }
    if (tag !== 0x77) return undefined;
    const objects = decodeTlv(value).filter((object) => !isConstructed(object.tag));
    return new Set(objects.map((object) => object.tag)).size === objects.length ? objects : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
