import type { Surface } from '../../src/ports/surface.js';

/** A surface that remembers the words of its last picture, in one row. */
export function wordsOn(width: number, height: number): { readonly surface: Surface; readonly text: () => string } {
  let words: string[] = [];
  const surface: Surface = {
    width,
    height,
    lineHeight: (face) => (face === 'large' ? 26 : 20),
    measure: (text, face) => {
      const em = face === 'large' ? 20 : 16;
      return [...text].reduce((sum, character) => sum + (character > '~' ? em : em / 2), 0);
    },
    // The first band of a picture lies at its top.
    begin: ({ y }) => {
      if (y === 0) words = [];
    },
    fill() {},
    bitmap() {},
    text: (text) => void words.push(text),
    end() {},
  };
  return { surface, text: () => words.join('') };
}
