/**
 * Every sample card issued and asked, APDU by APDU. What it must answer is written here or computed by OpenSSL from the
 * text of sscard.md 6 and 16.2; nothing comes from the code that made the card.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { issueCard } from '../../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { authentication, cardKey } from './openssl-keys.js';
import { PSE, R, Reader, S, SSSE } from './reader.js';

const FOLDER = new URL('../../../hosts/samples/cards/', import.meta.url);
const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
/** Today in the deterministic world. */
const TODAY = '20260601';

function issued(name: string): Reader {
  const profile = parseCardProfile(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  const random = new SeededRandom(1);
  const image = issueCard(profile, (length) => random.bytes(length));
  const desk = new Reader(JSON.parse(JSON.stringify(image)), profile.algorithm);
  desk.select(SSSE);
  return desk;
}

/** Reads a TLV file record by record until 6A83, as hexadecimal by tag. */
function recordsOf(desk: Reader, fid: string, p1 = '02'): Map<string, string> {
  expect(desk.say(`00A4${p1}00 02 ${fid}`)).toBe('9000');
  const records = new Map<string, string>();
  for (let number = 1; ; number++) {
    const header = `00B2${number.toString(16).padStart(2, '0')}04`;
    const short = desk.say(`${header} 00`);
    if (short === '6A83') return records;
    const record = desk.say(`${header} ${short.slice(2)}`);
    expect(record.endsWith('9000')).toBe(true);
    records.set(record.slice(0, 2), record.slice(4, -4));
  }
}

function ascii(hex: string | undefined): string {
  return Buffer.from(hex ?? '', 'hex')
    .toString('latin1')
    .replace(/\0+$/, '');
}

function gbk(...hex: readonly (string | undefined)[]): string {
  return new TextDecoder('gbk').decode(Buffer.from(hex.join(''), 'hex')).replace(/\0+$/, '');
}

/** Weights 3 7 9 10 5 8 4 2, letters from A = 10; sscard.md 13. */
function cardNumberCheck(body: string): string {
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + weight * Number.parseInt(body[i], 36), 0);
  return ['0', 'X'][[0, 1].indexOf(sum % 11)] ?? String(11 - (sum % 11));
}

/** GB 11643. */
function personNumberCheck(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'[weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0) % 11];
}

const UNREACHABLE = ['card-blocked', 'application-blocked'];
const reachable = names.filter((name) => !UNREACHABLE.includes(name));

describe('the sample cards', () => {
  it('are these', () => {
    expect(names).toEqual([
      'application-blocked',
      'bank-app-blocked',
      'bank-b-dda',
      'bank-b-poor',
      'bank-cda',
      'bank-dda-offline-pin',
      'bank-dda',
      'bank-document-check',
      'bank-expired',
      'bank-foreign-issued',
      'bank-inactive',
      'bank-no-pse',
      'bank-pin-locked',
      'bank-sda',
      'bank-several-applications',
      'blacklisted-range',
      'blacklisted',
      'card-blocked',
      'expired',
      'medical-blocked',
      'not-yet-valid',
      'pin-locked',
      'v1-plain',
      'v1-with-v2-data',
      'v2-by-number',
      'v2-des',
      'v2-no-9f0c',
      'v2-offline-purse',
      'v2-rich',
      'v2-secured',
      'v2-sm4',
      'v2-split-name',
      'v3-sm4',
      'wrong-region-key',
    ]);
  });

  it('have numbers of their own with right check characters', () => {
    const seen = new Set<string>();
    for (const name of names) {
      const profile = parseCardProfile(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
      const { cardNumber } = profile.issuer;
      const { personNumber, birthDate, sex } = profile.holder;
      expect(cardNumber[8]).toBe(cardNumberCheck(cardNumber));
      expect(personNumber[17]).toBe(personNumberCheck(personNumber));
      expect(personNumber.slice(0, 14)).toBe(`990100${birthDate}`);
      expect(Number(personNumber[16]) % 2).toBe(Number(sex) % 2);
      for (const one of [cardNumber, personNumber, profile.atr.serial, profile.holder.name]) seen.add(one);
    }
    expect(seen.size).toBe(4 * names.length);
  });
});

for (const name of reachable) {
  describe(`sample ${name}`, () => {
    const desk = issued(name);
    const family = desk.algorithm === 'DES' ? 'des' : 'sm4';
    const historical = desk.restart().slice(8);
    const answersGenuine = (region: string) => {
      const irk = cardKey(family, 'IRK', region, historical);
      return desk.ask(`00880000 10 ${R} ${S}`) === `${authentication(family, irk)}9000`;
    };

    it('shows its algorithm, or nothing, in the FCI', () => {
      const first = name.startsWith('v1');
      const silent = first || name === 'v2-no-9f0c';
      const proprietary = first ? '' : silent ? 'A50388010F' : `A50988010F9F0C038601${family === 'des' ? '01' : '03'}`;
      const fci = `840F${SSSE}${proprietary}`;
      expect(desk.select(SSSE)).toBe(`6F${toHex(Uint8Array.of(fci.length / 2))}${fci}9000`);
    });

    it('is genuine by OpenSSL, but for the one with a key of another region', () => {
      expect(answersGenuine('990100')).toBe(name !== 'wrong-region-key');
      expect(answersGenuine('330200')).toBe(name === 'wrong-region-key');
    });

    it('carries EF05 and EF06 of its profile', () => {
      const profile = parseCardProfile(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
      const p1 = name === 'v2-by-number' ? '00' : '02';
      const issuer = recordsOf(desk, 'EF05', p1);
      expect([...issuer.keys()]).toEqual(['01', '02', '03', '04', '05', '06', '07']);
      expect(issuer.get('01')?.slice(0, 16)).toBe('990100D156000005');
      expect(ascii(issuer.get('03'))).toBe(profile.version);
      expect(ascii(issuer.get('07'))).toBe(profile.issuer.cardNumber);
      const valid = (issuer.get('05') ?? '') <= TODAY && TODAY <= (issuer.get('06') ?? '');
      expect(valid).toBe(name !== 'expired' && name !== 'not-yet-valid');

      if (name.startsWith('v3')) {
        expect(desk.say(`00A4${p1}00 02 EF06`)).toBe('9000');
        expect(desk.say('00B20105 5B')).toBe('6982');
        desk.say('0084000008');
        const proof = authentication(family, cardKey(family, 'RKSSSE', '990100', historical));
        expect(desk.say(`0082000A 10 ${proof} ${S}`)).toBe('9000');
      }
      const holder = recordsOf(desk, 'EF06', p1);
      expect([...holder.keys()].join(' ')).toBe(name.startsWith('v1') ? '08 09 0A 0B 0C 0D' : '08 09 4E 0A 0B 0C 0D');
      expect(gbk(holder.get('09'), holder.get('4E'))).toBe(profile.holder.name);
      expect(ascii(holder.get('08'))).toBe(profile.holder.personNumber);
    });

    it('has the PIN of its profile', () => {
      const query = desk.say('00200000 00');
      expect(query).toBe(name === 'pin-locked' ? '6983' : name === 'v1-plain' ? '9000' : '63C3');
      if (query === '63C3') expect(desk.say('00200000 03 123456')).toBe('9000');
    });

    it('has PSE beside SSSE when it has the financial function, empty without a bank', () => {
      const empty = `6F15840E${PSE}A5038801019000`;
      const filled = `6F1E840E${PSE}A50C8801015F2D027A689F1101019000`;
      const hasBank = name.startsWith('bank-') || name === 'v2-des';
      const hidden = name.startsWith('v1') || name === 'bank-no-pse';
      expect(desk.select(PSE)).toBe(hidden ? '6A82' : hasBank ? filled : empty);
    });
  });
}

describe('what a sample is there for', () => {
  it('card-blocked answers 6A81 to everything', () => {
    const desk = issued('card-blocked');
    for (const command of [`00A404000F${SSSE}`, '0084000008', '00A4000000']) expect(desk.say(command)).toBe('6A81');
  });

  it('application-blocked refuses SSSE and still has its PSE', () => {
    const desk = issued('application-blocked');
    expect(desk.select(SSSE)).toBe('9303');
    expect(desk.select(PSE)).toBe(`6F15840E${PSE}A5038801019000`);
  });

  it('medical-blocked refuses DF04 alone', () => {
    const desk = issued('medical-blocked');
    expect(desk.ask('00A40000 02 DF04')).toBe('9303');
    expect(desk.ask('00A40000 02 DF03')).toBe('6F088406D156000005029000');
  });

  it('v1-plain has SSSE for its MF, no PIN to ask, and 1.0 items', () => {
    const desk = issued('v1-plain');
    expect(desk.ask('00A40000 02 3F00')).toBe(`6F11840F${SSSE}9000`);
    desk.ask('00A40000 02 DF01');
    expect(recordsOf(desk, 'EF0A')).toEqual(
      new Map([
        ['37', '00245000'],
        ['38', '02988000'],
        ['39', '20110701'],
      ]),
    );
    desk.ask('00A40000 02 DF04');
    desk.say('00A40200 02 EF08');
    expect(desk.say('00B20104 1C')).toBe('0002329901000000012011051810150' + '0000007D000000000000000009000');
  });

  it('v1-with-v2-data pads 2.0 values with E', () => {
    const desk = issued('v1-with-v2-data');
    desk.say('00200000 03 123456');
    desk.ask('00A40000 02 DF01');
    expect(recordsOf(desk, 'EF0A')).toEqual(
      new Map([
        ['37', 'FFFFFFFF'],
        ['38', '3033EEEE'],
        ['39', '20010504'],
      ]),
    );
    expect(recordsOf(desk, 'EF09').get('32')).toBe('3133EE');
    desk.ask('00A40000 02 DF02');
    expect(recordsOf(desk, 'EF06').get('4D')).toBe('990100EE');
    desk.ask('00A40000 02 DF04');
    const medical = recordsOf(desk, 'EF05');
    expect(medical.get('81')).toBe(`3331303130303030${'EE'.repeat(0x3e - 8)}`);
    expect(medical.get('84')).toBe(`990100${'EE'.repeat(0x3e - 3)}`);
  });

  it('v2-split-name is cut inside a character', () => {
    const holder = recordsOf(issued('v2-split-name'), 'EF06');
    const [first, rest] = [holder.get('09') ?? '', holder.get('4E') ?? ''];
    expect(first.length).toBe(60);
    expect(gbk(first)).toContain('\ufffd');
    expect(gbk(first, rest)).toBe('阿卜杜热合曼.买买提艾力·吐尔逊江');
  });

  it('v2-by-number knows P1 00 and single records by number only', () => {
    const desk = issued('v2-by-number');
    expect(desk.say('00A40200 02 EF05')).toBe('6A86');
    expect(desk.say('00A40000 02 EF05')).toBe('9000');
    expect(desk.say('00B20105 40')).toBe('6A86');
    expect(desk.say('00B20700 0B')).toBe('6A86');
    expect(desk.say('00B20704 0B').slice(0, 4)).toBe('0709');
    expect(desk.say('00DC0700 0B 0709 413030303030313530')).toBe('6A86');
    expect(desk.say('00DC0704 0B 0709 413030303030313530')).toBe('6982');
  });

  it('v2-secured wants a MAC with every update, and takes none for the key that may write', () => {
    const desk = issued('v2-secured');
    desk.say('00A40200 02 EF05');
    expect(desk.say('00DC0204 03 020133')).toBe('6982');
    expect(desk.say('04DC0204 07 020133 01020304')).toBe('6982');
  });

  it('v2-no-9f0c numbers its identifier otherwise than its ATR', () => {
    const identifier = recordsOf(issued('v2-no-9f0c'), 'EF05').get('01');
    expect(identifier).toBe('990100D15600000500990014FFFFFFFF');
  });

  it('v2-rich has something in every application, cyclic files newest first', () => {
    const desk = issued('v2-rich');
    desk.say('00200000 03 123456');
    desk.ask('00A40000 02 DF02');
    desk.say('00A40200 02 EF07');
    const newest = desk.say('00B20104 55');
    expect(newest.slice(0, 30)).toBe('3230323130303320190708FFFFFFFF');
    expect(gbk(newest.slice(30, 170))).toBe('示例市虚构精密仪器有限公司');
    expect(desk.say('00B20304 55').slice(14, 22)).toBe('20130801');
    expect(desk.say('00B20404 55')).toBe('6A83');
    desk.ask('00A40000 02 DF01');
    desk.say('00A40200 02 EF15');
    expect(desk.say('00B22A00 03')).toBe('2A01219000');
    expect(gbk(desk.say('00B20304 36').slice(4, -4))).toContain('测试理工大学');
    desk.ask('00A40000 02 DF03');
    expect(desk.say('00B201CC 29').slice(0, 14)).toBe('79271803313130');
    expect(desk.say('00B204CC 29').slice(0, 14)).toBe('79271803000000');
  });

  it('v2-offline-purse holds 2500.00 yuan and the load that put them there', () => {
    const desk = issued('v2-offline-purse');
    desk.say('00200000 03 123456');
    desk.ask('00A40000 02 DF04');
    expect(desk.say('B0260001 04')).toBe('0003D0909000');
    expect(desk.say('B0560100 02')).toBe('04019000');
    expect(desk.say('00B28F28 03')).toBe('8F01329000');
    desk.say('00A40200 02 EF08');
    expect(desk.say('00B20104 1C')).toBe(`0001319901000000012024011509000000${'03D090'}00000000000000009000`);
    expect(desk.ask('B02E0031 02 0001')).toMatch(/^[0-9A-F]{16}9000$/);
  });
});

describe('the same profile and randomness', () => {
  it('give the same card', () => {
    const profile = parseCardProfile(readFileSync(new URL('v2-des.json', FOLDER), 'utf8'));
    const make = () => {
      const random = new SeededRandom(9);
      return JSON.stringify(issueCard(profile, (length) => random.bytes(length)));
    };
    expect(make()).toBe(make());
    expect(fromHex(JSON.parse(make()).historical)).toHaveLength(13);
  });
});
