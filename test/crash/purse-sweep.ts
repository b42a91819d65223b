/**
 * The crash sweep over the medical account: a visit is struck at every seam of flash, card and PSAM in every way, the card
 * pulled included, and the recovery after it at every seam in every way again. In the end every fen that left or reached the
 * card stands in the journal, once, and nobody was told of one that does not.
 */

import { createCard } from '../../hosts/peers/card/card.js';
import type { CardImage } from '../../hosts/peers/card/image.js';
import type { Chip } from '../../hosts/peers/chip.js';
import { PowerLoss } from '../../hosts/peers/flash/nor-flash.js';
import { isOfAnyLine } from '../../hosts/peers/line/deeds.js';
import type { PsamImage } from '../../hosts/peers/psam/image.js';
import { restorePsam } from '../../hosts/peers/psam/psam.js';
import { BLOWS, type Blow, type Hit, PULLS, type Seam } from '../../hosts/world/power.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { NEW_WORLD, StandingWorld, type WorldState } from '../../hosts/world/standing-world.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { PurseAuditor, type Witnessed } from './purse-auditor.js';
import { newPurseCard, newPurseMoment, type PurseDeed, type PurseVisit } from './purse-visits.js';

const SHAPE = Object.freeze({ unitCount: 4, unitLength: 6144, programLength: 16 });
const PIN = Object.freeze({ digits: '123456' });
/** Visits of the card within which every unknown is resolved. */
const CONTACTS = 3;

/** All that outlives a terminal's power. */
export interface PurseMoment {
  readonly world: WorldState;
  readonly card: CardImage;
  readonly psam: PsamImage;
  readonly witnessed: Witnessed;
}

/** What a card answers that is not what it knows; undefined where it does not lie. */
export type Lie = (tpdu: Uint8Array) => Uint8Array | undefined;

class Run {
  readonly world: StandingWorld;
  readonly #auditor: PurseAuditor;
  readonly #card: ReturnType<typeof createCard>;
  readonly #psam: ReturnType<typeof restorePsam>;
  terminal: RunningTerminal | undefined;

  readonly #lie: Lie | undefined;

  constructor({ world, card, psam, witnessed }: PurseMoment, seed: number, lie?: Lie) {
    this.#lie = lie;
    const dice = new SeededRandom(seed);
    this.#card = createCard(card, (length) => dice.bytes(length));
    this.#psam = restorePsam(psam, (length) => dice.bytes(length));
    this.#auditor = new PurseAuditor(
      witnessed,
      () => this.terminal?.status().purse,
      () => this.world.bureau.image(),
    );
    const { onView, onSlip } = this.#auditor;
    this.world = new StandingWorld({
      seed,
      shape: SHAPE,
      accounts: [],
      psam: this.#psam,
      state: world,
      onView,
      onSlip,
    });
  }

  async boot(): Promise<RunningTerminal> {
    this.terminal = await this.world.boot();
    return this.terminal;
  }

  async act(deed: PurseDeed): Promise<void> {
    this.world.visitor(this.#watched(), [PIN], [1]);
    await deed(this.terminal ?? (await this.boot()), this.world);
    this.world.leave();
  }

  async survive(play: () => Promise<void>): Promise<void> {
    try {
      await play();
    } catch (error) {
      if (!(error instanceof PowerLoss)) throw error;
      this.terminal = undefined;
      await this.world.restorePower();
    }
  }

  /** Boots, and the holder comes again until nothing is pending; what was being uploaded is uploaded again. */
  async recover(uploads = false): Promise<void> {
    this.world.bureauLine.restore();
    const terminal = this.terminal ?? (await this.boot());
    for (let visit = 0; visit < CONTACTS && terminal.status().purse.pending.length > 0; visit++)
      await this.act((again) => again.medicalBalance());
    if (uploads && terminal.status().purse.rows.length > 0) await terminal.medicalSettle();
  }

  audit(): readonly string[] {
    return this.#auditor.audit(this.#card.image());
  }

  moment(): PurseMoment {
    const witnessed = this.#auditor.witnessed();
    return { world: this.world.state(), card: this.#card.image(), psam: this.#psam.image(), witnessed };
  }

  /** Hears what the card is asked to do with its money. */
  #watched(): Chip {
    const card = this.#card;
    return {
      reset: () => card.reset(),
      powerOff: () => card.powerOff(),
      expectsData: (header) => card.expectsData(header),
      exchange: (tpdu) => {
        this.#auditor.onCommand(tpdu);
        return this.#lie?.(tpdu) ?? card.exchange(tpdu);
      },
    };
  }
}

export interface PurseSwept {
  readonly seams: string;
  readonly blows: number;
  /** Pairs of a blow to the visit and a blow to the recovery from it. */
  readonly pairs: number;
  readonly violations: readonly string[];
}

async function prepared({ before }: PurseVisit, lie: Lie | undefined): Promise<Run> {
  const run = new Run(newPurseMoment(NEW_WORLD, newPurseCard()), 1, lie);
  await run.boot();
  for (const deed of before) await run.act(deed);
  return run;
}

/** @param depth how many blows in a row @param lie of a card that is known to be bad, at depth 1 */
export async function sweepPurse(visit: PurseVisit, depth: 1 | 2, lie?: Lie): Promise<PurseSwept> {
  const quiet = await prepared(visit, lie);
  quiet.world.power.arm(undefined);
  await quiet.act(visit.visit);
  const seams = [...quiet.world.power.passed];
  await quiet.recover(visit.uploads);
  const violations = quiet.audit().map((one) => `undisturbed: ${one}`);
  const hits = hitsOf(seams);
  const seen = new Map<string, Swept>();
  let pairs = 0;
  for (const hit of hits) {
    const run = await prepared(visit, lie);
    run.world.power.arm(hit);
    await run.survive(() => run.act(visit.visit));
    const moment = run.moment();
    run.world.power.arm(undefined);
    await run.survive(() => run.recover(visit.uploads));
    violations.push(...run.audit().map((one) => `${told(hit)}: ${one}`));
    if (depth === 1) continue;
    const deeper = await recoveries(moment, seen, visit.uploads);
    pairs += deeper.pairs;
    violations.push(...deeper.violations.map((one) => `${told(hit)}, then ${one}`));
  }
  const of = (kind: Seam) => seams.filter((seam) => seam === kind).length;
  return {
    seams: `${of('flash')} flash, ${of('card')} card, ${of('psam')} psam${of('line') > 0 ? `, ${of('line')} line` : ''}`,
    blows: hits.length,
    pairs,
    violations,
  };
}

interface Swept {
  readonly pairs: number;
  readonly violations: readonly string[];
}

/** Strikes the recovery from a state at every seam; a state that was recovered from before is not played again. */
async function recoveries(moment: PurseMoment, seen: Map<string, Swept>, uploads?: true): Promise<Swept> {
  const { world, card, witnessed } = moment;
  // The PSAM's counter and the time do not matter to a recovery.
  const key = `${world.flash?.join() ?? ''} ${JSON.stringify(world.bureau)} ${JSON.stringify(card)} ${JSON.stringify(witnessed)}`;
  const known = seen.get(key);
  if (known) return { pairs: known.pairs, violations: [] };
  const quiet = new Run(moment, 2);
  quiet.world.power.arm(undefined);
  await quiet.recover(uploads);
  const hits = hitsOf(quiet.world.power.passed);
  const violations: string[] = [];
  for (const hit of hits) {
    const run = new Run(moment, 3 + hit.at);
    run.world.power.arm(hit);
    await run.survive(() => run.recover(uploads));
    run.world.power.arm(undefined);
    await run.recover(uploads);
    violations.push(...run.audit().map((one) => `${told(hit)}: ${one}`));
  }
  const swept = { pairs: hits.length, violations };
  seen.set(key, swept);
  return swept;
}

/** The line that a medical visit speaks on is the bureau's. */
const meetsAnyLine = (blow: Blow) => !('deed' in blow) || isOfAnyLine(blow.deed);

type Blown = Hit & { readonly blow: Blow };

function hitsOf(seams: readonly Seam[]): Blown[] {
  const blows = (seam: Seam) => (seam === 'card' ? [...BLOWS.card, ...PULLS] : BLOWS[seam].filter(meetsAnyLine));
  return seams.flatMap((seam, at) => blows(seam).map((blow) => ({ at, blow })));
}

function told({ at, blow }: Blown): string {
  return `${at} ${JSON.stringify(blow)}`;
}
