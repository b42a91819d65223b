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
    compiler
      ? 'fills the whole buffer and no more, while radio or converter feeds it'
      : 'is NOT RUN: there is no C compiler',
    () => {
      if (!compiler) return;
      const folder = mkdtempSync(join(tmpdir(), 'chip-random-'));
      try {
        expect(compiledAndRun(folder).trimEnd().split('\n')).toEqual([
          'never started: thrown, 0 0 0 0 0',
          'off: thrown, 0 0 0 0 0',
          'on, and sleeps on: thrown, 0 0 0 0 0',
          'on: filled, 1 2 3 4 0, awake',
          'on: thrown, enabled 0 times',
          'off: fed, enabled 1 times',
          'again: fed, enabled 1 times',
          'off and fed: filled, 1 2 3 4 0',
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('has the names in C that its module calls', () => {
    const called = [...readText('hosts/esp32/native-random/random.js').matchAll(/native\('(\w+)'\)/g)];
    expect(called.map(([, name]) => name)).toEqual(['xs_chip_random_fill', 'xs_chip_random_feed']);
    for (const [, name] of called)
      expect(readText('hosts/esp32/native-random/random.c')).toContain(`void ${name}(xsMachine *the)`);
  });
});
