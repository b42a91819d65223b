/** Table: which transaction a bank message belongs to, by message type and fields 3, 25, 60.1 and 60.3 (emv.md 3.2). */

import { type Text, words } from '../../base/text.js';
import type { Message } from '../../codec/iso8583.js';
import type { FieldSetName } from './field-sets.js';
import { privateData } from './private-data.js';

export interface Transaction {
  readonly name: Text;
  readonly direction: 'request' | 'answer';
  /** The transaction is not made but taken back, message type 0400. */
  readonly reversal: boolean;
  /** Which fields its request has, where the sources say so. */
  readonly fieldSet?: FieldSetName;
}

interface Row {
  readonly mti: string;
  /** First two digits of field 3. */
  readonly process?: string;
  /** Field 25. */
  readonly condition?: string;
  /** Field 60.1. */
  readonly kind: string;
  /** Field 60.3. */
  readonly network?: readonly string[];
  readonly fieldSet?: FieldSetName;
  readonly name: Text;
}

type Key = Omit<Row, 'name' | 'fieldSet'>;

function row(zh: string, en: string, key: Key, fieldSet?: FieldSetName): Row {
  return Object.freeze({ ...key, name: words(zh, en), ...(fieldSet && { fieldSet }) });
}

function payment(mti: string, process: string, condition: string, kind: string): Key {
  return { mti, process, condition, kind };
}

function management(mti: string, ...network: readonly string[]): Key {
  return { mti, kind: '00', network };
}

/** Confidence B, but for completion advice, e-cash, parameters, upload of chip transactions and the upload's end: C. */
const TRANSACTIONS: readonly Row[] = Object.freeze([
  row('余额查询', 'Balance enquiry', payment('0200', '31', '00', '01'), 'balance'),
  row('消费', 'Purchase', payment('0200', '00', '00', '22'), 'sale'),
  row('消费撤销', 'Void of a purchase', payment('0200', '20', '00', '23'), 'void'),
  row('退货', 'Refund', payment('0220', '20', '00', '25'), 'void'),
  row('预授权', 'Pre-authorisation', payment('0100', '03', '06', '10')),
  row('预授权撤销', 'Void of a pre-authorisation', payment('0100', '20', '06', '11')),
  row('预授权完成', 'Completion', payment('0200', '00', '06', '20')),
  row('预授权完成撤销', 'Void of a completion', payment('0200', '20', '06', '21')),
  row('预授权完成通知', 'Completion advice', payment('0220', '00', '06', '24')),
  row('脱机消费上送', 'Upload of an offline purchase', payment('0200', '00', '00', '36')),
  row('圈存', 'Load from the account', payment('0200', '60', '91', '45')),
  row('现金充值', 'Load by cash', payment('0200', '63', '91', '46')),
  row('签到', 'Sign-in', management('0800', '001', '003', '004', '006'), 'signIn'),
  row('签退', 'Sign-out', management('0820', '002')),
  row('回响测试', 'Echo test', management('0820', '301')),
  row('参数下载', 'Parameter download', management('0800', '360')),
  row('IC 卡公钥查询', 'Query for CA keys', management('0820', '372')),
  row('IC 卡公钥下载', 'Download of CA keys', management('0800', '370')),
  row('IC 卡公钥下载结束', 'End of the CA key download', management('0800', '371')),
  row('IC 卡参数查询', 'Query for chip parameters', management('0820', '382')),
  row('IC 卡参数下载', 'Download of chip parameters', management('0800', '380')),
  row('IC 卡参数下载结束', 'End of the chip parameter download', management('0800', '381')),
  row('批结算', 'Batch settlement', management('0500', '201'), 'settle'),
  row('磁条卡批上送', 'Batch upload, magnetic stripe', management('0320', '201')),
  row('IC 卡联机交易批上送', 'Batch upload, chip online', management('0320', '203', '205')),
  row('IC 卡失败或风险交易批上送', 'Batch upload, chip failed or at risk', management('0320', '204', '206')),
  row('批上送结束', 'End of the batch upload', management('0320', '202', '207')),
  row('脚本结果通知', 'Script result notice', management('0620', '951'), 'scriptNotice'),
]);

const REVERSAL = '0400';
/** A reversal names its original by every part of the key but the message type. */
const REVERSIBLE: readonly string[] = Object.freeze(['0100', '0200']);

/**
 * Which transaction a message asks for or answers. A part of the key that the message does not have fits every row, so
 * that an answer without field 60 is known where nothing else fits; undefined where no row fits or several do.
 */
export function transactionOf(message: Message): Transaction | undefined {
  const { request, direction } = directionOf(message.mti);
  const reversal = request === REVERSAL;
  const fitting = TRANSACTIONS.filter((one) => {
    const type = reversal ? REVERSIBLE.includes(one.mti) : one.mti === request;
    return type && fits(one, message);
  });
  if (fitting.length !== 1) return undefined;
  const [{ name, fieldSet }] = fitting;
  const set = reversal ? 'reversal' : fieldSet;
  return { name, direction, reversal, ...(set && { fieldSet: set }) };
}

/** An answer's type is its request's with ten added. */
function directionOf(mti: string): Pick<Transaction, 'direction'> & { readonly request: string } {
  const answers = Number(mti[2]) % 2 === 1;
  if (!answers) return { request: mti, direction: 'request' };
  return { request: mti.slice(0, 2) + (Number(mti[2]) - 1) + mti[3], direction: 'answer' };
}

function fits(one: Row, { fields }: Message): boolean {
  const { kind, network } = privateData(textOf(fields.get(60)));
  return (
    fitsPart(one.process, textOf(fields.get(3))?.slice(0, 2)) &&
    fitsPart(one.condition, textOf(fields.get(25))) &&
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
