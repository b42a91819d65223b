/** What the simulator is given can be made without the SDK: each of the two programs is one script of known imports. */

import { describe, expect, it } from 'vitest';
import { Drawer, issueSample } from '../../hosts/sim/drawer.js';
import { bundlePanel, bundleTerminal } from '../../tools/sim/image.js';
import { importsOf } from '../../tools/source.js';

const NO_LUCK = (length: number) => new Uint8Array(length);

describe('the panel', () => {
  it('is one plain script that takes the simulator’s own modules and exports its device', async () => {
    const script = await bundlePanel();
    expect(importsOf(script).sort()).toEqual(['ControlsPane', 'DevicePane']);
    expect(script).toContain('import.meta.uri');
    expect(script.slice(-60)).toMatch(/export \{\n {2}\w+ as default\n\};\n$/);
    // Piu makes behaviours without their constructors.
    expect(script).not.toMatch(/^ {2}#\w+/m);
  });

  it('knows the cards by name alone', async () => {
    expect((await bundlePanel()).length).toBeLessThan(16_000);
  });
});

describe('the terminal', () => {
  it('is one module that takes those of the SDK', async () => {
    const script = await bundleTerminal();
    expect(importsOf(script).sort()).toEqual(['Resource', 'commodetto/Poco', 'commodetto/parseBMF', 'time', 'timer']);
    expect(/^export \{\n {2}main as default\n\};$/m.test(script)).toBe(true);
  });

  it('takes cards that were issued elsewhere, and they answer as those it issues itself', () => {
    const here = new Drawer(NO_LUCK).card('bank-dda');
    const issued = JSON.stringify(issueSample('bank-dda', NO_LUCK));
    const there = new Drawer(NO_LUCK, () => issued).card('bank-dda');
    expect(there.reset()).toEqual(here.reset());
    const select = Uint8Array.of(0x00, 0xa4, 0x00, 0x00, 0x02, 0xef, 0x05);
    expect(there.exchange(select)).toEqual(here.exchange(select));
  });
});
