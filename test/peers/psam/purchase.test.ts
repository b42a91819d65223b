import { describe, expect, it } from 'vitest';
import { parsePsamImage } from '../../../hosts/peers/psam/image.js';
import { restorePsam } from '../../../hosts/peers/psam/psam.js';
import { ask, counting, exchange, opened, select } from './desk.js';

const CARD = '9999990100000001';
const CITY = '3939303130307378';
const PROVINCE = '3939303030307368';

/** Card random and sequence; account, self-pay, pool; type; date and time (sscard.md 16.7). */
const PURCHASE = 'C0FFEE01 0007 000004D2 0000012C 00001F40 32 20120528 093015';

/** INIT SAM FOR PURCHASE with key version and algorithm, and the factors to reach the card. */
const init = (key: string, factors = CARD + CITY + PROVINCE) => {
  const length = (28 + factors.length / 2).toString(16).padStart(2, '0');
  return `80700100 ${length} ${PURCHASE} ${key} ${factors}`;
};

describe('purchase', () => {
  it('gives the next terminal sequence and MAC1, and knows MAC2 (DES)', () => {
    const psam = opened('DES', { terminalSequence: 0x101 });
    expect(exchange(psam, init('01 00'))).toBe('6108');
    expect(exchange(psam, '00C0000008')).toBe('000001029BD3BFA49000');
    expect(exchange(psam, '8072000004 C739763E')).toBe('9000');
  });

  it('does the same with SM4', () => {
    const psam = opened('SM4', { terminalSequence: 0x101 });
    expect(ask(psam, init('01 03'))).toBe('000001023E7A8AB49000');
    expect(exchange(psam, '8072000004 2623962B')).toBe('9000');
  });

  it('takes fewer factors from a PSAM of province or city', () => {
    const province = opened('DES', { terminalSequence: 0x101, level: 'province' });
    expect(ask(province, init('01 00', CARD + CITY))).toBe('000001029BD3BFA49000');
    const city = opened('DES', { terminalSequence: 0x101, level: 'city' });
    expect(ask(city, init('01 00', CARD))).toBe('000001029BD3BFA49000');
  });

  it('refuses a wrong MAC2 once and for all', () => {
    const psam = opened('DES', { terminalSequence: 0x101 });
    exchange(psam, init('01 00'));
    expect(exchange(psam, '8072000004 C739763F')).toBe('9302');
    expect(exchange(psam, '8072000004 C739763E')).toBe('6901');
  });

  it('refuses steps out of order', () => {
    const psam = opened('DES');
    expect(exchange(psam, '8072000004 C739763E')).toBe('6901');
    exchange(psam, init('01 00'));
    expect(exchange(psam, `80FA0000 08 ${CARD}`)).toBe('6901');
    exchange(psam, init('01 00'));
    exchange(psam, `BFDE 67 08 20 ${CARD}${CITY}${PROVINCE}${CARD}`);
    expect(exchange(psam, '8072000004 C739763E')).toBe('6901');
    exchange(psam, init('01 00'));
    psam.powerOff();
    expect(exchange(select(psam, 'DES'), '8072000004 C739763E')).toBe('6901');
  });

  it('counts on through power-off, reset and image', () => {
    const psam = opened('DES', { terminalSequence: 0x101 });
    expect(ask(psam, init('01 00')).slice(0, 8)).toBe('00000102');
    expect(ask(psam, init('01 00')).slice(0, 8)).toBe('00000103');
    psam.powerOff();
    expect(ask(select(psam, 'DES'), init('01 00')).slice(0, 8)).toBe('00000104');
    const restored = restorePsam(parsePsamImage(JSON.stringify(psam.image())), counting);
    expect(ask(select(restored, 'DES'), init('01 00')).slice(0, 8)).toBe('00000105');
    expect(exchange(psam, '00B0990004')).toBe('000001049000');
  });

  it('moves the sequence only when it answers', () => {
    const psam = opened('DES');
    expect(exchange(psam, init('04 00'))).toBe('6A88');
    expect(exchange(psam, init('08 00'))).toBe('6A88');
    expect(exchange(psam, init('01 03'))).toBe('6A80');
    expect(exchange(psam, init('01 00', CARD + CITY))).toBe('6A80');
    expect(exchange(psam, `80700100 1B ${PURCHASE} 01`)).toBe('6700');
    expect(exchange(psam, `80700100 1D ${PURCHASE} 01 00 99`)).toBe('6700');
    expect(exchange(psam, '80720000 05 0000000000')).toBe('6700');
    expect(exchange(psam, init('01 00').replace('80700100', '80700000'))).toBe('6A86');
    expect(exchange(psam, '00B0990004')).toBe('000000009000');
  });

  it('stops at the last sequence number', () => {
    const psam = opened('DES', { terminalSequence: 0xfffffffe });
    expect(ask(psam, init('01 00')).slice(0, 8)).toBe('FFFFFFFF');
    expect(exchange(psam, init('01 00'))).toBe('9402');
  });

  it('has three purchase keys, told apart by version', () => {
    const answers = ['01', '02', '03'].map((version) => ask(opened('DES'), init(`${version} 00`)));
    expect(new Set(answers).size).toBe(3);
    for (const answer of answers) expect(answer).toMatch(/^00000001[0-9A-F]{8}9000$/);
  });
});
