import { describe, expect, it } from 'vitest';
import { type NetworkBehaviour, TcpNetwork } from '../../../hosts/peers/tcp/network.js';
import { EmulatedSession, type TlsBehaviour, TlsServer } from '../../../hosts/peers/tls/tls.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { asciiBytes } from '../../../src/base/bytes.js';
import { TcpLine } from '../../../src/drivers/line/tcp-line.js';
import { tlsClass } from '../../../src/drivers/line/tls-socket.js';

/** A line with TLS to a server that says everything twice. */
function line(tls: Partial<TlsBehaviour> = {}, network: Partial<NetworkBehaviour> = {}) {
  const server = new TlsServer({
    name: 'bank.example',
    authority: 'test CA',
    sendsAuthority: true,
    closesIn: undefined,
    answer: (bytes) => Uint8Array.from([...bytes, ...bytes]),
    ...tls,
  });
  const tcp = new TcpNetwork(new VirtualClock('20260601090000'), {
    ...network,
    answer: (bytes) => server.receive(bytes),
  });
  const io = tlsClass({
    Session: EmulatedSession,
    Tcp: tcp.io,
    authority: asciiBytes('test CA'),
    soon: (callback) => tcp.after(0, callback),
  });
  const end = { address: '192.0.2.1', host: 'bank.example', port: 443 };
  return { line: new TcpLine({ io, end, clock: tcp.clock }), server, tcp };
}

async function heard(one: TcpLine): Promise<string> {
  let text = '';
  for (;;) {
    const input = await one.receive(2_000);
    if (input.kind !== 'bytes') return `${text}, ${input.kind}`;
    text += String.fromCharCode(...input.bytes);
  }
}

describe('a line with TLS', () => {
  it('carries what is said both ways, and the server is told nothing in the clear', async () => {
    const { line: one, server } = line();
    expect(await one.open(5_000)).toBe(true);
    expect(await one.send(asciiBytes('balance'))).toBe(true);
    expect(await heard(one)).toBe('balancebalance, silence');
    expect(String.fromCharCode(...server.heard)).toBe('balance');
  });

  it('does so however small the segments and the buffer are', async () => {
    for (const segmentLength of [1, 2, 7]) {
      const { line: one } = line({}, { segmentLength, bufferLength: 130 });
      expect(await one.open(20_000)).toBe(true);
      const message = 'x'.repeat(500);
      expect(await one.send(asciiBytes(message))).toBe(true);
      expect(await heard(one)).toBe(`${message}${message}, silence`);
    }
  });

  it('is not open to a server that another authority signed for, of another name, or without its authority', async () => {
    for (const stranger of [{ authority: 'other CA' }, { name: 'bank.invalid' }, { sendsAuthority: false }]) {
      const { line: one, tcp } = line(stranger);
      expect(await one.open(5_000)).toBe(false);
      expect(tcp.openSockets).toBe(0);
      expect(tcp.clock.ticks(), 'it is known at once').toBeLessThan(1_000);
    }
  });

  it('is not open, and says nothing in the clear, when somebody breaks the handshake off', async () => {
    for (const closesIn of ['hello', 'finished'] as const) {
      const { line: one, server } = line({ closesIn });
      expect(await one.open(5_000)).toBe(false);
      expect(await one.send(asciiBytes('balance'))).toBe(false);
      expect(server.heard).toEqual([]);
    }
  });

  it('is down after the farewell of the server, and what came before is heard', async () => {
    const { line: one, tcp } = line();
    await one.open(5_000);
    tcp.push(TlsServer.farewell(asciiBytes('so long')));
    expect(await heard(one)).toBe('so long, down');
  });

  it('is down when what comes is no TLS', async () => {
    const { line: one, tcp } = line();
    await one.open(5_000);
    tcp.push(asciiBytes('HTTP/1.0 400'));
    await tcp.clock.sleep(100);
    tcp.push(new Uint8Array(25_000));
    expect(await heard(one)).toBe(', down');
  });

  it('waits with what nobody takes, and gives it later', async () => {
    const { line: one } = line();
    await one.open(5_000);
    await one.send(asciiBytes('a'));
    await one.send(asciiBytes('b'));
    await one.send(asciiBytes('c'));
    expect(await heard(one)).toBe('aabbcc, silence');
  });
});
