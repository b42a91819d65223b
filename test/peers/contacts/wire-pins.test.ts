/** The wire at a chip's pins punishes an error signal that a card would miss or take for a character, and a wrong convention. */

import { describe, expect, it } from 'vitest';
import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import { levelsOf, readLevels } from '../../../hosts/peers/contacts/levels.js';
import { Socket } from '../../../hosts/peers/contacts/socket.js';
import { WirePins } from '../../../hosts/peers/contacts/wire-pins.js';
import { LoopChip } from '../../conformance/contacts/loop-chip.js';

const ETU = 372;

function up(atr = '3B600000') {
  const socket = new Socket();
  const pins = new WirePins(socket, BOARD.clockHz, () => {});
  socket.insert(new ContactCard(new LoopChip(atr), {}, BOARD.clockHz));
  pins.change({ pin: 'RST', on: false }, 0);
  pins.change({ pin: 'VCC', supply: 'A' }, 0);
  pins.change({ pin: 'I/O', on: true }, 0);
  pins.change({ pin: 'CLK', on: true }, 0);
  pins.change({ pin: 'RST', on: true }, 42_000);
  return { pins, socket };
}

/** The next character, which is to come. */
function next(pins: WirePins) {
  const heard = pins.hear(Number.POSITIVE_INFINITY, ETU);
  if (heard.kind !== 'character') throw new Error(heard.kind);
  return heard;
}

function low(pins: WirePins, from: number, until: number): void {
  pins.change({ pin: 'I/O', on: false }, from);
  pins.change({ pin: 'I/O', on: true }, until);
}

describe('the pins', () => {
  it('hear the card at the moments that it says', () => {
    const { pins } = up();
    expect(pins.quietUntil).toBe(52_000);
    expect(pins.hear(51_999, ETU).kind).toBe('silent');
    expect(next(pins)).toEqual({ kind: 'character', edge: 52_000, levels: levelsOf(0x3b, 'direct') });
    expect(next(pins).edge).toBe(52_000 + 12 * ETU);
  });

  it('hear a character again 15 etu after an error signal of 1 to 2 etu at 10.5', () => {
    const { pins, socket } = up();
    const { edge } = next(pins);
    low(pins, edge + 10.5 * ETU, edge + 12 * ETU);
    expect(next(pins)).toEqual({ kind: 'character', edge: edge + 15 * ETU, levels: levelsOf(0x3b, 'direct') });
    expect(socket.use.fromCard).toBe(2);
  });

  it.each([
    [10.2, 12, 'the error signal begins 10.5 etu after it'],
    [10.8, 12, 'the error signal begins 10.5 etu after it'],
    [10.5, 11.4, 'the error signal lasts for 1 to 2 etu'],
    [10.5, 12.6, 'the error signal lasts for 1 to 2 etu'],
  ])('hold no error signal for one from %f to %f etu', (from, until, bug) => {
    const { pins } = up();
    const { edge } = next(pins);
    expect(() => low(pins, edge + from * ETU, edge + until * ETU)).toThrow(bug);
  });

  it('take no error signal for nothing, and none once the card has gone on', () => {
    const { pins } = up();
    expect(() => low(pins, 45_000, 45_500)).toThrow('the error signal answers a character');
    const { edge } = next(pins);
    pins.settle();
    expect(() => low(pins, edge + 10.5 * ETU, edge + 12 * ETU)).toThrow('the error signal answers a character');
  });

  it('say a character by the convention of the card, and tell when it refuses one', () => {
    const { pins } = up('3F600000');
    let { edge, levels } = next(pins);
    expect(readLevels(levels, 'inverse').byte).toBe(0x3f);
    for (let i = 0; i < 3; i++) ({ edge, levels } = next(pins));
    edge += 16 * ETU;
    expect(() => pins.say(levelsOf(0x01, 'direct'), edge, ETU)).toThrow('speaks by the convention of the card');
    expect(pins.say(levelsOf(0x00, 'inverse'), edge, ETU)).toBe('taken');
    expect(pins.say(levelsOf(0xb0, 'inverse'), edge + 12 * ETU, 2 * ETU)).toBe('refused');
  });

  it('come up and go down in the order of the standard, or it is a bug', () => {
    const pins = new WirePins(new Socket(), BOARD.clockHz, () => {});
    expect(() => pins.change({ pin: 'CLK', on: true }, 0)).toThrow('I/O is in reception mode before CLK runs');
    const { pins: running } = up();
    expect(() => running.change({ pin: 'CLK', on: false }, 50_000)).toThrow('RST is low before CLK stops');
  });
});
