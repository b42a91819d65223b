import { describe, expect, it } from 'vitest';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { emulatedWorld } from '../../hosts/world/emulated-world.js';
import { PROFILES } from '../../src/app/profiles.js';
import { ACCEPT_ALL, type Device, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { Bug } from '../../src/base/assert.js';
import type { BlockCipher } from '../../src/crypto/block-cipher.js';
import type { View } from '../../src/ports/screen.js';
import { failure } from '../card/scripted-reader.js';
import { configurationOf, SCENARIOS, stageOf } from '../xs/scenarios.js';

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
  });
  const configuration = { profile, acceptance: ACCEPT_ALL, blacklist: [], device: testDevice() };
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

/** The chip of the emulated terminal, with a word written down for each primitive as it is used. */
function recordingDevice(used: Set<string>): Device {
  const device = testDevice();
  const { ciphers } = device;
  const noted =
    (name: string, make: (key: Uint8Array) => BlockCipher) =>
    (key: Uint8Array): BlockCipher => {
      const cipher = make(key);
      const note = (use: (block: Uint8Array) => Uint8Array) => (block: Uint8Array) => {
        used.add(name);
        return use(block);
      };
      return { ...cipher, encrypt: note(cipher.encrypt), decrypt: note(cipher.decrypt) };
    };
  return {
    ...device,
    aes: (key) => {
      used.add('AES');
      return device.aes(key);
    },
    sha1: (message) => {
      used.add('SHA-1');
      return device.sha1(message);
    },
    ciphers: {
      des: noted('DES', ciphers.des),
      tripleDes: noted('3DES', ciphers.tripleDes),
      sm4: noted('SM4', ciphers.sm4),
    },
  };
}

describe("the chip's ciphers", () => {
  it('do all of a purchase: the journal, the certificates, the PIN block, the MAC', async () => {
    const scenario = SCENARIOS['purchase-dda'];
    const { world } = stageOf(scenario);
    const used = new Set<string>();
    const device = recordingDevice(used);
    const terminal = await startTerminal(world, { ...configurationOf(scenario, world.clock), device });
    expect((await scenario.visit(terminal)).outcome).toBe('done');
    expect([...used].sort()).toEqual(['3DES', 'AES', 'DES', 'SHA-1']);
  });
});
