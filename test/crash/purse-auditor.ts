/** Whether a card, a terminal's journal, the bureau's books, screens and slips agree about the card's money. */

import type { BookedLine, PurseBooksImage } from '../../hosts/peers/bureau/purse-books.js';
import type { CardImage } from '../../hosts/peers/card/image.js';
import type { TerminalStatus } from '../../src/app/status.js';
import { toHex } from '../../src/base/hex.js';
import type { PurseRow } from '../../src/journal/purse-entries.js';
import type { Slip } from '../../src/ports/printer.js';
import type { View } from '../../src/ports/screen.js';

type Purse = TerminalStatus['purse'];

/** What has been seen: who judges later must know it. */
export interface Witnessed {
  /** Fen in the account, and the year's totals, before anything happened. */
  readonly account: Account;
  /** Lines of the card's log by then. */
  readonly lines: number;
  readonly approvals: number;
  /** Sequence and TAC, as printed. */
  readonly slips: readonly string[];
  readonly findings: readonly string[];
}

interface Account {
  readonly balance: number;
  readonly selfPay: number;
  readonly pool: number;
}

const APPROVALS: readonly string[] = ['medical-purchase', 'visit-log', 'medical-load'];

export class PurseAuditor {
  readonly #before: Witnessed;
  readonly #purse: () => Purse | undefined;
  readonly #books: () => PurseBooksImage;
  readonly #findings: string[];
  readonly #slips: string[];
  #approvals: number;

  constructor(before: Witnessed, purse: () => Purse | undefined, books: () => PurseBooksImage) {
    this.#before = before;
    this.#purse = purse;
    this.#books = books;
    this.#findings = [...before.findings];
    this.#slips = [...before.slips];
    this.#approvals = before.approvals;
  }

  witnessed(): Witnessed {
    const { account, lines } = this.#before;
    return { account, lines, approvals: this.#approvals, slips: this.#slips, findings: this.#findings };
  }

  /** DEBIT and CREDIT go out for what the journal has pending alone. */
  onCommand(tpdu: Uint8Array): void {
    if (tpdu[0] !== 0xb0 || (tpdu[1] !== 0x2c && tpdu[1] !== 0x2a)) return;
    if (this.#purse()?.pending.length !== 1) this.#findings.push(`${toHex(tpdu)} went out without an intent`);
  }

  readonly onView = ({ screen, tone }: View): void => {
    if (tone === 'done' && screen === 'medical-settle' && this.#purse()?.rows.length !== 0)
      this.#findings.push('an upload was said to be over before it was');
    if (tone !== 'done' || !APPROVALS.includes(screen)) return;
    this.#approvals++;
    const purse = this.#purse();
    if (purse && entriesOf(purse, this.#books()).length < this.#approvals)
      this.#findings.push('an approval was shown before it was booked');
  };

  readonly onSlip = ({ slip, lines }: Slip): void => {
    if (!slip.startsWith('medical-') || slip === 'medical-settlement') return;
    const value = (label: string) => lines.find((one) => one.label?.en === label)?.value;
    this.#slips.push(`${value('Card’s sequence')} ${value('TAC')}`);
  };

  audit(card: CardImage): readonly string[] {
    const books = this.#books();
    const purse = this.#purse();
    if (purse === undefined) return ['the terminal is not up'];
    const { pending } = purse;
    const wrong = [...this.#findings];
    const doubtful = books.filter(({ verdict }) => verdict !== 'booked');
    if (doubtful.length > 0) wrong.push(`the bureau disputes ${doubtful.length} lines`);
    const rows = entriesOf(purse, books);
    if (new Set(books.map(lineOf)).size !== books.length) wrong.push('the bureau has booked a line twice');
    if (pending.length > 0) wrong.push(`${pending.length} still pending`);
    const moved = (row: Entry) => (row.kind === 'load' ? row.account : -row.account);
    const spent = rows.filter(({ kind }) => kind !== 'load');
    const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
    const { account, lines: linesBefore } = this.#before;
    const after = accountOf(card);
    const compare = (what: string, cards: number, books: number) => {
      if (cards !== books) wrong.push(`${what}: the card has moved ${cards}, the journal has ${books}`);
    };
    compare('balance', after.balance - account.balance, sum(rows.map(moved)));
    compare('self-pay', after.selfPay - account.selfPay, sum(spent.map(({ selfPay }) => selfPay)));
    compare('pool', after.pool - account.pool, sum(spent.map(({ pool }) => pool)));
    const logged = linesOf(card).slice(0, linesOf(card).length - linesBefore);
    const booked = rows.map(lineOf);
    if (logged.sort().join() !== booked.sort().join())
      wrong.push(`the card's log has ${logged}, the journal ${booked}`);
    const slips = rows.map(({ sequence, tac }) => `${sequence} ${typeof tac === 'string' ? tac : toHex(tac)}`);
    for (const slip of this.#slips) if (!slips.includes(slip)) wrong.push(`a slip says ${slip}`);
    if (this.#approvals > rows.length) wrong.push(`${this.#approvals} approvals for ${rows.length} rows`);
    return wrong;
  }
}

/** A transaction, as the terminal or as the bureau has it. */
type Entry = PurseRow | BookedLine;

/** What the bureau has and the terminal does not know of yet is one transaction. */
function entriesOf({ rows }: Purse, books: PurseBooksImage): Entry[] {
  return [...books, ...rows.filter((row) => !books.some((line) => isSame(line, row)))];
}

function isSame(line: BookedLine, row: PurseRow): boolean {
  return lineOf(line) === lineOf(row) && line.tac === toHex(row.tac);
}

export function witnessOf(card: CardImage): Witnessed {
  return { account: accountOf(card), lines: linesOf(card).length, approvals: 0, slips: [], findings: [] };
}

/** The internal file: counters 2 and 2, balance 4, self-pay 4, pool 4. */
function accountOf(card: CardImage): Account {
  const file = filesOf(card).find((one) => 'content' in one && one.content.length === 2 * 0x1f) as { content: string };
  const number = (at: number) => Number.parseInt(file.content.slice(2 * at, 2 * at + 8), 16);
  return { balance: number(4), selfPay: number(8), pool: number(12) };
}

function linesOf(card: CardImage): string[] {
  const log = filesOf(card).find(({ fid }) => fid === 'EF08');
  return log && 'records' in log ? [...log.records] : [];
}

/** EF08, newest first: 序号 2, 类型 1, 终端机编号 6, 时间 7, three amounts of 4. */
function lineOf({ sequence, kind, terminalNumber, moment, account, selfPay, pool }: Entry): string {
  const hex = (value: number, length: number) =>
    value
      .toString(16)
      .toUpperCase()
      .padStart(2 * length, '0');
  const type = kind === 'load' ? '31' : '32';
  return `${hex(sequence, 2)}${type}${terminalNumber}${moment}${hex(account, 4)}${hex(selfPay, 4)}${hex(pool, 4)}`;
}

function filesOf(card: CardImage) {
  return card.environments[0].applications.find(({ fid }) => fid === 'DF04')?.files ?? [];
}
