/** The contact rig: the driver over the wire, a card on the line, and what passed between them in etu. */

import type { Chip } from '../../../hosts/peers/chip.js';
import { BOARD, type Board } from '../../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import type { LineCard } from '../../../hosts/peers/contacts/line-card.js';
import type { CharacterMischief } from '../../../hosts/peers/contacts/mishaps.js';
import { type ContactEvent, Socket } from '../../../hosts/peers/contacts/socket.js';
import type { Traits } from '../../../hosts/peers/contacts/traits.js';
import { Wire } from '../../../hosts/peers/contacts/wire.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { Fault } from '../../../src/base/fault.js';
import { fromHex, hexNumber, toHex } from '../../../src/base/hex.js';
import { openSession } from '../../../src/card/session.js';
import { CardReader } from '../../../src/drivers/iso7816/card-reader.js';
import type { Contacts, SupplyClass } from '../../../src/ports/contacts.js';
import type { ResetKind } from '../../../src/ports/icc-reader.js';
import { type Manner, ScriptedCard } from './scripted-card.js';

/** What a case may change about board, driver and line. */
export interface Setting {
  readonly board?: Partial<Board>;
  readonly rates?: 'fastest' | 'emv';
  readonly mischief?: CharacterMischief;
  /** A script for T=1: no error signal, 22 etu before the card speaks. */
  readonly blocks?: boolean;
  /** Clocks of an etu after the ATR, of a scripted card. */
  readonly etuClocks?: number;
  readonly supplies?: readonly SupplyClass[];
}

/** A character with its distance from the one before it. */
export interface Passed {
  readonly from: 'card' | 'terminal';
  readonly byte: number;
  readonly etu: number;
}

/** What the driver reaches the card through: the emulated wire, unless told. */
export type ContactsIo = new (options: ConstructorParameters<typeof Wire>[0]) => Contacts;

/** As the session asks: enough for the slowest ATR, and for a command. */
const RESET_MS = 2_100;
const COMMAND_MS = 5_000;

export class ContactRig {
  readonly clock = new VirtualClock('20260601090000');
  readonly events: ContactEvent[] = [];
  /** How many checks held. */
  checks = 0;
  readonly #io: ContactsIo;
  readonly #board: Board;
  #socket = new Socket();
  #reader: CardReader<ConstructorParameters<typeof Wire>[0]> | undefined;
  #script: ScriptedCard | undefined;

  constructor(io: ContactsIo = Wire, board: Board = BOARD) {
    this.#io = io;
    this.#board = board;
  }

  /** A card that plays a script. */
  play(script: readonly string[], setting: Setting = {}): void {
    const manner: Manner = {
      refuses: setting.blocks !== true,
      turnaroundEtu: setting.blocks ? 22 : 16,
      supplies: setting.supplies ?? ['A', 'B', 'C'],
      etuClocks: setting.etuClocks ?? 372,
    };
    this.#script = new ScriptedCard(script, manner);
    this.insert(this.#script, setting);
  }

  /** A chip behind the emulated card's own protocols. */
  meet(chip: Chip, traits: Traits = {}, setting: Setting = {}): void {
    this.insert(new ContactCard(chip, traits, this.#board.clockHz), setting);
  }

  insert(card: LineCard | undefined, setting: Setting = {}): void {
    this.#socket = new Socket((event) => this.events.push(event));
    const board = { ...this.#board, ...setting.board };
    const contacts = { io: this.#io, socket: this.#socket, clock: this.clock, board };
    this.#reader = new CardReader({ slot: 'icc', clock: this.clock, contacts, rates: setting.rates ?? 'fastest' });
    if (card !== undefined) this.#socket.insert(card, setting.mischief);
  }

  get socket(): Socket {
    return this.#socket;
  }

  get reader(): CardReader<ConstructorParameters<typeof Wire>[0]> {
    if (this.#reader === undefined) throw new Error('a case begins with a card');
    return this.#reader;
  }

  /** @returns the ATR, hexadecimal, or the kind of Fault */
  async reset(kind: ResetKind = 'cold', withinMs = RESET_MS): Promise<string> {
    return await hexOrFault(this.reader.reset(kind, withinMs));
  }

  /** Cold, and warm where that fails, as every visit begins. @returns the ATR's protocols, `T=0`, or the kind of Fault */
  async session(): Promise<string> {
    try {
      const { atr } = await openSession(this.reader);
      return atr.protocols.map((protocol) => `T=${protocol}`).join(' ');
    } catch (error) {
      return kindOf(error);
    }
  }

  /** @returns the answer, hexadecimal, or the kind of Fault */
  async send(command: string, withinMs = COMMAND_MS): Promise<string> {
    return await hexOrFault(this.reader.transmit(fromHex(command), { withinMs }));
  }

  /** Resets the card and sends commands; every answer is to be as the case says, and the script played to its end. */
  async converse(answers: readonly (readonly [command: string, answer: string])[]): Promise<void> {
    const atr = await this.reset();
    if (!/^3/.test(atr)) throw new Error(`no ATR: ${atr}`);
    for (const [command, answer] of answers) this.expect(command, await this.send(command), answer);
    this.scriptEnds();
  }

  /** The script was followed, and nothing of it is left. */
  scriptEnds(left = ''): void {
    this.expect('the script', this.#script?.trouble ?? 'followed', 'followed');
    this.expect('what is left of the script', this.#script?.left, left);
  }

  expect(what: string, actual: unknown, expected: unknown): void {
    const [saw, wanted] = [actual, expected].map((value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    );
    if (saw !== wanted) throw new Error(`${what}: expected ${wanted}, saw ${saw}`);
    this.checks++;
  }

  /** A number between two others, both included. */
  expectWithin(what: string, actual: number, from: number, to: number): void {
    if (!(actual >= from && actual <= to)) throw new Error(`${what}: expected ${from} to ${to}, saw ${actual}`);
    this.checks++;
  }

  /** Changes of the lines since the rig was made, as `VCC A`, `RST high`. */
  get lines(): string {
    return this.events.flatMap((event) => ('line' in event ? [`${event.line} ${event.state}`] : [])).join(', ');
  }

  /** When a line last came to this state, clocks. */
  when(line: string, nth = 1): number {
    const found = this.events.filter((event) => 'line' in event && `${event.line} ${event.state}` === line);
    if (found.length < nth) throw new Error(`${line} did not happen`);
    return found[nth - 1].at;
  }

  /** All characters, with distances in etu of so many clocks. */
  passed(etuClocks = 372): Passed[] {
    let last = 0;
    const characters: Passed[] = [];
    for (const event of this.events) {
      if ('line' in event) {
        if (event.line === 'RST') last = event.at;
        continue;
      }
      characters.push({ from: event.from, byte: event.byte, etu: round((event.at - last) / etuClocks) });
      last = event.at;
    }
    return characters;
  }

  /** Everything on I/O by turns, hexadecimal: `< 3B600000 > 00A40000`. */
  get talk(): string {
    let text = '';
    let from = '';
    for (const { from: who, byte } of this.passed()) {
      if (who !== from) text += who === 'card' ? ' < ' : ' > ';
      from = who;
      text += hexNumber(byte);
    }
    return text.trim();
  }
}

/** Gives the card's or the terminal's characters with these numbers since the reset a wrong parity. */
export function damaging(from: 'card' | 'terminal', ...numbers: readonly number[]): CharacterMischief {
  return (passing) => (passing.from === from && numbers.includes(passing.sinceReset) ? { kind: 'parity' } : undefined);
}

async function hexOrFault(answer: Promise<Uint8Array>): Promise<string> {
  try {
    return toHex(await answer);
  } catch (error) {
    return kindOf(error);
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Fault)) throw error;
  return error.kind;
}

function round(etu: number): number {
  return Math.round(etu * 100) / 100;
}
