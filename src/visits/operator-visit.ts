/** The frame of what an operator does without a card: whether it is offered at all, and the end of it. */

import type { View } from '../ports/screen.js';
import type { OperatorUse, Terminal } from './terminal.js';
import { tell } from './visit-frame.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export async function operatorVisit<T extends object>(
  terminal: Terminal,
  use: OperatorUse,
  work: () => Promise<T | PaymentRefusal>,
  praise: (value: T) => View,
): Promise<VisitResult<T>> {
  const result = await attemptUse(terminal, use, work);
  await tell(terminal, result, praise);
  return result;
}

async function attemptUse<T extends object>(
  terminal: Terminal,
  use: OperatorUse,
  work: () => Promise<T | PaymentRefusal>,
): Promise<VisitResult<T>> {
  if (!terminal.offers.includes(use)) return { outcome: 'refused', refusal: { refused: 'not-offered' } };
  const value = await work();
  return isRefusal(value) ? { outcome: 'refused', refusal: value } : { outcome: 'done', value };
}

function isRefusal(value: object): value is PaymentRefusal {
  return 'refused' in value;
}
