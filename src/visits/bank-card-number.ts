/** 读银行卡号: the account number of the card's application for payments, for a business system; no transaction begins. */

import { EMPTY } from '../base/bytes.js';
import { words } from '../base/text.js';
import { decodeBcd } from '../codec/bcd.js';
import { maskPan } from '../screens/mask.js';
import { line } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { readAccount } from './later-visit.js';
import type { Terminal } from './terminal.js';
import { attempt, tell } from './visit-frame.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export interface BankCardNumber {
  /** 5A 主账号. */
  readonly pan: string;
}

/** Selects an application, initiates it and reads its records: no cryptogram is asked for, and no PIN. */
export async function bankCardNumber(terminal: Terminal): Promise<VisitResult<BankCardNumber>> {
  const result = await attempt<BankCardNumber>(
    terminal,
    'select',
    async (session): Promise<BankCardNumber | PaymentRefusal> => {
      const account = await readAccount(terminal, session, undefined);
      return 'refused' in account ? account : { pan: decodeBcd(account.values.get(0x5a) ?? EMPTY) };
    },
  );
  await tell(terminal, result, ({ pan }) =>
    doneView('selection', words('银行卡号', 'Bank card number'), [line('卡号', 'Card', maskPan(pan))]),
  );
  return result;
}
