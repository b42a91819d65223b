/** The bureau of a desktop visit: its host, and where its books of medical accounts are kept. */

import { existsSync, writeFileSync } from 'node:fs';
import { BureauHost } from '../peers/bureau/bureau-host.js';
import { HsmHost } from '../peers/bureau/hsm-host.js';
import { PurseBooks } from '../peers/bureau/purse-books.js';
import { formatPurseBooks, parsePurseBooks } from '../peers/bureau/purse-books-image.js';
import { testRoot } from '../peers/keys.js';
import type { LineHost } from '../peers/line/line-host.js';
import { codeOf, mustBeWritable, parsed, readText } from './files.js';
import { UsageError } from './usage.js';

/** A bureau at the end of its line, and what it is asked to remember. */
export interface DesktopBureau {
  readonly host: LineHost;
  /** Keeps its books. @throws UsageError */
  keep(): void;
}

/**
 * @param state up, down (the line is there and nobody answers), or none @param file where its books are kept
 * @returns undefined without a line @throws UsageError
 */
export function bureauOf(state: string, file?: string): DesktopBureau | undefined {
  if (state === 'none') return undefined;
  if (state === 'down') return { host: { receive: () => undefined }, keep() {} };
  if (state !== 'up') throw new UsageError(`--bureau is up, down or none, not '${state}'`);
  if (file !== undefined) mustBeWritable(file);
  const books = new PurseBooks(file !== undefined && existsSync(file) ? readBooks(file) : []);
  return {
    host: new BureauHost(books, new HsmHost({ pinKey: testRoot('TPK') })),
    keep: () => file !== undefined && writeBooks(file, books),
  };
}

function readBooks(path: string) {
  const text = readText(path);
  return parsed(path, () => parsePurseBooks(text));
}

function writeBooks(path: string, books: PurseBooks): void {
  try {
    writeFileSync(path, formatPurseBooks(books.image()));
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
}
