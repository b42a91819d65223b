/**
 * Every file of an issued card tried with every proof: nothing, the PIN, the key, both. The table is sscard.md 5.1 and 5.2
 * written out in card ids; the keys are OpenSSL's.
 */

import { describe, expect, it } from 'vitest';
import { issueCard } from '../../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import { SAMPLE_CARDS } from '../../../hosts/samples/samples.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { toHex } from '../../../src/base/hex.js';
import { authentication, cardKey, type Family } from './openssl-keys.js';
import { Reader, S, SSSE } from './reader.js';

const HISTORICAL: Readonly<Record<string, string>> = {
  'v2-rich': '00995453549999990100000016',
  'v3-sm4': '00995453549999990100000005',
  'v1-with-v2-data': '00995453549999990100000003',
};

/** DF, EF, who reads, who writes: `free`, `PIN`, `never`, a key by name and card id, or two joined by `or`, `and`. */
const RIGHTS_2 = `
  SSSE EF05 | free                  | UKSSSE 04
  SSSE EF06 | free                  | UKSSSE 04
  SSSE EF07 | RKSSSE 0A             | UKSSSE 04
  SSSE EF08 | RKSSSE 0A             | UKSSSE 04
  DF01 EF05 | PIN or RK1DF01 88     | UK1DF01 83
  DF01 EF06 | PIN or RK1DF01 88     | UK4DF01 86
  DF01 EF07 | PIN or RK1DF01 88     | UK2DF01 84
  DF01 EF08 | PIN or RK1DF01 88     | UK3DF01 85
  DF01 EF09 | PIN or RK1DF01 88     | UK2DF01 84
  DF01 EF0A | PIN or RK1DF01 88     | UK5DF01 87
  DF01 EF15 | PIN or RK1DF01 88     | UK6DF01 89
  DF01 EF16 | free                  | UK7DF01 8A
  DF01 EF17 | free                  | UK8DF01 8B
  DF01 EF18 | free                  | UK9DF01 8C
  DF01 EF19 | free                  | UKADF01 8D
  DF01 EF1A | free                  | UKBDF01 8E
  DF02 EF05 | PIN or RK1DF02 88     | UK1DF02 83
  DF02 EF06 | PIN or RK1DF02 88     | UK2DF02 84
  DF02 EF07 | PIN or RK1DF02 88     | UK3DF02 85
  DF02 EF09 | PIN or RK1DF02 88     | UK4DF02 86
  DF02 EF15 | PIN or RK1DF02 88     | UK5DF02 87
  DF02 EF16 | PIN or RK1DF02 88     | UK6DF02 89
  DF03 EF05 | PIN or RK2DF03 85     | UK1DF03 86
  DF03 EF06 | PIN or RK1DF03 84     | UK2DF03 87
  DF03 EF07 | PIN or RK1DF03 84     | UK3DF03 88
  DF03 EF15 | PIN or RK1DF03 84     | UK4DF03 89
  DF03 EF16 | PIN or RK1DF03 84     | UK5DF03 8A
  DF03 EF17 | PIN or RK1DF03 84     | UK6DF03 8B
  DF03 EF18 | PIN or RK1DF03 84     | UK7DF03 8C
  DF03 EF19 | PIN or RK1DF03 84     | UK8DF03 8D
  DF04 EF05 | PIN or RK1DF04 84     | UK1DF04 85
  DF04 EF06 | PIN and RK1DF04 84    | UK2DF04 86
  DF04 EF08 | PIN                   | never
  DF04 EF15 | PIN or RK1DF04 84     | UK2DF04 86
  DF05 EF05 | free                  | UK1DF05 83
  DF06 EF05 | RK1DF06 83            | UK1DF06 85
  DF06 EF06 | RK1DF06 83            | UK2DF06 86
  DF07 EF05 | RK1DF07 83            | UK1DF07 86
  DF07 EF06 | RK2DF07 84            | UK2DF07 87
  DF07 EF07 | RK3DF07 85            | UK3DF07 88`;

const RIGHTS_1 = `
  SSSE EF05 | free                  | UKSSSE 04
  SSSE EF06 | free                  | UKSSSE 04
  SSSE EF07 | RKSSSE 0A             | UKSSSE 04
  DF01 EF05 | PIN                   | UK1DF01 83
  DF01 EF06 | PIN                   | UK4DF01 86
  DF01 EF07 | PIN or UK2DF01 84     | UK2DF01 84
  DF01 EF08 | PIN                   | UK3DF01 85
  DF01 EF09 | PIN or UK2DF01 84     | UK2DF01 84
  DF01 EF0A | PIN                   | UK5DF01 87
  DF02 EF05 | PIN                   | UK1DF02 83
  DF02 EF06 | PIN or UK2DF02 84     | UK2DF02 84
  DF02 EF07 | PIN or UK3DF02 85     | UK3DF02 85
  DF02 EF08 | PIN or UK4DF02 86     | UK4DF02 86
  DF02 EF09 | PIN or UK5DF02 87     | UK5DF02 87
  DF03 EF05 | PIN and RK2DF03 85    | UK1DF03 86
  DF03 EF06 | PIN                   | UK2DF03 87
  DF03 EF07 | PIN and RK1DF03 84    | UK3DF03 88
  DF04 EF05 | PIN                   | UK1DF04 85
  DF04 EF06 | PIN and RK1DF04 84    | UK2DF04 86
  DF04 EF08 | PIN                   | never`;

const CARDS = [
  { sample: 'v2-rich', family: 'des', rights: RIGHTS_2 },
  {
    sample: 'v3-sm4',
    family: 'sm4',
    rights: RIGHTS_2.replace('SSSE EF06 | free                 ', 'SSSE EF06 | RKSSSE 0A'),
  },
  { sample: 'v1-with-v2-data', family: 'des', rights: RIGHTS_1 },
] as const;

/** A key of the table: its name and card id. */
interface Proof {
  readonly key: string;
  readonly id: string;
}

interface Rule {
  readonly pin: boolean;
  readonly key: Proof | undefined;
  readonly joined: 'or' | 'and' | undefined;
  readonly closed: boolean;
}

function rule(text: string): Rule {
  const [, pin, joined, key, id] = /^(PIN)?(?: (or|and) )?(?:([A-Z0-9]+) ([0-9A-F]{2}))?$/.exec(text) ?? [];
  return {
    pin: pin !== undefined,
    key: key === undefined ? undefined : { key, id },
    joined: joined === 'or' || joined === 'and' ? joined : undefined,
    closed: text === 'never',
  };
}

for (const { sample, family, rights } of CARDS) {
  describe(`rights of ${sample}`, () => {
    const profile = parseCardProfile(SAMPLE_CARDS[sample]);
    const random = new SeededRandom(3);
    const reader = new Reader(
      issueCard(profile, (length) => random.bytes(length)),
      profile.algorithm,
    );

    /** The file selected after a fresh start with these proofs. */
    const open = (directory: string, file: string, pin: boolean, proof: Proof | undefined) => {
      reader.restart();
      reader.select(SSSE);
      if (pin) expect(reader.say('00200000 03 123456')).toBe('9000');
      if (directory !== 'SSSE') expect(reader.ask(`00A40000 02 ${directory}`)).toContain('9000');
      if (proof !== undefined) expect(authenticate(reader, family, sample, proof)).toBe('9000');
      expect(reader.say(`00A40200 02 ${file}`)).toBe('9000');
    };
    for (const line of rights.trim().split('\n')) {
      const [place, readText, writeText] = line.split('|').map((part) => part.trim());
      const [directory, file] = place.split(' ');
      const { pin, key, joined } = rule(readText);

      it(`${place} is read by ${readText}`, () => {
        const free = readText === 'free';
        const either = joined !== 'and';
        open(directory, file, false, undefined);
        expect(read(reader, place)).toBe(free ? 'read' : '6982');
        open(directory, file, true, undefined);
        expect(read(reader, place)).toBe(free || (pin && either) ? 'read' : '6982');
        if (key === undefined) return;
        open(directory, file, false, key);
        expect(read(reader, place)).toBe(either ? 'read' : '6982');
        open(directory, file, true, key);
        expect(read(reader, place)).toBe('read');
      });

      it(`${place} is written by ${writeText}`, () => {
        const writing = rule(writeText);
        open(directory, file, true, key);
        const record = firstRecord(reader);
        if (key?.key !== writing.key?.key || key === undefined) expect(write(reader, place, record)).toBe('6982');
        if (writing.closed) return;
        open(directory, file, true, writing.key);
        expect(write(reader, place, record)).toBe('9000');
      });
    }
  });
}

function authenticate(reader: Reader, family: Family, sample: string, proof: Proof): string {
  reader.say('0084000008');
  const key = cardKey(family, proof.key, '990100', HISTORICAL[sample]);
  return reader.say(`008200${proof.id} 10 ${authentication(family, key)} ${S}`);
}

/** Record lengths of the cyclic files; transparent files. All others hold TLV records. */
const CYCLIC: Readonly<Record<string, number>> = {
  'DF02 EF07': 0x55,
  'DF02 EF16': 0x12,
  'DF04 EF08': 0x1c,
  'DF04 EF15': 3,
};
const TRANSPARENT = /^SSSE EF0[78]|^DF01 EF1[6-9A]/;

/** Reads the beginning of the current file: `read`, or the status word that refuses. */
function read(reader: Reader, place: string): string {
  const answer = reader.say(TRANSPARENT.test(place) ? '00B0000004' : '00B2010400');
  return /^6C|^6A83|9000$/.test(answer) ? 'read' : answer;
}

/** Writes what may stand there; the file's first record must have been seen before. @returns the status word */
function write(reader: Reader, place: string, firstRecord: string): string {
  if (TRANSPARENT.test(place)) return reader.say('00D6000004 00000000');
  const length = CYCLIC[place];
  const record = length === undefined ? firstRecord : '00'.repeat(length);
  const address = length === undefined ? '0104' : '0003';
  return reader.say(`00DC${address}${toHex(Uint8Array.of(record.length / 2))}${record}`);
}

/** The first record of the current file, or nothing. */
function firstRecord(reader: Reader): string {
  const wrongLength = reader.say('00B2010400');
  return wrongLength.startsWith('6C') ? reader.say(`00B20104${wrongLength.slice(2)}`).slice(0, -4) : '';
}
