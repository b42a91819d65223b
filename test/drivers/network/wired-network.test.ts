import { describe, expect, it } from 'vitest';
import { type PortBehaviour, SwitchPort } from '../../../hosts/peers/network/switch-port.js';
import { TcpNetwork } from '../../../hosts/peers/tcp/network.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { type StaticAddress, WiredNetwork } from '../../../src/drivers/network/wired-network.js';

const FIXED: StaticAddress = { address: '10.0.0.7', mask: '255.255.255.0', gateway: '10.0.0.1' };

function wired(behaviour: Partial<PortBehaviour> = {}, address?: StaticAddress) {
  const network = new TcpNetwork(new VirtualClock('20260601090000'));
  const port = new SwitchPort(network, behaviour);
  const { clock } = network;
  const states: string[] = [];
  const onState = (state: string) => void states.push(state);
  const wire = new WiredNetwork({ io: port.io, ...(address && { address }), clock, onState });
  return { wire, port, clock, states };
}

describe('the cable', () => {
  it('brings an address by itself', async () => {
    const { wire, port, states } = wired();
    expect([wire.state, wire.isUp, wire.address]).toEqual(['unplugged', false, undefined]);
    expect(await wire.awaitUp(10_000)).toBe(true);
    expect(wire.address).toBe('192.0.2.77');
    expect(port.configured).toEqual([{}]);
    expect(states).toEqual(['unaddressed', 'up']);
  });

  it('with an address of the board is up without anybody who gives one, and not before it is in', async () => {
    const { wire, port, clock } = wired({ dhcp: false, plugged: false }, FIXED);
    expect(port.configured).toEqual([{ static: FIXED }]);
    expect(await wire.awaitUp(60_000)).toBe(false);
    expect([wire.state, wire.address]).toEqual(['unplugged', undefined]);
    port.plug();
    await clock.sleep(5_000);
    expect([wire.state, wire.address]).toEqual(['up', '10.0.0.7']);
  });

  it('that is pulled and put in again is up again, as often as that happens', async () => {
    const { wire, port, clock, states } = wired();
    await wire.awaitUp(10_000);
    for (let times = 1; times <= 3; times++) {
      port.pull();
      expect(wire.state).toBe('unplugged');
      await clock.sleep(600_000);
      expect(wire.isUp).toBe(false);
      port.plug();
      expect(await wire.awaitUp(10_000)).toBe(true);
    }
    const round = ['unaddressed', 'up'];
    expect(states).toEqual([...round, ...Array.from({ length: 3 }, () => ['unplugged', ...round]).flat()]);
  });

  it('that is pulled before its address has come is not up when that would have come', async () => {
    const { wire, port, clock } = wired();
    await clock.sleep(2_100);
    expect(wire.state).toBe('unaddressed');
    port.pull();
    expect(await wire.awaitUp(60_000)).toBe(false);
  });

  it('into a network where nobody gives addresses has a link, and is not up', async () => {
    const { wire } = wired({ dhcp: false });
    expect(await wire.awaitUp(120_000)).toBe(false);
    // What the platform has then is an address of IPv6, which no line here uses.
    expect([wire.state, wire.address]).toEqual(['unaddressed', undefined]);
  });

  it('is missed where the chip does not answer', async () => {
    const { wire, states } = wired({ chip: false });
    expect(states).toEqual(['absent']);
    expect(await wire.awaitUp(10_000)).toBe(false);
    expect(wire.state).toBe('absent');
  });
});
