/** The house's own eyes: if they do not see an offence, no other test here can. */

import { describe, expect, it } from 'vitest';
import { filesIn, readText } from '../../tools/files.js';
import { expressionsInConstants, importsOf, readSource, resolveImport } from '../../tools/source.js';

describe('readSource', () => {
  it('blanks comments and strings, and keeps every line where it was', () => {
    const { code, withoutComments } = readSource('a(\'x // y\'); // z\n/* b\n\'c */ d("\\""); e');
    expect(code).toBe('a(        );     \n    \n      d(    ); e');
    expect(withoutComments).toBe('a(\'x // y\');     \n    \n      d("\\""); e');
  });

  it('sees the code inside a template, however deep', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    expect(readSource('`a ${b({ c: `d ${e} f` })} g` + h').code.replace(/\s+/g, ' ')).toBe(' b({ c: e }) + h');
  });

  it('tells a regular expression from a division', () => {
    expect(readSource("a / b / c; f(/x'[/]y/g, d); return /'/").code).toBe('a / b / c; f(         , d); return    ');
  });
});

describe('expressionsInConstants', () => {
  it('tells a constant from a function, and a regular expression from a division', () => {
    const text = [
      'const A = /a/;',
      'export const TABLE = Object.freeze([',
      "  ['b', /b/g],",
      ']);',
      'const HALF = TABLE.length / 2 / 1;',
      'export function f(',
      '  digits = /c/,',
      '): boolean {',
      '  const d = /d/;',
      '  return /e/.test(d);',
      '}',
      'export class G {',
      '  h = /h/;',
      '}',
      "const TEXT = '/i/'; // = /j/",
    ].join('\n');
    expect(expressionsInConstants(text)).toEqual([1, 3]);
  });

  it('finds none in src: with preloaded modules XS has crashed inside RegExp', () => {
    const found = filesIn('src', '.ts').flatMap((file) =>
      expressionsInConstants(readText(file)).map((line) => `${file}:${line}`),
    );
    expect(found).toEqual([]);
  });
});

describe('importsOf', () => {
  it('finds every form of import, and no string that only looks like one', () => {
    const text = [
      "import a from 'a';",
      'import type { b,',
      "  c } from './b.js';",
      "import './c.js';",
      "export { d } from './d.js';",
      "export const from = 'not';",
      "export const e = () => import('./e.js');",
      "// import f from './f.js';",
    ].join('\n');
    expect(importsOf(text)).toEqual(['a', './b.js', './c.js', './d.js', './e.js']);
  });
});

describe('resolveImport', () => {
  it('walks from the importing file to the source', () => {
    expect(resolveImport('src/a/b.ts', './c.js')).toBe('src/a/c.ts');
    expect(resolveImport('src/a/b.ts', '../d/e.js')).toBe('src/d/e.ts');
    expect(resolveImport('hosts/a/b.ts', '../../src/f.json')).toBe('src/f.json');
  });
});
