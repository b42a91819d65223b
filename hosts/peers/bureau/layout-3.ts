/**
 * The files of a 3.0 card, [TP]: the official tables are not public, so these are 2.0's with the one change that is
 * known, EF06 opened by RKSSSE (sscard.md 4.9, 16.3).
 */

import { key, type Layout, type LayoutDirectory } from './layout.js';
import { LAYOUT_2 } from './layout-2.js';

function closeHolderFile(directory: LayoutDirectory): LayoutDirectory {
  const files = directory.files.map((file) =>
    file.name === 'SSSEEF06' ? Object.freeze({ ...file, read: key('RKSSSE') }) : file,
  );
  return Object.freeze({ ...directory, files: Object.freeze(files) });
}

export const LAYOUT_3: Layout = Object.freeze({
  version: '3.0',
  directories: Object.freeze(LAYOUT_2.directories.map(closeHolderFile)),
});
