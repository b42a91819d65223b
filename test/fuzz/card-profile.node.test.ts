/**
 * The three descriptions that people write by hand, card profile, card image and PSAM, under a million broken texts each:
 * a parser answers with what it read or with a FormatError. Texts are valid ones with a field taken away, added, doubled
 * or replaced by something odd, then broken character by character.
 */

import { describe, expect, it } from 'vitest';
import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import { manufactureCard, parseCardImage } from '../../hosts/peers/card/image.js';
import { parsePsamDescription } from '../../hosts/peers/psam/description.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { FormatError } from '../../src/base/format-error.js';
import { type Sampler, type Source, textGenerator } from './generator.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20120528);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 1_000_000);

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const PROFILE: Json = {
  format: 'ssc-card-profile/1',
  about: { zh: 'x', en: 'x' },
  version: '2.00',
  layout: '2.0',
  algorithm: 'DES',
  fciAlgorithm: true,
  financial: true,
  region: '990100',
  atr: { chipMaker: '0099', cosVersion: '545354', cardMaker: '9999', serial: '00000001' },
  issuer: {
    cardIdentifierCode: 'auto',
    class: '3',
    institution: '915600000299010099010001',
    issued: '20240115',
    expires: '20340114',
    cardNumber: 'A00000011',
  },
  holder: {
    personNumber: '990100199001010012',
    name: 'A张',
    sex: '1',
    ethnicity: '01',
    birthPlace: '990100',
    birthDate: '19900101',
  },
  pin: '123456',
  pinTries: 3,
  files: {},
};

/** What some profiles have besides. */
const EXTRAS: readonly (readonly [string, Json])[] = [
  ['files', { DF01EF07: { '29': '1' }, DF02EF16: [['020', '20190801', '', '', '990100']] }],
  ['files', { DF01EF15: { '40': [{ '57': '408' }, {}] }, SSSEEF08: { fill: 'FF' }, DF01EF16: '0102' }],
  ['files', { DF03EF19: { '79': { '19': '990100' } }, DF04EF08: [['0001', '1', '990100000001', '', '', '', '']] }],
  ['state', { pinLocked: true, blocked: ['DF03', 'SSSE'], cardBlocked: false }],
  ['medicalAccount', { balance: 100, yearStart: '0401' }],
  ['keys', { irkRegion: '330200' }],
  ['quirks', { selectEfByP1: ['00'], readByTag: false, readAll: false }],
  ['layout', '1.0'],
  ['encoding', '2.0-on-1.0'],
  ['pin', null],
  [
    'bank',
    {
      pan: '6210999901000000001',
      panSequence: '01',
      effective: '240115',
      expires: '331231',
      applications: [{ aid: 'A000000333010101', label: 'PBOC DEBIT', priority: 1 }],
      authentication: 'sda',
      cvmList: '00000000000000001F00',
      account: { status: 'open', balance: 100000 },
    },
  ],
];

const FILES: Json = [
  {
    fid: 'EF05',
    sfi: 5,
    read: '000000',
    write: '020400',
    structure: 'variable',
    recordLength: 0,
    capacity: 64,
    records: ['020131'],
  },
  { fid: 'EF07', sfi: 7, read: '020A00', write: '020400', structure: 'transparent', content: '00FF' },
];

const IMAGE: Json = {
  ...JSON.parse(
    JSON.stringify(
      manufactureCard({ historical: new Uint8Array(13), algorithm: 'DES', cardMasterKey: new Uint8Array(16) }),
    ),
  ),
};

const ENVIRONMENT: Json = {
  kind: 'SSSE',
  algorithm: 'SM4',
  dirSfi: 15,
  showsAlgorithm: true,
  activated: true,
  fid: 'DDF1',
  name: '7378312E73682EC9E7BBE1B1A3D5CF',
  blocked: false,
  keys: [{ type: '00', id: '00', version: '01', algorithm: '03', triesMax: 10, triesLeft: 9, value: '00'.repeat(16) }],
  files: FILES,
  objects: [],
  applications: [
    { fid: 'DF01', name: 'D15600000500', blocked: false, keys: [], files: FILES, objects: [], blockKey: '83' },
  ],
};

/** The bank side: linear records, and data objects. */
const PAYMENT_ENVIRONMENT: Json = {
  ...(ENVIRONMENT as object),
  kind: 'PSE',
  fid: 'DDF2',
  name: '315041592E5359532E4444463031',
  files: [
    {
      fid: 'EF01',
      sfi: 1,
      read: '000000',
      write: 'FF0000',
      structure: 'linear',
      recordLength: 0,
      capacity: 93,
      records: ['7000'],
    },
  ],
  objects: [{ id: '00A5', value: '880101' }],
};

const PSAM: Json = {
  format: 'ssc-psam/1',
  issuer: '01',
  serial: '00000000000000000001',
  version: '02',
  terminalNumber: '990100000001',
  terminalSequence: 7,
  algorithms: ['DES', 'SM4'],
  level: 'national',
  region: '990100',
  validFrom: '20240101',
  validTo: '20391231',
  omitKeys: ['IRK'],
};

/** What stands where something else should. */
const ODD_VALUES =
  'null true -1 0 1.5 1e21 "" "0" "FF" "张" [] [[]] {} [null] {"fill":"00"} {"20":{}} ["DF03"] "99999999999999999999"'.split(
    ' ',
  );
const ODD_NAMES = ['__proto__', 'constructor', 'toString', '', '20', 'DF01EF05', 'files', 'fill', 'x'];

/** A valid text, in one of two with one to three of its fields changed; sometimes a field stands twice. */
function varied(valid: Sampler<Json>): Sampler<string> {
  return (source) => {
    const value: Json = JSON.parse(JSON.stringify(valid(source)));
    for (let left = source.below(2) && 1 + source.below(3); left > 0; left--) bend(value, source);
    const text = JSON.stringify(value);
    return source.below(8) > 0 ? text : text.replace('{', `{"${source.pick(ODD_NAMES)}":${source.pick(ODD_VALUES)},`);
  };
}

/** Replaces, removes or adds something at a random depth. */
function bend(value: Json, source: Source): void {
  if (typeof value !== 'object' || value === null) return;
  const names = Object.keys(value);
  const holder = value as { [name: string]: Json };
  const name = source.pick(names);
  if (name === undefined || source.below(5) === 0) holder[source.pick(ODD_NAMES)] = odd(source);
  else if (typeof holder[name] === 'object' && source.below(3) > 0) bend(holder[name], source);
  else if (source.below(4) === 0) delete holder[name];
  else holder[name] = odd(source);
}

const odd: Sampler<Json> = (source) => JSON.parse(source.pick(ODD_VALUES));

const profile: Sampler<Json> = (source) => {
  const extras = Array.from({ length: source.below(3) }, () => source.pick(EXTRAS));
  return { ...(PROFILE as object), ...Object.fromEntries(extras) };
};

const image: Sampler<Json> = (source) => ({
  ...(IMAGE as object),
  environments: source.pick([[], [ENVIRONMENT], [PAYMENT_ENVIRONMENT], [ENVIRONMENT, PAYMENT_ENVIRONMENT]]),
});

function fuzz<T>(name: string, valid: Sampler<Json>, parse: (text: string) => T): T[] {
  const generate = textGenerator(SEED, varied(valid), '{}[]":,.0123456789eE-+truefalsn\\u DFESM');
  const kept: T[] = [];
  let accepted = 0;
  for (let i = 0; i < INPUTS; i++) {
    const text = generate();
    try {
      const value = parse(text);
      accepted++;
      if (accepted % 1000 === 1) kept.push(value);
    } catch (error) {
      if (!(error instanceof FormatError))
        throw new Error(`${name}: seed ${SEED}, input ${i}: ${text}`, { cause: error });
    }
  }
  const share = accepted / INPUTS;
  console.log(`fuzz ${name}: seed ${SEED}, ${INPUTS} inputs, ${(100 * share).toFixed(1)} % accepted`);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.95);
  return kept;
}

describe(`fuzzing descriptions with seed ${SEED}`, () => {
  it('parseCardProfile throws FormatError or gives a card that can be issued', () => {
    const profiles = fuzz('parseCardProfile', profile, parseCardProfile);
    for (const one of profiles.slice(0, 60)) {
      const random = new SeededRandom(1);
      expect(issueCard(one, (length) => random.bytes(length)).environments.length).toBeGreaterThan(0);
    }
  });

  it('parseCardImage throws FormatError or gives an image', () => {
    for (const one of fuzz('parseCardImage', image, parseCardImage)) {
      expect(parseCardImage(JSON.stringify(one))).toEqual(one);
    }
  });

  it('parsePsamDescription throws FormatError or gives a description', () => {
    for (const one of fuzz('parsePsamDescription', () => PSAM, parsePsamDescription)) {
      expect(parsePsamDescription(JSON.stringify(one))).toEqual(one);
    }
  });
});
