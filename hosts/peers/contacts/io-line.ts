/**
 * I/O itself: what passes between terminal and card, character by character, and what befalls it. Moments are clock cycles
 * of the socket's whole life; who drives the terminal's side, and when, is the caller's.
 */

import type { Convention } from './levels.js';
import { damagedLevels, levelsOf, readLevels } from './levels.js';
import type { LineCard } from './line-card.js';
import type { CharacterMishap } from './mishaps.js';
import type { Socket } from './socket.js';

/** Start bit, eight data bits, parity: when the next edge can come at the earliest. */
export const CHARACTER_ETU = 10;

/** With its guard time: what a character costs. */
const GUARDED_ETU = 12;

/** A character of the card's, or one that came from nowhere, with its moment. */
interface Coming {
  readonly byte: number;
  readonly edge: number;
  readonly mishap: CharacterMishap | undefined;
  readonly card: LineCard | undefined;
}

/** What comes by itself. */
export type Happening =
  | {
      readonly kind: 'character';
      readonly edge: number;
      /** As a UART at the terminal's etu has them. */
      readonly levels: number;
      /** Once it is over: whether it was answered with the error signal. */
      readonly said: (refused: boolean) => void;
    }
  | { readonly kind: 'removed'; readonly edge: number }
  | { readonly kind: 'silent' };

export class IoLine {
  readonly #socket: Socket;
  readonly #clockHz: number;
  readonly #awake: () => boolean;
  /** The last leading edge, and the last one that the card knows of. */
  #edge = 0;
  #felt = 0;
  #over = 0;
  #muted = false;
  #sinceReset = { card: 0, terminal: 0 };
  /** A byte that follows the card's last character though the card did not say it. */
  #stray: number | undefined;
  /** The card's next character, once it has been decided what befalls it. */
  #coming: Coming | undefined;

  /** @param awake whether the card has all that it needs to speak */
  constructor(socket: Socket, clockHz: number, awake: () => boolean) {
    this.#socket = socket;
    this.#clockHz = clockHz;
    this.#awake = awake;
  }

  get edge(): number {
    return this.#edge;
  }

  /** When the last character was over. */
  get over(): number {
    return this.#over;
  }

  /** When the card's next character comes if nothing befalls it; for ever away when it listens. */
  get nextEdge(): number {
    return this.#next(false)?.edge ?? Number.POSITIVE_INFINITY;
  }

  /** RST has moved. */
  reset(at: number): void {
    this.#coming = undefined;
    this.#stray = undefined;
    this.#muted = false;
    this.#sinceReset = { card: 0, terminal: 0 };
    this.#edge = at;
    this.#felt = at;
  }

  /** The next character that a UART at this etu hears until `limit`; lost ones pass. */
  hear(limit: number, etuClocks: number): Happening {
    for (;;) {
      const coming = this.#next(true);
      if (this.#muted || coming === undefined || coming.edge > limit) return { kind: 'silent' };
      if (coming.mishap?.kind === 'mute') {
        this.#muted = true;
        this.#coming = undefined;
        continue;
      }
      if (coming.mishap?.kind === 'removed') return { kind: 'removed', edge: coming.edge };
      const levels = this.#pass(coming, etuClocks);
      const { card, edge, mishap } = coming;
      const said = (refused: boolean) => card?.said(refused);
      if (mishap?.kind !== 'lost') return { kind: 'character', edge, levels, said };
      said(false);
    }
  }

  /** A character that comes until `limit` goes by unheard. @returns whether there was one */
  letPass(limit: number, etuClocks: number): boolean {
    const coming = this.#next(false);
    if (coming === undefined || coming.edge > limit) return false;
    this.#pass(coming, etuClocks);
    coming.card?.said(false);
    return true;
  }

  /** The terminal says a character. @returns what the card does about it; `removed`: it was torn out as it began */
  say(byte: number, convention: Convention, etuClocks: number, edge: number): 'taken' | 'refused' | 'removed' {
    const meeting = this.#next(false);
    const collides = meeting !== undefined && meeting.edge < edge + CHARACTER_ETU * etuClocks;
    const mishap = this.#mishap('terminal', byte);
    if (mishap?.kind === 'removed') return 'removed';
    if (mishap?.kind === 'mute') this.#muted = true;
    this.#account('terminal', edge, etuClocks);
    if (collides) {
      this.#pass({ ...meeting, edge }, etuClocks);
      meeting.card?.said(false);
    }
    this.#over = edge + CHARACTER_ETU * etuClocks;
    const { card } = this.#socket;
    if (card === undefined) return 'removed';
    let levels = levelsOf(mishap?.kind === 'wrong' ? mishap.byte : byte, convention);
    if (mishap?.kind === 'parity' || collides) levels = damagedLevels(levels);
    if (!inStep(card, etuClocks)) levels = garbled(levels);
    const { damaged } = readLevels(levels, convention);
    this.#socket.tell({ at: edge, from: 'terminal', byte, damaged });
    if (mishap?.kind === 'lost' || this.#muted || !this.#awake()) return 'taken';
    const afterClocks = edge - this.#felt;
    this.#felt = edge;
    const verdict = card.hear({ ...readLevels(levels, card.convention), afterClocks });
    if (mishap?.kind === 'extra') card.hear({ byte: mishap.byte, damaged: false, afterClocks });
    return verdict;
  }

  /** The next character that will come by itself; `decide`: and what befalls it. */
  #next(decide: boolean): Coming | undefined {
    if (this.#coming !== undefined) return this.#coming;
    const { card } = this.#socket;
    if (card === undefined || this.#muted || !this.#awake()) return undefined;
    if (this.#stray !== undefined) {
      const edge = this.#edge + GUARDED_ETU * card.etuClocks;
      return { byte: this.#stray, edge, mishap: undefined, card: undefined };
    }
    const { next } = card;
    if (next === undefined) return undefined;
    const mishap = decide ? this.#mishap('card', next.byte) : undefined;
    const after = mishap?.kind === 'at' ? mishap.etu * card.etuClocks : next.afterClocks;
    const coming = { byte: next.byte, edge: this.#edge + after, mishap, card };
    if (decide) this.#coming = coming;
    return coming;
  }

  #mishap(from: 'card' | 'terminal', byte: number): CharacterMishap | undefined {
    const { toCard, fromCard } = this.#socket.use;
    const sinceReset = this.#sinceReset[from] + 1;
    return this.#socket.mischief?.({ count: toCard + fromCard + 1, sinceReset, from, byte });
  }

  /** A character of the card's goes by. @returns its levels, as a UART at this etu has them */
  #pass({ byte, edge, mishap }: Coming, etuClocks: number): number {
    const { card } = this.#socket;
    if (card === undefined) return 0;
    this.#account('card', edge, card.etuClocks);
    this.#coming = undefined;
    this.#stray = mishap?.kind === 'extra' ? mishap.byte : undefined;
    let levels = levelsOf(mishap?.kind === 'wrong' ? mishap.byte : byte, card.convention);
    if (mishap?.kind === 'parity') levels = damagedLevels(levels);
    if (!inStep(card, etuClocks)) levels = garbled(levels);
    this.#socket.tell({ at: edge, from: 'card', ...readLevels(levels, card.convention) });
    this.#felt = edge;
    this.#over = Math.max(this.#over, edge + CHARACTER_ETU * card.etuClocks);
    return levels;
  }

  #account(from: 'card' | 'terminal', edge: number, etuClocks: number): void {
    const guarded = GUARDED_ETU * etuClocks;
    const ms = (clocks: number) => (clocks * 1000) / this.#clockHz;
    const waited = from === 'card' ? Math.max(0, edge - this.#edge - guarded) : 0;
    this.#socket.count(from, ms(guarded), ms(waited));
    this.#sinceReset[from]++;
    this.#edge = edge;
  }
}

/** Whether both sides measure in the same etu, within the fifth of an etu that ten bits may be off (7.1). */
function inStep(card: LineCard, etuClocks: number): boolean {
  const ratio = card.etuClocks / etuClocks;
  return ratio > 0.98 && ratio < 1.02;
}

/** Read at another rate than it was sent. */
function garbled(levels: number): number {
  return damagedLevels(levels ^ 0x55);
}
