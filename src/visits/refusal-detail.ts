/** What a refusal is about, behind its words: the file, the item, the rule, the place in a string. */

import { type Text, words } from '../base/text.js';
import { WRITE_RULE_TEXTS } from '../screens/write-rules.js';
import type { Refusal } from '../ssse/refusal.js';
import type { WriteRule } from '../ssse/write-plan.js';

/** Every rule has its words: a rule without a row does not compile. */
const RULES: Readonly<Record<WriteRule, Text>> = WRITE_RULE_TEXTS;

/** `（DF01EF15 40:2：超出数据项长度）`; undefined where there is nothing to add. */
export function detailOf({ file, tag, rule, at }: Pick<Refusal, 'file' | 'tag' | 'rule' | 'at'>): Text | undefined {
  const place = [file, tag].filter((part) => part !== undefined).join(' ');
  const zh = [place, at === undefined ? '' : `第 ${at} 个字符`, rule ? RULES[rule].zh : ''];
  const en = [place, at === undefined ? '' : `character ${at}`, rule ? RULES[rule].en : ''];
  const said = (parts: readonly string[], between: string) => parts.filter((part) => part !== '').join(between);
  return said(zh, '') === '' ? undefined : words(`（${said(zh, '：')}）`, ` (${said(en, ': ')})`);
}
