import { describe, expect, it } from 'vitest';
import { SAMPLE_BANK_CARDS } from '../../hosts/samples/bank-cards.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../../hosts/samples/samples.js';
import { BETWEEN, CARD, DISPLAY, FACE, KEYS, PAPER, SCREEN, SLOT } from '../../hosts/sim/face.js';
import { readPanelMessage } from '../../hosts/sim/messages.js';
import { PanelKeys } from '../../hosts/sim/panel-keys.js';
import { CARDS, PSAMS } from '../../hosts/sim/shelf.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { PIN_PAD_LAYOUT } from '../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../src/drivers/keypad/key-scanner.js';
import type { Rect } from '../../src/ports/surface.js';

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const lies = (a: Rect, b: Rect) =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

describe('the face', () => {
  it('has each key of the pad once', () => {
    const keys = PIN_PAD_LAYOUT.flat().filter((key) => key !== undefined);
    expect(KEYS.map(({ key }) => String(key)).sort()).toEqual(keys.map(String).sort());
    for (const { key, caption } of KEYS) expect(typeof key === 'number' || caption?.zh.length === 2).toBe(true);
  });

  it('has nothing on top of another thing', () => {
    const things: readonly Rect[] = [SCREEN, CARD, ...KEYS];
    things.forEach((thing, i) => {
      expect(lies(thing, FACE)).toBe(true);
      for (const other of things.slice(i + 1)) expect(overlap(thing, other)).toBe(false);
    });
    expect(lies(SLOT, FACE) && KEYS.every((key) => !overlap(key, SLOT))).toBe(true);
  });

  it('fills the screen with the display, which is that of the board, and the paper', () => {
    expect(DISPLAY).toMatchObject({ width: 240, height: 320 });
    const parts = [DISPLAY, BETWEEN, PAPER];
    const screen = { x: 0, y: 0, width: SCREEN.width, height: SCREEN.height };
    expect(parts.every((part) => lies(part, screen))).toBe(true);
    expect(parts.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(screen.width * screen.height);
  });
});

describe('the drawer', () => {
  it('has samples, and a PSAM slot that may be empty', () => {
    for (const name of CARDS) expect(name in SAMPLE_CARDS || name in SAMPLE_BANK_CARDS, name).toBe(true);
    for (const name of PSAMS) expect(name in SAMPLE_PSAMS || name === 'none', name).toBe(true);
  });
});

describe('messages of the panel', () => {
  it.each([
    ['{"key":0}', { key: 0 }],
    ['{"key":"enter"}', { key: 'enter' }],
    ['{"insert":"v2-des"}', { insert: 'v2-des' }],
    ['{"remove":true}', { remove: true }],
    ['{"swipe":"bank-dda"}', { swipe: 'bank-dda' }],
    ['{"psam":"none"}', { psam: 'none' }],
    ['{"bank":"down"}', { bank: 'down' }],
    ['{"language":"en"}', { language: 'en' }],
    ['{"paper":"tear"}', { paper: 'tear' }],
  ])('are read: %s', (text, message) => {
    expect(readPanelMessage(text)).toEqual(message);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"key":10}',
    '{"key":"1"}',
    '{"insert":"../x"}',
    '{"swipe":true}',
    '{"bank":"down","bureau":"down"}',
    '{"toString":1}',
  ])('are not what they should be: %s', (text) => {
    expect(readPanelMessage(text)).toBeUndefined();
  });
});

describe('the keys of the panel', () => {
  it('come one after the other, however fast they were clicked, and none twice', async () => {
    const clock = new VirtualClock('20260601090000');
    const contacts = new PanelKeys(clock);
    const scanner = new KeyScanner({ contacts, layout: PIN_PAD_LAYOUT, clock });
    scanner.begin();
    expect(await scanner.next(100)).toBeUndefined();
    for (const key of [1, 1, 'cancel', 0, 'enter'] as const) contacts.press(key);
    const found = [];
    for (let key = await scanner.next(2_000); key !== undefined; key = await scanner.next(2_000)) found.push(key);
    expect(found).toEqual([1, 1, 'cancel', 0, 'enter']);
  });

  it('do nothing while nobody asks for one', async () => {
    const clock = new VirtualClock('20260601090000');
    const contacts = new PanelKeys(clock);
    const scanner = new KeyScanner({ contacts, layout: PIN_PAD_LAYOUT, clock });
    contacts.press(7);
    scanner.begin();
    expect(await scanner.next(1_000)).toBeUndefined();
    contacts.press(8);
    await clock.sleep(1_000);
    contacts.press(9);
    scanner.begin();
    expect(await scanner.next(4_000)).toBeUndefined();
    contacts.press(9);
    expect(await scanner.next(6_000)).toBe(9);
  });
});
