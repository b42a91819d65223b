/** Every way in which a visit can end has its words, in both languages, and no two have the same. */

import { describe, expect, it } from 'vitest';
import { Fault, type FaultKind, type FaultPort } from '../../src/base/fault.js';
import type { Text } from '../../src/base/text.js';
import { FAULT_TEXTS, REFUSAL_TEXTS } from '../../src/screens/refusals.js';
import type { RefusalReason } from '../../src/ssse/refusal.js';
import { apology, explain, type VisitRefusal } from '../../src/visits/visit-result.js';

type Reason = RefusalReason | 'not-offered';

const REASONS = Object.keys(REFUSAL_TEXTS) as Reason[];
const FAULTS = (['icc', 'sam'] as const).flatMap((port) =>
  (Object.keys(FAULT_TEXTS[port]) as FaultKind[]).map((kind): [FaultPort, FaultKind] => [port, kind]),
);

/** What comes with the reasons that carry a number. */
const NUMBERS: Readonly<Partial<Record<Reason, Partial<VisitRefusal>>>> = {
  'card-refused': { sw: 0x6f12 },
  'pin-wrong': { triesLeft: 2 },
  'terminal-not-authentic': { triesLeft: 2 },
};

const refusalOf = (refused: Reason): VisitRefusal => ({ refused, ...NUMBERS[refused] }) as VisitRefusal;
const refused = (reason: Reason) => explain({ outcome: 'refused', refusal: refusalOf(reason) });
const broken = (port: FaultPort, kind: FaultKind) => explain({ outcome: 'interrupted', fault: new Fault(port, kind) });

function expectWords(text: Text): void {
  expect(text.zh).toMatch(/[\u4e00-\u9fff]{2}/);
  expect(text.en).toMatch(/^[A-Z][^\u4e00-\u9fff]{6,}$/);
  expect(`${text.zh}${text.en}`).not.toMatch(/[{}?]|undefined/);
}

describe('a refusal', () => {
  it('is one of all that the kernel and the visits know', () => {
    expect(REASONS.length).toBeGreaterThan(30);
  });

  it.each(REASONS)('says what it is and what to do next: %s', (reason) => {
    const { what, next } = refused(reason);
    expectWords(what);
    expectWords(next);
  });

  it('is told apart from every other, in both languages', () => {
    const all = REASONS.map((reason) => refused(reason).what);
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length);
    expect(new Set(all.map(({ en }) => en)).size).toBe(all.length);
  });

  it('has its number in place: tries left, or the status word', () => {
    expect(refused('pin-wrong').what).toEqual({ zh: '密码错误，剩余 2 次', en: 'Wrong PIN; tries left: 2' });
    expect(refused('card-refused').what).toEqual({
      zh: '卡片拒绝了操作（6F12）',
      en: 'The card refused the operation (6F12)',
    });
    expect(refused('terminal-not-authentic').what.en).toContain('tries left: 2');
    const numbered = REASONS.filter((reason) =>
      /\{n\}/.test(`${REFUSAL_TEXTS[reason].what.zh}${REFUSAL_TEXTS[reason].what.en}`),
    );
    expect(numbered.sort()).toEqual(Object.keys(NUMBERS).sort());
  });

  it('counts down to the last try and to none', () => {
    const left = (triesLeft: number) =>
      explain({ outcome: 'refused', refusal: { refused: 'terminal-not-authentic', triesLeft } }).what.en;
    expect(left(0)).toMatch(/tries left: 0$/);
    expect(left(15)).toMatch(/tries left: 15$/);
  });
});

describe('a session that broke off', () => {
  it.each(FAULTS)('says what it is and what to do next: %s %s', (port, kind) => {
    const { what, next } = broken(port, kind);
    expectWords(what);
    expectWords(next);
  });

  it('is told apart from every other', () => {
    expect(FAULTS).toHaveLength(8);
    const all = FAULTS.map(([port, kind]) => broken(port, kind).what);
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length);
    expect(new Set(all.map(({ en }) => en)).size).toBe(all.length);
  });
});

describe('the screen', () => {
  it('says both', () => {
    const view = apology({ outcome: 'refused', refusal: { refused: 'expired' } });
    expect([view.screen, view.tone]).toEqual(['refused', 'refused']);
    expect(view.lines.map(({ value }) => value)).toEqual([refused('expired').what, refused('expired').next]);
  });
});
