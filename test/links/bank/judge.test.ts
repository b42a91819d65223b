import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/hex.js';
import { decodeMessage, encodeMessage, type FieldValue, type Message } from '../../../src/codec/iso8583.js';
import { judgeAnswer } from '../../../src/links/bank/judge.js';
import type { LineKeys } from '../../../src/vault/line-keys.js';
import vectors from '../../vectors/bank.json';
import { FRAMES, masterKey } from './signed-on.js';

const [first] = vectors.unionpay_pos_keys;

function keys(): LineKeys {
  const unwrapped = masterKey().unwrap('003', fromHex(first.f62 ?? ''));
  if (unwrapped === 'wrong') throw new Error('published keys');
  return unwrapped;
}

function body(frame: string): Uint8Array {
  return fromHex(frame).subarray(13);
}

function requestOf(frame: string): Message {
  const { mti, fields } = decodeMessage(body(frame));
  return { mti, fields: new Map([...fields].filter(([field]) => field !== 64 && field !== 128)) };
}

const PURCHASE = requestOf(FRAMES.purchase);
const ANSWER = decodeMessage(body(FRAMES.purchaseAnswer));

/** The answer with other fields, its MAC made anew with the right key; undefined takes a field away. */
function answerWith(changes: Readonly<Record<number, FieldValue | undefined>>, mti = ANSWER.mti): Uint8Array {
  const fields = new Map(ANSWER.fields);
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) fields.delete(Number(field));
    else fields.set(Number(field), value);
  }
  const bytes = encodeMessage({ mti, fields });
  const covered = bytes.subarray(0, -8);
  bytes.set(keys().mac(covered), covered.length);
  return bytes;
}

function judged(answer: Uint8Array, request = PURCHASE): string {
  const { kind, ...more } = judgeAnswer(request, answer, keys());
  return 'code' in more ? `${kind} ${more.code}` : kind;
}

describe('judgeAnswer', () => {
  it('knows the answer by everything it must repeat and by its MAC', () => {
    expect(judged(body(FRAMES.purchaseAnswer))).toBe('good 00');
    expect(judged(body(FRAMES.declined))).toBe('good 51');
    expect(judged(body(FRAMES.reversalAnswer), requestOf(FRAMES.reversal))).toBe('good 00');
    expect(judged(body(FRAMES.transferAnswer), requestOf(FRAMES.transfer))).toBe('good 00');
    expect(judged(body(FRAMES.settleAnswer), requestOf(FRAMES.settle))).toBe('good 00');
  });

  it('wants no MAC where none is due', () => {
    expect(judgeAnswer(requestOf(FRAMES.signIn), body(FRAMES.signInAnswer), undefined).kind).toBe('good');
  });

  it.each([
    ['STAN', { 11: '000124' }],
    ['terminal', { 41: '10000002' }],
    ['merchant', { 42: '104100080620002' }],
    ['batch', { 60: '2200000600050' }],
    ['kind', { 60: '2300000500050' }],
    ['amount', { 4: '000000001235' }],
    ['processing code', { 3: '200000' }],
    ['account', { 2: '6212990100000024' }],
    ['condition', { 25: '06' }],
    ['currency', { 49: '840' }],
  ])('passes over another %s, with a right MAC', (_, changes) => {
    expect(judged(answerWith(changes))).toBe('foreign');
  });

  it.each([[3], [4], [11], [41], [42], [60], [39]])('passes over an answer without field %i', (field) => {
    expect(judged(answerWith({ [field]: undefined }))).toBe('foreign');
  });

  it('passes over another type, an answer to a reversal, and its own question', () => {
    expect(judged(answerWith({}, '0230'))).toBe('foreign');
    expect(judged(answerWith({}, '0410'))).toBe('foreign');
    expect(judged(body(FRAMES.purchase))).toBe('foreign');
    expect(judged(body(FRAMES.purchaseAnswer), requestOf(FRAMES.reversal))).toBe('foreign');
  });

  it('does without account, condition and currency', () => {
    expect(judged(answerWith({ 2: undefined, 25: undefined, 49: undefined }))).toBe('good 00');
  });

  it('believes no answer with a wrong MAC or none, whatever it says', () => {
    const bytes = body(FRAMES.purchaseAnswer);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const wrong = bytes.slice();
      wrong[bit >> 3] ^= 1 << (bit & 7);
      expect(judged(wrong)).not.toMatch(/^good/);
      if (bit >= 8 * (bytes.length - 8)) expect(judged(wrong)).toBe('false 00');
    }
    expect(judged(body(FRAMES.refusedA0))).toBe('false A0');
    expect(judgeAnswer(PURCHASE, bytes, undefined)).toEqual({ kind: 'false', code: '00' });
    const { mti, fields } = ANSWER;
    const unsealed = encodeMessage({ mti, fields: new Map([...fields].filter(([field]) => field !== 64)) });
    expect(judged(unsealed)).toBe('false 00');
  });

  it('wants the MAC where the table has it', () => {
    const { mti, fields } = decodeMessage(body(FRAMES.transferAnswer));
    const moved = [...fields].filter(([field]) => field < 102);
    const bytes = encodeMessage({ mti, fields: new Map([...moved, [64, new Uint8Array(8)]]) });
    bytes.set(keys().mac(bytes.subarray(0, -8)), bytes.length - 8);
    expect(judged(bytes, requestOf(FRAMES.transfer))).toBe('false 00');
  });

  it('passes over another account of a transfer', () => {
    const { mti, fields } = requestOf(FRAMES.transfer);
    const elsewhere = { mti, fields: new Map([...fields, [103, '6228480402564890019']]) };
    expect(judged(body(FRAMES.transferAnswer), elsewhere)).toBe('foreign');
  });

  it('knows what is no message', () => {
    expect(judged(new Uint8Array(0))).toBe('none');
    expect(judged(body(FRAMES.purchaseAnswer).subarray(0, -1))).toBe('none');
    expect(judged(fromHex('FFFF'))).toBe('none');
  });
});
