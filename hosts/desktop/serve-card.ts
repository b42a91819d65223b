/** `ssc serve-card`: an emulated card in a reader of the PC/SC daemon, for any program that talks to readers. */

import { parseArgs } from 'node:util';
import { createCard } from '../peers/card/card.js';
import { SeededRandom } from '../world/seeded-random.js';
import { type CardFile, loadCard, writeImage } from './files.js';
import type { Write } from './outputs.js';
import { seedOf, UsageError, usageErrorOf } from './usage.js';
import { serveCard, VPCD_PORT } from './vpcd.js';

const OPTIONS = {
  card: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: String(VPCD_PORT) },
  seed: { type: 'string', default: '1' },
  keep: { type: 'boolean', default: false },
} as const;

const RETRY_MS = 1_000;

/** Serves until SIGINT or SIGTERM. @returns the exit status, 0 */
export async function serveCardCommand(args: readonly string[], write: Write): Promise<number> {
  const values = parseServe(args);
  const { card: path, host, keep } = values;
  if (path === undefined) throw new UsageError('--card FILE is missing');
  const port = portOf(values.port);
  const dice = new SeededRandom(seedOf(values.seed));
  const file = loadCard(path);
  if (keep) demandImage(path, file);
  const card = createCard(file.image(dice), (length) => dice.bytes(length));

  const stop = new AbortController();
  const abort = () => stop.abort();
  for (const signal of SIGNALS) process.once(signal, abort);
  write(`waiting for vpcd at ${host}:${port}; stop with Ctrl-C\n`);
  const onChange = (inserted: boolean) => write(inserted ? 'card in the reader\n' : 'card out of the reader\n');
  await serveCard(card, { host, port, retryMs: RETRY_MS, onChange }, stop.signal);
  if (keep) writeImage(path, card.image());
  return 0;
}

const SIGNALS: readonly NodeJS.Signals[] = Object.freeze(['SIGINT', 'SIGTERM'] as const);

function parseServe(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usageErrorOf(error);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 0xffff) return port;
  throw new UsageError(`--port is a number from 1 to 65535, not '${text}'`);
}

function demandImage(path: string, { kind }: CardFile): void {
  if (kind === 'image') return;
  throw new UsageError(`--keep needs a card image; make one: ssc card new --profile ${path} -o FILE`);
}
