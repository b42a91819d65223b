/** The visit log of a card that settles online: its lines, and the category of a special settlement. */

import { describe, expect, it } from 'vitest';
import type { Card } from '../../hosts/peers/card/card.js';
import { bench, cardLike, outcome, tampered } from './bench.js';

const PIN = { digits: '123456' };

function newest(card: Card, fid: string): string | undefined {
  const directory = card.image().environments[0].applications.find((one) => one.fid === 'DF04');
  const file = directory?.files.find((one) => one.fid === fid);
  return file && 'records' in file ? file.records[0] : undefined;
}

describe('the visit log', () => {
  it('has account zero, total and what is covered, and the category under the same number', async () => {
    const card = cardLike('v2-rich');
    const { terminal, slips } = await bench({ card, gestures: [PIN], presses: [1] });
    const result = await terminal.visitLog({ total: 15_000, covered: 10_000, category: '2' });
    expect(outcome(result)).toBe('done');
    // 序号 0004, 类型 2, terminal, time; 0, 150.00 and 100.00 yuan.
    expect(newest(card, 'EF08')).toMatch(/^0004329901000000012026060109\d{4}0000000000003A9800002710$/);
    expect(newest(card, 'EF15')).toBe('000432');
    expect(terminal.status().purse.rows).toMatchObject([
      { kind: 'visit-log', account: 0, selfPay: 15_000, pool: 10_000 },
    ]);
    expect(slips.map(({ slip }) => slip)).toEqual(['medical-visit-log']);
  });

  it('leaves EF15 alone where nothing is special', async () => {
    const card = cardLike('v2-rich');
    const before = newest(card, 'EF15');
    const { terminal } = await bench({ card, gestures: [PIN], presses: [1] });
    expect(outcome(await terminal.visitLog({ total: 100, covered: 100 }))).toBe('done');
    expect(newest(card, 'EF15')).toBe(before);
  });

  it('says that the line stands when the category could not be written', async () => {
    const card = tampered(cardLike('v2-rich'), (tpdu, real) => (tpdu[1] === 0xdc ? Uint8Array.of(0x65, 0x81) : real()));
    const { terminal } = await bench({ card, gestures: [PIN], presses: [1] });
    const result = await terminal.visitLog({ total: 100, covered: 0, category: '9' });
    expect(result).toMatchObject({ outcome: 'refused', aftermath: { left: 'visit-logged' } });
    expect(terminal.status().purse).toMatchObject({ pending: [], rows: [{ kind: 'visit-log' }] });
  });
});
