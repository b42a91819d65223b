import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOP } from '../../tools/files.js';

function compiledAndRun(folder: string): string {
  const program = join(folder, 'run');
  const sources = ['hosts/esp32/native-random/random.c', 'test/esp32/idf/run.c'];
  const options = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-I', 'test/esp32/idf', '-o', program];
  const compiled = spawnSync('cc', [...options, ...sources], { cwd: TOP, encoding: 'utf8' });
  expect(compiled.stderr).toBe('');
  return spawnSync(program, { encoding: 'utf8' }).stdout;
}

describe("the chip's generator in C", () => {
  it('fills the whole buffer and no more, and only while the radio is on', () => {
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
  });
});
