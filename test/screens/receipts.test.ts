import { describe, expect, it } from 'vitest';
import { words } from '../../src/base/text.js';
import type { Slip } from '../../src/ports/printer.js';
import {
  type DisputeLine,
  disputeLine,
  RECEIPT_NAMES,
  type Receipt,
  type ReceiptKind,
  receiptSlip,
  settlementSlip,
} from '../../src/screens/receipts.js';

const HEAD = { merchant: '测试定点医院', merchantId: '104100080620001', terminalId: '10000001' };
const HEAD_ROWS = ['Merchant: 测试定点医院', 'Merchant number: 104100080620001', 'Terminal: 10000001', 'Operator: 01'];

const PURCHASE: Receipt = {
  kind: 'purchase',
  account: '621099*********0027',
  toAccount: '',
  batch: '000003',
  stan: '000012',
  original: '',
  reference: '000000000345',
  approval: '000678',
  moment: '2026-06-01 09:00:00',
  amount: 1234,
  where: 'online',
  label: 'PBOC DEBIT',
  aid: 'A000000333010101',
  tvr: '0008048000',
  tsi: 'F800',
  cryptogram: '0011223344556677',
  counter: '0001',
  signature: false,
};

const rowsOf = ({ lines }: Slip): string[] =>
  lines.map(({ label, value }) => {
    const text = typeof value === 'string' ? value : value.en;
    return label ? `${label.en}: ${text}` : text;
  });

describe('a receipt', () => {
  it('says whose it is, what was done, and what the card certified', () => {
    const slip = receiptSlip(HEAD, PURCHASE, false);
    expect([slip.slip, slip.title]).toEqual(['purchase', { zh: '签购单', en: 'Receipt' }]);
    expect(rowsOf(slip)).toEqual([
      ...HEAD_ROWS,
      'Card: 621099*********0027',
      'Transaction: Purchase',
      'Batch: 000003',
      'Trace number: 000012',
      'Reference: 000000000345',
      'Approval code: 000678',
      'Date and time: 2026-06-01 09:00:00',
      'Amount: ¥12.34',
      'Approved: online',
      'Application: PBOC DEBIT',
      'AID: A000000333010101',
      'TVR: 0008048000',
      'TSI: F800',
      'TC: 0011223344556677',
      'ATC: 0001',
    ]);
  });

  it('of a void names what it takes back, with a minus, and nothing of a chip that was not asked', () => {
    const none = { label: '', aid: '', tvr: '', tsi: '0000', cryptogram: '', counter: '' };
    const slip = receiptSlip(HEAD, { ...PURCHASE, ...none, kind: 'void', original: '000011', signature: true }, false);
    expect(rowsOf(slip)).toEqual([
      ...HEAD_ROWS,
      'Card: 621099*********0027',
      'Transaction: Void',
      'Batch: 000003',
      'Trace number: 000012',
      'Original trace number: 000011',
      'Reference: 000000000345',
      'Approval code: 000678',
      'Date and time: 2026-06-01 09:00:00',
      'Amount: -¥12.34',
      'Approved: online',
      'Signature: ____________________',
    ]);
  });

  it('of a transfer says who got the money', () => {
    const slip = receiptSlip(HEAD, { ...PURCHASE, kind: 'transfer', toAccount: '621099*********0017' }, false);
    expect(rowsOf(slip)[5]).toBe('To account: 621099*********0017');
  });

  it('of what a card approved by itself has no number of the bank, and is a purchase', () => {
    const offline = { ...PURCHASE, kind: 'offline-upload', where: 'offline', reference: '', approval: '' } as const;
    const slip = receiptSlip(HEAD, offline, false);
    const rows = rowsOf(slip);
    expect([slip.slip, rows[5]]).toEqual(['purchase', 'Transaction: Purchase']);
    expect(rows).toContain('Approved: offline');
    expect(rows.filter((one) => /^(Reference|Approval)/.test(one))).toEqual([]);
  });

  it('printed again says so, before the place for the signature', () => {
    const rows = rowsOf(receiptSlip(HEAD, { ...PURCHASE, signature: true }, true));
    expect(rows.slice(-2)).toEqual(['Reprint', 'Signature: ____________________']);
    expect(receiptSlip(HEAD, PURCHASE, true).lines.at(-1)?.value).toEqual({ zh: '重打印凭证', en: 'Reprint' });
  });

  const signed: readonly (readonly [ReceiptKind, string])[] = [
    ['purchase', '¥12.34'],
    ['offline-upload', '¥12.34'],
    ['void', '-¥12.34'],
    ['refund', '-¥12.34'],
    ['withdrawal', '¥12.34'],
    ['deposit', '¥12.34'],
    ['transfer', '¥12.34'],
  ];
  it.each(signed)('of a %s has the amount %s, and a name in both languages', (kind, amount) => {
    expect(rowsOf(receiptSlip(HEAD, { ...PURCHASE, kind }, false))).toContain(`Amount: ${amount}`);
    expect(RECEIPT_NAMES[kind].zh).toMatch(/[\u4e00-\u9fff]{2}/);
    expect(RECEIPT_NAMES[kind].en).toMatch(/^[A-Z][a-z]+$/);
  });
});

const DISPUTE: DisputeLine = {
  name: words('消费', 'Purchase'),
  batch: '000003',
  stan: '000014',
  moment: '2026-06-01 10:00:00',
  amount: 999,
  account: '621099*********0027',
  acknowledged: false,
};

const SETTLEMENT = {
  batch: '000003',
  moment: '2026-06-01 18:00:00',
  debits: 2,
  debitAmount: 1734,
  credits: 1,
  creditAmount: 1234,
  balanced: true,
  disputes: [],
};

describe('the slip of a settlement', () => {
  it('has both sums, and says that the bank has the same', () => {
    const slip = settlementSlip(HEAD, SETTLEMENT, false);
    expect([slip.slip, slip.title.en]).toEqual(['settlement', 'Settlement']);
    expect(rowsOf(slip)).toEqual([
      ...HEAD_ROWS,
      'Batch: 000003',
      'Date and time: 2026-06-01 18:00:00',
      'Debits: 2 × ¥17.34',
      'Credits: 1 × ¥12.34',
      'Totals: balanced',
    ]);
  });

  it('says that it has not, and shows each transaction that people must settle', () => {
    const disputes = [DISPUTE, { ...DISPUTE, stan: '000015', acknowledged: true }];
    const rows = rowsOf(settlementSlip(HEAD, { ...SETTLEMENT, balanced: false, disputes }, true));
    expect(rows.slice(8)).toEqual([
      'Totals: not balanced; details were uploaded',
      'To be settled by people',
      'Purchase 000003-000014 2026-06-01 10:00:00 621099*********0027 ¥9.99',
      'Purchase 000003-000015 2026-06-01 10:00:00 621099*********0027 ¥9.99 acknowledged',
      'Reprint',
    ]);
  });
});

describe('a dispute', () => {
  it('is one line in both languages', () => {
    expect(disputeLine({ ...DISPUTE, acknowledged: true }).value).toEqual({
      zh: '消费 000003-000014 2026-06-01 10:00:00 621099*********0027 ¥9.99 已确认',
      en: 'Purchase 000003-000014 2026-06-01 10:00:00 621099*********0027 ¥9.99 acknowledged',
    });
  });
});
