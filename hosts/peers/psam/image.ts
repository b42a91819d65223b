/** The PSAM's memory as JSON: what a host keeps between runs, so that the terminal sequence is never given out twice. */

import * as v from 'valibot';
import { fromHex, hexNumber, toHex } from '../../../src/base/hex.js';
import { count, hexBytes, parseJson } from '../parse-json.js';
import { MASTER_TRIES, type PsamEnvironment, type PsamKey, type PsamMemory } from './memory.js';

/** Three levels at most, in the upper bits. */
const usage = v.pipe(v.string(), v.regex(/^[0-7][0-9A-Fa-f]$/));

/** A single-DES key has 8 bytes, the others 16. */
const keySchema = v.variant('algorithm', [
  v.strictObject({ usage, id: hexBytes(1), algorithm: v.literal('DES'), value: hexBytes(8) }),
  v.strictObject({ usage, id: hexBytes(1), algorithm: v.picklist(['3DES', 'SM4']), value: hexBytes(16) }),
]);

const environmentSchema = v.strictObject({
  algorithm: v.picklist(['DES', 'SSF33', 'SM4']),
  directory: v.array(v.pipe(v.string(), v.regex(/^([0-9A-Fa-f]{2}){1,255}$/))),
  cardInfo: hexBytes(15),
  terminalNumber: hexBytes(6),
  masterKey: hexBytes(16),
  masterTries: count(MASTER_TRIES),
  terminalSequence: count(0xffffffff),
  keyInfo: v.tuple([hexBytes(10), hexBytes(10), hexBytes(10)]),
  keys: v.array(keySchema),
});

const imageSchema = v.strictObject({
  format: v.literal('ssc-psam-image/1'),
  historical: hexBytes(13),
  environments: v.array(environmentSchema),
});

/** A PSAM at rest; every byte string in hexadecimal. */
export type PsamImage = v.InferOutput<typeof imageSchema>;

/** Reads the text of a {@link PsamImage}. @throws FormatError */
export function parsePsamImage(text: string): PsamImage {
  return parseJson('psam-image', text, imageSchema);
}

/** The chip's memory from its image; shares nothing with it. */
export function memoryOf(image: PsamImage): PsamMemory {
  return { historical: fromHex(image.historical), environments: image.environments.map(environmentOf) };
}

function environmentOf(image: v.InferOutput<typeof environmentSchema>): PsamEnvironment {
  return {
    algorithm: image.algorithm,
    directory: image.directory.map(fromHex),
    cardInfo: fromHex(image.cardInfo),
    terminalNumber: fromHex(image.terminalNumber),
    application: {
      masterKey: fromHex(image.masterKey),
      masterTries: image.masterTries,
      terminalSequence: image.terminalSequence,
      keyInfo: image.keyInfo.map(fromHex),
      keys: image.keys.map(keyOf),
    },
  };
}

function keyOf(image: v.InferOutput<typeof keySchema>): PsamKey {
  return {
    usage: fromHex(image.usage)[0],
    id: fromHex(image.id)[0],
    algorithm: image.algorithm,
    value: fromHex(image.value),
  };
}

/** The image of a memory, a snapshot. */
export function imageOf(memory: PsamMemory): PsamImage {
  return {
    format: 'ssc-psam-image/1',
    historical: toHex(memory.historical),
    environments: memory.environments.map((environment) => ({
      algorithm: environment.algorithm,
      directory: environment.directory.map(toHex),
      cardInfo: toHex(environment.cardInfo),
      terminalNumber: toHex(environment.terminalNumber),
      masterKey: toHex(environment.application.masterKey),
      masterTries: environment.application.masterTries,
      terminalSequence: environment.application.terminalSequence,
      keyInfo: keyInfoImage(environment.application.keyInfo),
      keys: environment.application.keys.map((key) => ({
        usage: hexNumber(key.usage),
        id: hexNumber(key.id),
        algorithm: key.algorithm,
        value: toHex(key.value),
      })),
    })),
  };
}

function keyInfoImage(info: readonly Uint8Array[]): [string, string, string] {
  const [national, province, city] = info;
  return [toHex(national), toHex(province), toHex(city)];
}
