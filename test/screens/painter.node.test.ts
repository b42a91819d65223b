/** Painted screens of the sample scenarios: whole, in both languages, and the same pixels as when a person last looked. */

import { beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../hosts/desktop/pictures.js';
import { type Fonts, PixelSurface } from '../../hosts/desktop/pixel-surface.js';
import type { View } from '../../src/ports/screen.js';
import type { Colour, Face, Rect, Surface } from '../../src/ports/surface.js';
import type { Language } from '../../src/screens/layout.js';
import { menuView } from '../../src/screens/menu-views.js';
import { PaintedScreen } from '../../src/screens/painted-screen.js';
import { freshFonts } from './font-files.js';
import { PAINTED, paintedHashes, viewsOf } from './painted.js';
import golden from './painted.json' with { type: 'json' };

let fonts: Fonts;
beforeAll(() => {
  fonts = freshFonts();
}, 120_000);

/** A surface that remembers what was written, for what pixels do not say. */
class Witness implements Surface {
  readonly width = 240;
  readonly height = 320;
  written: { text: string; face: Face; x: number; y: number }[] = [];
  readonly bands: Rect[] = [];
  readonly #inner = new PixelSurface(240, 320, fonts);
  lineHeight = (face: Face) => this.#inner.lineHeight(face);
  measure = (text: string, face: Face) => this.#inner.measure(text, face);
  fill() {}
  bitmap() {}
  end() {}
  begin(rect: Rect) {
    this.bands.push(rect);
  }
  text(text: string, face: Face, _colour: Colour, x: number, y: number) {
    this.written.push({ text, face, x, y });
  }
}

/** What is written on all pages, without the blanks. */
async function wordsOf(view: View, language: Language): Promise<{ all: string; witness: Witness; pages: number }> {
  const witness = new Witness();
  const screen = new PaintedScreen(witness, language);
  await screen.show(view);
  while (screen.nextPage()) expect(screen.pages).toBeGreaterThan(1);
  return {
    all: witness.written
      .map(({ text }) => text)
      .join('')
      .replace(/ /g, ''),
    witness,
    pages: screen.pages,
  };
}

/** Without blanks, and without the few characters of the samples that GB 2312 has not. */
function shown(text: string): string {
  return text.replace(/ /g, '').replace('旻', '□<U+65FB>').replace('堃', '□<U+5803>').replace('玥', '□<U+73A5>');
}

const SAMPLES = [
  'identify-v2-des',
  'identify-v2-rich',
  'no-card',
  'purchase-dda',
  'enquire-all-by-pin',
  'enquire-pin-locks',
  'medical-purchase',
];

describe('the screens of the samples', () => {
  it('say on their pages all that the view says, inside the margins, every band once', async () => {
    const views = await viewsOf(SAMPLES);
    expect(views.length).toBeGreaterThan(15);
    for (const view of views)
      for (const language of LANGUAGES) {
        const { all, witness, pages } = await wordsOf(view, language);
        const say = (value: View['title'] | string) => (typeof value === 'string' ? value : value[language]);
        for (const { label, value } of view.lines)
          for (const text of [...(label ? [say(label)] : []), say(value)])
            expect(all, `${view.screen} ${language}`).toContain(shown(text));
        for (const { text, face, x, y } of witness.written) {
          expect(x, text).toBeGreaterThanOrEqual(12);
          expect(x + (witness.measure(text, face) ?? 999), text).toBeLessThanOrEqual(228);
          expect(y + witness.lineHeight(face), text).toBeLessThanOrEqual(320);
        }
        const painted = witness.bands.reduce((sum, { height }) => sum + height, 0);
        expect(painted, view.screen).toBe(320 * pages);
      }
  });

  it('go on on further pages where one is not enough, and say so', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => ({
      label: { zh: `项目${i}`, en: `Item ${i}` },
      value: `value ${i}`,
    }));
    const view: View = { screen: 'long', tone: 'done', title: { zh: '很长', en: 'Long' }, lines };
    const { all, pages } = await wordsOf(view, 'en');
    expect(pages).toBeGreaterThan(2);
    expect(all).toContain(`Page1of${pages}`);
    expect(all).toContain('value39');
  });

  it('say what a key does that the page does not show: on a last screen, its last page, and a menu', async () => {
    const name = { zh: '名', en: 'Name' };
    const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ label: name, value: `value ${i}` }));
    const done: View = { screen: 's', tone: 'done', title: name, lines: rows(2) };
    expect((await wordsOf(done, 'zh')).all).toMatch(/任意键继续$/);
    expect((await wordsOf({ ...done, holds: true }, 'zh')).all).not.toContain('键');
    const { all, pages } = await wordsOf({ ...done, lines: rows(20) }, 'en');
    expect(all.split('Enterturns').length, 'Enter turns no last page').toBe(pages);
    expect(all).toMatch(new RegExp(`Lastof${pages}.Anykeygoeson$`));
    const menu = menuView(name, [name, name]);
    expect((await wordsOf(menu, 'en')).all).toMatch(/Cancelgoesback$/);
    const confirm: View = { ...menu, lines: [{ value: 'sure?' }, ...menu.lines] };
    expect((await wordsOf(confirm, 'en')).all).not.toContain('Cancel');
  });

  it('leave the hint away where the page has no room for it, and keep one page one page', async () => {
    const lines = Array.from({ length: 9 }, (_, i) => ({ label: { zh: '项', en: 'Item' }, value: String(i) }));
    const { all, pages } = await wordsOf({ screen: 's', tone: 'done', title: { zh: '满', en: 'Full' }, lines }, 'zh');
    expect([pages, all.includes('键')]).toEqual([1, false]);
  });

  it('begin the page of what a heading stands above with the heading', async () => {
    const fact = (i: number) => ({ label: { zh: '项', en: 'Item' }, value: `fact ${i}` });
    const heading = { label: { zh: '标题', en: 'Heading' }, value: '' };
    for (let before = 1; before < 12; before++) {
      const lines = [...Array.from({ length: before }, (_, i) => fact(i)), heading, ...[90, 91, 92, 93].map(fact)];
      const witness = new Witness();
      const screen = new PaintedScreen(witness, 'en');
      await screen.show({ screen: 's', tone: 'done', title: { zh: '长', en: 'Long' }, lines });
      const words = () => witness.written.map(({ text }) => text);
      while (!words().includes('Heading') && screen.nextPage());
      const onItsPage = words().slice(words().indexOf('Heading'));
      expect(onItsPage, `${before} rows above`).toContain('fact 90');
    }
  });

  it('show on every page the keys that can be pressed', async () => {
    const lines = [
      ...Array.from({ length: 30 }, (_, i) => ({ value: `line ${i}` })),
      { label: { zh: '1', en: '1' }, value: { zh: '确认', en: 'Confirm' } },
    ];
    const { all, pages } = await wordsOf({ screen: 'ask', tone: 'ask', title: { zh: '问', en: 'Ask' }, lines }, 'en');
    expect(pages).toBeGreaterThan(1);
    expect(all.split('1Confirm').length - 1).toBe(pages);
  });

  it('write a name in the face that has it, and a character that no face has as its number', async () => {
    const view = (value: string): View => ({
      screen: 's',
      tone: 'done',
      title: { zh: '名', en: 'Name' },
      lines: [{ value }],
    });
    const { written } = (await wordsOf(view('鲍彧鑫'), 'zh')).witness;
    expect(written).toContainEqual(expect.objectContaining({ text: '鲍□<U+5F67>鑫', face: 'names' }));
  });

  it('show a dot a digit, and never a digit', async () => {
    const surface = new PixelSurface(240, 320, fonts);
    const screen = new PaintedScreen(surface, 'zh');
    const view: View = { screen: 'pin', tone: 'ask', title: { zh: '密码', en: 'PIN' }, lines: [] };
    await screen.show(view);
    const dots = () => {
      let dark = 0;
      let was = false;
      for (let x = 20; x < 220; x++) {
        const is = surface.pixels[(290 * 240 + x) * 3] < 0x80;
        if (is && !was) dark++;
        was = is;
      }
      return dark;
    };
    expect(dots()).toBe(0);
    for (const digits of [1, 6, 12]) {
      screen.showDigits(digits);
      expect(dots()).toBe(digits);
    }
  });
});

describe('pixels', () => {
  it('are kept of the scenarios that were looked at', () => {
    expect(Object.keys(golden)).toEqual(PAINTED);
  });

  it.each(PAINTED)('of %s are those that were looked at', async (scenario) => {
    expect(
      await paintedHashes(scenario, fonts),
      'look at the pictures of `ssc visit … --screens`, then: npm run golden',
    ).toEqual((golden as Record<string, Record<string, string>>)[scenario]);
  });
});
