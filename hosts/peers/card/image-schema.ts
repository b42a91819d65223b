/**
 * The shape of a card image and the rules that hold in every card: what a COS could never have come to contain is
 * refused here, so that the rest of the card need not expect it.
 */

import * as v from 'valibot';
import { count, hexBytes } from '../parse-json.js';
import { ACCESS, ENDLESS_TRIES, KEY_ALGORITHM, KEY_TYPE } from './memory.js';
import { OBJECT, STATUS_LENGTH } from './payment/objects.js';

/** Longest transparent file, and most bytes of a variable file: a size of two bytes. */
const MOST_BYTES = 0xffff;

const byteOf = (table: Readonly<Record<string, number>>, expected: string) =>
  v.pipe(
    hexBytes(1),
    v.check((text) => Object.values(table).includes(Number.parseInt(text, 16)), expected),
  );

const hexUpTo = (shortest: number, longest: number) =>
  v.pipe(
    v.string(),
    v.check((text) => text.length >= 2 * shortest && text.length <= 2 * longest, `${shortest} to ${longest} bytes`),
    v.check((text) => text.length % 2 === 0 && isHex(text), 'hexadecimal'),
  );

const keySchema = v.pipe(
  v.strictObject({
    type: byteOf(KEY_TYPE, 'a key type'),
    id: hexBytes(1),
    version: hexBytes(1),
    algorithm: byteOf(KEY_ALGORITHM, 'an algorithm of keys'),
    triesMax: v.pipe(count(ENDLESS_TRIES), v.minValue(1)),
    triesLeft: count(ENDLESS_TRIES),
    value: hexUpTo(8, 16),
  }),
  v.check((key) => key.triesLeft <= key.triesMax, 'no more tries left than there were'),
  v.check((key) => key.triesMax <= 15 || key.triesMax === ENDLESS_TRIES, 'at most 15 tries, or 255 for endless'),
  v.check((key) => key.value.length === 2 * keyLength(key), 'a value as long as its algorithm wants'),
);

const conditionSchema = v.pipe(
  hexBytes(3),
  v.check(
    (text) => Object.values(ACCESS).some((mode) => mode === Number.parseInt(text.slice(0, 2), 16)),
    'an access mode',
  ),
);

const fileHeader = { fid: hexBytes(2), sfi: count(30), read: conditionSchema, write: conditionSchema };

const binaryFileSchema = v.strictObject({
  ...fileHeader,
  structure: v.picklist(['transparent', 'internal']),
  content: hexUpTo(1, MOST_BYTES),
});

const recordFileSchema = v.pipe(
  v.strictObject({
    ...fileHeader,
    structure: v.picklist(['fixed', 'variable', 'linear', 'cyclic']),
    recordLength: count(0xff),
    capacity: v.pipe(count(MOST_BYTES), v.minValue(1)),
    records: v.array(hexUpTo(1, 0xff)),
  }),
  v.check(
    (file) => hasOwnLengths(file) === (file.recordLength === 0),
    'a record length, 0 where records have their own',
  ),
  v.check((file) => file.records.every((record) => recordFits(file, record)), 'records as long as they say'),
  v.check((file) => used(file) <= file.capacity, 'no more records than fit'),
);

const fileSchema = v.union([binaryFileSchema, recordFileSchema]);

const objectSchema = v.pipe(
  v.strictObject({ id: hexBytes(2), value: hexUpTo(1, 0xff) }),
  v.check(
    ({ id, value }) => Number.parseInt(id, 16) !== OBJECT.status || value.length === 2 * STATUS_LENGTH,
    'a status as long as it is',
  ),
);

const directoryFields = {
  fid: hexBytes(2),
  name: hexUpTo(1, 16),
  blocked: v.boolean(),
  keys: v.pipe(
    v.array(keySchema),
    v.check((keys) => isUnlike(keys.map(({ type, id, version }) => `${type} ${id} ${version}`)), 'every key once'),
  ),
  files: v.pipe(
    v.array(fileSchema),
    v.check((files) => isUnlike(files.map((file) => file.fid)), 'every file identifier once'),
    v.check((files) => isUnlike(files.flatMap((file) => (file.sfi === 0 ? [] : [`${file.sfi}`]))), 'every SFI once'),
  ),
  objects: v.pipe(
    v.array(objectSchema),
    v.check((objects) => isUnlike(objects.map(({ id }) => id)), 'every data object once'),
  ),
};

const applicationSchema = v.strictObject({ ...directoryFields, blockKey: hexBytes(1) });

const environmentSchema = v.strictObject({
  kind: v.picklist(['SSSE', 'PSE']),
  algorithm: v.picklist(['DES', 'SM4']),
  dirSfi: count(30),
  showsAlgorithm: v.boolean(),
  activated: v.boolean(),
  ...directoryFields,
  applications: v.pipe(
    v.array(applicationSchema),
    v.check((applications) => isUnlike(applications.map((application) => application.fid)), 'every DF once'),
  ),
});

export const cardImageSchema = v.strictObject({
  format: v.literal('ssc-card-image/1'),
  historical: hexBytes(13),
  quirks: v.strictObject({
    selectEfByP1: v.pipe(v.array(v.picklist(['00', '02'])), v.minLength(1)),
    readByTag: v.boolean(),
    readAll: v.boolean(),
    securedUpdates: v.exactOptional(v.boolean()),
  }),
  writesLeft: v.exactOptional(count(1_000_000)),
  blocked: v.boolean(),
  masterKey: v.pipe(
    keySchema,
    v.check((key) => key.type === '00' && key.value.length === 32, 'a master key'),
  ),
  environments: v.pipe(
    v.array(environmentSchema),
    v.check((environments) => isUnlike(environments.map(({ kind }) => kind)), 'one environment of a kind'),
    v.check((environments) => isUnlike(environments.map(({ fid }) => fid)), 'every environment identifier once'),
  ),
});

/** A card at rest. Byte strings are hexadecimal, and so are the numbers that the standards write so. */
export type CardImage = v.InferOutput<typeof cardImageSchema>;
export type EnvironmentImage = v.InferOutput<typeof environmentSchema>;
export type ApplicationImage = v.InferOutput<typeof applicationSchema>;
export type FileImage = v.InferOutput<typeof fileSchema>;
export type KeyImage = v.InferOutput<typeof keySchema>;

function keyLength(key: { readonly type: string; readonly algorithm: string }): number {
  return Number.parseInt(key.type, 16) === KEY_TYPE.pin || Number.parseInt(key.algorithm, 16) === KEY_ALGORITHM.des
    ? 8
    : 16;
}

function recordFits(file: { readonly structure: string; readonly recordLength: number }, record: string): boolean {
  const length = record.length / 2;
  if (file.structure === 'linear') return true;
  if (file.structure !== 'variable') return length === file.recordLength;
  return length >= 2 && Number.parseInt(record.slice(2, 4), 16) === length - 2;
}

function hasOwnLengths(file: { readonly structure: string }): boolean {
  return file.structure === 'variable' || file.structure === 'linear';
}

function used(file: { readonly structure: string; readonly records: readonly string[] }): number {
  if (!hasOwnLengths(file)) return file.records.length;
  return file.records.reduce((sum, record) => sum + record.length / 2, 0);
}

/** A loop and no expression: a file's content is too long for an engine that matches by recursion. */
function isHex(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!'0123456789ABCDEFabcdef'.includes(text[i])) return false;
  return true;
}

function isUnlike(texts: readonly string[]): boolean {
  return new Set(texts.map((text) => text.toUpperCase())).size === texts.length;
}
