/** A reader on the bureau's desk: commands over T=0, a master key's authentication, and secured commands. */

import { assert } from '../../../src/base/assert.js';
import { concat, EMPTY } from '../../../src/base/bytes.js';
import { hexNumber } from '../../../src/base/hex.js';
import { type Command, decodeResponse, type Response } from '../../../src/codec/apdu.js';
import { SW } from '../../../src/codec/status-words.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { sealData } from '../../../src/crypto/data-encryption.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Chip, RandomBytes } from '../chip.js';
import type { CardKey } from './hsm.js';
import { misfit } from './misfit.js';

const MAC_LENGTH = 4;
const CHALLENGE_LENGTH = 8;

/** The header and data of a secured command, before anything protects them. */
export interface SecuredCommand {
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** The data is a key or a PIN and travels enciphered (sscard.md 6.6). */
  readonly secret?: boolean;
}

/** One card in the reader, powered. */
export class Desk {
  readonly #chip: Chip;
  readonly #random: RandomBytes;
  readonly #deviating: string | undefined;

  /**
   * A step that the card refuses is a bug, for the profile was checked before.
   *
   * @param deviating the part of the profile that is worked on when its values may be wrong on purpose: what is more than
   * a card can hold is a misfit of that part then
   */
  constructor(chip: Chip, random: RandomBytes, deviating?: string) {
    this.#chip = chip;
    this.#random = random;
    this.#deviating = deviating;
  }

  /** Power off and on: every security state is gone. */
  restart(): void {
    this.#chip.powerOff();
    this.#chip.reset();
  }

  /** A command with its data or Le, 61xx and 6Cxx followed up. @returns whatever the card answers in the end */
  transmit(command: Command): Response {
    const { cla, ins, p1, p2, data = EMPTY, le = 0 } = command;
    const p3 = data.length > 0 ? data.length : le % 256;
    const response = decodeResponse(this.#chip.exchange(concat(Uint8Array.of(cla, ins, p1, p2, p3), data)));
    const length = response.sw & 0xff;
    if (response.sw >> 8 === 0x61)
      return this.transmit({ cla: 0x00, ins: 0xc0, p1: 0x00, p2: 0x00, le: length || 256 });
    if (response.sw >> 8 === 0x6c) return this.transmit({ cla, ins, p1, p2, le: length || 256 });
    return response;
  }

  /** A command that must succeed. @returns its data @throws FormatError at a desk for deviating values */
  perform(command: Command): Uint8Array {
    const { data, sw } = this.transmit(command);
    const step = `${hexNumber(command.cla)}${hexNumber(command.ins)}`;
    if (sw !== SW.ok && this.#deviating !== undefined)
      throw misfit(this.#deviating, `more than a card takes (${step}, ${hexNumber(sw)})`);
    assert(sw === SW.ok, `the card takes ${step}, said ${hexNumber(sw)}`);
    return data;
  }

  /** SELECT by name (DDF name or AID). */
  selectName(name: Uint8Array): void {
    this.perform({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, data: name });
  }

  /** SELECT of the MF or a DF by its file identifier. */
  selectDirectory(fid: number): void {
    this.perform({ cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x00, data: Uint8Array.of(fid >> 8, fid & 0xff) });
  }

  /** EXTERNAL AUTHENTICATION with a key of the current DF or environment; id 00 is the master key. sscard.md 6.4. */
  authenticate(keyId: number, key: CardKey): void {
    const challenge = this.#challenge();
    const source = this.#random(CHALLENGE_LENGTH);
    const proof = authenticationData(softwareCiphers, key.algorithm, key.value, challenge, source);
    this.perform({ cla: 0x00, ins: 0x82, p1: 0x00, p2: keyId, data: concat(proof, source) });
  }

  /** An 84-class command with a MAC under the session key of a fresh challenge. sscard.md 6.3, 6.5, 6.6. */
  secured(command: SecuredCommand, key: CardKey): void {
    const { ins, p1, p2, data = EMPTY, secret = false } = command;
    const session = sessionKey(softwareCiphers, key.algorithm, key.value, this.#challenge());
    const body = secret ? sealData(softwareCiphers, key.algorithm, session, data) : data;
    const header = Uint8Array.of(0x84, ins, p1, p2, body.length + MAC_LENGTH);
    const code = mac(softwareCiphers, key.algorithm, session, concat(header, body));
    this.perform({ cla: 0x84, ins, p1, p2, data: concat(body, code) });
  }

  #challenge(): Uint8Array {
    return this.perform({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00, le: CHALLENGE_LENGTH });
  }
}
