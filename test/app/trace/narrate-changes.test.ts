import { describe, expect, it } from 'vitest';
import { narrateCard } from '../../../src/app/trace/narrate-card.js';
import { hexWithout } from '../../../src/app/trace/narration.js';
import { fromHex } from '../../../src/base/hex.js';

const SSSE = '00A404000F 7378312E73682EC9E7BBE1B1A3D5CF 00';

/** The last line of a conversation of commands and answers, as `bytes words`. */
function last(conversation: readonly string[], unmasked = false): string {
  const narrator = narrateCard(unmasked);
  narrator.reset();
  const lines = conversation.map((hex, i) => {
    const bytes = fromHex(hex);
    const { words, hidden } = i % 2 === 0 ? narrator.command(bytes) : narrator.response(bytes);
    return `${hexWithout(bytes, hidden)} ${words.en}`;
  });
  return lines[lines.length - 1];
}

const inFile = (fid: string, version = '322E3030') => [
  SSSE,
  '9000',
  '00A4020002EF05',
  '9000',
  '00B2010540',
  `0304${version} 9000`,
  `00A4020002${fid}`,
  '9000',
];
const inDirectory = (df: string, fid: string, version?: string) => {
  const [file, accepted] = inFile(fid, version).slice(-2);
  return [...inFile('EF06', version).slice(0, -2), `00A4000002${df}`, '9000', file, accepted];
};

describe('a change of the PIN', () => {
  it.each([
    ['805E010007 123456FF654321', 'Change the PIN'],
    ['805E010004 FF123456', 'Set the first PIN'],
    ['805E010004 123456FF', 'Take the PIN away'],
    ['842400010C 83EE93C6C2740378 7DE617A6', 'Reload the PIN'],
    ['8424000004 1EF489BC', 'Unlock the PIN'],
  ])('is named, and nothing of its data is shown to anybody: %#', (command, words) => {
    const header = command.slice(0, 10);
    const length = (command.replace(/ /g, '').length - 10) / 2;
    for (const unmasked of [false, true]) {
      expect(last([SSSE, '9000', command], unmasked)).toBe(`${header}${'**'.repeat(length)} ${words}`);
    }
  });
});

describe('a block', () => {
  it('is named', () => {
    expect(last([SSSE, '9000', '841E000104 9032C7B9'])).toMatch(/ Block the application, for ever$/);
    expect(last([SSSE, '9000', '8416000004 E05B9510'])).toMatch(/ Block the card, for ever$/);
  });
});

describe('a write', () => {
  it('says what goes where', () => {
    expect(last([...inDirectory('DF01', 'EF05'), '00DC0E0005 0E03990102'])).toBe(
      '00DC0E00050E03990102 Write to Household register: Registered in=990102',
    );
    expect(last([...inDirectory('DF01', 'EF05'), '04DC0E0009 0E03990102 01020304'])).toBe(
      '04DC0E00090E0399010201020304 Write with a MAC to Household register: Registered in=990102',
    );
    expect(last([...inDirectory('DF04', 'EF15'), '00DC000303 000539'])).toBe(
      '00DC000303000539 Write to Special settlements one more record',
    );
    expect(last([...inDirectory('DF01', 'EF16'), '00D600F002 A1B2'])).toBe(
      '00D600F002A1B2 Write to Reserved 1 from 240',
    );
  });

  it('goes by the tables of the card’s version', () => {
    const command = '00DC380006 380400650000';
    expect(last([...inDirectory('DF01', 'EF0A', '312E3030'), command])).toMatch(
      / Write to Wages: Wages of last year=6500\.00 yuan$/,
    );
    expect(last([...inDirectory('DF01', 'EF0A', '312E3030'), '00DC380006 38043133EEEE'])).toMatch(
      / Write to Wages: Affiliation=13 no affiliation$/,
    );
  });

  it('shows a number of holder or card by its ends, and whole where that is asked for', () => {
    const command = '00DC080014 0812 393930313030313939303031303130303132';
    expect(last([...inFile('EF06'), command])).toBe(
      `00DC08001408123939${'**'.repeat(14)}3132 Write to Holder: Personal number=***`,
    );
    expect(last([...inFile('EF06'), command], true)).toMatch(/Personal number=990100199001010012$/);
  });

  it('is hidden with all its data where nobody knows what they are', () => {
    expect(last([SSSE, '9000', '00DC080004 08023132'])).toBe('00DC080004******** Write to the current file');
    expect(last([SSSE, '9000', '00DC080004 08023132'], true)).toBe('00DC08000408023132 Write to the current file');
    expect(last([...inFile('EF06'), '00DC080004 08093132'])).toBe('00DC080004******** Write to Holder: Unreadable');
    expect(last([SSSE, '9000', '04DC0114'])).toBe('04DC0114 Write with a MAC to the current file');
    expect(last([...inFile('EF06'), '04DC080003 080131'])).toBe('04DC080003080131 Write with a MAC to Holder');
  });
});
