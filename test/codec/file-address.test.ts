import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { parseFileAddress, parseFileData } from '../../src/codec/file-address.js';

/** The address as one line, or the rule that it breaks and where. */
function address(text: string): string {
  return reading(() =>
    parseFileAddress(text)
      .map(({ name, items }) =>
        `${name} ${items.map(({ code, instance = '' }) => `${code}/${instance}`).join(' ')}`.trim(),
      )
      .join('; '),
  );
}

function data(text: string): string {
  return reading(() =>
    parseFileData(text)
      .map(({ name, values }) => `${name} ${JSON.stringify(values)}`)
      .join('; '),
  );
}

function reading(parse: () => string): string {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return `${error.format}: ${error.rule} at ${error.offset}`;
  }
}

describe('a file address', () => {
  it('names files, tags, repeated tags and whole files (SC 9; sscard.md 12)', () => {
    expect(address('SSSEEF05|05|06|07|$SSSEEF06|08|09|4E|0A|0B|0D|$')).toBe(
      'SSSEEF05 05/ 06/ 07/; SSSEEF06 08/ 09/ 4E/ 0A/ 0B/ 0D/',
    );
    expect(address('DF01EF15|2A|40:2|$')).toBe('DF01EF15 2A/ 40/2');
    expect(address('DF04EF08|$')).toBe('DF04EF08');
    expect(address('DF04EF08|3|$')).toBe('DF04EF08 3/');
  });

  it('may be written small', () => {
    expect(address('df01ef0a|3a|$')).toBe('DF01EF0A 3A/');
  });

  it.each([
    ['', 'names no file at 0'],
    ['$', 'an item that does not end with | at 0'],
    ['|$', 'not the name of a file at 0'],
    ['DF01EF05|20|', 'a file that does not end with $ at 12'],
    ['DF01EF05|20$', 'an item that does not end with | at 11'],
    ['DF01EF05$', 'an item that does not end with | at 8'],
    ['DF01EF05|20|$$', 'an item that does not end with | at 13'],
    ['EF05|20|$', 'not the name of a file at 0'],
    ['DF01EF05|20|$MF|01|$', 'not the name of a file at 13'],
    ['DF01EF05||$', 'not a tag or a number at 9'],
    ['DF01EF05|20|XY|$', 'not a tag or a number at 12'],
    ['DF01EF05|40:0|$', 'not a tag or a number at 9'],
    ['DF01EF05|40:|$', 'not a tag or a number at 9'],
    ['DF01EF05|120|$', 'not a tag or a number at 9'],
  ])('%j is refused: %s', (text, rule) => {
    expect(address(text)).toBe(`file-address: ${rule}`);
  });

  it('has an end', () => {
    const endless = 'DF01EF05|20|$'.repeat(6000);
    expect(address(endless)).toBe('file-address: too long at 65536');
  });
});

describe('data to write', () => {
  it('have a value in the place of each item, empty ones too', () => {
    expect(data('DF01EF07|1|$DF02EF07|2021003^20240101^^公司^|$')).toBe(
      'DF01EF07 ["1"]; DF02EF07 ["2021003^20240101^^公司^"]',
    );
    expect(data('DF01EF05||x||$')).toBe('DF01EF05 ["","x",""]');
    expect(data('DF04EF15|$')).toBe('DF04EF15 []');
  });

  it.each([
    ['', 'names no file at 0'],
    ['DF01EF05|x', 'a file that does not end with $ at 10'],
    ['DF01EF05|x$', 'an item that does not end with | at 10'],
    ['x|y|$', 'not the name of a file at 0'],
  ])('%j are refused: %s', (text, rule) => {
    expect(data(text)).toBe(`file-data: ${rule}`);
  });
});
