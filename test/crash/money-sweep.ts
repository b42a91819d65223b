/**
 * The crash sweep over a money visit: it is struck at every seam in every way, and the recovery after it at every seam in
 * every way again. In the end nobody has lost or won a fen.
 */

import { PowerLoss } from '../../hosts/peers/flash/nor-flash.js';
import { Auditor } from '../../hosts/world/auditor.js';
import { BLOWS, type Blow, type Hit, type Seam } from '../../hosts/world/power.js';
import { NEW_WORLD, StandingWorld, type WorldState } from '../../hosts/world/standing-world.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { ACCOUNT, type Deed, type MoneyVisit, newCard } from './money-visits.js';

const SHAPE = Object.freeze({ unitCount: 4, unitLength: 6144, programLength: 16 });
const PIN = Object.freeze({ digits: '123456' });
/** Contacts with the bank within which every unknown is resolved. */
const CONTACTS = 3;

/** A run from a moment on: its world, its terminal, and who watches over it. */
export class Run {
  readonly world: StandingWorld;
  readonly auditor: Auditor;
  terminal: RunningTerminal | undefined;

  /** @param earlier who watched over what came to this state */
  constructor(state: WorldState, seed: number, earlier?: Auditor) {
    this.auditor = new Auditor(() => this.world.network, earlier);
    const { onMessage, onView, onSlip } = this.auditor;
    const accounts = [{ ...ACCOUNT, balance: 1_000_000 }];
    this.world = new StandingWorld({ seed, shape: SHAPE, accounts, state, onMessage, onView, onSlip });
  }

  async boot(): Promise<RunningTerminal> {
    this.auditor.watch(undefined);
    this.terminal = await this.world.boot();
    this.auditor.watch(this.terminal);
    return this.terminal;
  }

  async act({ withCard, presses, act }: Deed): Promise<void> {
    this.world.visitor(withCard ? this.#card : undefined, [PIN], presses);
    const terminal = this.terminal ?? (await this.boot());
    await act(terminal, this.world);
    this.auditor.note(terminal.status());
    this.world.leave();
  }

  readonly #card = newCard();

  /** Plays until the power goes, or to the end. @returns whether it went */
  async survive(play: () => Promise<void>): Promise<boolean> {
    try {
      await play();
      return false;
    } catch (error) {
      if (!(error instanceof PowerLoss)) throw error;
      this.terminal = undefined;
      await this.world.restorePower();
      return true;
    }
  }

  /** Boots, and meets the bank until nothing is pending. */
  async recover(): Promise<void> {
    this.world.line.restore();
    const terminal = this.terminal ?? (await this.boot());
    for (let contact = 0; contact < CONTACTS && isOpen(terminal); contact++) {
      await terminal.signIn();
      if (terminal.status().settling) await terminal.settle();
    }
    this.auditor.note(terminal.status());
  }

  audit(): readonly string[] {
    return this.terminal ? this.auditor.audit(this.terminal.status()) : ['the terminal is not up'];
  }
}

function isOpen(terminal: RunningTerminal): boolean {
  const { pending, settling } = terminal.status();
  return pending !== undefined || settling;
}

export interface Swept {
  /** How many seams of the visit are of flash, card and line. */
  readonly seams: string;
  /** Blows that they can take. */
  readonly blows: number;
  /** Pairs of a blow to the visit and a blow to the recovery from it. */
  readonly pairs: number;
  /** What was found wrong, with the blows that brought it about. */
  readonly violations: readonly string[];
}

/** Plays what was before, undisturbed, with the terminal off at the end. */
async function prepared({ before }: MoneyVisit, { watch }: SweepOptions): Promise<Run> {
  const run = new Run(NEW_WORLD, 1);
  watch?.(run);
  await run.boot();
  for (const deed of before) await run.act(deed);
  return run;
}

export interface SweepOptions {
  /** How many blows in a row; 1 when left away. */
  readonly depth?: number;
  /** Ends the sweep at so many violations. */
  readonly most?: number;
  /** For a terminal that is known to be bad: what goes wrong undisturbed is a violation like any other. */
  readonly unproven?: boolean;
  /** Is told of each run. */
  readonly watch?: (run: Run) => void;
}

export async function sweep(visit: MoneyVisit, options: SweepOptions = {}): Promise<Swept> {
  const { depth = 1, most = Number.POSITIVE_INFINITY } = options;
  const { seams, wrong } = await undisturbed(visit, options);
  const hits = hitsOf(seams);
  const violations = wrong.map((one) => `undisturbed: ${one}`);
  const seen = new Set<string>();
  let pairs = 0;
  for (const hit of hits) {
    if (violations.length >= most) break;
    const run = await struck(visit, hit, options);
    const found = run.violation;
    if (found) violations.push(...found.map((one) => `${told(hit)}: ${one}`));
    if (depth === 1) continue;
    const deeper = await recoveries(run.moment, depth - 1, seen);
    pairs += deeper.pairs;
    violations.push(...deeper.violations.map((one) => `${told(hit)}, then ${one}`));
  }
  const of = (kind: Seam) => seams.filter((seam) => seam === kind).length;
  return {
    seams: `${of('flash')} flash, ${of('card')} card, ${of('line')} line`,
    blows: hits.length,
    pairs,
    violations,
  };
}

async function undisturbed(visit: MoneyVisit, options: SweepOptions) {
  const run = await prepared(visit, options);
  run.world.power.arm(undefined);
  await run.act(visit.visit);
  const seams = [...run.world.power.passed];
  await run.recover();
  const wrong = run.audit();
  if (wrong.length > 0 && !options.unproven) throw new Error(`undisturbed: ${wrong.join('; ')}`);
  return { seams, wrong };
}

type Blown = Hit & { readonly blow: Blow };

interface Struck {
  /** Right after the blow. */
  readonly moment: Moment;
  readonly violation: readonly string[] | undefined;
}

async function struck(visit: MoneyVisit, hit: Hit, options: SweepOptions): Promise<Struck> {
  const run = await prepared(visit, options);
  run.world.power.arm(hit);
  await run.survive(() => run.act(visit.visit));
  const moment = momentOf(run);
  run.world.power.arm(undefined);
  await run.recover();
  const wrong = run.audit();
  return { moment, violation: wrong.length > 0 ? wrong : undefined };
}

function hitsOf(seams: readonly Seam[]): Blown[] {
  return seams.flatMap((seam, at) => BLOWS[seam].map((blow) => ({ at, blow })));
}

function told({ at, blow }: Blown): string {
  return `${at} ${words(blow)}`;
}

function words(blow: Blow): string {
  if ('tear' in blow) return `flash ${blow.tear}`;
  if ('when' in blow) return `${blow.seam} ${blow.when}`;
  if ('pulled' in blow) return `card pulled ${blow.pulled}`;
  return `line ${Object.values(blow.deed).join(' ')}`;
}

interface Recoveries {
  readonly pairs: number;
  readonly violations: readonly string[];
}

/** Strikes the recovery from a state at every seam; states that were recovered from before are counted and not played. */
async function recoveries(moment: Moment, depth: number, seen: Set<string>): Promise<Recoveries> {
  const quiet = moment.begin(2);
  quiet.world.power.arm(undefined);
  await quiet.recover();
  const hits = hitsOf(quiet.world.power.passed);
  const violations: string[] = [];
  let pairs = hits.length;
  const key = `${depth} ${moment.fingerprint}`;
  if (seen.has(key)) return { pairs, violations };
  seen.add(key);
  for (const hit of hits) {
    const run = moment.begin(3 + hit.at);
    run.world.power.arm(hit);
    await run.survive(() => run.recover());
    const next = momentOf(run);
    run.world.power.arm(undefined);
    await run.recover();
    violations.push(...run.audit().map((one) => `${told(hit)}: ${one}`));
    if (depth > 1) {
      const deeper = await recoveries(next, depth - 1, seen);
      pairs += deeper.pairs;
      violations.push(...deeper.violations.map((one) => `${told(hit)}, then ${one}`));
    }
  }
  return { pairs, violations };
}

/** A world at rest, from which any number of runs can begin. */
interface Moment {
  begin(seed: number): Run;
  /** Flash, books, and what has been seen: what a recovery and its audit go by. The time does not matter to them. */
  readonly fingerprint: string;
}

function momentOf(run: Run): Moment {
  const state = run.world.state();
  const witness = new Auditor(() => run.world.network, run.auditor);
  const fingerprint = `${state.flash?.join() ?? ''} ${JSON.stringify(state.bank)} ${witness.memory()}`;
  return { begin: (seed) => new Run(state, seed, witness), fingerprint };
}
