/** The line in virtual time: what arrives, when, in which pieces, and what mischief makes of it. */

import { describe, expect, it } from 'vitest';
import type { Deed } from '../../../hosts/peers/line/deeds.js';
import { EmulatedLine, type LineEvent, type LineOptions } from '../../../hosts/peers/line/emulated-line.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { concat } from '../../../src/base/bytes.js';
import { toHex } from '../../../src/base/hex.js';
import type { LineInput } from '../../../src/ports/line.js';
import { ON_US, signedIn, type TerminalDesk } from '../bank/terminal-desk.js';
import { type PaymentDesk, paymentDesk } from '../card/payment/desk.js';

interface Bench {
  readonly terminal: TerminalDesk;
  readonly line: EmulatedLine;
  readonly clock: VirtualClock;
  readonly card: PaymentDesk;
}

/** A signed-in terminal with its line up. @param deeds by event number */
async function bench(deeds: Readonly<Record<number, Deed>> = {}, options: Partial<LineOptions> = {}): Promise<Bench> {
  const terminal = signedIn();
  const clock = new VirtualClock('20260601090000');
  const { host } = terminal.network;
  const line = new EmulatedLine({ clock, host, mischief: ({ number }) => deeds[number], ...options });
  expect(await line.open(1000)).toBe(true);
  return { terminal, line, clock, card: paymentDesk() };
}

/** All that comes within a minute, frame by frame. */
async function hear(line: EmulatedLine): Promise<Uint8Array[]> {
  let bytes = new Uint8Array(0);
  for (let input = await line.receive(60_000); input.kind === 'bytes'; input = await line.receive(60_000))
    bytes = concat(bytes, input.bytes) as Uint8Array<ArrayBuffer>;
  const frames: Uint8Array[] = [];
  while (bytes.length > 0) {
    const length = 2 + bytes[0] * 256 + bytes[1];
    frames.push(bytes.slice(0, length));
    bytes = bytes.slice(length);
  }
  return frames;
}

/** Buys for 12.34 and hears what comes of it: code, MAC and field 11 of each answer. */
async function buy({ terminal, line, card }: Bench): Promise<string[]> {
  const fields = terminal.purchase(card);
  expect(await line.send(terminal.frame('0200', fields, true))).toBe(true);
  return heard(terminal, await hear(line));
}

function heard(terminal: TerminalDesk, frames: readonly Uint8Array[]): string[] {
  return frames.map((frame) => {
    const { code, mac, fields } = terminal.read(frame);
    return `${code} ${mac} ${fields[11]}`;
  });
}

describe('a line', () => {
  it('takes its time for a connection and for an answer, and waits no longer than it is told', async () => {
    const { terminal, line, clock, card } = await bench();
    expect(clock.ticks()).toBe(120);
    expect(await line.open(1000)).toBe(true);
    expect(clock.ticks()).toBe(120);
    expect(await line.receive(500)).toEqual({ kind: 'silence' });
    expect(clock.ticks()).toBe(620);
    await line.send(terminal.frame('0200', terminal.purchase(card), true));
    expect(await line.receive(100)).toEqual({ kind: 'silence' });
    expect((await line.receive(1000)).kind).toBe('bytes');
    expect(clock.ticks()).toBe(620 + 160);
  });

  it('takes frames in any pieces, several at once, and gives answers in pieces', async () => {
    const dice = new SeededRandom(7);
    const { terminal, line, card } = await bench({}, { random: (length) => dice.bytes(length) });
    const both = concat(
      terminal.frame('0200', terminal.purchase(card), true),
      terminal.frame('0820', { 11: '000099', 60: '00000001301' }, false),
    );
    for (const byte of both) await line.send(Uint8Array.of(byte));
    const pieces: number[] = [];
    let text = '';
    let input: LineInput = await line.receive(1000);
    for (; input.kind === 'bytes'; input = await line.receive(1000)) {
      pieces.push(input.bytes.length);
      text += toHex(input.bytes);
    }
    expect(pieces.length).toBeGreaterThan(2);
    expect(text).toContain('0210');
    expect(text).toContain('0830');
    expect(line.events).toBe(2);
  });

  it('is down before it is opened, after it is closed, and for what is no frame', async () => {
    const { terminal, line, card } = await bench();
    const frame = terminal.frame('0200', terminal.purchase(card), true);
    await line.send(frame);
    await line.close();
    expect(await line.receive(1000)).toEqual({ kind: 'down' });
    expect(await line.send(frame)).toBe(false);
    expect(await line.open(1000)).toBe(true);
    expect(await line.receive(1000)).toEqual({ kind: 'silence' });
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000 - 1234);
    expect(await line.send(Uint8Array.of(0xff, 0xff, 0x60))).toBe(true);
    expect(await line.receive(1000)).toEqual({ kind: 'down' });
    expect(await line.open(100)).toBe(false);
    expect(await line.open(120)).toBe(true);
  });

  it('says nothing to what is no request', async () => {
    const { line } = await bench();
    await line.send(Uint8Array.of(0x00, 0x03, 0x60, 0x00, 0x00));
    expect(await hear(line)).toEqual([]);
  });

  it('tells the mischief what it has before it', async () => {
    const events: LineEvent[] = [];
    const { terminal, line, card } = await bench({}, { mischief: (event) => void events.push(event) });
    await line.send(terminal.frame('0200', terminal.purchase(card), true));
    await line.send(terminal.frame('0400', terminal.reversalOf(terminal.purchase(card)), true));
    await line.send(Uint8Array.of(0x00, 0x01, 0x60));
    expect(events.map(({ number, transaction, message }) => [number, transaction, message?.mti])).toEqual([
      [1, 'purchase', '0200'],
      [2, 'reversal', '0400'],
      [3, undefined, undefined],
    ]);
  });
});

describe('mischief', () => {
  const paid = 100_000 - 1234;
  const twice = paid - 1234;

  const cases: readonly (readonly [string, Deed, readonly string[], number])[] = [
    ['loses a request', { deed: 'request-lost' }, [], 100_000],
    ['loses an answer', { deed: 'answer-lost' }, [], paid],
    ['brings a request twice', { deed: 'request-twice' }, ['00 right 000002', '00 right 000002'], paid],
    ['brings an answer twice', { deed: 'answer-twice' }, ['00 right 000002', '00 right 000002'], paid],
    ['changes a MAC', { deed: 'wrong-mac' }, ['00 wrong 000002'], paid],
    ['brings another’s answer', { deed: 'foreign', place: 'before' }, ['00 wrong 999999', '00 right 000002'], paid],
    ['brings another’s answer alone', { deed: 'foreign', place: 'instead' }, ['00 wrong 999999'], paid],
    ['declines', { deed: 'decline', code: '51' }, ['51 right 000002'], 100_000],
    ['declines without a key', { deed: 'decline', code: '77' }, ['77 none 000002'], 100_000],
    ['delays', { deed: 'delay', ms: 30_000 }, ['00 right 000002'], paid],
  ];
  for (const [what, deed, answers, balance] of cases) {
    it(what, async () => {
      const one = await bench({ 1: deed });
      expect(await buy(one)).toEqual(answers);
      expect(one.terminal.network.balanceOf(ON_US)).toBe(balance);
      expect(await buy(one)).toEqual(['00 right 000003']);
    });
  }

  it('keeps an answer back until the next one, or for so long', async () => {
    const one = await bench({ 1: { deed: 'answer-late' } });
    expect(await buy(one)).toEqual([]);
    expect(await buy(one)).toEqual(['00 right 000003', '00 right 000002']);
    const other = await bench({ 1: { deed: 'answer-late', ms: 5000 } });
    const before = other.clock.ticks();
    await other.line.send(other.terminal.frame('0200', other.terminal.purchase(other.card), true));
    expect((await other.line.receive(60_000)).kind).toBe('bytes');
    expect(other.clock.ticks() - before).toBe(5160);
  });

  it('keeps a request back until the next one: a purchase behind its reversal finds the tombstone', async () => {
    const one = await bench({ 1: { deed: 'request-late' } });
    const { terminal, line, card } = one;
    const fields = terminal.purchase(card);
    await line.send(terminal.frame('0200', fields, true));
    expect(await hear(line)).toEqual([]);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
    await line.send(terminal.frame('0400', terminal.reversalOf(fields), true));
    expect(heard(terminal, await hear(line))).toEqual(['00 right 000002', '94 right 000002']);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
  });

  it('answers a late request on its own connection or not at all', async () => {
    const one = await bench({ 1: { deed: 'request-late' } });
    expect(await buy(one)).toEqual([]);
    await one.line.close();
    await one.line.open(1000);
    expect(await buy(one)).toEqual(['00 right 000003']);
    // The card's second counter came before its first, which the bank then refuses.
    expect(one.terminal.network.balanceOf(ON_US)).toBe(paid);
  });

  it('brings garbage', async () => {
    const one = await bench({ 1: { deed: 'garbage', of: 'message' }, 2: { deed: 'garbage', of: 'frame' } });
    const { terminal, line, card } = one;
    await line.send(terminal.frame('0200', terminal.purchase(card), true));
    const [message] = await hear(line);
    expect(toHex(message)).toBe('00136000000003613100310001FF00FF00FF00FF00');
    await line.send(terminal.frame('0200', terminal.purchase(card), true));
    const [frame] = await hear(line);
    expect(toHex(frame)).toBe('00095A5A5A5A5A5A5A5A5A');
    expect(terminal.network.balanceOf(ON_US)).toBe(twice);
  });

  it('breaks the line, before and after', async () => {
    for (const [when, noticed, sent, balance] of [
      ['before', 'sending', false, 100_000],
      ['before', 'waiting', true, 100_000],
      ['after', 'sending', false, paid],
      ['after', 'waiting', true, paid],
    ] as const) {
      const { terminal, line, card } = await bench({ 1: { deed: 'drop', when, noticed } });
      expect(await line.send(terminal.frame('0200', terminal.purchase(card), true))).toBe(sent);
      expect(await line.receive(1000)).toEqual({ kind: 'down' });
      expect(terminal.network.balanceOf(ON_US)).toBe(balance);
      expect(await line.open(1000)).toBe(true);
      expect(await line.receive(1000)).toEqual({ kind: 'silence' });
    }
  });

  it('takes the line away until it is restored', async () => {
    const { terminal, line, card, clock } = await bench({ 1: { deed: 'down' } });
    expect(await line.send(terminal.frame('0200', terminal.purchase(card), true))).toBe(true);
    expect(await line.receive(1000)).toEqual({ kind: 'down' });
    const before = clock.ticks();
    expect(await line.open(3000)).toBe(false);
    expect(clock.ticks() - before).toBe(3000);
    line.restore();
    expect(await line.open(3000)).toBe(true);
    expect(terminal.network.balanceOf(ON_US)).toBe(100_000);
  });

  it('asks for something in the header', async () => {
    const { terminal, line, card } = await bench({ 1: { deed: 'processing-request', digit: '4' } });
    await line.send(terminal.frame('0200', terminal.purchase(card), true));
    const [frame] = await hear(line);
    expect(terminal.read(frame).brief).toBe('0210 00 right 4');
  });
});
