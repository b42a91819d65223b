/** The end of a batch: totals that agree, rows that do not, and what stays for people. */

import { describe, expect, it } from 'vitest';
import { paymentDesk } from '../../card/payment/desk.js';
import { type Fields, signedIn, TERMINAL, type TerminalDesk, totals } from '../terminal-desk.js';

/** Two purchases, of 12.34 and 0.66. */
function sold(): { readonly terminal: TerminalDesk; readonly rows: readonly Fields[] } {
  const terminal = signedIn();
  const card = paymentDesk();
  const rows = [terminal.purchase(card), terminal.purchase(card, 66)];
  for (const row of rows) expect(terminal.ask('0200', row).code).toBe('00');
  return { terminal, rows };
}

function upload(terminal: TerminalDesk, row: Fields, change: Fields = {}) {
  const kept = { 2: row[2], 3: row[3], 4: row[4], 11: row[11], 22: row[22], 23: row[23], 49: '156', 55: row[55] };
  return terminal.ask('0320', { ...kept, 60: `00${terminal.batch}20550`, ...change }, false);
}

function end(terminal: TerminalDesk, debit: readonly [number, number]) {
  const fields = { 11: terminal.nextStan(), 48: totals(debit, [0, 0]), 49: '156', 60: `00${terminal.batch}202` };
  return terminal.ask('0320', fields, false);
}

function flags(field48: string): string {
  return field48[30] + field48[61];
}

describe('totals', () => {
  it('of an empty batch agree', () => {
    const terminal = signedIn();
    expect(flags(terminal.settle([0, 0], [0, 0]).fields[48])).toBe('11');
  });

  it('that differ leave the batch open for uploads and shut for sales', () => {
    const { terminal } = sold();
    const said = terminal.settle([1234, 1], [0, 0]);
    expect(said.fields[48]).toBe(`000000001300002000000000000000 2 ${'0'.repeat(30)} 1`.replace(/ /g, ''));
    expect(terminal.ask('0200', terminal.purchase(paymentDesk())).code).toBe('22');
    expect(flags(terminal.settle([1300, 2], [0, 0]).fields[48])).toBe('11');
    expect(terminal.network.reconcile().disputes).toEqual([]);
  });

  it('of cards from abroad agree with nothing', () => {
    const { terminal } = sold();
    const abroad = `000000001300002${'0'.repeat(15)}0000000000001001${'0'.repeat(15)}0`;
    expect(flags(terminal.settle([0, 0], [0, 0], { 48: abroad }).fields[48])).toBe('22');
  });

  it('in another form are no totals', () => {
    const { terminal } = sold();
    for (const field of ['000000001300', `${totals([1300, 2], [0, 0]).slice(0, 61)}1`])
      expect(terminal.settle([0, 0], [0, 0], { 48: field }).code).toBe('30');
  });
});

describe('an upload', () => {
  it('that is complete leaves no dispute', () => {
    const { terminal, rows } = sold();
    terminal.settle([1234, 1], [0, 0]);
    for (const row of rows) expect(upload(terminal, row).brief).toBe('0330 00 none 0');
    expect(end(terminal, [1300, 2]).brief).toBe('0330 00 none 0');
    const { batches, disputes } = terminal.network.reconcile();
    expect([batches[0].state, disputes]).toEqual(['closed', []]);
  });

  it('names what one side has alone, and what both have and not the same', () => {
    const { terminal, rows } = sold();
    const third = terminal.purchase(paymentDesk(), 500);
    const fourth = terminal.purchase(paymentDesk({ pan: '6210999901000000019' }), 700);
    terminal.settle([2000, 3], [0, 0]);
    expect(upload(terminal, rows[1], { 4: '000000000067' }).code).toBe('00');
    for (const row of [third, fourth]) expect(upload(terminal, row).code).toBe('00');
    end(terminal, [1267, 3]);
    const at = { terminal: TERMINAL, batch: '000001' };
    expect(terminal.network.reconcile().disputes).toEqual([
      { ...at, stan: rows[0][11], side: 'host' },
      { ...at, stan: rows[1][11], side: 'differs' },
      { ...at, stan: third[11], side: 'terminal' },
      { ...at, stan: fourth[11], side: 'terminal' },
    ]);
    expect(terminal.network.reconcile().differences).toEqual([]);
  });

  it('may be repeated row by row, and its end too', () => {
    const { terminal, rows } = sold();
    expect(upload(terminal, rows[0]).code).toBe('22');
    expect(end(terminal, [1300, 2]).code).toBe('22');
    terminal.settle([1234, 1], [0, 0]);
    expect(upload(terminal, rows[0]).code).toBe('00');
    expect(upload(terminal, rows[0]).code).toBe('00');
    expect(upload(terminal, rows[0], { 4: '000000009999' }).code).toBe('94');
    expect(upload(terminal, rows[1], { 61: '000001' }).code).toBe('30');
    expect(upload(terminal, rows[1]).code).toBe('00');
    expect(end(terminal, [1300, 2]).code).toBe('00');
    expect(end(terminal, [1300, 2]).code).toBe('00');
    expect(upload(terminal, rows[0]).code).toBe('00');
    expect(upload(terminal, { ...rows[0], 11: '000099' }).code).toBe('22');
  });

  it('goes on after a reversal that came between', () => {
    const { terminal, rows } = sold();
    terminal.settle([1234, 1], [0, 0]);
    expect(terminal.ask('0400', terminal.reversalOf(rows[1])).code).toBe('00');
    upload(terminal, rows[0]);
    end(terminal, [1234, 1]);
    expect(terminal.network.reconcile().disputes).toEqual([]);
  });
});
