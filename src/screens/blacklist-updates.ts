/** Table: why an update of the blacklist was not taken, and what to do next. One row a reason. */

import { row } from './refusals.js';

const ASK_AGAIN = Object.freeze(['请重新下载更新文件', 'Fetch the update again'] as const);
const ASK_FULL = Object.freeze(['请下载全量黑名单', 'Fetch the full blacklist'] as const);
const CALL_PUBLISHER = Object.freeze([
  '请勿使用此文件，并联系发布机构',
  'Do not use this file; tell the bureau that publishes it',
] as const);

export const BLACKLIST_UPDATE_TEXTS = Object.freeze({
  malformed: row(
    '不是黑名单更新文件，或格式不受支持',
    'This is no blacklist update, or one of a form that the terminal does not know',
    '请检查文件，或升级终端',
    'Check the file, or have the terminal updated',
  ),
  'not-authentic': row(
    '更新文件未通过验证，可能被篡改',
    'The update does not come from the publisher, or was changed on the way',
    ...CALL_PUBLISHER,
  ),
  'cut-short': row('更新文件不完整', 'The update ends too early', ...ASK_AGAIN),
  'not-newer': row(
    '终端已有此版本或更新的黑名单',
    'The terminal has this version of the blacklist, or a newer one',
    '无需操作',
    'There is nothing to do',
  ),
  'other-base': row(
    '增量更新与终端的黑名单版本不衔接',
    'The update builds on another version than the terminal has',
    '请按顺序下载缺少的更新，或下载全量黑名单',
    'Fetch the updates in between, or the full blacklist',
  ),
  'out-of-order': row('更新文件中的条目顺序错误', 'The entries of the update are out of order', ...CALL_PUBLISHER),
  contradictory: row(
    '更新内容与终端的黑名单矛盾',
    'The update contradicts itself or the list that the terminal has',
    ...ASK_FULL,
  ),
  'too-big': row(
    '黑名单超出终端存储空间',
    'The blacklist does not fit the terminal’s flash as it lies there',
    ...ASK_FULL,
  ),
  damaged: row('终端的黑名单已损坏', 'The list that the update builds on cannot be read any more', ...ASK_FULL),
  failing: row(
    '终端存储器写入失败',
    'The terminal’s flash does not hold what is written to it',
    '请联系终端维护人员',
    'Call the terminal’s service',
  ),
});
