/** The bureau's books against the vectors of sscard.md 16.7, and against whoever sends twice, changes or invents. */

import { describe, expect, it } from 'vitest';
import { BureauHost } from '../../../hosts/peers/bureau/bureau-host.js';
import { PurseBooks } from '../../../hosts/peers/bureau/purse-books.js';
import { formatPurseBooks, parsePurseBooks } from '../../../hosts/peers/bureau/purse-books-image.js';
import { decodeBureauAnswer, encodeBureauUpload } from '../../../src/codec/bureau-message.js';

/** 卡号 and historical bytes of sscard.md 16.1, which both ciphers of 16.7 go by. */
const CARD = '990100D1560000050000000166534F34|00995453549999990100000001|413030303030303131';
const PURCHASE = (alg: string, tac: string) =>
  `2|${alg}|${CARD}|7|1234|300|8000|10000|990100000001|258|20120528093015|${tac}|C739763E|0|`;
const LOAD = (alg: string, tac: string) =>
  `1|${alg}|${CARD}|3|5000|0|0|10000|990100000001|0|20120528093015|${tac}|2D3DA7C6|0|`;

describe('the books of the bureau', () => {
  it.each([
    ['01', '5BAA29A5', '08E19C1B'],
    ['03', 'BD6A04D9', 'D1046478'],
  ])('believe a line by its TAC, algorithm %s (sscard.md 16.7)', (alg, purchase, load) => {
    const books = new PurseBooks();
    expect(books.take(PURCHASE(alg, purchase) + LOAD(alg, load))).toBe('booked|booked|');
    expect(books.image().map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(['purchase booked', 'load booked']);
  });

  it('have a line once, and say of it what they said, across a restart', () => {
    const books = new PurseBooks();
    for (let i = 0; i < 3; i++) expect(books.take(PURCHASE('01', '5BAA29A5'))).toBe('booked|');
    expect(books.take(PURCHASE('01', '5BAA29A5').repeat(2))).toBe('booked|booked|');
    const again = new PurseBooks(parsePurseBooks(formatPurseBooks(books.image())));
    expect(again.take(PURCHASE('01', '5BAA29A5'))).toBe('booked|');
    expect(again.image()).toHaveLength(1);
  });

  it.each([
    ['a TAC that is wrong', PURCHASE('01', '5BAA29A4')],
    ['no TAC', PURCHASE('01', '00000000')],
    ['another amount', PURCHASE('01', '5BAA29A5').replace('|1234|', '|1235|')],
    ['another terminal', PURCHASE('01', '5BAA29A5').replace('|990100000001|', '|990100000002|')],
    ['another card', PURCHASE('01', '5BAA29A5').replace('0100000001|', '0100000002|')],
    ['the other cipher', PURCHASE('03', '5BAA29A5')],
    ['a load onto more than there is', LOAD('01', '08E19C1B').replace('|10000|', '|10001|')],
    ['a load beyond what four bytes hold', LOAD('01', '08E19C1B').replace('|10000|', '|4294967295|')],
  ])('keep a line with %s for people', (_, line) => {
    const books = new PurseBooks();
    expect(books.take(line)).toBe('disputed|');
    expect(books.take(line)).toBe('disputed|');
    expect(books.image()).toHaveLength(1);
  });

  it('do not book a second story of one transaction', () => {
    const books = new PurseBooks();
    expect(books.take(PURCHASE('01', '5BAA29A5'))).toBe('booked|');
    expect(books.take(PURCHASE('01', '5BAA29A5').replace('|10000|', '|9000|'))).toBe('disputed|');
  });

  it('are behind the line: what is malformed is said to be, what is for the HSM goes there', () => {
    const books = new PurseBooks();
    const host = new BureauHost(books, { receive: () => ({ frame: Uint8Array.of(7), afterMs: 0 }) });
    const ask = (data: string) => {
      const reply = host.receive(encodeBureauUpload({ number: 5, data }));
      return reply && decodeBureauAnswer(reply.frame);
    };
    expect(ask(PURCHASE('01', '5BAA29A5'))).toEqual({ number: 5, result: 'ok', data: 'booked|' });
    expect(ask('2|01|')).toEqual({ number: 5, result: 'malformed', data: '' });
    expect(books.image()).toHaveLength(1);
    expect(host.receive(Uint8Array.of(0, 1, 0x7b))?.frame).toEqual(Uint8Array.of(7));
  });
});
