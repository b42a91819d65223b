/** Screens through the renderer of the SDK have the pixels of those in memory, point by point. */

import { beforeAll, describe, expect, it } from 'vitest';
import { bitmapFont } from '../../../hosts/desktop/fonts.js';
import { PixelSurface } from '../../../hosts/desktop/pixel-surface.js';
import type { BitmapFont } from '../../../hosts/peers/display/bitmap-font.js';
import { EmulatedPoco } from '../../../hosts/peers/display/emulated-poco.js';
import { type PocoFont, PocoSurface } from '../../../src/drivers/display/poco-surface.js';
import type { Face } from '../../../src/ports/surface.js';
import { type Language, layOut } from '../../../src/screens/layout.js';
import { menuView, swipedView, typeView, waitingView } from '../../../src/screens/menu-views.js';
import { PaintedScreen } from '../../../src/screens/painted-screen.js';
import { bmf } from '../../../tools/fonts/bmf.js';
import { faces } from '../../../tools/fonts/faces.js';
import { viewsOf } from '../../screens/painted.js';

type Flashed = ArrayBuffer & PocoFont;

/** What the SDK's parseBMF reads of a font: line height, where the characters' length stands, and their number. */
function flashed(fnt: Uint8Array): Flashed {
  const buffer = fnt.slice().buffer;
  const view = new DataView(buffer);
  let at = 4;
  let height = 0;
  while (view.getUint8(at) !== 4) {
    if (view.getUint8(at) === 2) height = view.getUint16(at + 5, true);
    at += 5 + view.getUint32(at + 1, true);
  }
  return Object.assign(buffer, { height, position: at + 1, charCount: view.getUint32(at + 1, true) / 20 });
}

let flash: Record<Face, Flashed>;
let read: Map<Flashed, BitmapFont>;
beforeAll(() => {
  const made = faces().map((face) => ({ name: face.name, ...bmf(face) }));
  const entries = made.map(({ name, fnt, png }) => [name, flashed(fnt), bitmapFont(fnt, png)] as const);
  flash = Object.fromEntries(entries) as Record<Face, Flashed>;
  read = new Map(entries.map(([, font, bitmap]) => [font, bitmap]));
}, 120_000);

const reader = (font: Flashed) => read.get(font) as BitmapFont;

function pocoSurface(displayListLength = 4_096) {
  const poco = new EmulatedPoco({ width: 240, height: 320, displayListLength, read: reader });
  return { poco, surface: new PocoSurface({ poco, fonts: flash }) };
}

function pixelSurface() {
  const fonts = { large: reader(flash.large), small: reader(flash.small), names: reader(flash.names) };
  return new PixelSurface(240, 320, fonts);
}

describe('PocoSurface', () => {
  it('paints every screen of the samples as the pixels in memory are, page by page', async () => {
    const views = [
      ...(await viewsOf(['purchase-dda', 'enquire-all-by-pin', 'identify-v2-rich', 'medical-purchase', 'no-card'])),
      waitingView(),
      swipedView('other'),
      menuView({ zh: '请选择', en: 'Choose' }, [{ zh: '一', en: 'One' }]),
      typeView(
        { zh: '转账', en: 'Transfer' },
        { zh: '账号', en: 'Account' },
        '1234567890123456789012345678',
        undefined,
      ),
    ];
    expect(views.length).toBeGreaterThan(12);
    for (const view of views)
      for (const language of ['zh', 'en'] as const satisfies readonly Language[]) {
        const [{ poco, surface }, pixels] = [pocoSurface(), pixelSurface()];
        const screens = [new PaintedScreen(surface, language), new PaintedScreen(pixels, language)];
        for (const screen of screens) await screen.show(view);
        for (let page = 0; page < screens[1].pages; page++) {
          expect(Buffer.compare(poco.pixels, pixels.pixels), `${view.screen} ${language} ${page}`).toBe(0);
          for (const screen of screens) screen.nextPage();
        }
      }
  });

  it('shows a dot a digit in a band of its own', async () => {
    const [{ poco, surface }, pixels] = [pocoSurface(), pixelSurface()];
    const view = { screen: 'pin', tone: 'ask', title: { zh: '密码', en: 'PIN' }, lines: [] } as const;
    for (const screen of [new PaintedScreen(surface, 'zh'), new PaintedScreen(pixels, 'zh')]) {
      await screen.show(view);
      screen.showDigits(6);
    }
    expect(Buffer.compare(poco.pixels, pixels.pixels)).toBe(0);
  });

  it('measures what the face has, and knows what it lacks', () => {
    const { surface } = pocoSurface();
    const pixels = pixelSurface();
    for (const face of ['large', 'small', 'names'] as const)
      for (const text of ['', 'Abc 123 ~', '密码', '鲍鑫', '“密”', '彧', '\u{20000}', 'a\nb'])
        expect(surface.measure(text, face), `${text} ${face}`).toBe(pixels.measure(text, face));
    expect(surface.measure('彧', 'names')).toBeUndefined();
    expect(surface.lineHeight('large')).toBe(pixels.lineHeight('large'));
  });

  it('is a part of the display, and paints nothing beside it', async () => {
    const poco = new EmulatedPoco({ width: 300, height: 330, displayListLength: 4_096, read: reader });
    const area = { x: 40, y: 7, width: 240, height: 320 };
    const pixels = pixelSurface();
    for (const surface of [new PocoSurface({ poco, fonts: flash, area }), pixels])
      await new PaintedScreen(surface, 'zh').show(waitingView());
    const part = new Uint8Array(pixels.pixels.length);
    for (let row = 0; row < 320; row++) {
      const from = ((7 + row) * 300 + 40) * 3;
      part.set(poco.pixels.subarray(from, from + 240 * 3), row * 240 * 3);
      poco.pixels.fill(0, from, from + 240 * 3);
    }
    expect(Buffer.compare(part, pixels.pixels)).toBe(0);
    expect(poco.pixels.every((byte) => byte === 0)).toBe(true);
  });

  it('lays a screen out alike', () => {
    const view = waitingView();
    const heights = (layout: ReturnType<typeof layOut>) => layout.pages.map((page) => page.map(({ height }) => height));
    expect(heights(layOut(pocoSurface().surface, view, 'zh'))).toEqual(heights(layOut(pixelSurface(), view, 'zh')));
  });

  it('says so when the display list is too short for a band', async () => {
    const { surface } = pocoSurface(500);
    await expect(new PaintedScreen(surface, 'zh').show(waitingView())).rejects.toThrow('display list overflowed');
  });
});
