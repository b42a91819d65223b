/**
 * The emulated social security card: one chip, one operating system, two environments behind a firewall. This file is
 * power, reset and T=0; the commands are in the tables of commands.ts.
 */

import { assert } from '../../../src/base/assert.js';
import { concat, EMPTY, uintBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import type { Chip, RandomBytes } from '../chip.js';
import { type Command, demandParameters, exactly, type Instruction } from './command.js';
import { commandsOf, GET_RESPONSE, SELECT } from './commands.js';
import { type CardImage, imageOf, memoryOf } from './image.js';
import { Memory } from './memory.js';
import { demand, found, Refusal } from './refusal.js';
import { Session } from './session.js';

/** A card that can be put away and taken up again. */
export interface Card extends Chip {
  /** A snapshot of the non-volatile memory. */
  image(): CardImage;
}

const HEADER_LENGTH = 5;

/** TS direct, T0 with TB1 and TC1 and 13 historical bytes, TB1 00, TC1 00: the basic ATR. SPEC-2; sscard.md 3.1. */
const ATR_HEAD: readonly number[] = Object.freeze([0x3b, 0x6d, 0x00, 0x00]);

/** A card made of an image, which is copied and stays as it is. */
export function createCard(image: CardImage, random: RandomBytes): Card {
  return new EmulatedCard(new Memory(memoryOf(image)), random);
}

class EmulatedCard implements Card {
  readonly #memory: Memory;
  readonly #random: RandomBytes;
  #session: Session | undefined;
  /** The answer of the last command, where it waits for GET RESPONSE. */
  #waiting: Uint8Array = EMPTY;

  constructor(memory: Memory, random: RandomBytes) {
    this.#memory = memory;
    this.#random = random;
  }

  reset(): Uint8Array {
    this.#session = new Session(this.#memory, this.#random);
    this.#waiting = EMPTY;
    return concat(Uint8Array.from(ATR_HEAD), this.#memory.content.historical);
  }

  powerOff(): void {
    this.#session = undefined;
    this.#waiting = EMPTY;
  }

  image(): CardImage {
    return imageOf(this.#memory.content);
  }

  expectsData(header: Uint8Array): boolean {
    assert(this.#session !== undefined, 'a card without power is not spoken to');
    const [cla, ins, p1] = header;
    const known = commandsOf(this.#session.environment?.kind);
    const rows = known.filter((row) => row.ins === ins && row.cla.includes(cla) && takesP1(row, p1));
    return rows.some(({ direction }) => direction === 'in');
  }

  exchange(tpdu: Uint8Array): Uint8Array {
    assert(this.#session !== undefined, 'a card without power is not spoken to');
    assert(tpdu.length >= HEADER_LENGTH, 'a T=0 command has five header bytes');
    const [cla, ins, p1, p2, p3] = tpdu;
    try {
      const command = { cla, ins, p1, p2, p3, data: tpdu.slice(HEADER_LENGTH) };
      const answer = this.#execute(this.#session, command);
      this.#memory.commit();
      return answer;
    } catch (error) {
      this.#memory.discard();
      // What could not be kept is not answered either.
      if (error instanceof Refusal && error.sw === SW.memoryFailure) this.#waiting = EMPTY;
      if (error instanceof Refusal) return uintBytes(error.sw, 2);
      throw error;
    }
  }

  /**
   * Finds the command's row and runs it, GET RESPONSE aside. Any other command than that drops an answer that waits.
   */
  #execute(session: Session, command: Command): Uint8Array {
    demand(!this.#memory.content.blocked, SW.functionNotSupported);
    const waiting = this.#waiting;
    if (command.ins === GET_RESPONSE && command.cla === 0x00) return this.#deliver(command, waiting);
    this.#waiting = EMPTY;

    const instruction = lookUp(commandsOf(session.environment?.kind), command);
    const blocked = session.blockedStatus;
    if (blocked !== undefined && command.ins !== SELECT) throw new Refusal(blocked);
    const expected = instruction.direction === 'in' ? command.p3 : 0;
    demand(command.data.length === expected, SW.wrongLength);

    const answer = instruction.run(session, command);
    // An issuer's own data can make an answer longer than a short response has room for.
    demand(answer.length <= 256, SW.dataInvalid);
    if (instruction.direction === 'out' || answer.length === 0) return concat(answer, uintBytes(SW.ok, 2));
    this.#waiting = answer;
    return uintBytes(SW.moreDataFamily | (answer.length & 0xff), 2);
  }

  /**
   * GET RESPONSE. @throws Refusal 6985 nothing waits, 6Cxx for another length than what waits, which goes on waiting
   */
  #deliver(command: Command, waiting: Uint8Array): Uint8Array {
    demandParameters(command, 0x00, 0x00);
    demand(waiting.length > 0, SW.conditionsNotSatisfied);
    demand(command.data.length === 0, SW.wrongLength);
    const answer = concat(exactly(command, waiting), uintBytes(SW.ok, 2));
    this.#waiting = EMPTY;
    return answer;
  }
}

/**
 * The row of a command. @throws Refusal 6E00 a class that no command has, or not this one; 6D00 an instruction that
 * none has; 6A86 a P1 that this one has not
 */
function lookUp(instructions: readonly Instruction[], command: Command): Instruction {
  demand(
    instructions.some((row) => row.cla.includes(command.cla)),
    SW.classNotSupported,
  );
  const known = instructions.filter((row) => row.ins === command.ins);
  demand(known.length > 0, SW.instructionNotSupported);
  const classed = known.filter((row) => row.cla.includes(command.cla));
  demand(classed.length > 0, SW.classNotSupported);
  return found(
    classed.find((row) => takesP1(row, command.p1)),
    SW.wrongParameters,
  );
}

/** Some instructions give or take data by P1: the starting day is written with 00 and read with 01 (sscard.md 8). */
function takesP1(row: Instruction, p1: number): boolean {
  return row.p1 === undefined || row.p1 === p1;
}
