import * as v from 'valibot';
import { KEY_TABLE } from '../key-table.js';
import { count, digits, hexBytes, parseJson } from '../parse-json.js';

const HELD_NAMES: readonly string[] = Object.freeze(
  KEY_TABLE.filter((row) => row.psamId !== undefined).map((row) => row.name),
);

const descriptionSchema = v.strictObject({
  format: v.literal('ssc-psam/1'),
  /** File 0015: who issued the PSAM, one byte; its serial, the last 8 digits of which go into the ATR; its version. */
  issuer: hexBytes(1),
  serial: digits(20),
  version: hexBytes(1),
  /** File 0016 终端机编号: region of six digits and six of the PSAM's issuer. */
  terminalNumber: digits(12),
  /** File 0019: the last terminal transaction sequence given out; 0 when left away. */
  terminalSequence: v.optional(count(0xffffffff), 0),
  /** The environments present. SSF33 is one without keys, for the algorithm is unpublished. */
  algorithms: v.pipe(
    v.array(v.picklist(['DES', 'SSF33', 'SM4'])),
    v.minLength(1),
    v.check((list) => new Set(list).size === list.length, 'an algorithm stands twice'),
  ),
  /** How deep the keys are: national roots, or keys diversified for the province or the city of `region`. */
  level: v.picklist(['national', 'province', 'city']),
  region: digits(6),
  /** Files 001A to 001C: first and last day of the keys, YYYYMMDD. */
  validFrom: digits(8),
  validTo: digits(8),
  /** Names of the key table that this PSAM lacks. */
  omitKeys: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.check((name) => HELD_NAMES.includes(name), 'no key of a PSAM has this name'),
      ),
    ),
    [],
  ),
});

/** A test PSAM in the words of the one who orders it; all else follows from sscard.md 16.2 and 16.4. */
export type PsamDescription = v.InferOutput<typeof descriptionSchema>;

/** Reads the text of a {@link PsamDescription}; unknown fields are refused. @throws FormatError */
export function parsePsamDescription(text: string): PsamDescription {
  return parseJson('psam-description', text, descriptionSchema);
}
