/** The wire punishes what a board or a card would not survive, and keeps its time. */

import { describe, expect, it } from 'vitest';
import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import type { CharacterMischief, CharacterMishap } from '../../../hosts/peers/contacts/mishaps.js';
import { Socket } from '../../../hosts/peers/contacts/socket.js';
import type { Traits } from '../../../hosts/peers/contacts/traits.js';
import { Wire } from '../../../hosts/peers/contacts/wire.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { failure } from '../../card/scripted-reader.js';
import { LoopChip } from '../../conformance/contacts/loop-chip.js';

const NO_LIMIT = 1_000_000;

function contacts(atr = '3B600000', traits: Traits = {}, mischief?: CharacterMischief) {
  const clock = new VirtualClock('20260601090000');
  const socket = new Socket();
  let removed = 0;
  const wire = new Wire({ socket, clock, board: BOARD, onRemoved: () => removed++ });
  const chip = new LoopChip(atr);
  socket.insert(new ContactCard(chip, traits, BOARD.clockHz), mischief);
  return { wire, socket, clock, chip, removals: () => removed };
}

async function up(wire: Wire): Promise<void> {
  wire.setReset(false);
  wire.setSupply('A');
  wire.setIo('reception');
  wire.setClock(true);
  await wire.wait(42_000);
  wire.setReset(true);
}

const listen = (wire: Wire, count: number, etu = NO_LIMIT) =>
  wire.receive({ count, firstEtu: etu, nextEtu: etu, allEtu: NO_LIMIT });

describe('the lines', () => {
  it('come up in the order of ISO/IEC 7816-3 6.2, or it is a bug', async () => {
    const { wire } = contacts();
    expect(() => wire.setIo('reception')).toThrow('VCC is there before I/O is pulled up');
    expect(() => wire.setReset(true)).toThrow('VCC and CLK are there when RST rises');
    const second = contacts().wire;
    second.setSupply('A');
    expect(() => second.setClock(true)).toThrow('I/O is in reception mode before CLK runs');
    second.setIo('reception');
    second.setClock(true);
    await second.wait(399);
    expect(() => second.setReset(true)).toThrow('RST is low for 400 clocks at least');
  });

  it('go down in the order of ISO/IEC 7816-3 6.4, or it is a bug', async () => {
    const { wire } = contacts();
    await up(wire);
    expect(() => wire.setClock(false)).toThrow('RST is low before CLK stops');
    expect(() => wire.setIo('low')).toThrow('CLK stops before I/O goes low');
    expect(() => wire.setSupply('off')).toThrow('I/O is low before VCC goes off');
    expect(() => wire.setSupply('B')).toThrow('VCC comes on with RST low');
  });
});

describe('the characters', () => {
  it('take their time, and the clock gets whole milliseconds of it', async () => {
    const { wire, clock } = contacts();
    await up(wire);
    expect(clock.ticks()).toBe(11);
    // 10,000 clocks to TS, three distances of 12 etu, ten bits: 27,112 clocks, 7.6 ms.
    const { bytes, ended, etu } = await listen(wire, 4);
    expect(toHex(bytes)).toBe('3B600000');
    expect(ended).toBe('complete');
    expect(Math.round(etu * 100) / 100).toBe(62.88);
    expect(clock.ticks()).toBe(19);
  });

  it('come no sooner than the card says them', async () => {
    const { wire, clock } = contacts();
    await up(wire);
    expect((await listen(wire, 1, 20)).ended).toBe('silent');
    expect(clock.ticks()).toBe(13);
    expect((await listen(wire, 1, 26.8)).ended).toBe('silent');
    expect((await listen(wire, 1, 26.9)).ended).toBe('complete');
  });

  it('are garbage at another rate', async () => {
    const { wire } = contacts();
    await up(wire);
    wire.setFraming({ convention: 'direct', clocksPerEtu: 186, errorSignal: false });
    expect((await listen(wire, 4)).ended).toBe('damaged');
  });

  it('are too close for the card, which is a bug', async () => {
    const near = contacts();
    await up(near.wire);
    await listen(near.wire, 4);
    const soon = near.wire.send(fromHex('00B0000001'), { firstEtu: 15, nextEtu: 12 });
    expect(String(await failure(soon))).toMatch('the line turns round slowly');
    const dense = contacts('3B600005');
    await up(dense.wire);
    await listen(dense.wire, 4);
    const fast = dense.wire.send(fromHex('00B0000001'), { firstEtu: 16, nextEtu: 16 });
    expect(String(await failure(fast))).toMatch('characters to the card keep 12 + N etu');
  });

  it.each([
    // Distances that the standard allows, and a tenth of an etu less.
    ['T=0 behind its ATR (EMV Book 1 9.2.2.1)', '3B600000', { firstEtu: 16, nextEtu: 12 }],
    ['T=0 with TC1 FF (ISO/IEC 7816-3 8.3)', '3B6000FF', { firstEtu: 16, nextEtu: 12 }],
    ['T=0 with TC1 05', '3B600005', { firstEtu: 16, nextEtu: 17 }],
    ['T=0 where T=15 is named: N of 10 at TA1 12', '3BF012000A801F0374', { firstEtu: 16, nextEtu: 17 }],
    ['T=1 behind its ATR (11.2)', '3BE000FF8131FE4514', { firstEtu: 22, nextEtu: 11 }],
    ['T=1 with TC1 00', '3BE000008131FE45EB', { firstEtu: 22, nextEtu: 12 }],
    ['T=1 with TC1 05', '3BE000058131FE45EE', { firstEtu: 22, nextEtu: 17 }],
  ])('may be this close and no closer, %s', async (_title, atr, pace) => {
    const said = async (firstEtu: number, nextEtu: number) => {
      const { wire } = contacts(atr);
      await up(wire);
      await listen(wire, atr.length / 2);
      return await wire.send(fromHex('0000'), { firstEtu, nextEtu });
    };
    expect((await said(pace.firstEtu, pace.nextEtu)).ended).toBe('complete');
    expect(String(await failure(said(pace.firstEtu - 0.1, pace.nextEtu)))).toMatch('the line turns round slowly');
    expect(String(await failure(said(pace.firstEtu, pace.nextEtu - 0.1)))).toMatch('keep 12 + N etu');
  });

  it('may turn round this fast and no faster, in the etu of the character before, after a PPS', async () => {
    const said = async (etu372: number) => {
      const { wire } = contacts('3B70130000');
      await up(wire);
      await listen(wire, 5);
      await wire.send(fromHex('FF1013FC'), { firstEtu: 16, nextEtu: 12 });
      await listen(wire, 4);
      wire.setFraming({ convention: 'direct', clocksPerEtu: 93, errorSignal: false });
      return await wire.send(fromHex('00'), { firstEtu: 4 * etu372, nextEtu: 12 });
    };
    expect((await said(12)).ended).toBe('complete');
    expect(String(await failure(said(11.9)))).toMatch('the pause behind a character is counted in its own etu');
  });

  it('come again 13 etu after one that was refused, and no sooner (ISO/IEC 7816-3 7.3)', async () => {
    const again = async (firstEtu: number) => {
      const { wire } = contacts('3B600000', {}, ({ from, sinceReset }) =>
        from === 'terminal' && sinceReset === 1 ? { kind: 'parity' } : undefined,
      );
      await up(wire);
      await listen(wire, 4);
      wire.setFraming({ convention: 'direct', clocksPerEtu: 372, errorSignal: true });
      expect(await wire.send(fromHex('00'), { firstEtu: 16, nextEtu: 12 })).toEqual({ sent: 0, ended: 'refused' });
      return await wire.send(fromHex('00'), { firstEtu, nextEtu: 12 });
    };
    expect((await again(13)).ended).toBe('complete');
    expect(String(await failure(again(12.9)))).toMatch('after the error signal');
  });

  it('are not for a card in reset, which is a bug', async () => {
    const { wire } = contacts();
    await up(wire);
    wire.setReset(false);
    expect(String(await failure(wire.send(fromHex('00'), { firstEtu: 16, nextEtu: 12 })))).toMatch('RST is high');
  });

  it('that meet on the line spoil each other', async () => {
    const { wire } = contacts();
    await up(wire);
    wire.setFraming({ convention: 'direct', clocksPerEtu: 372, errorSignal: true });
    await listen(wire, 3);
    // The fourth character of the ATR is on its way: the card takes CLA for a damaged one.
    const pace = { firstEtu: 11, nextEtu: 12 };
    expect(await wire.send(fromHex('00B0000001'), pace)).toEqual({ sent: 0, ended: 'refused' });
    const again = { firstEtu: 15, nextEtu: 12 };
    expect(await wire.send(fromHex('00B0000001'), again)).toEqual({ sent: 5, ended: 'complete' });
    expect(toHex((await listen(wire, 4)).bytes)).toBe('B0009000');
  });

  const befalls =
    (from: 'card' | 'terminal', nth: number, mishap: CharacterMishap): CharacterMischief =>
    (passing) =>
      passing.from === from && passing.sinceReset === nth ? mishap : undefined;

  it.each([
    ['read wrongly', { kind: 'wrong', byte: 0x02 }, 'B00001'],
    ['lost', { kind: 'lost' }, ''],
    ['followed by another', { kind: 'extra', byte: 0x07 }, 'B0000102'],
  ] as const)(
    'of the terminal’s, the last of them %s, are what the card makes of them',
    async (_title, mishap, said) => {
      const { wire } = contacts('3B600000', {}, befalls('terminal', 5, mishap));
      await up(wire);
      await listen(wire, 4);
      await wire.send(fromHex('00B0000003'), { firstEtu: 16, nextEtu: 12 });
      expect(toHex((await listen(wire, said === '' ? 1 : said.length / 2)).bytes)).toBe(said);
    },
  );

  it.each([
    ['read wrongly', { kind: 'wrong', byte: 0x61 }, '3B610000'],
    ['lost', { kind: 'lost' }, '3B0000'],
    ['followed by another', { kind: 'extra', byte: 0x07 }, '3B60070000'],
    ['late', { kind: 'at', etu: 5_000 }, '3B600000'],
  ] as const)(
    'of the card’s, the second of them %s, are what the terminal makes of them',
    async (_title, mishap, said) => {
      const { wire, clock } = contacts('3B600000', {}, befalls('card', 2, mishap));
      await up(wire);
      const start = clock.ticks();
      const { bytes, ended } = await wire.receive({ count: 5, firstEtu: 6_000, nextEtu: 6_000, allEtu: NO_LIMIT });
      expect(toHex(bytes)).toBe(said);
      expect(ended).toBe(said.length === 10 ? 'complete' : 'silent');
      // TS, four characters and 6,000 etu of waiting for a fifth, 625 ms; 5,000 etu more are 520.
      if (ended === 'silent') expect(Math.floor((clock.ticks() - start) / 100)).toBe(mishap.kind === 'at' ? 11 : 6);
    },
  );

  it('do not come from a card that is mute, whoever speaks to it', async () => {
    const { wire, socket } = contacts('3B600000', {}, ({ sinceReset }) =>
      sinceReset === 3 ? { kind: 'mute' } : undefined,
    );
    await up(wire);
    expect((await listen(wire, 4)).bytes.length).toBe(2);
    await wire.send(fromHex('00B0000001'), { firstEtu: 16, nextEtu: 12 });
    expect((await listen(wire, 1)).ended).toBe('silent');
    expect([socket.use.toCard, socket.use.fromCard]).toEqual([5, 2]);
  });

  it('that nobody asked for are gone when the terminal speaks', async () => {
    const { wire, chip } = contacts();
    await up(wire);
    await listen(wire, 2);
    await wire.wait(100_000);
    await wire.send(fromHex('00B0000001'), { firstEtu: 16, nextEtu: 12 });
    expect(toHex((await listen(wire, 4)).bytes)).toBe('B0009000');
    expect(chip.done).toEqual(['00B0000001']);
  });
});

describe('the socket', () => {
  it('tells that the card has left, once', async () => {
    const { wire, socket, removals } = contacts();
    await up(wire);
    socket.remove();
    socket.remove();
    expect(removals()).toBe(1);
    expect(wire.present).toBe(false);
    expect((await listen(wire, 1)).ended).toBe('removed');
    expect((await wire.send(fromHex('00'), { firstEtu: 16, nextEtu: 12 })).ended).toBe('removed');
  });

  it('takes no card while VCC is on', async () => {
    const { wire, socket } = contacts();
    await up(wire);
    socket.remove();
    const card = new ContactCard(new LoopChip('3B600000'), {}, BOARD.clockHz);
    expect(() => socket.insert(card)).toThrow('a card goes into contacts without power');
  });

  it('counts what passed', async () => {
    const { wire, socket } = contacts();
    await up(wire);
    await listen(wire, 4);
    await wire.send(fromHex('00B0000001'), { firstEtu: 16, nextEtu: 12 });
    await listen(wire, 4);
    // 13 characters of 1.25 ms; 10,000 clocks and 8 ms of thinking less their first 12 etu, and 16 etu.
    expect(socket.use).toEqual({ toCard: 5, fromCard: 8, lineMs: 16, waitMs: 10 });
  });
});
