/** What is asked by keys before a visit begins: amounts, numbers, a choice. Digits come back as they were typed. */

import type { Text } from '../base/text.js';
import type { DigitsAnswer, KeypadAnswer } from '../ports/keypad.js';
import type { World } from '../ports/world.js';
import { menuView, typeView } from '../screens/menu-views.js';
import { showYuan } from '../screens/money.js';

export type Question = Typing | Choice;

interface Typing {
  /** `amount`: in fen, which shows as yuan. */
  readonly ask: 'amount' | 'number';
  readonly prompt: Text;
  readonly minDigits: number;
  readonly maxDigits: number;
  /** @param answers all so far, this one last @returns what is wrong with it, so that it is asked for again */
  readonly check?: (answers: readonly string[]) => Text | undefined;
}

interface Choice {
  readonly ask: 'choice';
  readonly prompt: Text;
  /** 9 at most; the answer is the index. */
  readonly options: readonly Text[];
}

/** A person has this long for each choice, and for each key of a number. */
export const KEY_WITHIN_MS = 60_000;

/** What a person who gave up wants: the step before, or nothing at all. */
export type GaveUp = 'back' | 'idle';

type Asked = { readonly kind: 'answered'; readonly answer: string } | Exclude<DigitsAnswer, { kind: 'entered' }>;

/**
 * Asks one question until its answer will do.
 * @param title what it is asked for @param answers to the questions before
 */
export async function ask(
  world: Pick<World, 'screen' | 'keypad'>,
  title: Text,
  question: Question,
  answers: readonly string[],
): Promise<Asked> {
  if (question.ask === 'choice') return chosen(await choose(world, question));
  let trouble: Text | undefined;
  for (;;) {
    const typed = await type(world, title, question, trouble);
    if (typed.kind !== 'entered') return typed;
    trouble = question.check?.([...answers, typed.digits]);
    if (trouble === undefined) return { kind: 'answered', answer: typed.digits };
  }
}

async function choose({ screen, keypad }: Pick<World, 'screen' | 'keypad'>, { prompt, options }: Choice) {
  await screen.show(menuView(prompt, options));
  return await keypad.choose(options.length, KEY_WITHIN_MS);
}

function chosen(answer: KeypadAnswer): Asked {
  return answer.kind === 'chosen' ? { kind: 'answered', answer: String(answer.index) } : answer;
}

async function type(
  { screen, keypad }: Pick<World, 'screen' | 'keypad'>,
  title: Text,
  { ask, prompt, minDigits, maxDigits }: Typing,
  trouble: Text | undefined,
): Promise<DigitsAnswer> {
  const shown = (digits: string) => (ask === 'amount' ? showYuan(Number(digits)) : digits);
  const onTyped = (digits: string) => screen.show(typeView(title, prompt, shown(digits), trouble));
  await onTyped('');
  return await keypad.enterDigits({ minDigits, maxDigits, withinMs: KEY_WITHIN_MS, onTyped });
}
