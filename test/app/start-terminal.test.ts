import { describe, expect, it } from 'vitest';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { emulatedWorld } from '../../hosts/world/emulated-world.js';
import { PROFILES } from '../../src/app/profiles.js';
import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { Bug } from '../../src/base/assert.js';
import type { View } from '../../src/ports/screen.js';
import { failure } from '../card/scripted-reader.js';

interface Started {
  readonly terminal: RunningTerminal;
  readonly screens: string[];
}

/** A terminal with nothing in its slots. */
async function started(profile: keyof typeof PROFILES): Promise<Started> {
  const screens: string[] = [];
  const world = emulatedWorld({
    seed: 1,
    screen: { show: async (view: View) => void screens.push(view.screen) },
    printer: { print: async () => {} },
    trace: { write() {} },
  });
  const configuration = { profile, acceptance: ACCEPT_ALL, blacklist: [], unmasked: false, device: testDevice() };
  return { terminal: await startTerminal(world, configuration), screens };
}

describe('a terminal', () => {
  it('comes up idle, and ends each visit with a screen', async () => {
    const { terminal, screens } = await started('full');
    expect(screens).toEqual(['idle']);
    const result = await terminal.identify();
    expect(result.outcome === 'interrupted' && `${result.fault.port} ${result.fault.kind}`).toBe('icc absent');
    expect(screens).toEqual(['idle', 'reading', 'refused']);
  });

  it('makes one visit at a time', async () => {
    const { terminal } = await started('full');
    const first = terminal.identify();
    expect((await failure(terminal.enquire({ files: ['SSSEEF05'], proof: 'pin' }))) instanceof Bug).toBe(true);
    expect((await first).outcome).toBe('interrupted');
    expect((await terminal.identify()).outcome).toBe('interrupted');
  });

  it('offers what its profile offers', async () => {
    for (const profile of ['social', 'full'] as const) {
      expect((await (await started(profile)).terminal.identify()).outcome).toBe('interrupted');
      expect(PROFILES[profile].offers).toContain('identify');
      expect(PROFILES[profile].offers).toContain('enquire');
    }
    const { terminal, screens } = await started('financial');
    const refused = { outcome: 'refused', refusal: { refused: 'not-offered' } };
    expect(await terminal.identify()).toEqual(refused);
    expect(await terminal.enquire({ files: ['SSSEEF05'], proof: 'pin' })).toEqual(refused);
    expect(screens).toEqual(['idle', 'refused', 'refused']);
  });
});
