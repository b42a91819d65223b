import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { addressOf, type Resolve, resolveOnce } from '../../../src/drivers/network/resolve.js';

/** A platform's resolver that answers when it is told to. */
function platform() {
  const open: { readonly host: string; readonly callback: Parameters<Resolve>[1] }[] = [];
  const asked: string[] = [];
  const resolve: Resolve = (host, callback) => {
    asked.push(host);
    open.push({ host, callback });
  };
  const answer = (address?: string) => {
    const { host, callback } = open.shift() ?? expect.fail('nobody has asked');
    callback(host, address);
  };
  return { resolve, answer, asked };
}

describe('the address of a name', () => {
  it('is nobody’s in the time that is given, nor where the platform cannot ask', async () => {
    const clock = new VirtualClock('20260601090000');
    expect(await addressOf(platform().resolve, 'bank.example', clock, 500)).toBeUndefined();
    expect(clock.ticks()).toBe(500);
    const full: Resolve = () => {
      throw new RangeError('no memory');
    };
    expect(await addressOf(full, 'bank.example', clock, 500)).toBeUndefined();
  });

  it('is there as soon as somebody has said it', async () => {
    const clock = new VirtualClock('20260601090000');
    const { resolve, answer, asked } = platform();
    clock.onPassed(() => {
      if (clock.ticks() >= 100 && asked.splice(0).length > 0) answer('192.0.2.1');
    });
    expect(await addressOf(resolve, 'bank.example', clock, 5_000)).toBe('192.0.2.1');
    expect(clock.ticks()).toBe(100);
  });

  it('is asked for once at a time, and everybody who waits is told', () => {
    const { resolve, answer, asked } = platform();
    const shared = resolveOnce(resolve);
    const told: string[] = [];
    const ask = (host: string, who: string) => shared(host, (_, address) => void told.push(`${who} ${address}`));
    ask('bank.example', 'first');
    ask('bank.example', 'second');
    ask('ntp.example', 'clock');
    expect(asked).toEqual(['bank.example', 'ntp.example']);
    answer('192.0.2.1');
    expect(told).toEqual(['first 192.0.2.1', 'second 192.0.2.1']);
    ask('bank.example', 'third');
    expect(asked.length, 'an answer is not kept').toBe(3);
    answer(undefined);
    answer('192.0.2.2');
    expect(told.slice(2)).toEqual(['clock undefined', 'third 192.0.2.2']);
  });

  it('is asked for again after the platform could not ask', () => {
    const { resolve, asked } = platform();
    let fails = true;
    const shared = resolveOnce((host, callback) => {
      if (fails) throw new RangeError('no memory');
      resolve(host, callback);
    });
    expect(() => shared('bank.example', () => {})).toThrow('no memory');
    fails = false;
    shared('bank.example', () => {});
    expect(asked).toEqual(['bank.example']);
  });
});
