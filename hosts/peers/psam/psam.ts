/** The emulated PSAM: a chip of its own, with its own small operating system (SPEC-9; sscard.md 9). */

import { assert } from '../../../src/base/assert.js';
import { concat, EMPTY, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeResponse, type Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Chip, RandomBytes } from '../chip.js';
import { done, refused } from './answer.js';
import { cipherData, deliverSessionKey } from './cipher.js';
import type { PsamDescription } from './description.js';
import { imageOf, memoryOf, type PsamImage } from './image.js';
import { externalAuthentication, getChallenge, loadKey } from './key-loading.js';
import { manufacturePsam } from './manufacture.js';
import type { PsamMemory } from './memory.js';
import { creditSamForPurchase, initSamForPurchase } from './purchase.js';
import { initializeEnvironment, readBinary, readRecord, select } from './select.js';
import type { PsamCommand, PsamState, Volatile } from './state.js';

/** A PSAM in its slot. */
export interface Psam extends Chip {
  /** What it would keep if power went now, as JSON data. */
  image(): PsamImage;
}

interface Instruction {
  readonly cla: number;
  readonly ins: number;
  /** Whether P3 counts bytes that come in or bytes that go out. */
  readonly direction: 'in' | 'out';
  readonly run: (psam: PsamState, command: PsamCommand) => Response;
}

const INSTRUCTIONS: readonly Instruction[] = Object.freeze([
  { cla: 0x00, ins: 0xa4, direction: 'in', run: select },
  { cla: 0x00, ins: 0xb0, direction: 'out', run: readBinary },
  { cla: 0x00, ins: 0xb2, direction: 'out', run: readRecord },
  { cla: 0x00, ins: 0x84, direction: 'out', run: getChallenge },
  { cla: 0x00, ins: 0x82, direction: 'in', run: externalAuthentication },
  { cla: 0x84, ins: 0xd4, direction: 'in', run: loadKey },
  { cla: 0xbf, ins: 0xec, direction: 'in', run: initializeEnvironment },
  { cla: 0xbf, ins: 0xde, direction: 'in', run: deliverSessionKey },
  { cla: 0x80, ins: 0xfa, direction: 'in', run: cipherData },
  { cla: 0x80, ins: 0x70, direction: 'in', run: initSamForPurchase },
  { cla: 0x80, ins: 0x72, direction: 'in', run: creditSamForPurchase },
]);

const GET_RESPONSE = 0xc0;
const HEADER_LENGTH = 5;

/** A new PSAM made from its description. */
export function createPsam(description: PsamDescription, random: RandomBytes): Psam {
  return restorePsam(manufacturePsam(description, softwareCiphers), random);
}

/** A PSAM as an image left it. The image is not written to. */
export function restorePsam(image: PsamImage, random: RandomBytes): Psam {
  return new EmulatedPsam(memoryOf(image), random);
}

class EmulatedPsam implements Psam {
  readonly #memory: PsamMemory;
  readonly #random: RandomBytes;
  /** undefined while the contacts are down. */
  #now: Volatile | undefined;
  /** What GET RESPONSE may fetch, until another command comes. */
  #waiting: Uint8Array = EMPTY;

  constructor(memory: PsamMemory, random: RandomBytes) {
    this.#memory = memory;
    this.#random = random;
  }

  /** ATR in the card's own style, `3B6D0000` and 13 historical bytes (sscard.md 3.1); a PSAM's is not published [TP]. */
  reset(): Uint8Array {
    this.#waiting = EMPTY;
    this.#now = {
      environment: this.#memory.environments.find(({ algorithm }) => algorithm === 'DES'),
      inApplication: false,
      file: undefined,
      challenge: undefined,
      authenticated: false,
      work: { kind: 'idle' },
    };
    return concat(fromHex('3B6D0000'), this.#memory.historical);
  }

  expectsData(header: Uint8Array): boolean {
    const [cla, ins] = header;
    return INSTRUCTIONS.some((row) => row.cla === cla && row.ins === ins && row.direction === 'in');
  }

  exchange(tpdu: Uint8Array): Uint8Array {
    assert(this.#now !== undefined, 'a PSAM without power gets no command');
    assert(tpdu.length >= HEADER_LENGTH, 'a T=0 header has five bytes');
    const [cla, ins] = tpdu;
    if (cla === 0x00 && ins === GET_RESPONSE) return encodeResponse(this.#getResponse(tpdu));
    this.#waiting = EMPTY;
    const instruction = INSTRUCTIONS.find((row) => row.cla === cla && row.ins === ins);
    if (instruction === undefined) return uintBytes(unknownCommand(cla, ins), 2);
    const psam = { memory: this.#memory, random: this.#random, ciphers: softwareCiphers, now: this.#now };
    const response =
      instruction.direction === 'in' ? this.#incoming(instruction, psam, tpdu) : outgoing(instruction, psam, tpdu);
    return encodeResponse(response);
  }

  powerOff(): void {
    this.#now = undefined;
    this.#waiting = EMPTY;
  }

  image(): PsamImage {
    return imageOf(this.#memory);
  }

  #incoming(instruction: Instruction, psam: PsamState, tpdu: Uint8Array): Response {
    const data = tpdu.slice(HEADER_LENGTH);
    if (data.length !== tpdu[4]) return refused(SW.wrongLength);
    const response = instruction.run(psam, command(tpdu, data, 0));
    if (response.data.length === 0) return response;
    this.#waiting = response.data;
    return refused(SW.moreDataFamily | (response.data.length & 0xff));
  }

  /** `00C00000`: all that waits, once. 6F00 when nothing does, 6Cxx for another length. */
  #getResponse(tpdu: Uint8Array): Response {
    if (tpdu[2] !== 0x00 || tpdu[3] !== 0x00) return refused(SW.wrongParameters);
    if (this.#waiting.length === 0) return refused(SW.dataInvalid);
    const answer = fitted(done(this.#waiting), tpdu[4]);
    if (answer.sw === SW.ok) this.#waiting = EMPTY;
    return answer;
  }
}

function outgoing(instruction: Instruction, psam: PsamState, tpdu: Uint8Array): Response {
  if (tpdu.length !== HEADER_LENGTH) return refused(SW.wrongLength);
  const le = tpdu[4] === 0 ? 256 : tpdu[4];
  return fitted(instruction.run(psam, command(tpdu, EMPTY, le)), tpdu[4]);
}

/** T=0 sends exactly what P3 asks for; 6Cxx says what it should have been (ISO/IEC 7816-3 12.2). */
function fitted(response: Response, p3: number): Response {
  if (response.sw !== SW.ok || (response.data.length & 0xff) === p3) return response;
  return refused(SW.wrongLeFamily | (response.data.length & 0xff));
}

function command(tpdu: Uint8Array, data: Uint8Array, le: number): PsamCommand {
  const [cla, ins, p1, p2] = tpdu;
  return { cla, ins, p1, p2, data, le };
}

/** 6E00 for a class that is nowhere, or not this instruction's; 6D00 for an instruction that no class has. */
function unknownCommand(cla: number, ins: number): number {
  const knownClass = INSTRUCTIONS.some((row) => row.cla === cla);
  const knownInstruction = ins === GET_RESPONSE || INSTRUCTIONS.some((row) => row.ins === ins);
  return knownClass && !knownInstruction ? SW.instructionNotSupported : SW.classNotSupported;
}
