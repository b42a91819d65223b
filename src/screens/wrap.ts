/** Breaks text into rows: between Chinese characters, between Latin words, and nowhere that punctuation forbids. */

/** What may not end a row, and what may not begin one (GB/T 15834 5.1 [mem]). */
const OPENING = '（《〈【「『“‘([{';
const CLOSING = '），。、；：！？》〉】」』”’…)]},.;:!?%';

/** What stays together, with the blanks before it. */
interface Unit {
  readonly gap: string;
  text: string;
}

/**
 * @param measure how wide a piece of the text is, in the unit of `width`
 * @returns at least one row; the text is all there, but for blanks where rows end. A word wider than a row is cut.
 */
export function wrap(text: string, width: number, measure: (piece: string) => number): string[] {
  const rows: string[] = [];
  let row = '';
  const add = (gap: string, piece: string) => {
    if (row !== '' && measure(row + gap + piece) > width) {
      rows.push(row);
      row = '';
    }
    row += row === '' ? piece : gap + piece;
  };
  for (const { gap, text: piece } of unitsOf(text)) {
    const pieces = measure(piece) <= width ? [piece] : [...piece];
    for (const [i, part] of pieces.entries()) add(i === 0 ? gap : '', part);
  }
  rows.push(row);
  return rows;
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let gap = '';
  let before = '';
  for (const character of text) {
    if (character === ' ') {
      gap += character;
      continue;
    }
    const last = units[units.length - 1];
    if (last !== undefined && gap === '' && staysWith(before, character)) last.text += character;
    else units.push({ gap, text: character });
    gap = '';
    before = character;
  }
  return units;
}

function staysWith(before: string, character: string): boolean {
  if (OPENING.includes(before) || CLOSING.includes(character)) return true;
  return !isWide(before) && !isWide(character);
}

/** Whether a row may end on either side of the character: Chinese characters, kana and their punctuation. */
export function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x2e80 || character === '“' || character === '”';
}
