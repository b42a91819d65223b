/** READ RECORD and UPDATE RECORD on fixed, variable-TLV and cyclic files. ISO/IEC 7816-4 7.3; sscard.md 4.1, 7. */

import { concat, EMPTY } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { demandRead, demandWrite } from './access.js';
import { type Command, exactly } from './command.js';
import { addressedRecordFile, makeCurrent } from './files.js';
import { maintenanceKey } from './keys.js';
import type { RecordFile } from './memory.js';
import { demand, Refusal } from './refusal.js';
import { updateData } from './secure-messaging.js';
import type { Session } from './session.js';

/** Low three bits of P2: 0 to 3 an occurrence of tag P1, 4 to 6 record numbers (ISO/IEC 7816-4 7.3). */
const MODE = Object.freeze({ first: 0, last: 1, next: 2, previous: 3, number: 4, toLast: 5, fromLast: 6 });

/** Most bytes of one answer. */
const ANSWER_LENGTH = 256;

/**
 * 00 B2: one record by tag or number, or a run of records, with its tag and length where the file has them. A run
 * ends with the last record that fits whole into 256 bytes [TP]: Le can ask for no more, and a terminal goes on by
 * number.
 */
export function readRecord(session: Session, command: Command): Uint8Array {
  const mode = command.p2 & 0x07;
  demand(mode <= MODE.fromLast, SW.wrongParameters);
  const { readAll, readByTag } = session.memory.content.quirks;
  demand(readAll || mode <= MODE.number, SW.wrongParameters);
  demand(readByTag || mode >= MODE.number || command.p1 === 0, SW.wrongParameters);

  const file = addressedRecordFile(session, command.p2 >> 3);
  demandRead(session, file);
  const pointer = session.file === file ? session.record : undefined;
  if (mode < MODE.number) {
    const index = byTag(file, mode, command.p1, pointer);
    demand(index !== undefined, SW.recordNotFound);
    const answer = exactly(command, file.records[index]);
    makeCurrent(session, file);
    session.record = index;
    return answer;
  }
  const index = byNumber(file, command.p1, pointer);
  const answer = exactly(command, mode === MODE.number ? file.records[index] : run(file, mode, index));
  makeCurrent(session, file);
  return answer;
}

/**
 * 00 DC (04 DC with MAC): puts a whole record in the place of another. Linear files: a record that is not there yet
 * is appended. Cyclic files: P1 00 and «previous» append the newest record, and nothing else is allowed. SPEC-5;
 * sscard.md 7.
 */
export function updateRecord(session: Session, command: Command): Uint8Array {
  const mode = command.p2 & 0x07;
  demand(mode <= MODE.number, SW.wrongParameters);
  const file = addressedRecordFile(session, command.p2 >> 3);
  if (file.structure === 'cyclic') demand(mode === MODE.previous && command.p1 === 0, SW.wrongParameters);
  const { readByTag } = session.memory.content.quirks;
  demand(readByTag || mode >= MODE.number || command.p1 === 0, SW.wrongParameters);
  demandWrite(session, file);
  const record = updateData(session, command, () => maintenanceKey(session));
  demandShape(file, record);

  const pointer = session.file === file ? session.record : undefined;
  const index = file.structure === 'cyclic' ? 0 : placeOf(file, command, mode, record, pointer);
  session.memory.put(file, 'records', placed(file, record, index));
  makeCurrent(session, file);
  if (mode < MODE.number) session.record = index;
  return EMPTY;
}

/**
 * The record that P2 0 to 3 mean: an occurrence of tag P1, counted from the file's ends or from the current record,
 * with P1 00 any record. Cyclic records have no tag; those of a fixed file begin with theirs (DF03 EF19; sscard.md
 * 4.5).
 */
function byTag(file: RecordFile, mode: number, tag: number, pointer: number | undefined): number | undefined {
  const fits = (record: Uint8Array) => tag === 0 || (file.structure !== 'cyclic' && record[0] === tag);
  const { records } = file;
  const forward = mode === MODE.first || mode === MODE.next;
  const fromEnd = forward ? 0 : records.length - 1;
  const step = forward ? 1 : -1;
  const relative = mode === MODE.next || mode === MODE.previous;
  let index = relative && pointer !== undefined ? pointer + step : fromEnd;
  while (index >= 0 && index < records.length) {
    if (fits(records[index])) return index;
    index += step;
  }
  return undefined;
}

/** The record of number P1, 00 being the current one (ISO/IEC 7816-4 7.3.1). @throws Refusal 6A83 */
function byNumber(file: RecordFile, number: number, pointer: number | undefined): number {
  const index = number === 0 ? pointer : number - 1;
  demand(index !== undefined && index < file.records.length, SW.recordNotFound);
  return index;
}

/** Records from `index` to the last, or from the last down to `index`, as many as fit. */
function run(file: RecordFile, mode: number, index: number): Uint8Array {
  const selected = file.records.slice(index);
  if (mode === MODE.fromLast) selected.reverse();
  let length = 0;
  let count = 0;
  while (count < selected.length && length + selected[count].length <= ANSWER_LENGTH)
    length += selected[count++].length;
  return concat(...selected.slice(0, count));
}

/** @throws Refusal 6A85 where tag and length do not fit the data, 6700 where a record of that length cannot be */
function demandShape(file: RecordFile, record: Uint8Array): void {
  if (file.structure === 'linear') return;
  if (file.structure === 'variable') demand(record[1] === record.length - 2, SW.lengthInconsistent);
  else demand(record.length === file.recordLength, SW.wrongLength);
}

/**
 * Where in a linear file the record goes: over the one that was meant, or behind the last. By number that is the
 * number after the last; by tag it is the tag that the file does not have there. @throws Refusal 6A80 for another tag
 * than that in P1, 6A83
 */
function placeOf(
  file: RecordFile,
  command: Command,
  mode: number,
  record: Uint8Array,
  pointer: number | undefined,
): number {
  const end = file.records.length;
  if (mode === MODE.number) return command.p1 === end + 1 ? end : byNumber(file, command.p1, pointer);
  demand(command.p1 === 0 || command.p1 === record[0], SW.wrongData);
  const index = byTag(file, mode, command.p1, pointer);
  if (index === undefined && mode === MODE.previous) throw new Refusal(SW.recordNotFound);
  return index ?? end;
}

/**
 * The records after the update; in a full cyclic file the oldest makes room. @throws Refusal 6A84 where they are too
 * many, or too many bytes
 */
export function placed(file: RecordFile, record: Uint8Array, index: number): readonly Uint8Array[] {
  if (file.structure === 'cyclic') return [record, ...file.records].slice(0, file.capacity);
  const records = [...file.records];
  records[index] = record;
  const used = file.structure === 'fixed' ? records.length : records.reduce((sum, { length }) => sum + length, 0);
  demand(used <= file.capacity, SW.notEnoughSpace);
  return records;
}
