import { describe, expect, it } from 'vitest';
import { narrateCard } from '../../../src/app/trace/narrate-card.js';
import { hexWithout } from '../../../src/app/trace/narration.js';
import { fromHex } from '../../../src/base/hex.js';

const SSSE = '00A404000F 7378312E73682EC9E7BBE1B1A3D5CF 00';

/** Goes through a conversation, command and answer in turn; every line as `bytes words`. */
function told(conversation: readonly string[], unmasked = false, language: 'zh' | 'en' = 'en'): string[] {
  const narrator = narrateCard(unmasked);
  narrator.reset();
  return conversation.map((hex, i) => {
    const bytes = fromHex(hex);
    const { words, hidden } = i % 2 === 0 ? narrator.command(bytes) : narrator.response(bytes);
    return `${hexWithout(bytes, hidden)} ${words[language]}`;
  });
}

const last = (conversation: readonly string[], unmasked = false, language: 'zh' | 'en' = 'en'): string =>
  told(conversation, unmasked, language)[conversation.length - 1];

const IN_EF05 = [SSSE, '9000', '00A4020002EF05', '9000'];
const IN_EF06 = [SSSE, '9000', '00A4020002EF06', '9000'];
const CARD_NUMBER = '0709 413030303030303131';
const PERSON_NUMBER = '0812 393930313030313939303031303130303132';
const MASKED_PERSON = `08123939${'**'.repeat(14)}3132`;
const MASKED_CARD = `07094130${'**'.repeat(5)}3131`;

describe('the numbers of holder and card', () => {
  it('keep two characters at each end', () => {
    expect(last([...IN_EF05, '00B2070409', `${CARD_NUMBER} 9000`])).toBe(`${MASKED_CARD}9000 Card number=***; Done`);
    expect(last([...IN_EF06, '00B2080014', `${PERSON_NUMBER} 0A0131 9000`])).toBe(
      `${MASKED_PERSON}0A01319000 Personal number=***; Sex=1 male; Done`,
    );
  });

  it('stand whole where that is asked for', () => {
    const told = last([...IN_EF06, '00B2080014', `${PERSON_NUMBER} 9000`], true);
    expect(told).toBe('08123939303130303139393030313031303031329000 Personal number=990100199001010012; Done');
  });

  it('are hidden where the medical file repeats them: a health record number is built from the holder’s', () => {
    const inMedical = [SSSE, '9000', '00A4000002DF04', '9000', '00A4020002EF05', '9000', '00B2870013'];
    const record = `8711 3939303130303139393030313031303031`;
    expect(last([...inMedical, `${record} 9000`])).toBe(
      `87113939${'**'.repeat(13)}30319000 Health record no.=***; Done`,
    );
    expect(last([...inMedical, '8B09 414242434344454647 8A09 414242434344454647 9000'])).toBe(
      `8B094142${'**'.repeat(5)}46478A094142${'**'.repeat(5)}46479000 Account no.=***; Medical certificate no.=***; Done`,
    );
  });

  it('are hidden whole when they are too short to have ends', () => {
    expect(last([...IN_EF05, '00B2070409', '0707 41303030303030 9000'])).toBe(
      '0707**************9000 Card number=***; Done',
    );
  });

  it.each([
    ['a length behind the end', `0813${PERSON_NUMBER.slice(4)}`],
    ['a tag without length', `${PERSON_NUMBER} 09`],
    ['rubbish before them', `FF${PERSON_NUMBER}`],
  ])('are hidden with everything else in records that cannot be walked: %s', (_, data) => {
    const line = last([...IN_EF06, '00B2080014', `${data} 9000`]);
    expect(line).toMatch(/^(\*\*)+9000 Unreadable; Done$/);
  });

  it('are hidden with everything else in a file that nobody selected', () => {
    expect(last([SSSE, '9000', '00B2080014', `${PERSON_NUMBER} 9000`])).toBe(`${'**'.repeat(20)}9000 Done`);
    expect(last([SSSE, '9000', '00A4020002EF0C', '9000', '00B2080014', `${PERSON_NUMBER} 9000`])).toBe(
      `${'**'.repeat(20)}9000 Done`,
    );
  });

  it('are hidden with everything else when they come in pieces, which may begin anywhere', () => {
    const pieces = [...IN_EF06, '00B2010520', `${PERSON_NUMBER} 6103`, '00C0000003', '0A0131 9000'];
    expect(told(pieces).slice(5)).toEqual([
      `${'**'.repeat(20)}6103 3 more bytes`,
      '00C0000003 Get response',
      '******9000 Done',
    ]);
    expect(last(pieces, true)).toBe('0A01319000 Done');
  });

  it('are known by the file that is current: a selection that failed changes nothing', () => {
    const line = last([...IN_EF06, '00A4020002EF05', '6A82', '00B2080014', `${PERSON_NUMBER} 9000`]);
    expect(line).toBe(`${MASKED_PERSON}9000 Personal number=***; Done`);
  });

  it('are no longer known after a reset', () => {
    const narrator = narrateCard(false);
    for (const [i, hex] of IN_EF06.entries()) {
      if (i % 2 === 0) narrator.command(fromHex(hex));
      else narrator.response(fromHex(hex));
    }
    narrator.reset();
    narrator.command(fromHex('00B2080014'));
    const answer = fromHex(`${PERSON_NUMBER} 9000`);
    expect(hexWithout(answer, narrator.response(answer).hidden)).toBe(`${'**'.repeat(20)}9000`);
  });
});

describe('the PIN', () => {
  it.each([
    ['VERIFY', '0020000003 123456', '0020000003******'],
    ['CHANGE PIN', '805E010007 123456FF654321', '805E010007**************'],
    ['PIN CHANGE/UNBLOCK', '8424000104 01020304', '8424000104********'],
    ['a key', '84D4000004 01020304', '84D4000004********'],
  ])('is hidden in %s', (_, command, hidden) => {
    expect(last([command])).toMatch(new RegExp(`^${hidden.replace(/\*/g, '\\*')} `));
    expect(last([command], true)).toMatch(new RegExp(`^${hidden.replace(/\*/g, '\\*')} `));
  });

  it('is asked for, and the answer is no failure', () => {
    expect(last(['00200000', '63C3'])).toBe('63C3 A PIN is set, 3 tries left');
    expect(last(['00200000', '63C1'])).toBe('63C1 A PIN is set, 1 try left');
    expect(last(['00200000', '63C1'], false, 'zh')).toBe('63C1 已设置密码，还可试 1 次');
    expect(last(['00200000', '9000'])).toBe('9000 No PIN is set');
    expect(last(['00200000', '9000'], false, 'zh')).toBe('9000 未设置密码');
    expect(last(['00200000', '6983'])).toBe('6983 Authentication method blocked');
  });

  it('that is wrong is a failure', () => {
    expect(last(['0020000003 123456', '63C2'])).toBe('63C2 Authentication failed, 2 tries left');
    expect(last(['0020000003 123456', '9000'])).toBe('9000 Done');
    expect(last(['00200000', '63C3', '0082000A10 0102030405060708 0102030405060708', '63C2'])).toBe(
      '63C2 Authentication failed, 2 tries left',
    );
  });
});

describe('a conversation', () => {
  it('is told with the names of directories, files and keys', () => {
    const lines = told([
      SSSE,
      `6F16 840F 7378312E73682EC9E7BBE1B1A3D5CF A503 88010F 9000`,
      '00A4000002DF0100',
      '9000',
      '0084000008',
      '6D00',
      '0082008810 0102030405060708 0102030405060708',
      '9000',
      '00A4020002EF15',
      '9000',
      '00B2400236',
      '6A83',
      '00B0010000',
      '6981',
      '00A404000AD1560000050400000000',
      '6A82',
      '00FF0000',
      '6D00',
    ]);
    expect(lines.filter((_, i) => i % 2 === 0).map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'Select social security environment SSSE',
      'Select DF01 Public',
      'Get challenge',
      'External authenticate: the terminal proves itself with RK1DF01',
      'Select DF01EF15 Education',
      'Read records tag 40 Degree Education',
      'Read binary from 256 of Education',
      'Select D1560000050400000000',
      'Command FF',
    ]);
    expect(lines[1]).toMatch(/ File control information; Done$/);
  });

  it('names the algorithm of an FCI, and a word that is no answer', () => {
    const fci = '6F19 840F 7378312E73682EC9E7BBE1B1A3D5CF A506 9F0C03 860103 9000';
    expect(last([SSSE, fci])).toMatch(/File control information, algorithm 03; Done$/);
    expect(last([SSSE, fci], false, 'zh')).toMatch(/文件控制信息，算法 03; 成功$/);
    expect(last(['0084000008', '60'])).toBe('** Unreadable');
    expect(last(['0084000008', '1234'])).toBe('**** Unreadable');
  });

  it('reads a 2.0 value in a 1.0 field without the filler behind it', () => {
    const read = [SSSE, '9000', '00A4000002DF04', '9000', '00A4020002EF05', '9000', '00B2840040'];
    expect(last([...read, `843E990100${'EE'.repeat(59)} 9000`])).toMatch(/ Insured in=990100; Done$/);
    expect(last([...read, `813E3331303130303030${'EE'.repeat(54)} 9000`])).toMatch(
      / Insurance and flags=31010000; Done$/,
    );
  });

  it('tells what a card spells with control characters without passing them on', () => {
    const name = `091E 1B5B324A ${'00'.repeat(26)}`;
    expect(last([...IN_EF06, '00B2090020', `${name} 9000`])).toMatch(/Name=□\[2J; Done$/);
  });
});
