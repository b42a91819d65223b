/** The visits to the medical account that the crash sweep plays: what was before, undisturbed, and the one that is struck. */

import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import type { CardImage } from '../../hosts/peers/card/image.js';
import { parsePsamDescription } from '../../hosts/peers/psam/description.js';
import { createPsam } from '../../hosts/peers/psam/psam.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../../hosts/samples/samples.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { StandingWorld, WorldState } from '../../hosts/world/standing-world.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { witnessOf } from './purse-auditor.js';
import type { PurseMoment } from './purse-sweep.js';

export type PurseDeed = (terminal: RunningTerminal, world: StandingWorld) => Promise<unknown>;

export interface PurseVisit {
  readonly name: string;
  readonly before: readonly PurseDeed[];
  readonly visit: PurseDeed;
  /** Its recovery ends with another upload. */
  readonly uploads?: true;
}

/** The sample that pays offline, as it was issued. */
export function newPurseCard(): CardImage {
  const dice = new SeededRandom(5);
  return issueCard(parseCardProfile(SAMPLE_CARDS['v2-offline-purse']), (length) => dice.bytes(length));
}

export function newPurseMoment(world: WorldState, card: CardImage): PurseMoment {
  const psam = createPsam(parsePsamDescription(SAMPLE_PSAMS.full), (length) => new Uint8Array(length));
  return { world, card, psam: psam.image(), witnessed: witnessOf(card) };
}

const purchase: PurseDeed = (terminal) => terminal.medicalPurchase({ account: 1234, selfPay: 300, pool: 8000 });
const other: PurseDeed = (terminal) => terminal.medicalPurchase({ account: 500, selfPay: 0, pool: 20 });

const settledOffline: PurseDeed = async (terminal, world) => {
  world.bureauLine.cut();
  await terminal.visitLog({ total: 15_000, covered: 10_000, settled: 'offline' });
};
const backAgain: PurseDeed = async (_, world) => world.bureauLine.restore();

/** Which seam of a first purchase DEBIT is. */
const DEBIT = 32;

const pulledAtDebit =
  (pulled: 'before' | 'acted'): PurseDeed =>
  async (terminal, world) => {
    world.power.arm({ at: DEBIT, blow: { seam: 'card', pulled } });
    await terminal.medicalPurchase({ account: 999, selfPay: 1, pool: 2 });
    world.power.arm(undefined);
    if (terminal.status().purse.pending.length !== 1) throw new Error('DEBIT is another seam now');
  };

export const PURSE_VISITS: readonly PurseVisit[] = [
  { name: 'medical-purchase', before: [], visit: purchase },
  { name: 'medical-purchase after another', before: [other], visit: purchase },
  {
    name: 'medical-purchase while one is pending that came about',
    before: [pulledAtDebit('acted')],
    visit: purchase,
  },
  {
    name: 'medical-purchase while one is pending that did not',
    before: [pulledAtDebit('before')],
    visit: purchase,
  },
  { name: 'medical-load', before: [purchase], visit: (terminal) => terminal.medicalLoad({ amount: 5000 }) },
  {
    name: 'visit-log',
    before: [purchase],
    visit: (terminal) => terminal.visitLog({ total: 15_000, covered: 10_000, category: '2' }),
  },
  { name: 'visit-log settled without the host', before: [purchase], visit: settledOffline },
  {
    name: 'visit-log settled at the host after one without',
    before: [settledOffline, backAgain],
    visit: (terminal) => terminal.visitLog({ total: 5000, covered: 4000, settled: 'online' }),
    uploads: true,
  },
  {
    name: 'starting-day while one is pending that came about',
    before: [pulledAtDebit('acted')],
    visit: (terminal) => terminal.startingDay({ day: '0701' }),
  },
  {
    name: 'medical-settle',
    before: [purchase, other],
    visit: (terminal) => terminal.medicalSettle(),
    uploads: true,
  },
  {
    name: 'medical-balance while one is pending',
    before: [pulledAtDebit('acted')],
    visit: (one) => one.medicalBalance(),
  },
];
