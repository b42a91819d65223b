/** Every way in which a payment can come to nothing has its words, in both languages, and no two have the same. */

import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/base/fault.js';
import { PAYMENT_REFUSAL_TEXTS } from '../../src/screens/payment-refusals.js';
import { REFUSAL_TEXTS } from '../../src/screens/refusals.js';
import { apology, explain, type PaymentReason } from '../../src/visits/visit-result.js';

const REASONS = Object.keys(PAYMENT_REFUSAL_TEXTS) as PaymentReason[];

/** What the reasons with a number come with. */
const NUMBERS: Readonly<Partial<Record<PaymentReason, object>>> = {
  'payment-card-refused': { sw: 0x6f12 },
  'declined-by-issuer': { responseCode: 'ZZ' },
  'sign-in-refused': { responseCode: '97' },
};

const refused = (reason: PaymentReason) => {
  return explain({ outcome: 'refused', refusal: { refused: reason, ...NUMBERS[reason] } });
};

describe('the reasons of the bank side', () => {
  it.each(REASONS)('%s says what it is and what to do next', (reason) => {
    const { what, next } = refused(reason);
    for (const text of [what, next]) {
      expect(text.zh).toMatch(/[\u4e00-\u9fff]{2}/);
      expect(text.en).toMatch(/^[A-Z][^\u4e00-\u9fff]{6,}$/);
      expect(`${text.zh}${text.en}`).not.toMatch(/[{}?]|undefined/);
    }
  });

  it('are told apart from each other and from those of the social security side', () => {
    const all = [
      ...REASONS.map((reason) => refused(reason).what),
      ...Object.values(REFUSAL_TEXTS).map(({ what }) => what),
    ];
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length);
    expect(new Set(all.map(({ en }) => en)).size).toBe(all.length);
  });

  it('have their numbers in place', () => {
    expect(refused('payment-card-refused').what.en).toBe('The bank application refused the operation (6F12)');
    expect(refused('declined-by-issuer').what.en).toBe('The bank declined (ZZ)');
    expect(refused('sign-in-refused').what.zh).toBe('银行拒绝签到（97）');
  });

  it('say more where the issuer’s code does', () => {
    const by = (responseCode: string) =>
      explain({ outcome: 'refused', refusal: { refused: 'declined-by-issuer', responseCode } }).what.en;
    expect(by('51')).toBe('Insufficient funds');
    expect(by('55')).toBe('Wrong PIN');
  });
});

/** emv.md 3.8, without the approvals 00 and 11. */
const CODES = (
  '01 02 03 04 05 07 10 12 13 14 15 16 22 25 30 34 38 40 41 43 51 54 55 57 58 61 62 65 68 75 77 90 91 92 94 96 97 98 99 ' +
  'A0 A1 A2 A3 A4 A5 A6 A7'
).split(' ');

describe('the response codes of the bank', () => {
  const explained = (responseCode: string) =>
    explain({ outcome: 'refused', refusal: { refused: 'declined-by-issuer', responseCode } });

  it.each(CODES)('%s says what it is and what to do next', (code) => {
    const { what, next } = explained(code);
    expect(what.en).not.toContain('The bank declined');
    for (const text of [what, next]) {
      expect(text.zh).toMatch(/[\u4e00-\u9fff]{2}/);
      expect(text.en).toMatch(/^[A-Z][^\u4e00-\u9fff]{6,}$/);
    }
  });

  it('are told as they stand where nobody knows them', () => {
    expect(explained('ZZ').what).toEqual({ zh: '银行拒绝交易（ZZ）', en: 'The bank declined (ZZ)' });
  });
});

describe('what was taken back', () => {
  const lines = (reversal?: 'done' | 'open') =>
    apology({ outcome: 'interrupted', fault: new Fault('icc', 'removed'), ...(reversal && { reversal }) }).lines;

  it('is the last line of the screen', () => {
    expect(lines()).toHaveLength(2);
    expect(lines('done')[2].value).toEqual({
      zh: '本笔交易已冲正，账户未变动',
      en: 'The transaction was taken back; the account is as it was',
    });
    expect(lines('open')).toHaveLength(3);
  });
});
