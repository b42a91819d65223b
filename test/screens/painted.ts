/** The hashes of painted screens, for the test that compares them and for the tool that writes them anew. */

import { createHash } from 'node:crypto';
import { LANGUAGES, pagesOf } from '../../hosts/desktop/pictures.js';
import type { Fonts } from '../../hosts/desktop/pixel-surface.js';
import type { View } from '../../src/ports/screen.js';
import { play, SCENARIOS } from '../xs/scenarios.js';

/** Scenarios whose screens are kept. */
export const PAINTED: readonly string[] = [
  'identify-v2-des',
  'purchase-dda',
  'enquire-pin-locks',
  'medical-purchase',
  'no-card',
];

/** Each screen of the scenarios once. */
export async function viewsOf(scenarios: readonly string[]): Promise<View[]> {
  const views = new Map<string, View>();
  for (const scenario of scenarios)
    await play(SCENARIOS[scenario], { screen: { show: async (view) => void views.set(JSON.stringify(view), view) } });
  return [...views.values()];
}

/** Of each page of each screen of a scenario, in both languages, by its place, its name, language and page. */
export async function paintedHashes(scenario: string, fonts: Fonts): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [place, view] of (await viewsOf([scenario])).entries())
    for (const language of LANGUAGES)
      for (const [page, pixels] of (await pagesOf(view, language, fonts)).entries()) {
        if (hasUnpainted(pixels)) throw new Error(`${view.screen} leaves pixels unpainted`);
        const hash = createHash('sha256').update(pixels).digest('hex').slice(0, 16);
        hashes[`${place + 1} ${view.screen} ${language} ${page + 1}`] = hash;
      }
  return hashes;
}

/** The colour that PixelSurface has where nobody painted. */
function hasUnpainted(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3)
    if (pixels[i] === 0xff && pixels[i + 1] === 0 && pixels[i + 2] === 0xff) return true;
  return false;
}
