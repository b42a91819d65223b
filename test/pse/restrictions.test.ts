import { describe, expect, it } from 'vitest';
import { restrict } from '../../src/pse/restrictions.js';
import { type Decision, deciding, findings } from './decisions.js';

function restricted(decision: Decision): string {
  const { state } = deciding({ transaction: { moment: '20260601090000' }, ...decision });
  restrict(state);
  return findings(state);
}

const CLEAR = '0000000000 0000';
const NOT_ALLOWED = '0010000000 0000';

describe('application version number (Book 3 10.4.1)', () => {
  it.each([
    ['the same', '0020', CLEAR],
    ['later than ours', '0030', '0080000000 0000'],
    ['earlier than ours', '0010', '0080000000 0000'],
    ['absent', '', CLEAR],
  ])('%s', (_, version, expected) => {
    expect(restricted({ icc: { '9F08': version } })).toBe(expected);
  });
});

/** What the card allows, where it is from, what is asked, what TVR says. AB00: all at home (emv.md 2.5). */
const USES: readonly (readonly [string, Decision, string])[] = [
  ['no usage control', { icc: { '9F07': '', '5F28': '0344' } }, CLEAR],
  ['no country: what is bought does not count', { icc: { '9F07': '0100' } }, CLEAR],
  ['no country: the place counts', { icc: { '9F07': 'FE00' } }, NOT_ALLOWED],
  ['a purchase at home', { icc: { '9F07': 'AB00', '5F28': '0156' } }, CLEAR],
  ['goods alone will do', { icc: { '9F07': '2100', '5F28': '0156' } }, CLEAR],
  ['services alone will do', { icc: { '9F07': '0900', '5F28': '0156' } }, CLEAR],
  ['neither goods nor services', { icc: { '9F07': 'D700', '5F28': '0156' } }, NOT_ALLOWED],
  ['a card from Hong Kong that stays there', { icc: { '9F07': 'AB00', '5F28': '0344' } }, NOT_ALLOWED],
  ['a card from the United States that may travel', { icc: { '9F07': '1500', '5F28': '0840' } }, CLEAR],
  ['international goods alone', { icc: { '9F07': '1100', '5F28': '0840' } }, CLEAR],
  ['international services alone', { icc: { '9F07': '0500', '5F28': '0840' } }, CLEAR],
  ['international cash is no purchase', { icc: { '9F07': '4100', '5F28': '0840' } }, NOT_ALLOWED],
  ['a terminal abroad', { icc: { '9F07': 'AB00', '5F28': '0156' }, parameters: { countryCode: 344 } }, NOT_ALLOWED],
  ['cash at home', { icc: { '9F07': '8100', '5F28': '0156' }, transaction: { kind: 'cash' } }, CLEAR],
  ['cash at home not', { icc: { '9F07': '7F00', '5F28': '0156' }, transaction: { kind: 'cash' } }, NOT_ALLOWED],
  ['cash abroad', { icc: { '9F07': '4100', '5F28': '0840' }, transaction: { kind: 'cash' } }, CLEAR],
  ['cash abroad not', { icc: { '9F07': 'BF00', '5F28': '0840' }, transaction: { kind: 'cash' } }, NOT_ALLOWED],
  ['cashback at home', { icc: { '9F07': '2180', '5F28': '0156' }, transaction: { otherAmount: 100 } }, CLEAR],
  ['cashback at home not', { icc: { '9F07': 'FF40', '5F28': '0156' }, transaction: { otherAmount: 1 } }, NOT_ALLOWED],
  ['cashback abroad', { icc: { '9F07': '1140', '5F28': '0840' }, transaction: { otherAmount: 100 } }, CLEAR],
  ['cashback abroad not', { icc: { '9F07': 'FF80', '5F28': '0840' }, transaction: { otherAmount: 1 } }, NOT_ALLOWED],
  [
    'cashback without purchase',
    { icc: { '9F07': '8180', '5F28': '0156' }, transaction: { otherAmount: 1 } },
    NOT_ALLOWED,
  ],
  ['a refund', { icc: { '9F07': '0100', '5F28': '0156' }, transaction: { kind: 'refund' } }, CLEAR],
  ['a balance enquiry', { icc: { '9F07': '0100', '5F28': '0156' }, transaction: { kind: 'balance' } }, CLEAR],
  ['not outside machines', { icc: { '9F07': 'FEC0', '5F28': '0156' } }, NOT_ALLOWED],
  ['not at machines, elsewhere', { icc: { '9F07': 'FDC0', '5F28': '0156' } }, CLEAR],
  ['not at machines, at one', { icc: { '9F07': 'FDC0' }, parameters: { terminalType: 14 } }, NOT_ALLOWED],
  ['not outside machines, at one', { icc: { '9F07': 'FEC0' }, parameters: { terminalType: 16 } }, CLEAR],
  [
    'a bank machine without cash is none',
    {
      icc: { '9F07': 'FDC0' },
      parameters: { terminalType: 15, additionalCapabilities: Uint8Array.of(0x7f, 0x80, 0xf0, 0xf0, 0x01) },
    },
    CLEAR,
  ],
  ['a merchant machine is none', { icc: { '9F07': 'FDC0' }, parameters: { terminalType: 24 } }, CLEAR],
  ['an attended desk at the bank is none', { icc: { '9F07': 'FDC0' }, parameters: { terminalType: 13 } }, CLEAR],
];

describe('application usage control (Book 3 10.4.2)', () => {
  it.each(USES)('%s', (_, decision, expected) => {
    expect(restricted(decision)).toBe(expected);
  });
});

/** Effective, expires, today, TVR. */
const DATES: readonly (readonly [string, string, string, string, string])[] = [
  ['in between', '250101', '301231', '20260601', CLEAR],
  ['on the first day', '260601', '301231', '20260601', CLEAR],
  ['the day before', '260602', '301231', '20260601', '0020000000 0000'],
  ['on the last day', '250101', '260601', '20260601', CLEAR],
  ['the day after', '250101', '260531', '20260601', '0040000000 0000'],
  ['no effective date', '', '301231', '20260601', CLEAR],
  ['neither begun nor still valid', '260602', '260531', '20260601', '0060000000 0000'],
  ['expires in 2049', '250101', '491231', '20260601', CLEAR],
  ['expired in 1950', '', '500101', '20260601', '0040000000 0000'],
  ['expired in 1999', '980101', '991231', '20000101', '0040000000 0000'],
  ['effective since 1999', '990101', '301231', '20260601', CLEAR],
  ['over the turn of the century', '991231', '000101', '20000101', CLEAR],
];

describe('application dates (Book 3 10.4.3)', () => {
  it.each(DATES)('%s', (_, effective, expires, today, expected) => {
    const decision = { icc: { '5F25': effective, '5F24': expires }, transaction: { moment: `${today}235959` } };
    expect(restricted(decision)).toBe(expected);
  });

  it('adds its finding to the others', () => {
    const icc = { '9F08': '0030', '9F07': '0000', '5F25': '270101', '5F24': '250101' };
    expect(restricted({ icc })).toBe('00F0000000 0000');
  });
});
