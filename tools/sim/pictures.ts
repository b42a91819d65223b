/** Takes the README's pictures: what somebody sees who identifies a card, changes its PIN, pays, and is refused. */

import { mkdirSync } from 'node:fs';
import { run } from '../command.js';
import { Operator, PROGRAMS } from './operator.js';

const PIN = Object.freeze([1, 2, 3, 4, 5, 6] as const);
const NEW_PIN = Object.freeze([9, 7, 5, 3, 1] as const);

/** @returns what is missing to take pictures; undefined where all is there */
export async function missingForPictures(): Promise<string | undefined> {
  const found = await Promise.all(PROGRAMS.map((program) => run('which', [program])));
  const missing = PROGRAMS.filter((_, i) => !found[i].ok);
  return missing.length === 0 ? undefined : `pictures take ${missing.join(', ')}`;
}

/** @throws Error where a screen does not come */
export async function takePictures(sdk: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const operator = new Operator();
  const takes = (name: string, of: 'face' | 'window' = 'face') => operator.takesPicture(`${folder}/${name}.png`, of);
  try {
    await operator.open(sdk);
    await takes('idle', 'window');
    await identifies(operator, takes);
    await changesPin(operator, takes);
    await pays(operator, takes);
    await isRefused(operator, takes);
  } finally {
    operator.close();
  }
}

type Takes = (name: string) => Promise<void>;

async function identifies(operator: Operator, takes: Takes): Promise<void> {
  await operator.uses('insert');
  await operator.reads('menu');
  await takes('menu');
  await operator.presses(1);
  await operator.reads('identity');
  await takes('identity');
}

async function changesPin(operator: Operator, takes: Takes): Promise<void> {
  await operator.goesOn(1, 'menu');
  await operator.presses(4);
  await operator.reads('menu');
  await operator.presses(2);
  await operator.reads('pin');
  await operator.presses(...PIN);
  await takes('pin');
  await operator.presses('enter');
  await operator.reads('new-pin');
  await operator.presses(...NEW_PIN, 'enter');
  await operator.reads('new-pin-again');
  await operator.presses(...NEW_PIN, 'enter');
  await operator.reads('pin-changed');
  await takes('pin-changed');
}

async function pays(operator: Operator, takes: Takes): Promise<void> {
  await operator.uses('paperTear');
  await types(operator);
  await takes('amount');
  await operator.presses('enter');
  await operator.reads('bank-pin');
  await operator.presses(...PIN, 'enter');
  await operator.reads('purchase');
  await takes('approved');
  await operator.uses('paperUp');
  await takes('receipt');
}

/** In English, with the bank's line down. */
async function isRefused(operator: Operator, takes: Takes): Promise<void> {
  await operator.uses('language');
  await types(operator);
  await operator.presses('enter');
  await operator.reads('bank-pin');
  await takes('bank-pin-english');
  await operator.presses(...PIN, 'enter');
  await operator.reads('purchase');
  await takes('approved-english');
  await operator.uses('bank');
  await types(operator);
  await operator.presses('enter');
  await operator.reads('bank-pin');
  await operator.presses(...PIN, 'enter');
  await operator.reads('refused');
  await takes('refused-english');
}

/** From the last screen of a visit to an amount of a purchase. */
async function types(operator: Operator): Promise<void> {
  await operator.goesOn(1, 'menu');
  await operator.presses(5);
  await operator.reads('menu');
  await operator.presses(1);
  await operator.reads('type');
  await operator.presses(1, 2, 3, 4);
}
