/** `ssc card new`: a description in, a personalised card image out. */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../world/seeded-random.js';
import { loadCard } from './files.js';
import type { Write } from './outputs.js';
import { UsageError } from './usage.js';

const OPTIONS = {
  profile: { type: 'string' },
  output: { type: 'string', short: 'o' },
  seed: { type: 'string', default: '1' },
} as const;

export function cardCommand(args: readonly string[], write: Write): number {
  const { values, positionals } = parseCard(args);
  if (positionals.length !== 1 || positionals[0] !== 'new') throw new UsageError('card what? only: card new');
  const { profile, output } = values;
  if (profile === undefined) throw new UsageError('--profile FILE is missing');
  if (output === undefined) throw new UsageError('-o FILE is missing');
  if (!/^\d{1,10}$/.test(values.seed)) throw new UsageError(`--seed is a whole number, not '${values.seed}'`);
  const card = loadCard(profile);
  if (card.kind !== 'description') throw new UsageError(`${profile}: is a card image already, not a description`);
  const image = card.image(new SeededRandom(Number(values.seed)));
  try {
    writeFileSync(output, `${JSON.stringify(image, undefined, 1)}\n`);
  } catch {
    throw new UsageError(`${output}: cannot be written`);
  }
  write(`${output}: card personalised\n`);
  return 0;
}

function parseCard(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}
