/**
 * 医保账户明细上传: what cards paid, loaded and recorded at this terminal goes to the bureau, which believes it by the TAC
 * (消费交易结算验证; sscard.md 8, 10.5). A line leaves the journal once the bureau has said that it has it: until then it is sent
 * again, and the bureau books it once.
 */

import { asciiBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { words } from '../base/text.js';
import { decodeVerdicts, encodeUpload, UPLOAD_LINES_MAX, type UploadVerdict } from '../codec/purse-upload.js';
import type { PurseRow } from '../journal/purse-entries.js';
import { collectedLines, collectedSlip, type PurseCollected, uploadingView } from '../screens/purse-clearing.js';
import { doneView } from '../screens/views.js';
import { showDateTime } from '../ssse/values.js';
import { noteContact } from './bureau-contact.js';
import { operatorVisit } from './operator-visit.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

/** Uploads everything, tells, and prints what the bureau has, however far it came. */
export async function medicalSettle(terminal: Terminal): Promise<VisitResult<PurseCollected>> {
  const { world } = terminal;
  let collected = NOTHING;
  const result = await operatorVisit<PurseCollected>(
    terminal,
    'medical-settle',
    async () => {
      const upload = await uploadRows(terminal);
      collected = upload.collected;
      return upload.refused ?? collected;
    },
    (all) =>
      doneView('medical-settle', words('医保账户明细已上传', 'The medical entries are uploaded'), collectedLines(all)),
  );
  if (collected.lines > 0) await world.printer.print(collectedSlip(collected, showDateTime(world.clock.now())));
  return result;
}

/** How far an upload came: what the bureau has and the journal has let go, and why there is no more of it. */
interface Upload {
  readonly collected: PurseCollected;
  readonly refused?: PaymentRefusal;
}

/** The oldest first, as many as a message holds, until none is left. */
export async function uploadRows(terminal: Terminal): Promise<Upload> {
  const { journal } = terminal;
  let collected = NOTHING;
  while (journal.state.purse.rows.length > 0) {
    const rows = journal.state.purse.rows.slice(0, UPLOAD_LINES_MAX);
    const verdicts = await upload(terminal, rows);
    if ('refused' in verdicts) return { collected, refused: verdicts };
    const kept = await journal.collectPurse(rows.length);
    if (kept !== 'done') return { collected, refused: { refused: `journal-${kept}` } };
    collected = plus(collected, rows, verdicts);
    const refused = await noteContact(terminal);
    if (refused) return { collected, refused };
  }
  return { collected };
}

async function upload(
  { journal, clearing, world }: Terminal,
  rows: readonly PurseRow[],
): Promise<readonly UploadVerdict[] | PaymentRefusal> {
  if (clearing === undefined) return { refused: 'clearing-unreachable' };
  await world.screen.show(uploadingView(journal.state.purse.rows.length));
  const answer = await clearing.upload(encodeUpload(rows.map(lineOf)));
  if (answer === 'unreachable') return { refused: 'clearing-unreachable' };
  const verdicts = answer.result === 'ok' ? verdictsIn(answer.data, rows.length) : undefined;
  return verdicts ?? { refused: 'clearing-refused' };
}

function lineOf({ cardIdentifier, cardNumber, historical, tac, mac, ...row }: PurseRow) {
  return {
    ...row,
    identifier: toHex(cardIdentifier),
    cardNumber: toHex(asciiBytes(cardNumber)),
    historical: toHex(historical),
    tac: toHex(tac),
    mac: toHex(mac),
  };
}

function verdictsIn(data: string, count: number): UploadVerdict[] | undefined {
  try {
    return decodeVerdicts(data, count);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const NOTHING: PurseCollected = Object.freeze({
  lines: 0,
  loads: 0,
  loaded: 0,
  purchases: 0,
  paid: 0,
  visitLogs: 0,
  disputed: 0,
});

function plus(before: PurseCollected, rows: readonly PurseRow[], verdicts: readonly UploadVerdict[]): PurseCollected {
  const of = (kind: PurseRow['kind']) => rows.filter((row) => row.kind === kind);
  const sum = (some: readonly PurseRow[]) => some.reduce((total, { account }) => total + account, 0);
  return {
    lines: before.lines + rows.length,
    loads: before.loads + of('load').length,
    loaded: before.loaded + sum(of('load')),
    purchases: before.purchases + of('purchase').length,
    paid: before.paid + sum(of('purchase')),
    visitLogs: before.visitLogs + of('visit-log').length + of('visit-log-offline').length,
    disputed: before.disputed + verdicts.filter((verdict) => verdict === 'disputed').length,
  };
}
