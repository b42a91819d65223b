import type { Layout, LayoutVersion } from './layout.js';
import { LAYOUT_1 } from './layout-1.js';
import { LAYOUT_2 } from './layout-2.js';
import { LAYOUT_3 } from './layout-3.js';

/** The file tables of a generation. */
export function layoutOf(version: LayoutVersion): Layout {
  if (version === '1.0') return LAYOUT_1;
  return version === '2.0' ? LAYOUT_2 : LAYOUT_3;
}
