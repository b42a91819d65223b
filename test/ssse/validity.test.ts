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

async function verdict({ issuer, acceptance, blacklist = NOBODY, today = '20260601' }: Case): Promise<string> {
  const refused = await checkValidity({ ...ISSUER, ...issuer }, { ...ACCEPTANCE, ...acceptance }, blacklist, today);
  return refused?.refused ?? 'valid';
}

describe('a card', () => {
  it('is valid from its day of issue to its last day, both included', async () => {
    expect(await verdict({ today: '20240114' })).toBe('not-yet-valid');
    expect(await verdict({ today: '20240115' })).toBe('valid');
    expect(await verdict({ today: '20340114' })).toBe('valid');
    expect(await verdict({ today: '20340115' })).toBe('expired');
  });

  it('may be valid for one day', async () => {
    const issuer = { issued: '20260601', expires: '20260601' };
    expect(await verdict({ issuer })).toBe('valid');
    expect(await verdict({ issuer, today: '20260602' })).toBe('expired');
  });

  it.each(['', '2026', '20261301', '20260230', '20250229', '00000101', '20260600'])(
    'with the date %s is not vouched for',
    async (date) => {
      expect(await verdict({ issuer: { issued: date } })).toBe('card-data-malformed');
      expect(await verdict({ issuer: { expires: date } })).toBe('card-data-malformed');
    },
  );

  it('may be valid to a leap day', async () => {
    expect(await verdict({ issuer: { expires: '20280229' }, today: '20280229' })).toBe('valid');
  });

  it('is accepted by the head of its institution', async () => {
    expect(await verdict({ acceptance: { institutions: ['9156000002990100'] } })).toBe('valid');
    expect(await verdict({ acceptance: { institutions: ['9156000002330100', '9156000002990100'] } })).toBe('valid');
    expect(await verdict({ acceptance: { institutions: ['9156000002330100'] } })).toBe('institution-unsupported');
    expect(await verdict({ acceptance: { institutions: [] } })).toBe('institution-unsupported');
    expect(await verdict({ issuer: { institution: '' } })).toBe('institution-unsupported');
  });

  it('is accepted by its class', async () => {
    expect(await verdict({ acceptance: { classes: ['1', '2', '4'] } })).toBe('class-unsupported');
    expect(await verdict({ issuer: { cardClass: '' } })).toBe('class-unsupported');
    expect(await verdict({ issuer: { cardClass: '9' } })).toBe('class-unsupported');
  });

  it('is accepted by three characters of its version, none meaning 1.0', async () => {
    expect(await verdict({ issuer: { version: '2.01' } })).toBe('valid');
    expect(await verdict({ issuer: { version: '', generation: '1.0' } })).toBe('valid');
    expect(await verdict({ issuer: { version: '', generation: '1.0' }, acceptance: { versions: ['2.0'] } })).toBe(
      'version-unsupported',
    );
    expect(await verdict({ issuer: { version: '3.00', generation: '3.0' } })).toBe('version-unsupported');
    expect(
      await verdict({ issuer: { version: '4.00', generation: undefined }, acceptance: { versions: ['4.0'] } }),
    ).toBe('version-unsupported');
  });
});

describe('the checks', () => {
  const everything = {
    issuer: { institution: '1', cardClass: '9', version: '9.99', generation: undefined, expires: '20250101' },
    blacklist: listBlacklist([{ from: 'A00000000', to: 'A99999999' }]),
  };

  it('go in the order of the standard, the first that fails decides', async () => {
    expect(await verdict(everything)).toBe('blacklisted-range');
    expect(await verdict({ issuer: everything.issuer })).toBe('institution-unsupported');
    const { institution } = ISSUER;
    expect(await verdict({ issuer: { ...everything.issuer, institution } })).toBe('class-unsupported');
    expect(await verdict({ issuer: { ...everything.issuer, institution, cardClass: '3' } })).toBe(
      'version-unsupported',
    );
    expect(await verdict({ issuer: { expires: '20250101' } })).toBe('expired');
  });
});

describe('the blacklist', () => {
  const single = listBlacklist([{ cardIdentifier: IDENTIFIER, cardNumber: 'A00000011' }]);
  const range = listBlacklist([{ from: 'T99010001', to: 'T99010009' }]);

  it('holds one card by identifier and number together', async () => {
    expect(await verdict({ blacklist: single })).toBe('blacklisted-card');
    expect(await verdict({ blacklist: single, issuer: { cardNumber: 'A00000020' } })).toBe('valid');
    const other = fromHex('990100D1560000050000000266534F34');
    expect(await verdict({ blacklist: single, issuer: { cardIdentifier: other } })).toBe('valid');
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
  ])('holds a range of numbers with both its ends, in the order of ASCII: %s', async (cardNumber, outcome) => {
    expect(await verdict({ blacklist: range, issuer: { cardNumber } })).toBe(outcome);
  });

  it('holds several entries', async () => {
    const both = listBlacklist([
      { from: 'T99010001', to: 'T99010009' },
      { cardIdentifier: IDENTIFIER, cardNumber: 'A00000011' },
    ]);
    expect(await verdict({ blacklist: both })).toBe('blacklisted-card');
    expect(await verdict({ blacklist: both, issuer: { cardNumber: 'T99010002' } })).toBe('blacklisted-range');
  });

  it('that cannot say for sure is no leave to go on', async () => {
    const saying = (found: 'suspect' | 'unavailable'): Blacklist => ({ find: async () => found });
    expect(await verdict({ blacklist: saying('suspect') })).toBe('blacklist-suspect');
    expect(await verdict({ blacklist: saying('unavailable') })).toBe('blacklist-unavailable');
  });

  it('is asked for this card, today', async () => {
    const asked: unknown[] = [];
    const blacklist: Blacklist = {
      async find(...question) {
        asked.push(question);
        return undefined;
      },
    };
    expect(await verdict({ blacklist, today: '20260602' })).toBe('valid');
    expect(asked).toEqual([[fromHex(IDENTIFIER), 'A00000011', '20260602']]);
  });
});
