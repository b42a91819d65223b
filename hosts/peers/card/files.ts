import { SW } from '../../../src/codec/status-words.js';
import type { BinaryFile, ElementaryFile, RecordFile } from './memory.js';
import { demand, found } from './refusal.js';
import type { Session } from './session.js';

/** The EF of that identifier in the current DF; undefined where it has none. */
export function findFile(session: Session, fid: number): ElementaryFile | undefined {
  return session.directory?.files.find((file) => file.fid === fid);
}

/**
 * The EF that a read or update command means: by short identifier in the current DF, or, with 0, the current one.
 * @throws Refusal 6A86 the reserved SFI 31, 6A82 no file of that SFI, 6986 no current EF
 */
function addressedFile(session: Session, sfi: number): ElementaryFile {
  if (sfi === 0) return found(session.file, SW.noCurrentFile);
  demand(sfi !== 31, SW.wrongParameters);
  const file = session.directory?.files.find((candidate) => candidate.sfi === sfi);
  return found(file, SW.fileNotFound);
}

/** {@link addressedFile} for record commands. @throws Refusal 6981 for a file without records as well */
export function addressedRecordFile(session: Session, sfi: number): RecordFile {
  const file = addressedFile(session, sfi);
  demand(isRecordFile(file), SW.incompatibleFileType);
  return file;
}

/** {@link addressedFile} for binary commands. @throws Refusal 6981 for a file with records as well */
export function addressedBinaryFile(session: Session, sfi: number): BinaryFile {
  const file = addressedFile(session, sfi);
  demand(!isRecordFile(file), SW.incompatibleFileType);
  return file;
}

/** Makes the file of a successful command the current one (ISO/IEC 7816-4 7.1.1); the current one stays as it is. */
export function makeCurrent(session: Session, file: ElementaryFile): void {
  if (session.file !== file) session.enterFile(file);
}

function isRecordFile(file: ElementaryFile): file is RecordFile {
  return 'records' in file;
}
