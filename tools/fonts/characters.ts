/** Which characters the fonts need: those of the program's own texts, and those of GB 2312. */

import { filesIn, readText } from '../files.js';
import { readSource } from '../source.js';

/** All of GBK as data, and no text of the program's. */
const NOT_TEXTS = 'src/codec/gbk-table.ts';

/** ASCII that can be printed. */
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/** Printable ASCII and every character beyond it in what the modules of src say, comments apart; sorted. */
export function textCharacters(): string[] {
  const files = filesIn('src', '.ts').filter((file) => file !== NOT_TEXTS);
  return charactersOf(files.map(readText));
}

/** Of sources. */
export function charactersOf(sources: readonly string[]): string[] {
  const beyond = sources.flatMap((source) => [...readSource(source).withoutComments].filter((c) => c > '~'));
  return sorted([...ASCII, ...beyond]);
}

/** What editions after GB 2312-80 put into its rows 2, 6 and 8: small Roman numerals, the Euro, vertical forms, pinyin. */
const LATER: readonly (readonly [first: number, last: number])[] = Object.freeze([
  Object.freeze([0xa2a1, 0xa2b0] as const),
  Object.freeze([0xa2e3, 0xa2e4] as const),
  Object.freeze([0xa6d9, 0xa6f5] as const),
  Object.freeze([0xa8bb, 0xa8c0] as const),
]);

/** The 7,445 characters of GB 2312-80: rows 1 to 9 and 16 to 87. */
export function gb2312(): string[] {
  const decoder = new TextDecoder('gb18030');
  const characters: string[] = [];
  for (let lead = 0xa1; lead <= 0xf7; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const code = lead * 256 + trail;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      const isPrivate = character >= '\uE000' && character <= '\uF8FF';
      const isLater = LATER.some(([first, last]) => code >= first && code <= last);
      if (character.length === 1 && character !== '\uFFFD' && !isPrivate && !isLater) characters.push(character);
    }
  }
  return sorted(characters);
}

/** Each once, by code point, as the look-up in a font wants them. */
export function sorted(characters: readonly string[]): string[] {
  return [...new Set(characters)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}
