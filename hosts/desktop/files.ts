/** The files a desktop user hands over: cards, PSAMs, blacklists. Every complaint names the file and the rule. */

import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FormatError } from '../../src/base/format-error.js';
import type { Clock } from '../../src/ports/clock.js';
import { type AccountOpening, accountOf } from '../peers/bank/accounts.js';
import type { ListedEntry } from '../peers/bureau/blacklist-list.js';
import { issueCard } from '../peers/bureau/issue.js';
import { parseCardProfile } from '../peers/bureau/profile.js';
import { type CardImage, parseCardImage } from '../peers/card/image.js';
import { NorFlash, type NorShape, PARTITION } from '../peers/flash/nor-flash.js';
import { type PsamDescription, parsePsamDescription } from '../peers/psam/description.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { parseBlacklist } from './blacklist-file.js';
import { UsageError } from './usage.js';

/** A file of the samples that ship with the project. */
export function samplePath(name: string): string {
  return fileURLToPath(new URL(`../samples/${name}`, import.meta.url));
}

export interface CardFile {
  /** An image can take the card's state back; a description is personalised anew each time. */
  readonly kind: 'image' | 'description';
  /** The card as it lies in the drawer, personalised on the spot if the file describes it. */
  image(random: SeededRandom): CardImage;
  /** The account behind the card's bank side, when the file describes it. */
  readonly account?: AccountOpening;
}

export function loadCard(path: string): CardFile {
  const text = readText(path);
  return parsed(path, () => {
    if (formatOf(text) === 'ssc-card-profile/1') {
      const profile = parseCardProfile(text);
      return {
        kind: 'description',
        image: (random) => parsed(path, () => issueCard(profile, (length) => random.bytes(length))),
        ...(profile.bank && { account: accountOf(profile.bank) }),
      };
    }
    const image = parseCardImage(text);
    return { kind: 'image', image: () => image };
  });
}

/** Puts a card into the drawer. */
export function writeImage(path: string, image: CardImage): void {
  try {
    writeFileSync(path, `${JSON.stringify(image, undefined, 1)}\n`);
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
}

/** What a visit is to be kept in must be there to take it, before the visit moves anything. @throws UsageError */
export function mustBeWritable(path: string): void {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
}

/** A terminal's flash as the last run left it; a file that is not there yet is a blank one. */
export function loadFlash(path: string, random: SeededRandom, clock?: Clock, shape: NorShape = PARTITION): NorFlash {
  const { unitCount, unitLength } = shape;
  mustBeWritable(path);
  const content = existsSync(path) ? readBytes(path) : undefined;
  if (content && content.length !== unitCount * unitLength)
    throw new UsageError(`${path}: a flash is ${unitCount * unitLength} bytes`);
  return new NorFlash(shape, (length) => random.bytes(length), content, clock);
}

export function writeFlash(path: string, flash: NorFlash): void {
  try {
    writeFileSync(path, flash.content());
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
}

/** Plain bytes: a Buffer's slice shares its memory. */
export function readBytes(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new UsageError(`${path}: cannot be read (${codeOf(error)})`);
  }
}

export function loadPsam(path: string): PsamDescription {
  const text = readText(path);
  return parsed(path, () => parsePsamDescription(text));
}

export function loadBlacklist(path: string): ListedEntry[] {
  const text = readText(path);
  return parsed(path, () => parseBlacklist(text));
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path}: cannot be read (${codeOf(error)})`);
  }
}

/** The system's name for what went wrong with a file: ENOENT, EISDIR, … */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

/** Runs a parser; what it finds wrong is the user's to mend. */
export function parsed<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The `format` that a JSON file states, without judging the rest of it. */
function formatOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  } catch {
    return undefined;
  }
}
