import { describe, expect, it } from 'vitest';
import { describeStatus, SW, triesLeft } from '../../src/codec/status-words.js';

/** Every word that sscard.md 7.1 lists, families by their first; before them two of payment (emv.md 2.1, 2.9). */
const LISTED = [
  0x6283, 0x6300, 0x6100, 0x63c0, 0x6581, 0x6700, 0x6901, 0x6981, 0x6982, 0x6983, 0x6984, 0x6985, 0x6986, 0x6987,
  0x6988, 0x6a80, 0x6a81, 0x6a82, 0x6a83, 0x6a84, 0x6a85, 0x6a86, 0x6a88, 0x6b00, 0x6c00, 0x6d00, 0x6e00, 0x6f00,
  0x9302, 0x9303, 0x9401, 0x9402, 0x9403, 0x9406,
];

describe('SW', () => {
  it('names 9000 and every word of the reference, and no other', () => {
    const named = Object.values(SW).sort((a, b) => a - b);
    expect(named.join()).toBe([...LISTED, 0x9000].sort((a, b) => a - b).join());
  });
});

describe('describeStatus', () => {
  it('has words in both languages for every listed word, without falling back on its class', () => {
    for (const sw of [...LISTED, 0x9000]) {
      const text = describeStatus(sw);
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en).toMatch(/^[A-Z0-9][\x20-\x7e]+$/);
      expect(text.en).not.toContain(sw.toString(16).toUpperCase());
    }
  });

  it('says the words of the field', () => {
    expect(describeStatus(0x9000).en).toBe('Done');
    expect(describeStatus(0x6982).zh).toBe('不满足安全状态');
    expect(describeStatus(0x6a82).en).toBe('File not found');
    expect(describeStatus(0x9401).zh).toBe('余额不足');
  });

  it('tells the number that a family carries', () => {
    expect(describeStatus(0x63c2).en).toBe('Authentication failed, 2 tries left');
    expect(describeStatus(0x63c2).zh).toBe('认证失败，还可试 2 次');
    expect(describeStatus(0x63c1).en).toBe('Authentication failed, 1 try left');
    expect(describeStatus(0x63c0).en).toBe('Authentication failed, 0 tries left');
    expect(describeStatus(0x63cf).en).toBe('Authentication failed, 15 tries left');
    expect(describeStatus(0x6120).en).toBe('32 more bytes');
    expect(describeStatus(0x6101).en).toBe('1 more byte');
    expect(describeStatus(0x6100).zh).toBe('还有 256 字节数据');
    expect(describeStatus(0x6c12).en).toBe('Wrong Le, 18 is right');
    expect(describeStatus(0x6c00).zh).toBe('Le 错误，应为 256');
  });

  it('describes unknown words by their class, with the word itself', () => {
    expect(describeStatus(0x6285).en).toBe('Warning, memory unchanged (6285)');
    expect(describeStatus(0x6301).en).toBe('Warning, memory changed (6301)');
    expect(describeStatus(0x6400).zh).toBe('执行错误，存储未改变 (6400)');
    expect(describeStatus(0x6501).en).toBe('Execution error, memory changed (6501)');
    expect(describeStatus(0x6999).en).toBe('Command not allowed (6999)');
    expect(describeStatus(0x6aff).en).toBe('Wrong parameters (6AFF)');
    expect(describeStatus(0x9410).en).toBe('Status of the application (9410)');
    expect(describeStatus(0x9001).zh).toBe('应用自定义状态 (9001)');
  });

  it('has something to say for every SW1 that a response may carry', () => {
    for (let sw1 = 0x61; sw1 <= 0x9f; sw1 = sw1 === 0x6f ? 0x90 : sw1 + 1) {
      expect(describeStatus(sw1 * 256 + 0xee).en).not.toContain('Not a status');
    }
    for (const sw of [0x0000, 0x6000, 0x7000, 0x8000, 0xa000, 0xffff]) {
      expect(describeStatus(sw).en).toContain('Not a status word');
    }
    expect(describeStatus(0x0001).en).toBe('Not a status word (0001)');
  });
});

describe('triesLeft', () => {
  it('reads 63Cx', () => {
    expect(triesLeft(0x63c0)).toBe(0);
    expect(triesLeft(0x63c3)).toBe(3);
    expect(triesLeft(0x63cf)).toBe(15);
  });

  it('knows no other word', () => {
    for (const sw of [0x9000, 0x6300, 0x63b3, 0x63d0, 0x6983, 0x62c3, 0x63c3 + 0x10000]) {
      expect(triesLeft(sw)).toBeUndefined();
    }
  });
});
