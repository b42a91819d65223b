/** The native slot beyond the contact plan: what its C refuses, what befalls its pins between calls, how it is called. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOARD } from '../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../hosts/peers/contacts/contact-card.js';
import type { CharacterMischief } from '../../hosts/peers/contacts/mishaps.js';
import { Socket } from '../../hosts/peers/contacts/socket.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { Contacts } from '../../src/ports/contacts.js';
import { readText } from '../../tools/files.js';
import { LoopChip } from '../conformance/contacts/loop-chip.js';
import { compileHostProgram, hasCompiler } from './native/compiler.js';
import { HostProgram } from './native/host-program.js';
import { nativeContacts } from './native/native-contacts.js';

const folder = mkdtempSync(`${tmpdir()}/slot-`);
let program: HostProgram;
const compiler = hasCompiler();

beforeAll(() => {
  if (compiler) program = new HostProgram(compileHostProgram(folder), folder);
});

afterAll(async () => {
  const complaints = compiler ? await program.end() : '';
  rmSync(folder, { recursive: true, force: true });
  expect(complaints).toBe('');
});

function slot(atr = '3B600000', mischief?: CharacterMischief) {
  const clock = new VirtualClock('20260601090000');
  const lines: string[] = [];
  const socket = new Socket((event) => 'line' in event && lines.push(`${event.line} ${event.state}`));
  let removals = 0;
  const contacts = new (nativeContacts(program))({ socket, clock, board: BOARD, onRemoved: () => removals++ });
  socket.insert(new ContactCard(new LoopChip(atr), {}, BOARD.clockHz), mischief);
  return { contacts, socket, clock, lines, removals: () => removals };
}

async function up(contacts: Contacts): Promise<void> {
  contacts.setReset(false);
  contacts.setSupply('A');
  contacts.setIo('reception');
  contacts.setClock(true);
  await contacts.wait(42_000);
  contacts.setReset(true);
}

const NO_LIMIT = 1_000_000;
const listen = (contacts: Contacts, count: number, etu = NO_LIMIT) =>
  contacts.receive({ count, firstEtu: etu, nextEtu: etu, allEtu: NO_LIMIT });

if (compiler) {
  describe('the lines', () => {
    it('do not move out of the order of ISO/IEC 7816-3 6.2', async () => {
      const { contacts, lines } = slot();
      expect(() => contacts.setIo('reception')).toThrow('out of order: io 1');
      expect(() => contacts.setClock(true)).toThrow('out of order: clock 1');
      expect(() => contacts.setReset(true)).toThrow('out of order: reset 1');
      expect(lines).toEqual([]);
    });

    it('do not move out of the order of 6.4', async () => {
      const { contacts } = slot();
      await up(contacts);
      expect(() => contacts.setClock(false)).toThrow('out of order: clock 0');
      expect(() => contacts.setIo('low')).toThrow('out of order: io 0');
      expect(() => contacts.setSupply('off')).toThrow('out of order: supply 0');
      expect(() => contacts.setSupply('B')).toThrow('out of order: supply 2');
    });

    it('go down by themselves when the card leaves, in order, and stay down until VCC is wanted again', async () => {
      const { contacts, socket, lines, removals } = slot();
      await up(contacts);
      lines.length = 0;
      socket.remove();
      expect(removals()).toBe(1);
      contacts.setReset(true);
      contacts.setClock(true);
      contacts.setIo('reception');
      expect(lines).toEqual(['RST low', 'CLK off', 'I/O low', 'VCC off']);
      expect((await listen(contacts, 1)).ended).toBe('removed');
      socket.insert(new ContactCard(new LoopChip('3B600000'), {}, BOARD.clockHz));
      await up(contacts);
      expect(toHex((await listen(contacts, 4)).bytes)).toBe('3B600000');
    });
  });

  describe('CLK', () => {
    const ends = (clockHz: number) => program.command(`0 0 1 open ${clockHz} 80000000`, () => undefined)[2];

    it.each([1_000_000, 2_000_000, 4_000_000])('of %i Hz is cut from the 80 MHz of the chip', (clockHz) => {
      expect(ends(clockHz)).toBe('0');
    });

    // A timer cannot be divided by one, nor by a fraction; LEDC can, and then some cycles are longer than others.
    it.each([5_000_000, 3_000_000, 1_600_000])('of %i Hz cannot be, and is refused', (clockHz) => {
      expect(ends(clockHz)).not.toBe('0');
    });
  });

  describe('a character that the UART has begun to hear', () => {
    it.each(['torn out', 'switched off'])('is none when the card is %s in the middle of it', async (how) => {
      const { contacts, socket, clock, lines } = slot();
      await up(contacts);
      contacts.setFraming({ convention: 'direct', clocksPerEtu: 372, errorSignal: true });
      // TS begins after 10,000; what is not heard of it any more is high to the UART, and its parity is wrong.
      await contacts.wait(10_000 + 3 * 372);
      lines.length = 0;
      if (how === 'torn out') socket.remove();
      else {
        contacts.setReset(false);
        contacts.setClock(false);
        contacts.setIo('low');
        contacts.setSupply('off');
      }
      await clock.sleep(20);
      await contacts.wait(1);
      expect(lines).toEqual(['RST low', 'CLK off', 'I/O low', 'VCC off']);
    });
  });

  describe('characters that come before they are asked for', () => {
    it('are kept with their times', async () => {
      const { contacts } = slot();
      await up(contacts);
      await contacts.wait(100_000);
      const { bytes, ended, etu } = await listen(contacts, 4, 26.9);
      expect([toHex(bytes), ended]).toEqual(['3B600000', 'complete']);
      // 10,000 clocks to TS, and three distances of 12 etu.
      expect(etu).toBeCloseTo(10_000 / 372 + 36, 3);
    });

    it('are too late even so where they came too late', async () => {
      const { contacts } = slot();
      await up(contacts);
      await contacts.wait(100_000);
      expect((await listen(contacts, 1, 26.8)).ended).toBe('silent');
      expect((await listen(contacts, 1, 26.9)).ended).toBe('complete');
    });

    it('are read by the convention that TS has set meanwhile', async () => {
      const { contacts } = slot('3F600000');
      await up(contacts);
      await contacts.wait(100_000);
      const ts = await listen(contacts, 1);
      expect([toHex(ts.bytes), ts.ended]).toEqual(['03', 'damaged']);
      contacts.setFraming({ convention: 'inverse', clocksPerEtu: 372, errorSignal: false });
      const rest = await listen(contacts, 3);
      expect([toHex(rest.bytes), rest.ended]).toEqual(['600000', 'complete']);
    });
  });

  describe('the error signal', () => {
    it('does not wait for who listens, and is over in its time', async () => {
      const { contacts, socket } = slot('3B600000', ({ count }) => (count === 1 ? { kind: 'parity' } : undefined));
      await up(contacts);
      contacts.setFraming({ convention: 'direct', clocksPerEtu: 372, errorSignal: true });
      await contacts.wait(100_000);
      const first = await listen(contacts, 5);
      expect([toHex(first.bytes), first.ended]).toEqual(['3B', 'damaged']);
      expect(toHex((await listen(contacts, 4)).bytes)).toBe('3B600000');
      expect(socket.use.fromCard).toBe(5);
    });

    it.each(['before', 'after'])('is over in its time, though nobody calls for long %s it', async (when) => {
      const { contacts, clock } = slot('3B600000', ({ count }) => (count === 1 ? { kind: 'parity' } : undefined));
      await up(contacts);
      contacts.setFraming({ convention: 'direct', clocksPerEtu: 372, errorSignal: true });
      if (when === 'before') await clock.sleep(20);
      expect((await listen(contacts, 1)).ended).toBe('damaged');
      if (when === 'after') await clock.sleep(20);
      expect(toHex((await listen(contacts, 4)).bytes)).toBe('3B600000');
    });

    it('is no character to who does not look for it', async () => {
      const { contacts } = slot('3B600000', ({ from, sinceReset }) =>
        from === 'terminal' && sinceReset === 5 ? { kind: 'parity' } : undefined,
      );
      await up(contacts);
      await listen(contacts, 4);
      expect((await contacts.send(fromHex('00B0000001'), { firstEtu: 16, nextEtu: 12 })).ended).toBe('complete');
      expect((await listen(contacts, 1, 960)).ended).toBe('silent');
    });
  });

  describe('a UART that begins late', () => {
    it('keeps the distance from the edges that there were', async () => {
      const { contacts } = slot();
      await up(contacts);
      await listen(contacts, 4);
      // By nine tenths of an etu, with every other character.
      program.command('0 0 1 late 3348', () => undefined);
      // A card to which two characters are closer than 12 etu would call it a bug.
      expect(await contacts.send(fromHex('00B0000002'), { firstEtu: 16, nextEtu: 12 })).toEqual({
        sent: 5,
        ended: 'complete',
      });
      expect(toHex((await listen(contacts, 5)).bytes)).toBe('B000019000');
    });
  });

  describe('an edge on I/O that is no character', () => {
    // 10,000 clocks to TS: right behind RST, and 20, 10 and 3 etu before the character; listened to at once, or afterwards.
    const moments = [0, 2_560, 6_280, 8_884].flatMap((clocks) => [0, 20_000].map((later) => [clocks, later]));

    it.each(moments)('%i clocks behind RST hides none from who listens after %i', async (clocks, later) => {
      const { contacts } = slot();
      await up(contacts);
      if (clocks > 0) await contacts.wait(clocks);
      program.command('0 0 1 touch', () => undefined);
      if (later > 0) await contacts.wait(later);
      const ts = await listen(contacts, 1);
      expect([toHex(ts.bytes), ts.ended]).toEqual(['3B', 'complete']);
      // Without an edge of its own a character is dated from its end, which comes at a tick of the UART's.
      expect(ts.etu).toBeCloseTo(10_000 / 372, 2);
      expect(toHex((await listen(contacts, 3)).bytes)).toBe('600000');
    });

    it('is not waited behind for ever', async () => {
      const { contacts, clock } = slot('3B600000');
      await up(contacts);
      await listen(contacts, 4);
      program.command('0 0 1 touch', () => undefined);
      const start = clock.ticks();
      expect((await listen(contacts, 1, 960)).ended).toBe('silent');
      // 960 etu from the leading edge of the last character are 100 ms, and it took one of them.
      expect(clock.ticks() - start).toBe(99);
    });
  });
}

describe('the class of XS', () => {
  it('has a function in C for each that the class names, and names each', () => {
    const named = [...readText('hosts/esp32/native/slot.js').matchAll(/[nN]ative\('(xs_\w+)'\)/g)].map(
      ([, name]) => name,
    );
    const defined = [...readText('hosts/esp32/native/slot.c').matchAll(/^void (xs_iso7816_\w+)\([^)]*\)\n\{/gm)];
    const known = defined.map(([, name]) => name).filter((name) => name !== 'xs_iso7816_mark');
    expect(named.sort()).toEqual(known.sort());
    expect(new Set(named).size).toBe(12);
  });

  it('is typed as it is', () => {
    const methods = [...readText('hosts/esp32/native/slot.js').matchAll(/^ {2}(?:get )?(\w+)\(([^)]*)\) \{/gm)];
    const [, typed] = /declare module 'iso7816' \{([\s\S]*?)\n\}/.exec(readText('hosts/esp32/sdk-untyped.d.ts')) ?? [];
    for (const [, name, parameters] of methods) {
      const signature = new RegExp(`\\b${name}\\(([^)]*)\\)`).exec(typed)?.[1] ?? '';
      const names = signature.split(', ').map((one) => one.replace(/:.*/, ''));
      expect(`${name}(${name === 'present' ? '' : names.join(', ')})`).toBe(`${name}(${parameters})`);
    }
    expect(methods.length).toBe(11);
  });
});
