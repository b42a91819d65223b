import { describe, expect, it } from 'vitest';
import type { Text } from '../../src/base/text.js';
import { AFTERMATH_TEXTS, ITEM_STATE_TEXTS } from '../../src/screens/management-views.js';
import { WRITE_RULE_TEXTS } from '../../src/screens/write-rules.js';
import { aftermathTexts } from '../../src/visits/aftermath.js';
import { detailOf } from '../../src/visits/refusal-detail.js';

describe('the detail of a refusal', () => {
  it('names what there is to name', () => {
    expect(detailOf({})).toBeUndefined();
    expect(detailOf({ file: 'DF01EF05' })).toEqual({ zh: '（DF01EF05）', en: ' (DF01EF05)' });
    expect(detailOf({ file: 'DF01EF15', tag: '40:2', rule: 'too-long' })).toEqual({
      zh: '（DF01EF15 40:2：超出数据项长度）',
      en: ' (DF01EF15 40:2: is longer than the item)',
    });
    expect(detailOf({ rule: 'data-grammar', at: 7 })).toEqual({
      zh: '（第 7 个字符：写入数据串格式错误）',
      en: ' (character 7: the data break the grammar)',
    });
  });
});

describe('what was left on the card', () => {
  it('is told file by file', () => {
    const items = [
      { file: 'DF01EF05', item: '21', state: 'written' },
      { file: 'DF01EF05', item: '0E', state: 'unknown' },
      { file: 'DF01EF16', item: '', state: 'partly' },
    ] as const;
    expect(aftermathTexts({ left: 'items', items })).toEqual([
      { zh: 'DF01EF05：21 已写入，0E 不明', en: 'DF01EF05: 21 written, 0E unknown' },
      { zh: 'DF01EF16：部分写入', en: 'DF01EF16: written in part' },
    ]);
  });
});

describe('every word', () => {
  it.each([
    ['rules', WRITE_RULE_TEXTS],
    ['states of an item', ITEM_STATE_TEXTS],
    ['what may be left', AFTERMATH_TEXTS],
  ] as const)('stands in both languages, and no two are the same: %s', (_, table) => {
    const texts: Text[] = Object.values(table);
    for (const { zh, en } of texts) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/^[A-Za-z][^\u4e00-\u9fff]+$/);
    }
    expect(new Set(texts.map(({ zh }) => zh)).size).toBe(texts.length);
    expect(new Set(texts.map(({ en }) => en)).size).toBe(texts.length);
  });
});
