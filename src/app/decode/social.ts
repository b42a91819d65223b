/** Records of the social security side in words, when bytes without a context look like those of one of its files. */

import { join, same, type Text, words } from '../../base/text.js';
import { type CardRecord, decodeRecords } from '../../codec/record.js';
import type { Description } from '../../pse/words/description.js';
import { decodeFile } from '../../ssse/file-values.js';
import { layoutOf } from '../../ssse/layout.js';
import type { CardFile, Generation } from '../../ssse/model.js';
import type { ItemValue } from '../../ssse/values.js';
import { orUndefined } from '../trace/narration.js';

const GENERATIONS: readonly Generation[] = Object.freeze(['2.0', '1.0', '3.0']);

/**
 * The first file of the layouts in which every record has its tag and its length (sscard.md 4.2 to 4.8), with its values;
 * undefined where the bytes are no records or no file has them.
 */
export function describeSocialRecords(bytes: Uint8Array): Description | undefined {
  const records = orUndefined(() => decodeRecords(bytes));
  if (records === undefined || records.length === 0) return undefined;
  for (const generation of GENERATIONS) {
    const file = layoutOf(generation).find((one) => holds(one, records));
    const values = file && orUndefined(() => decodeFile(file, records, generation));
    if (file && values) return { name: fileWords(file), bytes, children: values.map(describeItem) };
  }
  return undefined;
}

function holds(file: CardFile, records: readonly CardRecord[]): boolean {
  if (file.kind !== 'records' && file.kind !== 'fixed') return false;
  return records.every(({ tag, value }) => file.items.some((item) => item.tag === tag && item.length === value.length));
}

function fileWords({ name, title }: CardFile): Text {
  return join(same(name), title);
}

function describeItem({ item, value, instance }: ItemValue): Description {
  const name = instance === undefined ? item.name : join(item.name, same(`${instance}`));
  const children = value.parts?.map(describeItem);
  return {
    ...(item.tag !== 0 && { tag: item.tag }),
    name,
    bytes: value.raw,
    ...(item.personal && { exposure: 'number' as const }),
    ...(children ? { children } : { value: value.set ? value.shown : words('未设置', 'not set') }),
  };
}
