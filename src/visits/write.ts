/** 卡信息更新: writes files of the card by their address (SPEC-7 8, SC iWriteCard; sscard.md 5.1, 10.2, 12). */

import { words } from '../base/text.js';
import type { View } from '../ports/screen.js';
import { doneView } from '../screens/views.js';
import type { CardFile, Generation } from '../ssse/model.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { Proof, SocialCard } from '../ssse/social-card.js';
import { type FileWriter, isUpdate } from '../ssse/write-file.js';
import { type PlannedFile, planWrite, readWriteOrder, type WriteMeaning, type WriteOrder } from '../ssse/write-plan.js';
import { type Aftermath, aftermathTexts, type ItemProgress, type ItemState } from './aftermath.js';
import { enterPin } from './pin-entry.js';
import { addressed } from './read.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface WriteRequest {
  /** `DF01EF05|21|$DF02EF07|$` */
  readonly address: string;
  /** The same files, with a value in the place of each item. */
  readonly data: string;
  /** Where the rights table leaves the choice. */
  readonly proof: Proof;
  /** What the values of a 1.0 card mean. */
  readonly meaning: WriteMeaning;
}

export interface Written {
  /** In the order in which they were written. */
  readonly items: readonly ItemProgress[];
}

/**
 * Writes item by item, in the order of the address. What fits no version that the terminal accepts is refused before the card
 * is powered up, what does not fit this card's version before anything but its own data has been read.
 */
export async function write(terminal: Terminal, request: WriteRequest): Promise<VisitResult<Written>> {
  const order = readWriteOrder(request.address, request.data, request.meaning);
  const job = new WriteJob(terminal, request.proof);
  return await socialVisit<Written>(
    terminal,
    'write',
    async (card) => (isRefusal(order) ? order : await job.run(card, order)),
    writtenView,
    {
      prepare: async () => (isRefusal(order) ? order : misfitOf(order, terminal)),
      leaves: (unanswered) => job.aftermath(unanswered),
    },
  );
}

/**
 * The same of one file whose data come once its key is proved (SC iWriteCard_HSM_Step2; sscard.md 12): what does not fit is
 * refused before the first update.
 */
export async function writeOnceProved(
  terminal: Terminal,
  { address, proof, meaning }: Omit<WriteRequest, 'data'>,
  data: () => string,
): Promise<VisitResult<Written>> {
  const files = addressed(address);
  const job = new WriteJob(terminal, proof);
  const work = async (card: SocialCard): Promise<Written | Refusal> => {
    if (isRefusal(files)) return files;
    const [{ name }] = files;
    const file = card.file(name);
    const writer = file === undefined ? { ...refuse('file-unknown'), file: name } : await job.open(card, file);
    if (isRefusal(writer)) return writer;
    const order = readWriteOrder(address, data(), meaning);
    return isRefusal(order) ? order : await job.run(card, order);
  };
  return await socialVisit<Written>(terminal, 'write', work, writtenView, {
    prepare: async () => (isRefusal(files) ? files : undefined),
    leaves: (unanswered) => job.aftermath(unanswered),
  });
}

/** Why no card that the terminal accepts has room for this; of several reasons that of the commonest version. */
function misfitOf(order: WriteOrder, { acceptance }: Terminal): Refusal | undefined {
  const accepted = VERSIONS.filter((version) => acceptance.versions.includes(version));
  const plans = accepted.map((version) => planWrite(order, version));
  const [first] = plans;
  if (first === undefined) return refuse('version-unsupported');
  return plans.every(isRefusal) && isRefusal(first) ? first : undefined;
}

const VERSIONS: readonly Generation[] = Object.freeze(['2.0', '3.0', '1.0']);

class WriteJob {
  readonly #terminal: Terminal;
  readonly #proof: Proof;
  readonly #items: { file: string; item: string; state: ItemState }[] = [];
  /** The item that is being written, and whether some of it is on the card. */
  #current: { at: number; begun: () => boolean } | undefined;

  constructor(terminal: Terminal, proof: Proof) {
    this.#terminal = terminal;
    this.#proof = proof;
  }

  /** Fulfils what the file wants before it is written. */
  async open(card: SocialCard, file: CardFile): Promise<FileWriter | Refusal> {
    const refused = card.needsPin(file.write, this.#proof) ? await enterPin(this.#terminal, card) : undefined;
    return refused ?? (await card.openToWrite(file, this.#proof));
  }

  async run(card: SocialCard, order: WriteOrder): Promise<Written | Refusal> {
    const plan = planWrite(order, card.generation);
    if (isRefusal(plan)) return plan;
    for (const { file, items } of plan) {
      for (const { label } of items) this.#items.push({ file: file.name, item: label, state: 'not-written' });
    }
    let at = 0;
    for (const planned of plan) {
      const refused = await this.#writeFile(card, planned, at);
      if (refused) return { ...refused, file: planned.file.name };
      at += planned.items.length;
    }
    return { items: this.#items };
  }

  /** How far it came; undefined where the card is as it was. */
  aftermath(unanswered: number | undefined): Aftermath | undefined {
    if (this.#current && unanswered !== undefined && isUpdate(unanswered)) this.#settle('unknown');
    else if (this.#current) this.#settle('not-written');
    const touched = this.#items.some(({ state }) => state !== 'not-written');
    return touched ? { left: 'items', items: this.#items } : undefined;
  }

  /** @param first where its items begin among all */
  async #writeFile(card: SocialCard, { file, items }: PlannedFile, first: number): Promise<Refusal | undefined> {
    const writer = await this.open(card, file);
    if (isRefusal(writer)) return writer;
    for (const [i, item] of items.entries()) {
      this.#current = { at: first + i, begun: () => writer.begun };
      const refused = await writer.write(item);
      if (refused) {
        // 65xx: the card failed while it wrote, and what is in the memory now it does not say (ISO/IEC 7816-4 5.1.3).
        this.#settle(refused.sw !== undefined && refused.sw >> 8 === 0x65 ? 'unknown' : 'not-written');
        return refused;
      }
      this.#settle('written');
    }
    return undefined;
  }

  #settle(state: ItemState): void {
    if (this.#current === undefined) return;
    const { at, begun } = this.#current;
    this.#items[at].state = state !== 'written' && begun() ? 'partly' : state;
    this.#current = undefined;
  }
}

function writtenView({ items }: Written): View {
  const lines = items.length > 0 ? aftermathTexts({ left: 'items', items }).map((value) => ({ value })) : [];
  return doneView('written', words('已写入', 'Written'), lines);
}
