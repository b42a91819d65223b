/**
 * What the code that runs on the device must not say, and what no file may say. Lint has the default exports and the
 * barrels, the compiler the syntax that cannot be erased (biome.json, tsconfig.base.json).
 */

import { describe, expect, it } from 'vitest';
import { filesIn, readText } from '../../tools/files.js';
import { readSource } from '../../tools/source.js';

interface Rule {
  readonly word: RegExp;
  readonly instead: string;
}

const A_PORT = 'the device has no such thing: go through a port';

/** Of src, the emulated peers and the deterministic world: all that XS runs. */
const ON_THE_DEVICE: readonly Rule[] = [
  { word: /\bBuffer\b/, instead: 'plain Uint8Array, see src/base/bytes.ts' },
  { word: /\b(?:TextEncoder|TextDecoder)\b/, instead: 'src/base/bytes.ts for ASCII, src/codec/gbk.ts for GBK' },
  { word: /(?<![\w.])process\.(?:env|argv|std\w+|exit\w*|nextTick|cwd|platform|hrtime|on)\b/, instead: A_PORT },
  { word: /\b(?:console|crypto|performance)\.\w/, instead: A_PORT },
  { word: /\b(?:set|clear)(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/, instead: 'Clock.sleep' },
  { word: /\bDate\.now\b|\bnew Date\(\)/, instead: 'Clock.now or Clock.ticks' },
  { word: /\bMath\.random\b/, instead: 'the Random port' },
  { word: /\bIntl\b|\.(?:toLocale\w*|localeCompare|normalize)\(/, instead: 'XS has no locales: write it out' },
  { word: /\beval\(|\bnew Function\(/, instead: 'the linker strips the parser from the device' },
  { word: /^(?:export )?(?:let|var)\b/m, instead: 'no state at module level: it lies in ROM; keep it in an instance' },
];

/** In comments, too. Work for later is an issue, and a note may name it: TODO(#12). */
const IN_TEXT: readonly Rule[] = [
  { word: /\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/, instead: 'do it, or open an issue and write TODO(#12)' },
  { word: /(?:^|[\s'"`(])\/(?:home|root|Users)\//m, instead: 'no paths of one machine' },
];

const onDevice = [...filesIn('src', '.ts'), ...filesIn('hosts/peers', '.ts'), ...filesIn('hosts/world', '.ts')];
const written = ['src', 'hosts', 'tools'].flatMap((folder) => filesIn(folder, '.ts'));
const tests = filesIn('test', '.ts');

const textOf = new Map([...written, ...tests].map((file) => [file, readText(file)]));
const codeOf = new Map([...textOf].map(([file, text]) => [file, readSource(text).code]));

function offences(files: readonly string[], texts: ReadonlyMap<string, string>, rules: readonly Rule[]): string[] {
  return files.flatMap((file) =>
    rules.flatMap(({ word, instead }) => {
      const text = texts.get(file) ?? '';
      const found = word.exec(text);
      if (!found) return [];
      const line = text.slice(0, found.index).split('\n').length;
      return [`${file}:${line} says "${found[0].trim()}"; instead: ${instead}`];
    }),
  );
}

describe('words', () => {
  it('of the device are those that XS knows', () => {
    expect(offences(onDevice, codeOf, ON_THE_DEVICE)).toEqual([]);
  });

  it('leave nothing for later and name no machine', () => {
    expect(offences(written, textOf, IN_TEXT)).toEqual([]);
  });

  it('let every test run', () => {
    const rule = { word: /\b(?:it|test|describe)\.(?:only|skip\w*|todo|runIf|fails)\b/, instead: 'a test that runs' };
    expect(offences(tests, codeOf, [rule])).toEqual([]);
  });
});
