/** `ssc card new`: a description in, a personalised card image out. */

import { parseArgs } from 'node:util';
import { SeededRandom } from '../world/seeded-random.js';
import { loadCard, writeImage } from './files.js';
import type { Write } from './outputs.js';
import { seedOf, UsageError, usageErrorOf } from './usage.js';

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
  const seed = seedOf(values.seed);
  const card = loadCard(profile);
  if (card.kind !== 'description') throw new UsageError(`${profile}: is a card image already, not a description`);
  writeImage(output, card.image(new SeededRandom(seed)));
  write(`${output}: card personalised\n`);
  return 0;
}

function parseCard(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageErrorOf(error);
  }
}
