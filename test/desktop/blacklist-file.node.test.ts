import { describe, expect, it } from 'vitest';
import { parseBlacklist } from '../../hosts/desktop/blacklist-file.js';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex } from '../../src/base/hex.js';
import { listBlacklist } from '../../src/ssse/blacklist.js';

const IDENTIFIER = '990100D1560000050000000166534F34';
const CARD = { cardIdentifier: IDENTIFIER, cardNumber: 'A00000011' };

const parse = (...entries: readonly unknown[]) =>
  parseBlacklist(JSON.stringify({ format: 'ssc-blacklist/1', entries }));

function complaint(...entries: readonly unknown[]): string {
  try {
    parse(...entries);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
  }
  return 'accepted';
}

describe('a blacklist file', () => {
  it('holds single cards and ranges, identifiers in either case', async () => {
    const list = parse({ ...CARD, cardIdentifier: IDENTIFIER.toLowerCase() }, { from: 'B00000000', to: 'B99999999' });
    expect(list).toEqual([CARD, { from: 'B00000000', to: 'B99999999' }]);
    expect(await listBlacklist(list).find(fromHex(IDENTIFIER), 'A00000011', '20260601')).toBe('card');
  });

  it.each([
    [{ ...CARD, cardIdentifier: '99' }, 'entries.0.cardIdentifier: expected /^[0-9A-Fa-f]{32}$/'],
    [{ ...CARD, cardNumber: 'A0000001-1' }, 'entries.0.cardNumber: expected nine characters 0-9 A-Z'],
    [{ cardNumber: 'A00000011' }, 'entries.0.cardIdentifier: missing'],
    [{ from: 'B00000000' }, 'entries.0.to: missing'],
    [{ from: 'B', to: 'B99999999' }, 'entries.0.from: expected nine characters 0-9 A-Z'],
    [{ from: 'B99999999', to: 'B00000000' }, 'entries.0: a range runs upward'],
    [{ ...CARD, reason: 'lost' }, 'entries.0.reason: unknown field'],
    ['A00000011', 'entries.0: expected an object'],
  ])('is refused with what is wrong in it: %j', (entry, message) => {
    expect(complaint(entry)).toBe(`blacklist: ${message}`);
  });
});
