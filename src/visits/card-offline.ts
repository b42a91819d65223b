/**
 * 临时脱网结算 of a card that settles at the host (V2 tags 90, 92, 93 of DF04 EF06; sscard.md 4.6, 8 `[1]`): the card counts
 * what was settled while the host was away, and the next settlement at the host clears that. Known are the three items, that
 * 90 = 1 permits it, that each one adds to 92 and 93, and that both are cleared. Limits and flow (38号文) are public nowhere:
 * those here are this project's (sscard.md 16.5) `[TP]`. What a 1.0 card has under these tags are totals of its account,
 * unless it was written with the 2.0 meaning (sscard.md 4.8).
 */

import { FormatError } from '../base/format-error.js';
import type { OfflineCounts } from '../screens/purse-views.js';
import { decodeFile } from '../ssse/file-values.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { beyondOffline, reachBureau } from './offline-medical.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitRefusal } from './visit-result.js';
import { writeValues } from './write-values.js';

/** How a visit was settled that a card records: at the host, or without it. */
export type Settled = 'online' | 'offline';

const FILE = 'DF04EF06';
const PERMIT = 0x90;
const SUM = 0x92;
const COUNT = 0x93;
const PERMITTED = '1';

/**
 * Why the visit may not be recorded as settled so; the card has not been touched. At the host: what waits for the bureau goes
 * there first, so that nothing offline is older than what is cleared. Without it: only where it cannot be reached, and within
 * what the terminal may have waiting. @param fen what account and pool pay of the visit
 */
export async function settlementObstacle(
  terminal: Terminal,
  settled: Settled,
  fen: number,
): Promise<PaymentRefusal | undefined> {
  if (settled === 'online') return terminal.clearing && (await reachBureau(terminal));
  if (terminal.social.offlineCards === undefined) return { refused: 'offline-never' };
  const missing = await reachBureau(terminal);
  if (missing === undefined) return { refused: 'offline-needless' };
  return beyondOffline(terminal, missing, fen);
}

interface Held extends OfflineCounts {
  readonly permitted: boolean;
}

/** What one card has counted, before and after the line of a visit. */
export class CardCounts {
  readonly #terminal: Terminal;
  readonly #settled: Settled | undefined;
  readonly #fen: number;
  #before: Held | undefined;
  #now: OfflineCounts | undefined;
  #isTouched = false;

  /** @param settled undefined leaves the card's counts alone @param fen what account and pool pay of the visit */
  constructor(terminal: Terminal, settled: Settled | undefined, fen: number) {
    this.#terminal = terminal;
    this.#settled = settled;
    this.#fen = fen;
  }

  /** Undefined where nobody has looked, or the card counts nothing. */
  get now(): OfflineCounts | undefined {
    return this.#now;
  }

  /** Whether the card may have counted what has no line. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  /**
   * Before the line: a settlement without the host is counted now. A cut in between leaves the card with one too many, and
   * never with a line that it has not counted. The PIN has been verified.
   */
  async before(card: SocialCard): Promise<VisitRefusal | undefined> {
    if (this.#settled === undefined) return undefined;
    const held = await readCounts(card);
    if (isRefusal(held)) return held;
    this.#before = held;
    if (this.#settled === 'online') return undefined;
    if (held?.permitted !== true) return { refused: 'offline-not-permitted' };
    const counted = { sum: held.sum + this.#fen, count: held.count + 1 };
    const beyond = this.#beyond(counted);
    if (beyond) return beyond;
    const refused = await writeCounts(card, counted, () => {
      this.#isTouched = true;
    });
    if (refused === undefined) this.#now = counted;
    return refused;
  }

  /** After it: a settlement at the host clears what was counted. A card that has nothing is left alone. */
  async after(card: SocialCard): Promise<Refusal | undefined> {
    const before = this.#before;
    if (this.#settled !== 'online' || before === undefined) return undefined;
    const refused = before.sum === 0 && before.count === 0 ? undefined : await writeCounts(card, NOTHING);
    if (refused === undefined) this.#now = NOTHING;
    return refused;
  }

  #beyond({ sum, count }: OfflineCounts): PaymentRefusal | undefined {
    const limits = this.#terminal.social.offlineCards;
    if (limits === undefined) return { refused: 'offline-never' };
    if (this.#fen > limits.payment) return { refused: 'offline-payment' };
    if (count > limits.count) return { refused: 'card-offline-count' };
    return sum > limits.sum ? { refused: 'card-offline-sum' } : undefined;
  }
}

const NOTHING: OfflineCounts = Object.freeze({ sum: 0, count: 0 });

/** EF06, with RK1DF04 and the PIN. @returns undefined where the card counts nothing */
async function readCounts(card: SocialCard): Promise<Held | Refusal | undefined> {
  const file = card.file(FILE);
  if (file === undefined) return undefined;
  const content = await card.read(file, 'key');
  if (isRefusal(content)) return content.refused === 'file-missing' ? undefined : { ...content, file: FILE };
  if (content.kind !== 'records') return refuse('card-data-malformed');
  try {
    const values = decodeFile(file, content.records, card.generation);
    const find = (tag: number) => values.find(({ item }) => item.tag === tag);
    // With the meaning of 1.0 it is an amount.
    if (find(PERMIT)?.item.type !== 'an') return undefined;
    const textOf = (tag: number) => (find(tag)?.value.set ? (find(tag)?.value.text ?? '') : '0');
    const [sum, count] = [textOf(SUM), textOf(COUNT)];
    if (!/^\d+$/.test(sum) || !/^\d+$/.test(count)) return { ...refuse('card-data-malformed'), file: FILE };
    return { permitted: textOf(PERMIT) === PERMITTED, sum: Number(sum), count: Number(count) };
  } catch (error) {
    if (error instanceof FormatError) return { ...refuse('card-data-malformed'), file: FILE };
    throw error;
  }
}

/** 92 in eight digits, 93 in two `[TP]`: no source says how its two characters count. Under UK2DF04. */
async function writeCounts(
  card: SocialCard,
  { sum, count }: OfflineCounts,
  onBegun?: () => void,
): Promise<Refusal | undefined> {
  const values = `${String(sum).padStart(8, '0')}|${String(count).padStart(2, '0')}`;
  return await writeValues(card, `${FILE}|92|93|$`, `${FILE}|${values}|$`, '2.0', onBegun);
}
