/**
 * The seams of a terminal's life: every effect on its flash, its card, its PSAM and its lines, counted, and what befalls the one
 * that somebody chose. A power cut ends everything at once, until the power is back.
 */

import { assert } from '../../src/base/assert.js';
import { Fault } from '../../src/base/fault.js';
import type { Flash } from '../../src/ports/flash.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { Line } from '../../src/ports/line.js';
import type { World } from '../../src/ports/world.js';
import { type NorFlash, PowerLoss } from '../peers/flash/nor-flash.js';
import { TEARS, type Tear } from '../peers/flash/tear.js';
import type { Deed } from '../peers/line/deeds.js';
import type { LineMischief } from '../peers/line/emulated-line.js';

export type Seam = 'flash' | 'card' | 'psam' | 'line';

/** What befalls one effect. */
export type Blow =
  /** power goes while the flash works */
  | { readonly seam: 'flash'; readonly tear: Tear }
  /** power goes before the command is out, when the card has acted, or when its answer is in */
  | { readonly seam: 'card' | 'psam'; readonly when: 'before' | 'acted' | 'after' }
  /** the card is pulled before the command is out, or when it has acted, and the power stays */
  | { readonly seam: 'card'; readonly pulled: 'before' | 'acted' }
  /** power goes before the message is out, when it is, or when something of its answer is in */
  | { readonly seam: 'line'; readonly when: 'before' | 'sent' | 'heard' }
  /** the message has an accident, and the power stays */
  | { readonly seam: 'line'; readonly deed: Deed };

/** Effect number `at`, counted from 0; a function chooses the blow when it is known what is struck. */
export interface Hit {
  readonly at: number;
  readonly blow: Blow | ((seam: Seam) => Blow);
}

const WHEN_CARD = Object.freeze(['before', 'acted', 'after'] as const);
const WHEN_LINE = Object.freeze(['before', 'sent', 'heard'] as const);

/** What can befall a message without the power going (emulated-line.ts). */
const DEEDS: readonly Deed[] = Object.freeze([
  Object.freeze({ deed: 'request-lost' }),
  Object.freeze({ deed: 'request-late' }),
  Object.freeze({ deed: 'answer-lost' }),
  Object.freeze({ deed: 'answer-late' }),
  Object.freeze({ deed: 'request-twice' }),
  Object.freeze({ deed: 'answer-twice' }),
  Object.freeze({ deed: 'wrong-mac' }),
  Object.freeze({ deed: 'foreign', place: 'before' }),
  Object.freeze({ deed: 'foreign', place: 'instead' }),
  Object.freeze({ deed: 'garbage', of: 'message' }),
  Object.freeze({ deed: 'drop', when: 'after', noticed: 'waiting' }),
  Object.freeze({ deed: 'down' }),
] as const);

/** Everything that can befall an effect of a kind. */
export const BLOWS: Readonly<Record<Seam, readonly Blow[]>> = Object.freeze({
  flash: Object.freeze(TEARS.map((tear) => Object.freeze({ seam: 'flash', tear } as const))),
  card: Object.freeze(WHEN_CARD.map((when) => Object.freeze({ seam: 'card', when } as const))),
  psam: Object.freeze(WHEN_CARD.map((when) => Object.freeze({ seam: 'psam', when } as const))),
  line: Object.freeze([
    ...WHEN_LINE.map((when) => Object.freeze({ seam: 'line', when } as const)),
    ...DEEDS.map((deed) => Object.freeze({ seam: 'line', deed } as const)),
  ]),
});

/** A card that is pulled leaves its power and the terminal's with it: a purse's proof is for that, too. */
export const PULLS: readonly Blow[] = Object.freeze([
  Object.freeze({ seam: 'card', pulled: 'before' } as const),
  Object.freeze({ seam: 'card', pulled: 'acted' } as const),
]);

/** Counts the seams that a terminal passes, and strikes at one. */
export class Power {
  readonly #flash: NorFlash;
  #hit: Hit | undefined;
  #passed: Seam[] = [];
  #dark = false;
  #deed: Deed | undefined;
  /** The next bytes that come in are the last that is heard. */
  #untilHeard = false;

  constructor(flash: NorFlash) {
    this.#flash = flash;
  }

  /** Seams passed since the last `arm`, in their order. */
  get passed(): readonly Seam[] {
    return this.#passed;
  }

  /** Whether what was armed has happened. */
  get struck(): boolean {
    return this.#hit === undefined;
  }

  /** Begins to count anew. */
  arm(hit: Hit | undefined): void {
    this.#hit = hit;
    this.#passed = [];
  }

  /** Power is back; what was armed and has not happened will not. */
  restore(): void {
    this.#dark = false;
    this.#hit = undefined;
    this.#deed = undefined;
    this.#untilHeard = false;
    this.#flash.powerOn();
  }

  /** For the emulated line: what befalls the message that is going out. */
  readonly mischief: LineMischief = () => {
    const deed = this.#deed;
    this.#deed = undefined;
    return deed;
  };

  /** The world as a terminal has it whose power can go. */
  supply(world: World): World {
    const lit = <T>(effect: () => Promise<T>) => {
      this.#mustHavePower();
      return effect();
    };
    const { screen, printer, pinPad, keypad } = world;
    return {
      ...world,
      icc: this.#reader(world.icc, 'card'),
      sams: world.sams.map((sam) => this.#reader(sam, 'psam')),
      flash: this.#memory(world.flash),
      bankLine: this.#line(world.bankLine),
      ...(world.bureauLine && { bureauLine: this.#line(world.bureauLine) }),
      screen: { show: (view) => lit(() => screen.show(view)) },
      printer: { print: (slip) => lit(() => printer.print(slip)) },
      pinPad: { enterPin: (request) => lit(() => pinPad.enterPin(request)) },
      keypad: {
        choose: (count, withinMs) => lit(() => keypad.choose(count, withinMs)),
        enterDigits: (request) => lit(() => keypad.enterDigits(request)),
        awaitKey: (withinMs, isOver) => lit(() => keypad.awaitKey(withinMs, isOver)),
      },
    };
  }

  #reader(reader: IccReader, seam: 'card' | 'psam'): IccReader {
    return {
      slot: reader.slot,
      isPresent: () => reader.isPresent(),
      reset: async (kind, withinMs) => {
        this.#mustHavePower();
        return await reader.reset(kind, withinMs);
      },
      transmit: async (command, options) => {
        const blow = this.#pass(seam);
        const when = blow && 'when' in blow ? blow.when : undefined;
        const pulled = blow && 'pulled' in blow ? blow.pulled : undefined;
        if (when === 'before') this.#cut();
        if (pulled === 'before') throw new Fault('icc', 'removed');
        const answer = await reader.transmit(command, options);
        if (when !== undefined) this.#cut();
        if (pulled === 'acted') throw new Fault('icc', 'removed');
        return answer;
      },
      deactivate: () => reader.deactivate(),
    };
  }

  #memory(flash: Flash): Flash {
    const strike = () => {
      const blow = this.#pass('flash');
      if (blow && 'tear' in blow) this.#flash.cutAt(this.#flash.operations, blow.tear);
    };
    const written = async (effect: () => Promise<void>) => {
      strike();
      try {
        await effect();
      } catch (error) {
        if (error instanceof PowerLoss) this.#dark = true;
        throw error;
      }
    };
    return {
      unitCount: flash.unitCount,
      unitLength: flash.unitLength,
      programLength: flash.programLength,
      read: (unit, offset, length) => flash.read(unit, offset, length),
      program: (unit, offset, bytes) => written(() => flash.program(unit, offset, bytes)),
      erase: (unit) => written(() => flash.erase(unit)),
    };
  }

  #line(line: Line): Line {
    return {
      open: async (withinMs) => {
        this.#mustHavePower();
        return await line.open(withinMs);
      },
      send: async (bytes) => {
        const blow = this.#pass('line');
        if (blow && 'deed' in blow) this.#deed = blow.deed;
        const when = blow && 'when' in blow ? blow.when : undefined;
        if (when === 'before') this.#cut();
        const sent = await line.send(bytes);
        if (when === 'sent') this.#cut();
        this.#untilHeard = when === 'heard';
        return sent;
      },
      receive: async (withinMs) => {
        this.#mustHavePower();
        const input = await line.receive(withinMs);
        if (this.#untilHeard) this.#cut();
        return input;
      },
      close: () => line.close(),
    };
  }

  #pass(seam: Seam): Blow | undefined {
    this.#mustHavePower();
    const now = this.#passed.length;
    this.#passed.push(seam);
    if (this.#hit?.at !== now) return undefined;
    const { blow: chosen } = this.#hit;
    const blow = typeof chosen === 'function' ? chosen(seam) : chosen;
    assert(blow.seam === seam, 'a run passes the same seams as before, up to where it is struck');
    this.#hit = undefined;
    return blow;
  }

  #cut(): never {
    this.#dark = true;
    throw new PowerLoss('power was cut');
  }

  #mustHavePower(): void {
    if (this.#dark) throw new PowerLoss('there is no power');
  }
}
