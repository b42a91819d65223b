/** Where rows of mixed Chinese and Latin text break; a wide character counts 2, any other 1. */

import { describe, expect, it } from 'vitest';
import { isWide, wrap } from '../../src/screens/wrap.js';

const columns = (text: string) => [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
const rows = (text: string, width: number) => wrap(text, width, columns);

describe('wrap', () => {
  it('leaves what fits in one row, and gives nothing a row', () => {
    expect(rows('请输入密码', 10)).toEqual(['请输入密码']);
    expect(rows('', 10)).toEqual(['']);
  });

  it('breaks Latin text between words, and drops only the blanks where rows end', () => {
    expect(rows('Insert the card again', 12)).toEqual(['Insert the', 'card again']);
    expect(rows('a  b', 10)).toEqual(['a  b']);
  });

  it('breaks Chinese anywhere, but keeps a word and a number of Latin whole', () => {
    expect(rows('请输入密码', 6)).toEqual(['请输入', '密码']);
    expect(rows('密码4至12位PSAM', 7)).toEqual(['密码4至', '12位', 'PSAM']);
  });

  it('lets no row begin with closing punctuation or end with opening', () => {
    expect(rows('请按确认键，再试', 10)).toEqual(['请按确认', '键，再试']);
    expect(rows('请看（说明）', 6)).toEqual(['请看', '（说', '明）']);
  });

  it('cuts a word that is wider than a row, and loses none of it', () => {
    expect(rows('990100D15600000500', 8)).toEqual(['990100D1', '56000005', '00']);
  });
});
