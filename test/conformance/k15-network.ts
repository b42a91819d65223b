/** Table: K15, second part: the terminal's link and the emulated bank side, to the fen. */

import { toHex } from '../../src/base/hex.js';
import { sha1 } from '../../src/crypto/sha1.js';
import type { ReversalReason } from '../../src/journal/entries.js';
import { balanceOf } from '../../src/links/bank/balance.js';
import { refundRequest, voidRequest } from '../../src/links/bank/card-requests.js';
import { chipAnswer } from '../../src/links/bank/chip-data.js';
import { downloadApplications, downloadCaKeys } from '../../src/links/bank/downloads.js';
import { echo, signOut } from '../../src/links/bank/management.js';
import { reversalOf, scriptNotice } from '../../src/links/bank/reversal.js';
import { decodeTotals, settleRequest, type Totals, uploadEnd, uploadOf } from '../../src/links/bank/settlement.js';
import type { Case } from './case.js';
import { type Asked, HostDesk, short } from './host-desk.js';

type Row = readonly [clause: string, title: string, wanted: string, seen: (desk: HostDesk) => Promise<string>];

const DAY = 24 * 60 * 60 * 1000;

async function takeBack(desk: HostDesk, { stored }: Asked, reason: ReversalReason): Promise<string> {
  return short(await desk.link.ask(reversalOf(stored, reason)));
}

async function voidOf(desk: HostDesk, asked: Asked, amount: number): Promise<string> {
  const [values, original] = [await desk.cardValues('purchase', amount), desk.original(asked)];
  const order = { station: desk.station, stan: desk.nextStan(), values, original, amount };
  return short(await desk.link.ask(voidRequest(order)));
}

async function refundOf(desk: HostDesk, asked: Asked, amount: number): Promise<string> {
  const [values, original] = [await desk.cardValues('purchase', amount), desk.original(asked)];
  const order = { station: desk.station, stan: desk.nextStan(), values, original, amount };
  return short(await desk.link.ask(refundRequest(order)));
}

async function settle(desk: HostDesk, totals: Partial<Totals>): Promise<string> {
  const all = { debitAmount: 0, debitCount: 0, creditAmount: 0, creditCount: 0, ...totals };
  const answer = await desk.link.ask(settleRequest(desk.station, desk.nextStan(), all));
  if (answer.kind !== 'answered') return answer.kind;
  return `${answer.code} ${decodeTotals(String(answer.message.fields.get(48)))?.domestic.flag}`;
}

/** Each line of what was seen, with the account and the books behind it. */
function sum(desk: HostDesk, ...told: readonly string[]): string {
  return [...told, desk.balance, desk.agree()].join(', ');
}

const MONEY: readonly Row[] = [
  [
    'emv.md 3.4, 3.9',
    'a purchase is approved, with the issuer’s word for the card',
    'answered 00, 10 bytes, 98766, agreed',
    async (desk) => {
      const { answer } = await desk.ask('purchase', 1234);
      const data = answer.kind === 'answered' ? chipAnswer(answer.message).issuerAuthenticationData : undefined;
      return sum(desk, short(answer), `${data?.length} bytes`);
    },
  ],
  [
    'emv.md 3.8',
    'a purchase beyond the balance',
    'answered 51, 100000, agreed',
    async (desk) => sum(desk, short((await desk.ask('purchase', 100_001)).answer)),
  ],
  [
    'emv.md 3.3',
    'a balance enquiry',
    'answered 00, 100000, 100000, agreed',
    async (desk) => {
      const { answer } = await desk.ask('balance', 0);
      return sum(desk, short(answer), String(answer.kind === 'answered' && balanceOf(answer.message)));
    },
  ],
  [
    'emv.md 3.2 [TP]',
    'a withdrawal',
    'answered 00, 90000, agreed',
    async (desk) => sum(desk, short((await desk.ask('cash', 10_000)).answer)),
  ],
  [
    'emv.md 3.7',
    'the right PIN, and a wrong one',
    'answered 00, answered 55, 98766, agreed',
    async (desk) => {
      const right = await desk.ask('purchase', 1234, '123456');
      const wrong = await desk.ask('purchase', 1234, '123457');
      return sum(desk, short(right.answer), short(wrong.answer));
    },
  ],
  [
    'emv.md 3.9',
    'the same request again moves nothing twice',
    'answered 00, same reference, 98766, agreed',
    async (desk) => {
      const { request, answer } = await desk.ask('purchase', 1234);
      const again = await desk.link.ask(request);
      const [first, second] = [answer, again].map((one) => one.kind === 'answered' && one.message.fields.get(37));
      return sum(desk, short(again), first === second ? 'same reference' : 'another reference');
    },
  ],
  [
    'emv.md 3.9',
    'a void gives all back, once',
    'answered 00, answered 22, 100000, agreed',
    async (desk) => {
      const asked = await desk.ask('purchase', 1234);
      return sum(desk, await voidOf(desk, asked, 1234), await voidOf(desk, asked, 1234));
    },
  ],
  [
    'emv.md 3.9',
    'refunds give parts back, and no more than there was',
    'answered 00, answered 61, answered 00, 100000, agreed',
    async (desk) => {
      const asked = await desk.ask('purchase', 1234);
      const parts = [1000, 235, 234].map((amount) => () => refundOf(desk, asked, amount));
      const told: string[] = [];
      for (const part of parts) told.push(await part());
      return sum(desk, ...told);
    },
  ],
  [
    'emv.md 3.9',
    'a void of another amount finds nothing to void',
    'answered 22, 98766, agreed',
    async (desk) => sum(desk, await voidOf(desk, await desk.ask('purchase', 1234), 1233)),
  ],
];

const LOST: readonly Row[] = [
  [
    'emv.md 3.9',
    'an answer is lost: the reversal takes back what the host has done',
    'unknown, answered 00, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'answer-lost' });
      const asked = await desk.ask('purchase', 1234);
      return sum(desk, short(asked.answer), await takeBack(desk, asked, '98'));
    },
  ],
  [
    'emv.md 3.9',
    'a request is lost: its reversal is confirmed, and it may not come any more',
    'unknown, answered 00, answered 94, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'request-lost' });
      const asked = await desk.ask('purchase', 1234);
      const taken = await takeBack(desk, asked, '98');
      return sum(desk, short(asked.answer), taken, short(await desk.link.ask(asked.request)));
    },
  ],
  [
    'emv.md 3.9',
    'a reversal whose answer is lost is sent again',
    'unknown, unknown, answered 00, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'answer-lost' }, { deed: 'answer-lost' });
      const asked = await desk.ask('purchase', 1234);
      const first = await takeBack(desk, asked, '98');
      return sum(desk, short(asked.answer), first, await takeBack(desk, asked, '98'));
    },
  ],
  [
    'emv.md 3.6, 3.9',
    'a wrong MAC: reversal A0',
    'false 00, answered 00, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'wrong-mac' });
      const asked = await desk.ask('purchase', 1234);
      return sum(desk, short(asked.answer), await takeBack(desk, asked, 'A0'));
    },
  ],
  [
    'emv.md 3.9',
    'the answer to another terminal comes first',
    'answered 00, 98766, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'foreign', place: 'before' });
      return sum(desk, short((await desk.ask('purchase', 1234)).answer));
    },
  ],
  [
    'emv.md 3.9',
    'an answer that comes behind the reversal’s',
    'unknown, answered 00, answered 00, 98766, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'request-late' });
      const asked = await desk.ask('purchase', 1234);
      const taken = await takeBack(desk, asked, '98');
      return sum(desk, short(asked.answer), taken, short((await desk.ask('purchase', 1234)).answer));
    },
  ],
  [
    'emv.md 3.1',
    'garbage in place of an answer',
    'unknown, answered 00, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'garbage', of: 'frame' });
      const asked = await desk.ask('purchase', 1234);
      return sum(desk, short(asked.answer), await takeBack(desk, asked, '98'));
    },
  ],
  [
    'emv.md 3.9',
    'an answer and a request that come twice',
    'answered 00, answered 00, 97532, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'answer-twice' }, { deed: 'request-twice' });
      const [first, second] = [await desk.ask('purchase', 1234), await desk.ask('purchase', 1234)];
      return sum(desk, short(first.answer), short(second.answer));
    },
  ],
  [
    'emv.md 3.9',
    'a line that goes down, and is not to be had before it is mended',
    'unknown, unable, answered 00, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.befall({ deed: 'down' });
      const asked = await desk.ask('purchase', 1234);
      const early = await takeBack(desk, asked, '98');
      desk.line.restore();
      return sum(desk, short(asked.answer), early, await takeBack(desk, asked, '98'));
    },
  ],
  [
    'emv.md 3.8',
    'an issuer that does not answer: the switch has taken it back, 68',
    'answered 68, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      desk.network.conduct((_, message) => (message === 'request' ? 'silent' : 'answers'));
      return sum(desk, short((await desk.ask('purchase', 1234)).answer));
    },
  ],
];

const BATCH: readonly Row[] = [
  [
    'emv.md 3.9',
    'a batch that balances is closed, and takes nothing more',
    '00 1, answered 22, 98766, agreed',
    async (desk) => {
      await desk.ask('purchase', 1234);
      const settled = await settle(desk, { debitAmount: 1234, debitCount: 1 });
      return sum(desk, settled, short((await desk.ask('purchase', 1)).answer));
    },
  ],
  [
    'emv.md 3.9',
    'what was reversed is in no totals, and what was voided in both',
    'answered 00, answered 00, 00 1, 100000, agreed',
    async (desk) => {
      const [reversed, voided] = [await desk.ask('purchase', 500), await desk.ask('purchase', 1234)];
      const told = [await takeBack(desk, reversed, '06'), await voidOf(desk, voided, 1234)];
      const totals = { debitAmount: 1234, debitCount: 1, creditAmount: 1234, creditCount: 1 };
      return sum(desk, ...told, await settle(desk, totals));
    },
  ],
  [
    'emv.md 3.9',
    'one that does not balance is uploaded, and ends with the difference named',
    '00 2, answered 00, answered 00, host 000003, 97766, agreed',
    async (desk) => {
      const first = await desk.ask('purchase', 1234);
      await desk.ask('purchase', 1000);
      const totals = { debitAmount: 1234, debitCount: 1, creditAmount: 0, creditCount: 0 };
      const settled = await settle(desk, totals);
      const row = short(await desk.link.ask(uploadOf(desk.row(first), desk.station)));
      const end = short(await desk.link.ask(uploadEnd(desk.station, desk.nextStan(), totals)));
      const disputes = desk.network.reconcile().disputes.map(({ side, stan }) => `${side} ${stan}`);
      return sum(desk, settled, row, end, ...disputes);
    },
  ],
];

const LINE: readonly Row[] = [
  [
    'emv.md 3.8',
    'a terminal that is not registered',
    'refused 97',
    async (desk) => desk.signIn({ ...desk.station, terminalId: '10000002' }),
  ],
  [
    'emv.md 3.2',
    'echo and sign-out; without keys the link asks nothing that has a MAC',
    'answered 00, answered 00, no keys',
    async (desk) => {
      await desk.signIn();
      const told = [echo, signOut].map((make) => make(desk.station, desk.nextStan()));
      const answers = [short(await desk.link.ask(told[0])), short(await desk.link.ask(told[1]))];
      return [...answers, desk.link.keys ? 'keys' : 'no keys'].join(', ');
    },
  ],
  [
    'emv.md 3.9',
    'keys end with the day: 77 without a MAC, and good again after a sign-in',
    'false 77, signed-on',
    async (desk) => {
      await desk.signIn();
      await desk.clock.sleep(DAY);
      const { answer } = await desk.ask('purchase', 1234);
      return [short(answer), await desk.signIn()].join(', ');
    },
  ],
  [
    'emv.md 3.6',
    'a request under keys that the host has replaced: A0 without a MAC, and nothing moves',
    'false A0, 100000, agreed',
    async (desk) => {
      await desk.signIn();
      await desk.forgetBehind();
      return sum(desk, short((await desk.ask('purchase', 1234)).answer));
    },
  ],
  [
    'emv.md 3.1, 3.2',
    'the host asks for new CA keys until they are fetched',
    'ca-keys, complete F8 F7, none',
    async (desk) => {
      await desk.signIn();
      desk.network.wish('10000001', 'ca-keys');
      const wanted = async () => {
        const answer = await desk.link.ask(echo(desk.station, desk.nextStan()));
        return 'processingRequest' in answer ? answer.processingRequest : answer.kind;
      };
      const before = await wanted();
      const { link, station } = desk;
      const fetched = await downloadCaKeys({ link, station, nextStan: async () => desk.nextStan() }, sha1);
      const keys = fetched.kind === 'complete' ? fetched.entries.map(({ index }) => index.toString(16)) : [];
      return [before, [fetched.kind, ...keys].join(' ').replaceAll('f', 'F'), await wanted()].join(', ');
    },
  ],
  [
    'emv.md 2.11, 3.2',
    'chip parameters are fetched',
    'complete A000000333010101 D84000A800 99',
    async (desk) => {
      const { link, station } = desk;
      const fetched = await downloadApplications({ link, station, nextStan: async () => desk.nextStan() });
      if (fetched.kind !== 'complete') return fetched.kind;
      const rows = fetched.entries.map(({ aid, tacDefault, targetPercentage }) => {
        return [toHex(aid), toHex(tacDefault), targetPercentage].join(' ');
      });
      return [fetched.kind, ...rows].join(' ');
    },
  ],
  [
    'emv.md 3.4, 3.9',
    'results of scripts reach the issuer that sent them',
    '72, answered 00, 2000000001',
    async (desk) => {
      await desk.signIn();
      desk.order({ template: 0x72, orders: [{ ins: 0x24 }] });
      const { stored, answer } = await desk.ask('purchase', 1234);
      const scripts = answer.kind === 'answered' ? chipAnswer(answer.message).scripts : [];
      const values = await desk.cardValues('purchase', 1234);
      const results = Uint8Array.of(0x20, 0x00, 0x00, 0x00, 0x01);
      const notice = await desk.link.ask(scriptNotice(stored, values, results, desk.nextStan()));
      const noted = desk.network.scriptResultsOf('6210999901000000993');
      return [...scripts.map(({ template }) => template.toString(16)), short(notice), ...noted].join(', ');
    },
  ],
];

export const CASES: readonly Case[] = [...MONEY, ...LOST, ...BATCH, ...LINE].map(
  ([clause, title, wanted, seen], index) => ({
    id: `K15-${String(index + 101)}`,
    clause,
    title,
    run: async (rig) => rig.same(await seen(new HostDesk(rig)), wanted),
  }),
);
