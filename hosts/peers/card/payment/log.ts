import { uintBytes } from '../../../../src/base/bytes.js';
import { SW } from '../../../../src/codec/status-words.js';
import type { Application, RecordFile } from '../memory.js';
import { placed } from '../record-files.js';
import { demand } from '../refusal.js';
import type { Session } from '../session.js';
import { findObject, OBJECT } from './objects.js';
import { entriesOf, joinValues, type TerminalValues } from './transaction.js';

/**
 * Writes a transaction into the log (交易明细), newest first, laid out by the log format 9F4F. JR/T 0025.5 chapter 18. The log is
 * the application's one cyclic file; a card without one keeps none.
 *
 * @throws Refusal 6985 a format that the issuer wrote wrong, or that does not fit the file
 */
export function logTransaction(
  session: Session,
  application: Application,
  counter: number,
  values: readonly TerminalValues[],
): void {
  const format = findObject(application, OBJECT.logFormat);
  const log = application.files.find((file): file is RecordFile => file.structure === 'cyclic');
  if (format === undefined || log === undefined) return;
  const own: TerminalValues = new Map([[0x9f36, uintBytes(counter, 2)]]);
  const wanted = entriesOf(format).map(({ tag, length }) => [tag, length] as const);
  const record = joinValues([own, ...values], ...wanted);
  demand(record.length === log.recordLength, SW.conditionsNotSatisfied);
  session.memory.put(log, 'records', placed(log, record, 0));
}
