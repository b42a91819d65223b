/** What stands at the top, how long a file may be, and that every file is used. */

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesIn, readText, TOP } from '../../tools/files.js';
import { importsOf, readSource, resolveImport } from '../../tools/source.js';

const TOP_LEVEL: readonly string[] = [
  '.ci',
  '.editorconfig',
  '.gitignore',
  '.npmrc',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'biome.json',
  'hosts',
  'manifest.json',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tools',
  'tsconfig.base.json',
  'vitest.config.ts',
];

/** Made or installed, and in .gitignore; what else is hidden is of the tools around the project. */
const NOT_OURS = /^(?:node_modules|dist|coverage|.*\.log|\.git|\.DS_Store|\.vscode|\.idea)$/;

const LINES_MAX = 300;

const sources = ['src', 'hosts', 'tools'].flatMap((folder) => filesIn(folder, '.ts'));
const tests = filesIn('test', '.ts');

describe('the top level', () => {
  it('holds what the README names and nothing else', () => {
    const found = readdirSync(TOP).filter((entry) => !NOT_OURS.test(entry));
    expect(found.sort(), 'put it into src, hosts, test or tools; or give it a line in this test').toEqual(TOP_LEVEL);
  });

  it('has lock files that name no registry', () => {
    for (const lock of ['package-lock.json', 'tools/xs/package-lock.json'])
      expect(readText(lock).includes('"resolved"'), `${lock}: write it anew under the project's .npmrc`).toBe(false);
  });

  it('has a lock file for every system, or npm ci refuses it there', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
    expect(missing, 'a package whose own registry entry is missing: choose another version of what wants it').toEqual(
      [],
    );
  });
});

describe('files', () => {
  // A test file is a list of cases, and may be as long as its subject has cases.
  it('are short enough to be read in one sitting, or say that they are a table', () => {
    const long = sources
      .map((file) => ({ file, text: readText(file) }))
      .filter(
        ({ text }) => text.split('\n').length - 1 > LINES_MAX && !/\/\*\*\s+(?:\* )?Table: /.test(text.slice(0, 400)),
      )
      .map(({ file }) => file);
    expect(
      long,
      `over ${LINES_MAX} lines: cut it at a second reason to change, or begin it with "/** Table: …"`,
    ).toEqual([]);
  });

  it('are all used', () => {
    const users = new Map<string, string[]>();
    for (const user of [...sources, ...tests])
      for (const specifier of importsOf(readText(user))) {
        const target = resolveImport(user, specifier);
        users.set(target, [...(users.get(target) ?? []), user]);
      }
    const scripts = readText('package.json');
    const tools = filesIn('tools', '.ts').map(readText).join('\n');
    const started = filesIn('hosts', 'manifest.json').map(readText).join('\n');
    const isUsed = (file: string) =>
      users.get(file)?.some((user) => !file.startsWith('src/') || !user.startsWith('test/')) ||
      scripts.includes(file) ||
      started.includes(`"${file.replace(/\.ts$/, '')}"`) ||
      file.endsWith('.d.ts') ||
      tools.includes(file) ||
      tools.includes(`/${baseName(file)}`);
    const dead = [...sources, ...tests].filter((file) => !file.endsWith('.test.ts') && !isUsed(file));
    expect(dead, 'nothing imports it, or of src nothing but a test: use it or take it away').toEqual([]);
  });

  it('export nothing that no other file uses', () => {
    const texts = new Map([...sources, ...tests].map((file) => [file, readSource(readText(file)).code]));
    const unused = sources.flatMap((file) => {
      if (file.startsWith('tools/')) return [];
      const exported = [...(texts.get(file) ?? '').matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)];
      const others = [...texts].filter(([other]) => other !== file).map(([, text]) => text);
      return exported
        .filter(([, name]) => !others.some((text) => new RegExp(`\\b${name}\\b`).test(text)))
        .map(([, name]) => `${file}: ${name}`);
    });
    expect(unused, 'take the "export" away, or the code').toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  const lines = readText('CHANGELOG.md').split('\n');
  const releases = lines.filter((line) => line.startsWith('## '));

  it('has the form of Keep a Changelog, newest first', () => {
    expect(lines[0]).toBe('# Changelog');
    const heading = /^## \[(?:Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d{2}-\d{2})?$/;
    expect(
      releases.filter((line) => !heading.test(line)),
      'write "## [1.2.3] - 2026-01-31"',
    ).toEqual([]);
    const dates = releases.flatMap((line) => line.match(/\d{4}-\d{2}-\d{2}$/) ?? []);
    expect(dates, 'newest first').toEqual([...dates].sort().reverse());
  });

  it('sorts what changed under its six headings', () => {
    const kinds = lines.filter((line) => line.startsWith('### ')).map((line) => line.slice(4));
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
  });

  it('begins with what is not released yet, or with the version of package.json', () => {
    const { version } = JSON.parse(readText('package.json'));
    expect(releases[0] === '## [Unreleased]' || releases[0]?.startsWith(`## [${version}] - `)).toBe(true);
  });
});

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
