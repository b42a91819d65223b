import { describe, expect, it } from 'vitest';
import { TcpNetwork } from '../../../hosts/peers/tcp/network.js';
import { type Forgery, TimeServer, type TimeServerBehaviour } from '../../../hosts/peers/udp/time-server.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { networkTime, type UdpClass } from '../../../src/drivers/clock/network-time.js';

async function asked(behaviour: Partial<TimeServerBehaviour> = {}, withinMs = 20_000) {
  const network = new TcpNetwork(new VirtualClock('19700101080000'));
  const server = new TimeServer(network, behaviour);
  const dice = new SeededRandom(3);
  const { clock } = network;
  const time = await networkTime(
    {
      io: server.io,
      resolve: (host, callback) => server.resolve(host, callback),
      host: 'ntp.example',
      clock,
      random: { bytes: async (length) => dice.bytes(length) },
    },
    withinMs,
  );
  expect(server.openSockets).toBe(0);
  return { time, ticks: clock.ticks(), questions: server.questions };
}

const changed = (at: number, byte: number) => ({
  change: (packet: Uint8Array) => packet.map((old, i) => (i === at ? byte : old)),
});

const both = (one: Forgery, other: Forgery): Forgery => ({ change: (packet) => other.change(one.change(packet)) });

describe('the time of the network', () => {
  it.each([
    '2026-06-01T01:00:00.250Z',
    '2036-02-07T06:28:15.999Z',
    '2036-02-07T06:28:16.000Z',
    '2041-12-31T23:59:59.500Z',
  ])('is right to some milliseconds: %s', async (text) => {
    const start = new Date(text).getTime();
    const { time, ticks } = await asked({ time: start });
    expect(Math.abs((time ?? 0) - (start + ticks))).toBeLessThan(20);
  });

  it('is asked again when an answer is lost or there is no way, each time after five seconds', async () => {
    const { time, questions } = await asked({ fates: ['lost', 'no-way'] });
    expect(time).toBeDefined();
    expect(questions.map((at) => Math.round(at / 1_000))).toEqual([0, 5, 10]);
  });

  it('is asked again when the network has gone just then, and there is not even a socket', async () => {
    const { time, questions } = await asked({ fates: ['lost', 'no-network'] });
    expect(time).toBeDefined();
    expect(questions.map((at) => Math.round(at / 1_000))).toEqual([0, 10]);
  });

  it.each<[string, TimeServerBehaviour['fates'][number]]>([
    ['from somewhere else', { change: (packet) => packet, from: '192.0.2.66' }],
    ['to another question', changed(24, 0x5a)],
    ['without a time', { change: (packet) => packet.fill(0, 40) }],
    ['of a server that has no time itself', changed(0, 0xe4)],
    ['that is a kiss of death to another question', both(changed(1, 0), changed(24, 0x5a))],
    ['of a server too far away', changed(1, 16)],
    ['of a server that asks', changed(0, 0x23)],
    ['of another version', changed(0, 0x1c)],
    ['that is cut', { change: (packet) => packet.slice(0, 47) }],
  ])('is not taken from an answer %s', async (_, forgery) => {
    const { time, questions } = await asked({ fates: [forgery] });
    expect(time).toBeDefined();
    expect(questions.length).toBe(2);
  });

  it('is nobody’s where the platform has no socket left', async () => {
    const clock = new VirtualClock('19700101080000');
    class None {
      constructor() {
        throw new RangeError('no socket');
      }
    }
    const time = await networkTime(
      {
        io: None as unknown as UdpClass,
        resolve: (host, callback) => callback(host, '192.0.2.123'),
        host: 'ntp.example',
        clock,
        random: { bytes: async (length) => new Uint8Array(length) },
      },
      12_000,
    );
    expect([time, clock.ticks()]).toEqual([undefined, 12_000]);
  });

  it('is not asked for again of a server that says no', async () => {
    const { time, ticks, questions } = await asked({ fates: [changed(1, 0)] });
    expect(time).toBeUndefined();
    expect(questions.length).toBe(1);
    expect(ticks).toBeLessThan(5_000);
  });

  it('is nobody’s when no server answers in time, and when its name has no address', async () => {
    const silent = await asked({ fates: ['lost', 'lost', 'lost', 'lost', 'lost'] });
    expect(silent.time).toBeUndefined();
    expect(silent.ticks).toBeLessThan(20_100);
    const unknown = await asked({ address: undefined });
    expect(unknown.time).toBeUndefined();
    expect(unknown.questions).toEqual([]);
  });
});
