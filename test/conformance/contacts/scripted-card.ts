/**
 * A card that plays a script, character by character. Lines: `^ 3B600000` what it answers to a reset, nothing behind it for
 * silence; `> 00A40000` what the terminal must say; `< 9000` what the card then says. `@100` before the bytes puts the
 * first of them that many etu, after `^` that many clocks, behind the last leading edge; `~20` the others so many etu apart.
 */

import type { Convention } from '../../../hosts/peers/contacts/levels.js';
import type { Heard, LineCard, Utterance } from '../../../hosts/peers/contacts/line-card.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import type { SupplyClass } from '../../../src/ports/contacts.js';

interface Step {
  readonly what: '^' | '>' | '<';
  readonly bytes: Uint8Array;
  readonly at: number | undefined;
  readonly apart: number | undefined;
}

export interface Manner {
  /** Gives the error signal: T=0. */
  readonly refuses: boolean;
  /** From the terminal's last character to its own where the script says nothing. */
  readonly turnaroundEtu: number;
  readonly supplies: readonly SupplyClass[];
  /** Clocks of an etu from the end of the ATR on. */
  readonly etuClocks: number;
}

export class ScriptedCard implements LineCard {
  convention: Convention = 'direct';
  etuClocks = 372;
  readonly #steps: Step[];
  readonly #manner: Manner;
  #queue: Utterance[] = [];
  #heard: number[] = [];
  /** The first thing that was not as in the script. */
  trouble: string | undefined;

  constructor(script: readonly string[], manner: Manner) {
    this.#steps = script.map(parseStep);
    this.#manner = manner;
  }

  /** What of the script was not played. */
  get left(): string {
    const rest = this.#queue.length > 0 ? ['<'] : [];
    return [...rest, ...this.#steps.map(({ what }) => what)].join('');
  }

  get next(): Utterance | undefined {
    return this.#queue[0];
  }

  wake(_kind: 'cold' | 'warm', supply: SupplyClass): void {
    this.sleep();
    if (!this.#manner.supplies.includes(supply)) return;
    const step = this.#steps.shift();
    if (step?.what !== '^') {
      this.#fail(`a reset before ${step?.what ?? 'the end'}`);
      return;
    }
    this.convention = step.bytes[0] === 0x3f ? 'inverse' : 'direct';
    this.#say(step, 10_000, 1);
  }

  sleep(): void {
    this.#queue = [];
    this.#heard = [];
    this.etuClocks = 372;
    this.convention = 'direct';
  }

  hear({ byte, damaged }: Heard): 'taken' | 'refused' {
    if (damaged && this.#manner.refuses) return 'refused';
    if (damaged) this.#fail('a character of the terminal’s was damaged');
    const [step] = this.#steps;
    this.#queue = [];
    this.#heard.push(byte);
    const heard = toHex(Uint8Array.from(this.#heard));
    if (step?.what !== '>') {
      this.#fail(`expected silence, heard ${heard}`);
    } else if (step.bytes[this.#heard.length - 1] !== byte) {
      this.#fail(`expected ${toHex(step.bytes)}, heard ${heard}`);
    } else if (this.#heard.length === step.bytes.length) {
      this.#steps.shift();
      this.#heard = [];
      this.#speak();
    }
    return 'taken';
  }

  said(refused: boolean): void {
    if (refused) {
      this.#queue[0] = { byte: this.#queue[0].byte, afterClocks: 15 * this.etuClocks };
      return;
    }
    this.#queue = this.#queue.slice(1);
    if (this.#queue.length > 0) return;
    this.etuClocks = this.#manner.etuClocks;
    this.#speak();
  }

  #speak(): void {
    if (this.#steps[0]?.what !== '<') return;
    const step = this.#steps[0];
    this.#steps.shift();
    this.#say(step, this.#manner.turnaroundEtu, this.etuClocks);
  }

  #say({ bytes, at, apart = 12 }: Step, usual: number, unit: number): void {
    this.#queue = Array.from(bytes, (byte, i) => ({
      byte,
      afterClocks: i === 0 ? (at ?? usual) * unit : apart * this.etuClocks,
    }));
  }

  #fail(trouble: string): void {
    this.trouble ??= trouble;
  }
}

function parseStep(line: string): Step {
  const [what, ...words] = line.split(' ');
  if (what !== '^' && what !== '>' && what !== '<') throw new Error(`no such step: ${line}`);
  const value = (mark: string) => {
    const word = words.find((candidate) => candidate.startsWith(mark));
    return word === undefined ? undefined : Number(word.slice(1));
  };
  const hex = words.filter((word) => !/^[@~]/.test(word)).join('');
  return { what, bytes: fromHex(hex), at: value('@'), apart: value('~') };
}
