import type { Card } from '../../hosts/peers/card/card.js';
import { concat } from '../../src/base/bytes.js';
import { Fault } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeCommand } from '../../src/codec/apdu.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { Mishap } from './setting.js';

export interface Exchange {
  readonly command: Uint8Array;
  /** Data and status word as the terminal got them. */
  readonly answer: Uint8Array;
}

/**
 * A slot in which a command is one exchange: it follows up 61xx and 6Cxx itself, as T=1 would, so that a mishap is counted
 * by commands and not by lines.
 */
export class RigReader implements IccReader {
  readonly slot = 'icc';
  readonly log: Exchange[] = [];
  readonly #card: Card;
  readonly #mishaps: readonly Mishap[];
  #isPresent = true;

  constructor(card: Card, mishaps: readonly Mishap[]) {
    this.#card = card;
    this.#mishaps = mishaps;
  }

  async isPresent(): Promise<boolean> {
    return this.#isPresent;
  }

  async reset(): Promise<Uint8Array> {
    this.#card.powerOff();
    return this.#card.reset();
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    if (!this.#isPresent) throw new Fault('icc', 'removed');
    const mishap = this.#mishapOf(command);
    if (mishap?.fault?.when === 'before') this.#strike(mishap.fault.kind);
    const real = mishap?.skip === true ? new Uint8Array(0) : this.#perform(command);
    if (mishap?.fault !== undefined) this.#strike(mishap.fault.kind);
    const answer = replaced(mishap, real);
    // a copy: the terminal wipes a concealed command as soon as it is answered
    this.log.push({ command: command.slice(), answer });
    return answer;
  }

  async deactivate(): Promise<void> {
    this.#card.powerOff();
  }

  #mishapOf(command: Uint8Array): Mishap | undefined {
    const ins = command[1];
    const number = this.log.filter((exchange) => exchange.command[1] === ins).length + 1;
    const parameters = toHex(command.subarray(2, 4));
    return this.#mishaps.find(
      (mishap) =>
        mishap.ins === ins &&
        (mishap.number === undefined || mishap.number === number) &&
        (mishap.parameters === undefined || mishap.parameters === parameters),
    );
  }

  #strike(kind: 'removed' | 'mute'): never {
    if (kind === 'removed') this.#isPresent = false;
    throw new Fault('icc', kind);
  }

  #perform(command: Uint8Array): Uint8Array {
    const { data, le } = decodeCommand(command);
    const header = command.subarray(0, 4);
    const body = data === undefined ? Uint8Array.of((le ?? 0) & 0xff) : concat(Uint8Array.of(data.length), data);
    const answer = this.#card.exchange(concat(header, body));
    const [sw1, sw2] = answer.subarray(-2);
    if (sw1 === 0x61) return this.#card.exchange(Uint8Array.of(0x00, 0xc0, 0x00, 0x00, sw2));
    if (sw1 === 0x6c) return this.#card.exchange(concat(header, Uint8Array.of(sw2)));
    return answer;
  }
}

function replaced(mishap: Mishap | undefined, real: Uint8Array): Uint8Array {
  if (mishap?.answer === undefined) return real;
  return typeof mishap.answer === 'string' ? fromHex(mishap.answer) : mishap.answer(real);
}
