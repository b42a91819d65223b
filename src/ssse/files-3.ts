import { LAYOUT_2 } from './files-2.js';
import { byKey } from './items.js';
import type { CardFile } from './model.js';

/**
 * Every file of a 3.0 card, `[TP]`: the official tables were not found, so these are the 2.0 tables with the one known
 * difference, that the holder's file opens with RKSSSE only (sscard.md 4.9, 16.3).
 */
export const LAYOUT_3: readonly CardFile[] = Object.freeze(
  LAYOUT_2.map((file) => (file.name === 'SSSEEF06' ? Object.freeze({ ...file, read: byKey('RKSSSE') }) : file)),
);
