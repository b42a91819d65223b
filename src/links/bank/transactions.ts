/**
 * Table: the transactions between terminal and bank, by message type and fields 3, 25, 60.1 and 60.3 (emv.md 3.2). It says
 * what a message is made of, whether it has a MAC, and which transaction a message that came belongs to.
 */

import { type Text, words } from '../../base/text.js';
import type { Message } from '../../codec/iso8583.js';
import type { ChipDataUse } from './chip-data.js';
import { FIELD_SETS, type FieldSetName } from './field-sets.js';
import { privateData } from './private-data.js';

export type BankTransaction =
  | 'balance'
  | 'purchase'
  | 'withdrawal'
  | 'deposit'
  | 'transfer'
  | 'void'
  | 'refund'
  | 'offline-upload'
  | 'pre-auth'
  | 'pre-auth-void'
  | 'completion'
  | 'completion-void'
  | 'completion-advice'
  | 'load'
  | 'load-by-cash'
  | 'sign-in'
  | 'sign-out'
  | 'echo'
  | 'terminal-parameters'
  | 'key-query'
  | 'key-download'
  | 'key-end'
  | 'parameter-query'
  | 'parameter-download'
  | 'parameter-end'
  | 'settle'
  | 'upload-stripe'
  | 'upload'
  | 'upload-failed'
  | 'upload-end'
  | 'script-notice';

/** A message's row of the table, and which way it goes. */
export interface Transaction extends TransactionRow {
  readonly direction: 'request' | 'answer';
  /** The transaction is not made but taken back, message type 0400. */
  readonly reversal: boolean;
}

export interface TransactionRow {
  readonly key: BankTransaction;
  readonly mti: string;
  /** First two digits of field 3. */
  readonly process?: string;
  /** Field 25. */
  readonly condition?: string;
  /** Field 60.1. */
  readonly kind: string;
  /** Field 60.3; of several the first is the one that this terminal writes. */
  readonly network?: readonly string[];
  /** Which fields its request has, where the sources say so. */
  readonly fieldSet?: FieldSetName;
  /** What field 55 of the request holds. */
  readonly chipData?: ChipDataUse;
  /** The field of its MAC, in requests and answers; absent where neither has one. */
  readonly macField?: 64 | 128;
  readonly name: Text;
}

type Place = Pick<TransactionRow, 'mti' | 'process' | 'condition' | 'kind' | 'network'>;
type Shape = Pick<TransactionRow, 'fieldSet' | 'chipData' | 'macField'>;

function row(key: BankTransaction, zh: string, en: string, place: Place, shape: Shape = {}): TransactionRow {
  return Object.freeze({ key, name: words(zh, en), ...place, ...shape });
}

function payment(mti: string, process: string, condition: string, kind: string): Place {
  return { mti, process, condition, kind };
}

function management(mti: string, ...network: readonly string[]): Place {
  return { mti, kind: '00', network: Object.freeze(network) };
}

function sealed(fieldSet: FieldSetName, chipData?: ChipDataUse): Shape {
  return { fieldSet, macField: 64, ...(chipData && { chipData }) };
}

function open(fieldSet: FieldSetName, chipData?: ChipDataUse): Shape {
  return { fieldSet, ...(chipData && { chipData }) };
}

/**
 * Confidence B, but for completion advice, e-cash, parameters, upload of chip transactions and the upload's end: C.
 * Withdrawal, deposit and transfer are this project's [TP], after the processing codes of ISO 8583.
 */
const TRANSACTIONS: readonly TransactionRow[] = Object.freeze([
  row('balance', '余额查询', 'Balance enquiry', payment('0200', '31', '00', '01'), sealed('balance', 1)),
  row('purchase', '消费', 'Purchase', payment('0200', '00', '00', '22'), sealed('sale', 1)),
  row('withdrawal', '取款', 'Withdrawal', payment('0200', '01', '00', '71'), sealed('sale', 1)),
  row('deposit', '存款', 'Deposit', payment('0200', '21', '00', '72'), sealed('sale', 1)),
  row('transfer', '转账', 'Transfer', payment('0200', '40', '00', '73'), {
    fieldSet: 'transfer',
    chipData: 1,
    macField: 128,
  }),
  row('void', '消费撤销', 'Void of a purchase', payment('0200', '20', '00', '23'), sealed('void')),
  row('refund', '退货', 'Refund', payment('0220', '20', '00', '25'), sealed('void')),
  row('pre-auth', '预授权', 'Pre-authorisation', payment('0100', '03', '06', '10')),
  row('pre-auth-void', '预授权撤销', 'Void of a pre-authorisation', payment('0100', '20', '06', '11')),
  row('completion', '预授权完成', 'Completion', payment('0200', '00', '06', '20')),
  row('completion-void', '预授权完成撤销', 'Void of a completion', payment('0200', '20', '06', '21')),
  row('completion-advice', '预授权完成通知', 'Completion advice', payment('0220', '00', '06', '24')),
  row(
    'offline-upload',
    '脱机消费上送',
    'Upload of an offline purchase',
    payment('0200', '00', '00', '36'),
    sealed('offlineUpload', 4),
  ),
  row('load', '圈存', 'Load from the account', payment('0200', '60', '91', '45')),
  row('load-by-cash', '现金充值', 'Load by cash', payment('0200', '63', '91', '46')),
  row('sign-in', '签到', 'Sign-in', management('0800', '003', '001', '004', '006'), open('signIn')),
  row('sign-out', '签退', 'Sign-out', management('0820', '002'), open('plain')),
  row('echo', '回响测试', 'Echo test', management('0820', '301'), open('plain')),
  row('terminal-parameters', '参数下载', 'Parameter download', management('0800', '360')),
  row('key-query', 'IC 卡公钥查询', 'Query for CA keys', management('0820', '372'), open('download')),
  row('key-download', 'IC 卡公钥下载', 'Download of CA keys', management('0800', '370'), open('download')),
  row('key-end', 'IC 卡公钥下载结束', 'End of the CA key download', management('0800', '371'), open('download')),
  row('parameter-query', 'IC 卡参数查询', 'Query for chip parameters', management('0820', '382'), open('download')),
  row(
    'parameter-download',
    'IC 卡参数下载',
    'Download of chip parameters',
    management('0800', '380'),
    open('download'),
  ),
  row(
    'parameter-end',
    'IC 卡参数下载结束',
    'End of the chip parameter download',
    management('0800', '381'),
    open('download'),
  ),
  row('settle', '批结算', 'Batch settlement', management('0500', '201'), open('settle')),
  row('upload-stripe', '磁条卡批上送', 'Batch upload, magnetic stripe', management('0320', '201')),
  row(
    'upload',
    'IC 卡联机交易批上送',
    'Batch upload, chip online',
    management('0320', '205', '203'),
    open('upload', 4),
  ),
  row(
    'upload-failed',
    'IC 卡失败或风险交易批上送',
    'Batch upload, chip failed or at risk',
    management('0320', '204', '206'),
  ),
  row('upload-end', '批上送结束', 'End of the batch upload', management('0320', '202', '207'), open('uploadEnd')),
  row('script-notice', '脚本结果通知', 'Script result notice', management('0620', '951'), sealed('scriptNotice', 3)),
]);

const REVERSAL = '0400';
/** A reversal names its original by every part of the key but the message type. */
const REVERSIBLE: readonly string[] = Object.freeze(['0100', '0200', '0220']);

/** The table's row of a transaction. */
export function transactionRow(key: BankTransaction): TransactionRow {
  return TRANSACTIONS.find((one) => one.key === key)!;
}

/**
 * Which transaction a message asks for or answers. A part of the key that the message does not have fits every row, so
 * that an answer without field 60 is known where nothing else fits; undefined where no row fits or several do.
 */
export function transactionOf(message: Message): Transaction | undefined {
  const { request, direction } = directionOf(message.mti);
  const reversal = request === REVERSAL;
  const place = placeOf(message);
  const fitting = TRANSACTIONS.filter((one) => {
    const type = reversal ? REVERSIBLE.includes(one.mti) : one.mti === request;
    return type && fits(one, place);
  });
  if (fitting.length !== 1) return undefined;
  return { ...fitting[0], direction, reversal };
}

export interface Deviation {
  readonly missing: readonly number[];
  readonly unlisted: readonly number[];
}

/**
 * What of a request's fields is not as the table has it; both lists are empty where all is well, or where the sources do
 * not say which fields it has.
 */
export function deviationOf(transaction: Transaction, { fields }: Message): Deviation {
  const set = transaction.reversal ? 'reversal' : transaction.fieldSet;
  if (set === undefined) return { missing: [], unlisted: [] };
  const { always, sometimes } = FIELD_SETS[set];
  const mac = macFieldOf(transaction);
  const due = mac === undefined ? always : [...always, mac];
  return {
    missing: due.filter((field) => !fields.has(field)),
    unlisted: [...fields.keys()].filter((field) => !due.includes(field) && !sometimes.includes(field)),
  };
}

/** The field of a message's MAC; every reversal has one. */
export function macFieldOf({ reversal, macField }: Transaction): 64 | 128 | undefined {
  return reversal ? (macField ?? 64) : macField;
}

/** An answer's type is its request's with ten added. */
function directionOf(mti: string): Pick<Transaction, 'direction'> & { readonly request: string } {
  const answers = Number(mti[2]) % 2 === 1;
  if (!answers) return { request: mti, direction: 'request' };
  return { request: mti.slice(0, 2) + (Number(mti[2]) - 1) + mti[3], direction: 'answer' };
}

/** What a message says of its key, beside its type. */
interface FoundPlace {
  readonly process: string | undefined;
  readonly condition: string | undefined;
  readonly kind: string | undefined;
  readonly network: string | undefined;
}

function placeOf({ fields }: Message): FoundPlace {
  const { kind, network } = privateData(textOf(fields.get(60)));
  return { process: textOf(fields.get(3))?.slice(0, 2), condition: textOf(fields.get(25)), kind, network };
}

function fits(one: TransactionRow, { process, condition, kind, network }: FoundPlace): boolean {
  return (
    fitsPart(one.process, process) &&
    fitsPart(one.condition, condition) &&
    fitsPart(one.kind, kind) &&
    (network === undefined || one.network === undefined || one.network.includes(network))
  );
}

function fitsPart(wanted: string | undefined, found: string | undefined): boolean {
  return wanted === undefined || found === undefined || wanted === found;
}

function textOf(value: string | Uint8Array | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
