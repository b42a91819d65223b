/** An emulated card as vpcd sees it: bytes over a socket, in whatever pieces. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serveCard, VpcdCard } from '../../hosts/desktop/vpcd.js';
import type { Chip } from '../../hosts/peers/chip.js';
import { concat, uintBytes } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';

/** Says what it was told, and answers 9000 to everything. */
class Told implements Chip {
  readonly events: string[] = [];

  reset(): Uint8Array {
    this.events.push('reset');
    return fromHex('3B00');
  }

  expectsData(): boolean {
    return false;
  }

  exchange(tpdu: Uint8Array): Uint8Array {
    this.events.push(toHex(tpdu));
    if (tpdu[1] === 0xff) throw new Error('the chip broke');
    return fromHex('9000');
  }

  powerOff(): void {
    this.events.push('off');
  }
}

/** A card of which the reset that tells its ATR is forgotten. */
function insertedCard(): { chip: Told; card: VpcdCard } {
  const chip = new Told();
  const card = new VpcdCard(chip);
  chip.events.length = 0;
  return { chip, card };
}

const receive = (card: VpcdCard, hex: string): string => toHex(card.receive(fromHex(hex)));

const message = (hex: string): string => toHex(uintBytes(hex.length / 2, 2)) + hex;

const ATR = '00023B00';
const POWER_ON = '000101';
const DONE = '00029000';

describe('VpcdCard', () => {
  it('answers the presence poll with its ATR, before it has power and after', () => {
    const { chip, card } = insertedCard();
    expect(receive(card, '000104')).toBe(ATR);
    expect(receive(card, '000104')).toBe(ATR);
    expect(chip.events).toEqual([]);
  });

  it('powers on, resets and powers off without an answer', () => {
    const { chip, card } = insertedCard();
    expect(receive(card, `${POWER_ON}000102000100`)).toBe('');
    expect(chip.events).toEqual(['reset', 'reset', 'off']);
    expect(receive(card, '000100')).toBe('');
    expect(chip.events).toHaveLength(3);
  });

  it('carries each case of command as T=0 does', () => {
    const { chip, card } = insertedCard();
    receive(card, POWER_ON);
    expect(receive(card, '000400A40000')).toBe(DONE);
    expect(receive(card, '000500B2010420')).toBe(DONE);
    expect(receive(card, '000700A40000023F00')).toBe(DONE);
    expect(receive(card, '000800A40000023F0000')).toBe(DONE);
    expect(chip.events.slice(1)).toEqual(['00A4000000', '00B2010420', '00A40000023F00', '00A40000023F00']);
  });

  it('puts messages together that come byte by byte, and takes several at once apart', () => {
    const stream = `${POWER_ON}000104000500B2010420000104000400A40000`;
    const expected = ATR + DONE + ATR + DONE;
    expect(receive(insertedCard().card, stream)).toBe(expected);
    const { card } = insertedCard();
    expect((stream.match(/../g) ?? []).map((byte) => receive(card, byte)).join('')).toBe(expected);
  });

  it('answers 6700 to what is no short command, and 6F00 without power; the chip sees neither', () => {
    const { chip, card } = insertedCard();
    expect(receive(card, '000400A40000')).toBe('00026F00');
    receive(card, POWER_ON);
    for (const odd of ['0084', '00A400', '00A400000000023F00', '00A40000023F', '00A40000013F0000'])
      expect(receive(card, message(odd))).toBe('00026700');
    expect(chip.events).toEqual(['reset']);
  });

  it('passes over an empty message and words of one byte that it does not know', () => {
    const { chip, card } = insertedCard();
    expect(receive(card, '000000010300017F000104')).toBe(ATR);
    expect(chip.events).toEqual([]);
  });

  it('forgets half a message and its power when it is taken out', () => {
    const { chip, card } = insertedCard();
    receive(card, `${POWER_ON}0005`);
    card.remove();
    expect(chip.events).toEqual(['reset', 'off']);
    expect(receive(card, '000104')).toBe(ATR);
    expect(receive(card, '000400A40000')).toBe('00026F00');
  });
});

/** The daemon's end: a server, what it hears, and what it says. */
class Daemon {
  readonly #server: Server = createServer();
  readonly #sockets: Socket[] = [];

  async listen(port = 0): Promise<number> {
    this.#server.on('connection', (socket) => {
      this.#sockets.push(socket);
      socket.on('error', () => {});
    });
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async card(): Promise<Socket> {
    if (this.#sockets.length === 0) await once(this.#server, 'connection');
    return this.#sockets.shift() as Socket;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

async function ask(socket: Socket, hex: string): Promise<string> {
  socket.write(fromHex(hex));
  const heard: Uint8Array[] = [];
  for (;;) {
    const [bytes] = (await once(socket, 'data')) as [Uint8Array];
    heard.push(bytes);
    const all = concat(...heard);
    if (all.length >= 2 && all.length === 2 + all[0] * 256 + all[1]) return toHex(all);
  }
}

describe('serveCard', () => {
  const stop = { now: () => {} };
  afterEach(() => stop.now());

  function serve(chip: Chip, port: number, retryMs = 10) {
    const controller = new AbortController();
    const changes: boolean[] = [];
    const reader = { host: '127.0.0.1', port, retryMs, onChange: (inserted: boolean) => void changes.push(inserted) };
    const served = serveCard(chip, reader, controller.signal);
    stop.now = () => controller.abort();
    return { controller, changes, served };
  }

  it('answers over a socket until it is stopped, and is out of power then', async () => {
    const daemon = new Daemon();
    const chip = new Told();
    const { controller, changes, served } = serve(chip, await daemon.listen());
    const socket = await daemon.card();
    expect(await ask(socket, '000104')).toBe(ATR);
    expect(await ask(socket, `${POWER_ON}000500B2010420`)).toBe(DONE);
    const closed = once(socket, 'close');
    controller.abort();
    await served;
    await closed;
    expect(changes).toEqual([true, false]);
    expect(chip.events.at(-1)).toBe('off');
    daemon.close();
  });

  it('comes back when the daemon went away, and waits for one that is not there yet', async () => {
    const first = new Daemon();
    const port = await first.listen();
    const chip = new Told();
    const { controller, changes, served } = serve(chip, port);
    const socket = await first.card();
    await ask(socket, `${POWER_ON}000104`);
    first.close();
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(chip.events.at(-1)).toBe('off');
    const second = new Daemon();
    await second.listen(port);
    expect(await ask(await second.card(), '000104')).toBe(ATR);
    controller.abort();
    await served;
    expect(changes).toEqual([true, false, true, false]);
    second.close();
  });

  it('stops while it waits', async () => {
    const daemon = new Daemon();
    const port = await daemon.listen();
    daemon.close();
    const { controller, changes, served } = serve(new Told(), port, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    await served;
    expect(changes).toEqual([]);
  });

  it('does not swallow a chip that breaks', async () => {
    const daemon = new Daemon();
    const { served } = serve(new Told(), await daemon.listen());
    const broken = expect(served).rejects.toThrow('the chip broke');
    (await daemon.card()).write(fromHex(`${POWER_ON}000400FF0000`));
    await broken;
    daemon.close();
  });
});
