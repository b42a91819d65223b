import { describe, expect, it } from 'vitest';
import type { Chip } from '../../hosts/peers/chip.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { Line } from '../../src/ports/screen.js';
import { bench, cardLike, outcome, tampered } from './bench.js';

/** Label and value as Chinese readers see them. */
const rows = (lines: readonly Line[]): string[] =>
  lines.map(({ label, value }) => `${label?.zh}: ${typeof value === 'string' ? value : value.zh}`);

const IDENTITY = [
  '姓名: 张测试',
  '社会保障号码: 990100199001010012',
  '卡号: A00000011',
  '卡的识别码: 990100D1560000050000000166534F34',
  '规范版本: 2.00',
  '有效期至: 2034-01-14',
  '终端机编号: 990100000001',
];

/** The card, but that these bytes of its records are others of the same length. */
function rewritten(from: string, to: string): Chip {
  return tampered(cardLike('v2-des'), (tpdu, real) =>
    tpdu[1] === 0xb2 ? fromHex(toHex(real()).replace(from, to)) : real(),
  );
}

describe('an identification', () => {
  it('shows who it is, prints it with the time, and powers both cards down before anybody is told', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    const result = await one.terminal.identify();
    expect(outcome(result)).toBe('done');
    expect(one.views.map(({ screen, tone }) => `${screen} ${tone}`)).toEqual([
      'idle idle',
      'reading busy',
      'identity done',
    ]);
    expect(rows(one.views[2].lines)).toEqual(IDENTITY);
    expect(one.slips).toHaveLength(1);
    expect(rows(one.slips[0].lines)).toEqual([...IDENTITY, '打印时间: 2026-06-01 09:00:01']);
    const ends = one.events.map(({ port, words }) => `${port} ${words.en.slice(0, 10)}`).slice(-4);
    expect(ends).toEqual(['icc Power down', 'sam1 Power down', 'screen [identity]', 'printer [identity]']);
  });

  it('gives its caller the facts', async () => {
    const result = await (await bench({ card: cardLike('v2-des') })).terminal.identify();
    if (result.outcome !== 'done') throw new Error(outcome(result));
    const { holder, issuer, algorithm, pin, terminalNumber } = result.value;
    expect(holder).toEqual({
      personNumber: '990100199001010012',
      name: '张测试',
      sex: '1',
      ethnicity: '01',
      birthPlace: '990100',
      birthDate: '19900101',
    });
    expect([issuer.cardNumber, algorithm, pin, terminalNumber]).toEqual([
      'A00000011',
      'DES',
      { state: 'set', triesLeft: 3 },
      '990100000001',
    ]);
  });

  it('masks the numbers that it shows', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    await one.terminal.identify();
    expect(one.views[2].lines.map(({ masked }) => masked)).toEqual([
      undefined,
      '99**************12',
      'A0*****11',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('does not let a card steer the screen or the printer', async () => {
    // 张测试 and padding; ESC [ 2 J and padding
    const hostile = await bench({ card: rewritten('D5C5B2E2CAD4', '1B5B324A0741') });
    expect(outcome(await hostile.terminal.identify())).toBe('done');
    expect(rows(hostile.views[2].lines)[0]).toBe('姓名: □[2J□A');
    expect(rows(hostile.slips[0].lines)[0]).toBe('姓名: □[2J□A');
    const number = await bench({ card: rewritten('393930313030313939', '1B5B31413030313939') });
    expect(outcome(await number.terminal.identify())).toBe('done');
    expect(JSON.stringify([number.views, number.slips])).not.toContain('\\u001b');
  });

  it('is of a card whose every mandatory item is there', async () => {
    expect(outcome(await (await bench({ card: rewritten('0A0131', '0B0131') })).terminal.identify())).toBe(
      'card-data-missing',
    );
    expect(outcome(await (await bench({ card: rewritten('0D0419900101', '0D0319900101') })).terminal.identify())).toBe(
      'card-data-malformed',
    );
  });
});
