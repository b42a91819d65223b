import { describe, expect, it } from 'vitest';
import { EmulatedLine } from '../../../hosts/peers/line/emulated-line.js';
import type { LineHost } from '../../../hosts/peers/line/line-host.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { concat } from '../../../src/base/bytes.js';
import { decodeBureauRequest, encodeBureauAnswer } from '../../../src/codec/bureau-message.js';
import { BureauLink } from '../../../src/links/bureau/bureau-link.js';
import type { Line } from '../../../src/ports/line.js';
import { DES_CARD } from '../../peers/bureau/hsm-cards.js';

/** A link to a host that answers each request so, its number given. */
function linked(answer: (number: number) => Uint8Array | undefined, afterMs = 0) {
  const clock = new VirtualClock('20260601090000');
  const host: LineHost = {
    receive(frame) {
      const reply = answer(decodeBureauRequest(frame).number);
      return reply && { frame: reply, afterMs };
    },
  };
  let turn = 0;
  const line = new EmulatedLine({ clock, host, random: () => Uint8Array.of(++turn * 37, turn * 11) });
  const link = new BureauLink(line, clock);
  return { line, clock, ask: () => link.ask('cardAuth', DES_CARD, 'x|') };
}

const ok = (number: number) => encodeBureauAnswer({ number, result: 'ok', data: 'x' });

describe('the link to the bureau', () => {
  it('gives the answer to what was asked, however it is cut', async () => {
    const { ask } = linked(ok);
    for (let i = 1; i <= 20; i++) expect(await ask()).toEqual({ number: i, result: 'ok', data: 'x' });
  });

  it.each<readonly [string, (number: number) => Uint8Array | undefined]>([
    ['nothing', () => undefined],
    ['the answer to something else', (number) => ok(number + 1)],
    ['two answers at once', (number) => concat(ok(number), ok(number))],
    ['a length that no message has', () => Uint8Array.of(0xff, 0xff, 0x7b)],
    ['something that is no JSON', () => Uint8Array.of(0, 1, 0x7b)],
    ['bytes that are not ASCII', () => Uint8Array.of(0, 2, 0xd5, 0xc5)],
    ['an object that is no answer', () => Uint8Array.of(0, 2, 0x7b, 0x7d)],
  ])('that hears %s has no answer, and ends in time', async (_, answer) => {
    const { ask, clock } = linked(answer);
    expect(await ask()).toBe('unreachable');
    expect(clock.ticks()).toBeLessThan(11_000);
  });

  it('does not meet a late answer with the next question', async () => {
    let late = true;
    const { ask } = linked((number) => (late ? undefined : ok(number)));
    expect(await ask()).toBe('unreachable');
    late = false;
    expect(await ask()).toEqual({ number: 2, result: 'ok', data: 'x' });
  });

  it.each<readonly [string, number]>([
    ['by itself', 1],
    ['with the next one', 2],
  ])('passes over an answer that comes twice, %s', async (_, pieces) => {
    const waiting: Uint8Array[] = [];
    let number = 0;
    const line: Line = {
      open: async () => true,
      async send(frame) {
        number = decodeBureauRequest(frame).number;
        // Each answer comes with the one before it ahead, as one piece or as two.
        const again = number > 1 ? [ok(number - 1)] : [];
        waiting.push(...(pieces === 1 ? [...again, ok(number)] : [concat(...again, ok(number))]));
        return true;
      },
      receive: async () => ({ kind: 'bytes', bytes: waiting.shift() ?? new Uint8Array(0) }),
      async close() {
        throw new Error('the line is good, and was closed');
      },
    };
    const link = new BureauLink(line, new VirtualClock('20260601090000'));
    for (let i = 1; i <= 3; i++)
      expect(await link.ask('cardAuth', DES_CARD, 'x|')).toEqual({ number: i, result: 'ok', data: 'x' });
  });

  it('that is down has no answer', async () => {
    const { ask, line } = linked(ok);
    line.cut();
    expect(await ask()).toBe('unreachable');
  });
});
