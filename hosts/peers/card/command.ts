import { SW } from '../../../src/codec/status-words.js';
import { demand, Refusal } from './refusal.js';
import type { Session } from './session.js';

/** A command as it came over the line: header, and the data that followed it. */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** Lc of a command that carries data, else Le with 00 for 256 (ISO/IEC 7816-3 10.3.2). */
  readonly p3: number;
  readonly data: Uint8Array;
}

/** A row of a command table. A chip knows the direction of P3 by the instruction alone. */
export interface Instruction {
  readonly cla: readonly number[];
  readonly ins: number;
  /** Where one INS is two commands told apart by P1. */
  readonly p1?: number;
  /** `in`: P3 counts data of the command; an answer waits for GET RESPONSE. `out`: P3 is Le. */
  readonly direction: 'in' | 'out';
  /** Carries the command out, or throws {@link Refusal}. @returns the answer's data, 0 to 256 bytes */
  readonly run: (session: Session, command: Command) => Uint8Array;
}

/** Demands these P1 P2. @throws Refusal 6A86 */
export function demandParameters(command: Command, p1: number, p2: number): void {
  demand(command.p1 === p1 && command.p2 === p2, SW.wrongParameters);
}

/** The number of bytes that P3 asks for, 1 to 256. */
export function expectedLength(command: Command): number {
  return command.p3 === 0 ? 256 : command.p3;
}

/**
 * The answer of a case 2 command, which over T=0 must ask for exactly as many bytes as there are; to be called before
 * the command has any effect, for the terminal will send it again. @throws Refusal 6Cxx
 */
export function exactly(command: Command, answer: Uint8Array): Uint8Array {
  if (expectedLength(command) !== answer.length) throw new Refusal(SW.wrongLeFamily | (answer.length & 0xff));
  return answer;
}
