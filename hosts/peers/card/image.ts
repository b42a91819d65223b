/**
 * The card's memory as JSON: how a card is made, kept and copied. Bytes are hexadecimal; fields mean what memory.ts
 * says.
 */

import { assert } from '../../../src/base/assert.js';
import { fromHex, hexNumber, toHex } from '../../../src/base/hex.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { parseJson } from '../parse-json.js';
import {
  type ApplicationImage,
  type CardImage,
  cardImageSchema,
  type EnvironmentImage,
  type FileImage,
  type KeyImage,
} from './image-schema.js';
import {
  type AccessCondition,
  type Application,
  type CardContent,
  type ElementaryFile,
  type Environment,
  KEY_ALGORITHM,
  KEY_TYPE,
  type Key,
  type Quirks,
} from './memory.js';

export type { CardImage } from './image-schema.js';

/** Tries of the card master key [TP]. */
const MASTER_TRIES = 10;

const STANDARD_QUIRKS: Quirks = Object.freeze({
  selectEfByP1: Object.freeze(['02', '00'] as const),
  readByTag: true,
  readAll: true,
  securedUpdates: false,
});

/** What the factory knows of a blank card. */
interface BlankCard {
  /** 13 historical bytes of the ATR (sscard.md 3.1). */
  readonly historical: Uint8Array;
  /** Algorithm of the card master key; each environment has its own. */
  readonly algorithm: SocialAlgorithm;
  /** 16 bytes. */
  readonly cardMasterKey: Uint8Array;
  /** Habits that differ from those of a card that takes everything in its stride. */
  readonly quirks?: Partial<Quirks>;
}

/** A blank card as it leaves the factory: card master key, no environment. */
export function manufactureCard(blank: BlankCard): CardImage {
  assert(blank.historical.length === 13, 'a card has 13 historical bytes');
  assert(blank.cardMasterKey.length === 16, 'a card master key is 16 bytes');
  return imageOf({
    historical: blank.historical,
    quirks: { ...STANDARD_QUIRKS, ...blank.quirks },
    writesLeft: undefined,
    blocked: false,
    masterKey: {
      type: KEY_TYPE.master,
      id: 0,
      version: 1,
      algorithm: blank.algorithm === 'SM4' ? KEY_ALGORITHM.sm4 : KEY_ALGORITHM.tripleDes,
      triesMax: MASTER_TRIES,
      triesLeft: MASTER_TRIES,
      value: blank.cardMasterKey,
    },
    environments: [],
  });
}

/** Reads the text of a {@link CardImage}. @throws FormatError */
export function parseCardImage(text: string): CardImage {
  return parseJson('card-image', text, cardImageSchema);
}

/** The memory's contents from an image; shares nothing with it. */
export function memoryOf(image: CardImage): CardContent {
  return {
    historical: fromHex(image.historical),
    quirks: { ...STANDARD_QUIRKS, ...image.quirks, selectEfByP1: [...image.quirks.selectEfByP1] },
    writesLeft: image.writesLeft,
    blocked: image.blocked,
    masterKey: keyOf(image.masterKey),
    environments: image.environments.map(environmentOf),
  };
}

/** The image of a memory's contents, a snapshot. */
export function imageOf(content: CardContent): CardImage {
  return {
    format: 'ssc-card-image/1',
    historical: toHex(content.historical),
    quirks: quirksImage(content.quirks),
    ...(content.writesLeft === undefined ? {} : { writesLeft: content.writesLeft }),
    blocked: content.blocked,
    masterKey: keyImage(content.masterKey),
    environments: content.environments.map((environment) => ({
      kind: environment.kind,
      algorithm: environment.algorithm,
      dirSfi: environment.dirSfi,
      showsAlgorithm: environment.showsAlgorithm,
      activated: environment.activated,
      ...directoryImage(environment),
      applications: environment.applications.map(applicationImage),
    })),
  };
}

/** A habit that images of an earlier day do not know is left away where the card does not have it. */
function quirksImage({ securedUpdates, ...quirks }: Quirks): CardImage['quirks'] {
  const image = { ...quirks, selectEfByP1: [...quirks.selectEfByP1] };
  return securedUpdates ? { ...image, securedUpdates } : image;
}

function environmentOf(image: EnvironmentImage): Environment {
  return { ...image, ...directoryOf(image), applications: image.applications.map(applicationOf) };
}

function applicationOf(image: ApplicationImage): Application {
  return { ...directoryOf(image), blockKey: number(image.blockKey) };
}

function applicationImage(application: Application): ApplicationImage {
  return { ...directoryImage(application), blockKey: hexNumber(application.blockKey) };
}

function directoryOf(image: EnvironmentImage | ApplicationImage) {
  return {
    fid: number(image.fid),
    name: fromHex(image.name),
    blocked: image.blocked,
    keys: image.keys.map(keyOf),
    files: image.files.map(fileOf),
    objects: image.objects.map(({ id, value }) => ({ id: number(id), value: fromHex(value) })),
  };
}

function directoryImage(directory: Environment | Application) {
  return {
    fid: hexNumber(directory.fid, 4),
    name: toHex(directory.name),
    blocked: directory.blocked,
    keys: directory.keys.map(keyImage),
    files: directory.files.map(fileImage),
    objects: directory.objects.map(({ id, value }) => ({ id: hexNumber(id, 4), value: toHex(value) })),
  };
}

function keyOf(image: KeyImage): Key {
  return {
    ...image,
    type: number(image.type),
    id: number(image.id),
    version: number(image.version),
    algorithm: number(image.algorithm),
    value: fromHex(image.value),
  };
}

function keyImage(key: Key): KeyImage {
  return {
    type: hexNumber(key.type),
    id: hexNumber(key.id),
    version: hexNumber(key.version),
    algorithm: hexNumber(key.algorithm),
    triesMax: key.triesMax,
    triesLeft: key.triesLeft,
    value: toHex(key.value),
  };
}

function fileOf(image: FileImage): ElementaryFile {
  const header = {
    fid: number(image.fid),
    sfi: image.sfi,
    read: conditionOf(image.read),
    write: conditionOf(image.write),
  };
  if ('content' in image) return { ...header, structure: image.structure, content: fromHex(image.content) };
  const { structure, recordLength, capacity } = image;
  return { ...header, structure, recordLength, capacity, records: image.records.map(fromHex) };
}

function fileImage(file: ElementaryFile): FileImage {
  const header = {
    fid: hexNumber(file.fid, 4),
    sfi: file.sfi,
    read: conditionImage(file.read),
    write: conditionImage(file.write),
  };
  if ('content' in file) return { ...header, structure: file.structure, content: toHex(file.content) };
  const { structure, recordLength, capacity } = file;
  return { ...header, structure, recordLength, capacity, records: file.records.map(toHex) };
}

function conditionOf(image: string): AccessCondition {
  const [mode, keyA, keyB] = fromHex(image);
  return { mode, keyA, keyB };
}

function conditionImage(condition: AccessCondition): string {
  return toHex(Uint8Array.of(condition.mode, condition.keyA, condition.keyB));
}

function number(hex: string): number {
  return Number.parseInt(hex, 16);
}
