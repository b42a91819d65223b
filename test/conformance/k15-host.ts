/** Table: K15, the bank's host: fields, MACs, PIN blocks, reversals, settlement, working keys, and answers that are lost. */

import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/codec/iso8583.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';
import { balanceOf } from '../../src/links/bank/balance.js';
import { type BankAnswer, BankLink } from '../../src/links/bank/bank-link.js';
import {
  type CardTransaction,
  cardRequest,
  offlineUpload,
  refundRequest,
  voidRequest,
} from '../../src/links/bank/card-requests.js';
import { chipAnswer } from '../../src/links/bank/chip-data.js';
import { judgeAnswer } from '../../src/links/bank/judge.js';
import { echo, signInRequest, signOut } from '../../src/links/bank/management.js';
import { reversalOf, scriptNotice, storedForm } from '../../src/links/bank/reversal.js';
import {
  batchRow,
  decodeTotals,
  encodeTotals,
  settleRequest,
  uploadEnd,
  uploadOf,
} from '../../src/links/bank/settlement.js';
import { LineKeys } from '../../src/vault/line-keys.js';
import { PinKey } from '../../src/vault/online-pin.js';
import { Pin } from '../../src/vault/pin-room.js';
import { type Event, ScriptedLine } from '../links/bank/scripted-line.js';
import { FRAMES, LATE, masterKey, STATION, sent, signedOn, VALUES, values } from '../links/bank/signed-on.js';
import vectors from '../vectors/bank.json';
import type { Case } from './case.js';

/** Where it says so, what is special, what must come of it, and what does. */
type Row = readonly [clause: string, title: string, wanted: string, seen: () => Promise<string>];

const [FIRST, SECOND] = vectors.unionpay_pos_keys;
const MOMENT = '20260601090000';
const PIN_BLOCK = fromHex('0011223344556677');
const TO_ACCOUNT = '6228480402564890018';
const TOTALS = { debitAmount: 123456, debitCount: 12, creditAmount: 1234, creditCount: 1 };
const ORIGINAL = { batch: 5, stan: 123, date: '0601', reference: '260601000123' };
const APPROVED_ORIGINAL = { ...ORIGINAL, approval: 'A12345' };
const RESULTS = '2000000001';

/** 9C of each transaction. */
const KINDS = { balance: '31', purchase: '00', withdrawal: '01', deposit: '21', transfer: '40' } as const;

function asked(transaction: CardTransaction, more: { readonly pinBlock?: Uint8Array } = {}): Message {
  const kind = transaction === 'balance' ? { '9C': '31', '9F02': '000000000000' } : { '9C': KINDS[transaction] };
  return cardRequest(transaction, {
    station: STATION,
    stan: 123,
    values: new Map([...VALUES, ...values(kind)]),
    ...(transaction !== 'balance' && { amount: 1234 }),
    ...(transaction === 'transfer' && { toAccount: TO_ACCOUNT }),
    ...more,
  });
}

/** Kept in the journal and read again. */
function kept(request: Message): Message {
  return decodeMessage(encodeMessage(storedForm(request, MOMENT)));
}

function voided(): Message {
  const original = APPROVED_ORIGINAL;
  return voidRequest({ station: STATION, stan: 124, values: VALUES, original, amount: 1234 });
}

const late = (more: Readonly<Record<string, string>>) => new Map([...LATE, ...values(more)]);
const LAST_WORD = { '9F26': '8877665544332211', '9F27': '40' };

const FIELDS: readonly Row[] = [
  ['emv.md 3.3', 'a purchase, byte for byte', FRAMES.purchase, () => sent(asked('purchase'))],
  [
    'emv.md 3.3, 3.7',
    'a purchase with a PIN: fields 22, 26, 52 and 53 together',
    FRAMES.purchasePin,
    () => sent(asked('purchase', { pinBlock: PIN_BLOCK })),
  ],
  ['emv.md 3.3', 'a balance enquiry has no amount', FRAMES.balance, () => sent(asked('balance'))],
  [
    'emv.md 3.2 [TP]',
    'a withdrawal, byte for byte',
    FRAMES.withdrawal,
    () => sent(asked('withdrawal', { pinBlock: PIN_BLOCK })),
  ],
  ['emv.md 3.2 [TP]', 'a deposit, byte for byte', FRAMES.deposit, () => sent(asked('deposit'))],
  [
    'ISO 8583:1987; emv.md 3.2 [TP]',
    'a transfer has a second bitmap, two accounts and its MAC in 128',
    FRAMES.transfer,
    () => sent(asked('transfer')),
  ],
  ['emv.md 3.3', 'a void names its original, without a cryptogram', FRAMES.void, () => sent(voided())],
  [
    'emv.md 3.3',
    'a refund of a part, in a later batch, without an approval code',
    FRAMES.refund,
    () => {
      const station = { ...STATION, batch: 6 };
      return sent(refundRequest({ station, stan: 125, values: VALUES, original: ORIGINAL, amount: 234 }));
    },
  ],
  [
    'emv.md 3.2, 3.4',
    'an offline purchase is told with its TC and the terminal’s own code',
    FRAMES.offline,
    () => {
      const told = late({ ...LAST_WORD, '8A': '5931' });
      return sent(offlineUpload({ station: STATION, stan: 123, values: told, amount: 1234 }));
    },
  ],
  [
    'emv.md 3.4, 3.9',
    'script results have a number of their own',
    FRAMES.notice,
    () => sent(scriptNotice(kept(asked('purchase')), LATE, fromHex(RESULTS), 126)),
  ],
  ['emv.md 3.2', 'an echo, byte for byte', FRAMES.echo, () => sent(echo(STATION, 122))],
  ['emv.md 3.2', 'a sign-out, byte for byte', FRAMES.signOut, () => sent(signOut(STATION, 121))],
  [
    'emv.md 3.3',
    'a balance comes in fen',
    '12345',
    async () => String(balanceOf(decodeMessage(fromHex(FRAMES.balanceAnswer).subarray(13)))),
  ],
  [
    'emv.md 3.4',
    '91 and the scripts of an answer reach the card as they came',
    '11223344556677883030 72 9F1804000000018600',
    async () => {
      const told = chipAnswer(decodeMessage(fromHex(FRAMES.purchaseAnswer).subarray(13)));
      const scripts = told.scripts.map(({ template, value }) => `${template.toString(16)} ${toHex(value)}`);
      return [toHex(told.issuerAuthenticationData ?? new Uint8Array(0)), ...scripts].join(' ');
    },
  ],
];

function publishedLine(): LineKeys {
  return new LineKeys(softwareCiphers, { pinKey: fromHex(FIRST.tpk ?? ''), macKey: fromHex(SECOND.tak) });
}

/** How the purchase's answer is judged when it comes so, under the line's keys or others. */
async function judged(frame: string, request = asked('purchase'), keys?: LineKeys): Promise<string> {
  const { link } = await signedOn();
  const judgement = judgeAnswer(request, fromHex(frame).subarray(13), keys ?? link.keys);
  return 'code' in judgement ? `${judgement.kind} ${judgement.code}` : judgement.kind;
}

const MACS: readonly Row[] = [
  [
    'emv.md 3.6',
    'field 64 of the published message',
    '3746393945414338',
    async () => toHex(publishedLine().mac(fromHex(SECOND.mab ?? ''))),
  ],
  [
    'emv.md 3.6',
    'the published message is whole, and not with another amount',
    'true false',
    async () => {
      const message = fromHex(`${SECOND.mab}${SECOND.f64}`);
      const changed = message.slice();
      changed[18] ^= 0x01;
      return `${publishedLine().checks(message)} ${publishedLine().checks(changed)}`;
    },
  ],
  ['emv.md 3.6', 'an answer with its MAC', 'good 00', () => judged(FRAMES.purchaseAnswer)],
  [
    'emv.md 3.6',
    'an answer whose MAC differs in its last bit',
    'false 00',
    () => judged(`${FRAMES.purchaseAnswer.slice(0, -2)}42`),
  ],
  [
    'emv.md 3.6',
    'an answer whose MAC is written in small letters',
    'false 00',
    () => judged(FRAMES.purchaseAnswer.replace(/3535313833434443$/, '3535313833636463')),
  ],
  ['emv.md 3.8', 'a refusal A0 has no MAC and proves nothing', 'false A0', () => judged(FRAMES.refusedA0)],
  [
    'emv.md 3.6',
    'a transfer’s answer has its MAC in 128',
    'good 00',
    () => judged(FRAMES.transferAnswer, asked('transfer')),
  ],
  [
    'emv.md 3.5, 3.6',
    'an answer under keys that a later sign-in has ended',
    'false 00',
    () => judged(FRAMES.purchaseAnswer, asked('purchase'), publishedLine()),
  ],
];

/** Field 52 under the published PIN key. */
async function sealedPin(pin: string, pan: string): Promise<string> {
  const key = new PinKey(softwareCiphers, fromHex(FIRST.tpk ?? ''));
  const account = pan.length % 2 === 0 ? pan : `${pan}F`;
  return toHex(await key.seal(new Pin(Uint8Array.from(pin, Number)), fromHex(account)));
}

// The published blocks 061253DFFEDCBA98 and 0612713176FEDCBA, and those of the shortest and the longest PIN, under the
// published key by OpenSSL.
const PINS: readonly Row[] = [
  [
    'emv.md 3.7',
    'the first published block under the published key',
    'A2BCBE65CB54B0E7',
    () => sealedPin('123456', '123456789012345678'),
  ],
  [
    'emv.md 3.7',
    'the second published block under the published key',
    '71B3FAB4AD656DBA',
    () => sealedPin('123456', '1234567890123456'),
  ],
  ['ISO 9564-1 9.3.1', 'the shortest PIN', 'C7470F2ACC83AEF7', () => sealedPin('1234', '6212990100000016')],
  ['ISO 9564-1 9.3.1', 'the longest PIN', '61A4D942ADCC6401', () => sealedPin('123456789012', '6212990100000016')],
  [
    'emv.md 3.3, 3.7',
    'without a PIN there is no field 26, 52 or 53, and field 22 says so',
    '052 false false false',
    async () => {
      const { fields } = asked('purchase');
      return [fields.get(22), ...[26, 52, 53].map((field) => fields.has(field))].join(' ');
    },
  ],
];

const REVERSALS: readonly Row[] = [
  ['emv.md 3.9', 'no answer came: reason 98', FRAMES.reversal, () => sent(reversalOf(kept(asked('purchase')), '98'))],
  [
    'emv.md 3.4, 3.9',
    'the card did not follow: reason 06, with its last word and the scripts',
    FRAMES.reversal06,
    () => sent(reversalOf(kept(asked('purchase')), '06', { values: late({ DF31: RESULTS }) })),
  ],
  [
    'emv.md 3.8 [TP]',
    'a wrong MAC: reason A0, of a transfer with both accounts',
    FRAMES.transferReversal,
    () => sent(reversalOf(kept(asked('transfer')), 'A0')),
  ],
  [
    'emv.md 3.3',
    'of a void: it keeps the reference',
    FRAMES.voidReversal,
    () => sent(reversalOf(kept(voided()), '98')),
  ],
  [
    'emv.md 3.3',
    'a kept request has no track, PIN or MAC',
    '2 3 4 11 12 13 14 22 23 25 41 42 49 55 60',
    async () => {
      const { fields } = kept(asked('purchase', { pinBlock: PIN_BLOCK }));
      return [...fields.keys()].join(' ');
    },
  ],
  [
    'emv.md 3.9',
    'sent again it is the same, byte for byte',
    [FRAMES.reversal, FRAMES.reversal].join(),
    async () => {
      const { link, line } = await signedOn('silence', FRAMES.reversalAnswer);
      const stored = kept(asked('purchase'));
      for (let i = 0; i < 2; i++) await link.ask(reversalOf(stored, '98'));
      return line.sent.join();
    },
  ],
  [
    'emv.md 3.2',
    'its answer is 0410, and the original’s late one is not',
    'good 00, foreign',
    async () => {
      const reversal = reversalOf(kept(asked('purchase')), '98');
      return [await judged(FRAMES.reversalAnswer, reversal), await judged(FRAMES.purchaseAnswer, reversal)].join(', ');
    },
  ],
  [
    'emv.md 3.2',
    'the answer to another transaction’s reversal is not its own',
    'foreign',
    () => judged(FRAMES.voidReversalAnswer, reversalOf(kept(asked('purchase')), '98')),
  ],
];

async function settled(frame: string): Promise<string> {
  const { link } = await signedOn(frame);
  const answer = await link.ask(settleRequest(STATION, 127, TOTALS));
  if (answer.kind !== 'answered') return answer.kind;
  const settlement = decodeTotals(String(answer.message.fields.get(48)));
  return `${answer.code} ${settlement?.domestic.flag} ${settlement?.foreign.flag}`;
}

const SETTLEMENT: readonly Row[] = [
  ['emv.md 3.3', 'totals, byte for byte', FRAMES.settle, () => sent(settleRequest(STATION, 127, TOTALS))],
  ['emv.md 3.9', 'balanced', '00 1 1', () => settled(FRAMES.settleBalanced)],
  ['emv.md 3.9', 'not balanced', '00 2 1', () => settled(FRAMES.settleAnswer)],
  [
    'emv.md 3.4, 3.9',
    'a purchase is uploaded with its reference and the card’s last word',
    FRAMES.upload,
    () => {
      const answer = decodeMessage(fromHex(FRAMES.purchaseAnswer).subarray(13));
      return sent(uploadOf(batchRow(kept(asked('purchase')), answer, late({ ...LAST_WORD, '8A': '3030' })), STATION));
    },
  ],
  [
    'emv.md 3.9',
    'a void is uploaded with its own reference and its original',
    FRAMES.uploadVoid,
    () => {
      const answer = {
        mti: '0210',
        fields: new Map([
          [37, '260601000999'],
          [38, 'B12345'],
        ] as const),
      };
      return sent(uploadOf(batchRow(kept(voided()), answer), STATION));
    },
  ],
  ['emv.md 3.2', 'the end of the upload, byte for byte', FRAMES.uploadEnd, () => sent(uploadEnd(STATION, 128, TOTALS))],
  [
    'emv.md 3.3',
    'totals as large as they can be',
    `${'9'.repeat(30)}${'0'.repeat(32)}`,
    async () => {
      const [most, count] = [999_999_999_999, 999];
      return encodeTotals({ debitAmount: most, debitCount: count, creditAmount: most, creditCount: count });
    },
  ],
];

/** What comes of a sign-in, and whether there are keys after it. */
async function signIn(...events: readonly Event[]): Promise<string> {
  const line = new ScriptedLine(events);
  const link = new BankLink({ line, clock: line.clock, masterKey: masterKey() });
  const answer = await link.signIn(STATION, 120);
  const code = 'code' in answer ? ` ${answer.code}` : '';
  return `${answer.kind}${code}, ${link.keys ? 'keys' : 'no keys'}`;
}

const SIGN_IN: readonly Row[] = [
  ['emv.md 3.2', 'asks for double-length keys, byte for byte', FRAMES.signIn, () => sent(signInRequest(STATION, 120))],
  ['emv.md 3.5', 'the published keys', 'signed-on, keys', () => signIn(FRAMES.signInAnswer)],
  ['emv.md 3.5', 'a wrong check value of the PIN key', 'wrong-keys, no keys', () => signIn(FRAMES.signInBadPinKey)],
  ['emv.md 3.5', 'a wrong check value of the MAC key', 'wrong-keys, no keys', () => signIn(FRAMES.signInBadKcv)],
  ['emv.md 3.5', 'keys that are cut off', 'wrong-keys, no keys', () => signIn(FRAMES.signInShort)],
  ['emv.md 3.5', 'single-length keys are not taken', 'wrong-keys, no keys', () => signIn(FRAMES.signInSingle)],
  ['emv.md 3.8', 'a terminal that is not registered', 'refused 97, no keys', () => signIn(FRAMES.signInRefused)],
  ['emv.md 3.9', 'no answer', 'unknown, no keys', () => signIn('silence')],
  [
    'emv.md 3.1',
    'the header asks for a new sign-in, or for new CA keys',
    'sign-in ca-keys',
    async () => {
      const { link, line } = await signedOn(FRAMES.purchaseAnswerSignIn, FRAMES.signInAnswerKeys);
      const first = await link.ask(asked('purchase'));
      const second = await link.signIn(STATION, 120);
      expectQuiet(line);
      return [first, second].map((one) => ('processingRequest' in one ? one.processingRequest : '')).join(' ');
    },
  ],
  [
    'emv.md 3.9',
    'old keys end with a new sign-in that nobody answers',
    'no keys',
    async () => {
      const { link } = await signedOn('silence');
      await link.signIn(STATION, 129);
      return link.keys ? 'keys' : 'no keys';
    },
  ],
];

/** Two questions on one connection: nothing made the link give it up. */
function expectQuiet({ calls }: ScriptedLine): void {
  if (calls.includes('close')) throw new Error('the connection was ended');
}

/** What comes of a purchase, and whether the connection is there for the next one. */
async function purchase(...events: readonly Event[]): Promise<string> {
  const { link, line } = await signedOn(...events);
  return told(await link.ask(asked('purchase')), line);
}

function told(answer: BankAnswer, { calls }: ScriptedLine): string {
  const code = 'code' in answer ? ` ${answer.code}` : '';
  return `${answer.kind}${code}, ${calls.at(-1) === 'close' ? 'hung up' : 'line up'}`;
}

const STRANGER = FRAMES.purchaseAnswerPlain.replace('3130303030303031', '3130303030303032');
const ANSWER = FRAMES.purchaseAnswer;

const LOST: readonly Row[] = [
  ['emv.md 3.1', 'an answer', 'answered 00, line up', () => purchase(ANSWER)],
  ['emv.md 3.1', 'an answer in single bytes', 'answered 00, line up', () => purchase(...(ANSWER.match(/../g) ?? []))],
  ['emv.md 3.9', 'silence', 'unknown, hung up', () => purchase('silence')],
  [
    'emv.md 3.9',
    'an answer that comes too late',
    'unknown, hung up',
    () => purchase({ after: 60_000, bytes: STRANGER }, ANSWER),
  ],
  ['emv.md 3.9', 'a line that breaks while an answer is waited for', 'unknown, hung up', () => purchase('down')],
  ['emv.md 3.9', 'half an answer', 'unknown, hung up', () => purchase(ANSWER.slice(0, 40), 'down')],
  [
    'emv.md 3.9',
    'a line that is not to be had: nothing went out',
    'unable, 0 sent',
    async () => {
      const { link, line } = await signedOn();
      line.opens = false;
      return `${(await link.ask(asked('purchase'))).kind}, ${line.sent.length} sent`;
    },
  ],
  [
    'emv.md 3.9',
    'a line that breaks while it sends: it may have arrived',
    'unknown, hung up',
    async () => {
      const { link, line } = await signedOn();
      line.sends = false;
      return told(await link.ask(asked('purchase')), line);
    },
  ],
  ['emv.md 3.9', 'a wrong MAC', 'false 00, hung up', () => purchase(`${ANSWER.slice(0, -2)}42`)],
  [
    'emv.md 3.9',
    'the answer to another terminal, then its own',
    'answered 00, line up',
    () => purchase(STRANGER, ANSWER),
  ],
  ['emv.md 3.9', 'the answer to another terminal alone', 'unknown, hung up', () => purchase(STRANGER, 'silence')],
  ['emv.md 3.9', 'its answer twice', 'answered 00, hung up', () => purchase(ANSWER + ANSWER)],
  ['emv.md 3.1', 'bytes in which no frame begins', 'unknown, hung up', () => purchase('00095A5A5A5A5A5A5A5A5A')],
  [
    'emv.md 3.1',
    'a frame with no message, then its answer',
    'answered 00, hung up',
    () => purchase('00136000000003613100310001FF00FF00FF00FF00', ANSWER),
  ],
  ['emv.md 3.8', 'a decline', 'answered 51, line up', () => purchase(FRAMES.declined)],
  [
    'emv.md 3.9',
    'an answer that is late after its reversal meets a new connection, and is passed over',
    'unknown, answered 00',
    async () => {
      const { link } = await signedOn('silence', ANSWER, FRAMES.reversalAnswer);
      const first = await link.ask(asked('purchase'));
      const second = await link.ask(reversalOf(kept(asked('purchase')), '98'));
      return `${first.kind}, ${second.kind} ${'code' in second ? second.code : ''}`;
    },
  ],
];

export const CASES: readonly Case[] = [
  ...FIELDS,
  ...MACS,
  ...PINS,
  ...REVERSALS,
  ...SETTLEMENT,
  ...SIGN_IN,
  ...LOST,
].map(([clause, title, wanted, seen], index) => ({
  id: `K15-${String(index + 1).padStart(3, '0')}`,
  clause,
  title,
  run: async (rig) => rig.same(await seen(), wanted),
}));
