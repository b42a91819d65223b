import { describe, expect, it } from 'vitest';
import { type NetworkBehaviour, TcpNetwork } from '../../../hosts/peers/tcp/network.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { concat, equalBytes } from '../../../src/base/bytes.js';
import { TcpLine } from '../../../src/drivers/line/tcp-line.js';

const END = { address: '192.0.2.1', port: 9_999 };
const bytes = (...values: number[]) => Uint8Array.from(values);
const count = (length: number) => Uint8Array.from({ length }, (_, i) => i & 0xff);

function lineTo(behaviour: Partial<NetworkBehaviour> = {}) {
  const network = new TcpNetwork(new VirtualClock('20260601090000'), behaviour);
  return { network, clock: network.clock, line: new TcpLine({ io: network.io, end: END, clock: network.clock }) };
}

describe('open', () => {
  it('connects once, and finds that the line is up', async () => {
    const { line, network } = lineTo();
    expect(await line.open(5_000)).toBe(true);
    expect(await line.open(5_000)).toBe(true);
    expect(network.connections).toBe(1);
  });

  it.each(['refuse', 'no-network'] as const)(
    'has no line where it is refused, and says so at once: %s',
    async (connect) => {
      const { line, clock, network } = lineTo({ connect });
      expect(await line.open(5_000)).toBe(false);
      expect(clock.ticks()).toBeLessThan(100);
      expect(await line.send(bytes(1))).toBe(false);
      expect(network.arrived).toEqual([]);
    },
  );

  it('gives up in the given time where nobody answers, and leaves no socket behind', async () => {
    const { line, clock, network } = lineTo({ connect: 'nothing' });
    expect(await line.open(5_000)).toBe(false);
    expect(clock.ticks()).toBe(5_000);
    expect(network.openSockets).toBe(0);
  });

  it('does not take the late answer to one attempt for that to the next', async () => {
    const { line, clock } = lineTo({ connectMs: 700 });
    expect(await line.open(500)).toBe(false);
    expect(await line.open(500)).toBe(false);
    expect(clock.ticks()).toBe(1_000);
    expect(await line.open(800)).toBe(true);
  });

  it('asks where the end lies before each connection, and has no line where nobody knows', async () => {
    const { network, clock } = lineTo();
    const known = [undefined, '192.0.2.1', '192.0.2.2'];
    const used: (string | undefined)[] = [];
    const io = class extends network.io {
      constructor(options: ConstructorParameters<typeof network.io>[0] & { readonly address?: string }) {
        super(options);
        used.push(options.address);
      }
    };
    const address = async () => known.shift();
    const line = new TcpLine({ io, end: { host: 'bank.example', port: 9_999 }, address, clock });
    expect(await line.open(5_000)).toBe(false);
    expect(await line.open(5_000)).toBe(true);
    await line.close();
    expect(await line.open(5_000)).toBe(true);
    expect(used).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('has no line where the class itself throws', async () => {
    const { clock } = lineTo();
    const io = class {
      constructor() {
        throw new Error('no network');
      }
      read() {
        return undefined;
      }
      write() {}
      close() {}
    };
    expect(await new TcpLine({ io, end: END, clock }).open(100)).toBe(false);
  });

  it('hands on where to connect, and what TLS wants', async () => {
    const seen: unknown[] = [];
    const { network, clock } = lineTo();
    const io = class extends network.io {
      constructor(options: ConstructorParameters<typeof network.io>[0]) {
        super(options);
        seen.push(options);
      }
    };
    const end = { host: 'bank.example', port: 443, secure: { verify: true } };
    expect(await new TcpLine({ io, end, clock }).open(100)).toBe(true);
    expect(seen[0]).toMatchObject(end);
  });
});

describe('send', () => {
  it('hands all over in order, however small the buffer', async () => {
    for (const bufferLength of [1, 7, 64, 1_460]) {
      const { line, network, clock } = lineTo({ bufferLength });
      await line.open(5_000);
      expect(await line.send(count(300))).toBe(true);
      await clock.sleep(100);
      expect(network.arrived).toEqual([...count(300)]);
    }
  });

  it('fails, in bounded time, where the other end takes no more', async () => {
    const { line, network, clock } = lineTo({ bufferLength: 16 });
    await line.open(5_000);
    network.forgotten = true;
    const before = clock.ticks();
    expect(await line.send(count(300))).toBe(false);
    expect(clock.ticks() - before).toBe(10_000);
    expect(network.openSockets).toBe(0);
    expect(await line.receive(100)).toEqual({ kind: 'down' });
  });

  it('fails on a line that broke, and the next open makes a new one', async () => {
    const { line, network } = lineTo();
    await line.open(5_000);
    network.reset();
    expect(await line.send(bytes(1))).toBe(false);
    expect(await line.open(5_000)).toBe(true);
    expect(await line.send(bytes(1))).toBe(true);
    expect(network.connections).toBe(2);
  });

  it('fails where the line breaks in the middle', async () => {
    const { line, network } = lineTo({
      bufferLength: 16,
      answer: () => {
        network.reset();
        return undefined;
      },
    });
    await line.open(5_000);
    expect(await line.send(count(300))).toBe(false);
    expect(network.arrived).toEqual([...count(16)]);
  });
});

describe('receive', () => {
  it('gives what comes, cut anywhere, in order', async () => {
    for (const segmentLength of [1, 3, 1_460]) {
      const { line } = lineTo({ segmentLength, answer: () => count(50) });
      await line.open(5_000);
      await line.send(bytes(1));
      const found: number[] = [];
      for (let input = await line.receive(500); input.kind === 'bytes'; input = await line.receive(500))
        found.push(...input.bytes);
      expect(found).toEqual([...count(50)]);
    }
  });

  it('loses nothing of more than it keeps', async () => {
    const { line, network, clock } = lineTo();
    await line.open(5_000);
    network.push(count(20_000));
    await clock.sleep(100);
    const sizes: number[] = [];
    let found = concat();
    for (let input = await line.receive(0); input.kind === 'bytes'; input = await line.receive(0)) {
      sizes.push(input.bytes.length);
      found = concat(found, input.bytes);
    }
    expect(sizes).toEqual([8_192, 8_192, 3_616]);
    expect(equalBytes(found, count(20_000))).toBe(true);
  });

  it('tells silence, whose time is over, from a line that is down', async () => {
    const { line, network, clock } = lineTo();
    expect(await line.receive(100)).toEqual({ kind: 'down' });
    await line.open(5_000);
    const before = clock.ticks();
    expect(await line.receive(3_000)).toEqual({ kind: 'silence' });
    expect(clock.ticks() - before).toBe(3_000);
    network.reset();
    expect(await line.receive(3_000)).toEqual({ kind: 'down' });
  });

  it('gives what came before the line went down', async () => {
    const { line, network, clock } = lineTo();
    await line.open(5_000);
    network.push(bytes(1, 2, 3));
    await clock.sleep(50);
    network.reset();
    expect(await line.receive(100)).toEqual({ kind: 'bytes', bytes: bytes(1, 2, 3) });
    expect(await line.receive(100)).toEqual({ kind: 'down' });
  });

  it('never gives what comes after the end of its connection', async () => {
    const { line, network } = lineTo();
    await line.open(5_000);
    network.push(bytes(1, 2, 3));
    await line.close();
    await line.close();
    expect(await line.open(5_000)).toBe(true);
    expect(await line.receive(500)).toEqual({ kind: 'silence' });
  });
});

describe('a half-open line', () => {
  it('is made anew when it was quiet for a minute, before anything is trusted to it', async () => {
    const { line, network, clock } = lineTo();
    await line.open(5_000);
    network.forgotten = true;
    await clock.sleep(60_000);
    network.forgotten = false;
    expect(await line.open(5_000)).toBe(true);
    expect(network.connections).toBe(2);
    expect(network.openSockets).toBe(1);
  });

  it('stays when it was heard less than a minute ago', async () => {
    const { line, network, clock } = lineTo({ answer: (sent) => sent });
    await line.open(5_000);
    await clock.sleep(50_000);
    await line.send(bytes(9));
    expect((await line.receive(500)).kind).toBe('bytes');
    await clock.sleep(50_000);
    expect(await line.open(5_000)).toBe(true);
    expect(network.connections).toBe(1);
  });
});
