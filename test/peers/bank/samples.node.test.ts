/** Every sample card with a bank side pays at the rig's terminal: each ends as its name says. */

import { describe, expect, it } from 'vitest';
import { hasCheckDigit } from '../../../hosts/peers/bank/pan.js';
import type { BankProfile } from '../../../hosts/peers/bank/profile.js';
import { issueCard } from '../../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import { SAMPLE_BANK_CARDS } from '../../../hosts/samples/bank-cards.js';
import { SAMPLE_CARDS } from '../../../hosts/samples/samples.js';
import { FormatError } from '../../../src/base/format-error.js';
import type { Expected } from '../../conformance/case.js';
import { Rig } from '../../conformance/rig.js';
import type { HolderSetting } from '../../conformance/setting.js';

const APPROVED = { outcome: 'approved online', tsi: 'F800', cid: '80 40' } as const;
/** An application that takes the name of the directory. */
const PSE = { aid: '315041592E5359532E4444463031', label: 'X' } as const;
const ONLINE_PIN = { tvr: '0008048000', cvm: '420300', asked: 'online' } as const;
const OFFLINE_PIN = { tvr: '0008008000', cvm: '440302', cvr: '03A41002 03641002', asked: 'offline 3' } as const;

const CASES: Readonly<Record<string, readonly [Expected, HolderSetting?]>> = {
  'v2-des': [{ ...APPROVED, ...OFFLINE_PIN }, { pins: ['123456'] }],
  'bank-sda': [{ ...APPROVED, ...ONLINE_PIN, cvr: '03A01000 03601000' }],
  'bank-dda': [{ ...APPROVED, ...ONLINE_PIN, cvr: '03A01002 03601002' }],
  'bank-b-dda': [{ ...APPROVED, ...ONLINE_PIN, cvr: '03A01002 03601002' }],
  'bank-b-poor': [
    { outcome: 'declined by issuer', tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: '51', asked: 'online' },
  ],
  'bank-cda': [{ ...APPROVED, ...ONLINE_PIN, cvr: '03A01000 03601000' }],
  'bank-dda-offline-pin': [{ ...APPROVED, ...OFFLINE_PIN }, { pins: ['123456'] }],
  'bank-document-check': [{ ...APPROVED, tvr: '0008008000', cvm: '600302', asked: 'document' }, { document: true }],
  'bank-several-applications': [
    { ...APPROVED, ...ONLINE_PIN, asked: 'choose PBOC WAGES|PBOC DEBIT|PBOC PENSION; online' },
    { choose: 0 },
  ],
  'bank-no-pse': [{ ...APPROVED, ...ONLINE_PIN, commands: 'A4 A4 A4 A8 B2 B2 B2 B2 B2 B2 CA CA AE 82 AE' }],
  'bank-app-blocked': [{ outcome: 'ended application-blocked' }],
  'bank-expired': [
    { outcome: 'declined by issuer', tvr: '0048048000', tsi: 'F800', cid: '80 00', arc: '54', asked: 'online' },
  ],
  'bank-foreign-issued': [{ outcome: 'declined by terminal', tvr: '0018048000', tsi: 'E800', cid: '00', arc: 'Z1' }],
  'bank-pin-locked': [{ ...APPROVED, tvr: '0008248000', cvm: '420300', cvr: '03A05002 03605002', asked: 'online' }],
  'bank-inactive': [{ outcome: 'declined by issuer', tvr: '0008048000', tsi: 'F800', cid: '80 00', arc: '62' }],
};

function bankOf(name: string): BankProfile {
  const { bank } = parseCardProfile(SAMPLE_BANK_CARDS[name] ?? SAMPLE_CARDS[name]);
  if (bank === undefined) throw new Error(`${name} has no bank side`);
  return bank;
}

describe('the sample cards with a bank side', () => {
  it('are these', () => {
    expect(Object.keys(CASES).sort()).toEqual([...Object.keys(SAMPLE_BANK_CARDS), 'v2-des'].sort());
  });
  it('have numbers of their own under the invented BIN 621099', () => {
    const pans = Object.keys(CASES).map((name) => bankOf(name).pan);
    expect(new Set(pans).size).toBe(pans.length);
    for (const pan of pans) {
      expect(pan).toMatch(/^621099\d{13}$/);
      expect(hasCheckDigit(pan)).toBe(true);
    }
  });
  for (const [name, [expected, holder = {}]] of Object.entries(CASES)) {
    it(`${name} pays, or not`, async () => {
      await new Rig().expect({ card: { ...bankOf(name) }, holder }, expected);
    });
  }
});

describe('a bank profile', () => {
  const text = SAMPLE_BANK_CARDS['bank-sda'];
  const changed = (change: (profile: { bank: Record<string, unknown>; financial: boolean }) => void): string => {
    const profile = JSON.parse(text);
    change(profile);
    return JSON.stringify(profile);
  };
  const wrong: readonly (readonly [
    string,
    (profile: { bank: Record<string, unknown>; financial: boolean }) => void,
    string,
  ])[] = [
    [
      'a number with a wrong check digit',
      ({ bank }) => (bank.pan = '6210999901000000011'),
      'bank.pan: expected a valid check digit',
    ],
    ['no financial function', (profile) => (profile.financial = false), 'bank: the card has no financial function'],
    ['an unknown field', ({ bank }) => (bank.colour = 'red'), 'bank.colour'],
    [
      'a locked PIN that is none',
      ({ bank }) => (bank.state = { pinLocked: true }),
      'bank.state.pinLocked: the card has no PIN',
    ],
    ['no application', ({ bank }) => (bank.applications = []), 'bank.applications'],
    [
      'an AID of four bytes',
      ({ bank }) => (bank.applications = [{ aid: 'A0000003', label: 'X' }]),
      'bank.applications.0.aid',
    ],
    ['a tag that is none', ({ bank }) => (bank.tags = { '9F': 'xy' }), 'bank.tags'],
    [
      'a certificate field that is none',
      ({ bank }) => (bank.certificates = { issuer: { colour: '00' } }),
      'unknown name',
    ],
    ['a tag of one byte too few', ({ bank }) => (bank.tags = { '9F': '00' }), 'bank.tags: unknown name'],
    ['the tag 00', ({ bank }) => (bank.tags = { '00': '00' }), 'bank.tags: unknown name'],
    [
      'an AID twice',
      ({ bank }) =>
        (bank.applications = [
          { aid: 'A000000333010101', label: 'X' },
          { aid: 'a000000333010101', label: 'Y' },
        ]),
      'bank.applications: an AID stands twice',
    ],
    ['a key that is none', ({ bank }) => (bank.issuerKey = 'issuer-4096-3'), 'bank.issuerKey'],
  ];
  for (const [what, change, rule] of wrong) {
    it(`is refused with ${what}`, () => {
      expect(() => parseCardProfile(changed(change))).toThrow(rule);
    });
  }

  const beyond: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['a record longer than one', { cvmList: '00'.repeat(254) }, 'bank: more than a card takes (00DC, 6700)'],
    ['a directory in place of an application', { applications: [PSE] }, 'bank: more than a card takes (84E0, 6A80)'],
    ['a record in the place of the log', { records: { '11.1': '00' } }, 'bank: more than a card takes (84E0, 6A80)'],
    ['a list that is none where it is worked with', { tags: { '9F4F': 'FF' } }, 'tlv: tag incomplete'],
    ['a header of three bytes', { certificates: { issuer: { header: '6A6A6A' } } }, 'bank.certificates: header 1'],
    [
      'an identifier longer than the key',
      { certificates: { issuer: { issuer: '00'.repeat(254) } } },
      'bank.certificates: longer than the modulus',
    ],
    ['a code longer than the key', { certificates: { data: { code: '00'.repeat(254) } } }, 'bank.certificates: longer'],
  ];
  for (const [what, bank, rule] of beyond) {
    it(`that is wrong on purpose beyond what a card can hold is refused: ${what}`, () => {
      const profile = parseCardProfile(changed((whole) => Object.assign(whole.bank, bank)));
      const issue = () => issueCard(profile, (length) => new Uint8Array(length));
      expect(issue).toThrow(FormatError);
      expect(issue).toThrow(rule);
    });
  }
});

describe('a check digit', () => {
  it('is Luhn’s', () => {
    for (const pan of ['4111111111111111', '5555555555554444', '6210999901000000993'])
      expect(hasCheckDigit(pan)).toBe(true);
    for (const pan of ['4111111111111112', '5555555555554443', '4111111111111011'])
      expect(hasCheckDigit(pan)).toBe(false);
  });
});
