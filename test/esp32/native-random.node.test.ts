import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, TOP } from '../../tools/files.js';
import { hasCompiler } from './native/compiler.js';

function compiledAndRun(folder: string): string {
  const program = join(folder, 'run');
  const sources = ['hosts/esp32/native-random/random.c', 'test/esp32/idf/run.c'];
  const options = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-I', 'test/esp32/idf', '-o', program];
  const compiled = spawnSync('cc', [...options, ...sources], { cwd: TOP, encoding: 'utf8' });
  expect(compiled.stderr).toBe('');
  return spawnSync(program, { encoding: 'utf8' }).stdout;
}

describe("the chip's generator in C", () => {
  const compiler = hasCompiler();

  it(
    compiler ? 'fills the whole buffer and no more, while the radio is on' : 'is NOT RUN: there is no C compiler',
    () => {
      if (!compiler) return;
      const folder = mkdtempSync(join(tmpdir(), 'chip-random-'));
      try {
        expect(compiledAndRun(folder).trimEnd().split('\n')).toEqual([
          'never started: thrown, 0 0 0 0 0',
          'off: thrown, 0 0 0 0 0',
          'on: filled, 1 2 3 4 0',
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('has the name in C that its module calls', () => {
    const [, called] = /native\('(\w+)'\)/.exec(readText('hosts/esp32/native-random/random.js')) ?? [];
    expect(readText('hosts/esp32/native-random/random.c')).toContain(`void ${called}(xsMachine *the)`);
  });
});
