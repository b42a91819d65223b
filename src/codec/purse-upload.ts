/**
 * Lines of cards' medical accounts as a terminal hands them to the bureau, and what the bureau says of each `[TP]`. In the
 * form of iDoDebit's answer (SC 9.8; sscard.md 12): items that end with |, of every line all of them.
 *
 * `kind` is 1 划入, 2 结算, 3 就医结算记录, 4 such a record of a visit that was settled without the host (临时脱网).
 *
 * `kind|alg|识别码|历史字节|卡号|卡交易序号|账户|自付|统筹|交易前余额|终端机编号|终端交易序号|时间|TAC|MAC2|check|`
 */

import { FormatError } from '../base/format-error.js';

/** One transaction that came about; amounts are fen, what is bytes is hexadecimal. */
export interface UploadLine {
  readonly kind: 'load' | 'purchase' | 'visit-log' | 'visit-log-offline';
  readonly algorithm: 'DES' | 'SM4';
  /** 16 and 13 bytes. */
  readonly identifier: string;
  readonly historical: string;
  /** Of its characters; hexadecimal, for a card may say anything there. */
  readonly cardNumber: string;
  readonly sequence: number;
  readonly account: number;
  readonly selfPay: number;
  readonly pool: number;
  /** Before it. */
  readonly balance: number;
  /** Twelve digits. */
  readonly terminalNumber: string;
  readonly terminalSequence: number;
  /** YYYYMMDDhhmmss */
  readonly moment: string;
  /** 4 bytes each; zeros where the card's log alone says that it came about. */
  readonly tac: string;
  readonly mac: string;
  /** What the terminal knows of MAC2. */
  readonly check: 'right' | 'wrong' | 'unchecked' | 'log-only';
}

/** `booked` by its TAC; `disputed`: the bureau has it, and its people settle it. Neither is sent again. */
export type UploadVerdict = 'booked' | 'disputed';

/** Lines that one message has room for. */
export const UPLOAD_LINES_MAX = 8;

const FORMAT = 'purse-upload';
const KINDS: readonly UploadLine['kind'][] = Object.freeze(['load', 'purchase', 'visit-log', 'visit-log-offline']);
const CHECKS: readonly UploadLine['check'][] = Object.freeze(['right', 'wrong', 'unchecked', 'log-only']);
const VERDICTS: readonly string[] = Object.freeze(['booked', 'disputed']);

/** What each item must look like, in their order. */
function itemForms(): readonly RegExp[] {
  return [
    /^[1-4]$/,
    /^0[13]$/,
    /^[0-9A-F]{32}$/,
    /^[0-9A-F]{26}$/,
    /^[0-9A-F]{18}$/,
    /^\d{1,5}$/,
    /^\d{1,10}$/,
    /^\d{1,10}$/,
    /^\d{1,10}$/,
    /^\d{1,10}$/,
    /^\d{12}$/,
    /^\d{1,10}$/,
    /^\d{14}$/,
    /^[0-9A-F]{8}$/,
    /^[0-9A-F]{8}$/,
    /^[0-3]$/,
  ];
}

export function encodeUpload(lines: readonly UploadLine[]): string {
  return lines
    .map((line) => {
      const head = [KINDS.indexOf(line.kind) + 1, line.algorithm === 'DES' ? '01' : '03', line.identifier];
      const card = [line.historical, line.cardNumber, line.sequence];
      const amounts = [line.account, line.selfPay, line.pool, line.balance];
      const terminal = [line.terminalNumber, line.terminalSequence, line.moment];
      const all = [...head, ...card, ...amounts, ...terminal, line.tac, line.mac, CHECKS.indexOf(line.check)];
      return all.map((item) => `${item}|`).join('');
    })
    .join('');
}

/** @returns no line of what is empty: a terminal asks whether it is heard @throws FormatError where a line is not whole */
export function decodeUpload(data: string): UploadLine[] {
  const items = data.split('|');
  const forms = itemForms();
  if (items.pop() !== '' || items.length % forms.length !== 0) throw new FormatError(FORMAT, 'not whole lines');
  const count = items.length / forms.length;
  if (count > UPLOAD_LINES_MAX) throw new FormatError(FORMAT, 'too many lines');
  return Array.from({ length: count }, (_, i) => lineOf(items.slice(i * forms.length, (i + 1) * forms.length), forms));
}

function lineOf(items: readonly string[], forms: readonly RegExp[]): UploadLine {
  const odd = items.findIndex(
    (item, i) => !forms[i].test(item) || (/^\d{10}$/.test(item) && Number(item) > 0xffffffff),
  );
  if (odd >= 0) throw new FormatError(FORMAT, `item ${odd + 1}`);
  const [kind, alg, identifier, historical, cardNumber, sequence, account, selfPay, pool, balance] = items;
  const [terminalNumber, terminalSequence, moment, tac, mac, check] = items.slice(10);
  const numbers = {
    sequence: Number(sequence),
    account: Number(account),
    selfPay: Number(selfPay),
    pool: Number(pool),
  };
  const terminal = { terminalNumber, terminalSequence: Number(terminalSequence), moment };
  return {
    kind: KINDS[Number(kind) - 1],
    algorithm: alg === '01' ? 'DES' : 'SM4',
    identifier,
    historical,
    cardNumber,
    ...numbers,
    balance: Number(balance),
    ...terminal,
    tac,
    mac,
    check: CHECKS[Number(check)],
  };
}

export function encodeVerdicts(verdicts: readonly UploadVerdict[]): string {
  return verdicts.map((verdict) => `${verdict}|`).join('');
}

/** @param count of the lines that were handed over @throws FormatError */
export function decodeVerdicts(data: string, count: number): UploadVerdict[] {
  const items = data.split('|');
  if (items.pop() !== '' || items.length !== count || items.some((item) => !VERDICTS.includes(item)))
    throw new FormatError(FORMAT, 'not a verdict a line');
  return items as UploadVerdict[];
}
