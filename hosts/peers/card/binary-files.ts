/** READ BINARY and UPDATE BINARY on transparent files. ISO/IEC 7816-4 7.2; sscard.md 7. */

import { EMPTY } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { demandRead, demandWrite, isPersonalising } from './access.js';
import { type Command, exactly, expectedLength } from './command.js';
import { addressedBinaryFile, makeCurrent } from './files.js';
import { maintenanceKey } from './keys.js';
import type { BinaryFile } from './memory.js';
import { demand } from './refusal.js';
import { updateData } from './secure-messaging.js';
import type { Session } from './session.js';

/** 00 B0: up to 256 bytes from an offset. More than the file has there is 6Cxx with what it has. */
export function readBinary(session: Session, command: Command): Uint8Array {
  const { file, offset } = address(session, command);
  demand(file.structure === 'transparent', SW.incompatibleFileType);
  demandRead(session, file);
  demand(offset < file.content.length, SW.wrongOffset);
  const answer = exactly(command, file.content.slice(offset, offset + expectedLength(command)));
  makeCurrent(session, file);
  return answer;
}

/** 00 D6 (04 D6 with MAC): overwrites bytes from an offset; none may lie behind the end. */
export function updateBinary(session: Session, command: Command): Uint8Array {
  const { file, offset } = address(session, command);
  demand(file.structure === 'transparent' || isPersonalising(session), SW.incompatibleFileType);
  demandWrite(session, file);
  const data = updateData(session, command, () => maintenanceKey(session));
  demand(offset < file.content.length, SW.wrongOffset);
  demand(offset + data.length <= file.content.length, SW.notEnoughSpace);
  const content = file.content.slice();
  content.set(data, offset);
  session.memory.put(file, 'content', content);
  makeCurrent(session, file);
  return EMPTY;
}

/** P1 100xxxxx is an SFI and P2 the offset; P1 P2 below 8000 is an offset in the current EF. @throws Refusal 6A86 */
function address(session: Session, command: Command): { readonly file: BinaryFile; readonly offset: number } {
  const { p1, p2 } = command;
  if (p1 < 0x80) return { file: addressedBinaryFile(session, 0), offset: p1 * 256 + p2 };
  demand((p1 & 0x60) === 0 && p1 !== 0x80, SW.wrongParameters);
  return { file: addressedBinaryFile(session, p1 & 0x1f), offset: p2 };
}
