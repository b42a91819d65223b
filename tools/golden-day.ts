/** What the day of one seed is: lines of its transcript, and SHA-1 over their UTF-16 characters, high byte first. */

import { createHash } from 'node:crypto';
import { playDay } from '../hosts/world/day.js';
import { Drawer } from '../hosts/world/drawer.js';
import { traceLine } from '../src/app/trace/jsonl.js';

export async function goldenDay(
  seed: number,
): Promise<{ readonly seed: number; readonly lines: number; readonly sha1: string }> {
  const lines: string[] = [];
  await playDay(seed, new Drawer(), { write: (event) => void lines.push(traceLine(event)) });
  const bytes = Buffer.from(lines.join('\n'), 'utf16le').swap16();
  return { seed, lines: lines.length, sha1: createHash('sha1').update(bytes).digest('hex').toUpperCase() };
}
