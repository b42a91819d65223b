/** An emulated chip behind its contacts: power and reset, ATR, PPS, and the protocol that follows. */

import { assert } from '../../../src/base/assert.js';
import { FormatError } from '../../../src/base/format-error.js';
import { type Atr, DEFAULT_RATE, decodeAtr, type Rate, rateOf } from '../../../src/codec/atr.js';
import { decodePps, encodePps, lengthAfterPps0, PPSS } from '../../../src/codec/pps.js';
import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { ResetKind } from '../../../src/ports/icc-reader.js';
import type { Chip } from '../chip.js';
import { BlockSide } from './block-side.js';
import { CharacterSide } from './character-side.js';
import type { Convention } from './levels.js';
import type { Heard, LineCard, Utterance } from './line-card.js';
import { ATR_AFTER_CLOCKS, type Circumstances, type Traits } from './traits.js';
import { Voice } from './voice.js';

const SUPPLIES: readonly SupplyClass[] = Object.freeze(['A', 'B']);

const CHARACTER_ETU = 12;
/** The card may be talked to so many etu after its own last character: T=0, and T=1 (EMV Book 1 9.2.2.1; 11.2). */
const TURNAROUND_ETU = 16;
const BLOCK_GUARD_ETU = 22;

/** Where the card stands after its ATR: a PPS may come, is coming, or may not come any more. */
type Stage = 'negotiable' | 'pps' | 'protocol';

export class ContactCard implements LineCard {
  readonly #chip: Chip;
  readonly #traits: Traits;
  readonly #clockHz: number;
  readonly #voice = new Voice();
  #rate: Rate = DEFAULT_RATE;
  #convention: Convention = 'direct';
  #atr: Atr | undefined;
  #stage: Stage = 'protocol';
  #pps: number[] = [];
  #side: CharacterSide | BlockSide | undefined;
  /** The last character on I/O was the card's, and of this etu. */
  #lastWasMine = false;
  #lastEtuClocks = 0;
  /** The last one that it heard was refused. */
  #refused = false;
  /** The terminal has begun to speak while the card did: what it has still to say comes when the line lets it. */
  #met = false;

  /** @param clockHz what it takes CLK to be, for the milliseconds that its chip needs */
  constructor(chip: Chip, traits: Traits, clockHz: number) {
    this.#chip = chip;
    this.#traits = traits;
    this.#clockHz = clockHz;
  }

  get etuClocks(): number {
    return this.#rate.fi / this.#rate.di;
  }

  get convention(): Convention {
    return this.#convention;
  }

  get next(): Utterance | undefined {
    return this.#voice.next;
  }

  wake(kind: ResetKind, supply: SupplyClass): void {
    this.sleep();
    if (!(this.#traits.supplies ?? SUPPLIES).includes(supply)) return;
    const own = this.#chip.reset();
    const bytes = this.#traits.atr === undefined ? own : this.#traits.atr(own, kind);
    if (bytes === undefined) return;
    this.#convention = bytes[0] === 0x3f ? 'inverse' : 'direct';
    this.#atr = readOwn(bytes);
    const { atrAfterClocks = ATR_AFTER_CLOCKS, characterEtu = CHARACTER_ETU } = this.#traits;
    this.#voice.say(bytes, atrAfterClocks, characterEtu * this.etuClocks);
    this.#voice.whenSaid(() => this.#answered());
  }

  sleep(): void {
    this.#chip.powerOff();
    this.#voice.hush();
    this.#side = undefined;
    this.#atr = undefined;
    this.#rate = DEFAULT_RATE;
    this.#convention = 'direct';
    this.#pps = [];
    this.#lastWasMine = false;
    this.#refused = false;
    this.#met = false;
  }

  said(refused: boolean): void {
    if (this.#side instanceof BlockSide) {
      assert(!refused, 'T=1 knows no error signal (11.2)');
      this.#side.begins();
    }
    this.#lastEtuClocks = this.etuClocks;
    this.#lastWasMine = true;
    // This may set another rate.
    this.#voice.said(refused, this.etuClocks);
  }

  hear(heard: Heard): 'taken' | 'refused' {
    if (this.#side === undefined) return 'taken';
    if (!heard.damaged && !this.#met) this.#checkDistance(heard);
    this.#met = !this.#voice.silent;
    this.#lastWasMine = false;
    if (this.#stage === 'negotiable' && !heard.damaged) this.#stage = heard.byte === PPSS ? 'pps' : 'protocol';
    const verdict = this.#stage === 'pps' ? this.#hearPps(heard) : this.#side.hear(heard);
    this.#refused = verdict === 'refused';
    return verdict;
  }

  /** The whole ATR is out: in specific mode its rate holds at once, else the terminal may ask for another. */
  #answered(): void {
    const atr = this.#atr;
    if (atr === undefined) return;
    const ta1 = atr.levels[0].ta;
    const specific = atr.specificMode !== undefined;
    if (specific && ta1 !== undefined) this.#rate = rateOf(ta1) ?? DEFAULT_RATE;
    this.#stage = specific ? 'protocol' : 'negotiable';
    this.#speak(atr);
  }

  /** Begins the protocol at the rate that holds now. */
  #speak(atr: Atr): void {
    const circumstances: Circumstances = {
      etuClocks: () => this.etuClocks,
      clockHz: this.#clockHz,
      traits: this.#traits,
    };
    const blocks = atr.firstProtocol === 1 ? atr.blockProtocol : undefined;
    const { fi, di } = this.#rate;
    if (blocks === undefined) {
      const waitingEtu = (atr.waitingTimeInteger * 960 * (atr.fi ?? fi) * di) / fi;
      this.#side = new CharacterSide(this.#chip, this.#voice, circumstances, waitingEtu);
      return;
    }
    this.#side = new BlockSide(this.#chip, this.#voice, circumstances, {
      ifsc: blocks.ifsc,
      blockWaitEtu: 11 + (2 ** blocks.bwi * 960 * 372 * di) / fi,
      characterWaitEtu: 11 + 2 ** blocks.cwi,
      characterEtu: atr.extraGuardTime === 255 ? CHARACTER_ETU - 1 : CHARACTER_ETU,
    });
  }

  /** Collects a request; the card may leave a wrong one unanswered, and does (9.1). */
  #hearPps({ byte, damaged }: Heard): 'taken' {
    this.#pps.push(damaged ? byte ^ 0xff : byte);
    const atr = this.#atr;
    if (atr === undefined || this.#pps.length < 2) return 'taken';
    if (this.#pps.length < 2 + lengthAfterPps0(this.#pps[1])) return 'taken';
    const request = Uint8Array.from(this.#pps);
    this.#pps = [];
    const rate = this.#agreeable(request, atr);
    const { pps = 'agrees' } = this.#traits;
    if (rate === undefined || pps === 'silent') return 'taken';
    const { protocol } = decodePps(request);
    const plain = encodePps({ protocol });
    const answer = typeof pps === 'function' ? pps(request) : pps === 'agrees' ? request : plain;
    const { characterEtu = CHARACTER_ETU } = this.#traits;
    this.#voice.say(answer, TURNAROUND_ETU * this.etuClocks, characterEtu * this.etuClocks);
    this.#voice.whenSaid(() => {
      if (pps === 'agrees') this.#rate = rate;
      this.#stage = 'protocol';
      this.#speak(atr);
    });
    return 'taken';
  }

  /** The rate of a request that the card can meet: its own Fi, or Fd, and no D above its own (9.2). */
  #agreeable(request: Uint8Array, atr: Atr): Rate | undefined {
    try {
      const { protocol, pps1 } = decodePps(request);
      if (!atr.protocols.includes(protocol) || protocol !== atr.firstProtocol) return undefined;
      const rate = pps1 === undefined ? DEFAULT_RATE : rateOf(pps1);
      const own = { fi: atr.fi ?? DEFAULT_RATE.fi, di: atr.di ?? DEFAULT_RATE.di };
      return rate && (rate.fi === own.fi || rate.fi === DEFAULT_RATE.fi) && rate.di <= own.di ? rate : undefined;
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }

  /** A terminal that does not keep its distance would be misunderstood by some card some day. */
  #checkDistance({ byte, afterClocks }: Heard): void {
    const etu = afterClocks / this.etuClocks + 0.01;
    const blocks = this.#side instanceof BlockSide && !(this.#stage === 'negotiable' && byte === PPSS);
    if (this.#lastWasMine) {
      assert(
        afterClocks / this.#lastEtuClocks + 0.01 >= CHARACTER_ETU,
        'the pause behind a character is counted in its own etu',
      );
      assert(
        etu >= (blocks && this.#stage !== 'pps' ? BLOCK_GUARD_ETU : TURNAROUND_ETU),
        'the line turns round slowly',
      );
      return;
    }
    if (this.#refused) assert(etu >= CHARACTER_ETU + 1, 'a refused character comes again after the error signal');
    const n = this.#atr?.extraGuardTime ?? 0;
    const shortest = blocks && this.#stage !== 'pps' ? CHARACTER_ETU - 1 : CHARACTER_ETU;
    const global = this.#atr?.levels.some((level) => level.protocol === 15);
    const said = { fi: this.#atr?.fi ?? DEFAULT_RATE.fi, di: this.#atr?.di ?? DEFAULT_RATE.di };
    const unit = global ? said.fi / said.di / this.etuClocks : 1;
    assert(etu >= (n === 255 ? shortest : CHARACTER_ETU + n * unit), 'characters to the card keep 12 + N etu');
  }
}

/** Its own ATR; one that is none, as a test may have made it, leaves T=0 at the usual rate. */
function readOwn(bytes: Uint8Array): Atr {
  try {
    return decodeAtr(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return decodeAtr(Uint8Array.of(bytes[0] === 0x3f ? 0x3f : 0x3b, 0x00));
  }
}
