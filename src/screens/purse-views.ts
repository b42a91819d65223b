/** Screens and slips of the medical account (sscard.md 8). */

import { type Text, words } from '../base/text.js';
import type { Slip } from '../ports/printer.js';
import type { Line, View } from '../ports/screen.js';
import { showYuan } from './money.js';

/** What a slip says; amounts in fen. */
export interface PurseSlip {
  readonly kind: keyof typeof PURSE_NAMES;
  /** Masked. */
  readonly cardNumber: string;
  readonly terminalNumber: string;
  readonly terminalSequence: number;
  readonly sequence: number;
  readonly moment: string;
  readonly account: number;
  readonly selfPay: number;
  readonly pool: number;
  /** Hexadecimal. */
  readonly tac: string;
  readonly check: keyof typeof CHECKS;
}

const PURSE_NAMES = Object.freeze({
  load: words('医疗账户划入', 'Medical account load'),
  purchase: words('医疗账户结算', 'Medical account payment'),
  'visit-log': words('就医结算记录', 'Visit record'),
  'visit-log-offline': words('就医结算记录（脱网）', 'Visit record, settled offline'),
});

const CHECKS = Object.freeze({
  right: words('验证码正确', 'confirmed'),
  wrong: words('验证码不正确', 'wrong: keep this slip'),
  unchecked: words('未验证，以TAC为准', 'not confirmed here; the TAC counts'),
  'log-only': words('据卡内明细记账，无TAC', 'by the card’s log, without a TAC'),
});

export function purseSlip(slip: PurseSlip): Slip {
  return {
    slip: `medical-${slip.kind}`,
    title: words('医疗账户凭证', 'Medical account slip'),
    lines: [
      line('终端机编号', 'Terminal', slip.terminalNumber),
      line('卡号', 'Card number', slip.cardNumber),
      { label: words('交易类型', 'Transaction'), value: PURSE_NAMES[slip.kind] },
      line('卡交易序号', 'Card’s sequence', String(slip.sequence)),
      line('终端交易序号', 'Terminal’s sequence', String(slip.terminalSequence)),
      line('日期时间', 'Date and time', slip.moment),
      ...amountLines(slip),
      line('TAC', 'TAC', slip.tac),
      { label: words('MAC2', 'MAC2'), value: CHECKS[slip.check] },
    ],
  };
}

/** What the amounts of a kind are: those of the visit log are no movement of the account (sscard.md 18, trap 8). */
export function amountLines(amounts: Pick<PurseSlip, 'kind' | 'account' | 'selfPay' | 'pool'>): Line[] {
  const { kind, account, selfPay, pool } = amounts;
  switch (kind) {
    case 'load':
      return [line('划入金额', 'Loaded', showYuan(account))];
    case 'purchase':
      return [
        line('个人账户支付', 'From the account', showYuan(account)),
        line('个人自付', 'Paid by the holder', showYuan(selfPay)),
        line('统筹支付', 'Paid by the pool', showYuan(pool)),
      ];
    case 'visit-log':
    case 'visit-log-offline':
      return [
        line('医疗费总额', 'Total cost', showYuan(selfPay)),
        line('账户和统筹支付', 'Paid by account and pool', showYuan(pool)),
      ];
  }
}

/** The holder sees what will be taken, and says yes with 1. */
export function confirmPurseView(amounts: Pick<PurseSlip, 'kind' | 'account' | 'selfPay' | 'pool'>): View {
  return {
    screen: 'confirm-medical',
    tone: 'ask',
    title: words('请核对并确认', 'Check and confirm'),
    lines: [
      { label: words('交易类型', 'Transaction'), value: PURSE_NAMES[amounts.kind] },
      ...amountLines(amounts),
      { label: words('1', '1'), value: words('确认', 'Confirm') },
      { label: words('2', '2'), value: words('取消', 'Cancel') },
    ],
  };
}

/** What a card has counted as settled without the host since it was last settled there; fen, and how often. */
export interface OfflineCounts {
  readonly sum: number;
  readonly count: number;
}

export function offlineLine({ sum, count }: OfflineCounts): Line {
  return line('脱网累计', 'Settled offline so far', `${count} × ${showYuan(sum)}`);
}

/** While the card's money moves. */
export function movingView(): View {
  const lines = [{ value: words('请勿拔卡', 'Do not take the card out') }];
  return { screen: 'moving', tone: 'busy', title: words('正在交易', 'In progress'), lines };
}

/** What came of an earlier transaction whose end nobody had heard. */
export const EARLIER_TEXTS: Readonly<Record<'completed' | 'undone' | 'open', Text>> = Object.freeze({
  completed: words('上笔交易已完成，见凭证', 'The earlier transaction has come about; see the slip'),
  undone: words('上笔交易未成立，未扣款', 'The earlier transaction has not come about; nothing was taken'),
  open: words('上笔交易结果仍不明', 'What came of the earlier transaction is still unknown'),
});

export function line(zh: string, en: string, value: string): Line {
  return { label: words(zh, en), value };
}
