/** The issuing bank by itself: one name one transaction, and what it guards even where the acquirer does. */

import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../hosts/peers/bank/accounts.js';
import type { CardRequest } from '../../../hosts/peers/bank/card-request.js';
import { IssuingBank } from '../../../hosts/peers/bank/issuing-bank.js';
import { Ledger, SWITCH } from '../../../hosts/peers/bank/ledger.js';
import { fromHex } from '../../../src/base/hex.js';
import { decodeTlv } from '../../../src/codec/tlv.js';
import { STANDARD_CARD } from '../../conformance/setting.js';
import { paymentDesk } from '../card/payment/desk.js';
import { ON_US, TerminalDesk } from './terminal-desk.js';

function bench() {
  const ledger = new Ledger();
  const bank = new IssuingBank({ accounts: [accountOf(STANDARD_CARD)], now: () => '20260601090000', ledger });
  const terminal = new TerminalDesk();
  const card = paymentDesk();
  const request = (reference: string, amount: number, change: Partial<CardRequest> = {}): CardRequest => {
    const chip = new Map(decodeTlv(fromHex(terminal.purchase(card, amount)[55])).map(({ tag, value }) => [tag, value]));
    return { reference, acquirer: 'A', kind: 'purchase', pan: ON_US, amount, currency: '156', chip, ...change };
  };
  const back = (reference: string, amount: number, kind: 'void' | 'refund', original?: string): CardRequest => {
    const base = { reference, acquirer: 'A', kind, pan: ON_US, amount, currency: '156' } as const;
    return { ...base, ...(original !== undefined && { original }) };
  };
  return { ledger, bank, request, back };
}

describe('an issuing bank', () => {
  it('answers a name once and for all', () => {
    const { bank, ledger, request } = bench();
    const first = bank.authorise(request('1', 500));
    expect(first.code).toBe('00');
    expect(bank.authorise(request('1', 700))).toEqual(first);
    expect([bank.balanceOf(ON_US), ledger.balance(SWITCH), ledger.sum()]).toEqual([99_500, 500, 0]);
    const poor = bank.authorise(request('2', 99_501));
    expect(poor.code).toBe('51');
    expect(bank.authorise(request('2', 1))).toEqual(poor);
  });

  it('takes back once, and what it took back before it came never comes', () => {
    const { bank, request } = bench();
    bank.authorise(request('1', 500));
    for (let i = 0; i < 3; i++) bank.reverse('1');
    expect(bank.balanceOf(ON_US)).toBe(100_000);
    bank.reverse('2');
    expect(bank.authorise(request('2', 500)).code).toBe('94');
    expect(bank.balanceOf(ON_US)).toBe(100_000);
  });

  it('gives back what was paid, and no more', () => {
    const { bank, request, back } = bench();
    bank.authorise(request('1', 500));
    expect(bank.authorise(back('2', 500, 'void')).code).toBe('25');
    expect(bank.authorise(back('3', 500, 'void', '9')).code).toBe('25');
    expect(bank.authorise(back('4', 499, 'void', '1')).code).toBe('22');
    expect(bank.authorise(back('5', 300, 'refund', '1')).code).toBe('00');
    expect(bank.authorise(back('6', 500, 'void', '1')).code).toBe('22');
    expect(bank.authorise(back('7', 201, 'refund', '1')).code).toBe('61');
    bank.reverse('5');
    expect(bank.authorise(back('8', 500, 'void', '1')).code).toBe('00');
    expect(bank.authorise(back('9', 500, 'void', '1')).code).toBe('22');
    expect(bank.authorise(back('10', 1, 'refund', '1')).code).toBe('22');
    bank.reverse('8');
    expect(bank.authorise(back('11', 500, 'void', '1')).code).toBe('00');
    expect(bank.balanceOf(ON_US)).toBe(100_000);
    bank.reverse('1');
    expect(bank.authorise(back('12', 500, 'void', '8')).code).toBe('25');
  });

  it('gives nothing to a closed account, and wants chip data for whatever takes', () => {
    const closed = accountOf({ ...STANDARD_CARD, account: { status: 'closed', balance: 0 } });
    const bank = new IssuingBank({ accounts: [closed], now: () => '20260601090000', ledger: new Ledger() });
    const { request, back } = bench();
    expect(bank.authorise(back('1', 500, 'refund')).code).toBe('14');
    const { chip: _, ...bare } = request('2', 500);
    expect(bank.authorise(bare).code).toBe('30');
  });
});
