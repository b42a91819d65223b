/**
 * Whether nobody has lost or won a fen: an auditor who sees the messages on the line, the screens, the slips and the banks'
 * books, and asks the terminal what it has. What is wrong is a sentence; none is what one wants.
 */

import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { TerminalStatus } from '../../src/app/status.js';
import type { FieldValue, Message } from '../../src/codec/iso8583.js';
import type { Slip } from '../../src/ports/printer.js';
import type { View } from '../../src/ports/screen.js';
import type { BankNetwork } from '../peers/bank/network.js';
import type { LineEvent } from '../peers/line/emulated-line.js';

type Line = TerminalStatus['rows'][number];

/** Screens that say that money has moved. */
const APPROVALS: readonly string[] = Object.freeze(['purchase', 'withdraw', 'deposit', 'transfer', 'void', 'refund']);
const CREDITS: readonly string[] = Object.freeze(['void', 'refund', 'deposit']);

export class Auditor {
  /** What has been found wrong so far. */
  readonly findings: string[] = [];
  readonly #network: () => BankNetwork;
  /** By batch and trace number: what the transaction is, and the terminal's line of it. */
  readonly #requests = new Map<string, string>();
  readonly #rows = new Map<string, Line>();
  readonly #disputes = new Set<string>();
  readonly #slips: { readonly name: string; readonly amount: string }[] = [];
  #approvals = 0;
  #terminal: RunningTerminal | undefined;

  /** @param earlier one who has watched over this world so far */
  constructor(network: () => BankNetwork, earlier?: Auditor) {
    this.#network = network;
    if (earlier === undefined) return;
    for (const [name, what] of earlier.#requests) this.#requests.set(name, what);
    for (const [name, row] of earlier.#rows) this.#rows.set(name, row);
    for (const name of earlier.#disputes) this.#disputes.add(name);
    this.#slips.push(...earlier.#slips);
    this.#approvals = earlier.#approvals;
  }

  /** What has been seen, as a value: two that have seen the same will judge the same. */
  memory(): string {
    return JSON.stringify([[...this.#requests], [...this.#rows], [...this.#disputes], this.#slips, this.#approvals]);
  }

  /** A terminal has come up; before it has, it may only settle what is pending. */
  watch(terminal: RunningTerminal | undefined): void {
    this.#terminal = terminal;
    if (terminal) this.note(terminal.status());
  }

  /** Remembers what the terminal has: a settlement clears it. */
  note({ rows, disputes }: TerminalStatus): void {
    for (const row of rows) this.#rows.set(nameOf(row), row);
    for (const dispute of disputes) this.#disputes.add(nameOf(dispute));
  }

  readonly onMessage = ({ message }: LineEvent): void => {
    if (message === undefined) {
      this.findings.push('the terminal sent what is no message');
      return;
    }
    if (message.mti === '0320') return;
    const name = `${digits(message, 60).slice(2, 8)}-${digits(message, 11)}`;
    const what = whatOf(message);
    const known = this.#requests.get(name);
    if (known !== undefined && known !== what) this.findings.push(`${name} was ${known} and is ${what}`);
    this.#requests.set(name, what);
    if (known === undefined && movesMoney(message)) this.#mayBegin(name, message.mti);
  };

  readonly onView = ({ screen, tone }: View): void => {
    if (tone === 'done' && APPROVALS.includes(screen)) this.#approvals++;
  };

  readonly onSlip = (slip: Slip): void => {
    const value = (label: string) => {
      const line = slip.lines.find((one) => one.label?.en === label)?.value;
      return typeof line === 'string' ? line : '';
    };
    if (APPROVALS.includes(slip.slip) || slip.slip === 'withdrawal')
      this.#slips.push({ name: `${value('Batch')}-${value('Trace number')}`, amount: value('Amount') });
  };

  /** The end of a day: every side must agree. */
  audit(status: TerminalStatus): readonly string[] {
    this.note(status);
    const { differences, batches, disputes } = this.#network().reconcile();
    const wrong = [...this.findings, ...differences];
    if (status.pending) wrong.push(`${nameOf(status.pending)} is still pending`);
    const standing = new Set(batches.flatMap(({ batch, standing: stans }) => stans.map((stan) => `${batch}-${stan}`)));
    for (const name of standing)
      if (!this.#rows.has(name) && !this.#disputes.has(name)) wrong.push(`the bank has ${name}, the terminal has not`);
    for (const [name, { where }] of this.#rows)
      if (!standing.has(name) && where !== 'offline') wrong.push(`the terminal has ${name}, the bank has not`);
    for (const { batch, debit, credit } of batches) wrong.push(...this.#totals(batch, debit.amount, credit.amount));
    for (const { name, amount } of this.#slips)
      if (amount !== yuan(this.#rows.get(name))) wrong.push(`a slip says ${name} ${amount}`);
    if (this.#approvals > this.#rows.size)
      wrong.push(`${this.#approvals} approvals were shown for ${this.#rows.size} rows`);
    for (const { batch, stan } of disputes)
      if (!this.#disputes.has(`${batch}-${stan}`))
        wrong.push(`the bank disputes ${batch}-${stan}, the terminal does not`);
    return wrong;
  }

  /** Nothing begins while the bank has something that the terminal does not know of. */
  #mayBegin(name: string, mti: string): void {
    const status = this.#terminal?.status();
    if (status === undefined) {
      // A terminal that comes up gives an advice to the bank that may never have gone out.
      if (mti !== ADVICE) this.findings.push(`${name} began before the terminal was up`);
      return;
    }
    this.note(status);
    if (status.pending === undefined || nameOf(status.pending) !== name)
      this.findings.push(`${name} went out, and is not what the terminal has pending`);
    const { batches } = this.#network().reconcile();
    for (const { batch, standing } of batches)
      for (const stan of standing) {
        const other = `${batch}-${stan}`;
        if (other !== name && !this.#rows.has(other) && !this.#disputes.has(other))
          this.findings.push(`${name} began while ${other} was open`);
      }
  }

  #totals(batch: string, debit: number, credit: number): string[] {
    const rows = [...this.#rows].filter(([name, { where }]) => name.startsWith(`${batch}-`) && where !== 'offline');
    const lines = rows.map(([, row]) => row);
    const sum = (some: readonly Line[]) => some.reduce((total, { amount }) => total + amount, 0);
    const credits = sum(lines.filter(({ kind }) => CREDITS.includes(kind)));
    const debits = sum(lines) - credits;
    const isOpen = [...this.#disputes].some((name) => name.startsWith(`${batch}-`));
    if (isOpen || (debits === debit && credits === credit)) return [];
    return [`batch ${batch}: the bank has ${debit} and ${credit}, the terminal ${debits} and ${credits}`];
  }
}

const ADVICE = '0220';
/** First two digits of field 3 of a balance enquiry. */
const ENQUIRY = '31';

function movesMoney(message: Message): boolean {
  return message.mti.startsWith('02') && digits(message, 3).slice(0, 2) !== ENQUIRY;
}

function nameOf({ batch, stan }: Pick<Line, 'batch' | 'stan'>): string {
  return `${String(batch).padStart(6, '0')}-${String(stan).padStart(6, '0')}`;
}

/** A reversal is about the same transaction as its request, and has its trace number. */
function whatOf(message: Message): string {
  const money = message.mti.startsWith('02') || message.mti.startsWith('04');
  if (money) return `${digits(message, 3)} ${digits(message, 4)} ${digits(message, 60).slice(0, 2)}`;
  return `${message.mti} ${digits(message, 60)}`;
}

function digits({ fields }: Message, field: number): string {
  const value: FieldValue | undefined = fields.get(field);
  return typeof value === 'string' ? value : '';
}

/** As a slip has it. */
function yuan(row: Line | undefined): string {
  if (row === undefined) return 'nothing';
  const text = String(row.amount).padStart(3, '0');
  const sign = row.kind === 'void' || row.kind === 'refund' ? '-' : '';
  return `${sign}¥${text.slice(0, -2)}.${text.slice(-2)}`;
}
