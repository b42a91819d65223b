import { describe, expect, it } from 'vitest';
import { AccessPoint, type Joining } from '../../../hosts/peers/network/access-point.js';
import { TcpNetwork } from '../../../hosts/peers/tcp/network.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { NetworkKeeper } from '../../../src/drivers/network/network-keeper.js';

const JOIN = { SSID: 'clinic', password: 'correct horse' };

function kept(...fates: readonly Joining[]) {
  const network = new TcpNetwork(new VirtualClock('20260601090000'));
  const point = new AccessPoint(network, fates);
  const { clock } = network;
  const keeper = new NetworkKeeper({
    io: point.io,
    join: JOIN,
    clock,
    after: (callback, ms) => network.after(ms, callback),
  });
  return { keeper, point, clock, seconds: () => point.attempts.map(({ at }) => Math.round(at / 1_000)) };
}

describe('the network', () => {
  it('is joined at once, and is up with an address', async () => {
    const { keeper, point } = kept();
    expect(keeper.isUp).toBe(false);
    expect(await keeper.awaitUp(5_000)).toBe(true);
    expect(point.attempts).toEqual([{ options: JOIN, at: 0 }]);
  });

  it('is tried again when it turns the board away, and less and less often', async () => {
    const { keeper, seconds, clock } = kept(
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
    );
    expect(await keeper.awaitUp(4_000)).toBe(false);
    await clock.sleep(200_000);
    expect(keeper.isUp).toBe(true);
    // 1.5 s to be turned away, then 1, 2, 5, 10, 30, 30, 30 s
    expect(seconds()).toEqual([0, 3, 6, 13, 24, 56, 87, 119]);
  });

  it.each<Joining>(['nothing', 'no-address', 'busy'])('begins again after %s', async (fate) => {
    const { keeper, point } = kept(fate);
    expect(await keeper.awaitUp(30_000)).toBe(true);
    expect(point.attempts.length).toBe(2);
  });

  it('comes back after it was lost, as often as that happens', async () => {
    const { keeper, point, clock } = kept();
    await keeper.awaitUp(5_000);
    for (let times = 1; times <= 3; times++) {
      point.drop();
      expect(keeper.isUp).toBe(false);
      expect(await keeper.awaitUp(5_000)).toBe(true);
      expect(point.attempts.length).toBe(times + 1);
      await clock.sleep(60_000);
      expect(keeper.isUp).toBe(true);
    }
    expect(point.attempts.length, 'and nothing was tried while it was up').toBe(4);
  });
});
