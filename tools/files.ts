/** Finds the project's own files, by paths relative to its top with `/` between the names. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The top folder of the project, ending in `/`. */
export const TOP = fileURLToPath(new URL('../', import.meta.url)).replaceAll('\\', '/');

/** Folders that hold what was installed or made, never what was written. */
const MADE: readonly string[] = Object.freeze(['node_modules', 'dist', 'coverage']);

/** Every file below `folder` whose path ends with `ending`, sorted. An absent folder has none. */
export function filesIn(folder: string, ending = ''): string[] {
  if (!existsSync(TOP + folder)) return [];
  const found: string[] = [];
  for (const entry of readdirSync(TOP + folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!MADE.includes(entry.name)) found.push(...filesIn(path, ending));
    } else if (path.endsWith(ending)) found.push(path);
  }
  return found.sort();
}

export function exists(path: string): boolean {
  return existsSync(TOP + path);
}

export function readText(path: string): string {
  return readFileSync(TOP + path, 'utf8');
}
