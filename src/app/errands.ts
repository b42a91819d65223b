/** Table: what people come to the keys of a terminal for, in the order of its menus, and what each is asked before it begins. */

import { type Text, words } from '../base/text.js';
import { isDayOfEveryYear } from '../ssse/calendar.js';
import type { BlockTarget } from '../visits/block.js';
import type { Settled } from '../visits/card-offline.js';
import type { Use } from '../visits/terminal.js';
import type { SpecialCategory } from '../visits/visit-log.js';
import type { Question } from './questions.js';
import type { RunningTerminal } from './start-terminal.js';

/** One line of a menu that begins a visit. */
export interface Errand {
  readonly use: Use;
  readonly name: Text;
  readonly needsCard: boolean;
  readonly questions: readonly Question[];
  /** @param answers one a question, digits @returns when the visit has told what came of it */
  readonly run: (terminal: RunningTerminal, answers: readonly string[]) => Promise<unknown>;
}

/** One line of a menu that opens another. */
export interface Menu {
  readonly name: Text;
  /** 9 at most. */
  readonly entries: readonly (Menu | Errand)[];
  /** Opened by the operator's password alone. */
  readonly guarded?: true;
}

function menu(zh: string, en: string, ...entries: readonly (Menu | Errand)[]): Menu {
  return Object.freeze({ name: words(zh, en), entries: Object.freeze(entries) });
}

function guarded(open: Menu): Menu {
  return Object.freeze({ ...open, guarded: true as const });
}

type Run = Errand['run'];

function byCard(use: Use, zh: string, en: string, run: Run, ...questions: readonly Question[]): Errand {
  return Object.freeze({ use, name: words(zh, en), needsCard: true, questions: Object.freeze(questions), run });
}

function byOperator(use: Use, zh: string, en: string, run: Run, ...questions: readonly Question[]): Errand {
  return Object.freeze({ use, name: words(zh, en), needsCard: false, questions: Object.freeze(questions), run });
}

function amount(zh: string, en: string, maxDigits: number, check?: (answers: readonly string[]) => Text | undefined) {
  return Object.freeze({
    ask: 'amount',
    prompt: words(zh, en),
    minDigits: 1,
    maxDigits,
    ...(check && { check }),
  } as const);
}

function number(
  zh: string,
  en: string,
  minDigits: number,
  maxDigits: number,
  check?: (answers: readonly string[]) => Text | undefined,
) {
  return Object.freeze({
    ask: 'number',
    prompt: words(zh, en),
    minDigits,
    maxDigits,
    ...(check && { check }),
  } as const);
}

function choice(zh: string, en: string, options: readonly Text[]): Question {
  return Object.freeze({ ask: 'choice', prompt: words(zh, en), options: Object.freeze(options) });
}

const last = (answers: readonly string[]): number => Number(answers[answers.length - 1]);

const NOTHING: Text = words('金额不能为零', 'It must be more than nothing');
const moreThanNothing = (answers: readonly string[]) => (last(answers) > 0 ? undefined : NOTHING);
const notAllNothing = (answers: readonly string[]) => (answers.some((fen) => Number(fen) > 0) ? undefined : NOTHING);

const TOO_MUCH: Text = words('不能超过医疗费总额', 'It cannot be more than the total');
const withinTotal = (answers: readonly string[]) => (last(answers) <= Number(answers[0]) ? undefined : TOO_MUCH);

const NO_DAY: Text = words('没有这个日期', 'There is no such day');
const aDay = (answers: readonly string[]) => {
  const month = Math.trunc(last(answers) / 100);
  const day = last(answers) % 100;
  const days = month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days ? undefined : NO_DAY;
};

const NOT_EVERY_YEAR: Text = words('不是每年都有的日期', 'Not every year has this day');
const everyYear = (answers: readonly string[]) =>
  isDayOfEveryYear(answers[answers.length - 1]) ? undefined : NOT_EVERY_YEAR;

/** Of the bank side: n 12. Of medical accounts: what four bytes hold, less than a digit of it. */
const BANK_DIGITS = 12;
const MEDICAL_DIGITS = 9;

const MONEY = amount('请输入金额', 'Type the amount', BANK_DIGITS, moreThanNothing);
const TRACE_NUMBER = number('请输入凭证号', 'Type the trace number', 1, 6);

/** Files that cards of every generation have and that the holder may see with the PIN, by what people ask for. */
const ENQUIRIES: readonly { readonly name: Text; readonly files: readonly string[] }[] = Object.freeze([
  Object.freeze({
    name: words('户籍与常住地', 'Residence'),
    files: Object.freeze(['DF01EF05', 'DF01EF06']),
  }),
  Object.freeze({ name: words('就业', 'Employment'), files: Object.freeze(['DF02EF06', 'DF02EF07']) }),
  Object.freeze({
    name: words('养老与失业保险', 'Social insurance'),
    files: Object.freeze(['DF03EF07', 'DF03EF05']),
  }),
  Object.freeze({ name: words('医疗保险', 'Medical insurance'), files: Object.freeze(['DF04EF05']) }),
  Object.freeze({ name: words('医疗交易明细', 'Medical payments'), files: Object.freeze(['DF04EF08']) }),
  Object.freeze({ name: words('发卡机构', 'Issuer of the card'), files: Object.freeze(['SSSEEF05']) }),
]);
const enquire: Run = (terminal, [which]) => {
  return terminal.enquire({ files: ENQUIRIES[Number(which)].files, proof: 'pin' });
};

const CATEGORIES: readonly (SpecialCategory | undefined)[] = Object.freeze([undefined, '1', '2', '3', '9'] as const);
const CATEGORY = choice('特殊结算类别', 'Special category', [
  words('无', 'None'),
  words('工伤', 'Injury at work'),
  words('生育', 'Birth'),
  words('医疗救助', 'Relief'),
  words('其他', 'Other'),
]);
const HOW: readonly Settled[] = Object.freeze(['online', 'offline'] as const);
const SETTLED = choice('如何结算的', 'How was it settled', [
  words('联网结算', 'At the host'),
  words('临时脱网结算', 'Without the host'),
]);
const logVisit: Run = (terminal, [total, covered, which, how]) => {
  const category = CATEGORIES[Number(which)];
  const amounts = { total: Number(total), covered: Number(covered) };
  return terminal.visitLog({ ...amounts, ...(category && { category }), settled: HOW[Number(how)] });
};

const TARGETS: readonly BlockTarget[] = Object.freeze(['card', 'SSSE', 'DF03', 'DF04'] as const);
const TARGET = choice('锁定什么', 'Block what', [
  words('整张卡片', 'The whole card'),
  words('社会保障应用', 'Social security side'),
  words('社会保险信息区1', 'Social insurance 1'),
  words('社会保险信息区2（医保）', 'Social insurance 2, medical'),
]);

const MEDICAL = menu(
  '医疗账户',
  'Medical account',
  byCard('medical-balance', '账户余额', 'Balance', (terminal) => terminal.medicalBalance()),
  byCard(
    'medical-purchase',
    '医疗结算',
    'Pay',
    (terminal, [account, selfPay, pool]) =>
      terminal.medicalPurchase({ account: Number(account), selfPay: Number(selfPay), pool: Number(pool) }),
    amount('个人账户支付', 'From the account', MEDICAL_DIGITS),
    amount('个人自付', 'Paid by the holder', MEDICAL_DIGITS),
    amount('统筹支付', 'From the pool', MEDICAL_DIGITS, notAllNothing),
  ),
  byCard(
    'medical-load',
    '账户划入',
    'Load',
    (terminal, [fen]) => terminal.medicalLoad({ amount: Number(fen) }),
    amount('请输入金额', 'Type the amount', MEDICAL_DIGITS, moreThanNothing),
  ),
  byCard(
    'visit-log',
    '就医记录',
    'Record a visit',
    logVisit,
    amount('医疗费总额', 'What it cost in all', MEDICAL_DIGITS, moreThanNothing),
    amount('其中医保支付', 'What is covered of it', MEDICAL_DIGITS, withinTotal),
    CATEGORY,
    SETTLED,
  ),
);

const PIN = menu(
  '社保卡密码',
  'PIN of the card',
  byCard('verify-pin', '验证密码', 'Verify it', (terminal) => terminal.verifyPin()),
  byCard('change-pin', '修改密码', 'Change it', (terminal) => terminal.changePin()),
  byCard('remove-pin', '取消密码', 'Remove it', (terminal) => terminal.removePin()),
);

const BANK = menu(
  '银行卡',
  'Bank card',
  byCard('purchase', '消费', 'Purchase', (terminal, [fen]) => terminal.purchase({ amount: Number(fen) }), MONEY),
  byCard('balance', '余额查询', 'Balance', (terminal) => terminal.balance()),
  byCard('withdraw', '取款', 'Withdraw', (terminal, [fen]) => terminal.withdraw({ amount: Number(fen) }), MONEY),
  byCard('deposit', '存款', 'Deposit', (terminal, [fen]) => terminal.deposit({ amount: Number(fen) }), MONEY),
  byCard(
    'transfer',
    '转账',
    'Transfer',
    (terminal, [toAccount, fen]) => terminal.transfer({ toAccount, amount: Number(fen) }),
    number('请输入转入账号', 'Type the account that gets it', 6, 28),
    MONEY,
  ),
  byCard('select', '卡内应用', 'Applications', (terminal) => terminal.select()),
);

const OPERATOR = guarded(
  menu(
    '操作员',
    'Operator',
    menu(
      '卡片管理',
      'Manage the card',
      byCard('reload-pin', '重装密码', 'Reload the PIN', (terminal) => terminal.reloadPin()),
      byCard('unblock-pin', '解锁密码', 'Unblock the PIN', (terminal) => terminal.unblockPin()),
      byCard(
        'block',
        '锁定',
        'Block',
        (terminal, [which]) => terminal.block({ target: TARGETS[Number(which)] }),
        TARGET,
      ),
      byCard(
        'starting-day',
        '年度起始日',
        'Starting day',
        (terminal, [day]) => terminal.startingDay({ day }),
        number('请输入医疗年度起始日，月日四位', 'Type its medical year’s first day, MMDD', 4, 4, everyYear),
      ),
    ),
    menu(
      '撤销与退货',
      'Void and refund',
      byCard(
        'void',
        '消费撤销',
        'Void',
        (terminal, [stan]) => terminal.voidPurchase({ stan: Number(stan) }),
        TRACE_NUMBER,
      ),
      byCard(
        'refund',
        '退货',
        'Refund',
        (terminal, [batch, stan, date, reference, fen]) =>
          terminal.refund({ batch: Number(batch), stan: Number(stan), date, reference, amount: Number(fen) }),
        number('请输入原批次号', 'Type its batch', 1, 6),
        number('请输入原凭证号', 'Type its trace number', 1, 6),
        number('请输入原交易日期，月日四位', 'Type its day, MMDD', 4, 4, aDay),
        number('请输入参考号', 'Type its reference', 12, 12),
        MONEY,
      ),
    ),
    byOperator('settle', '银行结算', 'Settle with the bank', (terminal) => terminal.settle()),
    byOperator('medical-settle', '医疗上送', 'Upload medical', (terminal) => terminal.medicalSettle()),
    menu(
      '重打印',
      'Print again',
      byOperator('reprint', '最后一笔', 'The last receipt', (terminal) => terminal.reprint({ what: 'last' })),
      byOperator('reprint', '结算单', 'The settlement', (terminal) => terminal.reprint({ what: 'settlement' })),
      byOperator(
        'reprint',
        '按凭证号',
        'By trace number',
        (terminal, [stan]) => terminal.reprint({ what: Number(stan) }),
        TRACE_NUMBER,
      ),
    ),
    byOperator('disputes', '差错处理', 'Disputes', (terminal) => terminal.disputes()),
    menu(
      '签到与通讯',
      'Sign-in and line',
      byOperator('sign-in', '签到', 'Sign in', (terminal) => terminal.signIn()),
      byOperator('sign-out', '签退', 'Sign out', (terminal) => terminal.signOut()),
      byOperator('test-line', '通讯测试', 'Test the line', (terminal) => terminal.testLine()),
    ),
  ),
);

/** All that a terminal can be asked for by its keys; reading and writing by address is for business systems alone. */
export const MAIN_MENU: Menu = menu(
  '请选择业务',
  'Choose a service',
  byCard('identify', '身份凭证', 'Identify', (terminal) => terminal.identify()),
  byCard(
    'enquire',
    '信息查询',
    'Enquiry',
    enquire,
    choice(
      '查询什么',
      'Enquire what',
      ENQUIRIES.map(({ name }) => name),
    ),
  ),
  MEDICAL,
  PIN,
  BANK,
  OPERATOR,
);
