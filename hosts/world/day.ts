/**
 * A day at a terminal from one seed: people come with cards and errands, the power goes, the line fails, issuers sleep, cards
 * are pulled out. At night everything is put right and the books are compared. The same seed gives the same day, byte for
 * byte, on every engine.
 */

import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { Trace } from '../../src/ports/trace.js';
import { type Card, createCard } from '../peers/card/card.js';
import type { Gesture } from '../peers/finger/finger.js';
import type { Press } from '../peers/finger/keys.js';
import { type NorShape, PowerLoss } from '../peers/flash/nor-flash.js';
import type { Deed } from '../peers/line/deeds.js';
import { restorePsam } from '../peers/psam/psam.js';
import type { Mischief } from '../peers/slot/slot.js';
import type { IssuerConduct } from '../peers/switch/switch.js';
import { Auditor } from './auditor.js';
import type { Drawer } from './drawer.js';
import { ERRANDS, SOCIAL_ERRANDS, type Visitors } from './errands.js';
import { Holder } from './holder.js';
import { PinAuditor } from './pin-auditor.js';
import { BLOWS, type Blow, type Seam } from './power.js';
import { SeededRandom } from './seeded-random.js';
import { StandingWorld } from './standing-world.js';

export interface DayReport {
  readonly seed: number;
  /** Visits that were begun, and how many of them came to what they were for. */
  readonly visits: number;
  readonly done: number;
  /** Times that the power went. */
  readonly cuts: number;
  /** Transactions that people must settle. */
  readonly disputes: number;
  /** What does not agree at night; empty where all is well. */
  readonly findings: readonly string[];
}

/** Units that hold a day of this kind; small, so that they are filled and changed. */
const SHAPE: NorShape = Object.freeze({ unitCount: 4, unitLength: 12_288, programLength: 16 });

const CARDS: readonly string[] = Object.freeze([
  'bank-sda',
  'bank-dda',
  'bank-cda',
  'bank-b-dda',
  'bank-b-poor',
  'bank-dda-offline-pin',
]);
/** An account of each bank, and one of none. */
const PAYEES: readonly string[] = Object.freeze(['6210999901000000019', '6210999902000000015', '6222020000000000018']);
/** Contacts with the bank at night. */
const CONTACTS = 3;
const VISITS_MIN = 3;
const VISITS_MAX = 7;

/** How often, of a hundred: a visit is struck; a recovery is struck; a card is pulled; an issuer, or the line, is not itself. */
const OFTEN = Object.freeze({ struck: 45, again: 35, pulled: 8, issuer: 12, mute: 4 });

export async function playDay(seed: number, drawer: Drawer, trace?: Trace): Promise<DayReport> {
  return await new Day(seed, drawer, trace).play();
}

class Day implements Visitors {
  readonly #seed: number;
  readonly #dice: SeededRandom;
  readonly #world: StandingWorld;
  readonly #auditor: Auditor;
  readonly #pins = new PinAuditor();
  readonly #holder: Holder;
  /** Whether the card of the visit is to be pulled. */
  #odd = false;
  readonly #cards = new Map<string, Card>();
  #terminal: RunningTerminal | undefined;
  #visits = 0;
  #done = 0;
  #cuts = 0;

  constructor(seed: number, drawer: Drawer, trace: Trace | undefined) {
    this.#seed = seed;
    this.#dice = new SeededRandom(seed);
    const cardDice = this.#dice.fork('cards');
    this.#auditor = new Auditor(() => this.#world.network);
    const drawn = CARDS.map((name) => ({ name, ...drawer.card(name) }));
    for (const { name, image } of drawn)
      this.#cards.set(
        name,
        createCard(image, (length) => cardDice.bytes(length)),
      );
    this.#holder = new Holder(drawer.socialCard(), (length) => cardDice.bytes(length));
    const psam = restorePsam(drawer.psam(), (length) => cardDice.bytes(length));
    const { onMessage, onView, onSlip } = this.#auditor;
    const { onEntry } = this.#pins;
    this.#world = new StandingWorld({
      seed,
      shape: SHAPE,
      accounts: drawn.map(({ account }) => account),
      onMessage,
      onView,
      onSlip,
      onEntry,
      psam,
      ...(trace && { trace }),
    });
  }

  async play(): Promise<DayReport> {
    const visits = VISITS_MIN + this.#below(VISITS_MAX - VISITS_MIN + 1);
    await this.#survive(() => this.up());
    for (let i = 0; i < visits; i++) await this.#visit();
    const findings = await this.#night();
    const disputes = this.#terminal?.status().disputes.length ?? 0;
    return { seed: this.#seed, visits: this.#visits, done: this.#done, cuts: this.#cuts, disputes, findings };
  }

  async up(): Promise<RunningTerminal> {
    if (this.#terminal) return this.#terminal;
    this.#auditor.watch(undefined);
    const terminal = await this.#world.boot();
    this.#auditor.watch(terminal);
    this.#terminal = terminal;
    return terminal;
  }

  async comeWithCard(...presses: readonly Press[]): Promise<void> {
    const name = CARDS[this.#below(CARDS.length)];
    const gesture: Gesture = this.#chance(90)
      ? { digits: '123456' }
      : this.#chance(50)
        ? { digits: '654321' }
        : 'cancel';
    const mischief = this.#mischief(30);
    const card = this.#cards.get(name);
    this.#world.visitor(card && this.#pins.at(card), [gesture], presses, mischief);
  }

  comeWithSocialCard(what: 'pin' | 'change'): void {
    const mischief = this.#mischief(40);
    const right = this.#holder.right();
    const wrong: Gesture = { digits: '000000' };
    const gestures = this.#chance(85) ? [right] : this.#chance(60) ? [wrong, right] : ['cancel' as const];
    const done = what === 'change' ? this.#holder.forChange() : gestures;
    this.#world.visitor(this.#pins.at(this.#holder.card), done, [this.press()], mischief);
  }

  pinChanged(): void {
    this.#holder.changed();
  }

  comeAsOperator(): void {
    this.#world.visitor(undefined, [], [this.press(), this.press()]);
  }

  press(): Press {
    return this.#chance(85) ? 1 : this.#chance(50) ? 2 : 'away';
  }

  amount(): number {
    return 1 + this.#below(this.#chance(90) ? 30_000 : 2_000_000);
  }

  payee(): string {
    return PAYEES[this.#below(PAYEES.length)];
  }

  someRow(terminal: RunningTerminal) {
    const { rows, batch } = terminal.status();
    const row = rows[this.#below(rows.length + 1)];
    return row ?? { batch, stan: 1 + this.#below(20), amount: this.amount() };
  }

  async #visit(): Promise<void> {
    this.#visits++;
    const errand = ERRANDS[this.#below(ERRANDS.length)];
    this.#issuers();
    if (this.#chance(30)) this.#restoreLines();
    if (this.#chance(OFTEN.mute)) this.#world.befall(MUTE);
    this.#world.power.arm(
      this.#chance(OFTEN.struck) ? { at: this.#below(50), blow: (seam) => this.#blow(seam) } : undefined,
    );
    this.#odd = false;
    let finished = false;
    const cut = await this.#survive(async () => {
      const { outcome } = await errand(this);
      finished = outcome !== 'interrupted';
      if (outcome === 'done') this.#done++;
    });
    this.#pins.visitOver(finished && !this.#odd && SOCIAL_ERRANDS.includes(errand));
    this.#world.leave();
    if (this.#terminal) this.#auditor.note(this.#terminal.status());
    this.#world.power.arm(undefined);
    for (let again = cut; again; ) {
      this.#world.power.arm(
        this.#chance(OFTEN.again) ? { at: this.#below(16), blow: (seam) => this.#blow(seam) } : undefined,
      );
      again = await this.#survive(() => this.up());
    }
  }

  async #night(): Promise<readonly string[]> {
    this.#world.power.arm(undefined);
    this.#world.network.conduct(() => 'answers');
    this.#world.befall([]);
    this.#restoreLines();
    const terminal = await this.up();
    this.#world.visitor(undefined, [], []);
    for (let contact = 0; contact < CONTACTS && terminal.status().pending !== undefined; contact++) {
      await terminal.signIn();
      // The settlement will clear what this contact resolved.
      this.#auditor.note(terminal.status());
    }
    const settled = await terminal.settle();
    this.#auditor.note(terminal.status());
    const findings = [
      ...this.#auditor.audit(terminal.status()),
      ...this.#pins.findings,
      ...(await this.#medicalBooks()),
    ];
    return settled.outcome === 'done' ? findings : [...findings, 'the batch could not be settled'];
  }

  /** The holder comes once more, the bureau gets what there is, and its books say what is left on the card. */
  async #medicalBooks(): Promise<readonly string[]> {
    const terminal = await this.up();
    this.#world.visitor(this.#pins.at(this.#holder.card), [this.#holder.right()], [1]);
    const account = await terminal.medicalBalance();
    this.#world.leave();
    this.#pins.visitOver(false);
    const uploaded = await terminal.medicalSettle();
    if (uploaded.outcome !== 'done') return ['the medical entries could not be uploaded'];
    const lines = this.#world.bureau.image();
    const wrong = lines.filter(({ verdict }) => verdict !== 'booked').map(({ sequence }) => `${sequence} is disputed`);
    const moved = lines.reduce((sum, { kind, account: fen }) => sum + (kind === 'load' ? fen : -fen), 0);
    if (account.outcome !== 'done') return wrong;
    const due = this.#holder.balance + moved;
    if (account.value.balance !== due)
      wrong.push(`the card has ${account.value.balance}, the bureau's books say ${due}`);
    return wrong;
  }

  /** Now and then the card is pulled at one of its first exchanges. */
  #mischief(exchanges: number): Mischief {
    const pulledAt = this.#chance(OFTEN.pulled) ? 1 + this.#below(exchanges) : undefined;
    const when = this.#chance(50) ? 'before' : 'after';
    this.#odd = pulledAt !== undefined;
    return ({ what, count }) => (what === 'exchange' && count === pulledAt ? { kind: 'removed', when } : undefined);
  }

  #issuers(): void {
    const odd = this.#chance(OFTEN.issuer) ? CONDUCTS[this.#below(CONDUCTS.length)] : 'answers';
    this.#world.network.conduct(() => odd);
  }

  #restoreLines(): void {
    this.#world.line.restore();
    this.#world.bureauLine.restore();
  }

  #blow(seam: Seam): Blow {
    return BLOWS[seam][this.#below(BLOWS[seam].length)];
  }

  /** @returns whether the power went */
  async #survive(play: () => Promise<unknown>): Promise<boolean> {
    try {
      await play();
      return false;
    } catch (error) {
      if (!(error instanceof PowerLoss)) throw error;
      this.#cuts++;
      this.#terminal = undefined;
      this.#world.leave();
      await this.#world.restorePower();
      return true;
    }
  }

  #chance(percent: number): boolean {
    return this.#below(100) < percent;
  }

  #below(limit: number): number {
    return this.#dice.next() % limit;
  }
}

/** The bank hears one request and nothing after it, as often as a terminal tries. */
const MUTE: readonly Deed[] = Object.freeze([
  Object.freeze({ deed: 'answer-lost' } as const),
  ...Array.from({ length: 9 }, () => Object.freeze({ deed: 'request-lost' } as const)),
]);

const CONDUCTS: readonly IssuerConduct[] = Object.freeze(['down', 'mute', 'silent', 'slow']);
