/**
 * Eight wrong orders that terminals in the field have had, each put into the terminal here: the sweep must find what each
 * of them loses, at depth two or less. A harness that does not is no harness.
 */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/codec/iso8583.js';
import type { Pending } from '../../src/journal/entries.js';
import { Journal } from '../../src/journal/journal.js';
import { JournalState } from '../../src/journal/state.js';
import { BankDesk } from '../../src/visits/bank-desk.js';
import { PaymentDesk } from '../../src/visits/payment-desk.js';
import { type Run, type SweepOptions, sweep } from './money-sweep.js';
import { MONEY_VISITS, type MoneyVisit } from './money-visits.js';

/** Methods of the terminal by the objects that have them, put back after each case. */
const PROTOTYPES = [Journal.prototype, JournalState.prototype, BankDesk.prototype, PaymentDesk.prototype];

type Descriptors = ReturnType<typeof Object.getOwnPropertyDescriptors>;
let kept: Descriptors[] = [];

beforeEach(() => {
  kept = PROTOTYPES.map((prototype) => Object.getOwnPropertyDescriptors(prototype));
});

afterEach(() => {
  PROTOTYPES.forEach((prototype, index) => void Object.defineProperties(prototype, kept[index]));
});

function visit(name: string): MoneyVisit {
  const found = MONEY_VISITS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no visit ${name}`);
  return found;
}

async function violations(name: string, options: SweepOptions = {}): Promise<readonly string[]> {
  return (await sweep(visit(name), { ...options, most: 1, unproven: true })).violations;
}

const isRequest = ({ mti }: Message) => mti === '0200';

describe('the sweep catches a terminal that', () => {
  it('is right: no, it does not', async () => {
    expect(await violations('purchase')).toEqual([]);
  });

  it('N1: keeps the request after it has sent it', async () => {
    const { begin } = Journal.prototype;
    const { ask } = BankDesk.prototype;
    let late: (() => Promise<unknown>) | undefined;
    Journal.prototype.begin = async function (this: Journal, pending: Pending) {
      late = () => begin.call(this, pending);
      return 'done';
    };
    BankDesk.prototype.ask = async function (this: BankDesk, request) {
      const answer = await ask.call(this, request);
      if (isRequest(request)) await late?.();
      return answer;
    };
    expect(await violations('purchase')).not.toEqual([]);
  });

  it('N2: closes the request before it has booked the sale', async () => {
    Journal.prototype.book = async function (this: Journal, row) {
      await this.close();
      return await this.uploaded(row);
    };
    expect(await violations('purchase')).not.toEqual([]);
  });

  it('N3: forgets a reversal after so many tries', async () => {
    Journal.prototype.dispute = async function (this: Journal) {
      return await this.close();
    };
    expect(await violations('disputes')).not.toEqual([]);
  });

  it('N4: goes on with a new sale whatever became of the reversal', async () => {
    const { begin } = Journal.prototype;
    const state = Object.getOwnPropertyDescriptor(JournalState.prototype, 'pending');
    let blind = 0;
    Journal.prototype.begin = async function (this: Journal, pending: Pending) {
      blind = 0;
      if (this.state.pending !== undefined) await this.close();
      return await begin.call(this, pending);
    };
    // Whoever asks what is pending before a sale is told: nothing.
    const { readiness } = Journal.prototype;
    Journal.prototype.readiness = function (this: Journal) {
      // Whether there is something to settle, and whether it is settled.
      blind = 2;
      return readiness.call(this);
    };
    Object.defineProperty(JournalState.prototype, 'pending', {
      configurable: true,
      get(this: JournalState) {
        const pending = state?.get?.call(this);
        if (blind === 0) return pending;
        blind--;
        return undefined;
      },
    });
    expect(await violations('purchase while one is pending')).not.toEqual([]);
  });

  it('N5: tells and prints before it is durable', async () => {
    const { book } = PaymentDesk.prototype;
    PaymentDesk.prototype.book = async function (this: PaymentDesk, outcome) {
      RUNS.current?.auditor.onView({ screen: 'purchase', tone: 'done', title: { zh: '', en: '' }, lines: [] });
      return await book.call(this, outcome);
    };
    expect(await violations('purchase', { watch: RUNS.watch })).not.toEqual([]);
  });

  it('N6: asks for money and keeps no request at all', async () => {
    Journal.prototype.begin = async function (this: Journal) {
      const number = await this.nextNumber('stan');
      return typeof number === 'string' ? number : 'done';
    };
    Journal.prototype.book = async function (this: Journal, row) {
      return await this.uploaded(row);
    };
    expect(await violations('purchase')).not.toEqual([]);
  });

  it('N7: sends a request again after silence, as a new one', async () => {
    const { ask } = BankDesk.prototype;
    BankDesk.prototype.ask = async function (this: BankDesk, request) {
      const answer = await ask.call(this, request);
      if (answer.kind !== 'unknown' || !isRequest(request)) return answer;
      await this.ready();
      const stan = String(Number(request.fields.get(11)) + 1).padStart(6, '0');
      return await ask.call(this, { ...request, fields: new Map([...request.fields, [11, stan]]) });
    };
    expect(await violations('purchase')).not.toEqual([]);
  });

  it('N8: reads silence as no', async () => {
    const { ask } = BankDesk.prototype;
    BankDesk.prototype.ask = async function (this: BankDesk, request) {
      const answer = await ask.call(this, request);
      return answer.kind === 'unknown' && isRequest(request) ? { kind: 'unable' } : answer;
    };
    expect(await violations('purchase')).not.toEqual([]);
  });
});

/** The run that plays just now, for a mutant that shows what it should not. */
const RUNS = {
  current: undefined as Run | undefined,
  watch: (run: Run) => {
    RUNS.current = run;
  },
};
