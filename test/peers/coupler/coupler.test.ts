/** The emulated coupler as a sloppy host meets it: frames that no driver of this house sends. */

import { describe, expect, it } from 'vitest';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import type { Traits } from '../../../hosts/peers/contacts/traits.js';
import { COUPLER_CLOCK_HZ, Coupler } from '../../../hosts/peers/coupler/coupler.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { LoopChip } from '../../conformance/contacts/loop-chip.js';

/** A host that says bytes and reads what has come after so many ms. */
class Host {
  readonly coupler = new Coupler();
  #now = 0;

  insert(atr: string, traits: Traits = {}): LoopChip {
    const chip = new LoopChip(atr);
    this.coupler.insert(new ContactCard(chip, traits, COUPLER_CLOCK_HZ), this.#now);
    this.hear(1);
    return chip;
  }

  say(hex: string, withinMs = 3_000): string {
    for (const byte of fromHex(hex)) {
      this.#now += 0.26;
      this.coupler.hear(byte, this.#now);
    }
    return this.hear(withinMs);
  }

  hear(withinMs: number): string {
    this.#now += withinMs;
    this.coupler.passTo(this.#now);
    return toHex(Uint8Array.from(this.coupler.take(this.#now), ({ byte }) => byte));
  }
}

const POWER_UP = '6000016E000F';

/** What is in the slot, its ATR and manner, and the coupler's code for it. */
const UNFIT: readonly (readonly [title: string, atr: string | undefined, traits: Traits, code: string])[] = [
  ['no card', undefined, {}, 'C0'],
  ['a mute card', '3B600000', { atr: () => undefined }, '80'],
  ['a TS that is none', '3B600000', { atr: () => fromHex('3C600000') }, 'C4'],
  ['a wrong TCK', '3BE000FF8131FE4515', {}, 'C3'],
  ['an ATR that stops', '3B600000', { atr: () => fromHex('3B6000') }, '81'],
];

describe('a coupler', () => {
  it('says unasked that a card comes and goes', () => {
    const host = new Host();
    host.coupler.insert(new ContactCard(new LoopChip('3B600000'), {}, COUPLER_CLOCK_HZ), 0);
    expect(host.hear(10)).toBe('600001A001C0');
    host.coupler.remove(20);
    expect(host.hear(10)).toBe('600001A000C1');
  });

  it('powers a card up, carries a command out, and powers it down', () => {
    const host = new Host();
    const chip = host.insert('3B600000');
    expect(host.say(POWER_UP)).toBe('6000046E3B60000051');
    expect(host.coupler.supply).toBe('A');
    expect(host.say('6000050000B0000002D7')).toBe('6000040000019000F5');
    expect(chip.done).toEqual(['00B0000002']);
    expect(host.say('6000004D2D')).toBe('6000004D2D');
    expect(host.coupler.supply).toBe('off');
  });

  it.each([
    ['a wrong check', '6000016E000E', 'E000016EF07F'],
    ['an unknown command', '6000007717', 'E000017755C3'],
    ['a wrong parameter', '6000016E050A', 'E000016E35BA'],
    ['half a frame', '600001', 'E0000100FF1E'],
    ['too much', '6002006E', 'E000016E0887'],
  ])('refuses %s', (_title, frame, answer) => {
    const host = new Host();
    host.insert('3B600000');
    expect(host.say(frame)).toBe(answer);
  });

  it('ignores noise before a frame', () => {
    expect(new Host().say('00FF6000000969')).toBe('600001090068');
  });

  it.each(UNFIT)('refuses to power up %s', (_title, atr, traits, code) => {
    const host = new Host();
    if (atr !== undefined) host.insert(atr, traits);
    expect(host.say(POWER_UP).slice(0, 10)).toBe(`E000016E${code}`);
  });

  it('knows a card without power for a mute one', () => {
    const host = new Host();
    host.insert('3B600000');
    expect(host.say('6000050000B0000002D7').slice(0, 10)).toBe('E000010080');
  });

  it('does not negotiate a protocol that the card has not, nor with a card in specific mode', () => {
    const offers = new Host();
    offers.insert('3B70130000');
    offers.say(POWER_UP);
    expect(offers.say('60000210011360').slice(0, 10)).toBe('E000011031');
    const specific = new Host();
    // TA1 13, TA2 00: T=0 at 372/4 at once.
    specific.insert('3BF0130000100000'.slice(0, 14));
    expect(specific.say(POWER_UP).slice(0, 2)).toBe('60');
    expect(specific.say('60000210001361').slice(0, 10)).toBe('E000011030');
  });

  it('gives no answer of a card that has left meanwhile', () => {
    const host = new Host();
    host.insert('3B600000', { thinkingMs: () => 500 });
    host.say(POWER_UP);
    expect(host.say('6000050000B0000002D7', 100)).toBe('');
    host.coupler.remove(3_200);
    expect(host.hear(2_000)).toContain('600001A000C1');
    expect(host.hear(2_000)).toBe('');
  });
});
