/** The values of a whole file or cyclic record, by the tables of its layout (sscard.md 4). */

import { assert } from '../base/assert.js';
import { FormatError } from '../base/format-error.js';
import type { CardRecord } from '../codec/record.js';
import { LAYOUT_2 } from './files-2.js';
import { fileNamed } from './layout.js';
import type { CardFile, Generation, Item } from './model.js';
import { hasNewMeaning, withoutFiller } from './reused-tags.js';
import { type ItemValue, isUnwritten, joinNameBytes, showItem, showRecords, showValue } from './values.js';

/**
 * The values of a record file, in the order of its items; repeated tags are numbered, unknown tags come last. A 1.0 file
 * is read with the 2.0 meaning where its values say so (sscard.md 4.8). The name of EF06 is one value under tag 09, its
 * extension 4E included. @throws FormatError 'item' for a group whose inner TLVs are broken
 */
export function decodeFile(file: CardFile, records: readonly CardRecord[], generation: Generation): ItemValue[] {
  assert(file.kind === 'records' || file.kind === 'fixed', 'the file holds TLV records');
  const values = showRecords(file.items, records);
  if (file.name === 'SSSEEF06') return withWholeName(values);
  return generation === '1.0' ? values.map((one) => withNewMeaning(file, one, records)) : values;
}

/**
 * The fields of one cyclic record, without tags (sscard.md 4.1): all of them, or those that a short record still has.
 * Nothing for a record that was never written. @throws FormatError 'item' when the record has neither length
 */
export function decodeCyclicRecord(file: CardFile, record: Uint8Array): ItemValue[] {
  assert(file.kind === 'cyclic', 'the file holds cyclic records');
  if (record.length !== file.size && record.length !== file.shortSize) {
    throw new FormatError('item', 'length of a cyclic record', record.length);
  }
  if (isUnwritten(record)) return [];
  const values: ItemValue[] = [];
  let offset = 0;
  for (const field of file.items) {
    if (offset === record.length) break;
    values.push(showItem(field, record.slice(offset, offset + field.length)));
    offset += field.length;
  }
  return values;
}

const NAME = 0x09;
const NAME_EXTENSION = 0x4e;

function withWholeName(values: readonly ItemValue[]): ItemValue[] {
  const extension = values.find((one) => one.item.tag === NAME_EXTENSION);
  const others = values.filter((one) => one !== extension);
  return others.map((one) => {
    if (one.item.tag !== NAME || extension === undefined) return one;
    const raw = joinNameBytes(one.value.raw, extension.value.raw);
    return {
      item: one.item,
      value: showValue(one.item, raw),
      lengthDiffers: one.lengthDiffers || extension.lengthDiffers,
    };
  });
}

function withNewMeaning(file: CardFile, old: ItemValue, records: readonly CardRecord[]): ItemValue {
  const item = itemOf2(file.name, old.item.tag);
  if (item === undefined || !hasNewMeaning(old.item.tag, records)) return old;
  return { ...old, item, value: showValue(item, withoutFiller(item, old.value.raw)) };
}

function itemOf2(fileName: string, tag: number): Item | undefined {
  return fileNamed(LAYOUT_2, fileName)?.items.find((item) => item.tag === tag);
}
