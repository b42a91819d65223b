import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import { listBlacklist } from '../../src/ssse/blacklist.js';
import type { Issuer } from '../../src/ssse/issuer.js';
import { type Acceptance, type Blacklist, checkValidity } from '../../src/ssse/validity.js';

const IDENTIFIER = '990100D1560000050000000166534F34';

const ISSUER: Issuer = {
  cardIdentifier: fromHex(IDENTIFIER),
  region: '990100',
  cardClass: '3',
  version: '2.00',
  generation: '2.0',
  institution: '915600000299010099010001',
  issued: '20240115',
  expires: '20340114',
  cardNumber: 'A00000011',
};
const ACCEPTANCE: Acceptance = {
  institutions: ['9156000002'],
  classes: ['1', '2', '3', '4'],
  versions: ['1.0', '2.0'],
};
const NOBODY: Blacklist = listBlacklist([]);

interface Case {
  readonly issuer?: Partial<Issuer>;
  readonly acceptance?: Partial<Acceptance>;
  readonly blacklist?: Blacklist;
  readonly today?: string;
}

function verdict({ issuer, acceptance, blacklist = NOBODY, today = '20260601' }: Case): string {
  const refused = checkValidity({ ...ISSUER, ...issuer }, { ...ACCEPTANCE, ...acceptance }, blacklist, today);
  return refused?.refused ?? 'valid';
}

describe('a card', () => {
  it('is valid from its day of issue to its last day, both included', () => {
    expect(verdict({ today: '20240114' })).toBe('not-yet-valid');
    expect(verdict({ today: '20240115' })).toBe('valid');
    expect(verdict({ today: '20340114' })).toBe('valid');
    expect(verdict({ today: '20340115' })).toBe('expired');
  });

  it('may be valid for one day', () => {
    const issuer = { issued: '20260601', expires: '20260601' };
    expect(verdict({ issuer })).toBe('valid');
    expect(verdict({ issuer, today: '20260602' })).toBe('expired');
  });

  it.each(['', '2026', '20261301', '20260230', '20250229', '00000101', '20260600'])(
    'with the date %s is not vouched for',
    (date) => {
      expect(verdict({ issuer: { issued: date } })).toBe('card-data-malformed');
      expect(verdict({ issuer: { expires: date } })).toBe('card-data-malformed');
    },
  );

  it('may be valid to a leap day', () => {
    expect(verdict({ issuer: { expires: '20280229' }, today: '20280229' })).toBe('valid');
  });

  it('is accepted by the head of its institution', () => {
    expect(verdict({ acceptance: { institutions: ['9156000002990100'] } })).toBe('valid');
    expect(verdict({ acceptance: { institutions: ['9156000002330100', '9156000002990100'] } })).toBe('valid');
    expect(verdict({ acceptance: { institutions: ['9156000002330100'] } })).toBe('institution-unsupported');
    expect(verdict({ acceptance: { institutions: [] } })).toBe('institution-unsupported');
    expect(verdict({ issuer: { institution: '' } })).toBe('institution-unsupported');
  });

  it('is accepted by its class', () => {
    expect(verdict({ acceptance: { classes: ['1', '2', '4'] } })).toBe('class-unsupported');
    expect(verdict({ issuer: { cardClass: '' } })).toBe('class-unsupported');
    expect(verdict({ issuer: { cardClass: '9' } })).toBe('class-unsupported');
  });

  it('is accepted by three characters of its version, none meaning 1.0', () => {
    expect(verdict({ issuer: { version: '2.01' } })).toBe('valid');
    expect(verdict({ issuer: { version: '', generation: '1.0' } })).toBe('valid');
    expect(verdict({ issuer: { version: '', generation: '1.0' }, acceptance: { versions: ['2.0'] } })).toBe(
      'version-unsupported',
    );
    expect(verdict({ issuer: { version: '3.00', generation: '3.0' } })).toBe('version-unsupported');
    expect(verdict({ issuer: { version: '4.00', generation: undefined }, acceptance: { versions: ['4.0'] } })).toBe(
      'version-unsupported',
    );
  });
});

describe('the checks', () => {
  const everything = {
    issuer: { institution: '1', cardClass: '9', version: '9.99', generation: undefined, expires: '20250101' },
    blacklist: listBlacklist([{ from: 'A00000000', to: 'A99999999' }]),
  };

  it('go in the order of the standard, the first that fails decides', () => {
    expect(verdict(everything)).toBe('blacklisted-range');
    expect(verdict({ issuer: everything.issuer })).toBe('institution-unsupported');
    const { institution } = ISSUER;
    expect(verdict({ issuer: { ...everything.issuer, institution } })).toBe('class-unsupported');
    expect(verdict({ issuer: { ...everything.issuer, institution, cardClass: '3' } })).toBe('version-unsupported');
    expect(verdict({ issuer: { expires: '20250101' } })).toBe('expired');
  });
});

describe('the blacklist', () => {
  const single = listBlacklist([{ cardIdentifier: IDENTIFIER, cardNumber: 'A00000011' }]);
  const range = listBlacklist([{ from: 'T99010001', to: 'T99010009' }]);

  it('holds one card by identifier and number together', () => {
    expect(verdict({ blacklist: single })).toBe('blacklisted-card');
    expect(verdict({ blacklist: single, issuer: { cardNumber: 'A00000020' } })).toBe('valid');
    const other = fromHex('990100D1560000050000000266534F34');
    expect(verdict({ blacklist: single, issuer: { cardIdentifier: other } })).toBe('valid');
  });

  it.each([
    ['T99010000', 'valid'],
    ['T99010001', 'blacklisted-range'],
    ['T99010006', 'blacklisted-range'],
    // The check character X sorts between the digits of one body and those of the next.
    ['T9901000X', 'valid'],
    ['T99010009', 'blacklisted-range'],
    ['T99010010', 'valid'],
    ['S99010005', 'valid'],
    ['', 'valid'],
  ])('holds a range of numbers with both its ends, in the order of ASCII: %s', (cardNumber, outcome) => {
    expect(verdict({ blacklist: range, issuer: { cardNumber } })).toBe(outcome);
  });

  it('holds several entries', () => {
    const both = listBlacklist([
      { from: 'T99010001', to: 'T99010009' },
      { cardIdentifier: IDENTIFIER, cardNumber: 'A00000011' },
    ]);
    expect(verdict({ blacklist: both })).toBe('blacklisted-card');
    expect(verdict({ blacklist: both, issuer: { cardNumber: 'T99010002' } })).toBe('blacklisted-range');
  });
});
