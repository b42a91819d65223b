/** Screens of the visits that change a card: new PINs, the question before a block, and what was left undone. */

import { type Text, words } from '../base/text.js';
import type { View } from '../ports/screen.js';

/** What the pad shows for a new PIN, and the second time. */
export const NEW_PIN_PROMPT: Text = words('请输入新密码，按确认键', 'Enter the new PIN, then press Enter');
export const NEW_PIN_AGAIN_PROMPT: Text = words(
  '请再次输入新密码，按确认键',
  'Enter the new PIN again, then press Enter',
);

export function newPinView(): View {
  return {
    screen: 'new-pin',
    tone: 'ask',
    title: words('请输入新密码', 'Enter a new PIN'),
    lines: [{ value: NEW_PIN_PROMPT }, { value: words('4至12位数字', '4 to 12 digits') }],
  };
}

export function newPinAgainView(): View {
  return {
    screen: 'new-pin-again',
    tone: 'ask',
    title: words('请再次输入新密码', 'Enter the new PIN again'),
    lines: [{ value: NEW_PIN_AGAIN_PROMPT }],
  };
}

/** The attendant's choices stand where the keypad has their numbers. */
export function confirmBlockView(target: Text, cardNumber: string, masked: string): View {
  return {
    screen: 'confirm-block',
    tone: 'ask',
    title: words('请操作员确认锁定', 'Attendant: confirm the block'),
    lines: [
      { label: words('1', '1'), value: words('锁定，不可恢复', 'Block it, for ever') },
      { label: words('2', '2'), value: words('不锁定', 'Leave it as it is') },
      { label: words('锁定对象', 'To be blocked'), value: target },
      { label: words('卡号', 'Card number'), value: cardNumber, masked },
    ],
  };
}

/** What an unsuccessful visit may have left on the card. */
export const AFTERMATH_TEXTS = Object.freeze({
  'pin-unknown': words(
    '密码是否已更改不明，请重新插卡验证新密码',
    'Whether the PIN was changed is unknown: insert the card again and try the new one',
  ),
  'unblock-unknown': words(
    '密码是否已解锁不明，请重新插卡查看',
    'Whether the PIN was unlocked is unknown: insert the card again and see',
  ),
  'block-unknown': words(
    '是否已锁定不明，请重新插卡查看',
    'Whether it was blocked is unknown: insert the card again and see',
  ),
  'purse-open': words(
    '是否已扣款不明，请用同一张卡重新办理，由终端查询',
    'Whether the card was debited is unknown: come again with the same card, and the terminal will ask it',
  ),
  'purse-paid': words(
    '卡片已扣款并已记账，请勿重复扣款',
    'The card was debited and the terminal has kept it: do not charge it again',
  ),
  'visit-logged': words(
    '就医记录已写入卡内，请勿重复记录；特殊结算类别和脱网累计请核对',
    'The visit is recorded on the card: do not record it again; check its special category and offline counts',
  ),
  'offline-counted': words(
    '未记录，但卡内脱网累计可能已增加，下次联网结算时清零',
    'It is not recorded, and the card may have counted it as settled offline until it is settled online',
  ),
  'starting-day-unknown': words(
    '起始日是否已更改不明，请用同一张卡重新办理，由终端读取',
    'Whether the starting day was changed is unknown: come again with the same card, and the terminal will read it',
  ),
  blocked: words('卡片已按规定锁定', 'The card has been blocked, as ordered'),
  'not-blocked': words(
    '卡片未能锁定，请报告社保经办机构',
    'It could not be blocked: report it to the social security office',
  ),
});

/** What became of an item that was to be written. */
export const ITEM_STATE_TEXTS = Object.freeze({
  written: words('已写入', 'written'),
  partly: words('部分写入', 'written in part'),
  'not-written': words('未写入', 'not written'),
  unknown: words('不明', 'unknown'),
});
