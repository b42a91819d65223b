/** Each slip of the sample visits on paper: as dots and as the printer's own text it says the same, and all of it. */

import { beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../hosts/desktop/pictures.js';
import type { Fonts } from '../../../hosts/desktop/pixel-surface.js';
import { printerOnDesk } from '../../../hosts/desktop/slip-pictures.js';
import type { Slip } from '../../../src/ports/printer.js';
import { freshFonts } from '../../screens/font-files.js';
import { play, SCENARIOS, scenarioNames } from '../../xs/scenarios.js';
import { Reader } from './paper.js';

let fonts: Fonts;
let reader: Reader;
const slips = new Map<string, Slip>();

beforeAll(async () => {
  fonts = freshFonts();
  reader = new Reader(fonts);
  for (const name of scenarioNames())
    await play(SCENARIOS[name], { printer: { print: async (slip) => void slips.set(JSON.stringify(slip), slip) } });
}, 120_000);

/** Without blanks and rules, which differ with the width. */
function substance(rows: readonly string[]): string {
  return rows
    .join('')
    .replace(/[ -]/g, '')
    .replace(/[旻堃商玥]/g, '□');
}

/** The printer's font has all of GBK, the terminal's own GB 2312: □ for what it lacks. */
function byOwnFont(text: string): string {
  return [...text].map((character) => (fonts.names.glyph(character) ? character : '□')).join('');
}

describe('the slips of the samples', () => {
  it('are many, of each kind', () => {
    const kinds = new Set([...slips.values()].map(({ slip }) => slip));
    expect([...kinds]).toEqual(expect.arrayContaining(['identity', 'purchase', 'void', 'refund', 'settlement']));
  });

  it.each(LANGUAGES)('say the same by dots and by text, in %s, and leave nothing out', async (language) => {
    for (const slip of slips.values()) {
      const byText = printerOnDesk(language);
      await byText.printer.print(slip);
      const byDots = printerOnDesk(language, fonts);
      await byDots.printer.print(slip);
      const text = substance(reader.read(byText.emulated.paper));
      expect(substance(reader.read(byDots.emulated.paper)), slip.slip).toBe(byOwnFont(text));
      const say = (value: Slip['title'] | string) => (typeof value === 'string' ? value : value[language]);
      const lines = slip.lines.map(({ label, value }) => (label ? say(label) : '') + say(value));
      expect(text).toBe(
        substance([say(slip.title), ...lines])
          .replaceAll('’', "'")
          .replaceAll('¥', '￥'),
      );
    }
  });

  it('have their labels on the left and their values on the right', async () => {
    const { printer, emulated } = printerOnDesk('zh', fonts);
    await printer.print({
      slip: 'purchase',
      title: { zh: '签购单', en: 'Receipt' },
      lines: [{ label: { zh: '金额', en: 'Amount' }, value: '¥12.34' }, { value: { zh: '重打印凭证', en: 'Reprint' } }],
    });
    expect(reader.read(emulated.paper)).toEqual([
      `${' '.repeat(9)}签购单${' '.repeat(9 + 24)}`,
      '-'.repeat(48),
      `金额${' '.repeat(37)}￥12.34`,
      `重打印凭证${' '.repeat(38)}`,
      '-'.repeat(48),
    ]);
  });
});
