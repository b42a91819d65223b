import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../hosts/esp32/ethernet/manifest.json' with { type: 'json' };
import component from '../../hosts/esp32/native-ethernet/manifest.json' with { type: 'json' };
import { TOP } from '../../tools/files.js';
import { hasCompiler } from './native/compiler.js';

/** What ethernet.c includes of ESP-IDF and of the component; on a host one header stands for each of them. */
const HEADERS = ['esp_eth_mac.h', 'esp_eth_phy.h', 'esp_eth_mac_w5500.h', 'esp_eth_phy_w5500.h', 'driver/spi_master.h'];

/** The macros that mcconfig makes of a manifest's defines. */
function macros(defines: object, prefix: string): string {
  return Object.entries(defines)
    .map(([name, value]) => {
      const macro = `${prefix}_${name.toUpperCase()}`;
      return typeof value === 'object' ? macros(value, macro) : `#define ${macro} ${value}\n`;
    })
    .join('');
}

function compiledAndRun(folder: string): string {
  writeFileSync(join(folder, 'mc.defines.h'), macros(manifest.defines, 'MODDEF'));
  mkdirSync(join(folder, 'driver'));
  for (const header of HEADERS) writeFileSync(join(folder, header), `#include "${TOP}test/esp32/idf/w5500.h"\n`);
  const program = join(folder, 'run');
  const sources = ['hosts/esp32/native-ethernet/ethernet.c', 'test/esp32/idf/w5500.c'];
  const includes = [folder, 'hosts/esp32/native-ethernet'].flatMap((path) => ['-I', path]);
  const options = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Wstrict-prototypes', ...includes, '-o', program];
  const compiled = spawnSync('cc', [...options, ...sources], { cwd: TOP, encoding: 'utf8' });
  expect(compiled.stderr).toBe('');
  return spawnSync(program, { encoding: 'utf8' }).stdout;
}

describe('the W5500 in C', () => {
  const compiler = hasCompiler();

  it(
    compiler
      ? 'is made with the pins of the manifest, on the bus that the display leaves, in the frames that the chip wants'
      : 'is NOT RUN: there is no C compiler',
    () => {
      if (!compiler) return;
      const folder = mkdtempSync(join(tmpdir(), 'w5500-'));
      try {
        expect(compiledAndRun(folder).trimEnd().split('\n')).toEqual([
          'mac: host 3, interrupt 27, polled every 0 ms, select 14, frame 16 + 8, stack 4096',
          'phy: reset 13, negotiates for 0 ms',
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('has its driver from the component registry, in the version whose configuration it fills in', () => {
    expect(component.platforms.esp32.dependency[0]).toEqual({ name: 'w5500', version: '^1.0.1' });
  });
});
