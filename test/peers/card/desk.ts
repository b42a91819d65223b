/**
 * A desk with a card on it, for tests: speaks T=0 in hexadecimal and does the arithmetic of card maker, bureau and
 * PSAM. The test card's IRK, RKSSSE and STK are the card keys of sscard.md 16.7; PUK, BK, LK and the rest are made up
 * here.
 */

import { type Card, createCard } from '../../../hosts/peers/card/card.js';
import { type CardImage, manufactureCard } from '../../../hosts/peers/card/image.js';
import type { Quirks } from '../../../hosts/peers/card/memory.js';
import type { RandomBytes } from '../../../hosts/peers/chip.js';
import { concat, uintBytes } from '../../../src/base/bytes.js';
import { fromHex, hexNumber, toHex } from '../../../src/base/hex.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { sealData } from '../../../src/crypto/data-encryption.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';

/** sx1.sh.社会保障 in GBK; 1PAY.SYS.DDF01. */
export const SSSE = '7378312E73682EC9E7BBE1B1A3D5CF';
export const PSE = '315041592E5359532E4444463031';
/** An application in the test card's PSE. */
export const BANK_AID = 'A000000333010101';
export const HISTORICAL = '00995453549999990100000001';

/** R and S of the vectors. */
const R = '1122334455667788';
export const S = 'A1A2A3A4A5A6A7A8';

/** Card master key, environment master keys of SSSE and PSE. */
export const CMK = '404142434445464748494A4B4C4D4E4F';
export const EMK = '505152535455565758595A5B5C5D5E5F';
export const PSE_EMK = '606162636465666768696A6B6C6D6E6F';

export const PUK = '10101010101010102020202020202020';
export const BK = '30303030303030304040404040404040';
export const UKSSSE = '50505050505050506060606060606060';
export const LK = '70707070707070708080808080808080';
export const RK1 = '90909090909090909A9A9A9A9A9A9A9A';
export const UK1 = 'B0B0B0B0B0B0B0B0C0C0C0C0C0C0C0C0';
/** A key of PSE with the id that UKSSSE has in SSSE. */
export const PSE_KEY = 'D0D0D0D0D0D0D0D0E0E0E0E0E0E0E0E0';

interface CardKeys {
  readonly irk: string;
  readonly rkssse: string;
  readonly stk: string;
  /** STK of DF01 and DF03; the DES one is a single-DES key like STK. */
  readonly applicationStk: string;
}

export const KEYS: Readonly<Record<SocialAlgorithm, CardKeys>> = {
  DES: {
    irk: 'BA760E19DA84EF45437DBBFF302B2A0D',
    rkssse: '72D8486CBC4C9E4B3DE237DC86DFB72E',
    stk: 'CF48323FCEC6BD40',
    applicationStk: '0123456789ABCDEF',
  },
  SM4: {
    irk: 'AB00FC4074B3B3692D24C69FEF433554',
    rkssse: 'FB2979D55CCE847FEF654EC7B1F4D95A',
    stk: 'ACFC8C9A44D0143B5E6A0DF1C3F254D7',
    applicationStk: '0123456789ABCDEFFEDCBA9876543210',
  },
};

export const IDENTIFIER = '990100D1560000050000000166534F34';
/** SSSE EF05 of the test card, 40h bytes: tags 01 to 07. */
export const EF05_RECORDS: readonly string[] = [
  `0110${IDENTIFIER}`,
  '020133',
  '0304322E3030',
  '040C915600000299010099010001',
  '050420250101',
  '060420350101',
  '0709413030303030303131',
];

/** Randomness that gives R of the vectors, or its beginning, whenever it is asked. */
export const vectorRandom: RandomBytes = (length) => fromHex(R + R).slice(0, length);

/** Randomness that never gives the same bytes twice. */
export function countingRandom(): RandomBytes {
  let calls = 0;
  return (length) => {
    calls++;
    return Uint8Array.from({ length }, (_, i) => (calls * 29 + i * 7) & 0xff);
  };
}

export class Desk {
  readonly card: Card;
  readonly algorithm: SocialAlgorithm;

  constructor(card: Card, algorithm: SocialAlgorithm) {
    this.card = card;
    this.algorithm = algorithm;
    card.reset();
  }

  /** One exchange, in hexadecimal with blanks for the reader. */
  say(command: string): string {
    return toHex(this.card.exchange(fromHex(command)));
  }

  /** One command as a terminal does it: 61xx and 6Cxx followed up. */
  ask(command: string): string {
    const answer = this.say(command);
    if (answer.length === 4 && answer.startsWith('61')) return this.say(`00C00000${answer.slice(2)}`);
    if (answer.length !== 4 || !answer.startsWith('6C')) return answer;
    return this.say(command.replace(/ /g, '').slice(0, 8) + answer.slice(2));
  }

  /** Power off and on. */
  again(): this {
    this.card.powerOff();
    this.card.reset();
    return this;
  }

  select(name: string): string {
    return this.ask(`00A40400${hexNumber(name.length / 2)}${name}`);
  }

  /** GET CHALLENGE and EXTERNAL AUTHENTICATION. */
  authenticate(id: string, key: string): string {
    const proof = authenticationData(softwareCiphers, this.algorithm, fromHex(key), this.#challenge(), fromHex(S));
    return this.say(`008200${id}10${toHex(proof)}${S}`);
  }

  /** GET CHALLENGE and EXTERNAL AUTHENTICATION with the right length and nothing else right. */
  failToAuthenticate(id: string): string {
    this.#challenge();
    return this.say(`008200${id}10${S}${S}`);
  }

  /** GET CHALLENGE and a command (CLA INS P1 P2) whose data is followed by a MAC under `key`. */
  withMac(header: string, key: string, data = ''): string {
    return this.#secured(header, key, () => fromHex(data));
  }

  /** As {@link withMac}, the data enciphered under the same session key. */
  sealed(header: string, key: string, plain: string): string {
    return this.#secured(header, key, (session) => sealData(softwareCiphers, this.algorithm, session, fromHex(plain)));
  }

  #secured(header: string, key: string, body: (session: Uint8Array) => Uint8Array): string {
    const session = sessionKey(softwareCiphers, this.algorithm, fromHex(key), this.#challenge());
    const data = body(session);
    const head = concat(fromHex(header), uintBytes(data.length + 4, 1));
    const code = mac(softwareCiphers, this.algorithm, session, concat(head, data));
    return this.say(toHex(concat(head, data, code)));
  }

  #challenge(): Uint8Array {
    return fromHex(this.say('0084000008').slice(0, 16));
  }
}

/** A blank card on the desk. */
export function blankDesk(algorithm: SocialAlgorithm, random: RandomBytes = vectorRandom): Desk {
  const blank = { historical: fromHex(HISTORICAL), algorithm, cardMasterKey: fromHex(CMK) };
  return new Desk(createCard(manufactureCard(blank), random), algorithm);
}

/** One TLV of a template. */
export function tlv(tag: string, value: string): string {
  return tag + hexNumber(value.length / 2) + value;
}

export function environmentTemplate(fid: string, name: string, kind: string, algorithm: SocialAlgorithm): string {
  const parameters = `8001${kind}8101${algorithm === 'DES' ? '01' : '03'}82010F830101`;
  return tlv('62', tlv('83', fid) + tlv('84', name) + tlv('85', parameters));
}

export function applicationTemplate(fid: string, aid: string, more = ''): string {
  return tlv('62', tlv('83', fid) + tlv('84', aid) + more);
}

/** `shape` is tag 80 or 81 with its length and value, `rights` the two conditions. */
export function fileTemplate(structure: string, fid: string, shape: string, rights: string, sfi = ''): string {
  const short = sfi === '' ? '' : tlv('88', sfi);
  return tlv('62', tlv('82', structure) + tlv('83', fid) + shape + short + tlv('86', rights));
}

/** A key record: type, id, version 01, the algorithm byte that fits, tries, level 00, value. */
export function keyRecord(desk: Desk, type: string, id: string, tries: string, value: string): string {
  const des = value.length === 16 && type !== '01' ? '01' : '00';
  return `${type}${id}01${desk.algorithm === 'SM4' ? '03' : des}${tries}00${value}`;
}

function must(answer: string): void {
  if (answer !== '9000') throw new Error(`the card did not take a step: ${answer}`);
}

/** Environment and master key as the card maker creates them, at the MF. */
export function makeEnvironment(desk: Desk, fid: string, name: string, kind: string, masterKey: string): void {
  must(desk.authenticate('00', CMK));
  must(desk.withMac('84E00000', CMK, environmentTemplate(fid, name, kind, desk.algorithm)));
  must(desk.sealed('84D40000', CMK, keyRecord(desk, '00', '00', '03', masterKey)));
}

function makeApplication(desk: Desk, template: string, keys: readonly [string, string, string][], stk: string): void {
  must(desk.withMac('84E00100', EMK, template));
  must(desk.sealed('84D40000', EMK, keyRecord(desk, '08', '82', 'FF', stk)));
  for (const [type, id, value] of keys) must(desk.sealed('84D40000', EMK, keyRecord(desk, type, id, '03', value)));
}

function makeFile(desk: Desk, masterKey: string, template: string, records: readonly string[] = [], p2 = ''): void {
  must(desk.withMac('84E00200', masterKey, template));
  records.forEach((record, i) => {
    must(desk.say(`00DC${p2 === '' ? hexNumber(i + 1) : '00'}${p2 || '04'}${hexNumber(record.length / 2)}${record}`));
  });
}

function layOutPse(desk: Desk): void {
  makeEnvironment(desk, 'DDF2', PSE, '02', PSE_EMK);
  must(desk.authenticate('00', PSE_EMK));
  must(desk.sealed('84D40000', PSE_EMK, keyRecord(desk, '08', '04', '03', PSE_KEY)));
  must(desk.sealed('84D40000', PSE_EMK, keyRecord(desk, '01', '00', '03', '8888FFFFFFFFFFFF')));
  makeFile(desk, PSE_EMK, fileTemplate('04', 'EF15', tlv('80', '0040'), '020400020400', '15'), ['010177']);
  must(desk.withMac('84E00100', PSE_EMK, applicationTemplate('DF0B', BANK_AID)));
  must(desk.ask('00A4000000').endsWith('9000') ? '9000' : 'MF');
}

function layOutSsse(desk: Desk, fid: string): void {
  const { irk, rkssse, stk, applicationStk } = KEYS[desk.algorithm];
  makeEnvironment(desk, fid, SSSE, '01', EMK);
  must(desk.authenticate('00', EMK));
  const keys: readonly [string, string, string, string][] = [
    ['07', '00', 'FF', irk],
    ['08', '02', 'FF', stk],
    ['08', '04', '03', UKSSSE],
    ['08', '05', '03', BK],
    ['08', '06', '03', PUK],
    ['07', '0A', '03', rkssse],
    ['01', '00', '03', '123456FFFFFFFFFF'],
  ];
  for (const [type, id, tries, value] of keys) {
    must(desk.sealed('84D40000', EMK, keyRecord(desk, type, id, tries, value)));
  }
  makeFile(desk, EMK, fileTemplate('04', 'EF05', tlv('80', '0040'), '000000020400', '05'), EF05_RECORDS);
  makeFile(desk, EMK, fileTemplate('04', 'EF06', tlv('80', '005B'), '020A00020400', '06'), ['0A0131', '0B0101']);
  makeFile(desk, EMK, fileTemplate('01', 'EF07', tlv('80', '0300'), '020A00020400', '07'));

  makeApplication(
    desk,
    applicationTemplate('DF01', 'D15600000500'),
    [
      ['08', '83', UK1],
      ['07', '88', RK1],
    ],
    applicationStk,
  );
  const degrees = ['2A0121', '400357111A', '400357222A', '400357333A'];
  makeFile(desk, EMK, fileTemplate('04', 'EF05', tlv('80', '0080'), '038800028300', '05'), [
    '200232 30'.replace(' ', ''),
  ]);
  makeFile(desk, EMK, fileTemplate('04', 'EF15', tlv('80', '0020'), '000000028300', '15'), degrees);
  makeFile(desk, EMK, fileTemplate('01', 'EF16', tlv('80', '0128'), '000000028300', '16'));

  const blockable = applicationTemplate('DF03', 'D15600000502', tlv('86', '83'));
  makeApplication(
    desk,
    blockable,
    [
      ['08', '83', LK],
      ['07', '84', RK1],
    ],
    applicationStk,
  );
  const insurances = ['7903110001', '7903310002'];
  makeFile(desk, EMK, fileTemplate('02', 'EF19', tlv('81', '0504'), '000000028400', '19'), insurances);
  makeFile(desk, EMK, fileTemplate('06', 'EF07', tlv('81', '0304'), '000000000000', '07'), ['111111', '222222'], '03');
  makeFile(desk, EMK, fileTemplate('01', 'EF08', tlv('80', '0010'), '048400FF0000', '08'));
  makeFile(desk, EMK, fileTemplate('09', 'EF0F', tlv('80', '0014'), 'FF0000FF0000'));
  desk.select(SSSE);
}

/** Made once an algorithm: laying a card out takes some hundred blocks. */
const images = new Map<string, CardImage>();

/** The card, laid out and, unless told otherwise, activated. */
export function cardImage(algorithm: SocialAlgorithm, activated = true, fid = 'DDF1'): CardImage {
  const name = `${algorithm} ${activated} ${fid}`;
  const known = images.get(name);
  if (known !== undefined) return known;
  const desk = blankDesk(algorithm);
  layOutPse(desk);
  layOutSsse(desk, fid);
  if (activated) must(desk.withMac('84440000', EMK));
  const image = desk.card.image();
  images.set(name, image);
  return image;
}

/** The test card on the desk, just reset. */
export function testCard(
  algorithm: SocialAlgorithm,
  random: RandomBytes = vectorRandom,
  quirks?: Partial<Quirks>,
): Desk {
  const image = cardImage(algorithm);
  const selectEfByP1 = [...(quirks?.selectEfByP1 ?? image.quirks.selectEfByP1)];
  return new Desk(createCard({ ...image, quirks: { ...image.quirks, ...quirks, selectEfByP1 } }, random), algorithm);
}

/** The test card with SSSE selected. */
export function socialCard(algorithm: SocialAlgorithm = 'DES', random: RandomBytes = vectorRandom): Desk {
  const desk = testCard(algorithm, random);
  desk.select(SSSE);
  return desk;
}
