/** A payment card under commands, data and personalisation that nobody means well: it always answers, and stays a card. */

import { describe, expect, it } from 'vitest';
import { makePaymentSystem } from '../../../../hosts/peers/bureau/card-maker.js';
import { Desk } from '../../../../hosts/peers/bureau/desk.js';
import { batchKey } from '../../../../hosts/peers/bureau/hsm.js';
import { createCard } from '../../../../hosts/peers/card/card.js';
import { manufactureCard, parseCardImage } from '../../../../hosts/peers/card/image.js';
import { SeededRandom } from '../../../../hosts/world/seeded-random.js';
import { concat } from '../../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../../src/base/hex.js';
import { encodeTlv } from '../../../../src/codec/tlv.js';
import { AID, paymentDesk } from './desk.js';

const HEADERS = [
  '00A4',
  '0084',
  '0082',
  '0088',
  '00B2',
  '00DC',
  '04DC',
  '00B0',
  '0020',
  '80A8',
  '80AE',
  '80CA',
  '00C0',
  '841E',
  '8418',
  '8424',
  '04DA',
  '84E0',
  '84D4',
  '84E2',
  '8444',
  '8416',
];
const PARAMETERS = ['00', '01', '02', '04', '0C', '14', '40', '5C', '60', '80', '88', '90', '9F', '17', '36', '58'];
const BODIES = [
  '',
  '8300',
  '830101',
  AID,
  'A000000333',
  'DEADBEEF',
  '26123456FFFFFFFF',
  '00'.repeat(52),
  '00'.repeat(54),
  '00'.repeat(10),
  '00'.repeat(20),
  '0011223344',
  '8201030102',
];

/** Commands whole, as a terminal, an issuer or a personaliser would begin them. */
const SENSIBLE = [
  '00A40400',
  '80A80000',
  '80AE8000',
  '80AE9000',
  '80AE4000',
  '00B2010C',
  '80CA9F36',
  '80CA9F17',
  '00200080',
  '00200088',
  '00840000',
  '00880000',
  '00820000',
  '841E0000',
  '04DA9F58',
  '84240000',
  '84E20000',
];

describe('20000 commands at random', () => {
  it('are all answered with a status word, and leave a card behind', () => {
    const dice = new SeededRandom(20260601);
    const pick = <T>(list: readonly T[]): T => list[dice.next() % list.length];
    const desk = paymentDesk({ pinKey: 'pin-1024-3', authentication: 'cda', cardKey: 'icc-512-3' });
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      if (i % 500 === 0) desk.again();
      if (i % 9 === 0) desk.select();
      if (i % 7 === 0) desk.say('80A80000028300');
      const body = dice.next() % 8 === 0 ? toHex(dice.bytes(dice.next() % 60)) : pick(BODIES);
      const p3 = body === '' ? toHex(dice.bytes(1)) : toHex(Uint8Array.of(body.length / 2));
      const header = dice.next() % 2 === 0 ? pick(SENSIBLE) : pick(HEADERS) + pick(PARAMETERS) + pick(PARAMETERS);
      const answer = desk.say(header + p3 + body);
      expect(answer.length >= 4 && answer.length <= 516).toBe(true);
      seen.add(answer.slice(-4));
    }
    for (const sw of ['9000', '6985', '6A86', '6700', '6982', '6987', '63C0', '6983', '6A88'])
      expect(seen).toContain(sw);
    const image = JSON.stringify(desk.card.image());
    expect(JSON.stringify(parseCardImage(image))).toBe(image);
  });
});

/** An application with nothing but the objects given. */
function personalised(objects: Readonly<Record<string, string>>) {
  const dice = new SeededRandom(2);
  const random = (length: number) => dice.bytes(length);
  const historical = fromHex('00995453549999990100000001');
  const blank = manufactureCard({ historical, algorithm: 'DES', cardMasterKey: batchKey('CMK', 'DES').value });
  const card = createCard(blank, random);
  const desk = new Desk(card, random);
  const masterKey = batchKey('EMKPSE', 'DES');
  desk.restart();
  makePaymentSystem(desk, 'DES', true);
  desk.authenticate(0x00, masterKey);
  const template = encodeTlv(0x62, encodeTlv(0x83, fromHex('DF11')), encodeTlv(0x84, fromHex(AID)));
  desk.secured({ ins: 0xe0, p1: 0x01, p2: 0x00, data: template }, masterKey);
  const key = fromHex(`1000 01 00 FF 00${'0123456789ABCDEF'.repeat(2)}`);
  desk.secured({ ins: 0xd4, p1: 0x00, p2: 0x00, data: key, secret: true }, masterKey);
  for (const [id, value] of Object.entries(objects)) {
    const bytes = fromHex(value);
    const data = concat(fromHex(id), Uint8Array.of(bytes.length), bytes);
    desk.secured({ ins: 0xe2, p1: 0x00, p2: 0x00, data }, masterKey);
  }
  desk.restart();
  const ask = (command: string) => {
    const answer = toHex(card.exchange(fromHex(command)));
    return answer.startsWith('61') ? toHex(card.exchange(fromHex(`00C00000${answer.slice(2)}`))) : answer;
  };
  return { ask, select: () => ask(`00A4040008${AID}`) };
}

describe('an application that its issuer wrote wrong', () => {
  const GOOD = { '0082': '1C00', '0094': '08010100', '008C': '9F0206', '008D': '8A02' };

  it('answers with the little that it has', () => {
    const card = personalised(GOOD);
    expect(card.select()).toBe(`6F0A8408${AID}9000`);
    expect(card.ask('80A80000028300')).toBe('80061C00080101009000');
    expect(card.ask('80AE800006000000001234')).toMatch(/^8013800001[0-9A-F]{16}07000103A01000019000$/);
  });
  it('does not begin without AIP', () => {
    const card = personalised({ '0094': '08010100' });
    card.select();
    expect(card.ask('80A80000028300')).toBe('6985');
  });
  it('gives no FCI and no AFL that are too long', () => {
    const long = personalised({ ...GOOD, '00A5': '00'.repeat(248) });
    expect(long.select()).toBe('6F00');
    const locator = personalised({ ...GOOD, '0094': '08'.repeat(248), DF02: '01' });
    locator.select();
    expect(locator.ask('80A80000028300')).toBe('6F00');
  });
  it('does not read lists that are none', () => {
    for (const objects of [{ '9F38': '9F' }, { '9F38': '00' }, { '9F38': '9F1A' }]) {
      const card = personalised({ ...GOOD, ...objects });
      card.select();
      expect(card.ask('80A80000028300')).toBe('6985');
    }
    const card = personalised({ ...GOOD, '008C': '9F02' });
    card.select();
    card.ask('80A80000028300');
    expect(card.ask('80AE800006000000001234')).toBe('6985');
  });
  it('keeps no log in a format that is none', () => {
    const card = personalised({ ...GOOD, '9F4F': '9F' });
    card.select();
    card.ask('80A80000028300');
    expect(card.ask('80AE400006000000001234')).toContain('9000');
  });
  it('has no limits that are none, and no key that is none', () => {
    const odd = { '9F51': '0156'.repeat(8), '9F58': '0000', '9F54': '01', '9F52': '00' };
    const keys = { '8201': '00', '8202': '00', '8203': '00', '8204': '00', '8205': '00' };
    const card = personalised({ ...GOOD, ...odd, ...keys });
    card.select();
    card.ask('80A80000028300');
    expect(card.ask('0088000004DEADBEEF')).toBe('6D00');
    expect(card.ask('80AE400006000000001234')).toContain('9000');
  });
});

describe('STORE DATA', () => {
  it('is for PSE’s master key alone', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.say('84E20000080082023C0011223344'.slice(0, 26))).toBe('6982');
    expect(desk.say('84E2000000')).toBe('6982');
    expect(desk.say('84E2400000')).toBe('6A86');
  });
  it('does not write the card’s memory of its transactions', () => {
    expect(() => personalised({ DF03: '00'.repeat(14) })).toThrow('said 6A80');
  });
});
