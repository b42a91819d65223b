/** The files a desktop user hands over: cards, PSAMs, blacklists. Every complaint names the file and the rule. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FormatError } from '../../src/base/format-error.js';
import type { BlacklistEntry } from '../../src/ssse/blacklist.js';
import { issueCard } from '../peers/bureau/issue.js';
import { parseCardProfile } from '../peers/bureau/profile.js';
import { type CardImage, parseCardImage } from '../peers/card/image.js';
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
}

export function loadCard(path: string): CardFile {
  const text = readText(path);
  return parsed(path, () => {
    if (formatOf(text) === 'ssc-card-profile/1') {
      const profile = parseCardProfile(text);
      return { kind: 'description', image: (random) => issueCard(profile, (length) => random.bytes(length)) };
    }
    const image = parseCardImage(text);
    return { kind: 'image', image: () => image };
  });
}

export function loadPsam(path: string): PsamDescription {
  const text = readText(path);
  return parsed(path, () => parsePsamDescription(text));
}

export function loadBlacklist(path: string): BlacklistEntry[] {
  const text = readText(path);
  return parsed(path, () => parseBlacklist(text));
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`${path}: cannot be read (${code})`);
  }
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
