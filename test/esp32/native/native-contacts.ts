/** The device's contacts on a host: `RawContacts` over the compiled slot, and the emulated wire at its pins. */

import { RawContacts, type RawContactsOptions } from '../../../hosts/esp32/raw-contacts.js';
import type { Socket } from '../../../hosts/peers/contacts/socket.js';
import type { Wire } from '../../../hosts/peers/contacts/wire.js';
import { WirePins } from '../../../hosts/peers/contacts/wire-pins.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { Contacts } from '../../../src/ports/contacts.js';
import type { HostProgram } from './host-program.js';

type WireOptions = ConstructorParameters<typeof Wire>[0];
type Lines = InstanceType<RawContactsOptions['lines']>;
type LinesOptions = ConstructorParameters<RawContactsOptions['lines']>[0];

/** Of the timer, to a cycle of CLK. */
const TICKS = 10;
const FOR_EVER = 2 ** 60;

const SUPPLIES = ['off', 'A', 'B', 'C'] as const;

/** What stands in for `Wire` at a driver. One slot at a time: a new one powers the chip up anew. */
export function nativeContacts(program: HostProgram): new (options: WireOptions) => Contacts {
  return class extends RawContacts {
    constructor({ socket, clock, board, onRemoved }: WireOptions) {
      class Native extends HostLines {
        constructor(options: LinesOptions) {
          super(options, program, socket, clock);
        }
      }
      // The pins are main.c's own.
      const pins = { io: 21, clock: 22, reset: 23, supplies: {}, present: 34, port: 1 } as const;
      super({ ...board, lines: Native, pins, onRemoved });
    }
  };
}

/** The class of slot.js, through the program. */
class HostLines implements Lines {
  readonly #options: LinesOptions;
  readonly #program: HostProgram;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #pins: WirePins;
  #busy = false;
  #supply = 0;

  constructor(options: LinesOptions, program: HostProgram, socket: Socket, clock: Clock) {
    this.#options = options;
    this.#program = program;
    this.#socket = socket;
    this.#clock = clock;
    this.#pins = new WirePins(socket, options.clockHz, () => this.#leaves());
    this.#set(`open ${options.clockHz}`);
  }

  get present(): boolean {
    return this.#pins.present;
  }

  setSupply(supply: number): void {
    this.#set(`supply ${supply}`);
  }

  setClock(running: boolean): void {
    this.#set(`clock ${Number(running)}`);
  }

  setReset(high: boolean): void {
    this.#set(`reset ${Number(high)}`);
  }

  setIO(reception: boolean): void {
    this.#set(`io ${Number(reception)}`);
  }

  setFraming(inverse: boolean, clocksPerEtu: number, errorSignal: boolean): void {
    this.#set(`framing ${Number(inverse)} ${clocksPerEtu} ${Number(errorSignal)}`);
  }

  wait(clocks: number): void {
    this.#start(`wait ${clocks}`);
  }

  send(bytes: Uint8Array, firstEtu: number, nextEtu: number): void {
    this.#start(`send ${firstEtu} ${nextEtu} ${toHex(bytes)}`);
  }

  receive(count: number, firstEtu: number, nextEtu: number, allEtu: number): void {
    this.#start(`receive ${count} ${firstEtu} ${nextEtu} ${allEtu}`);
  }

  /** The card is taken out by hand, and not in the middle of a call. */
  #leaves(): void {
    if (!this.#busy) this.#set('look');
  }

  #set(command: string): void {
    const { ending, gone } = this.#run(command);
    if (ending !== 0) throw new Error(`out of order: ${command}`);
    if (gone) this.#options.onRemoved();
  }

  /** Time passes as in `Wire`: the clock gets whole milliseconds. */
  #start(command: string): void {
    const { now, ending, count, etu, gone, bytes } = this.#run(command);
    const ms = Math.floor((now * 1000) / TICKS / this.#options.clockHz) - this.#clock.ticks();
    if (gone) this.#options.onRemoved();
    const passed = ms > 0 ? this.#clock.sleep(ms) : Promise.resolve();
    void passed.then(() => this.#options.onDone(ending, count, etu, bytes.slice().buffer));
  }

  #run(command: string) {
    const now = Math.round((this.#clock.ticks() * this.#options.clockHz * TICKS) / 1000);
    this.#busy = true;
    try {
      const line = `${now} ${this.#quiet()} ${Number(this.present)} ${command}`;
      const words = this.#program.command(line, (said) => this.#heed(said));
      this.#pins.settle();
      const [, at, ending, count, etu, gone, hex] = words;
      return {
        now: Number(at),
        ending: Number(ending),
        count: Number(count),
        etu: Number(etu),
        gone: gone === '1',
        bytes: fromHex(hex),
      };
    } finally {
      this.#busy = false;
    }
  }

  #quiet(): number {
    return Math.min(Math.floor(this.#pins.quietUntil * TICKS), FOR_EVER);
  }

  /** What the pins do, and what is asked of the card. */
  #heed([what, ...words]: readonly string[]): string | undefined {
    const numbers = words.map(Number);
    switch (what) {
      case 'VCC':
        return this.#heedSupply(numbers[0], numbers[1] / TICKS);
      case 'CLK':
      case 'RST':
      case 'I/O':
        return void this.#pins.change({ pin: what, on: numbers[0] === 1 }, numbers[1] / TICKS);
      case 'hear':
        return this.#hear(numbers[0], numbers[1] / TICKS);
      case 'say':
        return this.#say(Number.parseInt(words[1], 16), numbers[0] / TICKS, numbers[2] / TICKS);
      default:
        throw new Error(`the native slot says ${what}`);
    }
  }

  /** Each class has its own pin, and those that are off may be switched off again. */
  #heedSupply(signed: number, at: number): undefined {
    if (signed < 0 && -signed !== this.#supply) return;
    this.#supply = Math.max(signed, 0);
    this.#pins.change({ pin: 'VCC', supply: SUPPLIES[this.#supply] }, at);
  }

  #hear(until: number, etuClocks: number): string {
    const heard = this.#pins.hear((until + 0.5) / TICKS, etuClocks);
    if (heard.kind === 'silent') return `n 0 0 ${this.#quiet()}`;
    const edge = Math.round(heard.edge * TICKS);
    if (heard.kind === 'character') return `c ${edge} ${heard.levels.toString(16)} ${this.#quiet()}`;
    this.#socket.remove();
    return `x ${edge} 0 ${this.#quiet()}`;
  }

  #say(levels: number, at: number, etuClocks: number): string {
    const verdict = this.#pins.say(levels, at, etuClocks);
    if (verdict === 'removed') this.#socket.remove();
    return `${verdict === 'removed' ? 'x' : verdict[0]} ${this.#quiet()}`;
  }
}
