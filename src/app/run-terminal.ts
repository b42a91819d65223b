/** A terminal among people: idle, the menus, what a visit must know, the visit, and its last screen till somebody goes on. */

import type { KeyWait } from '../ports/keypad.js';
import type { World } from '../ports/world.js';
import {
  insertCardView,
  menuView,
  type SwipedCard,
  swipedView,
  takeCardView,
  waitingView,
} from '../screens/menu-views.js';
import type { Use } from '../visits/terminal.js';
import { type Errand, MAIN_MENU, type Menu } from './errands.js';
import { OperatorDoor } from './operator-door.js';
import { ask, type GaveUp, KEY_WITHIN_MS } from './questions.js';
import type { RunningTerminal } from './start-terminal.js';
import { swipedCard } from './swipe.js';

/** How long the last screen of a visit stays when nobody goes on: it may say what is the holder's own. */
const RESULT_STAYS_MS = 60_000;
/** How long nobody need come before the idle screen is shown anew. */
const IDLE_MS = 3_600_000;
/** How long who has swiped a card at the idle screen is told to insert it. */
const SWIPED_STAYS_MS = 10_000;

/** After a visit: somebody goes on, or there is a card that was not there. */
type GoesOn = 'again' | 'came';

/**
 * Serves people by screen and keys for as long as the host lets it. What a visit throws is a Bug, and ends the terminal.
 * @param world the one that the terminal was started with
 * @param operatorPassword digits in ASCII; where there is none the operator's menu stays closed
 */
export async function runTerminal(
  terminal: RunningTerminal,
  world: World,
  operatorPassword: Uint8Array | undefined,
): Promise<never> {
  const counter = new Counter(terminal, world, operatorPassword);
  for (;;) await counter.serve();
}

class Counter {
  readonly #terminal: RunningTerminal;
  readonly #world: World;
  readonly #menu: Menu;
  readonly #door: OperatorDoor;

  constructor(terminal: RunningTerminal, world: World, operatorPassword: Uint8Array | undefined) {
    this.#terminal = terminal;
    this.#world = world;
    this.#door = new OperatorDoor(world, operatorPassword);
    this.#menu = offered(MAIN_MENU, terminal.offers);
  }

  /** From the idle screen back to it. */
  async serve(): Promise<void> {
    await this.#awaitSomebody();
    while (goesOn(await this.#browse(this.#menu)));
  }

  /** Until a card comes, or a key. A card that stays behind is called out, a swiped one asked for. */
  async #awaitSomebody(): Promise<void> {
    const { icc, screen } = this.#world;
    let swiped: SwipedCard | undefined;
    for (;;) {
      const present = await icc.isPresent();
      const isAsked = swiped !== undefined && !present;
      await screen.show(present ? takeCardView() : swiped === undefined ? waitingView() : swipedView(swiped));
      const ended = await this.#awaitChange(present, isAsked ? SWIPED_STAYS_MS : IDLE_MS);
      if (ended === 'pressed' || (ended === 'over' && !present)) return;
      swiped = isSwiped(ended) ? ended : undefined;
    }
  }

  /** Until a key, the card's coming or going, or, while none is in, a swipe. */
  async #awaitChange(present: boolean, withinMs: number): Promise<KeyWait | SwipedCard> {
    const { icc, keypad, stripe } = this.#world;
    const swiped: SwipedCard[] = [];
    const ended = await keypad.awaitKey(withinMs, async () => {
      if ((await icc.isPresent()) !== present) return true;
      const swipe = present ? undefined : await stripe?.swiped();
      if (swipe === undefined) return false;
      swiped.push(swipedCard(swipe));
      return true;
    });
    return swiped[0] ?? ended;
  }

  /** An operator who goes on does so in the operator's menu; a card that comes is a holder's, who finds it closed. */
  async #browse({ name, entries, guarded }: Menu): Promise<GaveUp | GoesOn> {
    const { screen, keypad } = this.#world;
    const opened = guarded ? await this.#door.opens(name) : 'open';
    if (opened !== 'open') return opened;
    for (;;) {
      await screen.show(
        menuView(
          name,
          entries.map((entry) => entry.name),
        ),
      );
      const answer = await keypad.choose(entries.length, KEY_WITHIN_MS);
      if (answer.kind !== 'chosen') return answer.kind === 'timeout' ? 'idle' : 'back';
      const entry = entries[answer.index];
      const ended = 'entries' in entry ? await this.#browse(entry) : await this.#perform(entry);
      if (ended !== 'back' && !(guarded && ended === 'again')) return ended;
    }
  }

  async #perform(errand: Errand): Promise<GaveUp | GoesOn> {
    const answers = await this.#answers(errand);
    if (typeof answers === 'string') return answers;
    const given = errand.needsCard ? await this.#awaitCard(errand) : undefined;
    if (given !== undefined) return given;
    await errand.run(this.#terminal, answers);
    return await this.#afterwards();
  }

  /** Cancel goes back by one question. */
  async #answers({ name, questions }: Errand): Promise<readonly string[] | GaveUp> {
    const answers: string[] = [];
    while (answers.length < questions.length) {
      const asked = await ask(this.#world, name, questions[answers.length], answers);
      if (asked.kind === 'timeout') return 'idle';
      if (asked.kind === 'answered') answers.push(asked.answer);
      else if (answers.pop() === undefined) return 'back';
    }
    return answers;
  }

  /** @returns nothing once the card is there */
  async #awaitCard({ name }: Errand): Promise<GaveUp | undefined> {
    const { icc, screen, clock } = this.#world;
    if (await icc.isPresent()) return undefined;
    await screen.show(insertCardView(name));
    const until = clock.ticks() + KEY_WITHIN_MS;
    for (;;) {
      const ended = await this.#awaitChange(false, until - clock.ticks());
      if (ended === 'over') return undefined;
      if (ended === 'cancelled') return 'back';
      if (ended === 'timeout' || clock.ticks() >= until) return 'idle';
      if (isSwiped(ended)) await screen.show(swipedView(ended));
    }
  }

  /** The last screen stays till a key, the next card, or for a while. */
  async #afterwards(): Promise<'idle' | GoesOn> {
    const { icc, keypad } = this.#world;
    let present = await icc.isPresent();
    const ended = await keypad.awaitKey(RESULT_STAYS_MS, async () => {
      const before = present;
      present = await icc.isPresent();
      return present && !before;
    });
    if (ended === 'over') return 'came';
    return ended === 'pressed' ? 'again' : 'idle';
  }
}

function goesOn(ended: GaveUp | GoesOn): ended is GoesOn {
  return ended === 'again' || ended === 'came';
}

function isSwiped(ended: KeyWait | SwipedCard): ended is SwipedCard {
  return ended === 'with-chip' || ended === 'other' || ended === 'misread';
}

/** The lines of a menu that the terminal's profile has; a menu without any is left away. */
function offered({ entries, ...menu }: Menu, offers: readonly Use[]): Menu {
  const left = entries.flatMap((entry): readonly (Menu | Errand)[] => {
    if (!('entries' in entry)) return offers.includes(entry.use) ? [entry] : [];
    const inner = offered(entry, offers);
    return inner.entries.length > 0 ? [inner] : [];
  });
  return { ...menu, entries: left };
}
